"""Files and folders into the library, as a stream of progress.

Files are read outside of any transaction, many of them by worker processes, and written in batches. One that
is refused never stops the others, and an import that is killed goes on from its last batch.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import Path

from newsreader import safetext
from newsreader.errors import NewsreaderError, RefusedFileError
from newsreader.files import Candidate, Stamp, is_article_name, is_gone, path_of, text, walk
from newsreader.ingest import Outcome, Writer
from newsreader.intake import Known, Taken, Task, take
from newsreader.records import NamedTuple
from newsreader.workers import Workers

BATCH = 2_000
"""Files a transaction."""

BATCH_BYTES = 8 << 20
"""Bytes of files a transaction, so that what waits to be written fits into little memory."""

FEW = 400
"""So many files are read here at once before workers, which take about 0.2 s to start, are worth it."""

REMARKS_LIMIT = 1_000
"""Files whose warnings are kept: a million files without a date are told by some of them."""

_LOOKED_UP = 500  # names whose files are looked up in the library together


class Progress(NamedTuple):
    """How far an import is: files looked at, and the one that was looked at last."""

    files: int
    path: str


class Failure(NamedTuple):
    """Why a file was refused; `line` counts from 1, None where there is none."""

    path: str
    line: int | None
    reason: str


class Remark(NamedTuple):
    """What was bent in a file that was taken."""

    path: str
    warning: str


@dataclass(slots=True)
class Report:
    """What an import did. Every file is counted once: files is the sum of the five below it.

    `remarks` are about files that were taken; only the first `REMARKS_LIMIT` of them are kept.
    """

    new: int = 0
    updated: int = 0
    unchanged: int = 0
    duplicates: int = 0
    failures: list[Failure] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)

    @property
    def failed(self) -> int:
        """How many files were refused."""
        return len(self.failures)

    @property
    def files(self) -> int:
        """How many files were looked at."""
        return self.new + self.updated + self.unchanged + self.duplicates + self.failed

    def refuse(self, path: str, error: RefusedFileError) -> None:
        """Count a file, or a folder, that was refused."""
        self.failures.append(Failure(text(path), error.line, error.message))

    def add(self, outcome: Outcome) -> None:
        """Count one file that was not refused."""
        name = "duplicates" if outcome == "duplicate" else outcome
        setattr(self, name, getattr(self, name) + 1)


def run(
    writer: Writer, paths: Iterable[Path], report: Report, *, remember: bool = True
) -> Iterator[Progress]:
    """Import files and folders, filling `report`; the work is done as the stream is read.

    A file is looked at once, also where `paths` overlap. What stands in `paths` is remembered as a source
    unless `remember` is false. Raises `NewsreaderError` before anything is read if one does not exist. An
    import that is killed leaves whole batches, and the next one goes on from there.
    """
    roots = list(dict.fromkeys(os.path.abspath(path) for path in paths))  # noqa: PTH100 - no errors
    for root in roots:
        if is_gone(text(root)):
            raise NewsreaderError(f"{safetext.line(root)} does not exist", "check the path")
    if remember:
        for root in roots:
            writer.add_source(text(root))
    looked_at = frozenset(roots)
    folders = chain.from_iterable(walk(root, looked_at, report.refuse) for root in roots)
    yield from _Import(writer, report).run(folders)
    read_again(writer)


def read_again(writer: Writer) -> None:
    """Read the files before which another one no longer stands."""
    named = {path for path, _ in writer.sources()} if writer.again else set()
    while writer.again:
        # They were counted before; now they are only compared anew.
        files = [Candidate(path_of(name), name in named) for name in sorted(writer.again)]
        there = [file for file in files if os.path.exists(file.path)]  # noqa: PTH110 - no errors
        writer.again.clear()
        for _ in _Import(writer, Report()).run([there]):
            pass


@dataclass(slots=True)
class _Import:
    writer: Writer
    report: Report
    refused: list[Taken] = field(default_factory=list)

    def run(self, folders: Iterable[list[Candidate]]) -> Iterator[Progress]:
        """Look at the files; those that are not as they were are read and written."""
        batch: list[Taken] = []
        size = 0
        for answer in self._read(self._tasks(folders)):
            for taken in answer:
                if taken is not None:
                    batch.append(taken)
                    size += taken.stamp.size
            if len(batch) >= BATCH or size > BATCH_BYTES:
                self._put(batch)
                size = 0
            if answer and answer[-1] is not None:
                yield Progress(self.report.files + len(batch), answer[-1].name)
        self._put(batch)

    def _read(self, tasks: Iterator[Task]) -> Iterator[list[Taken | None]]:
        few = list(islice(tasks, FEW))
        if len(few) < FEW:
            for task in few:
                yield [take(task, names=self.writer.names)]
            return
        with Workers(names=self.writer.names) as workers:
            yield from workers.take(chain(few, tasks))

    def _tasks(self, folders: Iterable[list[Candidate]]) -> Iterator[Task]:
        """The files that must be read; what is as it was is counted."""
        for folder in folders:
            for start in range(0, len(folder), _LOOKED_UP):
                some = folder[start : start + _LOOKED_UP]
                known = self.writer.known([file.name for file in some])
                for file in some:
                    if task := self._task(file, known.get(file.name)):
                        yield task

    def _task(self, file: Candidate, known: Known | None) -> Task | None:
        try:
            stamp = file.stamp()
        except RefusedFileError as error:
            if file.is_named or is_article_name(file.path):
                self.refused.append(Taken(file.name, Stamp(0, 0), b"", None, error.message, error.line))
            return None
        if known is None or known.stamp != stamp or not known.was_read:
            return Task(file, stamp, known)
        if known.reason is None:
            self.report.add("unchanged")
        else:
            self.report.failures.append(Failure(file.name, known.line, known.reason))
        return None

    def _put(self, batch: list[Taken]) -> None:
        """Write what was read, in one transaction, and forget it."""
        writer, report = self.writer, self.report
        batch += self.refused
        self.refused.clear()
        with writer.batch():
            for taken in batch:
                if taken.parsed is not None:
                    report.add(writer.put(taken, taken.parsed))
                    if taken.parsed.warnings and len(report.remarks) < REMARKS_LIMIT:
                        report.remarks.append(Remark(taken.name, "; ".join(taken.parsed.warnings)))
                elif taken.reason is not None:
                    writer.refuse(taken)
                    report.failures.append(Failure(taken.name, taken.line, taken.reason))
                else:
                    writer.touch(taken.name, taken.stamp)
                    report.add("unchanged")
        batch.clear()
