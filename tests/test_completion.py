"""The search text goes on to fields and their values."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsreader import query
from newsreader.completion import completions

NAMES = {"topic": ["AI", "Computer Vision", "Natural Language Processing"], "provider": ["Bild"]}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("to", ["topic:"]),
        ("boston -TI", ["boston -title:"]),
        ("(pro", ["(provider:"]),
        ("topic:", ["topic:AI ", 'topic:"Computer Vision" ', 'topic:"Natural Language Processing" ']),
        ("x topic:comp", ['x topic:"Computer Vision" ']),
        ('topic:"computer v', ['topic:"Computer Vision" ']),
        ("topic:lang", ['topic:"Natural Language Processing" ']),
        ("is:un", ["is:unread "]),
        (
            "sort:",
            [
                f"sort:{order} "
                for order in ("newest", "oldest", "heat", "quality", "title", "relevance", "hot")
            ],
        ),
        ("boston ", []),
        ("", []),
        ("nope:x", []),
        ("quality:", []),
        ('topic:"AI" ', []),
    ],
)
def test_completions(text: str, found: list[str]) -> None:
    assert completions(text, NAMES) == found


@given(st.text(st.characters(categories=["L", "N", "P"], include_characters=" "), min_size=1, max_size=10))
def test_what_is_offered_for_a_topic_finds_it(name: str) -> None:
    if value := name.strip():
        (offered,) = completions("topic:", {"topic": [name]})
        assert query.parse(offered) == query.Field("topic", value)


@given(st.text(max_size=40))
def test_no_text_does_harm(text: str) -> None:
    assert len(completions(text, NAMES)) <= 50
