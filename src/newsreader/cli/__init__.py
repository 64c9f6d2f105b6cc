"""The command line: here how it begins and ends, in the other modules the commands, one concern each.

Output goes to stdout, everything else to stderr. Only here is anything printed. Textual is loaded by
`screen`, and by `config check` and `doctor`, which have to know the keys and the themes. A command is
declared once, beside its action; `parser` asks each module for its commands.
"""

from __future__ import annotations

import codecs
import gc
import os
import sys
from collections.abc import Sequence
from io import TextIOWrapper
from types import SimpleNamespace

from newsreader import safetext
from newsreader.errors import NewsreaderError, reason
from newsreader.records import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Any, TextIO

EXIT_FAILED, EXIT_USAGE, EXIT_REFUSED, EXIT_INTERRUPTED = 1, 2, 3, 130


def program() -> int:
    """`main` for a process of its own: one that is quick to begin and to end."""
    if sys.argv[1:]:
        gc.set_threshold(10_000)  # what is loaded stays: looking through it takes a tenth of a list's time
    try:
        return main()
    finally:
        gc.freeze()  # nor need it be looked through once more because everything ends


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command. Returns 0 done, 1 failed, 2 usage, 3 done but for what was refused, 130 interrupted."""
    sys.stdout = sys.stdout or open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 - for the whole process
    sys.stderr = sys.stderr or open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
    _write_anything(sys.stdout, sys.stderr)
    words = list(sys.argv[1:] if arguments is None else arguments)
    try:
        status = _run(words)
        sys.stdout.flush()
        return status
    except SystemExit:  # the parser has said what there was to say
        _let_go()
        raise
    except NewsreaderError as error:
        print(f"newsreader: {safetext.line(str(error), 1000)}", file=sys.stderr)
        return EXIT_FAILED
    except BrokenPipeError:
        _let_go()
        return 0
    except OSError as error:
        print(f"newsreader: reading or writing failed: {safetext.line(reason(error))}", file=sys.stderr)
        _let_go()
        return EXIT_FAILED
    except KeyboardInterrupt:
        _let_go()
        return EXIT_INTERRUPTED


def _write_anything(*streams: TextIO) -> None:
    """Have what a stream cannot encode written as `\\uNNNN`, as in JSON, and not end the program."""
    codecs.register_error("newsreader", _escaped)
    for stream in streams:
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="newsreader")


def _escaped(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    units = error.object[error.start : error.end].encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at : at + 2].hex()}" for at in range(0, len(units), 2)), error.end


def _let_go() -> None:
    """Write what is left to be written, or drop it where nobody reads: Python would complain when it ends."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _run(words: list[str]) -> int:
    # The reader opens without what only options need: loading it takes as long as showing the headlines.
    options: Any = SimpleNamespace(profile="default", library=None)
    if words:
        from newsreader.cli import parser

        options = parser.parse(words)
    if not hasattr(options, "run"):
        from newsreader.cli import screen

        options.run = screen.run
    status: int = options.run(options)
    return status
