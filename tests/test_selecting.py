"""The first of what a query selects, whatever the time there is for it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from newsreader import query, selecting
from newsreader.library import Library
from tests.conftest import Put, article

LATE = -1.0  # seconds: the time is over before anything is looked for


@pytest.fixture
def many(home: Path, put: Put, monkeypatch: pytest.MonkeyPatch) -> Iterator[Library]:
    """Thirty articles, and a clock that is looked at all the time."""
    monkeypatch.setattr(selecting, "_STEPS", 1)
    put({f"{n}.md": article(f"Number {n}", f"https://e.org/{n}", f"2022-01-{n + 1}") for n in range(30)})
    with closing(Library(home / "library.db", home / "marks.db")) as library:
        yield library


@pytest.mark.parametrize(
    "text", ["", "number", "is:unread", "number sort:oldest", "sort:title", "-number", "absent"]
)
def test_with_time_enough_it_is_the_beginning_of_the_list(many: Library, text: str) -> None:
    asked = query.parse(text)
    ids = many.ids(asked)
    for limit in (1, 30, 99):
        found = many.first(asked, limit, 60)
        assert found.ids == ids[:limit]
        assert found.is_whole == (len(ids) < limit)


@pytest.mark.parametrize("text", ["", "number", "is:unread", "number sort:oldest"])
@pytest.mark.parametrize("at_least", [1, 7])
def test_when_it_is_late_it_is_what_was_found(many: Library, text: str, at_least: int) -> None:
    asked = query.parse(text)
    found = many.first(asked, 99, LATE, at_least)
    assert at_least <= len(found.ids) < 30 and not found.is_whole
    assert found.ids == many.ids(asked)[: len(found.ids)], "and whoever asks next has all the time"


def test_the_one_that_is_found_at_once_does_not_wait_for_the_next(many: Library) -> None:
    asked = query.parse("29 OR absent")
    assert many.first(asked, 99, LATE) == (many.ids(asked), False)


def test_nothing_is_known_only_after_everything_was_looked_at(many: Library) -> None:
    asked = query.parse("absent")
    assert many.first(asked, 99, LATE) == (many.ids(asked), True)
    assert many.first(query.EVERYTHING, 99, LATE, at_least=0) == (many.ids(asked), False)


def test_what_is_sorted_is_waited_for(many: Library) -> None:
    asked = query.parse("sort:title")
    assert many.first(asked, 9, LATE) == (many.ids(asked, 9), False)
    assert many.first(asked, 9, LATE, at_least=0) == (many.ids(asked, 0), False)
