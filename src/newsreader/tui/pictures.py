"""The pictures of a story: which there are, and one of them as pixels. Files and bytes are not trusted."""

from __future__ import annotations

import io
import os
import stat
import struct
import zlib
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

from newsreader import safetext, urls
from newsreader.errors import PictureError, UnsafeUrlError, reason
from newsreader.library import Story
from newsreader.records import NamedTuple
from newsreader.tui.page import MARKDOWN_LIMIT

if TYPE_CHECKING:
    from PIL.Image import Image

PIXELS_LIMIT = 30_000_000
"""Pixels that are decoded; it takes four bytes each."""

_FORMATS = ("PNG", "JPEG", "GIF", "WEBP", "BMP")
"""Formats that Pillow reads itself; some others it hands to programs such as Ghostscript."""

_LARGEST = (1600, 1200)
_THINNEST = 4
"""How many times longer than wide a picture may be; one that is thinner gets borders."""

_BROKEN = (
    *(OSError, ValueError, SyntaxError, EOFError, LookupError, TypeError, AttributeError, ArithmeticError),
    *(struct.error, zlib.error, MemoryError),
)


class Source(NamedTuple):
    """Where a picture is, and what it shows in words: a file here, or else on the web."""

    title: str
    url: str = ""
    path: Path | None = None


def can_be_shown() -> bool:
    """Whether the libraries that show pictures are installed."""
    return find_spec("textual_image") is not None and find_spec("PIL") is not None


def sources(story: Story, roots: Sequence[str]) -> list[Source]:
    """The pictures of a story, files before those on the web; `roots` are what was imported."""
    found: dict[str, Source] = {}
    for image in story.article.images:
        found.setdefault(image.url, Source(image.title, image.url))
    for source in _in_body(story, roots):
        found.setdefault(source.url or str(source.path), source)
    return sorted(found.values(), key=lambda source: source.path is None)


def _in_body(story: Story, roots: Sequence[str]) -> Iterator[Source]:
    from newsreader.tui.markdown import Body

    for picture in Body(safetext.block(story.article.body, MARKDOWN_LIMIT)).pictures:
        try:
            yield Source(picture.title, urls.checked(picture.source))
        except UnsafeUrlError:
            if story.files and (path := local(picture.source, Path(story.files[0]), roots)):
                yield Source(picture.title, path=path)


def local(source: str, article: Path, roots: Sequence[str]) -> Path | None:
    """The file that a relative `source` names in the file `article`; None where none may be looked at.

    It must be in the article's folder or below what was imported, also when it is a link.
    """
    name = unquote(source)
    if not name or "\0" in name or ":" in name or "\\" in name or name.startswith("/"):
        return None
    folders = [article.parent, *(Path(root) for root in roots if article.is_relative_to(root))]
    try:
        path = (article.parent / name).resolve(strict=True)
        is_inside = any(path.is_relative_to(folder.resolve(strict=True)) for folder in folders)
        return path if is_inside and path.is_file() else None
    except (OSError, ValueError, RuntimeError):
        return None


def read(path: Path) -> bytes:
    """What is in a picture's file. Raises `PictureError`."""
    from newsreader.fetching import BYTES_LIMIT

    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC)
        with open(descriptor, "rb") as file:
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                raise PictureError("The picture is not a regular file.")
            data = file.read(BYTES_LIMIT + 1)
    except OSError as error:
        raise PictureError(f"The picture cannot be read: {reason(error)}.") from None
    if len(data) > BYTES_LIMIT:
        raise PictureError(f"The picture is larger than {BYTES_LIMIT // 1_000_000} MB.")
    return data


def decoded(data: bytes) -> Image:
    """The picture, no larger than a screen. Raises `PictureError` for what is none, or too large a one."""
    from PIL import Image

    Image.init()
    try:
        formats = [name for name in _FORMATS if name in Image.OPEN]
        with Image.open(io.BytesIO(data), formats=formats) as image:
            if image.width * image.height > PIXELS_LIMIT:
                raise PictureError(f"The picture has more than {PIXELS_LIMIT // 1_000_000} million pixels.")
            image.draft("RGB", _LARGEST)
            picture = image.convert("RGBA" if image.has_transparency_data else "RGB")
        picture.thumbnail(_LARGEST)
        return _bordered(picture)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise PictureError("The picture is far larger than it says.") from None
    except _BROKEN:
        raise PictureError("This is no picture that can be shown.") from None


def _bordered(picture: Image) -> Image:
    """The picture, with borders where one side is so short that nothing would be left of it."""
    from PIL import Image, ImageOps

    longest = max(picture.size)
    size = tuple(max(side, longest // _THINNEST) for side in picture.size)
    if size == picture.size:
        return picture
    return ImageOps.pad(picture, (size[0], size[1]), Image.Resampling.BILINEAR)
