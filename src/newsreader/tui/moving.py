"""Moving within the pane that has the focus, and on from story to story and from list to list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from newsreader import safetext
from newsreader.tui.commands import Pane
from newsreader.tui.lines import Lines
from newsreader.tui.sidebar import Sidebar
from newsreader.tui.story import StoryPane

if TYPE_CHECKING:
    from newsreader.tui.screen import ReaderScreen


class Moving:
    """Moves what `screen` shows."""

    def __init__(self, screen: ReaderScreen, sidebar: Sidebar) -> None:
        self._screen = screen
        self._sidebar = sidebar

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
            screen.browsing.find_unread(1, screen.reader.tell, self._read_on_in_next_view)
        else:
            screen.story.move_pages(1)

    def do_unread(self, step: Literal[1, -1]) -> None:
        self._screen.browsing.find_unread(step, self._screen.reader.tell, lambda: False)

    def do_view(self, step: int) -> None:
        self.leave_story()
        self._sidebar.step(step)

    def _read_on_in_next_view(self) -> bool:
        """Go to the next topic or provider with something unread, and to its first; False without one."""
        browsing = self._screen.browsing
        view = None if browsing.is_narrowed else self._sidebar.go_to_unread()
        if view is not None:
            self._screen.reader.tell(f"Going on in {safetext.line(view.name, 40)}.")
            browsing.show_view(view, browsing.first_unread)
        return view is not None

    @property
    def _focused(self) -> Lines | StoryPane:
        panes: dict[Pane, Lines | StoryPane] = {
            "topics": self._sidebar,
            "headlines": self._screen.headlines,
            "story": self._screen.story,
        }
        return panes[self._screen.pane]
