"""Commands about the searches that are kept by name: `searches`, `searches add`, `searches remove`."""

from __future__ import annotations

import argparse

from newsreader import safetext
from newsreader.cli import EXIT_REFUSED, printing, stores
from newsreader.errors import NewsreaderError, nearest
from newsreader.records import TYPE_CHECKING

if TYPE_CHECKING:
    from newsreader.cli.parser import Commands


def declare(commands: Commands) -> None:
    """Add the commands of this module."""
    command = commands.add("searches", "list the saved searches, keep another one, or forget one", _list)
    inner = command.inner(is_required=False)
    inner.add("list", "list the saved searches with how many stories they find", _list)
    command = inner.add("add", "keep a search under a name", _add)
    command.add_argument("name", metavar="NAME", help="what it is called in the sidebar")
    command.add_argument("query", nargs="+", metavar="QUERY", help="words and fields, as in the search bar")
    command = inner.add("remove", "forget a search", _remove)
    command.add_argument("name", metavar="NAME", help="as it is listed")


def _list(options: argparse.Namespace) -> int:
    from newsreader import searches
    from newsreader.columns import Column

    settings = stores.settings()
    known, mistakes = searches.parsed(settings)
    for mistake in mistakes:
        printing.problem(str(mistake))
    with stores.library(options) as library:
        number = printing.number(options)
        printing.records(
            options,
            [
                Column("search"),
                Column("query", is_open=True),
                Column("total", is_right=True),
                Column("unread", is_right=True),
            ],
            searches.found(settings, known, library.count),
            lambda found: found._asdict(),
            lambda found: (found.name, found.query, *map(number, found[2:])),
        )
    return EXIT_REFUSED if mistakes else 0


def _add(options: argparse.Namespace) -> int:
    from newsreader import config, paths, query, searches

    text = " ".join(word.strip() for word in options.query)
    selected = query.parse(text)
    if selected == query.EVERYTHING:
        raise NewsreaderError("a search for everything needs no name", "say what to look for")
    name = options.name.strip()
    config.save_search(paths.find().config_file, name, text, is_same=searches.is_same)
    printing.summary(options, f"{safetext.line(name)} finds {text}", {"name": name, "query": text})
    return 0


def _remove(options: argparse.Namespace) -> int:
    from newsreader import config, paths

    known = stores.settings().searches
    name = options.name if options.name in known else options.name.strip()
    if name not in known:
        near = nearest(name, known)
        hint = f"did you mean {near[0]}?" if near else "newsreader searches lists them"
        raise NewsreaderError(f"no search is called {name}", hint)
    config.save_search(paths.find().config_file, name, None, seen=known[name])
    forgotten = {"name": name, "query": known[name]}
    printing.summary(options, f"{safetext.line(name)} is forgotten", forgotten)
    return 0
