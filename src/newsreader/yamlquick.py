"""The common kind of front matter at a fraction of the cost of `yamltree`: the same tree, or its answer.

`rapidyaml` reads what is surely plain: no control character, anchor, tag, block of text, unusual escape,
number or key. Everything else, and everything that it refuses, is left to `yamltree`, so that both agree.
rapidyaml writes its errors to standard error and is C++, so only a worker process loads this module.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache
from typing import Any

from newsreader import yamltree
from newsreader.builder import Tree
from newsreader.yamltree import Loaded

try:
    import ryml
except ImportError:  # no wheel for this machine: everything is left to yamltree
    ryml = None

_ESCAPE = re.compile(r'\\[^"\\n/]')
_KINDS = {
    "s": b" ",
    "n": b"\n",
    "k": b":-",  # with a space behind them, before a value
    "q": b"\"'",
    "i": b"&*!|>%@`?~]}",  # indicators
    "c": bytes({*range(0x20), 0x7F} - {0x0A}),  # controls
}
_SIGNS = bytes(
    next((ord(kind) for kind, codes in _KINDS.items() if code in codes), ord("x")) for code in range(256)
)
"""The kind of each byte: to look for a kind takes a tenth of what a pattern takes."""

_LINE_BREAK, _SPACE = b"ns"
_BEFORE_VALUE = b"nskq"
"""Kinds behind which an indicator stands where a value may begin, if there is a space between them."""

_BEGINNING = re.compile(r"""\n(?:[ -]*- +(?=["'])| *(?:["']|---|\.\.\.))""")
"""A line that begins with something quoted, as an item or not, or with the mark of an end, which rapidyaml
takes for such when it is indented, too."""

_QUOTED = re.compile(r"""(?:"(?:[^"\\\n]|\\.)*"|'(?:[^'\n]|'')*') *(?:\n|\Z)""")
_SIMPLE = re.compile(r"(?:\[(?:\w[\w .-]*(?:, ?\w[\w .-]*)*)?\]|\{\}) *(?:\n|\Z)")
_BEFORE_COLLECTION = " :?\n-"
_INTEGER = re.compile(r"0|-?[1-9][0-9]{0,17}")
_KEY = re.compile(r"(?!(?:null|true|false)\Z)[A-Za-z_][\w-]{0,99}")
_NO_NUMBERS = '.nan"', '.inf"'
"""What rapidyaml writes for plain words such as `nan` and `infinity`."""

_NODES_LIMIT = yamltree.EVENT_LIMIT // 4
"""A node is four events at most: its key, and the start and end of a collection, or its value."""

_buffer = bytearray(4 << 16)
"""For the JSON: `emit_json` never frees the one that it makes. For what is longer there is `yamltree`."""

_COLLECTIONS = frozenset((dict, list))
_KEYS_LIMIT = 1_000
_usual_keys: set[str] = set()
"""Keys that were looked at: the same few stand in every file."""


class _UnsureError(ValueError):
    """Something that yamltree should decide."""


def load(text: str) -> Loaded:
    """The tree of the first document in `text`: what `yamltree.load` gives, and raises."""
    if ryml is not None:
        written = text.encode("utf-8", "replace")
        if _is_plain(f"\n{text}", b"\n" + written):
            try:
                return _quickly(written)
            except (ValueError, IndexError, ryml.ExceptionBasic):  # IndexError: the buffer was too short
                pass  # yamltree decides, and finds the words for a refusal
    return yamltree.load(text)


def _is_plain(text: str, written: bytes) -> bool:
    """Whether rapidyaml surely reads `text`, which begins with a line break, as yamltree does."""
    if not (text.isascii() or _is_printable(text)):
        return False
    if "\\" in text and _ESCAPE.search(text):
        return False
    return _has_plain_signs(written) and _has_simple_collections(text) and _has_plain_beginnings(text)


def _has_plain_signs(written: bytes) -> bool:
    """Whether there is no control, and no indicator where a value may begin, or behind one."""
    signs = written.translate(_SIGNS)
    if b"c" in signs:
        return False
    at = signs.find(b"i")
    while at >= 0:
        before = signs[max(0, at - 2) : at]
        if before[-1] == _LINE_BREAK or (before[-1] == _SPACE and before[0] in _BEFORE_VALUE):
            return False
        at = signs.find(b"i", at + 1)
    return True


def _has_plain_beginnings(text: str) -> bool:
    """Whether what is quoted in a list is all of its item: rapidyaml takes what is behind it for another."""
    return all(
        beginning[0][-1] == " " and _QUOTED.match(text, beginning.end())
        for beginning in _BEGINNING.finditer(text)
    )


def _has_simple_collections(text: str) -> bool:
    """Whether those on a line are empty or of plain words: rapidyaml takes some for good that are not."""
    for sign in "[{":
        at = text.find(sign)
        while at >= 0:
            if not _is_simple(text, at):
                return False
            at = text.find(sign, at + 1)
    return True


def _is_simple(text: str, at: int) -> bool:
    """Whether the bracket there stands within text, or begins what is surely a simple collection."""
    before = text[max(0, at - 2) : at]
    if before[-1] not in _BEFORE_COLLECTION or (before[-1] == " " and before[0] not in _BEFORE_COLLECTION):
        return True
    return before in (": ", "- ") and _SIMPLE.match(text, at) is not None


def _is_printable(text: str) -> bool:
    shown = text.replace("\n", "")
    return shown.isprintable() or shown.replace("\xa0", " ").isprintable()


def _quickly(written: bytes) -> Loaded:
    document = ryml.parse_in_arena(written)
    if document.size() > _NODES_LIMIT:
        raise _UnsureError
    document.set_container_style(document.root_id(), ryml.FLOW_SL)  # all on one line
    text = str(ryml.emit_json_in_place(document, _buffer), "utf-8")
    if any(number in text for number in _NO_NUMBERS):
        raise _UnsureError
    tree: Tree = _DECODER.decode(text)
    if not isinstance(tree, dict) or _is_deep(tree):
        raise _UnsureError
    return Loaded(tree, [], text)


def _is_deep(tree: Tree) -> bool:
    """Whether there are more levels of collections than `yamltree` takes."""
    level: list[Any] = [tree]
    for _ in range(yamltree.DEPTH_LIMIT):
        inner = [one.values() if type(one) is dict else one for one in level]
        level = [value for values in inner for value in values if type(value) in _COLLECTIONS]
    return bool(level)


def _mapping(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise _UnsureError  # a key stands twice: yamltree warns
    if not _usual_keys.issuperset(found):
        if not all(map(_KEY.fullmatch, found)):
            raise _UnsureError
        if len(_usual_keys) < _KEYS_LIMIT:
            _usual_keys.update(found)
    return found


@lru_cache(4_096)  # sizes of pictures and scores: the same few stand in every file
def _integer(literal: str) -> int:
    if not _INTEGER.fullmatch(literal):
        raise _UnsureError
    return int(literal)


def _unsure(literal: str) -> Any:
    raise _UnsureError(literal)


_DECODER = json.JSONDecoder(object_pairs_hook=_mapping, parse_int=_integer, parse_float=_unsure)
