"""Untrusted text comes out harmless, and what is harmless comes out as it is."""

from __future__ import annotations

import json
import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsreader import safetext
from tests.conftest import MANY

TEXT = st.text(st.characters(), max_size=400)  # surrogates, controls and unassigned characters included


@pytest.mark.parametrize(
    ("raw", "safe"),
    [
        ("Boston — “Facial” Recognition", "Boston — “Facial” Recognition"),
        ("two\nlines\tand\u2028more", "two lines and more"),
        ("clip\x1b]52;c;ZXZpbA==\x07board", "clip\ufffd]52;c;ZXZpbA==\ufffdboard"),
        ("c1 \x9b2J end", "c1 \ufffd2J end"),
        ("evil\u202egnp.exe", "evilgnp.exe"),
        ("zero\u200bwidth\ufeff", "zerowidth"),
        ("soft\u00adhyphen", "softhyphen"),
        ("lone \ud800 half", "lone \ufffd half"),
        ("family 👩\u200d💻", "family 👩\u200d💻"),
        ("dangling 👩\u200d and end\u200c", "dangling 👩 and end"),
        ("\u200d x \u3164 y", "x y"),
        ("[b]not markup[/b] [@click=app.quit]", "[b]not markup[/b] [@click=app.quit]"),
        ("  much   space  ", "much space"),
        ("e\u0301 is one letter", "e\u0301 is one letter"),
    ],
)
def test_line(raw: str, safe: str) -> None:
    assert safetext.line(raw) == safe


def test_block_keeps_line_breaks() -> None:
    assert safetext.block("a\r\nb\x85c\td\x1b[2J") == "a\nb\nc    d\ufffd[2J"


def test_printable_keeps_the_spaces() -> None:
    assert safetext.printable("  a \u202eb\x1b \u2028c ") == "  a b\ufffd  c "


def test_towers_of_marks_are_capped() -> None:
    tower = "a" + "\u0301" * 200_000
    assert len(safetext.line(tower, 1_000_000)) == 1 + safetext.COMBINING_LIMIT
    assert safetext.line("\u0301x") == "◌\u0301x"


def test_long_text_is_cut() -> None:
    assert safetext.line("x" * 400) == "x" * 299 + "…"
    assert len(safetext.block("y\n" * 50_000)) == safetext.EXCERPT_LIMIT


@given(TEXT)
@MANY
def test_line_is_safe_and_stable(text: str) -> None:
    safe = safetext.line(text)
    assert safetext.line(safe) == safe
    assert len(safe) <= safetext.TITLE_LIMIT
    assert all(char.isprintable() or char in "\u200c\u200d" for char in safe)


@given(TEXT)
@MANY
def test_block_is_safe_and_stable(text: str) -> None:
    safe = safetext.block(text)
    assert safetext.block(safe) == safe
    assert all(char.isprintable() or char in "\n\u200c\u200d" for char in safe)


@given(TEXT)
def test_isolation_is_balanced(text: str) -> None:
    isolated = safetext.isolated(safetext.line(text))
    assert isolated.count("\u2068") == isolated.count("\u2069") <= 1


def test_isolation_of_right_to_left_text() -> None:
    assert safetext.isolated("שלום") == "\u2068שלום\u2069"
    assert safetext.isolated("plain") == "plain"


@given(TEXT)
def test_json_is_the_same_value_without_dangerous_characters(text: str) -> None:
    escaped = safetext.json_escaped(json.dumps(text, ensure_ascii=False))
    assert json.loads(escaped) == json.loads(json.dumps(text))
    assert not any(unicodedata.category(char) in ("Cc", "Cf", "Cs", "Co") for char in escaped)


def test_every_character_that_a_terminal_could_act_on_is_escaped() -> None:
    every = map(chr, range(0x110000))
    acting = [char for char in every if unicodedata.category(char) in ("Cc", "Cf", "Cs", "Co")]
    written = json.dumps(acting, ensure_ascii=False)
    assert safetext.json_escaped(written).isascii() and len(acting) > 100_000
    assert json.loads(safetext.json_escaped(written)) == acting


def test_every_combining_mark_is_known() -> None:
    marks = safetext._marks(safetext._MAY_COMBINE + safetext._MAY_COMBINE_BEYOND)
    every = [chr(code) for code in range(0x110000) if unicodedata.category(chr(code))[0] == "M"]
    assert all(map(marks.fullmatch, every)) and not marks.search("aж漢字😀")
    assert not [char for char in every if char > "\uffff" and not re.match(safetext._BEYOND, char)]
