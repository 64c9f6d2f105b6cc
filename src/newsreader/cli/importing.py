"""Commands about the article store: `import`, `refresh`, `sources`, `backup`."""

from __future__ import annotations

import argparse
import contextlib
import os
import sys
from collections.abc import Iterator
from itertools import islice

from newsreader import paths, safetext
from newsreader.cli import EXIT_FAILED, EXIT_REFUSED, printing, refs, stores
from newsreader.errors import NewsreaderError
from newsreader.records import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from newsreader.cli.parser import Commands
    from newsreader.importer import Progress, Report
    from newsreader.pruning import Pruned

PATHS_AT_ONCE = 10_000


REMARKS_SHOWN = 20
"""Warnings that are printed; JSON has all."""


def declare(commands: Commands) -> None:
    """Add the commands of this module."""
    command = commands.add("import", "take files and folders of articles into the library", _import)
    command.add_argument(
        "paths",
        nargs="+",
        type=_path,
        metavar="PATH",
        help="a file or a folder; - reads them from standard input",
    )

    commands.add("refresh", "look again at everything that was imported", _refresh)

    command = commands.add("sources", "list what is looked at again, or look at it no more", _sources)
    command.add_argument(
        "--prune",
        action="store_true",
        help="list the articles whose files are all gone; with --yes, remove them",
    )
    command.add_argument("--yes", action="store_true", help="remove what --prune lists")
    command.add_argument("--all", action="store_true", help="with --prune: starred articles too")
    inner = command.inner(is_required=False)
    inner.add("list", "list the files and folders that are looked at again", _list_sources)
    command = inner.add("remove", "look no more at files or folders; their articles stay", _remove_sources)
    command.add_argument(
        "paths",
        nargs="+",
        type=_path,
        metavar="PATH",
        help="as it is listed; - reads them from standard input",
    )

    command = commands.add("backup", "save the marks as a database of their own", _backup)
    command.add_argument("file", metavar="FILE", help="a file that is not there yet")
    command.add_argument("--articles", metavar="FILE", help="save the articles too, to this file")


def _path(text: str) -> str:
    """What may be a path; an empty one, of a variable that is not set, would be the current folder."""
    if not text:
        raise argparse.ArgumentTypeError("it is empty; . is the current folder")
    return text


def _import(options: argparse.Namespace) -> int:
    from newsreader import importer
    from newsreader.ingest import Writer

    report = importer.Report()
    library, _ = stores.places(options)
    with contextlib.closing(Writer(library, stores.names())) as writer:
        for some in _given_paths(options.paths, report):
            stream = importer.run(writer, some, report)
            for _ in printing.shown(options, "Importing", stream, said):
                pass
    print_report(options, report)
    return EXIT_REFUSED if report.failures else 0


def _given_paths(words: list[str], report: Report) -> Iterator[list[Path]]:
    """The paths, many at once. One on standard input that is not there is refused and stops nothing."""
    from pathlib import Path

    from newsreader.files import is_gone, text
    from newsreader.importer import Failure

    if named := [Path(os.path.expanduser(word)) for word in words if word != "-"]:  # noqa: PTH111 - no errors
        yield named
    lines = refs.lines() if "-" in words else iter(())
    while some := list(islice(lines, PATHS_AT_ONCE)):
        gone = {line for line in some if is_gone(text(line))}
        report.failures += [Failure(line, None, "does not exist") for line in some if line in gone]
        yield [Path(line) for line in some if line not in gone]


def _refresh(options: argparse.Namespace) -> int:
    from pathlib import Path

    from newsreader import importer
    from newsreader.files import is_away, path_of
    from newsreader.ingest import Writer

    names = stores.names()
    library, _ = stores.places(options)  # marks are no part of it, of whatever profile
    report = importer.Report()
    with contextlib.closing(Writer(library, names)) as writer:
        sources = [path for path, _ in writer.sources()]
        away = set(filter(is_away, sources))
        there = [Path(path_of(source)) for source in sources if source not in away]
        stream = importer.run(writer, there, report, remember=False)
        for _ in printing.shown(options, "Importing", stream, said):
            pass
    report.failures += [
        importer.Failure(source, None, "is not there; its articles stay")
        for source in sources
        if source in away
    ]
    print_report(options, report)
    return EXIT_REFUSED if report.failures else 0


def said(progress: Progress) -> str:
    """How far an import is."""
    return f"{printing.count(progress.files, 'file', 'files')} · {safetext.line(progress.path)}"


