"""The library made anew from its sources, beside the old one, and then put in its place.

An article whose file is gone is copied over, so nothing is lost; marks are in another file and stay.
"""

from __future__ import annotations

import contextlib
import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from newsreader import database, importer, salvage
from newsreader.dialects import DIALECTS, Dialects
from newsreader.errors import DamagedError, StorageError
from newsreader.files import is_away, path_of
from newsreader.importer import Progress, Report
from newsreader.ingest import Writer
from newsreader.intake import Taken

_COPIED = 1_000  # articles a transaction


@dataclass(slots=True)
class Rebuilt:
    """What became of a library: what was imported, which titles were copied over, where the old is.

    `dropped` articles were left out on demand, `unreadable` ones could not be read; `old` is None when all of
    the old library is in the new one.
    """

    report: Report = field(default_factory=Report)
    kept: list[str] = field(default_factory=list)
    dropped: int = 0
    unreadable: int = 0
    old: Path | None = None


def run(
    library: Path, rebuilt: Rebuilt, drop_missing: bool = False, names: Dialects = DIALECTS
) -> Iterator[Progress]:
    """Rebuild the library at `library`, filling `rebuilt`; the work is done as the stream is read.

    With `drop_missing` articles whose files are gone are left out; `names` are what files are asked for.
    Raises `LockedError` when another program has the library open, and a `StorageError` when it cannot be
    made; then the old one is as it was. One that is damaged is moved aside and kept.
    """
    held = database.Reserved(library) if _is_sound(library) else None
    if held is not None:  # nobody else makes one now: these are of some that were killed
        for left in library.parent.iterdir():
            if re.fullmatch(rf"{re.escape(library.name)}\.[0-9a-f]+\.new(-wal|-shm|-journal)?", left.name):
                left.unlink(missing_ok=True)
    new = library.with_name(f"{library.name}.{os.urandom(6).hex()}.new")
    try:
        with contextlib.closing(Writer(new, names)) as writer:
            yield from _import(library, writer, rebuilt)
            _copy_missing(library, writer, rebuilt, drop_missing)
        for mode in ("DELETE", "WAL"):  # all of it in one file, which is used as the old one was
            database.set_journal(new, mode)
        if held is not None and not rebuilt.unreadable:
            held.replace(new)
        else:
            rebuilt.old = database.move_aside(library, "damaged")
            new.rename(library)
    finally:
        if held is not None:
            held.close()
        for suffix in ("", "-wal", "-shm"):
            new.with_name(new.name + suffix).unlink(missing_ok=True)
        with contextlib.suppress(StorageError):  # then the next one who writes does it
            database.set_journal(library, "WAL")


def _is_sound(library: Path) -> bool:
    try:
        return not database.faults(library, database.LIBRARY)
    except DamagedError:
        return False


def _import(library: Path, writer: Writer, rebuilt: Rebuilt) -> Iterator[Progress]:
    """What the sources hold now, and then the files that were no source's, such as the program's own."""
    sources = salvage.sources(library)
    for source in sources:
        writer.add_source(source)
    there = [Path(path_of(source)) for source in sources if not is_away(source)]
    yield from importer.run(writer, there, rebuilt.report, remember=False)
    sought = [*_missing(library, writer), *_outdated(library, writer)]
    names = salvage.files(library, sought)
    files = [path for name in names if _is_file(path := Path(path_of(name)))]
    yield from importer.run(writer, files, rebuilt.report, remember=False)
    rebuilt.report.failures = list(dict.fromkeys(rebuilt.report.failures))  # some were tried twice


def _is_file(path: Path) -> bool:
    """Whether there is a file, or what cannot be looked at: the import tells why."""
    try:
        return stat.S_ISREG(path.stat().st_mode)
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return False
    except OSError:
        return True


def _copy_missing(library: Path, writer: Writer, rebuilt: Rebuilt, drop: bool) -> None:
    missing = _missing(library, writer)
    if drop:
        rebuilt.dropped = len(missing)
        return
    missing += _outdated(library, writer)
    for start in range(0, len(missing), _COPIED):
        articles = list(salvage.articles(library, missing[start : start + _COPIED]))
        rebuilt.unreadable += articles.count(None)
        known = writer.known([found.path for found in articles if found])
        with writer.batch():
            for path, stamp, digest, parsed in filter(None, articles):
                now = known.get(path)
                if now is not None and now.reason is None:  # the file is there, and says something else
                    path, stamp, digest = salvage.no_file(parsed.entry.key)
                writer.put(Taken(path, stamp, digest), parsed)
                if now is not None and now.reason is not None:  # it holds the article no longer, as before
                    writer.refuse(Taken(path, now.stamp, now.hash, None, now.reason, now.line))
                rebuilt.kept.append(parsed.entry.title)


def _missing(library: Path, writer: Writer) -> list[int]:
    """The articles of the old library that are not in the new one."""
    there = set(salvage.keys(writer.path))
    return [key for key in salvage.keys(library) if key not in there]


def _outdated(library: Path, writer: Writer) -> Iterator[int]:
    """The articles that the old library shows from a file that the new one has not, and that ranks higher."""
    shown = salvage.shown(library)
    while some := list(islice(shown, _COPIED)):
        known = writer.known([one.path for one in some])
        for one in some:
            if one.path not in known and (rank := writer.rank(one.key)) and rank < one.rank:
                yield one.key
