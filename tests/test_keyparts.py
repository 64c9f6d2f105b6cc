"""Keys in parts: each once, in order within a window, and asked for again after an error."""

from __future__ import annotations

import pytest

from newsreader import keyparts
from newsreader.errors import StorageError
from newsreader.keyparts import KeyParts
from newsreader.library import Library
from newsreader.query import EVERYTHING
from tests.conftest import Put, article


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keyparts, "PART", 2)
    monkeypatch.setattr(keyparts, "WINDOW", 5)


@pytest.fixture
def ids(put: Put, library: Library) -> list[int]:
    """The two seeds and ten others, the newest first."""
    put({f"{n}.md": article(f"Story {n}", f"https://e.org/{n}", f"2024-01-{n + 10}") for n in range(10)})
    return list(library.ids(EVERYTHING))


def test_every_key_comes_once_and_those_of_a_window_in_order(library: Library, ids: list[int]) -> None:
    parts = list(KeyParts(library, ids))
    assert [len(part) for part in parts] == [2, 2, 1, 2, 2, 1, 2]
    windows = [sorted(library.keys(ids[start : start + 5])) for start in (0, 5, 10)]
    assert [key for part in parts for key in part] == [key for window in windows for key in window]


def test_articles_that_are_gone_are_left_out(library: Library, ids: list[int]) -> None:
    gone = list(range(6))
    assert [key for part in KeyParts(library, [*gone, ids[0], *gone]) for key in part] == library.keys(
        [ids[0]]
    )
    parts = KeyParts(library, gone)
    assert parts.next() == [] and parts.are_taken


def test_a_part_that_could_not_be_read_is_asked_for_again(
    library: Library, ids: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    parts = KeyParts(library, ids)
    whole = sorted(library.keys(ids[:5]))
    with monkeypatch.context() as patched:

        def failing(ids: list[int]) -> list[int]:
            raise StorageError("the disk is gone", "look for it")

        patched.setattr(library, "keys", failing)
        with pytest.raises(StorageError):
            parts.next()
    assert parts.next() == parts.next() == whole[:2]
    parts.taken()
    assert parts.next() == whole[2:4] and not parts.are_taken
