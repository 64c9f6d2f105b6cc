"""The front matter of other tools in our own names: what a tree says under foreign names. Pure.

A field that a file says in our own name is never looked for elsewhere, so a file in our own dialect stays as
it is. The table is also docs/formats.md.
"""

from __future__ import annotations

import json
import re
from binascii import crc32
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice
from typing import Any
from urllib.parse import urlsplit

from newsreader import dates, safetext, standins, urls
from newsreader.builder import NAMES_LIMIT, URL_FIELDS, Tree
from newsreader.errors import DamagedError, UnsafeUrlError
from newsreader.records import NamedTuple


@dataclass(frozen=True, slots=True)
class Field:
    """A field of ours, the names it has elsewhere, the first to be asked first, and what is taken."""

    name: str
    foreign: tuple[str, ...]
    help: str
    gathers: bool = False
    """Whether what stands under all of the names is taken, and not only the first of them."""
    after_file_name: bool = False
    """Whether a date in the file's name comes before these names."""


FIELDS = (
    Field("title", ("headline", "name", "link_title"), "else the first heading, else the file's name"),
    Field(
        "webUrl",
        ("url", "link", "source", "canonical_url", "canonical", "permalink", "source_url", "original_url",
         "external_url", "href"),
        "an http or https address; a path within a site is none",
    ),
    Field(
        "publishedDateTime",
        ("date", "published", "publish_date", "published_date", "pub_date", "published_at", "date_published",
         "created", "created_at", "date_created"),
        "ISO 8601, RFC 2822, `2020-07-10 12:00:00 +0200`, `Jul 10, 2020`, seconds since 1970; UTC without a "
        "zone; else the date with which the file's name begins",
    ),
    Field(
        "publishedDateTime",
        ("lastmod", "modified", "updated", "updated_at", "last_modified_at", "date_modified"),
        "where neither the names above nor the file's name say a date; else the date of the file",
        after_file_name=True,
    ),
    Field("excerpt", ("description", "summary", "abstract", "subtitle", "dek", "teaser"), "text"),
    Field(
        "topics",
        ("tags", "categories", "tag", "keywords"),
        "all of them together; a list, or text with commas; `tags` and `categories` also with spaces; a `#` "
        "before a name is dropped",
        gathers=True,
    ),
    Field(
        "provider",
        ("publisher", "site", "site_name", "publication", "source", "author", "authors", "creator", "byline"),
        "a name, a list, a mapping with a `name`, a `[[wikilink]]`; else the domain of the address",
    ),
    Field(
        "images",
        ("image", "cover", "thumbnail", "banner", "feature_image", "featured_image", "hero_image",
         "cover_image", "og_image"),
        "an http or https address, a list (so may be `images`), or a mapping with `url`, `src`, `path` or "
        "`image`; a path within a site is none",
    ),
    Field("type", ("draft",), "`draft` where it is true: `-type:draft` leaves drafts out"),
)  # fmt: skip

OUR_NAMES = frozenset(
    ("title", "excerpt", "publishedDateTime", *URL_FIELDS, "category", "type", "quality", "heat", "published",
     "provider", "topics", "images", "related", "featuredContent", "secured")
)  # fmt: skip
"""What our own dialect says."""

CONTAINERS = ("params", "extra", "taxonomies")
"""Mappings of Hugo and Zola whose names are looked at after those beside them."""

_SPACED = ("tags", "categories")  # Jekyll separates them by spaces
_ADDRESS = ("url", "src", "path", "image", "href")
_MARKDOWN_LINK = re.compile(r"!?\[[^\[\]]*\]\(<?([^()<>\s]*)>?(?:\s[^()]*)?\)")
_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")
_TEXT_LIMIT = 4_000  # characters of a name or an address that are looked at


class Stored(NamedTuple):
    """Front matter as the library keeps it: as it was, and in our own names."""

    original: dict[str, Tree]
    ours: dict[str, Tree]


def stored_json(tree: dict[str, Tree], said: dict[str, Tree], tree_json: str = "") -> str:
    """`tree` and what it `said` under foreign names, if anything, as JSON for `stored`."""
    tree_json = tree_json or _json(tree)
    return f"[{tree_json},{_json(said)}]" if said else tree_json


