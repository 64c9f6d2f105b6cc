"""docs/cli.md: every command with its arguments, options and JSON, from the parser of the command line."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator

import man

from newsreader.cli.completions import Syntax, Word, syntaxes


def page(parser: argparse.ArgumentParser, json_page: str) -> str:
    """The page; `json_page` is docs/json.md, to whose sections it leads."""
    parts = re.split(r"^## ", json_page, flags=re.MULTILINE)[1:]
    sections = {part.split("`")[1]: part for part in parts}
    return "\n".join([*_lines(list(syntaxes(parser)), sections), ""])


def _lines(all_: list[Syntax], sections: dict[str, str]) -> Iterator[str]:
    program, *commands = all_
    general = [word.names for word in program.options]
    yield from ("# The command line", "")
    yield "Without a command the reader opens. On a terminal commands print for people, with tables; in a"
    yield "pipe a line is a record with tabs between its fields, and `--json` gives JSON ([how](json.md))."
    yield "Output goes to standard output, everything else to standard error. `newsreader COMMAND --help`"
    yield "tells what stands here."
    yield from ("", "| exit code | what it says |", "| --- | --- |")
    yield from (f"| {code} | {meaning} |" for code, meaning in man.EXIT_CODES)
    yield from ("", "| option of every command | what it does |", "| --- | --- |")
    yield from map(_row, program.options)
    for syntax in commands:
        words = ("newsreader", *syntax.path, *(word.usage for word in syntax.arguments))
        yield from ("", f"## `{' '.join(words)}`", "", syntax.summary)
        own = [word for word in (*syntax.arguments, *syntax.options) if word.names not in general]
        rows = [word for word in own if word.names != ("--json",)]
        if rows:
            yield from ("", "| argument or option | what it is |", "| --- | --- |")
            yield from map(_row, rows)
        if syntax.commands:
            named = ", ".join(f"`{' '.join((*syntax.path, word.names[0]))}`" for word in syntax.commands)
            yield from ("", f"Followed by another word: {named}.")
        places = _places(" ".join(("newsreader", *syntax.path)), sections)
        if places:
            links = (f"[`{place}`](json.md#{_anchor(place)})" for place in places)
            yield from ("", f"What is printed as JSON: {', '.join(links)}.")
        elif len(rows) < len(own):
            raise LookupError(f"docs/json.md does not tell what {syntax.path} prints")


def _row(word: Word) -> str:
    return f"| `{man.written(word)}` | {word.help} |"


def _places(command: str, sections: dict[str, str]) -> list[str]:
    """The headings under which docs/json.md tells what a command prints."""
    own = [heading for heading in sections if heading == command or heading.startswith(f"{command} --")]
    if own:
        return own
    usual = command.removesuffix(" list")  # what some commands do without another word
    told = (f"`{command} --json`", f"`{usual} --json`")
    return [heading for heading, text in sections.items() if any(one in text for one in told)][:1]


def _anchor(heading: str) -> str:
    return re.sub(r"[^a-z -]", "", heading.lower()).replace(" ", "-")
