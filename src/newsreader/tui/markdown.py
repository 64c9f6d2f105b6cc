"""A body as Markdown: the addresses and pictures in it, and its lines with numbered links and marked words.

What an address says and what it leads to stand apart: a link shows its text and a number, never an escape
sequence, and only addresses that may be opened get a number.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token
from rich import markdown as rich_markdown
from rich.console import Console, ConsoleOptions, RenderResult
from rich.padding import Padding
from rich.segment import Segment
from rich.style import Style
from rich.text import Text
from rich.theme import Theme

from newsreader import safetext, searchtext, urls
from newsreader.records import NamedTuple
from newsreader.searchtext import Phrase

_TEXTS = {"text", "code_inline"}
_SPACES = {"softbreak", "hardbreak"}
_parsing = threading.Lock()  # the parser's libraries fill tables that several threads would spoil


class Picture(NamedTuple):
    """A picture that a body shows: its address or path as it is written, and what it says in words."""

    source: str
    title: str


class Body:
    """A body, read once."""

    def __init__(self, text: str) -> None:
        with _parsing:
            self._tokens = MarkdownIt().enable("strikethrough").enable("table").parse(text)
        children = [child for token in self._tokens for child in token.children or ()]
        opened = [_address(child) for child in children if child.type == "link_open"]
        self.addresses = list(dict.fromkeys(filter(None, opened)))
        """Every address that may be opened, once, in the order of the text."""
        self.pictures = [
            Picture(str(child.attrs.get("src", "")), _alt(child))
            for child in children
            if child.type == "image"
        ]

    def lines(
        self,
        console: Console,
        styles: Mapping[str, Style],
        numbers: Mapping[str, int],
        wanted: Sequence[tuple[Phrase, bool]] = (),
    ) -> Iterator[list[Segment]]:
        """The body laid out, each link with its number of `numbers`. To be called once."""
        for token in self._tokens:
            if token.children:
                token.children = list(_marked(_linked(token.children, numbers), wanted))
        markdown = _Markdown(self._tokens, styles["text"], styles["match"], wanted)
        with console.use_theme(_theme(styles)):
            for segments in console.render_lines(markdown, pad=False):
                # Entities such as &#x202e; become characters only here.
                yield [
                    Segment(safetext.printable(text), style)
                    for text, style, control in segments
                    if not control
                ]


def _theme(styles: Mapping[str, Style]) -> Theme:
    """How Markdown looks: as the rest of the page, in place of Rich's own colours."""
    names = {
        "anchor": Style(underline=True),
        "number": styles["meta"],
        "image": styles["meta"],
        "match": styles["match"],
        "code": styles["topic"],
        "code_block": styles["topic"],
        "block_quote": styles["meta"],
        "item.bullet": styles["topic"],
        "item.number": styles["topic"],
        "hr": styles["meta"],
        "table.border": styles["meta"],
        "table.header": Style(bold=True),  # laid over the marked words, whose colour stays
        **{f"h{level}": styles["heading"] for level in range(1, 8)},
    }
    return Theme({f"markdown.{name}": style for name, style in names.items()})


class _Code(rich_markdown.TextElement):
    """A block of code as it is: a lexer of a stranger's choice on a stranger's text could take for ever."""

    style_name = "markdown.code_block"

    def __init__(self, markdown: _Markdown) -> None:
        self._markdown = markdown

    @classmethod
    def create(cls, markdown: rich_markdown.Markdown, token: Token) -> _Code:
        assert isinstance(markdown, _Markdown)
        return cls(markdown)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        text = Text(self.text.plain.rstrip(), self.style)
        for start, end in searchtext.matches(text.plain, self._markdown.wanted):
            text.stylize(self._markdown.match, start, end)
        yield Padding(text, (0, 0, 0, 2))


class _Markdown(rich_markdown.Markdown):
    inlines = rich_markdown.Markdown.inlines | {"anchor", "number", "image", "match"}
    elements = {  # noqa: RUF012 - as the class above declares it
        **rich_markdown.Markdown.elements,
        "fence": _Code,
        "code_block": _Code,
    }

    def __init__(
        self, tokens: list[Token], style: Style, match: Style, wanted: Sequence[tuple[Phrase, bool]]
    ) -> None:
        super().__init__("", style=style, hyperlinks=False)
        self.parsed = tokens
        self.match = match
        self.wanted = wanted


def _address(token: Token) -> str:
    """The address of a link as it may be opened, or ""."""
    return urls.opened(str(token.attrs.get("href", "")))


def _alt(token: Token) -> str:
    """What a picture says in words, without its Markdown."""
    return safetext.line("".join(child.content for child in token.children or ()))


def _linked(tokens: Iterable[Token], numbers: Mapping[str, int]) -> Iterator[Token]:
    """Links as their text and number, pictures as words; HTML is left out, but for line breaks."""
    opened: list[int | None] = []
    for token in tokens:
        if token.type == "link_open":
            opened.append(numbers.get(_address(token)))
            if opened[-1] is not None:
                yield Token("anchor_open", "anchor", 1)
        elif token.type == "link_close":
            number = opened.pop()
            if number is not None:
                yield Token("anchor_close", "anchor", -1)
                yield Token("number", "number", 0, content=f" [{number}]")
        elif token.type == "image":
            alt = _alt(token)
            yield Token("image_text", "image", 0, content=f"[image: {alt}]" if alt else "[image]")
        elif token.type != "html_inline":
            yield token
        elif token.content.lower().startswith("<br"):
            yield Token("hardbreak", "br", 0)


def _marked(tokens: Iterable[Token], wanted: Sequence[tuple[Phrase, bool]]) -> Iterator[Token]:
    """The tokens, with what is wanted as tokens of its own: a phrase may begin in one and end in another."""
    tokens = list(tokens)
    texts = [
        token.content if token.type in _TEXTS else " " if token.type in _SPACES else "" for token in tokens
    ]
    spans = searchtext.matches("".join(texts), wanted)
    at = 0
    for token, text in zip(tokens, texts, strict=True):
        end = at + len(text)
        inside = [
            (max(first, at) - at, min(last, end) - at) for first, last in spans if first < end and last > at
        ]
        if token.type in _TEXTS and inside:
            yield from _pieces(token, inside)
        else:
            yield token
        at = end


def _pieces(token: Token, spans: Iterable[tuple[int, int]]) -> Iterator[Token]:
    at = 0
    for start, end in spans:
        if start > at:
            yield token.copy(content=token.content[at:start])
        yield Token("match", "match", 0, content=token.content[start:end])
        at = end
    if at < len(token.content):
        yield token.copy(content=token.content[at:])
