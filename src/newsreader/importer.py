"""Files and folders into the library, as a stream of progress.

Everything in a file, and its name, is untrusted: only regular files are opened, links to folders are not
followed, and a file that is refused never stops the others.
"""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from newsreader import frontmatter, safetext
from newsreader.errors import NewsreaderError, RefusedFileError
from newsreader.frontmatter import Parsed
from newsreader.ingest import Known, Outcome, Stamp, Writer

FILE_LIMIT = 1 << 20
"""Bytes; larger files are refused unread."""

BATCH = 200
"""Files a transaction."""

BATCH_BYTES = 2 << 20
"""Bytes of files a transaction, so that others are not kept waiting."""

_FIRST_MOMENT, _LAST_MOMENT = -(1 << 62), 1 << 62  # nanoseconds; file systems can hold more than a database
_ARTICLE_ENDINGS = (".md", ".markdown", ".mdown", ".mkd", ".txt")


class Progress(NamedTuple):
    """How far an import is: files looked at, and the one that was looked at last."""

    files: int
    path: str


class Failure(NamedTuple):
    """Why a file was refused; `line` counts from 1, None where there is none."""

    path: str
    line: int | None
    reason: str


@dataclass(slots=True)
class Report:
    """What an import did. Every file is counted once: files is the sum of the five below it."""

    new: int = 0
    updated: int = 0
    unchanged: int = 0
    duplicates: int = 0
    failures: list[Failure] = field(default_factory=list)

    @property
    def failed(self) -> int:
        """How many files were refused."""
        return len(self.failures)

    @property
    def files(self) -> int:
        """How many files were looked at."""
        return self.new + self.updated + self.unchanged + self.duplicates + self.failed

    def add(self, outcome: Outcome) -> None:
        """Count one file that was not refused."""
        name = "duplicates" if outcome == "duplicate" else outcome
        setattr(self, name, getattr(self, name) + 1)


def run(
    writer: Writer, paths: Iterable[Path], report: Report, *, remember: bool = True
) -> Iterator[Progress]:
    """Import files and folders, filling `report`; the work is done as the stream is read.

    What stands in `paths` is remembered as a source unless `remember` is false. Raises `NewsreaderError`
    before anything is read if one of them does not exist. An import that is killed leaves whole batches, and
    the next one goes on from there.
    """
    roots = [Path(os.path.abspath(os.path.expanduser(path))) for path in paths]  # noqa: PTH100, PTH111 - no errors
    for root in roots:
        if not os.path.lexists(root):
            raise NewsreaderError(f"{safetext.line(str(root))} does not exist", "check the path")
    if remember:
        for root in roots:
            writer.add_source(_text(str(root)))
    batch: list[_Read] = []
    size = 0
    for path, is_named in (candidate for root in roots for candidate in walk(root)):
        read = _read_file(writer, path, is_named)
        if read is not None:
            batch.append(read)
            size += read.stamp.size
        if len(batch) >= BATCH or size > BATCH_BYTES:
            _put(writer, batch, report)
            size = 0
        yield Progress(report.files + len(batch), _text(path))
    _put(writer, batch, report)
    while writer.again:
        # They were counted before; now they are only compared anew.
        there = [path for path in writer.again if Path(path).exists()]
        writer.again.clear()
        again = [read for path in there if (read := _read_file(writer, path, True))]
        _put(writer, again, Report())


def walk(root: Path) -> Iterator[tuple[str, bool]]:
    """The files at or below `root` in the order of their names, and whether it was named itself.

    Hidden files and folders are passed over, and links to folders.
    """
    if not root.is_dir() or (root.is_symlink() and not root.exists()):
        yield str(root), True
        return
    folders = [str(root)]
    while folders:
        try:
            with os.scandir(folders.pop()) as entries:
                found = sorted(entries, key=lambda entry: os.fsencode(entry.name))
        except OSError:
            continue
        inner = []
        for entry in found:
            if entry.name.startswith("."):
                continue
            if entry.is_dir(follow_symlinks=False):
                inner.append(entry.path)
            else:
                yield entry.path, False
        folders += reversed(inner)


