"""Commands that count: `topics`, `providers`, `categories`, `stats`."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator
from itertools import islice

from newsreader import safetext
from newsreader.cli import printing, stores
from newsreader.cli.stories import count
from newsreader.records import TYPE_CHECKING

if TYPE_CHECKING:
    from newsreader.cli.parser import Commands
    from newsreader.library import Library
    from newsreader.query import Query
    from newsreader.totals import Tally

GROUPS = "day", "month", "year", "topic", "provider"
USUAL_GROUPS = "day", "topic", "provider"
SHOWN = 15
"""Lines of each group on a terminal, unless `--limit` says otherwise."""


def declare(commands: Commands) -> None:
    """Add the commands of this module."""
    commands.add("topics", "list the topics with how many stories they have", _topics)
    commands.add("providers", "list the providers with how many stories they have", _providers)
    commands.add("categories", "list the categories with how many stories they have", _categories)
    command = commands.add("stats", "count stories by day, topic and provider", _stats)
    command.add_argument("query", nargs="*", metavar="QUERY", help="count only what this finds")
    command.add_argument("--by", choices=GROUPS, action="append", help="count by this; may be given again")
    command.add_argument(
        "--limit",
        type=count,
        metavar="N",
        help=f"at most N of each; on a terminal {SHOWN} if nothing is said",
    )


def _topics(options: argparse.Namespace) -> int:
    with stores.library(options) as library:
        _print_tallies(options, "topic", library.totals().topics)
    return 0


def _providers(options: argparse.Namespace) -> int:
    with stores.library(options) as library:
        _print_tallies(options, "provider", library.totals().providers)
    return 0


def _categories(options: argparse.Namespace) -> int:
    with stores.library(options) as library:
        _print_tallies(options, "category", library.totals().categories)
    return 0


def _print_tallies(options: argparse.Namespace, heading: str, tallies: Iterable[Tally]) -> None:
    from newsreader.columns import Column

    printing.records(
        options,
        [Column(heading), Column("total", is_right=True), Column("unread", is_right=True)],
        tallies,
        lambda tally: tally._asdict(),
        lambda tally: (tally.name, *map(printing.number(options), tally[1:])),
    )


def _stats(options: argparse.Namespace) -> int:
    from newsreader import query, trends

    selected = query.parse(" ".join(options.query))
    with stores.library(options) as library:
        if printing.is_for_people(options):
            _print_charts(options, library, selected)
            return 0
        for by in options.by or USUAL_GROUPS:
            for tally in islice(trends.tallied(library, selected, by), options.limit):
                if options.json:
                    printing.print_json({"by": by, **tally._asdict()})
                else:
                    print(by, safetext.printable(tally.name), tally.total, tally.unread, sep="\t")
    return 0


def _print_charts(options: argparse.Namespace, library: Library, selected: Query) -> None:
    """What a query finds, in all and as a table with bars for each group."""
    from newsreader import tables, trends
    from newsreader.columns import Column

    total, unread = library.count(selected)
    console = printing.console(options)
    tables.print_text(console, f"{printing.count(total)}, {unread:,} unread")
    limit = SHOWN if options.limit is None else options.limit
    for by in options.by or USUAL_GROUPS:
        tallies = iter(trends.tallied(library, selected, by))
        shown = list(islice(tallies, limit))
        columns = [Column(name, is_right=name != by) for name in (by, "total", "unread")]
        if shown:
            tables.print_text(console, "")
            tables.print_table(console, [*columns, Column("")], _with_bars(options, shown))
        if more := sum(1 for _ in tallies):
            tables.print_text(console, f"and {more:,} more: --by {by} --limit {limit + more}", "dim")


def _with_bars(options: argparse.Namespace, tallies: list[Tally]) -> Iterator[tuple[str, ...]]:
    from newsreader import tables

    most = max(tally.total for tally in tallies)
    for tally in tallies:
        yield tally.name, *map(printing.number(options), tally[1:]), tables.bar(tally.total, most)