def stored(text: str) -> Stored:
    """What `stored_json` wrote. Raises `DamagedError` for anything else."""
    try:
        value: Any = json.loads(text)
        original, said = value if isinstance(value, list) else (value, {})
        return Stored(original, {**original, **said})
    except (TypeError, ValueError) as error:
        hint = "newsreader rebuild makes the library anew"
        raise DamagedError("the front matter of a story is damaged in the library", hint) from error


class Dialects:
    """Finds what front matter says under the foreign names of `fields`."""

    def __init__(self, fields: Sequence[Field] = FIELDS) -> None:
        foreign = {name for field in fields for name in field.foreign}
        added = {plain_name(name) for name in foreign.difference(*(field.foreign for field in FIELDS))}
        self._fields = tuple(fields)
        self._ours = {name for name in OUR_NAMES - foreign if plain_name(name) not in added} | {"published"}
        asked = repr([(field.name, field.foreign) for field in fields])
        self.signature = 0 if self._fields == FIELDS else crc32(asked.encode("utf-8", "replace"))
        """A number that changes with the names; 0 for those of the table alone."""

    def said(self, tree: dict[str, Tree], path: str, warnings: list[str]) -> dict[str, Tree]:
        """What `tree`, from the file at `path`, says under foreign names, in our own.

        It is empty for a file in our own dialect. What was passed over is told in `warnings`.
        """
        if self._ours.issuperset(tree) and _has_our_shapes(tree):
            return {}
        reader = _Reader(_by_plain_name(tree), warnings)
        found: dict[str, Tree] = {}
        for field in self._fields:
            if field.name in found or _is_said(tree, field.name):
                continue
            if field.after_file_name and standins.date(path) is not None:
                continue
            value = reader.read(field)
            if field.name == "provider":
                value = _provider(value, found, tree)
            if value is not None:
                found[field.name] = value
        return found


@lru_cache(1_000)
def plain_name(name: str) -> str:
    """A name without what tools write differently: `publish_date` and `publishDate` are one."""
    return re.sub(r"[-_ ]+", "", name.lower())


DIALECTS = Dialects()
"""The names of the table above."""


def with_own(names: Mapping[str, Sequence[str]]) -> Dialects:
    """The table with the user's own names, by those of our fields, before the others."""
    own = {name: tuple(foreign) for name, foreign in names.items()}
    fields = []
    for field in FIELDS:  # the first of a name gets them
        fields.append(replace(field, foreign=(*own.pop(field.name, ()), *field.foreign)))
    fields += [Field(name, foreign, "") for name, foreign in sorted(own.items())]
    return Dialects(fields)


def _has_our_shapes(tree: dict[str, Tree]) -> bool:
    """Whether the names that other tools use as well mean what they mean here."""
    images = tree.get("images")
    is_list = isinstance(images, list) and (not images or isinstance(images[0], dict))
    return isinstance(tree.get("published"), bool | None) and (images is None or is_list)


def _is_said(tree: dict[str, Tree], name: str) -> bool:
    if name == "webUrl":
        return any(tree.get(other) for other in URL_FIELDS)
    if name == "images":
        return bool(tree.get(name)) and _has_our_shapes({name: tree[name]})
    return bool(tree.get(name))


def _by_plain_name(tree: Mapping[str, Tree]) -> dict[str, Tree]:
    named: dict[str, Tree] = {}
    inner = [tree[name] for name in tree if plain_name(name) in CONTAINERS]
    for mapping in (tree, *inner):
        if isinstance(mapping, dict):
            for name, value in mapping.items():
                if value is not None:
                    named.setdefault(plain_name(name), value)
    return named


