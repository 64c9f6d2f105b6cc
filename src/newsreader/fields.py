"""The fields of the query language: their names, the values they take, and what they mean. Pure.

The parser, the word completion and docs/queries.md are made from this one table.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from newsreader import dates
from newsreader.records import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from typing import Literal

    Kind = Literal["name", "text", "choice", "date", "age", "number"]


_NUMBER = r"(>=|<=|>|<)?\s*(-?\d{1,9})|(-?\d{1,9})?\.\.(-?\d{1,9})?"


class FieldKind(NamedTuple):
    """A field: what kind of value it takes, the choices if there are any, an example and what it finds."""

    kind: Kind
    example: str
    help: str
    choices: tuple[str, ...] = ()


FIELDS: dict[str, FieldKind] = {
    "topic": FieldKind("name", 'topic:"Computer Vision"', "the topic, by its whole name"),
    "provider": FieldKind("name", "provider:ubergizmo.com", "the provider, by its whole name or domain"),
    "category": FieldKind("name", "category:news", "the category, by its whole name"),
    "type": FieldKind("name", "type:video", "the type, by its whole name"),
    "title": FieldKind("text", 'title:"facial recognition"', "words side by side in the title"),
    "is": FieldKind("choice", "is:unread", "what you did with a story", ("read", "unread", "starred")),
    "has": FieldKind("choice", "has:related", "what a story has", ("related", "image", "body", "url")),
    "on": FieldKind(
        "date",
        "on:2020-07-10",
        "published in this day, month or year, in your time zone; also `today`, "
        "`yesterday`, `week`, `month`, `year`: those that are now",
    ),
    "after": FieldKind("date", "after:2020-07", "published since this day, month or year began"),
    "before": FieldKind("date", "before:2020", "published before this day, month or year began"),
    "newer": FieldKind("age", "newer:7d", "younger than this: hours `h`, days `d`, `w`, `m`, `y`"),
    "older": FieldKind("age", "older:3w", "at least as old as this"),
    "quality": FieldKind("number", "quality:>50", "the score: `>` `>=` `<` `<=`, `30..60`, or one number"),
    "heat": FieldKind("number", "heat:100..", "the same for heat; what was not scored matches no comparison"),
    "sort": FieldKind(
        "choice",
        "sort:heat",
        "the order of the list; relevance is sought among the newest 10,000 found, and so is what is hot: "
        "heat and quality against age",
        ("newest", "oldest", "heat", "quality", "title", "relevance", "hot"),
    ),
}


class Bounds(NamedTuple):
    """A range of whole numbers, both ends included; None is open."""

    low: int | None
    high: int | None


def bounds(text: str) -> Bounds | None:
    """The range that a value such as `>50`, `30..60` or `41` means; None for text that is none."""
    match = re.fullmatch(_NUMBER, text)
    if match is None:
        return None
    sign, number, low, high = match.groups()
    if number is None:
        return Bounds(int(low) if low else None, int(high) if high else None) if low or high else None
    value = int(number)
    return {
        ">": Bounds(value + 1, None),
        ">=": Bounds(value, None),
        "<": Bounds(None, value - 1),
        "<=": Bounds(None, value),
    }.get(sign, Bounds(value, value))


def is_value(name: str, value: str) -> bool:
    """Whether the field `name` takes `value`."""
    field = FIELDS[name]
    if field.kind == "choice":
        return value.lower() in field.choices
    checks: dict[str, Callable[[str], object]] = {
        "date": dates.span,
        "age": dates.age,
        "number": bounds,
    }
    return bool(value) if field.kind not in checks else checks[field.kind](value) is not None


def quoted(value: str) -> str:
    """`value` as it is written where it is more than a word; a quotation mark in it is doubled."""
    return '"' + value.replace('"', '""') + '"'


def unquoted(written: str) -> tuple[str, bool]:
    """The value that was `written`, and whether it began and ended with a quotation mark."""
    if not written.startswith('"'):
        return written.strip(), False
    value = written[1:]
    is_closed = value.replace('""', "").endswith('"')
    return value.removesuffix('"' if is_closed else "").replace('""', '"').strip(), is_closed


def expected(name: str) -> str:
    """What the field `name` takes, for a message."""
    field = FIELDS[name]
    return {
        "choice": f"one of {', '.join(field.choices)}",
        "date": "a date like 2020, 2020-07, 2020-07-10 or today",
        "age": "an age like 12h, 7d, 3w, 6m or 2y",
        "number": "a number, or >50, <=50, 30..60",
    }.get(field.kind, f"as in {field.example}")
