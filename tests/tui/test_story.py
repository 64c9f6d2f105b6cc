"""The story pane: the way that led to a story, and where it stands."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from newsreader.tui.story import way


@pytest.mark.parametrize(
    ("titles", "width", "text"),
    [
        (["First", "Second"], 40, "First ‹ Second ‹ here"),
        (["First", "Second"], 20, "… ‹ Second ‹ here"),
        (["A title that is longer than others", "Coverage"], 60, "A title that is lon… ‹ Coverage ‹ here"),
        (["A title that is longer than others"], 30, "A title that is longer… ‹ here"),
        (["東京タワーの見出し"], 20, "東京タワーの… ‹ here"),
        (["a", "b", "c", "d"], 17, "… ‹ c ‹ d ‹ here"),
        (["Anything"], 8, "… ‹ here"),
    ],
)  # fmt: skip
def test_the_way_keeps_what_is_nearest(titles: list[str], width: int, text: str) -> None:
    assert way(titles, width) == text


@given(st.lists(st.text(max_size=60), min_size=1, max_size=8), st.integers(8, 120))
def test_the_way_fits(titles: list[str], width: int) -> None:
    text = way(titles, width)
    assert cell_len(text) <= width and text.endswith("‹ here")
