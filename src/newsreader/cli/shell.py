"""The command that prints completions for shells."""

from __future__ import annotations

import argparse
import sys

from newsreader.records import TYPE_CHECKING

if TYPE_CHECKING:
    from newsreader.cli.parser import Commands


def declare(commands: Commands) -> None:
    """Add the command of this module."""
    command = commands.add("completion", "print the completion for a shell", _completion, is_json=False)
    shells = "bash", "zsh", "fish"
    command.add_argument("shell", choices=shells, help="where it goes is told on its first lines")


def _completion(options: argparse.Namespace) -> int:
    from newsreader.cli import completions, parser

    sys.stdout.write(completions.script(options.shell, parser.build()))
    return 0
