"""Stories for people on the command line: a table and a page, through Rich, never as markup."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from newsreader import safetext, urls
from newsreader.dates import iso_date, long_date
from newsreader.library import Headline, Story


def print_list(rows: Iterable[Headline]) -> None:
    """A table of headlines on stdout."""
    table = Table(box=None, pad_edge=False, header_style="dim", expand=True)
    table.add_column("", width=2, no_wrap=True)
    table.add_column("date", no_wrap=True)
    table.add_column("title", ratio=1, no_wrap=True, overflow="ellipsis")
    table.add_column("provider", no_wrap=True, overflow="ellipsis", max_width=24)
    table.add_column("key", no_wrap=True, style="dim")
    for row in rows:
        state = ("●" if not row.read else " ") + ("★" if row.starred else " ")
        table.add_row(
            Text(state),
            Text(iso_date(row.published)),
            _text(row.title, "" if row.read else "bold"),
            _text(row.provider),
            Text(urls.key_text(row.key)),
        )
    console = Console()
    if table.row_count:
        console.print(table)
    else:
        Console(stderr=True).print("no stories match")


def print_story(story: Story) -> None:
    """A story on stdout."""
    article = story.article
    console = Console(highlight=False)
    console.print(_text(article.title, "bold"))
    facts = [article.provider.name, article.provider.domain]
    facts += [long_date(article.published)] if article.published is not None else []
    console.print(_text(" · ".join(filter(None, facts)), "dim"))
    if article.topics:
        console.print(_text(" · ".join(article.topics)))
    for text in (article.excerpt, article.body):
        if text:
            console.print()
            console.print(Text(safetext.block(text, safetext.BODY_LIMIT)))
    console.print()
    links = [article.web_url, article.original_url, article.amp_url, article.featured_url]
    links += [image.url for image in article.images]
    for link in dict.fromkeys(filter(None, links)):
        console.print(Text(link, overflow="fold"), soft_wrap=True)
    for heading, others in (("Related", story.related), ("Also covered by", story.covered_by)):
        if others:
            console.print(Text(f"\n{heading}", "bold"))
        for other in others:
            state = " " if other.read else "●"
            console.print(Padding(_text(f"{state} {other.article.title}"), (0, 0, 0, 1)))
            detail = f"{urls.key_text(other.article.key)}  {other.article.provider.name}"
            console.print(Padding(_text(detail, "dim"), (0, 0, 0, 3)))


def _text(text: str, style: str = "") -> Text:
    return Text(safetext.isolated(safetext.line(text, 1000)), style)
