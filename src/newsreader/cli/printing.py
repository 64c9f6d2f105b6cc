"""How commands print: tables on a terminal, tabs in a pipe, JSON where it is asked for.

Machines get the same lines whatever the terminal is. Progress is shown on stderr, and only where that is a
terminal.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable, Iterable, Iterator

from newsreader import safetext
from newsreader.records import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Any, TextIO, TypeVar

    from rich.console import Console

    from newsreader.columns import Column

    Item = TypeVar("Item")


def is_for_people(options: Any) -> bool:
    """Whether stdout gets a table and not tabs."""
    return not options.json and (sys.stdout.isatty() or options.color == "always")


def _is_coloured(options: Any, stream: TextIO) -> bool:
    """Whether `stream` gets colours; `--color` counts for more than `NO_COLOR`."""
    if options.color == "auto":
        return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return bool(options.color == "always")


def console(options: Any) -> Console:
    """Where tables are printed."""
    from newsreader import tables

    return tables.console(_is_coloured(options, sys.stdout))


def records(
    options: Any,
    columns: Iterable[Column],
    items: Iterable[Item],
    json: Callable[[Item], object],
    cells: Callable[[Item], tuple[str, ...]],
) -> None:
    """A line for each item: JSON, a row of a table, or its cells with tabs between them."""
    if options.json:
        for item in items:
            print_json(json(item))
    elif is_for_people(options):
        from newsreader import tables

        tables.print_table(console(options), columns, map(cells, items))
    else:
        for item in items:
            print("\t".join(map(safetext.printable, cells(item))))


def print_json(value: object, indent: int | None = None) -> None:
    """A value as JSON."""
    from newsreader.export import json_text

    print(json_text(value, indent))


def summary(options: Any, text: str, json: object) -> None:
    """What a command did, in a line."""
    if options.json:
        print_json(json)
    elif not options.quiet:
        print(safetext.line(text, 1000))


def problem(text: str) -> None:
    """Something that was not done, while the rest was."""
    print(f"newsreader: {safetext.line(text, 4096)}", file=sys.stderr)


@contextlib.contextmanager
def progress(options: Any, doing: str) -> Iterator[Callable[[str], None]]:
    """Shows on stderr what is being done; the callable adds how far it is."""
    if options.quiet or not sys.stderr.isatty():
        yield lambda text: None
        return
    from rich.console import Console
    from rich.text import Text

    console = Console(stderr=True, color_system="auto" if _is_coloured(options, sys.stderr) else None)
    with console.status(Text(doing)) as status:
        yield lambda text: status.update(Text(f"{doing} · {safetext.line(text)}"))


def shown(options: Any, doing: str, steps: Iterable[Item], said: Callable[[Item], str]) -> Iterator[Item]:
    """The steps, each shown on stderr as it passes."""
    with progress(options, doing) as show:
        for step in steps:
            show(said(step))
            yield step


def count(number: int, one: str = "story", many: str = "stories") -> str:
    """Like `1 story` and `1,200 stories`."""
    return f"{number:,} {one if number == 1 else many}"


def number(options: Any) -> Callable[[int | None], str]:
    """How a number is written: with commas for people; nothing where there is none."""
    style = "," if is_for_people(options) else ""
    return lambda number: "" if number is None else format(number, style)
