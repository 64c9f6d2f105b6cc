"""The same place in two layouts of one text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rich.segment import Segment
from textual.strip import Strip

from newsreader.tui.anchor import letters_before, line_at


def strips(*texts: str) -> list[Strip]:
    return [Strip([Segment(text)]) for text in texts]


def test_a_line_is_found_again() -> None:
    wide, narrow = strips("one two", "", "── three ──", "four"), strips("one", "two", "", "three", "four")
    assert [line_at(narrow, letters_before(wide, line)) for line in range(4)] == [0, 3, 3, 4]
    assert [line_at(wide, letters_before(narrow, line)) for line in range(5)] == [0, 0, 2, 2, 3]
    assert line_at([], 3) == 0 and line_at(strips("a"), 3) == 0


@given(st.lists(st.text(max_size=9), min_size=1), st.data())
def test_a_line_with_letters_is_itself(texts: list[str], data: st.DataObject) -> None:
    line = data.draw(st.integers(0, len(texts) - 1))
    found = line_at(strips(*texts), letters_before(strips(*texts), line))
    assert found == line or not any(map(str.isalnum, texts[line]))
