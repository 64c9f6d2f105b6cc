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
from newsreader.ingest import Outcome, Stamp, Writer

FILE_LIMIT = 1 << 20
"""Bytes; larger files are refused unread."""

BATCH = 200
"""Files a transaction."""

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
    roots = [path.expanduser().absolute() for path in paths]
    for root in roots:
        if not os.path.lexists(root):
            raise NewsreaderError(f"{safetext.line(str(root))} does not exist", "check the path")
    if remember:
        for root in roots:
            writer.add_source(_text(str(root)))
    candidates = (candidate for root in roots for candidate in walk(root))
    done = False
    while not done:
        with writer.batch():
            done = True
            for count, (path, is_named) in enumerate(candidates, 1):
                _import(writer, path, is_named, report)
                yield Progress(report.files, _text(path))
                if count == BATCH:
                    done = False
                    break


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


def _import(writer: Writer, path: str, is_named: bool, report: Report) -> None:
    name = _text(path)
    stamp, digest = Stamp(0, 0), b""
    try:
        stamp = _stamp(path, follow=is_named)
        known = writer.known(name)
        if known and known.stamp == stamp:
            return _again(report, name, known.reason, known.line)
        data = _read(path, follow=is_named)
        if not is_named and not _may_be_article(path, data):
            return None
        digest = hashlib.blake2b(data, digest_size=16).digest()
        if known and known.hash == digest:
            writer.touch(name, stamp)
            return _again(report, name, known.reason, known.line)
        parsed = frontmatter.parse(data, name, stamp.modified_ns // 1_000_000_000)
        report.add(writer.put(name, stamp, digest, parsed))
    except RefusedFileError as error:
        writer.refuse(name, stamp, digest, error.message, error.line)
        report.failures.append(Failure(name, error.line, error.message))
    return None


def _again(report: Report, name: str, reason: str | None, line: int | None) -> None:
    if reason is None:
        report.add("unchanged")
    else:
        report.failures.append(Failure(name, line, reason))


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
    return Stamp(status.st_size, status.st_mtime_ns)


def _read(path: str, follow: bool) -> bytes:
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
    return path.lower().endswith(_ARTICLE_ENDINGS) or data.removeprefix(b"\xef\xbb\xbf").startswith(b"---")


def _unreadable(error: OSError) -> RefusedFileError:
    if error.errno == errno.ELOOP:
        return RefusedFileError("a link that leads nowhere")
    return RefusedFileError((error.strerror or "cannot be read").lower())


def _text(path: str) -> str:
    """A path as text that can be stored; bytes that are no UTF-8 become `\\xNN`."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")
