"""The command line. Output goes to stdout, everything else to stderr; only the screen loads Textual."""

from __future__ import annotations

import contextlib
import os
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, NoReturn

from newsreader import __version__, paths, safetext
from newsreader.errors import NewsreaderError

if TYPE_CHECKING:
    import argparse

    from newsreader.importer import Progress, Report
    from newsreader.library import Library

REMARKS_SHOWN = 20
EXIT_FAILED, EXIT_USAGE, EXIT_REFUSED, EXIT_INTERRUPTED = 1, 2, 3, 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command. Returns 0 done, 1 failed, 2 usage, 3 done but files were refused."""
    sys.stdout = sys.stdout or open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 - for the whole process
    words = list(sys.argv[1:] if arguments is None else arguments)
    # The reader opens without what only options need: loading it takes as long as showing the headlines.
    usual: Any = SimpleNamespace(run=_screen, profile="default", library=None)
    options = _parser().parse_args(_with_excluded_words(words)) if words else usual
    try:
        status: int = options.run(options)
        sys.stdout.flush()
        return status
    except NewsreaderError as error:
        print(f"newsreader: {safetext.line(str(error), 1000)}", file=sys.stderr)
        return EXIT_FAILED
    except BrokenPipeError:
        # The reader of our output has gone; keep Python from complaining when it flushes at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        reason = (error.strerror or type(error).__name__).lower()
        print(f"newsreader: reading or writing failed: {safetext.line(reason)}", file=sys.stderr)
        return EXIT_FAILED
    except KeyboardInterrupt:
        return EXIT_INTERRUPTED


def _parser() -> argparse.ArgumentParser:
    import argparse

    class Parser(argparse.ArgumentParser):
        """Says what is wrong without handing a stranger's file name to the terminal as it is."""

        def error(self, message: str) -> NoReturn:
            super().error(safetext.line(message, 1000))

    parser = Parser(
        prog="newsreader",
        description="Read the news in your terminal. Without a command, the reader opens.",
        formatter_class=_formatter(),
    )
    parser.add_argument("--version", action="version", version=f"newsreader {__version__}")
    _add_places(parser)
    parser.set_defaults(run=_screen, profile="default", library=None)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")

    command = _command(commands, "import", "take files and folders of articles into the library", _import)
    command.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="a file or a folder")
    command.add_argument("--json", action="store_true", help="print the summary as JSON")

    command = _command(commands, "refresh", "look again at everything that was imported", _refresh)
    command.add_argument("--json", action="store_true", help="print the summary as JSON")

    command = _command(commands, "list", "list stories, newest first", _list)
    command.add_argument("query", nargs="*", metavar="QUERY", help="words and fields, as in the search bar")
    command.add_argument("--limit", type=_count, metavar="N", help="at most N stories")
    command.add_argument("--json", action="store_true", help="print a JSON object a line")

    command = _command(commands, "show", "show one story", _show)
    command.add_argument("story", metavar="KEY-OR-URL", help="as `list` prints it")
    command.add_argument("--json", action="store_true", help="print everything known of it as JSON")

    command = _command(commands, "doctor", "look for what is wrong and say what to do", _doctor)
    command.add_argument("--fix", action="store_true", help="mend what is safe to mend")

    command = _command(
        commands, "rebuild", "make the library anew from its files, keeping every mark", _rebuild
    )
    command.add_argument(
        "--drop-missing", action="store_true", help="leave out articles whose files are gone"
    )
    return parser


def _command(commands: Any, name: str, summary: str, run: Any) -> argparse.ArgumentParser:
    command: argparse.ArgumentParser = commands.add_parser(
        name, help=summary, description=summary[0].upper() + summary[1:] + ".", formatter_class=_formatter()
    )
    _add_places(command)
    command.set_defaults(run=run)
    return command


def _add_places(parser: argparse.ArgumentParser) -> None:
    """The options that stand before or behind a command."""
    from argparse import SUPPRESS

    absent: Any = SUPPRESS  # so that the one behind does not take back the one before
    parser.add_argument("--profile", metavar="NAME", default=absent, help="whose marks: read and starred")
    parser.add_argument("--library", metavar="PATH", type=Path, default=absent, help="another article store")


def _with_excluded_words(arguments: Sequence[str]) -> list[str]:
    """`list -word` excludes a word: the space keeps it from being taken for an option."""
    words = list(arguments)
    if "list" in words:
        start = words.index("list") + 1
        words[start:] = [
            f" {word}" if re.match(r"-[^-]", word) and word != "-h" else word for word in words[start:]
        ]
    return words


def _formatter() -> type[argparse.HelpFormatter]:
    """Rich's formatter only where its colours would be seen: loading it costs more than parsing."""
    if sys.stdout.isatty() and {"-h", "--help"} & set(sys.argv):
        from rich_argparse import RawDescriptionRichHelpFormatter

        return RawDescriptionRichHelpFormatter
    from argparse import HelpFormatter

    return HelpFormatter


def _count(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,18}", text):
        from argparse import ArgumentTypeError

        raise ArgumentTypeError("a whole number is needed")
    return int(text)


def _places(options: argparse.Namespace) -> tuple[Path, Path]:
    """The library and the marks that the options name."""
    places = paths.find()
    named = options.library and Path(os.path.abspath(os.path.expanduser(options.library)))  # noqa: PTH100, PTH111
    return named or places.library, places.marks(options.profile)


@contextlib.contextmanager
def _library(options: argparse.Namespace) -> Iterator[Library]:
    from newsreader.library import Library

    library = Library(*_places(options))
    try:
        if library.is_empty() and os.access(library.path, os.W_OK):
            _import_seeds(library.path)
        yield library
    finally:
        library.close()


