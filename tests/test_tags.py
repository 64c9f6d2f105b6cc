"""Tags: words that stand for names, and that no text can be taken for."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from newsreader import safetext
from newsreader.searchtext import fold, index_text
from newsreader.tags import tag

names = st.text(max_size=8) | st.text("aäA .0\ue001", max_size=4)


@given(names, names)
def test_a_tag_is_a_name_folded(one: str, other: str) -> None:
    assert (tag("topic", one) == tag("topic", other)) == (fold(one) == fold(other))
    assert tag("topic", one) != tag("type", one)
    assert tag("topic", one + other).startswith(tag("topic", one)) == fold(one + other).startswith(fold(one))


@given(st.text())
def test_no_text_holds_a_tag(text: str) -> None:
    assert "\ue000" not in safetext.block(text) + index_text(text)