@dataclass(slots=True)
class _Read:
    """A file that was looked at, before anything is written: what is in it, or why it is refused."""

    name: str
    stamp: Stamp = field(default_factory=lambda: Stamp(0, 0))
    digest: bytes = b""
    parsed: Parsed | None = None
    failure: RefusedFileError | None = None
    is_touched: bool = False


def _read_file(writer: Writer, path: str, is_named: bool) -> _Read | None:
    """Look at a file, outside of any transaction; None for one that is passed over."""
    read = _Read(_text(path))
    try:
        read.stamp = _stamp(path, follow=is_named)
        known = writer.known(read.name)
        if known and known.stamp == read.stamp:
            read.failure = _remembered(known)
            return read
        data = _contents(path, follow=is_named)
        if not is_named and not _may_be_article(path, data):
            return None
        read.digest = hashlib.blake2b(data, digest_size=16).digest()
        if known and known.hash == read.digest:
            read.is_touched = True
            read.failure = _remembered(known)
            return read
        read.parsed = _parse(data, read.name, read.stamp)
    except RefusedFileError as error:
        if not is_named and not _is_article_name(path):
            return None
        read.failure = error
        read.is_touched = True
    return read


def _parse(data: bytes, name: str, stamp: Stamp) -> Parsed:
    try:
        return frontmatter.parse(data, name, stamp.modified_ns // 1_000_000_000)
    except (ValueError, OverflowError, AttributeError, LookupError, TypeError, RecursionError) as error:
        raise RefusedFileError(f"not understood ({type(error).__name__})") from error


def _put(writer: Writer, batch: list[_Read], report: Report) -> None:
    """Write what was read, in one transaction, and forget it."""
    with writer.batch():
        for read in batch:
            if read.parsed is not None:
                report.add(writer.put(read.name, read.stamp, read.digest, read.parsed))
            elif read.failure is not None:
                if read.is_touched:
                    failure = read.failure
                    writer.refuse(read.name, read.stamp, read.digest, failure.message, failure.line)
                report.failures.append(Failure(read.name, read.failure.line, read.failure.message))
            else:
                if read.is_touched:
                    writer.touch(read.name, read.stamp)
                report.add("unchanged")
    batch.clear()


def _remembered(known: Known) -> RefusedFileError | None:
    return RefusedFileError(known.reason, known.line) if known.reason is not None else None


def _stamp(path: str, follow: bool) -> Stamp:
    try:
        status = Path(path).stat(follow_symlinks=follow)
    except OSError as error:
        raise _unreadable(error) from None
    if stat.S_ISLNK(status.st_mode):
        raise RefusedFileError("a link, which is not followed")
    if not stat.S_ISREG(status.st_mode):
        raise RefusedFileError("not a regular file")
    if status.st_size > FILE_LIMIT:
        raise RefusedFileError(f"larger than {FILE_LIMIT >> 20} MiB")
    return Stamp(status.st_size, min(max(status.st_mtime_ns, _FIRST_MOMENT), _LAST_MOMENT))


def _contents(path: str, follow: bool) -> bytes:
    """The bytes of a regular file; a pipe, a device or a link that took its place is not waited for."""
    flags = os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC | (0 if follow else os.O_NOFOLLOW)
    try:
        descriptor = os.open(path, flags)
    except OSError as error:
        raise _unreadable(error) from None
    with open(descriptor, "rb") as file:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise RefusedFileError("not a regular file")
        try:
            data = file.read(FILE_LIMIT + 1)
        except OSError as error:
            raise _unreadable(error) from None
    if len(data) > FILE_LIMIT:
        raise RefusedFileError(f"larger than {FILE_LIMIT >> 20} MiB")
    return data


def _may_be_article(path: str, data: bytes) -> bool:
    """Whether a file found in a folder is one of ours: by its ending, or because front matter begins it."""
    return _is_article_name(path) or data.removeprefix(b"\xef\xbb\xbf").startswith(b"---")


def _is_article_name(path: str) -> bool:
    return path.lower().endswith(_ARTICLE_ENDINGS)


def _unreadable(error: OSError) -> RefusedFileError:
    if error.errno == errno.ELOOP:
        return RefusedFileError("a link that leads nowhere")
    return RefusedFileError((error.strerror or "cannot be read").lower())


def _text(path: str) -> str:
    """A path as text that can be stored; bytes that are no UTF-8 become `\\xNN`."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")
