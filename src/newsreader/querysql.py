"""The one compiler from a query's tree to SQL over the library with the marks attached.

The newest stories come first in the order of every index that drives a list (`article.id` is time-ordered),
so a page needs no sort. Every user's word reaches SQLite as a parameter, and FTS5 inside quotation marks.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TypeGuard

from newsreader import dates
from newsreader.fields import FIELDS, Bounds, bounds
from newsreader.query import All, Any, Field, Not, Query, Text
from newsreader.query import order as query_order
from newsreader.schema import SECONDS_SHIFT
from newsreader.searchtext import fold, index_text

Parameter = str | int
_READ = "EXISTS (SELECT 1 FROM mark WHERE mark.key = a.key AND mark.read)"
_STATES = {
    "read": _READ,
    "unread": f"NOT {_READ}",
    "starred": "a.key IN (SELECT key FROM mark WHERE starred)",
}


RELEVANT = 10_000
"""The newest hits of a search among which relevance is sought; over all of a million it takes seconds."""

_ORDERS = {
    "newest": "{id} DESC",
    "oldest": "{id}",
    "heat": "a.heat DESC, {id} DESC",
    "quality": "a.quality DESC, {id} DESC",
    "title": "a.title COLLATE NOCASE, {id} DESC",
}
_HAS = {"related": "a.related > 0", "image": "a.has_image", "body": "a.has_body", "url": "a.url <> ''"}
_SCORED = {"quality": "a.quality > 0", "heat": "a.heat >= 0"}  # 0 and -1 mean that nobody scored it


@dataclass(frozen=True, slots=True)
class Selection:
    """SQL that selects articles as `a`: `FROM {source} WHERE {condition}`, and the column with their ids."""

    source: str
    condition: str
    parameters: tuple[Parameter, ...]
    id: str
    order: str

    def select(self, columns: str) -> str:
        """A SELECT of `columns` over the selected articles, in no order."""
        return f"SELECT {columns} FROM {self.source} WHERE {self.condition}"

    def ids(self, limit: int | None) -> tuple[str, tuple[Parameter, ...]]:
        """A SELECT of the ids as `id`, in order, with its parameters."""
        bound = -1 if limit is None else limit
        if self.order == "relevance":
            newest = self.select(f"{self.id} AS id, bm25(search, 4, 2, 1, 1) AS score")
            sql = f"SELECT id FROM ({newest} ORDER BY {self.id} DESC LIMIT ?) ORDER BY score, id DESC LIMIT ?"
            return sql, (*self.parameters, RELEVANT, bound)
        order = _ORDERS[self.order].format(id=self.id)
        return f"{self.select(f'{self.id} AS id')} ORDER BY {order} LIMIT ?", (*self.parameters, bound)


def compile_query(query: Query, now: float | None = None) -> Selection:
    """The SQL that selects what `query` does at the time `now` (seconds since 1970)."""
    compiler = _Compiler(time.time() if now is None else now)
    parts = list(query.items) if isinstance(query, All) else [query]
    texts = [match for part in parts if (match := _match(part))]
    rest = [part for part in parts if not _match(part)]
    order = query_order(query)
    if texts:
        source, id_column = "search CROSS JOIN article a ON a.id = search.rowid", "search.rowid"
        first, parameters = "search MATCH ?", [" AND ".join(texts)]
    elif topic := next((part for part in rest if _is_topic(part)), None):
        rest.remove(topic)
        source, id_column = "article_topic t CROSS JOIN article a ON a.id = t.article_id", "t.article_id"
        first, parameters = "t.topic_id = (SELECT id FROM topic WHERE folded = ?)", [fold(topic.value)]
    else:
        source, id_column, first, parameters = "article a", "a.id", "1", []
    if order == "relevance" and not texts:
        order = "newest"
    compiler.id = id_column
    condition, more = compiler.condition(All(tuple(rest)))
    return Selection(source, f"{first} AND {condition}", (*parameters, *more), id_column, order)


def _is_topic(query: Query) -> TypeGuard[Field]:
    return isinstance(query, Field) and query.name == "topic" and not query.prefix


def _match(query: Query) -> str:
    """The FTS5 expression of a tree that is only about text without `Not`, else ""."""
    if isinstance(query, Text):
        quoted = index_text(query.text).replace('"', '""')
        return f'"{quoted}"' + (" *" if query.prefix else "")
    if isinstance(query, Field) and query.name == "title":
        return f"(title : {_match(Text(query.value, query.prefix))})"
    if isinstance(query, All | Any) and query.items:
        parts = [_match(item) for item in query.items]
        if all(parts):
            return "(" + (" AND " if isinstance(query, All) else " OR ").join(parts) + ")"
    return ""


@dataclass(slots=True)
class _Compiler:
    """Conditions on `a`, whose ids stand in the column `id`."""

    now: float
    id: str = "a.id"

    def condition(self, query: Query) -> tuple[str, list[Parameter]]:
        """A condition that is true for what `query` selects, false (never NULL) for the rest."""
        if match := _match(query):
            return f"{self.id} IN (SELECT rowid FROM search WHERE search MATCH ?)", [match]
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
        if name in ("is", "has"):
            return (_STATES if name == "is" else _HAS)[value], []
        if name == "sort":
            return "1", []
        if name in _SCORED:
            return self._number(name, value)
        if FIELDS[name].kind in ("date", "age"):
            return self._time(name, value)
        return self._name(query)

    def _number(self, name: str, value: str) -> tuple[str, list[Parameter]]:
        low, high = bounds(value) or Bounds(None, None)
        parameters: list[Parameter] = []
        condition = f"a.{name} IS NOT NULL AND {_SCORED[name]}"
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
        start, end = dates.span(value) or (0, 0)
        if name == "on":
            condition = f"{self.id} >= ? AND {self.id} < ?"
            return condition, [start << SECONDS_SHIFT, end << SECONDS_SHIFT]
        return f"{self.id} {'>=' if name == 'after' else '<'} ?", [start << SECONDS_SHIFT]

    def _name(self, query: Field) -> tuple[str, list[Parameter]]:
        folded = fold(query.value)
        parameters: list[Parameter] = [len(folded), folded] if query.prefix else [folded]
        test = "substr({0}, 1, ?) = ?" if query.prefix else "{0} = ?"
        if query.name == "topic":
            named = "SELECT id FROM topic WHERE " + test.format("folded")
            return (
                "EXISTS (SELECT 1 FROM article_topic other"
                f" WHERE other.article_id = {self.id} AND other.topic_id IN ({named}))",
                parameters,
            )
        if query.name == "provider":
            named = f"SELECT id FROM provider WHERE {test.format('folded')} OR {test.format('domain')}"
            return f"a.provider_id IN ({named})", parameters * 2
        named = f"SELECT name FROM kind WHERE field = ? AND {test.format('folded')}"
        return f"a.{query.name} IN ({named})", [query.name, *parameters]