def print_report(options: argparse.Namespace, report: Report) -> None:
    """What an import did: what was bent and what was refused on stderr, and a summary."""
    counts = {
        name: getattr(report, name)
        for name in ("files", "new", "updated", "unchanged", "duplicates", "failed")
    }
    if not options.json:
        for remark in report.remarks[:REMARKS_SHOWN]:
            path, warning = safetext.line(remark.path, 4096), safetext.line(remark.warning)
            print(f"{path}: {warning}", file=sys.stderr)
        if (more := len(report.remarks) - REMARKS_SHOWN) > 0:
            files = printing.count(more, "more file", "more files")
            print(f"... and warnings about {files}", file=sys.stderr)
        for failure in report.failures:
            where = safetext.line(failure.path, 4096) + (f":{failure.line}" if failure.line else "")
            print(f"{where}: {safetext.line(failure.reason)}", file=sys.stderr)
    text = (
        f"{printing.count(report.files, 'file', 'files')}: {report.new:,} new, {report.updated:,} updated,"
        f" {report.unchanged:,} unchanged, {printing.count(report.duplicates, 'duplicate', 'duplicates')},"
        f" {report.failed:,} refused"
    )
    failures = [failure._asdict() for failure in report.failures]
    warnings = [remark._asdict() for remark in report.remarks]
    printing.summary(options, text, {**counts, "failures": failures, "warnings": warnings})


def _sources(options: argparse.Namespace) -> int:
    if options.prune:
        return _prune(options)
    if options.yes or options.all:
        options.parser.error("--yes and --all belong to --prune")
    return _list_sources(options)


def _list_sources(options: argparse.Namespace) -> int:
    from newsreader.columns import Column
    from newsreader.files import is_away

    with stores.library(options) as library:
        sources = library.sources()
    printing.records(
        options,
        [Column("path"), Column("")],
        sources,
        lambda path: {"path": path, "exists": not is_away(path)},
        lambda path: (path, "missing" if is_away(path) else "there"),
    )
    return 0


def _remove_sources(options: argparse.Namespace) -> int:
    from newsreader.files import text
    from newsreader.ingest import Writer

    removed = missing = 0
    with contextlib.closing(Writer(stores.places(options)[0])) as writer:
        for name in refs.given(options.paths):
            meant = (os.path.abspath(name), name, os.path.abspath(os.path.expanduser(name)))  # noqa: PTH100, PTH111
            if any(writer.remove_source(text(path)) for path in meant):
                removed += 1
            else:
                missing += 1
                printing.problem(f"{text(name)} is no source: newsreader sources lists them")
    text_ = f"{printing.count(removed, 'source', 'sources')} removed; the articles stay"
    printing.summary(options, text_, {"removed": removed, "missing": missing})
    return 0 if not missing else EXIT_REFUSED if removed else EXIT_FAILED


def _prune(options: argparse.Namespace) -> int:
    from newsreader import pruning
    from newsreader.columns import Column
    from newsreader.ingest import Writer
    from newsreader.urls import key_text

    names = stores.names()
    starred = set() if options.all else _starred_by_anybody(options)
    report = pruning.Pruned()
    with stores.library(options) as library, contextlib.closing(Writer(library.path, names)) as writer:
        gone = pruning.prune(writer, starred.__contains__, report, is_dry=not options.yes)
        printing.records(
            options,
            [Column("key", 16, "dim"), Column("title", is_open=True)],
            gone,
            lambda held: {"key": key_text(held.key), "title": held.title, "files": held.files},
            lambda held: (key_text(held.key), held.title),
        )
    if not options.quiet:
        print(_pruned(report, is_dry=not options.yes), file=sys.stderr)
    return 0


def _starred_by_anybody(options: argparse.Namespace) -> set[int]:
    """The starred stories of every profile: they share the library."""
    from newsreader.marks import Marks

    starred: set[int] = set()
    for path in {*paths.find().every_marks(), stores.places(options)[1]}:
        with contextlib.closing(Marks(path)) as marks:
            starred |= marks.starred()
    return starred


def _pruned(report: Pruned, is_dry: bool) -> str:
    lines = []
    if report.articles:
        what = "would be removed; --yes removes them" if is_dry else "removed"
        lines.append(f"{printing.count(report.articles, 'article', 'articles')} without files {what}")
    if report.starred:
        lines.append(f"{printing.count(report.starred)} kept for the star; --all takes them too")
    if report.away:
        stay = printing.count(report.away, "article", "articles")
        lines.append(f"{stay} kept below sources that are away or empty; sources remove PATH gives them up")
    return "\n".join(lines) or "no article is without files"


def _backup(options: argparse.Namespace) -> int:
    from pathlib import Path

    from newsreader import database

    with stores.library(options) as library, stores.marks(options) as marks:
        pairs = [(marks.path, Path(options.file))]
        if options.articles:
            pairs.append((library.path, Path(options.articles)))
        if any(os.path.lexists(target) for _, target in pairs):
            raise NewsreaderError("a backup never overwrites a file", "name one that is not there yet")
        with printing.progress(options, "Saving") as show:
            for path, target in pairs:
                database.copy(
                    path,
                    target,
                    lambda left, pages: show(f"{100 - 100 * left // max(1, pages)} %"),  # 0: no room for any
                    is_new=True,
                )
    saved = [str(target) for _, target in pairs]
    printing.summary(options, f"saved {' and '.join(saved)}", {"files": saved})
    return 0
