"""What commands do with stories: marks, the browser, the clipboard.

Marks are written one after another, in the order of the keys, and are shown once they are saved. What may
concern many stories is a `Bulk`: made in parts, with progress, until it is done or stopped.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from newsreader import safetext
from newsreader.errors import NewsreaderError
from newsreader.library import Library, Story
from newsreader.marks import PART, Marks, Step
from newsreader.tui.marking import Bulk, MarkQueue
from newsreader.tui.opening import open_url
from newsreader.tui.page import Link

if TYPE_CHECKING:
    from newsreader.tui.screen import ReaderScreen


class _Target(NamedTuple):
    """A story that a command is about, as it is shown, and the address that goes with it."""

    key: int
    title: str
    url: str
    read: bool
    starred: bool


class Acting:
    """Acts on what `screen` shows; what was saved comes back to the screen through `queue`."""

    def __init__(self, screen: ReaderScreen, library: Library, marks: Marks, queue: MarkQueue) -> None:
        self._screen = screen
        self._library = library
        self._marks = marks
        self._queue = queue
        self._bulk: Bulk | None = None

    def mark_read(self, key: int | None = None) -> None:
        """Mark a story as read: the one that is shown, or the one with this key."""
        if (key := key or self._screen.reading.key) is not None:
            target = self._target()
            label = f"opened: {target.title}" if target and target.key == key else "opened a story"
            self._queue.put(partial(self._marks.set_read, [key], True, label))

    def follow(self, link: Link) -> None:
        """Go where a link of the story leads: to a related story, or to the browser."""
        if link.key is None:
            open_url(self._screen.reader, self._screen.requests, link.url)
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
        return True

    def failed(self, error: NewsreaderError) -> None:
        """Say that marks were not saved."""
        self._bulk = None
        self._screen.show_progress("")
        self._screen.reader.tell(f"Not saved. {error}", is_problem=True)

    def do_browse(self) -> None:
        target = self._target()
        if target is None or not target.url:
            self._screen.reader.tell("This story has no address to open.", is_problem=True)
            return
        self.mark_read(target.key)
        open_url(self._screen.reader, self._screen.requests, target.url)

    def do_address(self, which: str) -> None:
        """Open one of the story's addresses, the one of this name, in the browser."""
        if (target := self._target()) is None:
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
                open_url(self._screen.reader, self._screen.requests, url)
            else:
                self._screen.reader.tell(f"This story has no {which} address.", is_problem=True)

        self._screen.requests.ask("address", partial(self._library.story, target.key), found)

    def do_copy(self, what: str) -> None:
        """Copy the address of a story, its title, or both as a link in Markdown."""
        target = self._target()
        if target is None or not (target.url or what == "title"):
            self._screen.reader.tell("This story has no address to copy.", is_problem=True)
            return
        title = safetext.line(target.title)
        escaped = re.sub(r"([\\\[\]])", r"\\\1", title)
        text = {"address": target.url, "title": title, "link": f"[{escaped}]({target.url})"}[what]
        self._screen.reader.copy_to_clipboard(text)
        self._screen.reader.tell(f"Copied {text}")

    def do_toggle_read(self) -> None:
        if target := self._target():
            read = self._queue.toggled(target.key, "read", target.read)
            label = f"marked {'read' if read else 'unread'}: {target.title}"
            self._queue.put(partial(self._marks.set_read, [target.key], read, label))

    def do_toggle_star(self) -> None:
        if target := self._target():
            starred = self._queue.toggled(target.key, "starred", target.starred)
            label = f"{'starred' if starred else 'star taken away'}: {target.title}"
            self._queue.put(partial(self._marks.set_starred, [target.key], starred, label))

    def do_list_read(self, which: str) -> None:
        """Mark stories of the list as read: all of it, or those above or below the cursor."""
        headlines = self._screen.headlines
        ids, cursor = headlines.listing.ids, headlines.cursor or 0
        if not headlines.listing.is_whole:
            self._screen.reader.tell("The list is still being read. Try again in a moment.")
            return
        ids = {"all": ids, "above": ids[:cursor], "below": ids[cursor + 1 :]}[which]
        words = "" if which == "all" else f" {which} the cursor"
        self._set_read(ids, f"marked read{words}: {headlines.listing.name}")

    def do_whole_read(self) -> None:
        """Mark everything that is connected with the story as read."""
        if target := self._target():

            def part(start: int, step: int | None) -> Step:
                keys = self._library.connected(target.key)
                return self._marks.set_read(keys, True, f"whole story read: {target.title}", step)

            self._start(part, self._marked_read, "Marking as read", None)

    def do_undo(self) -> None:
        self._turn(self._marks.undo, "Taken back", "There is nothing to take back.")

    def do_redo(self) -> None:
        self._turn(self._marks.redo, "Done again", "There is nothing to do again.")

    def _set_read(self, ids: array[int], label: str) -> None:
        def part(start: int, step: int | None) -> Step:
            keys = self._library.keys(ids[start : start + PART])
            return self._marks.set_read(keys, True, label, step)._replace(is_whole=start + PART >= len(ids))

        self._start(part, self._marked_read, "Marking as read", len(ids))

    def _marked_read(self, last: Step | None, stories: int) -> None:
        number = f"{stories:,} {'story' if stories == 1 else 'stories'}"
        told = f"{number} marked as read. u takes it back." if stories else "All of it was read already."
        self._ended(told, stories)

    def _turn(self, turn: Callable[[], Step | None], done: str, nothing: str) -> None:
        def end(last: Step | None, stories: int) -> None:
            told = f"{done}: {safetext.line(last.label, 120)}" if last else nothing
            self._ended(told, stories)

        self._start(lambda start, step: turn(), end, f"{done} so far", None)

    def _start(
        self,
        part: Callable[[int, int | None], Step | None],
        end: Callable[[Step | None, int], None],
        doing: str,
        total: int | None,
    ) -> None:
        def progress(stories: int) -> None:
            of = f" of {total:,}" if total else ""
            self._screen.show_progress(f"{doing}: {stories:,}{of} stories")

        def over(last: Step | None, stories: int) -> None:
            if self._bulk is bulk:  # and not one that was begun after this was stopped
                self._bulk = None
                self._screen.show_progress("")
            end(last, stories)

        self.stop()
        self._bulk = bulk = Bulk(self._queue, part, progress, over)

    def _ended(self, told: str, stories: int) -> None:
        self._screen.reader.tell(told)
        if stories > 1:
            self._screen.recount()

    def _target(self) -> _Target | None:
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
