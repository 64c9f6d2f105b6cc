"""What an article is: the values that every other part of the program speaks of."""

from __future__ import annotations

from newsreader import urls
from newsreader.records import NamedTuple
from newsreader.searchtext import fold


class Image(NamedTuple):
    """A picture that belongs to an article or a provider; sizes are in pixels."""

    url: str
    width: int | None = None
    height: int | None = None
    is_cached: bool | None = None
    title: str = ""


class Provider(NamedTuple):
    """Who published an article."""

    name: str = ""
    domain: str = ""
    images: tuple[Image, ...] = ()


class Article(NamedTuple):
    """A news article. Text is safe for a terminal, URLs are safe to open, "" and None mean absent.

    A related story is an article of its own, with fewer fields filled.
    `published` is in seconds since 1970 UTC. `quality` and `heat` are None where they were not scored.
    """

    key: int
    title: str
    excerpt: str = ""
    published: int | None = None
    url: str = ""
    web_url: str = ""
    amp_url: str = ""
    cdn_amp_url: str = ""
    original_url: str = ""
    category: str = ""
    type: str = ""
    quality: int | None = None
    heat: int | None = None
    provider: Provider = Provider()
    topics: tuple[str, ...] = ()
    images: tuple[Image, ...] = ()
    related: tuple[Article, ...] = ()
    featured_url: str = ""
    body: str = ""

    @property
    def addresses(self) -> tuple[tuple[str, str], ...]:
        """Where it is to be read or seen, each with what that is."""
        named = (
            ("Web", self.web_url),
            ("Original", self.original_url),
            ("AMP", self.amp_url),
            ("AMP cache", self.cdn_amp_url),
            ("Video" if self.type == "video" else "Embedded", self.featured_url),
        )
        return tuple((name, url) for name, url in named if url)


class Entry(NamedTuple):
    """What the library keeps of an article beside its front matter, each field as in `Article`.

    `published` is the date of the file where the article has none; `related` holds keys.
    """

    key: int
    published: int
    title: str
    url: str
    excerpt: str
    body: str
    provider: str
    domain: str
    category: str
    type: str
    quality: int | None
    heat: int | None
    has_image: bool
    topics: tuple[str, ...]
    related: tuple[int, ...]


def identity(url: str, title: str, provider: str, path: str | None) -> str:
    """What makes an article the same one: its URL, else the file it is in, else title and provider."""
    if url:
        return urls.canonical(url)
    return f"file:{path}" if path else f"story:{fold(provider)}/{fold(title)}"
