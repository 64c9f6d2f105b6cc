"""Links followed by their numbers."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsreader.tui.hints import LinkNumber
from tests.conftest import Put, article
from tests.tui.conftest import Reader, Start


@pytest.mark.parametrize(
    ("count", "complete", "not_yet"),
    [(1, ["1"], []), (9, ["1", "9"], []), (29, ["3", "9", "12"], ["1", "2"]), (123, ["13", "99", "123"], ["1", "12"])],
)  # fmt: skip
def test_a_number_is_complete_when_no_longer_one_is_possible(
    count: int, complete: list[str], not_yet: list[str]
) -> None:
    entry = LinkNumber(count, lambda place: None)
    assert all(entry.is_complete(text) for text in complete)
    assert not any(entry.is_complete(text) for text in [*not_yet, "", "0", "x", "-1", "²", str(count + 1)])


@pytest.fixture
def linked(put: Put) -> None:
    """A story with twelve links in its body, and a related one."""
    body = " ".join(f"[Number {n}](https://e.org/{n})" for n in range(2, 14))
    related = "[{title: As One has it, webUrl: 'https://e.org/two'}]"
    put(
        {
            "a.md": article("One", "https://e.org/1", "2021-01-02", related=related, body=body),
            "b.md": article("Two", "https://e.org/two", "2021-01-01"),
        }
    )


def prompt(reader: Reader) -> str:
    return reader.text().splitlines()[-1].strip()


@pytest.mark.usefixtures("linked")
async def test_one_key_where_one_digit_is_enough(start: Start, browser: Path) -> None:
    async with start() as reader:
        await reader.press("enter", "f")
        assert prompt(reader) == "Go to link 1 to 14"
        await reader.press("5")
        assert browser.read_text() == "https://e.org/4\n" and reader.pane == "story"
        assert reader.story.selected == 4 and reader.title == "One"
        await reader.press("j")
        assert reader.story.selected == 5, "keys are commands again"


@pytest.mark.usefixtures("linked")
async def test_enter_where_the_number_could_go_on(start: Start, browser: Path) -> None:
    async with start() as reader:
        await reader.press("enter", "f", "1")
        assert reader.title == "One" and prompt(reader) == "Go to link 1"
        await reader.press("enter")
        assert reader.title == "Two" and reader.pane == "story"
        await reader.press("escape", "f", "1", "3")
        assert browser.read_text() == "https://e.org/12\n" and reader.title == "One"


@pytest.mark.usefixtures("linked")
async def test_mistakes_and_second_thoughts(start: Start, browser: Path) -> None:
    async with start() as reader:
        await reader.press("enter", "f", "x", "enter")
        assert "there is no link x, only 1 to 14" in prompt(reader)
        await reader.press("backspace", "0", "enter")
        assert "there is no link 0" in prompt(reader)
        await reader.press("escape")
        assert reader.pane == "story" and "Esc back" in prompt(reader)
        await reader.press("f", "enter")
        assert reader.pane == "story" and "Esc back" in prompt(reader)
        assert not browser.exists()


async def test_a_story_without_links(start: Start, put: Put) -> None:
    put({"a.md": article("Lonely", "", "2022-01-01")})
    async with start() as reader:
        await reader.press("enter", "f")
        assert reader.messages[-1] == "This story leads nowhere." and reader.pane == "story"
