"""The trends of a list: its stories over time, their heat, and its topics and providers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, cast

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widget import Widget

from newsreader import safetext, trends
from newsreader.library import Library
from newsreader.query import EVERYTHING, Field, Query, both
from newsreader.totals import Tally
from newsreader.trends import Bucket
from newsreader.tui.chart import Chart
from newsreader.tui.closing import ClosedOnce
from newsreader.tui.keybar import KeyBar
from newsreader.tui.keymap import Keymap, pressed_key
from newsreader.tui.lines import Lines
from newsreader.tui.requests import Answered, Failed, Requests
from newsreader.tui.tallies import Tallies
from newsreader.tui.views import View

if TYPE_CHECKING:
    from newsreader.tui.app import NewsreaderApp
    from newsreader.tui.browsing import Browsing
    from newsreader.tui.screen import ReaderScreen


def open_trends(
    screen: ReaderScreen, library: Library, browsing: Browsing, version: Callable[[], int | None]
) -> None:
    """Show the trends of the list in `browsing` over `screen`, and then the part of it that was chosen."""

    def closed(part: View | None) -> None:
        if part:
            screen.panes.do_focus("headlines")
            browsing.show_part(part)

    name = screen.headlines.listing.name
    trends_screen = TrendsScreen(library, View(name, browsing.selected), screen.keymap, version)
    screen.reader.push_screen(trends_screen, closed)


class TrendsScreen(ClosedOnce[View | None]):
    """Draws the stories of `view`. Its result is the part of it that the user wants to see."""

    VERTICAL_BREAKPOINTS = [(0, "-low"), (15, "-high")]  # noqa: RUF012 - Textual's declaration
    AUTO_FOCUS = "#chart"

    def __init__(
        self, library: Library, view: View, keymap: Keymap, version: Callable[[], int | None]
    ) -> None:
        """`version` is another number whenever marks were written, and None while they are."""
        super().__init__()
        self._library = library
        self._name = safetext.line(view.name)
        self._query = view.query or EVERYTHING
        self._keymap = keymap
        self._requests = Requests(self, version, library.interrupt)
        self._chart = Chart(id="chart")
        self._topics = Tallies("Topics", id="by-topic")
        self._providers = Tallies("Providers", id="by-provider")
        self._keys = KeyBar(keymap, "trends", id="keys")

    def compose(self) -> ComposeResult:
        yield self._chart
        with Horizontal(id="tallies"):
            yield self._topics
            yield self._providers
        yield self._keys

    def on_mount(self) -> None:
        self._chart.border_title = Content(f"Trends · {self._name}")
        self._chart.show((), "Counting the stories …")
        for subject, work, then in (
            ("days", trends.days, self._days_counted),
            ("topics", trends.topics, self._topics_counted),
            ("providers", trends.providers, self._providers_counted),
        ):
            counted = cast(Callable[[object], None], then)
            self._requests.ask_numbers(subject, partial(work, self._library, self._query), counted)

    async def on_unmount(self) -> None:
        await self._requests.end()

    # What the threads say

    def on_answered(self, message: Answered) -> None:
        self._requests.answer(message)

    def on_failed(self, message: Failed) -> None:
        if self._requests.is_stale(message):
            return
        text = "Not counted."
        if message.subject == "days":
            self._chart.show((), text)
        else:
            {"topics": self._topics, "providers": self._providers}[message.subject].show((), text)
        self.reader.tell(str(message.error), is_problem=True)

    def _days_counted(self, days: Sequence[Bucket]) -> None:
        self._chart.show(days, "There is no story in this list.")

    def _topics_counted(self, tallies: Sequence[Tally]) -> None:
        self._topics.show(tallies, "No topics.")

    def _providers_counted(self, tallies: Sequence[Tally]) -> None:
        self._providers.show(tallies, "No providers.")

    # Keys

    async def take_key(self, event: events.Key) -> bool:
        """Do what a key says."""
        if command := self._keymap.press(pressed_key(event), "trends"):
            await command.do(self)
        return True

    @on(KeyBar.Pressed)
    async def _key_bar_pressed(self, message: KeyBar.Pressed) -> None:
        await message.command.do(self)

    @on(Chart.Opened)
    @on(Lines.Opened)
    def _clicked_again(self) -> None:
        self.do_show()

    @property
    def _part(self) -> Chart | Tallies:
        return self.focused if isinstance(self.focused, Tallies) else self._chart

    def do_across(self, steps: int) -> None:
        if isinstance(self._part, Chart):
            self._part.move(steps)
        else:
            self._focus(self._topics if steps < 0 else self._providers)

    def do_down(self, steps: int) -> None:
        if isinstance(self._part, Tallies):
            self._part.move(steps)

    def do_page(self, pages: int) -> None:
        self._part.move_pages(pages)

    def do_end(self, last: bool) -> None:
        self._part.move_to_end(last)

    def do_zoom(self, steps: int) -> None:
        self._chart.zoom(steps)

    def do_fit(self) -> None:
        self._chart.fit()

    def do_part(self, steps: int) -> None:
        parts = (self._chart, self._topics, self._providers)
        self._focus(parts[(parts.index(self._part) + steps) % len(parts)])

    def _focus(self, part: Chart | Tallies) -> None:
        self._show_part(part)  # one that is hidden on a low screen could not take the focus
        self.set_focus(part)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        self._show_part(event.widget)

    def _show_part(self, part: Widget) -> None:
        """Show the chart or the lists where there is no room for both."""
        self.set_class(isinstance(part, Tallies), "-lists")

    def do_show(self) -> None:
        if part := self._chosen():
            self.dismiss(View(f"{part[0]} in {self._name}", both(self._query, part[1])))

    def do_close(self) -> None:
        self.dismiss(None)

    def do_help(self) -> None:
        from newsreader.tui.help import HelpScreen

        self.reader.push_screen(HelpScreen(self._keymap, "trends"))

    async def do_quit(self) -> None:
        await self.reader.leave()

    @property
    def reader(self) -> NewsreaderApp:
        """The program around this screen."""
        return cast("NewsreaderApp", self.app)

    def _chosen(self) -> tuple[str, Query] | None:
        """The name of what is under the cursor, and what selects it; None where nothing is."""
        if isinstance(self._part, Chart):
            period = self._part.period
            return (period.name, period.query) if period else None
        tally = self._part.current
        field = "topic" if self._part is self._topics else "provider"
        return (tally.name, Field(field, tally.name)) if tally else None
