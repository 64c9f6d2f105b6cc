"""Writing a file whole or not at all."""

from __future__ import annotations

import errno
import os
import stat
import threading
from pathlib import Path

import pytest

from newsreader import files
from newsreader.errors import RefusedFileError

TEXT = "one\nzwei ä\r\n"


def replaced(path: Path, text: str = TEXT) -> None:
    with files.replacing(path) as file:
        file.write(text)


def test_a_file_is_made_and_replaced(home: Path) -> None:
    path = home / "a.toml"
    for text in ("first", TEXT):
        replaced(path, text)
        assert path.read_bytes().decode() == text
    assert list(home.iterdir()) == [path]


def test_what_is_raised_within_leaves_the_old_one(home: Path) -> None:
    path = home / "a.toml"
    replaced(path)
    with pytest.raises(KeyboardInterrupt), files.replacing(path) as file:
        file.write("half")
        raise KeyboardInterrupt
    with pytest.raises(UnicodeEncodeError):
        replaced(path, "half\udcff")
    assert path.read_bytes().decode() == TEXT and list(home.iterdir()) == [path]


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o666])
def test_permissions_are_kept(home: Path, mode: int) -> None:
    path = home / "a.toml"
    path.write_text("old")
    path.chmod(mode)
    replaced(path)
    assert stat.S_IMODE(path.stat().st_mode) == mode and path.read_bytes().decode() == TEXT


def test_a_link_stays_one(home: Path) -> None:
    (home / "dotfiles").mkdir()
    kept, link, other = home / "dotfiles/a.toml", home / "a.toml", home / "b.toml"
    link.symlink_to(kept)  # which is not there yet
    other.symlink_to(link)
    for path in (link, other):
        replaced(path, str(path))
        assert link.is_symlink() and other.is_symlink() and kept.read_text() == str(path)
    assert list(kept.parent.iterdir()) == [kept]


def test_a_folder_is_not_replaced(home: Path) -> None:
    (home / "a").mkdir()
    with pytest.raises(OSError):
        replaced(home / "a")
    with pytest.raises(FileNotFoundError):
        replaced(home / "missing" / "a")
    assert [path.name for path in home.iterdir()] == ["a"]


@pytest.mark.parametrize("has_links", [True, False])
def test_a_new_file_replaces_nothing(home: Path, has_links: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    if not has_links:
        monkeypatch.setattr(os, "link", refuse)
    with files.replacing(home / "a", is_new=True) as file:
        file.write(TEXT)
    with pytest.raises(FileExistsError), files.replacing(home / "a", is_new=True) as file:
        file.write("other")
    assert (home / "a").read_bytes().decode() == TEXT and len(list(home.iterdir())) == 1


def refuse(*arguments: object) -> None:
    raise PermissionError


def test_several_write_at_once_and_one_of_them_wins_whole(home: Path) -> None:
    path = home / "a"
    texts = [f"{number}\n" * 20_000 for number in range(6)]
    threads = [threading.Thread(target=replaced, args=(path, text)) for text in texts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert path.read_text() in texts and list(home.iterdir()) == [path]


def test_a_lock_keeps_others_waiting(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, link = home / "a", home / "links" / "b"
    link.parent.mkdir()
    link.symlink_to(path)
    monkeypatch.setattr(files, "LOCK_SECONDS", 0.05)
    with files.locked(path), files.locked(link.parent / "a"), pytest.raises(TimeoutError), files.locked(link):
        pass
    with files.locked(link):
        pass


def test_a_folder_without_locks_is_written_to(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import fcntl

    def refuse(*arguments: object) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(fcntl, "flock", refuse)
    with files.locked(home / "a"):
        replaced(home / "a")


def test_contents(home: Path) -> None:
    path = home / "a"
    assert files.contents(path) is None and files.contents(path / "b") is None
    replaced(path)
    (home / "link").symlink_to(path)
    assert files.contents(path) == files.contents(home / "link") == TEXT.encode()
    path.unlink()
    with pytest.raises(RefusedFileError, match="leads nowhere"):
        files.contents(home / "link")
