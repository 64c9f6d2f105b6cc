"""What the list can show: the entries of the sidebar, in groups, as the user arranged them. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from newsreader import query as queries
from newsreader.marks import Step
from newsreader.query import EVERYTHING, STARRED, UNREAD, Any, Field, Query
from newsreader.records import NamedTuple
from newsreader.searchtext import fold
from newsreader.totals import Grouped, Totals


class View(NamedTuple):
    """Something the list can show, by name; without a query it is a heading of the sidebar, or a gap.

    `number` is of its unread stories, or of all for one that `is_quiet`.
    """

    name: str
    query: Query | None
    number: int = 0
    is_quiet: bool = False
    is_shut: bool = False
    is_counted: bool = False
    """Whether its number is counted for itself: the totals do not know it."""


ALL: Final = View("All", EVERYTHING, is_quiet=True)
TODAY: Final = View("Today", Field("on", "today"), is_counted=True)
THIS_WEEK: Final = View("This week", Field("on", "week"), is_counted=True)
HOT: Final = View(
    "Hot",
    queries.both(Any((Field("heat", ">=0"), Field("quality", ">0"))), Field("sort", "hot")),
    is_quiet=True,
)
"""What somebody scored, by heat and quality against age."""

_GAP: Final = View("", None)
SEARCHES: Final = "Searches"


class Arrangement(NamedTuple):
    """How the user wants the entries: which groups are shut, in which order, which of them."""

    shut: frozenset[str] = frozenset()
    order: str = "name"
    hides_read: bool = False
    wanted: str = ""
    weeks: bool = False
    """Whether it is shown how much came in the last weeks."""


Entries = Mapping[str, Sequence[View]]
"""The entries by heading; those that stand above all headings under ""."""


def entries_of(totals: Totals, searches: Mapping[str, Query], counts: Mapping[Query, int]) -> Entries:
    """The entries with their numbers; `counts` are the unread stories of what the totals do not know."""
    fixed = [
        ALL._replace(number=totals.total),
        View("Unread", UNREAD, totals.unread),
        View("Starred", STARRED, totals.starred, is_quiet=True),
        *(view._replace(number=counts.get(view.query, 0)) for view in (TODAY, THIS_WEEK) if view.query),
        HOT,
    ]
    kept = [View(name, query, counts.get(query, 0), is_counted=True) for name, query in searches.items()]
    groups = {SEARCHES: kept}
    for heading, field, tallies in (
        ("Topics", "topic", totals.topics),
        ("Providers", "provider", totals.providers),
        ("Categories", "category", totals.categories),
    ):
        groups[heading] = [View(tally.name, Field(field, tally.name), tally.unread) for tally in tallies]
    return {"": fixed, **groups}


def counted(searches: Iterable[Query]) -> list[Query]:
    """The queries of the entries whose numbers the totals do not know."""
    return [view.query for view in (TODAY, THIS_WEEK) if view.query] + list(searches)


def arranged(entries: Entries, arrangement: Arrangement, keep: Query | None = None) -> list[View]:
    """The lines of the sidebar; the entry with the query `keep` stands in it in any case."""
    lines: list[View] = []
    for heading, views in entries.items():
        shown = [view for view in views if view.query == keep or _is_shown(view, heading, arrangement)]
        if arrangement.order == "unread" and heading not in ("", SEARCHES):
            shown.sort(key=lambda view: -view.number)
        if not heading:
            lines += shown
        elif shown:
            is_shut = heading in arrangement.shut and not arrangement.wanted
            number = len(shown) if is_shut else 0
            lines += [*([_GAP] if lines else []), View(heading, None, number, is_shut=is_shut)]
            lines += [] if is_shut else shown
    return lines or [ALL]


def _is_shown(view: View, heading: str, arrangement: Arrangement) -> bool:
    if arrangement.wanted:
        return fold(arrangement.wanted) in fold(view.name)
    return not (heading and arrangement.hides_read and not view.number)


def changes_of(step: Step, grouped: Mapping[int, Grouped]) -> Counter[Query]:
    """By how much a step changes the numbers of the entries that the totals count."""
    changes: Counter[Query] = Counter()
    for change in step.changes:
        if where := grouped.get(change.key):
            unread = change.before.read - change.now.read
            changes[STARRED] += change.now.starred - change.before.starred
            topics = (Field("topic", name) for name in where.topics)
            kinds = (Field("provider", where.provider), Field("category", where.category))
            for query in (UNREAD, *kinds, *topics):
                changes[query] += unread
    return changes
