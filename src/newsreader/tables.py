"""Stories and lists for people on the command line, through Rich, never as markup."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import NoReturn

from rich.cells import cell_len
from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from newsreader import safetext, urls
from newsreader.columns import Column
from newsreader.dates import STYLES, in_full, listed
from newsreader.library import Headline, Story

_GAP = "  "
_PROVIDER_CELLS = 24
_BAR_CELLS = 24
_EIGHTHS = " ▏▎▍▌▋▊▉"


class _Console(Console):
    def on_broken_pipe(self) -> NoReturn:
        raise BrokenPipeError  # and not SystemExit: how the program ends is not decided here


def console(is_coloured: bool) -> Console:
    """Where tables go: stdout."""
    return _Console(
        color_system="auto" if is_coloured else None,
        force_terminal=True if is_coloured else None,
        highlight=False,
        markup=False,
    )


def print_text(console: Console, text: str, style: str = "") -> None:
    """A line."""
    console.print(Text(text, style), soft_wrap=True)


def print_table(console: Console, columns: Iterable[Column], rows: Iterable[Sequence[str | Text]]) -> None:
    """Rows below their headings, and nothing when there are none.

    They are printed as they come unless a column is as wide as it must be.
    """
    columns, stream = list(columns), iter(rows)
    if (first := next(stream, None)) is None:
        return
    rows = chain([first], stream)
    if any(column.cells is None and not column.is_open for column in columns):
        rows = list(rows)
        columns = [
            column
            if column.cells is not None or column.is_open
            else column._replace(
                cells=max(_width(cell) for cell in chain([column.heading], (row[at] for row in rows)))
            )
            for at, column in enumerate(columns)
        ]
    columns = list(_fitted(columns, console.width))
    _print_row(console, columns, [Text(column.heading, "dim") for column in columns])
    for row in rows:
        _print_row(console, columns, [_cell(cell, column) for cell, column in zip(row, columns, strict=True)])


def print_list(console: Console, rows: Iterable[Headline], date_style: str = "short") -> bool:
    """A table of headlines, each printed as it comes; False when there was none."""
    columns = (
        Column("", 2),
        Column("date", STYLES[date_style], is_right=True),
        Column("title", is_open=True),
        Column("provider", min(_PROVIDER_CELLS, console.width // 5)),
        Column("key", 16, "dim"),
    )
    stream = iter(rows)
    if (first := next(stream, None)) is None:
        return False
    print_table(console, columns, (_listed(row, date_style) for row in chain([first], stream)))
    return True


def bar(number: int, most: int) -> str:
    """A bar as long as `number` is beside `most`, to an eighth of a cell."""
    whole, part = divmod(round(number * _BAR_CELLS * 8 / max(most, 1)), 8)
    return "█" * whole + (_EIGHTHS[part] if part else "")


def _listed(row: Headline, date_style: str) -> Sequence[str | Text]:
    state = ("●" if not row.read else " ") + ("★" if row.starred else " ")
    title = Text(safetext.line(row.title), "" if row.read else "bold")
    return state, listed(row.published, date_style), title, row.provider, urls.key_text(row.key)


def _fitted(columns: Sequence[Column], width: int) -> Iterator[Column]:
    """The columns with what is left of `width` in the open one, at least a few cells."""
    taken = sum(column.cells or 0 for column in columns) + len(_GAP) * (len(columns) - 1)
    for column in columns:
        yield column._replace(cells=max(width - taken, 10)) if column.is_open else column


def _cell(cell: str | Text, column: Column) -> Text:
    return cell if isinstance(cell, Text) else Text(safetext.line(cell, 1000), column.style)


def _width(cell: str | Text) -> int:
    return cell_len(cell.plain if isinstance(cell, Text) else safetext.line(cell, 1000))


def _print_row(console: Console, columns: Sequence[Column], cells: Sequence[Text]) -> None:
    line = Text(overflow="fold")
    for at, (column, cell) in enumerate(zip(columns, cells, strict=True)):
        width = column.cells or 0
        cell.truncate(width, overflow="ellipsis")
        space = " " * (width - cell_len(cell.plain))
        cell.plain = safetext.isolated(cell.plain)
        is_last = at == len(columns) - 1
        before, behind = (space, "") if column.is_right else ("", "" if is_last else space)
        line = Text.assemble(line, _GAP if at else "", before, cell, behind)
    console.print(line, soft_wrap=True)


def print_story(console: Console, story: Story, date_style: str = "short") -> None:
    """A story, whole."""
    article = story.article
    console.print(_text(article.title, "bold"))
    facts = [article.provider.name, article.provider.domain]
    facts += [in_full(article.published, date_style)] if article.published is not None else []
    console.print(_text(" · ".join(filter(None, facts)), "dim"))
    if article.topics:
        console.print(_text(" · ".join(article.topics)))
    for text in (article.excerpt, article.body):
        if text:
            console.print()
            console.print(Text(safetext.block(text, safetext.BODY_LIMIT)))
    console.print()
    links = [url for _, url in article.addresses] + [image.url for image in article.images]
    for link in dict.fromkeys(links):
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
