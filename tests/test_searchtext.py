"""Words, folding and highlighting."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsreader import searchtext
from newsreader.searchtext import Phrase


def marked(text: str, *wanted: tuple[Phrase, bool]) -> list[str]:
    return [text[start:end] for start, end in searchtext.matches(text, wanted)]


@pytest.mark.parametrize(
    ("text", "folded"), [("ÄGYPTEN", "agypten"), ("Café", "cafe"), ("AI", "ai"), ("Ångström", "angstrom")]
)
def test_fold(text: str, folded: str) -> None:
    assert searchtext.fold(text) == folded


def test_index_text_splits_unspaced_scripts_only() -> None:
    assert searchtext.index_text("東京 news").split() == ["東", "京", "news"]
    assert searchtext.index_text("Boston’s “plan”") == "Boston’s “plan”"
    assert searchtext.index_text("Ελλάδα ёлка") == "Ελλαδα елка"
    assert searchtext.index_text(None) == ""


def test_words_are_listed_by_how_they_begin() -> None:
    text = searchtext.index_text("Kundengröße große ZAKOŃCZYĆ kurz _under_score_ über15 東京tower1 l’avion")
    assert searchtext.long_words(text, "Plain words") == {
        *("kundengroße", "zakonczyc", "under", "score", "uber15", "tower1", "avion", "plain", "words")
    }


def test_matches_words_prefixes_and_phrases() -> None:
    text = "Facial recognition: facial, Recognitions. Ägypten"
    assert marked(text, (("facial",), False)) == ["Facial", "facial"]
    assert marked(text, (("recog",), True)) == ["recognition", "Recognitions"]
    assert marked(text, (("facial", "recognition"), False)) == ["Facial recognition"]
    assert marked(text, (("agypten",), False)) == ["Ägypten"]
    assert marked("東京タワー", (("京", "タ"), False)) == ["京タ"]
    assert marked(text, ((), True)) == []


@given(st.text(), st.lists(st.tuples(st.text(min_size=1), st.booleans()), max_size=4))
def test_matches_are_in_order_and_apart(text: str, wanted: list[tuple[str, bool]]) -> None:
    spans = searchtext.matches(text, [(searchtext.phrase(word), prefix) for word, prefix in wanted])
    ends = [0, *(end for _, end in spans)]
    assert all(end <= start < stop <= len(text) for end, (start, stop) in zip(ends, spans, strict=False))
