"""Stories that belong together, and lists in which each stands once."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsreader import coverage
from newsreader.coverage import STORY_LIMIT
from newsreader.errors import NotFoundError
from newsreader.library import Library
from newsreader.marks import Marks
from tests.conftest import Put, article


@contextmanager
def graph(edges: set[tuple[int, int]], articles: int = 12) -> Iterator[sqlite3.Connection]:
    """A library of articles whose ids are ten times their keys, and who names whom."""
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("CREATE TABLE article (id INTEGER PRIMARY KEY, key INTEGER UNIQUE)")
        connection.execute("CREATE TABLE related (article_id INTEGER, key INTEGER)")
        connection.executemany("INSERT INTO article VALUES (?, ?)", [(n * 10, n) for n in range(articles)])
        connection.executemany("INSERT INTO related VALUES (?, ?)", [(a * 10, b) for a, b in edges])
        yield connection


EDGES = st.sets(st.tuples(st.integers(0, 11), st.integers(0, 15)), max_size=20)  # 12 to 15 are no articles


@given(EDGES, st.integers(0, 15))
def test_a_story_is_everything_connected(edges: set[tuple[int, int]], key: int) -> None:
    reached, border = {key}, [key]
    while border:
        at = border.pop()
        near = {b for a, b in edges if a == at} | {a for a, b in edges if b == at}
        border += near - reached
        reached |= near
    with graph(edges) as connection:
        found = coverage.connected(connection, key)
    assert found[0] == key and set(found) == reached and len(found) == len(reached)


def test_a_story_ends_somewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(coverage, "STORY_LIMIT", 4)
    chain = {(n, n + 1) for n in range(11)}
    with graph(chain) as connection:
        assert coverage.connected(connection, 5) == [5, 4, 6, 3]
        folded = coverage.folded(connection, [n * 10 for n in range(11, -1, -1)])
    assert max(list(folded.within.values()).count(first) for first in folded.ids) == 3, (
        "and the one that is shown"
    )


@given(EDGES, st.permutations(range(12)), st.integers(1, 12))
def test_a_folded_list_has_every_story_once(edges: set[tuple[int, int]], order: list[int], part: int) -> None:
    ids = [n * 10 for n in order]
    with graph(edges) as connection:
        folded = coverage.folded(connection, ids)
        beginning = coverage.folded(connection, ids[:part]).ids
    assert sorted([*folded.ids, *folded.within]) == sorted(ids)
    assert set(folded.within.values()) <= set(folded.ids)
    linked = {(a * 10, b * 10) for a, b in edges} | {(b * 10, a * 10) for a, b in edges}
    group = {id_: folded.within.get(id_, id_) for id_ in ids}
    for place, id_ in enumerate(ids):
        before = [other for other in ids[:place] if (id_, other) in linked]
        assert (group[id_] in {group[other] for other in before}) if before else group[id_] == id_
    assert folded.ids[: len(beginning)] == beginning, "what follows does not change the beginning"


def test_what_is_far_down_stays_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(coverage, "FOLD_LIMIT", 3)
    everyone = {(a, b) for a in range(12) for b in range(12)}
    with graph(everyone) as connection:
        folded = coverage.folded(connection, [n * 10 for n in range(6)])
    assert list(folded.ids) == [0, 30, 40, 50] and folded.within == {10: 0, 20: 0}


def test_the_schema_has_what_is_asked_for(tmp_path: Path) -> None:
    library = Library(tmp_path / "library.db", tmp_path / "marks.db")
    assert list(library.folded([1, 2]).ids) == [1, 2]
    library.close()


def related(*numbers: int) -> str:
    return "[" + ", ".join(f"{{title: As {n} is named, webUrl: 'https://e.org/{n}'}}" for n in numbers) + "]"


def address(number: int) -> str:
    return f"https://e.org/{number}"


def test_everything_connected_the_oldest_first(library: Library, marks: Marks, put: Put) -> None:
    put(
        {
            "2.md": article("Two", address(2), "2021-01-02", related=related(1, 9)),
            "1.md": article("One", address(1), "2021-01-01"),
            "3.md": article("Three", address(3), "2021-01-03", related=related(9), provider="{name: P, domain: p.org}"),
            "4.md": article("Apart", address(4), "2021-01-01", related=related(5)),
        }
    )  # fmt: skip
    marks.set_read([library.find(address(9))], True, "x")
    marks.set_starred([library.find(address(3))], True, "x")
    for start in (1, 2, 3, 9):
        stories = library.coverage(library.find(address(start)))
        assert [story.article.title for story in stories] == ["One", "Two", "Three", "As 9 is named"]
        assert [story.in_library for story in stories] == [True, True, True, False]
        assert [(story.read, story.starred) for story in stories[2:]] == [(False, True), (True, False)]
        assert stories[2].article.provider.name == "P" and stories[3].article.published is None
        assert set(library.connected(library.find(address(start)))) == {
            story.article.key for story in stories
        }


def test_a_story_that_is_gone(library: Library) -> None:
    with pytest.raises(NotFoundError):
        library.coverage(1)


@pytest.mark.parametrize("shape", ["star", "chain"])
def test_an_end_must_be_somewhere(library: Library, put: Put, shape: str) -> None:
    number = STORY_LIMIT + 100
    put(
        {
            f"{n}.md": article(f"Story {n}", address(n), "2021-01-01", related=related(0 if shape == "star" else n - 1))
            for n in range(1, number)
        }
    )  # fmt: skip
    for start in (0, number - 1):
        stories = library.coverage(library.find(address(start)))
        assert len({story.article.key for story in stories}) == len(stories) == STORY_LIMIT
        assert library.find(address(start)) in {story.article.key for story in stories}
