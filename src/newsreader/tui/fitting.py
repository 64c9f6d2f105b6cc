"""A text that has as much room as it needs."""

from __future__ import annotations

from typing import Self

from textual.geometry import Region
from textual.widgets import Static


class Fitting(Static):
    """A text whose automatic size is that of what it says now."""

    def refresh(
        self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False
    ) -> Self:
        """Draw it anew, in another size if there is a `layout`."""
        if layout:
            # Textual 8 counts a change once until the widget is idle. If the screen is laid out between two
            # changes, the text would keep the size that it had then.
            self._layout_required = False
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)
