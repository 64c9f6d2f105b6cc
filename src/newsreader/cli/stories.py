"""Commands that hand stories out: `list`, `show`, `export`, `open`."""

from __future__ import annotations

import argparse
import re
import sys
from itertools import chain

from newsreader.cli import EXIT_FAILED, EXIT_REFUSED, printing, refs, stores
from newsreader.errors import NewsreaderError
from newsreader.records import TYPE_CHECKING

if TYPE_CHECKING:
    from newsreader.cli.parser import Command, Commands

FORMATS = "jsonl", "csv", "markdown", "html"
OPENED_UNASKED = 5
"""Stories that `open` opens at once; for more it wants to be told."""


def declare(commands: Commands) -> None:
    """Add the commands of this module."""
    command = commands.add("list", "list stories, newest first", _list)
    _add_query(command)

    command = commands.add("show", "show one story", _show)
    command.add_argument("story", metavar="REF", help="a key, the beginning of one, or a URL")

    command = commands.add("export", "write stories to standard output as a document", _export, is_json=False)
    command.add_argument("--format", choices=FORMATS, default="jsonl", help="the kind of document")
    _add_query(command)

    command = commands.add("open", "open stories in the browser and mark them read", _open, is_json=False)
    command.add_argument("refs", nargs="+", metavar="REF", help=refs.HELP)
    command.add_argument("--yes", action="store_true", help=f"open more than {OPENED_UNASKED} too")


def _add_query(command: Command) -> None:
    command.add_argument("query", nargs="*", metavar="QUERY", help="words and fields, as in the search bar")
    command.add_argument("--limit", type=count, metavar="N", help="at most N stories")


def count(text: str) -> int:
    """A whole number that is not negative."""
    if not re.fullmatch(r"[0-9]{1,18}", text):
        raise argparse.ArgumentTypeError("a whole number is needed, 0 or more")
    return int(text)


def _list(options: argparse.Namespace) -> int:
    from newsreader import query

    selected = query.parse(" ".join(options.query))
    with stores.library(options) as library:
        if options.json:
            from newsreader import export

            for listed in library.listed(selected, options.limit):
                print(export.json_text(export.listed_json(listed)))
        elif printing.is_for_people(options):
            from newsreader import tables

            dates = stores.settings().dates
            shown = tables.print_list(
                printing.console(options), library.headlines(selected, options.limit), dates
            )
            if not shown:
                print("no stories match", file=sys.stderr)
        else:
            from newsreader import export

            for row in library.headlines(selected, options.limit):
                print(export.listed_tsv(row))
    return 0


def _show(options: argparse.Namespace) -> int:
    from newsreader import export

    with stores.library(options) as library:
        story = library.story(library.find(options.story))
    if options.json:
        printing.print_json(export.story_json(story), indent=2)
    else:
        from newsreader import tables

        tables.print_story(printing.console(options), story, stores.settings().dates)
    return 0


def _export(options: argparse.Namespace) -> int:
    from newsreader import documents, query

    text = " ".join(options.query)
    selected = query.parse(text)
    with stores.library(options) as library:
        stories = library.listed(selected, options.limit)
        if not sys.stdout.isatty():
            numbered = printing.shown(
                options, "Exporting", enumerate(stories, 1), lambda item: f"{item[0]:,}"
            )
            stories = (story for _, story in numbered)
        for part in documents.document(options.format, stories, text):
            sys.stdout.write(part)
    return 0


def _open(options: argparse.Namespace) -> int:
    with stores.library(options) as library, stores.marks(options) as marks:
        asked = refs.Refs(library, options.refs)
        keys = list(chain.from_iterable(asked.parts(1_000)))
        if len(keys) > OPENED_UNASKED and not options.yes and not _is_agreed(len(keys)):
            raise NewsreaderError(f"{len(keys):,} stories are many to open", "say --yes to open them all")
        opened, chosen = 0, stores.settings().browser
        for key in keys:
            article = library.story(key).article
            try:
                _browse(article.url, chosen)
            except NewsreaderError as error:
                if len(keys) == 1:
                    raise
                printing.problem(f"{article.url or article.title}: {error}")
            else:
                opened += 1
                marks.set_read([key], True, f"opened: {article.title}")
    if opened == len(keys):
        return asked.status
    return EXIT_REFUSED if opened else EXIT_FAILED


def _browse(url: str, chosen: str) -> None:
    from newsreader import browser

    if not url:
        raise NewsreaderError("it has no address to open")
    browser.launch(browser.plan(url, chosen=chosen))


def _is_agreed(stories: int) -> bool:
    """Whether somebody at the terminal agrees; without one nobody can."""
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return False
    print(f"Open {stories:,} stories in the browser? [y/N] ", end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip().lower() in ("y", "yes")
