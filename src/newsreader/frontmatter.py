"""The bytes of a front-matter file as an `Article`. Pure: nothing is read, nothing is opened.

`python-frontmatter` finds and splits the block, `yamltree` reads it, `builder` brings the fields into shape.
A field that makes no sense falls back with a warning; only a file that is no article is refused.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from frontmatter.default_handlers import YAMLHandler

from newsreader import builder, yamltree
from newsreader.article import Article
from newsreader.builder import Tree
from newsreader.errors import RefusedFileError

PARSER = 1
"""Raised when files should be read again because this module reads them differently."""

FRONT_MATTER_LIMIT = 64 * 1024
_LINE_ENDS = re.compile(r"\r\n?")


@dataclass(frozen=True, slots=True)
class Parsed:
    """A file that was understood: everything its front matter held, and what was bent.

    `article` is without its related stories, which are built only to be shown; their keys are in `related`.
    """

    article: Article
    front_matter: dict[str, Tree]
    related: tuple[int, ...] = ()
    warnings: tuple[str, ...] = ()


class _Handler(YAMLHandler):
    """YAML front matter that may also end with YAML's own `...`."""

    FM_BOUNDARY = re.compile(r"^(?:-{3,}|\.{3})[ \t]*$", re.MULTILINE)


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


def parse(data: bytes, path: str, modified: int) -> Parsed:
    """The article in a file; `path` and `modified` (seconds since 1970) stand in for what it does not say.

    Raises `RefusedFileError` with the line and the reason.
    """
    text, warnings = decode(data)
    block, body = split(text)
    if block is None:
        front_matter: dict[str, Tree] = {}
        if not builder.has_heading(body):
            raise RefusedFileError("no front matter: the first line is not ---", 1)
    else:
        front_matter, bent = _load(block)
        warnings += bent
    return parsed(front_matter, body, path, modified, warnings)


def parsed(
    front_matter: dict[str, Tree], body: str, path: str, modified: int, warnings: Sequence[str] = ()
) -> Parsed:
    """The same from front matter that was read already."""
    bent = list(warnings)
    article = builder.build(front_matter, body, path, bent)
    if article.published is None:
        bent.append("no usable date, the date of the file is taken")
        article = replace(article, published=modified)
    return Parsed(article, front_matter, builder.related_keys(front_matter, bent), tuple(bent))


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


def _load(block: str) -> tuple[dict[str, Tree], list[str]]:
    # The block starts right behind the opening dashes, so that its first line is the file's first line.
    tree, warnings = yamltree.load(block)
    if tree is None:
        raise RefusedFileError("the front matter is empty", 1)
    if not isinstance(tree, dict):
        raise RefusedFileError("the front matter is not a list of `name: value` lines", 1)
    return tree, warnings


def _decode_broken(data: bytes, error: UnicodeDecodeError) -> str:
    if error.reason == "unexpected end of data":
        return data.decode("utf-8-sig", "replace")
    return data.decode("cp1252", "replace")
