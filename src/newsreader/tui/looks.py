"""The styles in which a widget draws its lines, blended once and not for every line."""

from __future__ import annotations

from functools import cached_property

from rich.style import Style
from textual.widget import Widget


class Looks:
    """The styles of a widget and its components, until the style sheet makes it forget them.

    Textual blends `Widget.rich_style` anew whenever it is asked for, and the styles of components after every
    refresh, which took a third of the time of drawing a page.
    """

    def __init__(self, widget: Widget) -> None:
        self._widget = widget
        self._whole: dict[str, Style] = {}
        self._parts: dict[str, Style] = {}

    def forget(self) -> None:
        """Blend them anew: to be called by `notify_style_update`."""
        self._whole.clear()
        self._parts.clear()
        self.__dict__.pop("own", None)

    @cached_property
    def own(self) -> Style:
        """The style of the widget itself."""
        return self._widget.rich_style

    def whole(self, component: str) -> Style:
        """The style of a component, blended as it looks on the widget."""
        if component not in self._whole:
            self._whole[component] = self._widget.get_component_rich_style(component)
        return self._whole[component]

    def part(self, component: str) -> Style:
        """The same without its background, to be laid over that of a line."""
        if component not in self._parts:
            whole = self.whole(component)
            self._parts[component] = Style(color=whole.color) + Style(
                bold=whole.bold,
                dim=whole.dim,
                italic=whole.italic,
                underline=whole.underline,
                reverse=whole.reverse,
            )
        return self._parts[component]
