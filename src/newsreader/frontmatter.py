"""The bytes of a front-matter file as an `Article`. Pure: nothing is read, nothing is opened.

`python-frontmatter` finds and splits the block, `yamltree` reads it, `builder` brings the fields into shape.
A field that makes no sense falls back with a warning; only a file that is no article is refused.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from frontmatter.default_handlers import YAMLHandler

from newsreader import builder, yamltree
from newsreader.article import Entry
from newsreader.errors import RefusedFileError
from newsreader.yamltree import Loaded

PARSER = 1
"""Raised when files should be read again because this module reads them differently."""

Load = Callable[[str], Loaded]
"""Reads YAML. Raises `RefusedFileError`, its line counted from 1."""

FRONT_MATTER_LIMIT = 64 * 1024
_LINE_ENDS = re.compile(r"\r\n?")


class Parsed(NamedTuple):
    """A file that was understood: what the library keeps, all of its front matter as JSON, what was bent."""

    entry: Entry
    front_matter: str
    warnings: tuple[str, ...] = ()


class _Handler(YAMLHandler):
    """YAML front matter that may also end with YAML's own `...`."""

    FM_BOUNDARY = re.compile(r"^(?:-{3,}|\.{3})[ \t]*$", re.MULTILINE)

    def split(self, text: str) -> tuple[str, str]:
        """What the base class finds, looked for from where a boundary can first be: the pattern is slow."""
        begin = self.FM_BOUNDARY.match(text)
        ends = [at for mark in ("\n---", "\n...") if (at := text.find(mark)) >= 0]
        end = self.FM_BOUNDARY.search(text, min(ends) + 1) if ends else None
        if begin is None or end is None:
            raise ValueError("no end")
        return text[begin.end() : end.start()], text[end.end() :]


def decode(data: bytes) -> tuple[str, list[str]]:
    """The text of a file, line ends as `\\n`, and warnings. Raises `RefusedFileError` for UTF-16."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise RefusedFileError("the file is UTF-16; save it as UTF-8", 1)
    warnings = []
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        warnings.append(f"not UTF-8 at byte {error.start:,}, read as Windows-1252")
        text = _decode_broken(data, error)
    return _LINE_ENDS.sub("\n", text), warnings


def parse(data: bytes, path: str, modified: int, load: Load = yamltree.load) -> Parsed:
    """The article in a file; `path` and `modified` (seconds since 1970) stand in for what it does not say.

    `load` reads the YAML: `yamltree.load` or one that gives the same. Raises `RefusedFileError` with the line
    and the reason.
    """
    text, warnings = decode(data)
    block, body = split(text)
    if block is not None:
        loaded = load(block)
    elif builder.has_heading(body):
        loaded = Loaded({}, [])
    else:
        raise RefusedFileError("no front matter: the first line is not ---", 1)
    return parsed(loaded, body, path, modified, warnings)


def parsed(loaded: Loaded, body: str, path: str, modified: int, warnings: Sequence[str] = ()) -> Parsed:
    """The same from front matter that was read already."""
    tree, bent, written = loaded
    # The block starts right behind the opening dashes, so that its first line is the file's first line.
    if tree is None:
        raise RefusedFileError("the front matter is empty", 1)
    if not isinstance(tree, dict):
        raise RefusedFileError("the front matter is not a list of `name: value` lines", 1)
    bent = [*warnings, *bent]
    entry = builder.entry(tree, body, path, modified, bent)
    written = written or json.dumps(tree, ensure_ascii=False, separators=(",", ":"))
    return Parsed(entry, written, tuple(bent))


def split(text: str) -> tuple[str | None, str]:
    """The front matter and the body of `text`; None where no block begins. Raises `RefusedFileError`."""
    handler = _Handler()
    if not text.startswith("---") or not handler.detect(text):
        return None, text
    try:
        block, body = handler.split(text)
    except ValueError:
        raise RefusedFileError("the front matter has no end: a line of --- is missing", 1) from None
    if len(block.encode("utf-8", "replace")) > FRONT_MATTER_LIMIT:
        raise RefusedFileError(f"the front matter is larger than {FRONT_MATTER_LIMIT // 1024} KiB", 1)
    return block, body


def _decode_broken(data: bytes, error: UnicodeDecodeError) -> str:
    if error.reason == "unexpected end of data":
        return data.decode("utf-8-sig", "replace")
    return data.decode("cp1252", "replace")
