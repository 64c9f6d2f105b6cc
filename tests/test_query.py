"""The search text's grammar."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsreader import query
from newsreader.errors import QueryError
from newsreader.fields import FIELDS
from newsreader.query import EVERYTHING, All, Any, Field, Not, Query, Text
from tests.conftest import MANY


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("", EVERYTHING),
        ("boston", Text("boston")),
        ("boston police", All((Text("boston"), Text("police")))),
        ('"facial recognition"', Text("facial recognition")),
        ('"facial recog"*', Text("facial recog", prefix=True)),
        ("bost*", Text("bost", prefix=True)),
        ("-boston", Not(Text("boston"))),
        ("a OR b c", Any((Text("a"), All((Text("b"), Text("c")))))),
        ("(a OR b) c", All((Any((Text("a"), Text("b"))), Text("c")))),
        ("topic:AI", Field("topic", "AI")),
        ('topic:"Computer Vision"', Field("topic", "Computer Vision")),
        ("TOPIC:comp*", Field("topic", "comp", prefix=True)),
        ("is:UNREAD", Field("is", "unread")),
        ("https://example.org/a", Text("https://example.org/a")),
        ("12:30", Text("12:30")),
        ("a\0b\n", All((Text("a"), Text("b")))),
        (" \t\0", EVERYTHING),
        ("boston %  _ &", Text("boston")),
        ('a -"OR" -ORacle', All((Text("a"), Not(Text("OR")), Not(Text("ORacle"))))),
        ("don't", Text("don't")),
        ("or and NOT", All((Text("or"), Text("and"), Text("NOT")))),
        ("e-mail", Text("e-mail")),
        ("quality>50", Field("quality", ">50")),
        ("quality:30..60 heat:<=9", All((Field("quality", "30..60"), Field("heat", "<=9")))),
        ("a>b", Text("a>b")),
        ("after:2020-07 older:3W", All((Field("after", "2020-07"), Field("older", "3w")))),
        ("title:bost*", Field("title", "bost", prefix=True)),
        ("(a OR b) sort:heat", All((Any((Text("a"), Text("b"))), Field("sort", "heat")))),
        ("a -% b", All((Text("a"), Text("b")))),
    ],
)
def test_parse(text: str, tree: Query) -> None:
    assert query.parse(text) == tree


@pytest.mark.parametrize(
    ("text", "column", "says"),
    [
        ("topc:AI", 0, "did you mean topic:"),
        ("boston xyzzy:1", 7, "there are topic, provider"),
        ("quality:high", 8, "a number, or >50"),
        ("after:July", 6, "a date like 2020"),
        ("newer:soon", 6, "an age like 12h"),
        ("has:imag", 4, "did you mean image"),
        ("-sort:heat", 1, "outside of"),
        ("a OR sort:heat", 5, "around what OR joins"),
        ("is:unred", 3, "did you mean unread"),
        ("is:", 3, "one of read"),
        ("topic:", 6, "needs a value"),
        ('say "hello', 4, "without an end"),
        ("(a b", 0, r"add \)"),
        ("a b)", 3, "without an opening"),
        ("a OR", 2, "both sides"),
        ("a -OR b", 2, "OR cannot be left out"),
        ("%  _ &", 0, "nothing to look for in “% _ &”"),
        (" 🎉", 1, "write a word"),
        ('""', 0, "write a word"),
        ("()", 0, "write a word"),
        ("-%", 0, "write a word"),
        ("title:%", 0, "write a word"),
        ("a " * 201, 402, "search for less"),
        ("(" * 80, 12, "levels deep"),
    ],
)
def test_mistakes_name_the_column(text: str, column: int, says: str) -> None:
    with pytest.raises(QueryError, match=says) as caught:
        query.parse(text)
    assert caught.value.column == column


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("bos", Text("bos", prefix=True)),
        ("boston ", Text("boston")),
        ('"facial rec', Text("facial rec", prefix=True)),
        ("topic:Comp", Field("topic", "Comp", prefix=True)),
        ("topic:", EVERYTHING),
        ("is:unr", EVERYTHING),
        ("is:", EVERYTHING),
        ("%", EVERYTHING),
        ('"', EVERYTHING),
        ("-OR", EVERYTHING),
        ("newer:7", EVERYTHING),
        ("quality:>", EVERYTHING),
        ("boston OR", Text("boston")),
        ("(boston", Text("boston", prefix=True)),
        ("boston -", Text("boston")),
    ],
)
def test_while_typing_the_end_is_open(text: str, tree: Query) -> None:
    assert query.parse(text, typing=True) == tree


def test_what_finds_every_story() -> None:
    assert all(query.is_only_order(query.parse(text)) for text in ("", "sort:heat", "sort:heat sort:title"))
    assert not any(query.is_only_order(query.parse(text)) for text in ("a", "a sort:heat", "a b", "a OR b"))


def test_the_order_of_a_query() -> None:
    assert query.order(query.parse("boston")) == "newest"
    assert query.order(query.parse("boston sort:heat sort:title")) == "title"
    assert query.order(query.parse("sort:oldest")) == "oldest"


def test_while_typing_what_cannot_become_right_is_a_mistake() -> None:
    with pytest.raises(QueryError, match="one of read"):
        query.parse("boston is:foo", typing=True)


WHOLE = st.just(False)  # Hypothesis fills in every field of a named tuple that it is not told
WORDS = st.text(st.characters(categories=["L", "N"], max_codepoint=0x2FFF), min_size=1, max_size=8)
NAMES = st.text('Cä "*-()', min_size=1, max_size=8).map(str.strip).filter(bool)
LEAVES = (
    st.builds(Text, WORDS, st.booleans())
    | st.builds(Field, st.sampled_from(["topic", "provider"]), NAMES, st.booleans())
    | st.builds(
        Field, st.sampled_from(["topic", "provider", "category", "type", "title"]), WORDS, st.booleans()
    )
    | st.builds(Field, st.just("is"), st.sampled_from(FIELDS["is"].choices), WHOLE)
    | st.builds(Field, st.just("has"), st.sampled_from(FIELDS["has"].choices), WHOLE)
    | st.builds(
        Field,
        st.sampled_from(["on", "after", "before"]),
        st.sampled_from(["2020", "2020-01", "2020-01-02"]),
        WHOLE,
    )
    | st.builds(Field, st.sampled_from(["newer", "older"]), st.sampled_from(["1h", "6y", "300w"]), WHOLE)
    | st.builds(
        Field,
        st.sampled_from(["quality", "heat"]),
        st.sampled_from([">1", "<=40", "1..2", "..7", "3..", "41", "0", "-1"]),
        WHOLE,
    )
)
TREES = st.recursive(
    LEAVES,
    lambda inner: (
        st.builds(Not, inner)
        | st.lists(inner, min_size=2, max_size=3).map(lambda items: query.both(*items))
        | st.lists(inner, min_size=2, max_size=3).map(lambda items: Any(tuple(items)))
    ),
    max_leaves=8,
)


@given(TREES)
def test_what_a_tree_prints_parses_to_it(tree: Query) -> None:
    assert query.parse(str(tree)) == tree


@given(st.text(max_size=80) | st.text('ab ():"*-OR\\%_topicis:unread', max_size=60), st.booleans())
@MANY
def test_no_text_does_more_than_be_a_mistake(text: str, typing: bool) -> None:
    try:
        tree = query.parse(text, typing=typing)
    except QueryError as error:
        assert 0 <= error.column <= len(text)
    else:
        assert query.parse(str(tree)) == tree
