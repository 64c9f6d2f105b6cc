"""Which pane has the focus, which can be seen, and how large each is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.geometry import Size

from newsreader.tui.borders import Border, Frame, Sizes, bounded, layout_of, moved
from newsreader.tui.commands import PANES, Pane
from newsreader.tui.headlines import ROWS

if TYPE_CHECKING:
    from newsreader.config import Config
    from newsreader.tui.screen import ReaderScreen


_STEP_ACROSS, _STEP_DOWN = 2, 1
"""By how many cells a key moves a border."""


class Panes:
    """Moves the focus of `screen` between its panes, and the borders between them."""

    def __init__(self, screen: ReaderScreen, settings: Config) -> None:
        self._screen = screen
        self._settings = settings
        self._entered: Pane = "headlines"

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
        self._enter(pane)

    def take(self, pane: Pane) -> None:
        """Go on in a pane that the mouse gave the focus, or that has it once something was typed."""
        self.show(pane)
        self._enter(pane)

    def _enter(self, pane: Pane) -> None:
        if pane != self._entered:
            self._entered = pane
            self._screen.entered(pane)

    def show(self, pane: Pane) -> None:
        """Show a pane where only one can be seen."""
        if pane != "story":
            self._set_zen(False)
        # Not a class of the screen's, for which the styles of everything on it would be worked out anew.
        current = {pane} if pane == "topics" else {pane, "reading"}
        for name in (*PANES, "reading"):
            self._screen.query_one(f"#{name}").set_class(name in current, "-current")
        self._screen.keys.show(pane)

    def arrange(self, size: Size) -> None:
        """Give the panes the sizes that are remembered for the layout of a terminal of this size."""
        self._frame.divide(self._kept(size), layout_of(size.width))
        margin = (size.width - self._settings.measure) // 2 - 1 if self._is_zen else 0
        self._screen.story.styles.padding = (0, max(0, margin))

    def _kept(self, size: Size) -> Sizes | None:
        """The sizes that are remembered for a terminal of this size, bounded; None is none."""
        kept = self._screen.memory.now.sizes
        names = [f"{layout_of(size.width)}.{pane}" for pane in Sizes._fields]
        if not all(name in kept for name in names):
            return None
        room = Size(size.width, size.height - 1)  # the key bar has a line
        return bounded(Sizes(*(kept[name] for name in names)), room)

    def keep(self, sizes: Sizes) -> None:
        """Have these sizes from now on, in this layout."""
        layout = layout_of(self._screen.size.width)
        named = {f"{layout}.{pane}": cells for pane, cells in sizes._asdict().items()}
        self._remember({**self._screen.memory.now.sizes, **named})

    @property
    def _frame(self) -> Frame:
        return self._screen.frame

    def _remember(self, sizes: dict[str, int]) -> None:
        self._screen.memory.change(self._screen.requests, sizes=sizes)
        self.arrange(self._screen.size)

    def do_resize(self, direction: int) -> None:
        """Make the pane with the focus larger (1) or smaller (-1)."""
        layout = layout_of(self._screen.size.width)
        if layout == "-narrow" or self._is_zen:
            self._screen.reader.tell("Only one pane is shown, and it has all the room.")
            return
        border: Border = "topics" if self.current == "topics" else "headlines"
        step = _STEP_DOWN if layout == "-medium" and border == "headlines" else _STEP_ACROSS
        by = direction * step * (-1 if self.current == "story" else 1)
        before = self._kept(self._screen.size) or self._frame.sizes  # what is kept may not be drawn yet
        if sizes := moved(before, border, by, self._frame.size):
            self.keep(sizes)

    def do_usual_sizes(self) -> None:
        layout = layout_of(self._screen.size.width)
        kept = self._screen.memory.now.sizes
        self._remember({name: cells for name, cells in kept.items() if not name.startswith(f"{layout}.")})

    def do_focus(self, pane: Pane) -> None:
        self.focus(pane)

    def do_step(self, step: int) -> None:
        self.focus(PANES[min(max(PANES.index(self.current) + step, 0), len(PANES) - 1)])

    def do_around(self, step: int) -> None:
        self.focus(PANES[(PANES.index(self.current) + step) % len(PANES)])

    def do_zen(self) -> None:
        self._set_zen(not self._is_zen)
        if self._is_zen:
            self.focus("story")

    def do_rows(self) -> None:
        """Have headlines as fit the pane, on one line each, or on two."""
        rows = ROWS[(ROWS.index(self._screen.headlines.rows) + 1) % len(ROWS)]
        self._screen.headlines.set_rows(rows)
        self._screen.memory.choose(self._screen.requests, "rows", self._settings.rows, rows)
        told = {"fit": "One line or two for each headline, as fit.", "one": "One line for each headline."}
        self._screen.reader.tell(told.get(rows, "Two lines for each headline."))

    @property
    def _is_zen(self) -> bool:
        return self._screen.has_class("-zen")

    def _set_zen(self, is_zen: bool) -> None:
        if is_zen != self._is_zen:
            self._screen.set_class(is_zen, "-zen")
            self.arrange(self._screen.size)
