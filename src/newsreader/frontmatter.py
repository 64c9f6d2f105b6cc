"""The bytes of a front-matter file as an `Article`. Pure: nothing is read, nothing is opened.

`python-frontmatter` finds and splits the block, `yamltree` or `othertrees` reads it, `dialects` finds what it
says under the names of other tools, `builder` brings the fields into shape. A field that makes no sense falls
back with a warning; only a file that is no article is refused.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Sequence
from typing import Literal

from frontmatter.default_handlers import BaseHandler

from newsreader import builder, dialects, othertrees, standins, yamltree
from newsreader.article import Entry
from newsreader.dialects import DIALECTS, Dialects
from newsreader.errors import RefusedFileError
from newsreader.files import is_markdown_name
from newsreader.records import NamedTuple
from newsreader.yamltree import Loaded

PARSER = 3
"""Raised when files should be read again because this module reads them differently."""


def parser(names: Dialects) -> int:
    """The number of what reads a file here, with these names: a file read by another is read again."""
    return PARSER | names.signature << 8


Load = Callable[[str], Loaded]
"""Reads YAML. Raises `RefusedFileError`, its line counted from 1."""

Language = Literal["yaml", "toml", "json"]

FRONT_MATTER_LIMIT = 64 * 1024
_LINE_ENDS = re.compile(r"\r\n?")
_OPENING = re.compile(
    r"(-{3,}|\+{3,}|;{3,})(?:[ \t]*(yaml|yml|toml|json))?[ \t]*$", re.MULTILINE | re.IGNORECASE
)
_OBJECT = re.compile(r"\{\s*[\"}]")  # and not `{{` or `{%`, which are text of a template
_BRACES = re.compile(r'"(?:[^"\\]|\\.)*(?:"|\Z)|[{}]', re.DOTALL)


class Parsed(NamedTuple):
    """A file that was understood.

    It is what the library keeps, all of its front matter as `dialects.stored` reads it, and what was bent.
    """

    entry: Entry
    front_matter: str
    warnings: tuple[str, ...] = ()


class Split(NamedTuple):
    """A file's front matter, None where it has none, the text below it, and the language of the first."""

    block: str | None
    body: str
    language: Language = "yaml"


class _Handler(BaseHandler):
    """A block between two lines of the same sign, or of one that may end it as well."""

    def __init__(self, language: Language, boundary: str) -> None:
        super().__init__(re.compile(rf"\n(?:{boundary})[ \t]*$", re.MULTILINE))
        self.language = language

    def split(self, text: str) -> tuple[str, str]:
        """What the base class finds, at a tenth of the cost: its pattern is tried at every character."""
        assert self.FM_BOUNDARY is not None
        begin = _OPENING.match(text)
        end = self.FM_BOUNDARY.search(text)
        if begin is None or end is None:
            raise ValueError("no end")
        return text[begin.end() : end.start() + 1], text[end.end() :]


_HANDLERS = {
    "-": _Handler("yaml", r"-{3,}|\.{3}"),  # YAML may also end with its own `...`
    "+": _Handler("toml", r"\+{3,}"),
    ";": _Handler("json", r";{3,}"),
}
_LANGUAGES: dict[str, Language] = {"yaml": "yaml", "yml": "yaml", "toml": "toml", "json": "json"}


def decode(data: bytes) -> tuple[str, list[str]]:
    """The text of a file, line ends as `\\n`, and warnings. Raises `RefusedFileError` for UTF-16."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise RefusedFileError("the file is UTF-16; save it as UTF-8", 1)
    warnings = []
    data = data.removeprefix(codecs.BOM_UTF8)  # `utf-8-sig` takes three times as long
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        is_cut = error.reason == "unexpected end of data"
        text = data.decode("utf-8" if is_cut else "cp1252", "replace")
        what = "ends within a character" if is_cut else "read as Windows-1252"
        warnings.append(f"not UTF-8 at byte {error.start:,}, {what}")
    return _LINE_ENDS.sub("\n", text) if "\r" in text else text, warnings


def parse(
    data: bytes, path: str, modified: int, load: Load = yamltree.load, names: Dialects = DIALECTS
) -> Parsed:
    """The article in a file; `path` and `modified` (seconds since 1970) stand in for what it does not say.

    `load` reads the YAML: `yamltree.load` or one that gives the same. `names` finds what stands
    under foreign names. Raises `RefusedFileError` with the line and the reason.
    """
    text, warnings = decode(data)
    block, body, language = split(text)
    if block is not None:
        loads = {"yaml": load, "toml": othertrees.load_toml, "json": othertrees.load_json}
        loaded = loads[language](block)
    elif _is_text(body, path):
        loaded = Loaded({}, [])
    else:
        raise RefusedFileError("no front matter and no heading", 1)
    return parsed(loaded, body, path, modified, warnings, names)


def parsed(
    loaded: Loaded,
    body: str,
    path: str,
    modified: int,
    warnings: Sequence[str] = (),
    names: Dialects = DIALECTS,
) -> Parsed:
    """The same from front matter that was read already."""
    tree, bent, written = loaded
    # The block starts right behind the opening dashes, so that its first line is the file's first line.
    if tree is None:
        raise RefusedFileError("the front matter is empty", 1)
    if not isinstance(tree, dict):
        raise RefusedFileError("the front matter is not a list of `name: value` lines", 1)
    bent = [*warnings, *bent]
    said = names.said(tree, path, bent)
    entry = builder.entry({**tree, **said} if said else tree, body, path, modified, bent)
    return Parsed(entry, dialects.stored_json(tree, said, written), tuple(bent))


def split(text: str) -> Split:
    """The front matter and the body of `text`. Raises `RefusedFileError`."""
    if text.startswith("{"):
        return _split_object(text)
    opening = _OPENING.match(text)
    if opening is None:
        return Split(None, text)
    handler = _HANDLERS[text[0]]
    try:
        block, body = handler.split(text)
    except ValueError:
        sign = 3 * text[0]
        raise RefusedFileError(f"the front matter has no end: a line of {sign} is missing", 1) from None
    if len(block if block.isascii() else block.encode("utf-8", "replace")) > FRONT_MATTER_LIMIT:
        raise RefusedFileError(f"the front matter is larger than {FRONT_MATTER_LIMIT // 1024} KiB", 1)
    return Split(block, body, _LANGUAGES[opening[2].lower()] if opening[2] else handler.language)


def _split_object(text: str) -> Split:
    """A JSON object at the beginning of a file, as Hugo has it: its braces are its fence."""
    if not _OBJECT.match(text):
        return Split(None, text)
    level = 0
    for sign in _BRACES.finditer(text[:FRONT_MATTER_LIMIT]):
        level += {"{": 1, "}": -1}.get(sign[0], 0)
        if level == 0 and sign[0] == "}":
            return Split(text[: sign.end()], text[sign.end() :], "json")
    if len(text) > FRONT_MATTER_LIMIT:
        raise RefusedFileError(f"the front matter is larger than {FRONT_MATTER_LIMIT // 1024} KiB", 1)
    raise RefusedFileError("the front matter has no end: a } is missing", 1)


def _is_text(body: str, path: str) -> bool:
    """Whether a file without front matter is an article: Markdown with a heading."""
    return standins.has_heading(body) or (is_markdown_name(path) and bool(standins.first_heading(body)))
