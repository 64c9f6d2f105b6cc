"""Moving within the pane that has the focus, and on from story to story and from list to list."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Literal

from newsreader import safetext
from newsreader.library import Library
from newsreader.tui.commands import Pane
from newsreader.tui.lines import Lines
from newsreader.tui.sidebar import Sidebar
from newsreader.tui.story import StoryPane

if TYPE_CHECKING:
    from newsreader.tui.screen import ReaderScreen


class Moving:
    """Moves what `screen` shows."""

    def __init__(self, screen: ReaderScreen, sidebar: Sidebar, library: Library) -> None:
        self._screen = screen
        self._sidebar = sidebar
        self._library = library
        self._unread_steps = 0

    def leave_story(self) -> None:
        """To be called before another list is shown, whose first story nobody opened."""
        if self._screen.pane == "story":
            self._screen.panes.focus("headlines")

    def do_by(self, steps: int) -> None:
        self._focused.move(steps)

    def do_page(self, pages: int) -> None:
        self._focused.move_pages(pages)

    def do_end(self, last: bool) -> None:
        self._focused.move_to_end(last)

    def do_read_on(self) -> None:
        screen = self._screen
        if screen.pane != "story":
            screen.panes.focus("story")
        elif screen.story.is_at_end:
            self._find_unread(1, self._read_on_in_next_view)
        else:
            screen.story.move_pages(1)

    def do_unread(self, step: Literal[1, -1]) -> None:
        self._find_unread(step, lambda: False)

    def do_view(self, step: int) -> None:
        self.leave_story()
        self._sidebar.step(step)

    def _find_unread(self, step: Literal[1, -1], none: Callable[[], bool]) -> None:
        """Go to the next or previous unread story, once for every call, however fast they come.

        Without one in the list, `none` may know where else to go.
        """
        self._unread_steps += step
        if abs(self._unread_steps) == 1:
            self._seek_unread(step, none)

    def _seek_unread(self, step: Literal[1, -1], none: Callable[[], bool]) -> None:
        headlines, tell = self._screen.headlines, self._screen.reader.tell
        ids, is_whole, cursor = headlines.listing.ids, headlines.listing.is_whole, headlines.cursor
        start = (cursor if cursor is not None else -1) + step
        beginning = 0 if step > 0 else len(ids) - 1

        def find() -> tuple[int | None, bool]:
            place = self._library.next_unread(ids, start, step)
            if place is not None:
                return place, False
            return self._library.next_unread(ids, beginning, step), True

        def then(found: tuple[int | None, bool]) -> None:
            place, is_around = found
            steps, self._unread_steps = self._unread_steps, 0
            if place is None and not is_whole:
                tell("The list is still being read. Try again in a moment.")
            elif place is None:
                if not none():
                    tell("Nothing unread is left in this list.")
            elif headlines.listing.ids[: len(ids)] == ids:
                if is_around:
                    tell("Around the end of the list.")
                headlines.move_to(place)
                if abs(steps) > 1:
                    self._unread_steps = steps - step
                    self._seek_unread(step, none)

        self._screen.requests.ask("unread", find, then)

    def _first_unread(self) -> None:
        """Go to the first unread story of a list that was just shown."""
        headlines = self._screen.headlines
        ids = headlines.listing.ids

        def then(place: int | None) -> None:
            if place is not None and headlines.listing.ids[: len(ids)] == ids:
                headlines.move_to(place)

        self._screen.requests.ask("unread", lambda: self._library.next_unread(ids, 0, 1), then)

    def _read_on_in_next_view(self) -> bool:
        """Go to the next topic or provider with something unread, and to its first; False without one."""
        browsing = self._screen.browsing
        view = None if browsing.is_narrowed else self._sidebar.go_to_unread()
        if view is not None:
            self._screen.reader.tell(f"Going on in {safetext.line(view.name, 40)}.")
            browsing.show_view(view, self._first_unread)
        return view is not None

    @property
    def _focused(self) -> Lines | StoryPane:
        panes: dict[Pane, Lines | StoryPane] = {
            "topics": self._sidebar,
            "headlines": self._screen.headlines,
            "story": self._screen.story,
        }
        return panes[self._screen.pane]
