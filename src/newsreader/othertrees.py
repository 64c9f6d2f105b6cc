"""Untrusted TOML and JSON as the plain tree that `yamltree` makes of YAML, within the same bounds.

A date stays text as ISO 8601 writes it, and so does a number that JSON or a database could not hold.
"""

from __future__ import annotations

import json
import re
from datetime import date, time
from typing import Any

from newsreader.builder import Tree
from newsreader.errors import RefusedFileError
from newsreader.yamltree import DEPTH_LIMIT, EVENT_LIMIT, Loaded

_NUMBER_LIMIT = 10**18
_DIGITS_LIMIT = 18
_PART = r"(?:[\w-]+|\"[^\"\n]*\"|'[^'\n]*')[ \t]*\.[ \t]*"
_LONG_KEY = re.compile(rf"(?:^|[\[{{,])[ \t]*{_PART * DEPTH_LIMIT}", re.MULTILINE)
"""tomllib takes time by the square of a dotted key's parts."""

_TOML_PLACE = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)")


def load_toml(text: str) -> Loaded:
    """The tree of a TOML document. Raises `RefusedFileError`, its line counted from 1 in `text`."""
    import tomllib

    if found := _LONG_KEY.search(text):
        line = text.count("\n", 0, found.end()) + 1
        raise RefusedFileError(f"more than {DEPTH_LIMIT} levels deep", line)
    try:
        tree = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        reason = str(error)
        place = _TOML_PLACE.search(reason)
        line = int(place[1]) if place and place[1] else text.rstrip("\n").count("\n") + 1
        raise RefusedFileError(f"not valid TOML: {_TOML_PLACE.sub('', reason)}", line) from None
    except RecursionError:
        raise RefusedFileError(f"more than {DEPTH_LIMIT} levels deep", 1) from None
    except ValueError:
        raise RefusedFileError("not valid TOML: a number or date that is none", 1) from None
    return _loaded(tree, [])


def load_json(text: str) -> Loaded:
    """The tree of a JSON object, whose braces may be left out.

    Raises `RefusedFileError`, its line counted from 1 in `text`.
    """
    if not text.lstrip().startswith(("{", "[")):
        text = f"{{{text}}}"
    warnings: list[str] = []

    def mapping(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        tree = dict(pairs)
        if len(tree) < len(pairs):
            warnings.append("a key that stands twice, the last one counts")
        return tree

    try:
        tree = json.loads(
            text, object_pairs_hook=mapping, parse_int=_integer, parse_float=_float, parse_constant=_refused
        )
    except json.JSONDecodeError as error:
        raise RefusedFileError(f"not valid JSON: {error.msg.lower()}", error.lineno) from None
    except RecursionError:
        raise RefusedFileError(f"more than {DEPTH_LIMIT} levels deep", 1) from None
    return _loaded(tree, warnings)


def _loaded(tree: object, warnings: list[str]) -> Loaded:
    """The tree within its bounds; None for one that says nothing."""
    plain = _Counter().plain(tree, 0)
    written = json.dumps(plain, ensure_ascii=False, separators=(",", ":"))
    try:
        written.encode()
    except UnicodeEncodeError:
        raise RefusedFileError("half of a character (a lone surrogate)", 1) from None
    return Loaded(plain or None, warnings, written)


class _Counter:
    """Counts a tree's values as YAML's events would be counted."""

    def __init__(self) -> None:
        self._left = EVENT_LIMIT

    def plain(self, value: object, level: int) -> Tree:
        """`value` in terms of JSON. Raises `RefusedFileError` for a tree that is too deep or too large."""
        if not isinstance(value, dict | list):
            self._count(1)
            return _scalar(value)
        if level >= DEPTH_LIMIT:
            raise RefusedFileError(f"more than {DEPTH_LIMIT} levels deep", 1)
        self._count(2)
        if isinstance(value, list):
            return [self.plain(item, level + 1) for item in value]
        self._count(len(value))
        return {name: self.plain(item, level + 1) for name, item in value.items()}

    def _count(self, more: int) -> None:
        self._left -= more
        if self._left < 0:
            raise RefusedFileError(f"more than {EVENT_LIMIT:,} values in the front matter", 1)


def _scalar(value: object) -> Tree:
    if isinstance(value, date | time):  # a datetime is a date
        return value.isoformat()
    if isinstance(value, int) and abs(value) >= _NUMBER_LIMIT:
        return str(value)
    if isinstance(value, float) and not abs(value) < _NUMBER_LIMIT:
        return str(value)
    return value if isinstance(value, str | int | float | bool) else None


def _integer(literal: str) -> int | str:
    return int(literal) if len(literal.lstrip("-")) <= _DIGITS_LIMIT else literal


def _float(literal: str) -> float | str:
    return value if str(value := float(literal)) == literal else literal


def _refused(literal: str) -> Tree:
    raise json.JSONDecodeError(f"{literal} is no number", "", 0)
