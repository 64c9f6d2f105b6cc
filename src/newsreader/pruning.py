"""Articles whose files are gone: found, and taken out of the library when that is asked for.

An article never leaves because a disk is not there: what lies below a source that cannot be found stays until
that source is removed. Nor does it leave because a source is empty.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePath

from newsreader import importer
from newsreader.files import is_away, is_gone, path_of
from newsreader.ingest import Held, Writer

BATCH = 500
"""Articles a transaction."""

_FIRST = -(1 << 63)


@dataclass(slots=True)
class Pruned:
    """What is gone: articles that go, those that stay with their stars, those below sources that are away."""

    articles: int = 0
    starred: int = 0
    away: int = 0


def prune(
    writer: Writer, is_starred: Callable[[int], bool], report: Pruned, *, is_dry: bool
) -> Iterator[Held]:
    """Every article whose files are all gone, filling `report`; unless `is_dry`, it is removed.

    Then what is remembered of files that are gone is forgotten too, and an article that other files hold is
    shown as they say.
    """
    away = frozenset(_away(writer.sources()))
    after = _FIRST
    while page := writer.held(after, BATCH):
        after = page[-1].id
        gone = {file for held in page for file in held.files if is_gone(file)}
        lost = [held for held in page if gone.issuperset(held.files)]
        left = [held for held in lost if not _is_below(held.files, away)]
        unstarred = [held for held in left if not is_starred(held.key)]
        report.away += len(lost) - len(left)
        report.starred += len(left) - len(unstarred)
        report.articles += len(unstarred)
        if not is_dry:
            _remove(writer, page, lost, unstarred, gone)
        yield from unstarred
    if not is_dry:
        _forget_refused(writer, away)
        importer.read_again(writer)


def _remove(
    writer: Writer, page: Iterable[Held], lost: Iterable[Held], removed: Iterable[Held], gone: set[str]
) -> None:
    kept = {held.key for held in lost}
    with writer.batch():
        for held in removed:
            writer.remove(held.key)
        for held in page:
            if held.key not in kept:
                for file in gone.intersection(held.files):
                    writer.forget(file)


def _forget_refused(writer: Writer, away: frozenset[str]) -> None:
    after = _FIRST
    while files := writer.refused(after, BATCH):
        after = files[-1][0]
        with writer.batch():
            for _, name in files:
                if is_gone(name) and not _is_below([name], away):
                    writer.forget(name)


def _away(sources: Iterable[tuple[str, bool]]) -> Iterator[str]:
    """The sources that are not there, and not because somebody deleted the one file that they were.

    An empty folder may be the place of a disk that is not there.
    """
    for source, is_file in sources:
        path = Path(path_of(source))
        is_deleted = is_file and is_gone(source) and os.path.isdir(path.parent)  # noqa: PTH112 - no errors
        if not is_deleted and (is_away(source) or _is_empty(path)):
            yield source


def _is_empty(source: Path) -> bool:
    """Whether it is a folder in which nothing can be seen."""
    try:
        with os.scandir(source) as entries:
            return next(entries, None) is None
    except NotADirectoryError:
        return False
    except OSError:
        return True


def _is_below(files: Iterable[str], sources: frozenset[str]) -> bool:
    return any(path in sources for file in files for path in (file, *map(str, PurePath(file).parents)))
