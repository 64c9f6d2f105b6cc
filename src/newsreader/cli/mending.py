"""Commands that look for what is wrong and mend it: `doctor`, `rebuild`."""

from __future__ import annotations

import argparse
import os
import sys

from newsreader import safetext
from newsreader.cli import EXIT_FAILED, EXIT_REFUSED, importing, printing, stores
from newsreader.records import TYPE_CHECKING

if TYPE_CHECKING:
    from newsreader.cli.parser import Commands
    from newsreader.rebuild import Rebuilt

_SIGNS = {"ok": " ", "note": "-", "wrong": "!"}


def declare(commands: Commands) -> None:
    """Add the commands of this module."""
    command = commands.add("doctor", "look for what is wrong and say what to do", _doctor)
    command.add_argument("--fix", action="store_true", help="mend what is safe to mend")
    command = commands.add(
        "rebuild", "make the library anew from its files, keeping every mark", _rebuild, is_json=False
    )
    command.add_argument(
        "--drop-missing", action="store_true", help="leave out articles whose files are gone"
    )


def _doctor(options: argparse.Namespace) -> int:
    from newsreader.doctor import Doctor
    from newsreader.tui import mistakes as known  # which loads Textual: its keys and themes

    settings, found = stores.read_settings()
    names = stores.meant(settings, found if options.fix else ())
    mistakes = known.every(settings, found)
    doctor = Doctor(*stores.places(options), os.environ, names, settings.path, mistakes, settings.browser)
    if options.fix:
        for done in doctor.fix():
            print(safetext.line(done, 4096), file=sys.stderr if options.json else sys.stdout)
    is_wrong = False
    for finding in doctor.findings():
        is_wrong = is_wrong or finding.level == "wrong"
        if options.json:
            printing.print_json(finding._asdict())
        elif not options.quiet or finding.level == "wrong":
            level, subject, text, hint = finding
            print(safetext.printable(f"{_SIGNS[level]} {subject:<9} {text}{f': {hint}' if hint else ''}"))
    return EXIT_FAILED if is_wrong else 0


def _rebuild(options: argparse.Namespace) -> int:
    from newsreader import rebuild

    rebuilt = rebuild.Rebuilt()
    stream = rebuild.run(stores.places(options)[0], rebuilt, options.drop_missing, stores.names())
    for _ in printing.shown(options, "Rebuilding", stream, importing.said):
        pass
    importing.print_report(options, rebuilt.report)
    if not options.quiet:
        _tell(rebuilt)
    return EXIT_REFUSED if rebuilt.report.failures else 0


def _tell(rebuilt: Rebuilt) -> None:
    """What became of the articles that no file has any more, and where the old library is."""
    for title in rebuilt.kept:
        print(f"kept, no file says it any more: {safetext.line(title)}")
    for number, what in ((rebuilt.dropped, "left out"), (rebuilt.unreadable, "could not be read")):
        if number:
            print(f"{printing.count(number, 'article', 'articles')} {what}")
    if rebuilt.old:
        print(f"the old library is {safetext.line(str(rebuilt.old), 4096)}")
