"""The one compiler from a query's tree to SQL over the library with the marks attached.

What a story says and what it is (topic, provider, …) are both in the full-text index, as words and as tags.
So most queries are one FTS5 expression, whose hits come newest first and as they are read: `article.id` is
time-ordered, and no page needs a sort. Every user's word reaches SQLite as a parameter, and FTS5 inside
quotation marks.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from newsreader import dates
from newsreader.fields import FIELDS, Bounds, bounds
from newsreader.query import All, Any, Field, Not, Query, Text
from newsreader.query import order as query_order
from newsreader.records import NamedTuple
from newsreader.schema import SECONDS_SHIFT
from newsreader.searchtext import LONG_WORD, index_text, words
from newsreader.tags import EVERY, tag

Parameter = str | int
Completions = Callable[[str], Sequence[str]]
"""The words of the index that begin with a folded beginning; none where they are too many to name."""

READ = "EXISTS (SELECT 1 FROM mark WHERE mark.key = a.key AND mark.read)"
_STATES = {
    "read": READ,
    "unread": f"NOT {READ}",
    "starred": "a.key IN (SELECT key FROM mark WHERE starred)",
}


_EVERY = f'"{EVERY}"'

NEWEST = 10_000
"""The newest of what is found, among which relevance and heat against age are sought: over a million it takes
seconds, and what is old is neither."""

HALF_LIFE = 43_200
"""Seconds after which what is hot counts half as much as what is new."""

_ORDERS = {
    "newest": "{id} DESC",
    "oldest": "{id}",
    "heat": "a.heat DESC, {id} DESC",
    "quality": "a.quality DESC, {id} DESC",
    "title": "a.title COLLATE NOCASE, {id} DESC",
}
_HOT = f"""
    (max(coalesce(a.heat, 0), 0) + max(coalesce(a.quality, 0), 0)) * 1.0
    / max(? - ({{id}} >> {SECONDS_SHIFT}), {HALF_LIFE})"""
SCORED = {"quality": "a.quality > 0", "heat": "a.heat >= 0"}  # 0 and -1 mean that nobody scored it
_SEARCHED_ARTICLE = "search CROSS JOIN article a ON a.id = search.rowid"


class Selection(NamedTuple):
    """SQL that selects articles: `FROM {source} WHERE {condition}`, and the column with their ids."""

    source: str
    condition: str
    parameters: tuple[Parameter, ...]
    id: str
    order: str
    now: int

    @property
    def article_source(self) -> str:
        """The source with the columns of the articles at hand, as `a`."""
        return _SEARCHED_ARTICLE if self.source == "search" else self.source

    @property
    def is_sorted(self) -> bool:
        """Whether all must be found before the first is known."""
        return self.order not in ("newest", "oldest")

    @property
    def is_bounded(self) -> bool:
        """Whether only the `NEWEST` of what is selected are sought."""
        return self.order in ("relevance", "hot")

    def select(self, columns: str) -> str:
        """A SELECT of `columns` over the selected articles, in no order."""
        return f"SELECT {columns} FROM {self.source} WHERE {self.condition}"

    def newest(self, columns: str) -> str:
        """The same over the `NEWEST` of them."""
        return f"{self.select(columns)} ORDER BY {self.id} DESC LIMIT {NEWEST}"

    def ids(self, limit: int | None) -> tuple[str, tuple[Parameter, ...]]:
        """A SELECT of the ids as `id`, in order, with its parameters."""
        bound = -1 if limit is None else limit
        if self.is_bounded:
            score = "-bm25(search, 4, 2, 1, 1, 0)" if self.order == "relevance" else _HOT.format(id=self.id)
            newest = self.newest(f"{self.id} AS id, {score} AS score")
            sql = f"SELECT id FROM ({newest}) ORDER BY score DESC, id DESC LIMIT ?"
            parameters = (self.now + HALF_LIFE,) if self.order == "hot" else ()
            return sql, (*parameters, *self.parameters, bound)
        order = _ORDERS[self.order].format(id=self.id)
        return f"{self.select(f'{self.id} AS id')} ORDER BY {order} LIMIT ?", (*self.parameters, bound)


def no_completions(beginning: str) -> Sequence[str]:
    """For a query without an index at hand: long beginnings are left to FTS5."""
    return ()


def compile_query(
    query: Query, now: float | None = None, completions: Completions = no_completions
) -> Selection:
    """The SQL that selects what `query` does at the time `now` (seconds since 1970)."""
    moment = time.time() if now is None else now
    compiler = _Compiler(moment, completions)
    parts = list(query.items) if isinstance(query, All) else [query]
    indexed = tuple(part for part in parts if compiler.match(part))
    rest = tuple(part for part in parts if part not in indexed)
    order = query_order(query)
    if not indexed:
        condition, parameters = compiler.condition(All(rest))
        order = _sought(order, indexed)
        return Selection("article a", condition, tuple(parameters), "a.id", order, int(moment))
    compiler.id = "search.rowid"
    condition, parameters = compiler.condition(All(rest))
    source = "search"
    if "a." in condition + _ORDERS.get(order, "") or order == "hot":
        source = _SEARCHED_ARTICLE
    match = compiler.match(All(indexed))
    return Selection(
        source,
        f"search MATCH ? AND {condition}",
        (match, *parameters),
        compiler.id,
        _sought(order, indexed),
        int(moment),
    )


def _sought(order: str, indexed: tuple[Query, ...]) -> str:
    """`order`, where there is something to be relevant to."""
    return "newest" if order == "relevance" and not indexed else order


class _Compiler:
    """Conditions on `a`, whose ids stand in the column `id`."""

    def __init__(self, now: float, completions: Completions) -> None:
        self.now = now
        self.completions = completions
        self.id = "a.id"
        self._completed: dict[str, Sequence[str]] = {}

    def match(self, query: Query) -> str:
        """The FTS5 expression of a tree that is only about what is in the index, else ""."""
        if isinstance(query, Text):
            return self._text(query)
        if isinstance(query, Field):
            return self._tagged(query)
        if isinstance(query, Not):
            match = self.match(query.item)
            return f"({_EVERY} NOT {match})" if match else ""
        if isinstance(query, Any):
            parts = [self.match(item) for item in query.items]
            return f"({' OR '.join(parts)})" if parts and all(parts) else ""
        # What is not wanted is taken from what is, and not found first.
        wanted = [self.match(item) for item in query.items if not isinstance(item, Not)]
        unwanted = [self.match(item.item) for item in query.items if isinstance(item, Not)]
        if not query.items or not all(wanted + unwanted):
            return ""
        matched = f"({' AND '.join(wanted or [_EVERY])})"
        return f"({matched} NOT ({' OR '.join(unwanted)}))" if unwanted else matched

    def _tagged(self, query: Field) -> str:
        if query.name == "title":
            return f"(title : {self._text(Text(query.value, query.prefix))})"
        if FIELDS[query.name].kind == "name" or query.name == "has":
            return f'"{tag(query.name, query.value)}"' + (" *" if query.prefix else "")
        return ""

    def _text(self, query: Text) -> str:
        """The words as a phrase; a long beginning as all the words that it can become.

        FTS5 has indexes for the beginnings of up to four letters; a longer one makes it read every hit.
        """
        text = index_text(query.text)
        if not query.prefix:
            return _quoted(text)
        *_, (last, start, end) = [("", 0, 0), *words(text)]
        if end != len(text) or len(last) < LONG_WORD:
            return f"{_quoted(text)} *"
        if last not in self._completed:
            self._completed[last] = self.completions(last)
        phrases = [_quoted(text[:start] + word) for word in self._completed[last]]
        return f"({' OR '.join(phrases)})" if phrases else f"{_quoted(text)} *"

    def condition(self, query: Query) -> tuple[str, list[Parameter]]:
        """A condition that is true for what `query` selects, false (never NULL) for the rest."""
        if match := self.match(query):
            # + because SQLite would look up the rows of an OR one by one in the full-text index, and cannot.
            column = self.id if self.id == "a.id" else f"+{self.id}"
            return f"{column} IN (SELECT rowid FROM search WHERE search MATCH ?)", [match]
        if isinstance(query, Field):
            return self._field(query)
        if isinstance(query, Not):
            condition, parameters = self.condition(query.item)
            return f"NOT ({condition})", parameters
        if isinstance(query, All | Any) and query.items:
            parts = [self.condition(item) for item in query.items]
            joined = (" AND " if isinstance(query, All) else " OR ").join(f"({part[0]})" for part in parts)
            return joined, [parameter for part in parts for parameter in part[1]]
        return "1", []

    def _field(self, query: Field) -> tuple[str, list[Parameter]]:
        name, value = query.name, query.value
        if name == "is":
            return _STATES[value], []
        if name == "sort":
            return "1", []
        if name in SCORED:
            return self._number(name, value)
        return self._time(name, value)

    def _number(self, name: str, value: str) -> tuple[str, list[Parameter]]:
        low, high = bounds(value) or Bounds(None, None)
        parameters: list[Parameter] = []
        condition = f"a.{name} IS NOT NULL AND {SCORED[name]}"
        for sign, bound in ((">=", low), ("<=", high)):
            if bound is not None:
                condition += f" AND a.{name} {sign} ?"
                parameters.append(bound)
        return condition, parameters

    def _time(self, name: str, value: str) -> tuple[str, list[Parameter]]:
        """Times are ranges of ids, so that no row is read for them."""
        if name in ("newer", "older"):
            moment = int(self.now) - (dates.age(value) or 0)
            return f"{self.id} {'>=' if name == 'newer' else '<'} ?", [moment << SECONDS_SHIFT]
        start, end = dates.span(value, self.now) or (0, 0)
        if name == "on":
            condition = f"{self.id} >= ? AND {self.id} < ?"
            return condition, [start << SECONDS_SHIFT, end << SECONDS_SHIFT]
        return f"{self.id} {'>=' if name == 'after' else '<'} ?", [start << SECONDS_SHIFT]


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'
