"""The article that front matter describes: untrusted values brought into shape. Pure.

A field that makes no sense falls back, and what was bent is added to a list of warnings. Text comes out safe
for a terminal, URLs safe to open.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime

from newsreader import safetext, standins, urls
from newsreader.article import Article, Entry, Image, Provider, identity
from newsreader.errors import UnsafeUrlError

Tree = dict[str, "Tree"] | list["Tree"] | str | int | float | bool | None
"""Front matter: what JSON can say."""

URL_FIELDS = ("webUrl", "originalUrl", "ampWebUrl", "cdnAmpWebUrl")
"""The addresses of a story; the first that is there is its own."""

NUMBER_LIMIT = 1_000_000_000
"""Scores and sizes beyond it are taken for mistakes."""

NAMES_LIMIT = 100
"""Topics, images or related stories of one article."""

_FIRST_SECOND, _LAST_SECOND = -62_135_596_800, 253_402_300_799
_EMBEDDED_LIMIT = 4_000
_IFRAME_SOURCE = re.compile(r"<iframe\b[^>]{0,2000}?\bsrc\s*=\s*[\"']([^\"'<>]{1,2048})[\"']", re.IGNORECASE)


def within_years(seconds: int) -> int:
    """`seconds` since 1970, if it is in the years 1 to 9999 of UTC, which every date here can show.

    Raises ValueError.
    """
    if not _FIRST_SECOND <= seconds <= _LAST_SECOND:
        raise ValueError(seconds)
    return seconds


def entry(front_matter: dict[str, Tree], body: str, path: str, modified: int, warnings: list[str]) -> Entry:
    """What the library keeps; `path` and `modified` (seconds since 1970) stand in for what is not said.

    It agrees with `whole` in every field, and leaves out what is only shown.
    """
    fields = _Fields(front_matter, warnings)
    body = _body(body)
    url = fields.first_url()
    name, domain = _provider_names(fields)
    title = fields.line("title", safetext.TITLE_LIMIT) or standins.first_heading(body)
    if not title:
        warnings.append("no title, the name of the file is taken")
        title = standins.file_name(path)
    published = fields.time("publishedDateTime")
    if published is None:
        published = standins.date(path)
    if published is None:
        warnings.append("no usable date, the date of the file is taken")
        published = modified
    return Entry(
        key=urls.key_of(identity(url, title, domain, path)),
        published=published,
        title=title,
        url=url,
        excerpt=fields.excerpt(),
        body=body,
        provider=name,
        domain=domain,
        category=fields.name("category"),
        type=fields.name("type"),
        quality=fields.whole("quality"),
        heat=fields.whole("heat"),
        has_image=next(_images(fields), None) is not None,
        topics=fields.names("topics"),
        related=tuple(_related_key(_Fields(item, warnings)) for item in _related_items(front_matter)),
    )


def whole(front_matter: dict[str, Tree], body: str) -> Article:
    """The article that front matter and body describe, as it is shown."""
    fields = _Fields(front_matter, [])
    body = _body(body)
    story = _story(fields)
    title = story.title or standins.first_heading(body) or standins.file_name(None)
    return story._replace(
        title=title,
        key=_key(story._replace(title=title)),
        category=fields.name("category"),
        heat=fields.whole("heat"),
        topics=fields.names("topics"),
        featured_url=_embedded_url(str(front_matter.get("featuredContent") or "")),
        body=body,
        related=tuple(story for story, _ in related(front_matter)),
    )


def related(front_matter: dict[str, Tree]) -> list[tuple[Article, dict[str, Tree]]]:
    """The related stories that front matter names, each with what it says of them."""
    return [(_related(_Fields(item, [])), item) for item in _related_items(front_matter)]


def topics(front_matter: dict[str, Tree]) -> tuple[str, ...]:
    """The topics that front matter names."""
    return _Fields(front_matter, []).names("topics")


def _body(body: str) -> str:
    return safetext.block(body, safetext.BODY_LIMIT).strip("\n")


def _story(fields: _Fields) -> Article:
    """What an article and a related story have in common; the key is 0 while there is no title for it."""
    web, original, amp, cdn_amp = (fields.url(name) for name in URL_FIELDS)
    article = Article(
        key=0,
        title=fields.line("title", safetext.TITLE_LIMIT),
        excerpt=fields.excerpt(),
        published=fields.time("publishedDateTime"),
        url=web or original or amp or cdn_amp,
        web_url=web,
        amp_url=amp,
        cdn_amp_url=cdn_amp,
        original_url=original,
        type=fields.name("type"),
        quality=fields.whole("quality"),
        provider=_provider(fields),
        images=tuple(_images(fields)),
    )
    return article._replace(key=_key(article)) if article.title else article


def _related(fields: _Fields) -> Article:
    story = _story(fields)
    if story.title:
        return story
    story = story._replace(title=story.url or "(no title)")
    return story._replace(key=_key(story))


def _related_items(front_matter: Mapping[str, Tree]) -> list[dict[str, Tree]]:
    return [item for item in _Fields(front_matter, []).list("related") if isinstance(item, dict)]


def _related_key(fields: _Fields) -> int:
    """The key that `_related` gives the story, at a fraction of the cost."""
    url = fields.first_url()
    return urls.key_of(urls.canonical(url)) if url else _related(fields).key


def _key(article: Article) -> int:
    return urls.key_of(identity(article.url, article.title, article.provider.domain, None))


def _provider(fields: _Fields) -> Provider:
    value = fields.tree.get("provider")
    images = _images(_Fields(value, fields.warnings)) if isinstance(value, dict) else ()
    return Provider(*_provider_names(fields), tuple(images))


def _provider_names(fields: _Fields) -> tuple[str, str]:
    """The provider's name and domain."""
    value = fields.tree.get("provider")
    if isinstance(value, dict):
        inner = _Fields(value, fields.warnings)
        return inner.name("name"), inner.name("domain").lower()
    return fields.name("provider"), ""


