"""The sidebar as the user wants it: its groups, its order, its saved searches, and the numbers in it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from textual.timer import Timer

from newsreader import config, query, searches
from newsreader.errors import NewsreaderError
from newsreader.library import Library
from newsreader.query import Query
from newsreader.remembered import Remembered
from newsreader.totals import Totals, Weekly
from newsreader.tui.entry import Confirmation, Entry, Question
from newsreader.tui.sidebar import Sidebar
from newsreader.tui.views import Arrangement, View, counted, entries_of

if TYPE_CHECKING:
    from newsreader.config import Config
    from newsreader.tui.screen import ReaderScreen

PAUSE = 0.25
"""Seconds without a mark after which saved searches are counted anew: each may take a second at a million."""

_ORDERS = {"name": "unread", "unread": "name"}


class Arranging:
    """Fills `sidebar`, and does what the commands of the topics pane say."""

    def __init__(self, screen: ReaderScreen, library: Library, sidebar: Sidebar, settings: Config) -> None:
        self._screen = screen
        self._library = library
        self._sidebar = sidebar
        self._path = settings.path
        self._totals: Totals | None = None
        self._counts: dict[Query, int] = {}
        self._soon: Timer | None = None
        self._searches, _ = searches.parsed(settings)

    def recount(self) -> None:
        """Count every entry anew."""
        requests = self._screen.requests
        requests.ask_numbers("totals", self._library.totals, self._take_totals)
        self._count()
        self._count_weeks()

    def read_again(self) -> None:
        """Show the searches that are kept now, unless somebody is in the middle of writing them."""

        def read(path: Path) -> dict[str, Query] | None:
            settings, mistakes = config.load(path)
            is_whole = all(mistake.name for mistake in mistakes)
            return searches.parsed(settings)[0] if is_whole else None

        def take(found: dict[str, Query] | None) -> None:
            if found is not None and found != self._searches:
                self._searches = found
                self._show()
                self._count()

        if self._path is not None:
            self._screen.requests.ask("searches", partial(read, self._path), take)

    def adjust(self, numbers: Mapping[Query, int]) -> None:
        """Take in by how much marks changed the numbers; what the totals do not know once no more change."""
        self._sidebar.adjust(numbers)
        if self._soon is not None:
            self._soon.stop()
        self._soon = self._screen.set_timer(PAUSE, self._count)

    def _count(self) -> None:
        """Count what the totals do not know."""
        wanted = counted(self._searches.values())

        def count() -> dict[Query, int]:
            return {query: self._library.count_unread(query) for query in wanted}

        self._screen.requests.ask_numbers("counts", count, self._take_counts)

    def _count_weeks(self) -> None:
        def take(weekly: Weekly) -> None:
            self._sidebar.weekly = weekly
            self._sidebar.refresh()

        if self._sidebar.arrangement.weeks:
            self._screen.requests.ask("weekly", self._library.weekly, take)

    def _take_totals(self, totals: Totals) -> None:
        self._totals = totals
        self._show()

    def _take_counts(self, counts: dict[Query, int]) -> None:
        if counts != self._counts:
            self._counts = counts
            self._sidebar.show_counts(counts)

    def _show(self) -> None:
        if self._totals is not None:
            self._sidebar.show(entries_of(self._totals, self._searches, self._counts))

    # Commands

    def do_fold(self) -> None:
        """Fold the group under the cursor away, or show it again."""
        self._sidebar.toggle_group()

    def do_order(self) -> None:
        order = _ORDERS[self._sidebar.arrangement.order]
        self._sidebar.rearrange(self._sidebar.arrangement._replace(order=order))
        self._screen.reader.tell(
            f"Topics and providers by {'name' if order == 'name' else 'unread stories'}."
        )

    def do_hide_read(self) -> None:
        hides = not self._sidebar.arrangement.hides_read
        self._sidebar.rearrange(self._sidebar.arrangement._replace(hides_read=hides))
        self._screen.reader.tell("Only what holds unread stories." if hides else "Everything, read or not.")

    def do_weeks(self) -> None:
        """Show how much came in the last weeks beside topics and providers, or do not."""
        arrangement = self._sidebar.arrangement
        self._sidebar.rearrange(arrangement._replace(weeks=not arrangement.weeks))
        if not arrangement.weeks:
            self._screen.reader.tell(
                "Beside each topic, where there is room: what came in the eight weeks up to the newest story."
            )
        self._count_weeks()

    def do_filter(self) -> None:
        self._screen.type(_Filter(self._sidebar), self._sidebar.arrangement.wanted)

    def show_all(self) -> bool:
        """Show the entries that do not hold what was looked for, too; False when nothing was."""
        arrangement = self._sidebar.arrangement
        if arrangement.wanted:
            self._sidebar.rearrange(arrangement._replace(wanted=""))
        return bool(arrangement.wanted)

    def do_save(self) -> None:
        """Ask for a name for what is shown, under which it then stands in the sidebar."""
        selected = self._screen.browsing.selected
        if selected == query.EVERYTHING:
            self._screen.reader.tell("Search for something first, or choose a topic: / searches.")
            return
        self._ask_name(selected, self._screen.browsing.search_text)

    def _ask_name(self, selected: Query, name: str) -> None:
        self._screen.type(Question("Keep this search as", partial(self._save, selected), "a name"), name)

    def do_forget(self) -> None:
        view = self._sidebar.shown
        if self._searches.get(view.name) != view.query:
            self._screen.reader.tell("Only a search of your own can be taken away.")
            return
        self._screen.type(Confirmation(f"Take “{view.name}” away?", partial(self._forget, view)))

    def _save(self, selected: Query, name: str) -> None:
        def then(mistake: str) -> None:
            if mistake:
                self._screen.reader.tell(mistake, is_problem=True)
                if self._screen.takes_keys:
                    self._ask_name(selected, name)  # what was typed is not lost
                return
            self._searches[name] = selected
            self._show()
            self._count()
            self._screen.reader.tell(f"“{name}” stands in the sidebar now.")

        self._screen.requests.ask(f"search {name}", partial(self._write, name, str(selected), None), then)

    def _forget(self, view: View) -> None:
        def then(mistake: str) -> None:
            if mistake:
                self._screen.reader.tell(mistake, is_problem=True)
                return
            self._searches.pop(view.name, None)
            self._show()

        forget = partial(self._write, view.name, None, str(view.query))
        self._screen.requests.ask(f"search {view.name}", forget, then)

    def _write(self, name: str, text: str | None, seen: str | None) -> str:
        """Keep a search in the configuration, or forget the one `seen`; why that failed, "" if it did not."""
        if self._path is None:
            return "There is no configuration to keep it in."
        try:
            config.save_search(self._path, name, text, seen=seen, is_same=searches.is_same)
        except NewsreaderError as error:
            return str(error)
        return ""


class _Filter(Entry):
    """Shows the entries whose name holds the text."""

    prompt = "Topics with "
    placeholder = "a part of the name"

    def __init__(self, sidebar: Sidebar) -> None:
        self._sidebar = sidebar

    def changed(self, text: str) -> None:
        self._sidebar.rearrange(self._sidebar.arrangement._replace(wanted=text.strip()))

    def cancel(self) -> None:
        self.changed("")

    def leave(self, text: str) -> None:
        pass

    def press(self, key: str) -> bool:
        if key in ("down", "up"):
            self._sidebar.move(1 if key == "down" else -1)
        return key in ("down", "up")


def arrangement_of(kept: Remembered, settings: Config) -> Arrangement:
    """The sidebar as it was left, and where nothing was arranged as it is configured."""
    order = kept.choice("topics_sort", settings.topics_sort)
    hides_read = kept.choice("topics_show", settings.topics_show) == "unread"
    return Arrangement(
        frozenset(kept.shut), order if order in _ORDERS else "name", hides_read, weeks=kept.weeks
    )
