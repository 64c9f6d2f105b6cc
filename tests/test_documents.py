"""Stories as documents: whatever an article says is text there."""

from __future__ import annotations

import csv
import io
import json
import time
from contextlib import closing
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from newsreader import documents, paths, query, safetext
from newsreader.library import Headline, Library, Listed
from tests.conftest import imported

HOSTILE = [
    "[x](javascript:alert(1))",
    "<script>alert(1)</script>",
    "</p></article><img src=x onerror=alert(1)>",
    '"><a href="https://evil.example">',
    "# not a heading",
    "1. not a list",
    "- not a list\n+ nor this\n* nor this",
    "    not code",
    "```\nnot code\n```",
    "~~~\nnot code",
    "a\n===\nb\n---",
    "![x](https://evil.example/pixel.png)",
    "<https://evil.example>",
    "[a]: https://evil.example\n\n[a]",
    "*a* _b_ `c` ~~d~~ | e |",
    "&lt;b&gt; &#x6a;",
    "> quote",
    "=HYPERLINK(\"https://evil.example\")",
    "\\*a\\*",
    "a  \nb\\\nc",
    "| a |\n| - |\n| b |",
    "\x1b]52;c;ZXZpbA==\x07\u202e",
]  # fmt: skip
ADDRESS = "https://e.org/a?b=1&c=(2)"


def story(text: str, url: str = ADDRESS) -> Listed:
    row = Headline(1594368240 << 20, 7, text, url, text, text, text, text, 41, -1, 0, True, False)
    return Listed(row, text, (text,), text)


def made(kind: str, *stories: Listed, query: str = "") -> str:
    return "".join(documents.document(kind, stories, query))


def plain(text: str) -> str:
    return "".join(text.split())


class Page(HTMLParser):
    """The elements, addresses and text of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.said = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attributes

    def handle_data(self, data: str) -> None:
        self.said += data


@pytest.mark.parametrize("text", HOSTILE)
def test_html_holds_only_our_elements(text: str) -> None:
    page = Page(made("html", story(text), query=text))
    inside = page.tags[page.tags.index("article") :]
    assert inside == ["article", "h2", "a", "p", "p", "p"]
    assert [value for name, value in page.attributes if name in ("href", "src")] == [ADDRESS]
    assert not [name for name, _ in page.attributes if name.startswith("on")]
    assert plain(safetext.block(text)) in plain(page.said) and "\x1b" not in page.said


@given(st.one_of(st.sampled_from(HOSTILE), st.text(), st.text("[]()<>*_`#+-.!|~&\\\n \t=:>1a\"'")))
def test_markdown_shows_the_text_as_it_is(text: str) -> None:
    """As a reader of Markdown sees it, with HTML and tables on: one paragraph, no markup, the same text."""
    reader = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    clean = safetext.block(text, safetext.BODY_LIMIT)
    for paragraph in clean.split("\n\n"):
        tokens = reader.parse(documents.markdown_text(paragraph))
        assert {token.type for token in tokens} <= {"paragraph_open", "inline", "paragraph_close"}
        inner = [child for token in tokens for child in token.children or ()]
        assert {child.type for child in inner} <= {"text", "softbreak", "text_special"}
        assert plain("".join(child.content for child in inner)) == plain(paragraph)


@pytest.mark.parametrize("text", HOSTILE)
def test_markdown_links_only_the_address(text: str) -> None:
    reader = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    tokens = reader.parse(made("markdown", story(safetext.line(text)), query=text))
    inner = [child for token in tokens for child in token.children or ()]
    links = [child.attrs["href"] for child in inner if child.type == "link_open"]
    assert links == [ADDRESS]
    assert not [
        token for token in tokens if token.type in ("html_block", "fence", "code_block", "table_open")
    ]


@pytest.mark.parametrize("kind", ["html", "markdown"])
@pytest.mark.parametrize("url", ["javascript:alert(1)", "https://e.org/<x>\n", "file:///etc/passwd", ""])
def test_an_address_that_is_not_opened_is_no_link(kind: str, url: str) -> None:
    text = made(kind, story("A title", url))
    assert "A title" in text and "javascript" not in text and "href" not in text and "](" not in text


def test_csv_is_read_back_and_is_no_formula() -> None:
    titles = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "＝1", 'a "quoted", text\nof two lines', "plain"]
    text = made("csv", *map(story, titles))
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert [row["title"][0] for row in rows[:6]] == ["'"] * 6
    assert rows[6]["title"] == titles[6] and rows[7]["title"] == "plain"
    assert rows[0]["heat"] == "-1" and (rows[0]["read"], rows[0]["starred"]) == ("true", "false")
    assert list(rows[0])[:3] == ["key", "title", "excerpt"]


def test_jsonl_says_what_list_says_and_the_body(library: Library) -> None:
    lines = made("jsonl", *library.listed()).splitlines()
    assert [json.loads(line)["title"] for line in lines] == [row.title for row in library.headlines()]
    assert "body" in json.loads(lines[0])


@pytest.mark.parametrize("kind", ["jsonl", "csv", "markdown", "html"])
def test_documents_come_in_pieces(kind: str) -> None:
    def endless() -> object:
        while True:
            yield story("x")

    pieces = documents.document(kind, endless(), "")  # type: ignore[arg-type]
    assert all(next(pieces) for _ in range(1000))


def test_days_are_those_of_the_time_zone(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    time.tzset()
    imported(home / "library.db", paths.bundled_seeds())
    with closing(Library(home / "library.db", home / "marks.db")) as library:
        text = "".join(documents.document("markdown", library.listed(query.parse("ubergizmo")), ""))
    assert "2020-06-25" in text and "2020-06-24" not in text
