"""Files are written whole or not at all."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from newsreader import writing
from newsreader.errors import NewsreaderError


@pytest.fixture
def here(tmp_path: Path) -> Path:
    folder = tmp_path / "here"
    folder.mkdir()
    return folder


def names(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


def test_a_new_file(here: Path) -> None:
    writing.write(here / "a.md", ["one\n", "two é\n"])
    assert (here / "a.md").read_bytes() == "one\ntwo é\n".encode()
    assert names(here) == ["a.md"]


def test_what_is_there_is_only_replaced_on_demand(here: Path) -> None:
    path = here / "a.md"
    path.write_text("before")
    path.chmod(0o640)
    with pytest.raises(NewsreaderError, match="is there already"):
        writing.write(path, ["after"])
    assert path.read_text() == "before"
    writing.write(path, ["after"], may_replace=True)
    assert path.read_text() == "after" and path.stat().st_mode & 0o777 == 0o640
    assert names(here) == ["a.md"]


def test_a_link_stays_one(here: Path) -> None:
    (here / "real.md").write_text("before")
    (here / "link.md").symlink_to("real.md")
    writing.write(here / "link.md", ["after"], may_replace=True)
    assert (here / "link.md").is_symlink() and (here / "real.md").read_text() == "after"


def test_a_folder_is_never_replaced(here: Path) -> None:
    (here / "a.md").mkdir()
    with pytest.raises(NewsreaderError):
        writing.write(here / "a.md", ["after"], may_replace=True)
    assert names(here) == ["a.md"]


def test_where_there_are_no_hard_links(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*names: object) -> None:
        raise PermissionError(errno.EPERM, "no links here")

    monkeypatch.setattr(os, "link", refuse)
    writing.write(here / "a.md", ["one"])
    assert (here / "a.md").read_text() == "one"
    with pytest.raises(NewsreaderError, match="is there already"):
        writing.write(here / "a.md", ["two"])
    assert (here / "a.md").read_text() == "one" and names(here) == ["a.md"]


@pytest.mark.parametrize(
    "error", [OSError(errno.ENOSPC, "No space left on device"), NewsreaderError("stopped")]
)
def test_what_fails_leaves_nothing(here: Path, error: Exception) -> None:
    def parts() -> Iterator[str]:
        yield "one"
        raise error

    with pytest.raises(NewsreaderError, match=r"no space left|stopped"):
        writing.write(here / "a.md", parts())
    assert not names(here)


def test_a_full_disk() -> None:
    if not os.access("/dev/full", os.W_OK):
        pytest.skip("this platform has no /dev/full")
    with pytest.raises(NewsreaderError):
        writing.write(Path("/dev/full"), ["one"])


def test_no_such_folder(here: Path) -> None:
    with pytest.raises(NewsreaderError, match="no such file or directory: choose another place"):
        writing.write(here / "no/a.md", ["one"])
