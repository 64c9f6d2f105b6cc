"""The searches that are kept by name: which of them can be used, what they find, which are the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from newsreader import query
from newsreader.config import Config, Mistake
from newsreader.errors import QueryError
from newsreader.query import Query
from newsreader.records import NamedTuple


def parsed(settings: Config) -> tuple[dict[str, Query], list[Mistake]]:
    """The searches of the configuration by name, and what is wrong with the others."""
    found: dict[str, Query] = {}
    mistakes = []
    for name, text in settings.searches.items():
        try:
            found[name] = query.parse(text)
        except QueryError as error:
            message = f"searches: {name}: {error.message}"
            mistakes.append(settings.mistake(("searches", name), message, error.hint))
    return found, mistakes


class Found(NamedTuple):
    """A search and how many stories it finds; None where it cannot be understood."""

    name: str
    query: str
    total: int | None = None
    unread: int | None = None


def found(
    settings: Config, known: Mapping[str, Query], count: Callable[[Query], tuple[int, int]]
) -> Iterator[Found]:
    """Every search of the configuration; `count` tells for those that are `known` how much they find."""
    for name, text in settings.searches.items():
        yield Found(name, text, *(count(known[name]) if name in known else ()))


def is_same(one: str, other: str) -> bool:
    """Whether two texts are one search, however they are written."""
    try:
        return one == other or query.parse(one) == query.parse(other)
    except QueryError:
        return False
