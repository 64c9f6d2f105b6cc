"""What stands in for a title and a date that nobody wrote down."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsreader import safetext, standins


@pytest.mark.parametrize(
    ("body", "heading"),
    [
        ("# A title\ntext", "A title"),
        ("\n\n## A title ##\n", "A title"),
        ("# So {#id}", "So"),
        ("A title\n=====\n", "A title"),
        ("A title\n---\n", "A title"),
        ("text first\n\n### Then this\n# And this", "Then this"),
        ("![badge](https://e.org/b.svg)\n# Name", "Name"),
        ("```sh\n# a comment\n```\n# Name", "Name"),
        ("~~~\n```\n# a comment\n~~~\n# Name", "Name"),
        (
            "# **Bold** [link](https://e.org) `code` [[Page|shown]] [[Folder/Page]]",
            "Bold link code shown Page",
        ),
        ("# snake_case_name", "snake_case_name"),
        ("# \x1b[2J\u202ex", "�[2Jx"),
        ("#hashtag\n#", ""),
        ("- item\n---\n> quote\n===\n| a | b |\n---\n    code\n---\n", ""),
        ("two lines\nof text\n---\n", ""),
        ("text\n\n---\n\ntext", ""),
        ("", ""),
    ],
)
def test_first_heading(body: str, heading: str) -> None:
    assert standins.first_heading(body) == heading


@pytest.mark.parametrize(
    ("path", "title", "day"),
    [
        ("/blog/_posts/2020-07-10-the-city-of-boston.md", "The city of boston", "2020-07-10"),
        ("/vault/2020-07-10 A Walk.md", "A Walk", "2020-07-10"),
        ("/vault/2020-07-10.md", "2020-07-10", "2020-07-10"),
        ("20200710_notes.md", "Notes", "2020-07-10"),
        ("2020_07_10 x.md", "X", "2020-07-10"),
        ("/site/content/2020-07-10-a-bundle/index.md", "A bundle", "2020-07-10"),
        ("/project/README.md", "Project", None),
        ("/vault/My iPhone-notes.md", "My iPhone notes", None),
        ("2020-13-45-x.md", "2020 13 45 x", None),
        ("12345678901.md", "12345678901", None),
        ("1984-review.md", "1984 review", None),
        ("C:\\news\\a-file.md", "A file", None),
        (".md", "(no title)", None),
        ("\x1b[2J.md", "�[2J", None),
    ],
)
def test_a_file_name_stands_in(path: str, title: str, day: str | None) -> None:
    assert standins.file_name(path) == title
    seconds = int(datetime.fromisoformat(day).replace(tzinfo=UTC).timestamp()) if day else None
    assert standins.date(path) == seconds


@given(st.text(max_size=60), st.text("# \n=-`~*_[]()|{}!a/\x1b", max_size=200))
def test_any_name_and_any_text_give_a_safe_title(path: str, body: str) -> None:
    for title in (standins.first_heading(body), standins.file_name(path)):
        assert safetext.line(title) == title
    assert standins.file_name(path)
    standins.date(path)


def test_long_lines_cost_little() -> None:
    for line in (
        "# " + "[[" + "a/" * 500_000,
        "# " + "[" * 500_000,
        "#" + " " * 500_000 + "x",
        "# a" + " #" * 500_000,
    ):
        standins.first_heading(line + "\n" + line)
