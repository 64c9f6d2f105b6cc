"""What commands do with several stories: the list or a part of it, or those that are selected in it."""

from __future__ import annotations

import time
from array import array
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from newsreader import dates
from newsreader.keyparts import KeyParts
from newsreader.library import Headline, Library
from newsreader.marks import Marks, Step
from newsreader.schema import SECONDS_SHIFT
from newsreader.tui.acting import copied
from newsreader.tui.entry import Confirmation, Question
from newsreader.tui.opening import open_url
from newsreader.tui.wording import count

if TYPE_CHECKING:
    from newsreader.tui.screen import ReaderScreen

COPY_LIMIT = 1_000
"""Stories that are copied at once, at most: terminals refuse more text than some hundred kilobytes."""


class Several:
    """Acts on many stories of `screen` at once; long changes go through its `acting`."""

    def __init__(self, screen: ReaderScreen, library: Library, marks: Marks, open_limit: int) -> None:
        self._screen = screen
        self._library = library
        self._marks = marks
        self._open_limit = open_limit

    def do_select(self) -> None:
        """Begin to select stories, from the one under the cursor on, or end it."""
        headlines = self._screen.headlines
        headlines.select(not headlines.is_selecting and headlines.cursor is not None)

    def do_extend(self, step: int) -> None:
        """Select the next story too, or the one before."""
        if not self._screen.headlines.is_selecting:
            self.do_select()
        self._screen.headlines.move(step)

    def end(self) -> bool:
        """Select nothing any more; False when nothing was selected."""
        was_selecting = self._screen.headlines.is_selecting
        if was_selecting:
            self._screen.headlines.select(False)
        return was_selecting

    # Marks

    def set_read(self, read: bool) -> None:
        """Mark what is selected as read or unread."""
        name = "read" if read else "unread"
        self._mark(
            partial(self._marks.set_read, read=read), self._taken(), f"marked {name}", f"marked as {name}"
        )

    def set_starred(self, starred: bool) -> None:
        """Star what is selected, or take the stars away."""
        label, told = ("starred", "starred") if starred else ("stars taken away", "without a star now")
        self._mark(partial(self._marks.set_starred, starred=starred), self._taken(), label, told)

    def do_list_read(self, which: str) -> None:
        """Mark stories of the list as read: all of it, or those above or below the cursor."""
        headlines = self._screen.headlines
        cursor = headlines.cursor or 0
        if self.is_whole():
            ends = {"all": (0, headlines.count), "above": (0, cursor), "below": (cursor + 1, headlines.count)}
            words = "" if which == "all" else f" {which} the cursor"
            self._mark_read(headlines.between(*ends[which]), words)

    def do_older_read(self) -> None:
        """Ask for a date or an age, and mark what is older in the list as read."""
        if self.is_whole():
            prompt = "Mark read what is older than"
            self._screen.type(Question(prompt, self._older_read, "7d, 3w, 2020-07 or 2020-07-10"))

    def _older_read(self, text: str) -> str | None:
        age, span = dates.age(text), dates.span(text)
        if age is None and span is None:
            return "7d, 3w or a date like 2020-07-10"
        moment = int(time.time()) - age if age is not None else span[0] if span else 0
        stories = self._screen.headlines.listing.stories
        older = array("q", [id_ for id_ in stories if id_ >> SECONDS_SHIFT < moment])
        self._mark_read(older, f" older than {text}")
        return None

    def _mark_read(self, ids: array[int], words: str) -> None:
        name = self._screen.headlines.listing.name
        label = f"marked read{words}: {name}"
        self._mark(partial(self._marks.set_read, read=True), ids, label, "marked as read")

    def _mark(self, change: Callable[..., Step], ids: array[int], label: str, told: str) -> None:
        parts = KeyParts(self._library, ids)

        def part(step: int | None) -> Step:
            made = change(parts.next(), label=label, step=step)
            parts.taken()
            return made._replace(is_whole=parts.are_taken)

        acting = self._screen.acting
        acting.start(part, partial(acting.marked, told), told.capitalize(), len(ids))

    # Addresses

    def do_browse(self) -> None:
        """Open what is selected in the browser; without a selection, what is unread in the list."""
        headlines = self._screen.headlines
        is_selection = headlines.is_selecting
        ids = headlines.selected if is_selection else headlines.listing.stories

        def wanted() -> list[Headline]:
            found: list[Headline] = []
            for start in range(0, len(ids), 500):
                rows = self._library.rows(ids[start : start + 500])
                ordered = [rows[id_] for id_ in ids[start : start + 500] if id_ in rows]
                found += [row for row in ordered if row.url and (is_selection or not row.read)]
                if len(found) > self._open_limit:
                    break
            return found

        self._screen.requests.ask("several", wanted, self._confirm_opening)

    def _confirm_opening(self, rows: Sequence[Headline]) -> None:
        if not rows:
            self._screen.reader.tell("There is nothing to open.")
            return
        if not (self._screen.is_current and self._screen.takes_keys):
            return  # somebody is at something else by now, whose keys must not become the answer
        first = rows[: self._open_limit]
        first_of = "the first " if len(rows) > len(first) else ""
        question = f"Open {first_of}{count(len(first))} in the browser?"
        self._screen.type(Confirmation(question, partial(self._open, first)))

    def _open(self, rows: Sequence[Headline]) -> None:
        self.end()
        for row in rows:
            open_url(self._screen.reader, row.url)
        label = f"opened {count(len(rows))} in the browser"
        self._screen.acting.mark_keys([row.key for row in rows], label)

    def copy(self, what: str) -> None:
        """Copy the addresses, titles or links of what is selected, a line each."""
        ids = self._taken()
        if len(ids) > COPY_LIMIT:
            self._screen.reader.tell(f"At most {count(COPY_LIMIT)} can be copied.", is_problem=True)
            return

        def copy(rows: dict[int, Headline]) -> None:
            there = [rows[id_] for id_ in ids if id_ in rows and (rows[id_].url or what == "title")]
            self._screen.reader.copy_to_clipboard(
                "\n".join(copied(what, row.title, row.url) for row in there)
            )
            self._screen.reader.tell(f"Copied {count(len(there), 'line', 'lines')}.")

        self._screen.requests.ask("several", partial(self._library.rows, ids), copy)

    def _taken(self) -> array[int]:
        """What is selected, which it then no longer is."""
        ids = self._screen.headlines.selected
        self.end()
        return ids

    def is_whole(self) -> bool:
        """Whether all of the list is known; it says so if not."""
        if not self._screen.headlines.listing.is_whole:
            self._screen.reader.tell("The list is still being read. Try again in a moment.")
        return self._screen.headlines.listing.is_whole
