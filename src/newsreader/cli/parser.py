"""The parser of the command line, put together from what the commands' modules declare.

Help, the man page and the completions of the shells are all made from it.
"""

from __future__ import annotations

import argparse
import importlib
import re
import sys
from collections.abc import Callable, Iterable, Sequence

from newsreader import __version__, safetext
from newsreader.records import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Any, NoReturn

MODULES = {
    "importing": ("import", "refresh", "sources", "backup"),
    "stories": ("list", "show", "export", "open"),
    "marking": ("mark", "undo", "redo", "marks"),
    "overview": ("topics", "providers", "categories", "stats"),
    "searching": ("searches",),
    "configuring": ("config",),
    "mending": ("doctor", "rebuild"),
    "shell": ("completion",),
}
"""Which module declares which commands: a run loads the one that it needs, the help all of them."""

Run = Callable[[argparse.Namespace], int]

COLORS = "auto", "always", "never"
_HELP_WIDTH = 90
_WITH_VALUE = "--profile", "--library", "--color"
_WITH_QUERY = "list", "export", "stats", "searches"


class Parser(argparse.ArgumentParser):
    """Says what is wrong without handing a stranger's file name to the terminal as it is."""

    def error(self, message: str) -> NoReturn:
        super().error(safetext.line(message, 1000))


class Command:
    """A command as it was declared. Its parser is made when it is needed: a run needs one or two of them."""

    def __init__(self, name: str, summary: str, run: Run, is_json: bool) -> None:
        self.name = name
        self.summary = summary
        self._run = run
        self._is_json = is_json
        self._arguments: list[tuple[tuple[str, ...], dict[str, Any]]] = []
        self._inner: Commands | None = None
        self._is_inner_required = False

    def add_argument(self, *names: str, **settings: Any) -> None:
        """Declare an argument, as argparse takes it."""
        self._arguments.append((names, settings))

    def inner(self, is_required: bool = True) -> Commands:
        """The commands that follow the name of this one."""
        self._inner, self._is_inner_required = Commands(), is_required
        return self._inner

    def parser(self, prog: str) -> argparse.ArgumentParser:
        """The parser of what follows the command's name."""
        description = self.summary[0].upper() + self.summary[1:] + "."
        parser = Parser(prog=prog, description=description, formatter_class=_formatter)
        for names, settings in self._arguments:
            parser.add_argument(*names, **settings)
        if self._is_json:
            absent: Any = argparse.SUPPRESS
            parser.add_argument("--json", action="store_true", default=absent, help="print JSON for scripts")
        _add_general(parser)
        parser.set_defaults(run=self._run, parser=parser)
        if self._inner is not None:
            self._inner.attach(parser, self._is_inner_required)
        return parser


class Commands:
    """What the modules declare their commands to."""

    def __init__(self) -> None:
        self._commands: list[Command] = []

    def add(self, name: str, summary: str, run: Run, *, is_json: bool = True) -> Command:
        """A command; `is_json` where its output may be asked for as JSON."""
        self._commands.append(Command(name, summary, run, is_json))
        return self._commands[-1]

    def attach(self, parser: argparse.ArgumentParser, is_required: bool = False) -> None:
        """Let the commands follow what `parser` takes."""
        subparsers = parser.add_subparsers(
            title="commands",
            metavar="COMMAND",
            required=is_required,
            parser_class=Later,
            prog=parser.prog,  # which would be found out by formatting a help text
        )
        for command in self._commands:
            subparsers.add_parser(command.name, help=command.summary, command=command)


class Later(argparse.ArgumentParser):
    """The parser of a command, made when something is parsed."""

    def __init__(self, prog: str, command: Command, **_: Any) -> None:
        # What else argparse says, such as a `color` since Python 3.14, the command's own parser finds out.
        super().__init__(prog=prog, add_help=False)
        self._command = command

    def parser(self) -> argparse.ArgumentParser:
        """The parser itself."""
        return self._command.parser(self.prog)

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        """What argparse calls once the command is named."""
        return self.parser().parse_known_args(args, namespace)


def build(modules: Iterable[str] = MODULES) -> argparse.ArgumentParser:
    """The parser of the commands of these modules."""
    parser = Parser(
        prog="newsreader",
        description="Read the news in your terminal. Without a command, the reader opens.",
        formatter_class=_formatter,
    )
    parser.add_argument("--version", action="version", version=f"newsreader {__version__}")
    _add_general(parser)
    parser.set_defaults(profile="default", library=None, color="auto", quiet=False, json=False)
    commands = Commands()
    for name in modules:
        importlib.import_module(f"newsreader.cli.{name}").declare(commands)
    commands.attach(parser)
    return parser


def parse(words: Sequence[str]) -> argparse.Namespace:
    """The options and the command that the words ask for. Ends the program for help and mistakes."""
    at = _command_at(words)
    command = next(iter(words[at:]), "")
    needed = [module for module, commands in MODULES.items() if command in commands]
    if any(word.startswith(("-h", "--h")) for word in words[:at]):
        needed = []  # the help that is asked for is that of the program
    return build(needed or MODULES).parse_args(_with_excluded_words(words))


def _add_general(parser: argparse.ArgumentParser) -> None:
    """The options that stand before or behind a command."""
    absent: Any = argparse.SUPPRESS  # so that the one behind does not take back the one before
    add = parser.add_argument_group("general options").add_argument
    add("--profile", metavar="NAME", default=absent, help="whose marks: read and starred")
    add("--library", metavar="PATH", default=absent, help="another article store")
    add(
        "--color",
        choices=COLORS,
        default=absent,
        help="colours and tables: on a terminal only (auto), also in a pipe (always), or no colours (never)",
    )
    add("--quiet", action="store_true", default=absent, help="no progress and no summary, only problems")


def _with_excluded_words(arguments: Sequence[str]) -> list[str]:
    """`list -word` excludes a word: the space keeps it from being taken for an option."""
    words = list(arguments)
    start = _command_at(words)
    for at in range(start + 1, len(words)):
        is_query = words[start] in _WITH_QUERY or words[at - 1] == "--query"
        if is_query and re.match(r"-[^-]", words[at]) and words[at] != "-h":
            words[at] = f" {words[at]}"
    return words


def _command_at(words: Sequence[str]) -> int:
    """Where the command's name stands; behind the last word when there is none."""
    at = 0
    while at < len(words) and words[at].startswith("-"):
        at += 2 if words[at] in _WITH_VALUE else 1
    return at


def _formatter(prog: str) -> argparse.HelpFormatter:
    """Rich's formatter only where its colours would be seen: loading it costs more than parsing.

    One is made for each option; without a width it would load what asks the terminal for its size.
    """
    if sys.stdout.isatty() and {"-h", "--help"} & set(sys.argv):
        from rich_argparse import RawDescriptionRichHelpFormatter

        return RawDescriptionRichHelpFormatter(prog)
    return argparse.HelpFormatter(prog, width=_HELP_WIDTH)
