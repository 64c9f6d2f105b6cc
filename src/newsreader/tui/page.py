"""The story pane's text: a story laid out at a width, as lines and the links that stand in them. Pure."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from rich.text import Text
from textual.strip import Strip

from newsreader import safetext, searchtext
from newsreader.dates import in_full, listed
from newsreader.library import RelatedStory, Story
from newsreader.records import NamedTuple
from newsreader.searchtext import Phrase
from newsreader.tui.headlines import STARRED, UNREAD

if TYPE_CHECKING:
    from newsreader.article import Article
    from newsreader.tui.markdown import Body

MARKDOWN_LIMIT = 16_000
"""Characters of a body that are laid out as Markdown, which is slow; what follows is shown as it is."""

LINES_LIMIT = 20_000
"""Lines of a story that are laid out."""

NARROWEST = 10
"""The least width that is laid out; in a narrower pane the lines are cut."""

_ROOM = 16
"""Cells that are wanted beside what stands before a link; where there are fewer, the link stands below it."""

STYLES = ("title", "meta", "topic", "text", "heading", "link", "unread", "read", "dot", "star", "match")
"""The styles that `lay_out` uses, by name."""

_GUTTER = 1
_BELOW = 2  # the indent of a link that stands below its number


class Link(NamedTuple):
    """Lines `first` to `last` lead somewhere: to the story `key`, or to `url` in the browser."""

    first: int
    last: int
    url: str
    key: int | None = None


class Page(NamedTuple):
    """A story as it is drawn in a pane that is `width` cells wide."""

    lines: list[Strip]
    links: list[Link]
    width: int = 0


def lay_out(
    story: Story,
    width: int,
    styles: Mapping[str, Style],
    wanted: Iterable[tuple[Phrase, bool]] = (),
    date_style: str = "short",
) -> Page:
    """`story` in lines of at most `width` cells, with what was searched for highlighted."""
    return _Layout(width, styles, tuple(wanted), date_style).story(story)


class _Layout:
    def __init__(
        self,
        width: int,
        styles: Mapping[str, Style],
        wanted: tuple[tuple[Phrase, bool], ...],
        date_style: str,
    ) -> None:
        self.width = max(NARROWEST, width)
        self.styles = styles
        self.wanted = wanted
        self.date_style = date_style
        self.page = Page([], [])
        self._number_width = 0
        self.console = Console(
            width=self.width,
            file=io.StringIO(),
            color_system="truecolor",
            force_terminal=True,
            legacy_windows=False,
        )

    def story(self, story: Story) -> Page:
        article = story.article
        self._text(article.title, "title")
        self._items([article.provider.name, article.provider.domain], "meta")
        self._items(_facts(story, self.date_style), "meta")
        self._items(article.topics, "topic")
        for text in (article.excerpt, *self._notes(story)):
            if text:
                self._blank()
                self._text(text, "text")
        body, rest = _read(article.body)
        links = _links(article, body)
        first = len(story.others) + 1
        self._number_width = len(f"[{first + len(links) - 1}]")
        if body:
            self._blank()
            self._body(body, rest, {url: first + place for place, url in enumerate(links)})
        if story.related:
            self._blank()
            self._text(f"Related ({len(story.related)})", "heading")
        for related in story.related:
            self._related(related)
        if story.covered_by:
            self._blank()
            self._text(f"Also covered by ({len(story.covered_by)}), oldest first", "heading")
        for other in story.covered_by:
            self._related(other._replace(in_library=False))  # they all are, which need not be said
        if links:
            self._blank()
            self._text("Links", "heading")
        label_width = max((len(label) for label, _ in links.values()), default=0) + 2
        for url, (label, note) in links.items():
            self._link(f"{label:<{label_width}}", url, note)
        return self.page

    def _notes(self, story: Story) -> Iterator[str]:
        if not story.in_library:
            yield "This story is not in your library; another story names it as related."
        elif not story.article.excerpt and not story.article.body:
            yield "There is no text." + (" Press o to read it in the browser." if story.article.url else "")

    def _related(self, related: RelatedStory) -> None:
        article = related.article
        first = len(self.page.lines)
        number = self._number()
        indent = _GUTTER + len(number) + 4
        glyphs = (" " if related.read else UNREAD) + (STARRED if related.starred else " ")
        title = self._styled(article.title, "read" if related.read else "unread")
        facts = [article.provider.name or article.provider.domain]
        if article.published is not None:
            facts.append(listed(article.published, self.date_style))
        facts += ["in your library"] if related.in_library else []
        if self.width - indent < _ROOM:
            indent = _BELOW
            self._blank()
        self._lines(title, indent)
        self._items(facts, "meta", indent)
        head = self.page.lines[first].crop(indent)
        marks = [
            Segment(" " * _GUTTER),
            Segment(number + " ", self.styles["meta"]),
            Segment(glyphs[0], self.styles["dot"]),
            Segment(glyphs[1] + " ", self.styles["star"]),
        ]
        self.page.lines[first] = Strip([*marks, *head])
        self.page.links.append(Link(first, len(self.page.lines) - 1, article.url, article.key))

    def _link(self, label: str, url: str, note: str) -> None:
        first = len(self.page.lines)
        label = f"{self._number()} {label}"
        if self.width - _GUTTER - len(label) < _ROOM:
            self._text(label.rstrip(), "meta", _GUTTER)
            label = " " * (_BELOW - _GUTTER)
        room = self.width - _GUTTER - len(label)
        for start in range(0, len(url), room):
            self.page.lines.append(
                Strip(
                    [
                        Segment(" " * _GUTTER),
                        Segment(" " * len(label) if start else label, self.styles["meta"]),
                        Segment(url[start : start + room], self.styles["link"]),
                    ]
                )
            )
        if note and len(url) % room + len(note) + 2 <= room and len(url) % room:
            self.page.lines[-1] = Strip([*self.page.lines[-1], Segment(f"  {note}", self.styles["meta"])])
        self.page.links.append(Link(first, len(self.page.lines) - 1, url))

    def _number(self) -> str:
        """The number of the link that comes next."""
        return f"[{len(self.page.links) + 1}]".rjust(self._number_width)

    def _items(self, items: Iterable[str], style: str, indent: int = 0) -> None:
        """Short texts side by side, never broken inside if they fit a line."""
        line = ""
        for item in filter(None, items):
            longer = f"{line} · {item}" if line else item
            if line and cell_len(longer) > self.width - indent:
                self._text(line, style, indent)
                longer = item
            line = longer
        self._text(line, style, indent)

    def _text(self, text: str, style: str, indent: int = 0) -> None:
        if text:
            self._lines(self._styled(text, style), indent)

    def _styled(self, text: str, style: str) -> Text:
        text = safetext.block(text, safetext.BODY_LIMIT)
        styled = Text(text, self.styles[style])
        for start, end in searchtext.matches(text, self.wanted):
            styled.stylize(self.styles["match"], start, end)
        return styled

    def _lines(self, text: Text, indent: int = 0) -> None:
        for line in text.wrap(self.console, self.width - indent):
            line.rstrip()
            isolated = safetext.isolated(line.plain)
            segments = list(line.render(self.console)) if line.spans else [Segment(line.plain, _style(text))]
            segments = [
                Segment(segment.text, _style(text) + segment.style if segment.style else _style(text))
                for segment in segments
            ]
            if isolated != line.plain:
                segments = [Segment(isolated[0]), *segments, Segment(isolated[-1])]
            self.page.lines.append(Strip([Segment(" " * indent), *segments] if indent else segments))

    def _body(self, body: Body, rest: str, numbers: Mapping[str, int]) -> None:
        for segments in body.lines(self.console, self.styles, numbers, self.wanted):
            self.page.lines.append(Strip(segments))
        for line in rest.split("\n") if rest else ():
            if len(self.page.lines) > LINES_LIMIT:
                self._text("The rest is too long to be shown here.", "meta")
                break
            self._plain(line)

    def _plain(self, line: str) -> None:
        """A line of a long text, at the least cost."""
        if len(line) * 2 > self.width or self.wanted:
            self._lines(self._styled(line, "text"))
        else:
            self.page.lines.append(Strip([Segment(line, self.styles["text"])]))

    def _blank(self) -> None:
        self.page.lines.append(Strip([]))


def _read(body: str) -> tuple[Body | None, str]:
    """A body as what is laid out as Markdown, whole lines, and what is not."""
    if not body:
        return None, ""
    from newsreader.tui.markdown import Body

    body = safetext.block(body, safetext.BODY_LIMIT)
    end = len(body)
    if end > MARKDOWN_LIMIT:
        end = body.rfind("\n", 0, MARKDOWN_LIMIT)
        end = end if end > 0 else MARKDOWN_LIMIT
    return Body(body[:end]), body[end:]


def _style(text: Text) -> Style:
    return text.style if isinstance(text.style, Style) else Style()


def _facts(story: Story, date_style: str) -> list[str]:
    article = story.article
    return [
        in_full(article.published, date_style) if article.published is not None else "",
        " ".join(filter(None, [article.category, article.type])),
        f"quality {article.quality}" if article.quality is not None and article.quality > 0 else "",
        f"heat {article.heat}" if article.heat is not None and article.heat >= 0 else "",
        "read" if story.read else f"{UNREAD} unread",
        f"{STARRED} starred" if story.starred else "",
    ]


def _links(article: Article, body: Body | None) -> dict[str, tuple[str, str]]:
    """The addresses of a story, each with what it is and a note: the size of an image."""
    found: dict[str, tuple[str, str]] = {}
    for label, url in article.addresses:
        found.setdefault(url, (label, ""))
    for url in body.addresses if body else ():
        found.setdefault(url, ("Link", ""))
    for image in (*article.images, *article.provider.images):
        size = f"{image.width}×{image.height}" if image.width and image.height else ""
        found.setdefault(image.url, ("Image", size))
    return found
