"""Numbers of things in words."""

from __future__ import annotations

from newsreader.tui.wording import count


def test_count() -> None:
    assert [count(number) for number in (0, 1, 2, 1_200)] == [
        "0 stories",
        "1 story",
        "2 stories",
        "1,200 stories",
    ]
    assert count(1, more=True) == "1+ stories" and count(200, more=True) == "200+ stories"
    assert count(1, "line", "lines") == "1 line" and count(3, "line", "lines") == "3 lines"
