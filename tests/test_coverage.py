"""Who covers the same story: found from either end, bounded, in the order of time."""

from __future__ import annotations

import pytest

from newsreader.coverage import STORY_LIMIT
from newsreader.errors import NotFoundError
from newsreader.library import Library
from newsreader.marks import Marks
from tests.conftest import Put, article


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
