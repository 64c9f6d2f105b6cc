"""The one compiler from a query's tree to SQL over the library with the marks attached.

The newest stories come first in the order of every index that drives a list (`article.id` is time-ordered),
so a page needs no sort. Every user's word reaches SQLite as a parameter, and FTS5 inside quotation marks.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeGuard

from newsreader.query import All, Any, Field, Not, Query, Text
from newsreader.searchtext import fold, index_text

Parameter = str | int
_READ = "EXISTS (SELECT 1 FROM mark WHERE mark.key = a.key AND mark.read)"
_STATES = {
    "read": _READ,
    "unread": f"NOT {_READ}",
    "starred": "a.key IN (SELECT key FROM mark WHERE starred)",
}


@dataclass(frozen=True, slots=True)
class Selection:
    """SQL that selects articles as `a`: `FROM {source} WHERE {condition}`, and the column with their ids."""

    source: str
    condition: str
    parameters: tuple[Parameter, ...]
    id: str = "a.id"

    def select(self, columns: str) -> str:
        """A SELECT of `columns` over the selected articles."""
        return f"SELECT {columns} FROM {self.source} WHERE {self.condition}"


def compile_query(query: Query) -> Selection:
    """The SQL that selects what `query` does."""
    parts = list(query.items) if isinstance(query, All) else [query]
    texts = [match for part in parts if (match := _match(part))]
    rest = [part for part in parts if not _match(part)]
    if texts:
        source, id_column = "search CROSS JOIN article a ON a.id = search.rowid", "search.rowid"
        first, parameters = "search MATCH ?", [" AND ".join(texts)]
    elif topic := next((part for part in rest if _is_topic(part)), None):
        rest.remove(topic)
        source, id_column = "article_topic t CROSS JOIN article a ON a.id = t.article_id", "t.article_id"
        first, parameters = "t.topic_id = (SELECT id FROM topic WHERE folded = ?)", [fold(topic.value)]
    else:
        source, id_column, first, parameters = "article a", "a.id", "1", []
    condition, more = _condition(All(tuple(rest)))
    return Selection(source, f"{first} AND {condition}", (*parameters, *more), id_column)


def _is_topic(query: Query) -> TypeGuard[Field]:
    return isinstance(query, Field) and query.name == "topic" and not query.prefix


def _match(query: Query) -> str:
    """The FTS5 expression of a tree that is only about text without `Not`, else ""."""
    if isinstance(query, Text):
        quoted = index_text(query.text).replace('"', '""')
        return f'"{quoted}"' + (" *" if query.prefix else "")
    if isinstance(query, All | Any) and query.items:
        parts = [_match(item) for item in query.items]
        if all(parts):
            return "(" + (" AND " if isinstance(query, All) else " OR ").join(parts) + ")"
    return ""


def _condition(query: Query) -> tuple[str, list[Parameter]]:
    """A condition on `a` that is true for what `query` selects."""
    if match := _match(query):
        return "a.id IN (SELECT rowid FROM search WHERE search MATCH ?)", [match]
    if isinstance(query, Field):
        return _field(query)
    if isinstance(query, Not):
        condition, parameters = _condition(query.item)
        return f"NOT ({condition})", parameters
    if isinstance(query, All | Any) and query.items:
        parts = [_condition(item) for item in query.items]
        joined = (" AND " if isinstance(query, All) else " OR ").join(f"({part[0]})" for part in parts)
        return joined, [parameter for part in parts for parameter in part[1]]
    return "1", []


def _field(query: Field) -> tuple[str, list[Parameter]]:
    if query.name == "is":
        return _STATES[query.value], []
    folded = fold(query.value)
    parameters: list[Parameter] = [len(folded), folded] if query.prefix else [folded]
    test = "substr({0}, 1, ?) = ?" if query.prefix else "{0} = ?"
    if query.name == "topic":
        named = "SELECT id FROM topic WHERE " + test.format("folded")
        return (
            "EXISTS (SELECT 1 FROM article_topic other"
            f" WHERE other.article_id = a.id AND other.topic_id IN ({named}))",
            parameters,
        )
    named = f"SELECT id FROM provider WHERE {test.format('folded')} OR {test.format('domain')}"
    return f"a.provider_id IN ({named})", parameters * 2
