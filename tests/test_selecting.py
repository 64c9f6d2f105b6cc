"""The first of what a query selects, whatever the time there is for it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from functools import partial
from itertools import chain, repeat
from pathlib import Path

import pytest

from newsreader import query, querysql, selecting
from newsreader.library import Library
from newsreader.marks import Marks
from tests.conftest import Put, article

LATE = -1.0  # seconds: the time is over before anything is looked for


@pytest.fixture
def many(home: Path, put: Put, monkeypatch: pytest.MonkeyPatch) -> Iterator[Library]:
    """Thirty articles, and a clock that is looked at all the time."""
    monkeypatch.setattr(selecting, "_STEPS", 1)
    put({f"{n}.md": article(f"Number {n}", f"https://e.org/{n}", f"2022-01-{n + 1}") for n in range(30)})
    with closing(Library(home / "library.db", home / "marks.db")) as library:
        yield library


@pytest.mark.parametrize("text", ["", "number", "is:unread", "number sort:oldest", "-number", "absent"])
def test_with_time_enough_it_is_the_beginning_of_the_list(many: Library, text: str) -> None:
    asked = query.parse(text)
    ids = many.ids(asked)
    for limit in (1, 30, 99):
        found = many.first(asked, limit, 60)
        assert found.ids == ids[:limit]
        assert found.is_whole == (len(ids) < limit)


@pytest.mark.parametrize("text", ["", "number", "is:unread", "29 OR absent", "absent"])
def test_when_it_is_late_there_is_nothing(many: Library, text: str) -> None:
    asked = query.parse(text)
    ids = many.ids(asked)
    assert many.first(asked, 99, LATE) == (ids[:0], False)
    assert many.ids(asked) == ids, "and whoever asks next has all the time"


@pytest.mark.parametrize("text", ["", "number", "is:unread", "number sort:oldest", "29 OR absent"])
def test_what_is_found_in_time_is_there(many: Library, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also what was found just before the time was over."""
    asked = query.parse(text)
    ids = many.ids(asked)
    seen = set()
    for looks in range(3, 900):  # how often the clock may be looked at before it is late
        clock = chain(repeat(0.0, looks), repeat(9.0))
        monkeypatch.setattr("newsreader.selecting.time.monotonic", partial(next, clock))
        found = many.first(asked, 99, 1)
        assert found.ids == ids[: len(found.ids)] and found.is_whole in (False, len(found.ids) == len(ids))
        seen.add((len(found.ids), found.is_whole))
    assert (1, False) in seen and (len(ids), True) in seen


@pytest.mark.parametrize("text", ["sort:hot", "number sort:relevance"])
def test_what_is_counted_is_what_is_listed(
    many: Library, home: Path, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(querysql, "NEWEST", 3)
    tree = query.parse(text)
    listed = many.ids(tree)
    assert len(listed) == 3 and many.count(tree) == (3, 3)
    with closing(Marks(home / "marks.db")) as marks:
        marks.set_read(many.keys(listed[:1]), True, "one")
    assert many.count(tree) == (3, 2) and many.count_unread(tree) == 2


def test_what_is_sorted_is_not_found_in_time(many: Library) -> None:
    asked = query.parse("sort:title")
    assert many.first(asked, 9, 60) == (many.ids(asked, 0), False)
