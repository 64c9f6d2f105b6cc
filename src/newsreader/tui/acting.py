"""What commands do with stories: marks, the browser, the clipboard.

Marks are written one after another, in the order of the keys, and are shown once they are saved. What may
concern many stories is a `Bulk`: made in parts, with progress, until it is done or stopped.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from newsreader import safetext
from newsreader.errors import NewsreaderError
from newsreader.library import Library, Story
from newsreader.marks import Marks, Past, Step
from newsreader.records import NamedTuple
from newsreader.tui.keybar import KeyBar
from newsreader.tui.marking import Bulk, MarkQueue
from newsreader.tui.opening import open_url
from newsreader.tui.page import Link
from newsreader.tui.wording import count

if TYPE_CHECKING:
    from newsreader.tui.screen import ReaderScreen


PALETTE_STEPS = 20
"""Steps that the palette offers to take back."""


class _Target(NamedTuple):
    """A story that a command is about, as it is shown, and the address that goes with it."""

    key: int
    title: str
    url: str
    read: bool
    starred: bool


def copied(what: str, title: str, url: str) -> str:
    """What is copied of a story: its `address`, its `title`, or both as a `link` in Markdown."""
    title = safetext.line(title)
    escaped = re.sub(r"([\\\[\]])", r"\\\1", title)
    return {"address": url, "title": title, "link": f"[{escaped}]({url})"}[what]


class Acting:
    """Acts on what `screen` shows; what was saved comes back to the screen through `queue`."""

    def __init__(self, screen: ReaderScreen, library: Library, marks: Marks, queue: MarkQueue) -> None:
        self._screen = screen
        self._library = library
        self._marks = marks
        self._queue = queue
        self._bulk: Bulk | None = None
        self._failure = ""

    def mark_read(self, key: int | None = None) -> None:
        """Mark a story as read: the one that is shown, or the one with this key."""
        if (key := self._screen.reading.key if key is None else key) is not None:
            target = self.target()
            label = f"opened: {target.title}" if target and target.key == key else "opened a story"
            self.mark_keys([key], label)

    def mark_keys(self, keys: list[int], label: str) -> None:
        """Mark stories as read, by their keys."""
        self._queue.intend(keys, "read", True)
        self._queue.put(partial(self._marks.set_read, keys, True, label))

    def follow(self, link: Link) -> None:
        """Go where a link of the story leads: to a related story, or to the browser."""
        if link.key is None:
            open_url(self._screen.reader, link.url)
        else:
            self._screen.reading.walk_to(link.key)
            self.mark_read()

    def do_coverage(self) -> None:
        """Show who covered the story, or the story again."""
        reading = self._screen.reading
        if reading.is_timeline and self._screen.pane == "story":
            self._screen.do_back()
        else:
            self._screen.panes.focus("story")
            reading.show_coverage(lambda: self._screen.reader.tell("Nobody else here covers this story."))

    def do_number(self) -> None:
        """Ask for the number of a link, and follow it."""
        from newsreader.tui.hints import LinkNumber

        links = self._screen.story.page.links

        def follow(place: int) -> None:
            self._screen.story.select(place)
            self.follow(links[place])

        if links:
            self._screen.type(LinkNumber(len(links), follow))
        else:
            self._screen.reader.tell("This story leads nowhere.")

    def stop(self) -> bool:
        """Stop a long change of marks where it is; False when there is none."""
        if self._bulk is None:
            return False
        self._bulk.stop()
        self._queue.hurry()
        return True

    def failed(self, error: NewsreaderError | None) -> None:
        """Say that marks are not saved yet, and why, for as long as it is so; None when all of them are."""
        text = f"Not saved yet, it is tried again: {error.message}" if error else "Everything is saved now."
        for bar in self._screen.query(KeyBar):  # none is left while the program ends
            bar.show_unsaved(self._queue.unfinished if error else 0)
        if text != self._failure and (error or self._failure):
            self._screen.reader.tell(text, is_problem=error is not None)
        self._failure = text if error else ""

    def do_browse(self) -> None:
        if self._screen.headlines.is_selecting:
            self._screen.several.do_browse()
            return
        target = self.target()
        if target is None or not target.url:
            self._tell_of_nothing(target, "open")
            return
        self.mark_read(target.key)
        open_url(self._screen.reader, target.url)

    def do_address(self, which: str) -> None:
        """Open one of the story's addresses, the one of this name, in the browser."""
        if (target := self.target()) is None:
            return

        def found(story: Story) -> None:
            article = story.article
            url = {
                "web": article.web_url,
                "original": article.original_url,
                "AMP": article.amp_url or article.cdn_amp_url,
            }[which]
            if url:
                self.mark_read(target.key)
                open_url(self._screen.reader, url)
            else:
                self._screen.reader.tell(f"This story has no {which} address.", is_problem=True)

        self._screen.requests.ask("address", partial(self._library.story, target.key), found)

    def do_copy(self, what: str) -> None:
        """Copy the address of a story, its title, or both as a link in Markdown."""
        if self._screen.headlines.is_selecting:
            self._screen.several.copy(what)
            return
        target = self.target()
        if target is None or not (target.url or what == "title"):
            self._tell_of_nothing(target, "copy")
            return
        text = copied(what, target.title, target.url)
        self._screen.reader.copy_to_clipboard(text)
        self._screen.reader.tell(f"Copied {text}")

    def _tell_of_nothing(self, target: _Target | None, doing: str) -> None:
        what = "There is no story" if target is None else "This story has no address"
        self._screen.reader.tell(f"{what} to {doing}.", is_problem=True)

    def do_toggle_read(self) -> None:
        target = self.target()
        if target and self._screen.headlines.is_selecting:
            self._screen.several.set_read(not target.read)
        elif target:
            read = self._queue.toggled(target.key, "read", target.read)
            label = f"marked {'read' if read else 'unread'}: {target.title}"
            self._queue.put(partial(self._marks.set_read, [target.key], read, label))
            self._name_link(label)

    def do_toggle_star(self) -> None:
        target = self.target()
        if target and self._screen.headlines.is_selecting:
            self._screen.several.set_starred(not target.starred)
        elif target:
            starred = self._queue.toggled(target.key, "starred", target.starred)
            label = f"{'starred' if starred else 'star taken away'}: {target.title}"
            self._queue.put(partial(self._marks.set_starred, [target.key], starred, label))
            self._name_link(label)

    def _name_link(self, done: str) -> None:
        """Say what was done with the story that is selected in another one, which is the one in view."""
        is_in_story = self._screen.pane == "story" and not self._screen.reading.is_timeline
        if is_in_story and self._screen.story.link is not None:
            self._screen.reader.tell(f"{done[0].upper()}{done[1:]}")

    def steps(self) -> list[Past]:
        """The last steps that can be taken back; none while they cannot be read."""
        try:
            return self._marks.steps(PALETTE_STEPS)
        except NewsreaderError:
            return []

    def do_whole_read(self) -> None:
        """Mark everything that is connected with the story as read."""
        if target := self.target():

            def part(step: int | None) -> Step:
                keys = self._library.connected(target.key)
                return self._marks.set_read(keys, True, f"whole story read: {target.title}", step)

            self.start(part, partial(self.marked, "marked as read"), "Marked as read", None)

    def do_undo(self) -> None:
        self._turn(self._marks.undo, "Taken back", "There is nothing to take back.")

    def do_redo(self) -> None:
        self._turn(self._marks.redo, "Done again", "There is nothing to do again.")

    def marked(self, told: str, last: Step | None, stories: int) -> None:
        """Say how many stories were `told`, such as marked as read."""
        nothing = "Nothing changed: all of it was so already."
        self._ended(f"{count(stories)} {told}. u takes it back." if stories else nothing, stories)

    def undo_to(self, past: Past) -> None:
        """Take back every step since this one, and this one."""

        unfinished: int | None = None

        def turn(_: int | None) -> Step | None:
            nonlocal unfinished
            step = self._marks.undo(unfinished, since=past.id)
            unfinished = step.id if step and not step.is_whole else None
            is_last = step is None or step.id is None or step.id <= past.id
            return step and step._replace(is_whole=step.is_whole and is_last)

        self._turn(turn, "Taken back", "There is nothing to take back.")

    def _turn(self, turn: Callable[[int | None], Step | None], done: str, nothing: str) -> None:
        def end(last: Step | None, stories: int) -> None:
            told = f"{done}: {safetext.line(last.label, 120) if last else count(stories)}"
            self._ended(told if last or stories else nothing, stories)

        self.start(turn, end, f"{done} so far", None)

    def start(
        self,
        part: Callable[[int | None], Step | None],
        end: Callable[[Step | None, int], None],
        doing: str,
        total: int | None,
    ) -> None:
        """Begin a long change of marks, a part at a time; it takes the place of one that is under way."""

        def progress(stories: int) -> None:
            done = f"{stories:,} of {count(total)}" if total else count(stories)
            self._screen.show_progress(f"{doing}: {done}")

        def over(last: Step | None, stories: int) -> None:
            if self._bulk is bulk:  # and not one that was begun after this was stopped
                self._bulk = None
                self._screen.show_progress("")
            if bulk.is_given_up:
                self._failure = ""  # which is over, though nothing was saved
            if bulk.is_given_up and not stories:
                self._ended("Stopped. Nothing was changed.", 0)
            else:
                end(last, stories)

        self.stop()
        self._queue.forget()
        self._bulk = bulk = Bulk(self._queue, part, progress, over)

    def _ended(self, told: str, stories: int) -> None:
        """Say what a change of marks came to."""
        self._screen.reader.tell(told)
        if stories > 1:
            self._screen.recount()

    def target(self) -> _Target | None:
        """What a command is about: the selected link, the story that is shown, or the headline."""
        screen = self._screen
        if screen.pane == "story" and (story := screen.reading.shown):
            link = screen.story.link
            if link is not None and link.key is not None:
                other = next(other for other in story.others if other.article.key == link.key)
                return _Target(link.key, other.article.title, link.url, other.read, other.starred)
            url = story.article.url if link is None else link.url
            return _Target(story.article.key, story.article.title, url, story.read, story.starred)
        row = screen.headlines.current
        if row is None or (screen.pane == "story" and row.key != screen.reading.key):
            return None
        return _Target(row.key, row.title, row.url, row.read, row.starred)
