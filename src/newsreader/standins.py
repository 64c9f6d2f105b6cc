"""What stands in for what front matter does not say: a heading of the text, the file's own name. Pure."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from newsreader import safetext

_SOUGHT = 16_000  # characters of a text in which its first heading is looked for
_LINE_LIMIT = 1_000  # characters of a line that are looked at
_HEADING = re.compile(r" {0,3}#{1,6}[ \t]+(\S.*)")
_CLOSING = re.compile(
    r"[ \t]+#+[ \t]*\Z|[ \t]*\{[#.:][^{}]{0,200}\}[ \t]*\Z"
)  # `## so ##` and `# so {#name}`
_UNDERLINE = re.compile(r" {0,3}(?:=+|-+)[ \t]*")
_NO_PARAGRAPH = re.compile(r" {4}|\t| {0,3}(?:[>|<]|[-*+][ \t]|\d{1,9}[.)][ \t])")
_FENCE = re.compile(r" {0,3}(```|~~~)")
_LINK = re.compile(r"!?\[([^\[\]]*)\]\([^()]*\)")
_WIKILINK = re.compile(r"!?\[\[([^\[\]]*)\]\]")
_EMPHASIS = re.compile(r"(\*\*|__|`)(\S(?:[^*_`]*\S)?)\1")

_FILE_DATE = re.compile(r"(\d{4})(?:-(\d{1,2})-(\d{1,2})|_(\d{2})_(\d{2})|(\d{2})(\d{2}))(?!\d)[-_. ]*")
_SLUG = re.compile(r"[^A-Z\s]+")
_NAMELESS = ("index", "_index", "readme")  # files that are called like their folder


def has_heading(body: str) -> bool:
    """Whether Markdown begins with a heading, which says that it is Markdown."""
    lines = body.lstrip("\n").split("\n", 2)
    return bool(_heading(lines[0], lines[1] if len(lines) > 1 else ""))


def file_name(path: str | None) -> str:
    """The name of a file made readable; never empty."""
    return (path and _named(path)) or "(no title)"


def first_heading(body: str) -> str:
    """The first heading of Markdown as plain text, "" if there is none near its beginning."""
    lines = body[:_SOUGHT].split("\n")
    fence, above = "", True
    for line, below in zip(lines, [*lines[1:], ""], strict=True):
        if mark := _FENCE.match(line):
            fence = "" if mark[1] == fence else fence or mark[1]
        elif not fence and (found := _heading(line, below if above else "")):
            return found
        above = not line.strip()
    return ""


def date(path: str) -> int | None:
    """The day with which a file's name begins, as seconds since 1970: midnight UTC. None if there is none."""
    if not (found := _FILE_DATE.match(_stem(path))):
        return None
    try:
        day = datetime(*(int(part) for part in found.groups() if part), tzinfo=UTC)  # type: ignore[arg-type, misc]
    except ValueError:
        return None
    return int(day.timestamp())


def plain(text: str) -> str:
    """Text without the signs of links and emphasis: what is said, as one line that is safe."""
    text = _LINK.sub(r"\1", _WIKILINK.sub(_shown, text[:_LINE_LIMIT]))
    return safetext.line(_EMPHASIS.sub(r"\2", text))


def _shown(wikilink: re.Match[str]) -> str:
    """What is shown of `[[folder/page|shown]]`."""
    page, has_alias, alias = wikilink[1].partition("|")
    return alias if has_alias else page.rpartition("/")[2]


def _heading(line: str, below: str) -> str:
    """The heading that `line` is, or that it is by the line below it."""
    if found := _HEADING.fullmatch(line):
        return plain(_CLOSING.sub("", found[1][:_LINE_LIMIT].rstrip()))
    if below and _UNDERLINE.fullmatch(below) and line.strip() and not _NO_PARAGRAPH.match(line):
        return plain(line)
    return ""


def _stem(path: str) -> str:
    """The file's name without its ending; its folder's where the file is only called `index`."""
    *folders, name = re.split(r"[/\\]", path)
    stem = name.rsplit(".", 1)[0]
    return folders[-1] if stem.lower() in _NAMELESS and folders and folders[-1] else stem


def _named(path: str) -> str:
    stem = _stem(path)
    words = _FILE_DATE.sub("", stem, count=1) if date(path) is not None else stem
    if not words:
        return stem
    name = safetext.line(re.sub(r"[-_]+", " ", words))
    return name[:1].upper() + name[1:] if _SLUG.fullmatch(words) else name
