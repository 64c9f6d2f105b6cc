"""Which pane has the focus, and which can be seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsreader.tui.commands import PANES, Pane

if TYPE_CHECKING:
    from newsreader.tui.screen import ReaderScreen


class Panes:
    """Moves the focus of `screen` between its panes."""

    def __init__(self, screen: ReaderScreen) -> None:
        self._screen = screen

    @property
    def current(self) -> Pane:
        """The pane with the focus."""
        focused = self._screen.focused.id if self._screen.focused else None
        return focused if focused in PANES else "headlines"

    def focus(self, pane: Pane) -> None:
        """Give a pane the focus."""
        self.show(pane)  # one that is hidden on a narrow screen could not take the focus
        # At once, not `Widget.focus`, which waits its turn: the next key already belongs to the new pane.
        self._screen.set_focus(self._screen.query_one(f"#{pane}"))

    def show(self, pane: Pane) -> None:
        """Show a pane where only one can be seen."""
        if pane != "story":
            self._screen.remove_class("-zen")
        for other in PANES:
            self._screen.set_class(other == pane, f"pane-{other}")
        self._screen.keys.show(pane)

    def do_focus(self, pane: Pane) -> None:
        self.focus(pane)

    def do_step(self, step: int) -> None:
        self.focus(PANES[min(max(PANES.index(self.current) + step, 0), len(PANES) - 1)])

    def do_around(self, step: int) -> None:
        self.focus(PANES[(PANES.index(self.current) + step) % len(PANES)])

    def do_zen(self) -> None:
        if self._screen.has_class("-zen"):
            self._screen.remove_class("-zen")
        else:
            self._screen.add_class("-zen")
            self.focus("story")
