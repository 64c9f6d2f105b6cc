"""The common kind of front matter at a fraction of the cost of `yamltree`: the same tree, or its answer.

`rapidyaml` reads what is surely plain: no control character, anchor, tag, block of text, unusual escape,
number or key. Everything else, and everything that it refuses, is left to `yamltree`, so that both agree.
rapidyaml writes its errors to standard error and is C++, so only a worker process loads this module.
"""

from __future__ import annotations

import json
import re
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
"""The kind of each byte: to look for a row of kinds takes a tenth of what a pattern takes."""

_UNSURE = (
    b"c",
    *(b"ni", b"nsi", b"ssi", b"ksi", b"qsi"),  # an indicator where a value may begin, or behind one
    *(b"nq", b"nsq", b"ssq"),  # something quoted at the beginning of a line
)
"""Rows of kinds with which a text is left to yamltree."""

_SIMPLE = re.compile(r"(?:\[(?:\w[\w .-]*(?:, ?\w[\w .-]*)*)?\]|\{\}) *(?:\n|\Z)")
_QUOTED_ITEM = re.compile(r"""\n[ -]*- ["']""")
_QUOTED = re.compile(r"""(?:"(?:[^"\\\n]|\\.)*"|'(?:[^'\n]|'')*') *(?:\n|\Z)""")
_BEFORE_COLLECTION = " :?\n-"
_MARK = re.compile(r"\n *(?:---|\.\.\.)")  # of an end; rapidyaml takes one that is indented for such, too
_INTEGER = re.compile(r"0|-?[1-9][0-9]{0,17}")
_KEY = re.compile(r"(?!(?:null|true|false)\Z)[A-Za-z_][\w-]{0,99}")
_LEVEL = "\n" + "  " * yamltree.DEPTH_LIMIT  # in which a collection on a line may be one more
_NO_NUMBERS = '.nan"', '.inf"'
"""What rapidyaml writes for plain words such as `nan` and `infinity`."""

_NODES_LIMIT = yamltree.EVENT_LIMIT // 4
"""A node is four events at most: its key, and the start and end of a collection, or its value."""

_buffer = bytearray(4 << 16)
"""For the JSON: `emit_json` never frees the one that it makes. For what is longer there is `yamltree`."""

_KEYS_LIMIT = 1_000
_usual_keys: set[str] = set()
"""Keys that were looked at: the same few stand in every file."""


class _UnsureError(ValueError):
    """Something that yamltree should decide."""


def load(text: str) -> Loaded:
    """The tree of the first document in `text`: what `yamltree.load` gives, and raises."""
    if ryml is not None and _is_plain(f"\n{text}"):
        try:
            return _quickly(text)
        except (ValueError, IndexError, ryml.ExceptionBasic):  # IndexError: the buffer was too short
            pass  # yamltree decides, and finds the words for a refusal
    return yamltree.load(text)


def _is_plain(text: str) -> bool:
    if not (text.isascii() or _is_printable(text)):
        return False
    signs = text.encode().translate(_SIGNS)
    if any(row in signs for row in _UNSURE):
        return False
    if ("\\" in text and _ESCAPE.search(text)) or (("..." in text or "---" in text) and _MARK.search(text)):
        return False
    return _has_simple_collections(text) and _has_simple_items(text)


def _has_simple_collections(text: str) -> bool:
    """Whether those on a line are empty or of plain words: rapidyaml takes some for good that are not."""
    for sign in "[{":
        at = text.find(sign)
        while at >= 0:
            if not _is_simple(text, at):
                return False
            at = text.find(sign, at + 1)
    return True


def _has_simple_items(text: str) -> bool:
    """Whether what is quoted in a list is all of its item: rapidyaml takes what is behind it for another."""
    if '- "' not in text and "- '" not in text:
        return True
    return all(_QUOTED.match(text, item.end() - 1) for item in _QUOTED_ITEM.finditer(text))


def _is_simple(text: str, at: int) -> bool:
    """Whether the bracket there stands within text, or begins what is surely a simple collection."""
    before = text[max(0, at - 2) : at]
    if before[-1] not in _BEFORE_COLLECTION or (before[-1] == " " and before[0] not in _BEFORE_COLLECTION):
        return True
    return before in (": ", "- ") and _SIMPLE.match(text, at) is not None


def _is_printable(text: str) -> bool:
    shown = text.replace("\n", "")
    return shown.isprintable() or shown.replace("\xa0", " ").isprintable()


def _quickly(text: str) -> Loaded:
    document = ryml.parse_in_arena(text.encode())
    if document.size() > _NODES_LIMIT:
        raise _UnsureError
    written = bytes(ryml.emit_json_in_place(document, _buffer)).decode()
    if _LEVEL in written or any(number in written for number in _NO_NUMBERS):
        raise _UnsureError
    tree: Tree = json.loads(written, object_pairs_hook=_mapping, parse_int=_integer, parse_float=_unsure)
    if not isinstance(tree, dict):
        raise _UnsureError
    return Loaded(tree, [], "".join([line.lstrip(" ") for line in written.split("\n")]))


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


def _integer(literal: str) -> int:
    if not _INTEGER.fullmatch(literal):
        raise _UnsureError
    return int(literal)


def _unsure(literal: str) -> Any:
    raise _UnsureError(literal)