def _import_seeds(path: Path) -> None:
    """Fill an empty library with the articles that come with the program, so that it opens on news."""
    from newsreader import importer
    from newsreader.ingest import Writer

    with contextlib.closing(Writer(path)) as writer:
        report = importer.Report()
        for _ in importer.run(writer, [paths.bundled_seeds()], report, remember=False):
            pass


def _screen(options: argparse.Namespace) -> int:
    import gc

    gc.disable()  # until the screen is there: nearly everything that is made before stays
    from newsreader import config
    from newsreader.marks import Marks

    if not all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr)):
        raise NewsreaderError("the reader needs a terminal", "newsreader list prints the headlines")
    places = paths.find()
    settings, mistakes = config.load(places.config_file)
    with _library(options) as library, contextlib.closing(Marks(_places(options)[1])) as marks:
        from newsreader.tui.app import NewsreaderApp

        return NewsreaderApp(library, marks, settings, mistakes).run_to_end(places.log_file)


def _import(options: argparse.Namespace) -> int:
    from newsreader import importer
    from newsreader.ingest import Writer

    library, _ = _places(options)
    report = importer.Report()
    with contextlib.closing(Writer(library)) as writer:
        for progress in _shown(importer.run(writer, options.paths, report)):
            del progress
    _print_report(report, options.json)
    return EXIT_REFUSED if report.failures else 0


def _refresh(options: argparse.Namespace) -> int:
    from newsreader import importer
    from newsreader.ingest import Writer

    with _library(options) as library:
        sources = [Path(source) for source in library.sources()]
    report = importer.Report()
    with contextlib.closing(Writer(library.path)) as writer:
        there = [source for source in sources if os.path.lexists(source)]
        for progress in _shown(importer.run(writer, there, report, remember=False)):
            del progress
    report.failures += [
        importer.Failure(str(source), None, "is not there; its articles stay")
        for source in sources
        if source not in there
    ]
    _print_report(report, options.json)
    return EXIT_REFUSED if report.failures else 0


def _shown(stream: Iterator[Progress]) -> Iterator[Progress]:
    """The stream, shown on stderr as it passes, where that is a terminal."""
    if not sys.stderr.isatty():
        yield from stream
        return
    from rich.console import Console
    from rich.text import Text

    with Console(stderr=True).status("Importing") as status:
        for progress in stream:
            status.update(Text(f"Importing · {progress.files:,} files · {safetext.line(progress.path)}"))
            yield progress


def _print_report(report: Report, as_json: bool) -> None:
    from newsreader.export import json_text

    if as_json:
        counts = {
            name: getattr(report, name)
            for name in ("files", "new", "updated", "unchanged", "duplicates", "failed")
        }
        failures = [failure._asdict() for failure in report.failures]
        remarks = [remark._asdict() for remark in report.remarks]
        print(json_text({**counts, "failures": failures, "warnings": remarks}))
        return
    for remark in report.remarks[:REMARKS_SHOWN]:
        print(f"{safetext.line(remark.path, 4096)}: {safetext.line(remark.warning)}", file=sys.stderr)
    if (more := len(report.remarks) - REMARKS_SHOWN) > 0:
        print(f"... and warnings about {more:,} more files", file=sys.stderr)
    for failure in report.failures:
        where = safetext.line(failure.path, 4096) + (f":{failure.line}" if failure.line else "")
        print(f"{where}: {safetext.line(failure.reason)}", file=sys.stderr)
    print(
        f"{report.files:,} files: {report.new:,} new, {report.updated:,} updated,"
        f" {report.unchanged:,} unchanged, {report.duplicates:,} duplicates, {report.failed:,} refused"
    )


def _list(options: argparse.Namespace) -> int:
    from newsreader import export, query

    selected = query.parse(" ".join(options.query))
    with _library(options) as library:
        if options.json:
            for listed in library.listed(selected, options.limit):
                print(export.json_text(export.listed_json(listed)))
        elif sys.stdout.isatty():
            from newsreader import tables

            tables.print_list(row.headline for row in library.listed(selected, options.limit))
        else:
            for listed in library.listed(selected, options.limit):
                print(export.listed_tsv(listed.headline))
    return 0


def _show(options: argparse.Namespace) -> int:
    from newsreader import export

    with _library(options) as library:
        story = library.story(library.find(options.story))
    if options.json:
        print(export.json_text(export.story_json(story), indent=2))
    else:
        from newsreader import tables

        tables.print_story(story)
    return 0


def _doctor(options: argparse.Namespace) -> int:
    from newsreader.doctor import Doctor

    doctor = Doctor(*_places(options), os.environ)
    if options.fix:
        for done in doctor.fix():
            print(safetext.line(done, 4096))
    is_wrong = False
    for level, subject, text, hint in doctor.findings():
        sign = {"ok": " ", "note": "-", "wrong": "!"}[level]
        print(safetext.printable(f"{sign} {subject:<9} {text}{f': {hint}' if hint else ''}"))
        is_wrong = is_wrong or level == "wrong"
    return EXIT_FAILED if is_wrong else 0


def _rebuild(options: argparse.Namespace) -> int:
    from newsreader import rebuild

    rebuilt = rebuild.Rebuilt()
    for progress in _shown(rebuild.run(_places(options)[0], rebuilt, options.drop_missing)):
        del progress
    _print_report(rebuilt.report, as_json=False)
    for title in rebuilt.kept:
        print(f"kept, its file is gone: {safetext.line(title)}")
    for number, what in ((rebuilt.dropped, "left out"), (rebuilt.unreadable, "could not be read")):
        if number:
            print(f"{number:,} articles {what}")
    if rebuilt.old:
        print(f"the old library is {safetext.line(str(rebuilt.old), 4096)}")
    return EXIT_REFUSED if rebuilt.report.failures else 0
