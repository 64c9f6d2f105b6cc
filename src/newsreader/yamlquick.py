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
_INDICATOR = re.compile(
    r"[&*!|>%@`?~\]}](?<=[ \n,\[{].)"
)  # where a value can begin, and in prose now and then
_EMPTY = re.compile(r"\[ *\]|\{ *\}")
_BREAK = re.compile(r"\n *")
_INTEGER = re.compile(r"0|-?[1-9][0-9]{0,17}")
_KEY = re.compile(r"(?!(?:null|true|false)\Z)[A-Za-z_][\w-]{0,99}")
_LEVEL = "\n" + "  " * yamltree.DEPTH_LIMIT
_NODES_LIMIT = yamltree.EVENT_LIMIT // 4
"""A node is four events at most: its key, and the start and end of a collection, or its value."""

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
        except (ValueError, ryml.ExceptionBasic):
            pass  # yamltree decides, and finds the words for a refusal
    return yamltree.load(text)


def _is_plain(text: str) -> bool:
    shown = text.replace("\n", "")
    return not (
        not (shown.isprintable() or shown.replace("\xa0", " ").isprintable())
        or ("\\" in text and _ESCAPE.search(text))
        or _INDICATOR.search(_EMPTY.sub("", text) if "[" in text or "{" in text else text)
        or "\n---" in text
        or "\n..." in text
    )


def _quickly(text: str) -> Loaded:
    document = ryml.parse_in_arena(text.encode())
    if document.size() > _NODES_LIMIT:
        raise _UnsureError
    # Into a buffer of our own: `emit_json` never frees the one that it makes.
    buffer = bytearray(ryml.compute_json_length(document))
    written = bytes(ryml.emit_json_in_place(document, buffer)).decode()
    if _LEVEL in written:
        raise _UnsureError
    tree: Tree = json.loads(written, object_pairs_hook=_mapping, parse_int=_integer, parse_float=_unsure)
    if not isinstance(tree, dict) or (("[" in text or "{" in text) and _depth(tree) > yamltree.DEPTH_LIMIT):
        raise _UnsureError
    return Loaded(tree, [], _BREAK.sub("", written))


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


def _depth(tree: Tree) -> int:
    """How many collections stand inside each other; a few hundred at most, since so many are the nodes."""
    if not isinstance(tree, dict | list):
        return 0
    inner = tree.values() if isinstance(tree, dict) else tree
    return 1 + max(map(_depth, inner), default=0)