def _images(fields: _Fields) -> Iterator[Image]:
    for item in fields.list("images"):
        if isinstance(item, dict):
            inner = _Fields(item, fields.warnings)
            if url := inner.url("url"):
                title = inner.line("title", safetext.TITLE_LIMIT)
                size = inner.whole("width"), inner.whole("height")
                yield Image(url, *size, is_cached=inner.flag("isCached"), title=title)


class _Fields:
    """The fields of one mapping, each brought to the type that is asked for."""

    def __init__(self, tree: Mapping[str, Tree], warnings: list[str]) -> None:
        self.tree = tree
        self.warnings = warnings

    def text(self, name: str, limit: int) -> str:
        return safetext.block(self._raw(name), limit)

    def line(self, name: str, limit: int) -> str:
        return safetext.line(self._raw(name), limit)

    def excerpt(self) -> str:
        return self.text("excerpt", safetext.EXCERPT_LIMIT).strip()

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

    def first_url(self) -> str:
        """The story's own address, "" if it has none that is safe."""
        return next((url for name in URL_FIELDS if (url := self.url(name))), "")

    def whole(self, name: str) -> int | None:
        value = self.tree.get(name)
        if value is None or (type(value) is int and abs(value) <= NUMBER_LIMIT):
            return value
        try:
            number = round(float(value)) if not isinstance(value, bool | list | dict) else NUMBER_LIMIT + 1
        except (ValueError, OverflowError):
            number = NUMBER_LIMIT + 1
        if abs(number) <= NUMBER_LIMIT:
            return number
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
            return within_years(int(moment.timestamp()))
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


def _embedded_url(html: str) -> str:
    """The address in an `<iframe src="…">`."""
    found = _IFRAME_SOURCE.search(html[:_EMBEDDED_LIMIT])
    if found is None:
        return ""
    url = found[1].replace("&amp;", "&")
    return urls.opened(f"https:{url}" if url.startswith("//") else url)