class _Reader:
    """Reads the values of a file's fields, which may have any shape."""

    def __init__(self, named: dict[str, Tree], warnings: list[str]) -> None:
        self._named = named
        self._warnings = warnings

    def read(self, field: Field) -> Tree:
        """What stands under the names of `field`, in the shape of ours; None if they say nothing."""
        values: list[Tree] = []
        read: Callable[[str, Tree], Tree] = getattr(self, f"_{field.name.lower()}")
        for name in (field.name, *field.foreign):
            value = self._named.get(plain_name(name))
            if value is not None and (taken := read(name, value)) is not None:
                if not field.gathers:
                    return taken
                values += _items(taken)
        return values or None

    def _title(self, name: str, value: Tree) -> Tree:
        return next((text for text in map(safetext.line, _texts(value)) if text), None)

    def _excerpt(self, name: str, value: Tree) -> Tree:
        return value if isinstance(value, str) and value.strip() else None

    def _weburl(self, name: str, value: Tree) -> Tree:
        return next((url for text in _texts(value) if (url := self._address(name, text))), None)

    def _publisheddatetime(self, name: str, value: Tree) -> Tree:
        if isinstance(value, bool):  # `published: false` is no date
            return None
        text = standins.plain(next(_texts(value), ""))
        if not text:
            return None
        if (moment := dates.written(text)) is None:
            self._warnings.append(f"{safetext.line(name)} is not a date: {safetext.line(text, 40)}")
            return None
        return moment.isoformat(timespec="seconds")

    def _topics(self, name: str, value: Tree) -> Tree:
        if isinstance(value, str):
            is_spaced = "," not in value and plain_name(name) in _SPACED
            items = value.split() if is_spaced else value.split(",")
        else:
            items = list(_texts(value))
        topics = [standins.plain(item).lstrip("#").strip() for item in items[:NAMES_LIMIT]]
        return [topic for topic in topics if topic] or None

    def _provider(self, name: str, value: Tree) -> Tree:
        names = dict.fromkeys(standins.plain(text) for text in _texts(value) if "://" not in text)
        return ", ".join(filter(None, names)) or None

    def _images(self, name: str, value: Tree) -> Tree:
        images: list[Tree] = []
        for item in _items(value):
            mapping = item if isinstance(item, dict) else {"url": item}
            places = (mapping[key] for key in _ADDRESS if isinstance(mapping.get(key), str))
            if url := next((url for place in places if (url := self._address(name, str(place)))), ""):
                title = mapping.get("title") or mapping.get("alt") or mapping.get("caption")
                images.append({**mapping, "url": url, "title": title})
        return images or None

    def _type(self, name: str, value: Tree) -> Tree:
        if name == "draft":
            return "draft" if value is True else None
        return self._category(name, value) if name != "type" else None

    def _category(self, name: str, value: Tree) -> Tree:
        return next((text for text in map(standins.plain, _texts(value)) if text), None)

    def _quality(self, name: str, value: Tree) -> Tree:
        return value if isinstance(value, int | float | str) and not isinstance(value, bool) else None

    _heat = _quality

    def _address(self, name: str, text: str) -> str:
        """The address that `text` is, "" if it is none that may be opened."""
        text = text[:_TEXT_LIMIT].strip()
        if link := _MARKDOWN_LINK.fullmatch(text):
            text = link[1]
        text = text.removeprefix("<").removesuffix(">")
        text = f"https:{text}" if text.startswith("//") else text
        try:
            return urls.checked(text)
        except UnsafeUrlError as error:
            if _SCHEME.match(text) and " " not in text:
                self._warnings.append(f"{safetext.line(name)} is not taken: {error.message}")
            return ""


def _items(value: Tree) -> list[Tree]:
    return value[:NAMES_LIMIT] if isinstance(value, list) else [value]


def _texts(value: Tree) -> Iterator[str]:
    """The texts in a value, in lists and as the names of mappings too: a hundred at most."""
    return islice(_all_texts(value, 0), NAMES_LIMIT)


def _all_texts(value: Tree, level: int) -> Iterator[str]:
    if isinstance(value, dict):
        value = value.get("name") or value.get("title") or value.get("url")
    if isinstance(value, list) and level < 3:
        for item in value:
            yield from _all_texts(item, level + 1)
    elif isinstance(value, str | int | float) and not isinstance(value, bool):
        yield str(value)[:_TEXT_LIMIT]


def _provider(name: Tree, found: dict[str, Tree], tree: dict[str, Tree]) -> Tree:
    """A provider of this name; the domain of an address that has a foreign name stands in for one."""
    domain = _domain(found.get("webUrl"))
    if name is None:
        return {"name": domain, "domain": domain} if domain else None
    own = next((tree[other] for other in URL_FIELDS if tree.get(other)), None)
    return {"name": name, "domain": domain or _domain(own)}


def _domain(url: Tree) -> str:
    if not isinstance(url, str):
        return ""
    return (urlsplit(urls.opened(url)).hostname or "").removeprefix("www.")


def _json(tree: Tree) -> str:
    return json.dumps(tree, ensure_ascii=False, separators=(",", ":"))
