"""Which pictures a story has, and what is not taken for one."""

from __future__ import annotations

import io
import os
import struct
import zlib
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from newsreader.article import Article
from newsreader.article import Image as Named
from newsreader.errors import PictureError
from newsreader.library import Story
from newsreader.tui.pictures import PIXELS_LIMIT, Source, decoded, local, read, sources


def picture(size: tuple[int, int] = (40, 20), form: str = "PNG", mode: str = "RGB") -> bytes:
    out = io.BytesIO()
    Image.new(mode, size).save(out, form)
    return out.getvalue()


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def claiming(width: int, height: int) -> bytes:
    """A small PNG that says to be large."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")


@pytest.mark.parametrize("form", ["PNG", "JPEG", "GIF", "WEBP", "BMP"])
def test_formats(form: str) -> None:
    assert decoded(picture(form=form)).size == (40, 20)
    assert decoded(picture((4000, 3000), form)).size == (1600, 1200)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16"])
def test_kinds_of_colour(mode: str) -> None:
    assert decoded(picture(mode=mode)).mode in ("RGB", "RGBA")


def test_what_is_too_thin_gets_borders() -> None:
    assert decoded(picture((800, 1))).size == (800, 200) and decoded(picture((1, 800))).size == (200, 800)


@pytest.mark.parametrize(
    "data",
    [b"", b"<html>", b"\x89PNG\r\n\x1a\n", picture()[:50], b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", b"<svg/>",
     claiming(100, 100)],
)  # fmt: skip
def test_what_is_no_picture(data: bytes) -> None:
    with pytest.raises(PictureError, match="no picture that can be shown"):
        decoded(data)


@pytest.mark.parametrize("size", [(6000, 6000), (PIXELS_LIMIT + 1, 1), (12_000, 12_000), (60_000, 60_000)])
def test_what_claims_to_be_large_is_not_decoded(size: tuple[int, int]) -> None:
    with pytest.raises(PictureError, match=r"million pixels|far larger"):
        decoded(claiming(*size))


@given(st.binary(max_size=300), st.integers(0, 80), st.sampled_from(["PNG", "JPEG", "GIF", "WEBP", "BMP"]))
def test_anything_is_a_picture_or_an_error(noise: bytes, at: int, form: str) -> None:
    data = picture(form=form)
    with suppress(PictureError):
        decoded(data[:at] + noise + data[at + len(noise) :])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """`news/a.md` with pictures around it, of which those in `private` are nobody's business."""
    for name in ("news/img/a b.png", "news/in.png", "shared/s.png", "private/p.png"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(picture())
    (tmp_path / "news/out.png").symlink_to(tmp_path / "private/p.png")
    (tmp_path / "news/outside").symlink_to(tmp_path / "private")
    (tmp_path / "news/inner.png").symlink_to(tmp_path / "news/in.png")
    os.mkfifo(tmp_path / "news/pipe.png")
    return tmp_path


def test_files_beside_the_article(folder: Path) -> None:
    article = folder / "news/a.md"
    for name in ("in.png", "./in.png", "img/a%20b.png", "img/../in.png", "inner.png"):
        assert local(name, article, []), name
    for name in (
        "../private/p.png", "..%2fprivate%2fp.png", "out.png", "outside/p.png", str(folder / "news/in.png"), "file:in.png", f"file://{folder}/news/in.png",
        "missing.png", "img", "pipe.png", "", ".", "%00", "..\\private\\p.png", "x" * 5000, "//host/in.png",
    ):  # fmt: skip
        assert local(name, article, []) is None, name
    assert local("../shared/s.png", article, []) is None
    assert local("../shared/s.png", article, [str(folder)]), "below what was imported"
    assert local("../shared/s.png", article, [str(folder / "private")]) is None


def test_reading(folder: Path) -> None:
    assert read(folder / "news/in.png") == picture()
    for name in ("news/out.png", "news/pipe.png", "news/none.png", "news"):
        with pytest.raises(PictureError):
            read(folder / name)
    large = folder / "large.png"
    large.write_bytes(b"")
    os.truncate(large, 11_000_000)
    with pytest.raises(PictureError, match="larger than 10 MB"):
        read(large)


def test_files_come_before_what_is_on_the_web(folder: Path) -> None:
    body = "![One](https://e.org/1.png) ![Two](in.png) ![](../private/p.png) ![Again](https://e.org/0.png) ![](javascript:x) ![](//e.org/x)"
    article = Article(1, "Title", body=body, images=(Named("https://e.org/0.png", title="Zero"),))
    story = Story(article, True, False, False, (), (str(folder / "news/a.md"),), {})
    assert sources(story, []) == [
        Source("Two", path=folder / "news/in.png"),
        Source("Zero", "https://e.org/0.png"),
        Source("One", "https://e.org/1.png"),
    ]
    assert [source.url for source in sources(story._replace(files=()), [])] == [
        "https://e.org/0.png",
        "https://e.org/1.png",
    ]
