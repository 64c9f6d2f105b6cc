"""The bytes of a front-matter file as an `Article`. Pure: nothing is read, nothing is opened.

`python-frontmatter` finds and splits the block, `yamltree` reads it, and the fields are brought into shape
here. A field that makes no sense falls back with a warning; only a file that is no article is refused.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from html.parser import HTMLParser

from frontmatter.default_handlers import YAMLHandler

from newsreader import safetext, urls, yamltree
from newsreader.article import Article, Image, Provider, identity
from newsreader.errors import RefusedFileError, UnsafeUrlError
from newsreader.yamltree import Tree

PARSER = 1
"""Raised when files should be read again because this module reads them differently."""

FRONT_MATTER_LIMIT = 64 * 1024
NAMES_LIMIT = 100
"""Topics, images or related stories of one article."""

_HEADING = re.compile(r"\A\s*#[ \t]+(\S.*)$", re.MULTILINE)
_LINE_ENDS = re.compile(r"\r\n?")


@dataclass(frozen=True, slots=True)
class Parsed:
    """A file that was understood: the article, everything its front matter held, and what was bent."""

    article: Article
    front_matter: dict[str, Tree]
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
        if not _HEADING.match(body):
            raise RefusedFileError("no front matter: the first line is not ---", 1)
    else:
        front_matter, bent = _load(block)
        warnings += bent
    article = build(front_matter, body, path, warnings)
    if article.published is None:
        warnings.append("no usable date, the date of the file is taken")
        article = replace(article, published=modified)
    return Parsed(article, front_matter, tuple(warnings))


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


def build(front_matter: dict[str, Tree], body: str, path: str | None, warnings: list[str]) -> Article:
    """The article that front matter and body describe. What is bent to fit is added to `warnings`."""
    fields = _Fields(front_matter, warnings)
    body = safetext.block(body, safetext.BODY_LIMIT).strip("\n")
    article = _story(fields, path)
    if not article.title:
        warnings.append("no title, one was made")
        article = replace(article, title=_made_title(body, path))
    if not article.key:
        article = replace(article, key=_key(article, path))
    featured = fields.text("featuredContent", safetext.EXCERPT_LIMIT)
    return replace(
        article,
        category=fields.name("category"),
        heat=fields.whole("heat"),
        is_published=fields.flag("published"),
        topics=fields.names("topics"),
        related=tuple(story for story, _ in related(front_matter, warnings)),
        featured_content=featured,
        featured_url=_embedded_url(str(front_matter.get("featuredContent") or "")),
        secured=fields.text("secured", 2 * safetext.EXCERPT_LIMIT),
        body=body,
    )


def related(
    front_matter: dict[str, Tree], warnings: list[str] | None = None
) -> list[tuple[Article, dict[str, Tree]]]:
    """The related stories that front matter names, each with what it says of them."""
    items = [item for item in _Fields(front_matter, []).list("related") if isinstance(item, dict)]
    return [(_related(_Fields(item, [] if warnings is None else warnings)), item) for item in items]


def topics(front_matter: dict[str, Tree]) -> tuple[str, ...]:
    """The topics that front matter names."""
    return _Fields(front_matter, []).names("topics")


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


def _story(fields: _Fields, path: str | None) -> Article:
    """What an article and a related story have in common; the key is 0 while there is no title for it."""
    web, original = fields.url("webUrl"), fields.url("originalUrl")
    amp, cdn_amp = fields.url("ampWebUrl"), fields.url("cdnAmpWebUrl")
    article = Article(
        key=0,
        title=fields.line("title", safetext.TITLE_LIMIT),
        excerpt=fields.text("excerpt", safetext.EXCERPT_LIMIT).strip(),
        published=fields.time("publishedDateTime"),
        url=web or original or amp or cdn_amp,
        web_url=web,
        amp_url=amp,
        cdn_amp_url=cdn_amp,
        original_url=original,
        type=fields.name("type"),
        quality=fields.whole("quality"),
        provider=_provider(fields),
        images=_images(fields),
    )
    return replace(article, key=_key(article, path)) if article.title else article


def _related(fields: _Fields) -> Article:
    story = _story(fields, None)
    if story.title:
        return story
    story = replace(story, title=story.url or "(no title)")
    return replace(story, key=_key(story, None))


def _key(article: Article, path: str | None) -> int:
    return urls.key_of(identity(article.url, article.title, article.provider.domain, path))


def _provider(fields: _Fields) -> Provider:
    value = fields.tree.get("provider")
    if isinstance(value, dict):
        inner = _Fields(value, fields.warnings)
        return Provider(inner.name("name"), inner.name("domain"), _images(inner))
    return Provider(fields.name("provider"))


def _images(fields: _Fields) -> tuple[Image, ...]:
    images = []
    for item in fields.list("images"):
        if isinstance(item, dict):
            inner = _Fields(item, fields.warnings)
            if url := inner.url("url"):
                title = inner.line("title", safetext.TITLE_LIMIT)
                size = inner.whole("width"), inner.whole("height")
                images.append(Image(url, *size, is_cached=inner.flag("isCached"), title=title))
    return tuple(images)


def _made_title(body: str, path: str | None) -> str:
    if heading := _HEADING.match(body):
        return safetext.line(heading[1])
    stem = re.split(r"[/\\]", path or "")[-1].rsplit(".", 1)[0]
    return safetext.line(re.sub(r"[-_]+", " ", stem)) or "(no title)"


class _Fields:
    """The fields of one mapping, each brought to the type that is asked for."""

    def __init__(self, tree: Mapping[str, Tree], warnings: list[str]) -> None:
        self.tree = tree
        self.warnings = warnings

    def text(self, name: str, limit: int) -> str:
        return safetext.block(self._raw(name), limit)

    def line(self, name: str, limit: int) -> str:
        return safetext.line(self._raw(name), limit)

    def name(self, name: str) -> str:
        return self.line(name, safetext.NAME_LIMIT)

    def names(self, name: str) -> tuple[str, ...]:
        value = self.tree.get(name)
        items = value if isinstance(value, list) else [value]
        lines = (safetext.line(_as_text(item), safetext.NAME_LIMIT) for item in items[:NAMES_LIMIT])
        return tuple(dict.fromkeys(line for line in lines if line))

    def list(self, name: str) -> list[Tree]:
        value = self.tree.get(name)
        return value[:NAMES_LIMIT] if isinstance(value, list) else []

    def url(self, name: str) -> str:
        value = self._raw(name).strip()
        try:
            return urls.checked(value) if value else ""
        except UnsafeUrlError as error:
            self.warnings.append(f"{name} is not taken: {error.message}")
            return ""

    def whole(self, name: str) -> int | None:
        value = self.tree.get(name)
        if value is None or (isinstance(value, int) and not isinstance(value, bool)):
            return value
        try:
            number = float(value) if isinstance(value, str | float) and len(str(value)) < 18 else None
            if number is not None:
                return round(number)
        except (ValueError, OverflowError):
            pass
        self.warnings.append(f"{name} is not a number")
        return None

    def flag(self, name: str) -> bool | None:
        value = self.tree.get(name)
        return value if isinstance(value, bool) else None

    def time(self, name: str) -> int | None:
        value = self._raw(name).strip()
        if not value:
            return None
        try:
            moment = datetime.fromisoformat(value)
            if moment.tzinfo is None:
                moment = moment.replace(tzinfo=UTC)
            return int(moment.timestamp())
        except (ValueError, OverflowError):
            self.warnings.append(f"{name} is not a date: {safetext.line(value, 40)}")
            return None

    def _raw(self, name: str) -> str:
        return _as_text(self.tree.get(name))


def _as_text(value: Tree) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int | float) else ""


class _Embedded(HTMLParser):
    """Finds the address in an `<iframe src=…>`."""

    url = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        source = dict(attrs).get("src")
        if tag == "iframe" and source and not self.url:
            self.url = f"https:{source}" if source.startswith("//") else source


def _embedded_url(html: str) -> str:
    if "<" not in html:
        return ""
    parser = _Embedded()
    parser.feed(html[: safetext.EXCERPT_LIMIT])
    try:
        return urls.checked(parser.url)
    except UnsafeUrlError:
        return ""
