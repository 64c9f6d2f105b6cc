"""A story laid out as lines and links."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token
from rich.cells import cell_len
from rich.style import Style

from newsreader import query
from newsreader.article import Article, Image, Provider
from newsreader.library import Library, RelatedStory, Story
from newsreader.tui.page import LINES_LIMIT, NARROWEST, STYLES, Page, lay_out
from tests.test_library import UBERGIZMO

PLAIN = {name: Style(bold=name == "match") for name in STYLES}
BARE = Story(Article(1, "Only a title"), True, False, False, (), (), {})


def lines(page: Page) -> list[str]:
    return [line.text for line in page.lines]


def test_a_seed(library: Library) -> None:
    page = lay_out(library.story(library.find(UBERGIZMO)), 64, PLAIN)
    text = "\n".join(lines(page))
    for part in (
        "The City Of Boston", "Ubergizmo Feed · ubergizmo.com", "Wed 24 Jun 2020 23:48 · news article · quality 38",
        "Natural Language Processing · AI", "While some parts", "Related (4)", "●  Boston bans police", "WBUR · 25 Jun 20",
        "[5] Web        https://www.ubergizmo.com", "AMP cache", "Image", "900×600",
    ):  # fmt: skip
        assert part in text
    assert [link.key is not None for link in page.links[:5]] == [True] * 4 + [False]
    assert page.links[4].url == UBERGIZMO
    assert all(first.last < second.first for first, second in zip(page.links, page.links[1:], strict=False))


@pytest.mark.parametrize("width", [1, 10, 12, 17, 25, 40, 80, 300])
def test_no_line_is_too_wide(library: Library, width: int) -> None:
    story = library.story(library.find(UBERGIZMO))
    body = (
        "# 見出し\n\n" + "東京タワー" * 40 + "\n\n* " + "x" * 200 + "\n\n```\ncode " + "y" * 200 + "\n```\n"
    )
    article = story.article._replace(body=body, title="שלום " * 30, excerpt="👩‍💻 " * 90)
    page = lay_out(story._replace(article=article), width, PLAIN)
    assert max(line.cell_length for line in page.lines) <= max(NARROWEST, width)
    assert all(line.cell_length == sum(cell_len(segment.text) for segment in line) for line in page.lines)


def test_an_address_is_shown_whole(library: Library) -> None:
    page = lay_out(library.story(library.find(UBERGIZMO)), 40, PLAIN)
    for link in page.links[4:]:
        shown = "".join(
            line.text[16:].strip().split("  ")[0] for line in page.lines[link.first : link.last + 1]
        )
        assert shown == link.url


@pytest.mark.parametrize("width", [10, 16, 24, 30, 60])
def test_nothing_is_cut_in_a_narrow_pane(library: Library, width: int) -> None:
    story = library.story(library.find(UBERGIZMO))
    article = story.article._replace(body="東京タワー " * 5 + "\n\n* one\n    * two\n\n```\nsome code\n```\n")
    page = lay_out(story._replace(article=article), width, PLAIN)
    assert max(line.cell_length for line in page.lines) <= width
    shown = "".join("".join(lines(page)).split())
    titles = [related.article.title for related in story.related]
    for text in (
        article.title,
        article.excerpt,
        "東京タワー" * 5,
        "somecode",
        "AMPcache",
        *titles,
        *article.topics,
    ):
        assert "".join(text.split()) in shown
    for link in page.links[len(titles) :]:
        assert link.url in "".join(lines(page)[link.first : link.last + 1]).replace(" ", "")


def test_a_story_without_anything() -> None:
    page = lay_out(BARE, 60, PLAIN)
    assert lines(page) == ["Only a title", "● unread", "", "There is no text."]
    assert page.links == []


def test_markdown_bodies_cannot_link_or_send_sequences() -> None:
    body = "Text with a [link](https://e.org/x) \x1b]8;;https://evil\x07 and **bold**.\n\n* one\n* two\n"
    page = lay_out(BARE._replace(article=BARE.article._replace(body=body)), 60, PLAIN)
    assert any("• one" in line for line in lines(page))
    assert not any("\x1b" in segment.text for line in page.lines for segment in line)
    assert not any(segment.style and segment.style.link for line in page.lines for segment in line)


def with_body(body: str) -> Story:
    return BARE._replace(article=BARE.article._replace(body=body, web_url="https://e.org/here"))


def test_links_in_a_body_are_numbered_and_listed() -> None:
    body = (
        "See [the council](https://e.org/c), <https://auto.org/>, [it](https://e.org/c) again, [me](https://e.org/here),\n"
        "[mail](mailto:a@e.org), [user](https://a:b@e.org/) and ![a *cat*](cat.png) ![](x.png).\n\n"
        "# [Head](https://e.org/head)\n\n| [Cell](https://e.org/cell) |\n|-|\n| x |\n"
    )
    related = (RelatedStory(Article(2, "Other"), True, True, True),)
    page = lay_out(with_body(body)._replace(related=related), 84, PLAIN)
    text = "\n".join(lines(page))
    for part in (
        "See the council [3], https://auto.org/ [4], it [3] again, me [2], mail, user and", "[image: a cat] [image].",
        "Head [5]", "Cell [6]", " [1]  ★ Other", " [2] Web   https://e.org/here", " [3] Link  https://e.org/c", " [6] Link  https://e.org/cell",
    ):  # fmt: skip
        assert part in text
    assert "mailto" not in text and "a:b@" not in text
    assert [link.url for link in page.links[1:]] == [
        "https://e.org/here", "https://e.org/c", "https://auto.org/", "https://e.org/head", "https://e.org/cell",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "body",
    [
        "</kbd>", "a </kbd> b <kbd>", "[a [b](https://e.org/b)](https://e.org/a)", "[](https://e.org)", "[![x](y)](https://e.org/)",
        "```\x00nolexer\ncode\n```", "    indented", "| a |\n|-|\n| <br> |", "![](" + "x" * 5000 + ")", "[x]: https://e.org\n[x]", "> " * 300 + "x",
        "* " * 200 + "x", "~~**_a_**~~" * 500,
    ],
)  # fmt: skip
def test_no_markdown_breaks_the_page(body: str) -> None:
    for width in (60, 10):
        page = lay_out(with_body(body), width, PLAIN, query.wanted(query.parse("x a")))
        assert max(line.cell_length for line in page.lines) <= width


@given(st.text(alphabet="[]()!<>*_`#|-~:/ \nabe.https1&;\u202e見", max_size=300), st.integers(10, 60))
def test_any_markdown_is_laid_out(body: str, width: int) -> None:
    page = lay_out(with_body(body), width, PLAIN, query.wanted(query.parse("a be")))
    assert max(line.cell_length for line in page.lines) <= width
    assert not any(segment.style and segment.style.link for line in page.lines for segment in line)


def test_what_was_searched_for_is_marked_in_bodies() -> None:
    body = (
        "# Facial things\n\nsome **facial** tech and facial *recognition*, `facial tech` and [facial\nrecognition](https://e.org/x)\n\n"
        "```python\nx = 'facial'\n```\n\n| facial |\n|-|\n| b |\n"
    )
    wanted = query.wanted(query.parse('facial "facial recognition"'))
    style = {name: Style(reverse=True) if name == "match" else Style() for name in STYLES}
    page = lay_out(with_body(body), 60, style, wanted)
    marked = [
        segment.text for line in page.lines for segment in line if segment.style and segment.style.reverse
    ]
    assert [word for text in marked for word in text.lower().split()].count("facial") == 7
    assert " ".join(marked).count("recognition") == 2


def test_entities_do_not_bring_back_what_was_made_safe() -> None:
    body = "Pay &#x202E;moc.live&#x202c; now&#8203;&shy;&rlm; end &#xE000; \n\n# H&#x202e;\n\n|a&#x200b;|\n|-|\n|&#x2028;|\n"
    page = lay_out(BARE._replace(article=BARE.article._replace(body=body)), 60, PLAIN)
    text = "".join(lines(page))
    assert not any(char in text for char in "\u202e\u202c\u200b\u00ad\u200f\ue000\u2028")


@pytest.mark.parametrize(
    "body", ["# a\n" * 100_000, "word\n\n" * 80_000, "x" * 300_000, "|a|b|\n|-|-|\n" + "|1|2|\n" * 60_000]
)
def test_a_body_as_long_as_a_book_is_laid_out_in_part(body: str) -> None:
    page = lay_out(BARE._replace(article=BARE.article._replace(body=body)), 60, PLAIN)
    assert 1_000 < len(page.lines) <= LINES_LIMIT + 10


def test_what_was_searched_for_is_marked(library: Library) -> None:
    wanted = query.wanted(query.parse("facial tech*"))
    page = lay_out(library.story(library.find(UBERGIZMO)), 60, PLAIN, wanted)
    marked = {segment.text for line in page.lines for segment in line if segment.style and segment.style.bold}
    assert {"Facial", "facial", "technology"} <= marked


def test_states_are_told_by_glyphs() -> None:
    other = RelatedStory(Article(2, "Other", provider=Provider("P")), True, True, True)
    story = BARE._replace(read=True, starred=True, related=(other, other._replace(read=False)))
    text = lines(lay_out(story, 60, PLAIN))
    assert "read · ★ starred" in text
    assert " [1]  ★ Other" in text and " [2] ●★ Other" in text
    assert "        P · in your library" in text


def test_images_without_a_size() -> None:
    article = BARE.article._replace(images=(Image("https://e.org/i.png"),), web_url="https://e.org/i.png")
    assert len(lay_out(BARE._replace(article=article), 60, PLAIN).links) == 1, "no address twice"
    assert len(lay_out(BARE._replace(article=article), 60, PLAIN).links) == 1, "no address twice"


def test_markdown_is_parsed_by_one_thread_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """A fast cursor has several stories laid out at once; the parser's tables would be spoiled by that."""
    parse = MarkdownIt.parse
    inside: list[int] = []
    most: list[int] = []

    def slowly(self: MarkdownIt, *arguments: Any, **more: Any) -> list[Token]:
        if not arguments[0]:
            return parse(self, *arguments, **more)
        inside.append(1)
        most.append(len(inside))
        time.sleep(0.02)
        tokens = parse(self, *arguments, **more)
        inside.pop()
        return tokens

    monkeypatch.setattr(MarkdownIt, "parse", slowly)
    article = BARE.article._replace(body="[a link](https://example.org/)")
    with ThreadPoolExecutor(4) as threads:
        pages = threads.map(lambda _: lay_out(BARE._replace(article=article), 40, PLAIN), range(4))
        assert len({tuple(lines(page)) for page in pages}) == 1
    assert most == [1] * 4
