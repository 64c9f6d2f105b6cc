"""The man page, from the parser of the command line."""

from __future__ import annotations

import argparse
from collections.abc import Iterator

from newsreader.cli.completions import Syntax, Word, syntaxes

FILES = (
    (
        "~/.local/share/newsreader/library.db",
        "the articles, on Linux; they can be made anew from their files",
    ),
    ("~/.local/share/newsreader/profiles/NAME/marks.db", "what a profile has read and starred"),
    ("~/.config/newsreader/config.toml", "the configuration, which need not exist"),
    ("~/.local/state/newsreader/newsreader.log", "where an unexpected error leaves its trace"),
)
ENVIRONMENT = (
    ("NEWSREADER_HOME", "a folder that holds all of these files"),
    ("BROWSER", "what opens addresses; without it, what the desktop takes"),
    ("NO_COLOR", "if set, no colours, unless --color says otherwise"),
)
EXIT_CODES = (
    ("0", "done"),
    (
        "1",
        "failed; one line on standard error says why and what to do; or a check found something wrong",
    ),
    ("2", "the command line has a mistake"),
    ("3", "done, except for files, lines or stories that were refused and told"),
    ("130", "interrupted"),
)
EXAMPLES = (
    ("newsreader list 'topic:AI is:unread' --json | jq -r .key | newsreader mark read -", "mark by pipeline"),
    ("find ~/news -name '*.md' -mtime -1 -print0 | newsreader import -", "import what is new"),
    ("newsreader marks export - | ssh elsewhere newsreader marks merge -", "carry marks to another machine"),
    ("newsreader export is:starred --format html > starred.html", "a page of what you have starred"),
)


def page(parser: argparse.ArgumentParser) -> str:
    """newsreader(1), as roff."""
    return "\n".join([*_lines(list(syntaxes(parser))), ""])


def _lines(all_: list[Syntax]) -> Iterator[str]:
    program, *commands = all_
    yield '.TH NEWSREADER 1 "" "newsreader" "User Commands"'
    yield ".SH NAME"
    yield "newsreader \\- read the news in your terminal"
    yield ".SH SYNOPSIS"
    yield ".B newsreader"
    yield "[OPTION]... [COMMAND ...]"
    yield ".SH DESCRIPTION"
    yield _text(program.summary)
    yield "Files of articles are taken into a local store; your marks, read and starred, are kept apart."
    yield "The screen can do everything with articles and marks that the commands do, at the same time."
    yield ".SH OPTIONS"
    general = [word.names for word in program.options]
    for word in program.options:
        yield from _word(word)
    yield ".SH COMMANDS"
    yield "Every command takes the options above too."
    for syntax in commands:
        own = [word for word in syntax.options if word.names not in general]
        arguments = [word.usage for word in syntax.arguments]
        yield f".SS {_text(' '.join(('newsreader', *syntax.path, *arguments)))}"
        yield _text(syntax.summary)
        for word in (*(word for word in syntax.arguments), *own):
            yield from _word(word)
    for heading, pairs in (("ENVIRONMENT", ENVIRONMENT), ("FILES", FILES), ("EXIT STATUS", EXIT_CODES)):
        yield f".SH {heading}"
        for name, meaning in pairs:
            yield from (".TP", f".B {_text(name)}", _text(meaning))
    yield ".SH EXAMPLES"
    for line, meaning in EXAMPLES:
        yield from (".TP", _text(meaning), f".B {_text(line)}")


def _word(word: Word) -> Iterator[str]:
    yield ".TP"
    yield f".B {_text(written(word))}"
    yield _text(word.help[:1].upper() + word.help[1:] + ".")


def written(word: Word) -> str:
    """An option with its value, or an argument."""
    if not word.names[0].startswith("-"):
        return word.usage
    return " ".join(filter(None, (", ".join(word.names), word.usage)))


def _text(text: str) -> str:
    """Text that roff takes as it is."""
    escaped = text.replace("\\", "\\e").replace("-", "\\-").replace("~", "\\(ti")
    return "\\&" + escaped if escaped.startswith((".", "'")) else escaped
