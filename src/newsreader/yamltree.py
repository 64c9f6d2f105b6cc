"""Untrusted YAML as a plain tree of JSON values, at a bounded cost.

The events of libyaml's parser are built into the tree directly, so nothing recurses, and a bomb is refused
at the event that makes it one. A plain scalar becomes a number, a boolean or null only where JSON would
write it the same way; everything else stays the text that the file holds (`NO`, `12:30`, `007`, dates).
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

import yaml

from newsreader.builder import Tree
from newsreader.errors import RefusedFileError
from newsreader.records import NamedTuple

DEPTH_LIMIT = 8
EVENT_LIMIT = 2_000
"""The largest of 616 real files has 1,395 events and a depth of 5."""

_TOO_DEEP = f"more than {DEPTH_LIMIT} levels deep"
_TOO_DEEP_FOR_LIBYAML = "exceeded maximum nesting depth"
_INTEGER = re.compile(r"0|-?[1-9][0-9]{0,17}")
_FLOAT = re.compile(r"-?[0-9]+\.[0-9]+")
_HALF = re.compile("[\ud800-\udfff]")
_WORDS: dict[str, Tree] = {"": None, "~": None, "null": None, "true": True, "false": False}


@dataclass(slots=True)
class _Open:
    """A collection whose end has not come yet."""

    value: dict[str, Tree] | list[Tree]
    key: str | None = None


class Loaded(NamedTuple):
    """A tree, warnings about what had to be bent, and the tree as JSON where that is at hand."""

    tree: Tree
    warnings: list[str]
    json: str = ""


def load(text: str) -> Loaded:
    """The tree of the first document in `text`.

    Raises `RefusedFileError`, its line counted from 1 in `text`.
    """
    loader = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader
    builder = _Builder()
    try:
        for count, event in enumerate(yaml.parse(text, Loader=loader)):
            if count > EVENT_LIMIT:
                raise RefusedFileError(f"more than {EVENT_LIMIT:,} values in the front matter", _line(event))
            if builder.take(event):
                break
    except yaml.MarkedYAMLError as error:
        if error.problem == _TOO_DEEP_FOR_LIBYAML:  # newer libyaml looks ahead, and has a limit of its own
            raise RefusedFileError(_TOO_DEEP, _line(error)) from None
        raise RefusedFileError(f"not valid YAML: {error.problem or error.context}", _line(error)) from None
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise RefusedFileError(f"not valid YAML: character U+{_code(error.character):04X}", line) from None
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise RefusedFileError(f"not valid YAML: {type(error).__name__}", None) from None
    return Loaded(builder.root, builder.warnings)


class _Builder:
    def __init__(self) -> None:
        self.root: Tree = None
        self.warnings: list[str] = []
        self._stack: list[_Open] = []

    def take(self, event: yaml.Event) -> bool:
        """Add one event; True once the document is complete."""
        if isinstance(event, yaml.ScalarEvent):
            self._check(event)
            self._add(_scalar(event), event)
        elif isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            self._check(event)
            if len(self._stack) >= DEPTH_LIMIT:
                raise RefusedFileError(_TOO_DEEP, _line(event))
            if self._stack and isinstance(self._stack[-1].value, dict) and self._stack[-1].key is None:
                raise RefusedFileError("a key that is not text", _line(event))
            self._stack.append(_Open({} if isinstance(event, yaml.MappingStartEvent) else []))
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            self._add(self._stack.pop().value, event)
        elif isinstance(event, yaml.AliasEvent):
            raise RefusedFileError("an alias, which is not taken", _line(event))
        return isinstance(event, yaml.DocumentEndEvent)

    def _check(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent) -> None:
        if event.anchor is not None:
            raise RefusedFileError("an anchor, which is not taken", _line(event))
        if event.tag is not None and event.tag != "!":
            raise RefusedFileError("a YAML tag, which is not taken", _line(event))

    def _add(self, value: Tree, event: yaml.Event) -> None:
        if not self._stack:
            self.root = value
            return
        top = self._stack[-1]
        if isinstance(top.value, list):
            top.value.append(value)
        elif top.key is None:
            top.key = value if isinstance(value, str) else json.dumps(value)
            if not isinstance(value, str):
                self.warnings.append(f"line {_line(event)}: a key that is not text, taken as text")
            if top.key in top.value:
                self.warnings.append(f"line {_line(event)}: a key that stands twice, the last one counts")
        else:
            top.value[top.key] = value
            top.key = None


def _scalar(event: yaml.ScalarEvent) -> Tree:
    value: str = event.value
    if _HALF.search(value):
        # libyaml refuses it itself; the parser that PyYAML has where it was built without does not.
        raise RefusedFileError("not valid YAML: half of a character (a lone surrogate)", _line(event))
    if not event.implicit[0]:
        return value
    if value in _WORDS:
        return _WORDS[value]
    if _INTEGER.fullmatch(value):
        return int(value)
    if len(value) < 18 and _FLOAT.fullmatch(value) and str(float(value)) == value:
        return float(value)
    return value


def _line(marked: yaml.Event | yaml.MarkedYAMLError) -> int:
    mark: Any = marked.start_mark if isinstance(marked, yaml.Event) else marked.problem_mark
    return int(mark.line) + 1 if mark is not None else 1


def _code(character: int | str | bytes) -> int:
    if isinstance(character, int):
        return character
    return ord(character[:1])
