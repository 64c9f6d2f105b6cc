"""Search text as a frozen tree. Pure: what a query selects is `querysql`'s business.

The grammar: words (all must match), `"a phrase"`, `pre*`, `-not`, `OR`, parentheses, and the fields of
`fields.FIELDS` as `name:value` or `name:"a value"`. Every tree prints as text that parses to the same tree.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from newsreader import safetext
from newsreader.errors import QueryError, nearest
from newsreader.fields import FIELDS, expected, is_value, quoted, unquoted
from newsreader.records import TYPE_CHECKING, NamedTuple
from newsreader.searchtext import Phrase, phrase

if TYPE_CHECKING:
    from typing import Literal, TypeVar

    _Item = TypeVar("_Item")

# The trees are named tuples: dataclasses would take longer to load than a list takes to print.


class Text(NamedTuple):
    """Words side by side in the title, excerpt, body or provider; `prefix`: the last one may go on."""

    text: str
    prefix: bool = False

    def __str__(self) -> str:
        return quoted(self.text) + ("*" if self.prefix else "")


class Field(NamedTuple):
    """What a story is or has, rather than what it says; `prefix`: the value may go on."""

    name: str
    value: str
    prefix: bool = False

    def __str__(self) -> str:
        return f"{self.name}:{quoted(self.value)}" + ("*" if self.prefix else "")


class Not(NamedTuple):
    """Stories that `item` does not select."""

    item: Query

    def __str__(self) -> str:
        return f"-{_inner(self.item)}"


class All(NamedTuple):
    """Stories that every item selects; without items, every story."""

    items: tuple[Query, ...] = ()
    kind: Literal["all"] = "all"
    """So that it is no `Any` of the same items."""

    def __str__(self) -> str:
        return " ".join(map(_inner, self.items))


class Any(NamedTuple):
    """Stories that one of the items selects."""

    items: tuple[Query, ...]
    kind: Literal["any"] = "any"

    def __str__(self) -> str:
        return " OR ".join(map(_inner, self.items))


Query = Text | Field | Not | All | Any

EVERYTHING = All()
UNREAD = Field("is", "unread")
STARRED = Field("is", "starred")

_TOKEN = r"""\s*(?:
        (?P<open>\() | (?P<close>\)) | (?P<minus>-(?=\S))
        | (?P<or>OR(?=[\s()]|$))
        | (?P<field>[A-Za-z]+(?=:)|(?i:quality|heat)(?=[<>])):?
          (?P<value>"(?:[^"]|"")*"?|[^\s()"]*)(?P<more>\*?)
        | (?P<quote>"[^"]*(?P<end>"?))(?P<star>\*?)
        | (?P<word>[^\s()"]+)
        | (?P<done>$)
    )"""
_DEPTH_LIMIT = 12
"""Of - and ( within one another: of some kinds, FTS5 takes 13 and no more."""
_COUNT_LIMIT = 200


@cache
def _token() -> re.Pattern[str]:
    """Compiled when the first search text is parsed."""
    return re.compile(_TOKEN, re.VERBOSE)


def both(*queries: Query) -> Query:
    """The stories that all the queries select."""
    items: list[Query] = []
    for query in queries:
        items += query.items if isinstance(query, All) else [query]
    return items[0] if len(items) == 1 else All(tuple(items))


def parse(text: str, *, typing: bool = False) -> Query:
    """The tree of a search text. Raises `QueryError` with the column of the mistake.

    While someone is `typing`, the word at the end is taken as the beginning of one, what is not closed yet is
    closed, and signs alone, which nothing is looked for in, find everything: they may go on.
    """
    clean = "".join(char if char.isprintable() else " " for char in text)
    if not clean.strip():
        return EVERYTHING
    found = _Parser(clean, typing).parse()
    if found == EVERYTHING and not typing:
        start = len(clean) - len(clean.lstrip())
        raise QueryError(f"nothing to look for in “{safetext.line(clean, 80)}”", start, "write a word")
    return found


def wanted(query: Query) -> list[tuple[Phrase, bool]]:
    """What a story says when it matches: for `searchtext.matches`, which highlights it."""
    if isinstance(query, Text):
        return [(phrase(query.text), query.prefix)]
    if isinstance(query, Field) and query.name == "title":
        return [(phrase(query.value), query.prefix)]
    if isinstance(query, All | Any):
        return [found for item in query.items for found in wanted(item)]
    return []


def is_only_order(query: Query) -> bool:
    """Whether `query` finds every story: it asks for nothing, or for nothing but an order."""
    return len(_orders(query)) == (len(query.items) if isinstance(query, All) else 1)


def order(query: Query) -> str:
    """The order that `query` asks for: the last `sort:` that stands in it, else newest."""
    return next(reversed(_orders(query)), "newest")


def _orders(query: Query) -> list[str]:
    items = query.items if isinstance(query, All) else (query,)
    return [item.value for item in items if isinstance(item, Field) and item.name == "sort"]


class _Parser:
    def __init__(self, text: str, typing: bool) -> None:
        self.text = text
        self.typing = typing
        self.at = self.depth = self.count = 0
        self.token: re.Match[str]

    def parse(self) -> Query:
        self._next()
        query = self._any()
        if not self._is("done"):
            raise QueryError("a closing parenthesis without an opening one", self._column("close"))
        return query

    def _any(self) -> Query:
        items = [self._all()]
        while self._is("or"):
            column = self._column("or")
            self._next()
            items.append(self._all())
            if EVERYTHING in items[-2:] and not self.typing:
                raise QueryError("OR stands between two things", column, "put a word on both sides")
        items = [item for item in items if item != EVERYTHING] or [EVERYTHING]
        if len(items) > 1 and any(map(_orders, items)):
            column = self.text.lower().find("sort:")
            raise QueryError("sort: orders the whole list", column, "put ( ) around what OR joins")
        return items[0] if len(items) == 1 else Any(tuple(items))

    def _all(self) -> Query:
        items: list[Query] = []
        while (item := self._one()) is not None:
            items.append(item)
            self.count += 1
            if self.count > _COUNT_LIMIT:
                raise QueryError(f"more than {_COUNT_LIMIT} words", self.at, "search for less")
        return both(*items)

    def _one(self) -> Query | None:
        token = self.token
        if self._is("minus"):
            column = self._column("minus")
            self._next()
            if self._is("or") and not self.typing:
                raise QueryError("OR cannot be left out", column, 'for the word, write -"OR"')
            item = self._nested(self._one, column)
            return EVERYTHING if item is None or item == EVERYTHING else Not(item)
        if self._is("open"):
            return self._group()
        if self._is("field"):
            return self._field(token)
        if self._is("quote"):
            return self._phrase(token)
        if self._is("word"):
            self._next()
            return self._word(token["word"], token.end())
        return None

    def _group(self) -> Query:
        column = self._column("open")
        self._next()
        item = self._nested(self._any, column)
        if not self._is("close") and not self.typing:
            raise QueryError("a parenthesis without an end", column, "add )")
        if self._is("close"):
            self._next()
        return item

    def _nested(self, parse: Callable[[], _Item], column: int) -> _Item:
        self.depth += 1
        if self.depth > _DEPTH_LIMIT:
            raise QueryError(f"more than {_DEPTH_LIMIT} levels deep", column)
        item = parse()
        self.depth -= 1
        return item

    def _field(self, token: re.Match[str]) -> Query:
        name, raw = token["field"].lower(), token["value"]
        if name in ("http", "https"):
            self._next()
            value, _ = unquoted(raw)
            return self._word(f"{name}:{value}".replace('"', " "), token.end())
        if name not in FIELDS:
            near = nearest(name, FIELDS)
            hint = f"did you mean {near[0]}:?" if near else f"there are {', '.join(FIELDS)}"
            raise QueryError(f"no field is called {name}", token.start("field"), hint)
        if name == "sort" and self.depth:
            raise QueryError(
                "sort: orders the whole list", token.start("field"), "put it outside of - and ()"
            )
        self._next()
        is_open = self.typing and token.end() == len(self.text)
        value, is_closed = unquoted(raw)
        if FIELDS[name].kind in ("name", "text"):
            prefix = bool(token["more"]) or (is_open and not is_closed)
            if not raw.startswith('"'):
                prefix = prefix or value.endswith("*")
                value = value.rstrip("*")
            if FIELDS[name].kind == "text" and value and not phrase(value):
                return EVERYTHING
        else:
            prefix, value = False, value.lower()
        if is_value(name, value):
            return Field(name, value, prefix)
        choices = FIELDS[name].choices
        if is_open and (not choices or any(choice.startswith(value) for choice in choices)):
            return EVERYTHING
        near = nearest(value, choices)
        hint = f"did you mean {near[0]}?" if near else expected(name)
        problem = f"{name}: cannot be “{value}”" if value else f"{name}: needs a value"
        raise QueryError(problem, token.start("value"), hint)

    def _phrase(self, token: re.Match[str]) -> Query:
        if not token["end"] and not self.typing:
            raise QueryError("a quotation mark without an end", token.start("quote"), 'add "')
        self._next()
        text = token["quote"].strip('"').strip()
        return Text(text, bool(token["star"]) or not token["end"]) if phrase(text) else EVERYTHING

    def _word(self, word: str, end: int) -> Query:
        text = word.rstrip("*")
        prefix = text != word or (self.typing and end == len(self.text))
        return Text(text, prefix) if phrase(text) else EVERYTHING

    def _next(self) -> None:
        found = _token().match(self.text, self.at)
        assert found is not None  # a word takes whatever nothing else does
        self.token, self.at = found, found.end()

    def _is(self, kind: str) -> bool:
        return self.token.start(kind) >= 0

    def _column(self, kind: str) -> int:
        return self.token.start(kind)


def _inner(query: Query) -> str:
    return f"({query})" if isinstance(query, All | Any) else str(query)
