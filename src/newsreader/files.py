"""Looking for files, reading them where their names and what they are cannot be trusted, and writing them.

Only regular files are read, links to folders are not followed, and nothing waits for a pipe or a device.
"""

from __future__ import annotations

import contextlib
import errno
import os
import re
import stat
import time
from collections.abc import Callable, Container, Iterator
from pathlib import Path

from newsreader.errors import RefusedFileError, reason
from newsreader.records import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from typing import TextIO

FILE_LIMIT = 1 << 20
"""Bytes; larger files are refused unread."""

NICENESS = 10
"""How far a process that reads many files gives way to whoever types, where both want a processor."""

LOCK_SECONDS = 10
"""How long to wait for another process that changes the same file."""

_FIRST_MOMENT, _LAST_MOMENT = -(1 << 62), 1 << 62  # nanoseconds; file systems can hold more than a database
_MARKDOWN_ENDINGS = (".md", ".markdown", ".mdown", ".mkd")
_ARTICLE_ENDINGS = (*_MARKDOWN_ENDINGS, ".txt")
_BEGINNING = 8
_NO_LOCKS = (errno.EBADF, errno.EINVAL, errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP)
_FENCES = (b"---", b"+++")  # with which a file of any name is an article


class Stamp(NamedTuple):
    """What a file looked like from outside; when it is the same, so is the file."""

    size: int
    modified_ns: int


class Candidate(NamedTuple):
    """A file that may hold an article; `is_named` if it was asked for itself and not found in a folder."""

    path: str
    is_named: bool

    @property
    def name(self) -> str:
        """The path as text that can be stored."""
        return text(self.path)

    def stamp(self) -> Stamp:
        """What the file looks like from outside. Raises `RefusedFileError` for what is not opened."""
        try:
            status = os.stat(self.path, follow_symlinks=self.is_named)  # noqa: PTH116 - a Path costs as much again
        except OSError as error:
            raise _unreadable(error) from None
        if stat.S_ISLNK(status.st_mode):
            raise RefusedFileError("a link, which is not followed")
        if stat.S_ISDIR(status.st_mode):
            raise RefusedFileError("a folder with the name of a file; what is in it was looked at")
        if not stat.S_ISREG(status.st_mode):
            raise RefusedFileError("not a regular file")
        if status.st_size > FILE_LIMIT:
            raise RefusedFileError(f"larger than {FILE_LIMIT >> 20} MiB")
        return Stamp(status.st_size, min(max(status.st_mtime_ns, _FIRST_MOMENT), _LAST_MOMENT))

    def contents(self) -> bytes | None:
        """The bytes of the file; None for one in a folder that is no article, by its ending and beginning.

        Raises `RefusedFileError`, also when something else took the file's place since it was looked at.
        """
        flags = os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC | (0 if self.is_named else os.O_NOFOLLOW)
        try:
            descriptor = os.open(self.path, flags)
        except OSError as error:
            raise _unreadable(error) from None
        try:
            status = os.fstat(descriptor)
            if not stat.S_ISREG(status.st_mode):
                raise RefusedFileError("not a regular file")
            if not self.is_named and not is_article_name(self.path) and not _is_fenced(descriptor):
                return None
            data = _read(descriptor, status.st_size)
        except OSError as error:
            raise _unreadable(error) from None
        finally:
            os.close(descriptor)
        if len(data) > FILE_LIMIT:
            raise RefusedFileError(f"larger than {FILE_LIMIT >> 20} MiB")
        return data


def _is_fenced(descriptor: int) -> bool:
    """Whether a file begins like an article of any name; it is read from its beginning afterwards."""
    return os.pread(descriptor, _BEGINNING, 0).removeprefix(b"\xef\xbb\xbf").startswith(_FENCES)


def _read(descriptor: int, size: int) -> bytes:
    """What is in a file, `FILE_LIMIT` + 1 bytes at most; one that is of its `size` is read at once.

    Files that the system makes up are of the size 0, and some of them end after the first read.
    """
    data = os.read(descriptor, min(size or FILE_LIMIT, FILE_LIMIT) + 1)
    while len(data) != size and len(data) <= FILE_LIMIT:
        more = os.read(descriptor, FILE_LIMIT + 1 - len(data))
        if not more:
            break
        data += more
    return data


def walk(
    root: str, roots: Container[str], refuse: Callable[[str, RefusedFileError], None]
) -> Iterator[list[Candidate]]:
    """The files at or below `root`, a list for each folder, in the order of their names as text.

    Hidden files and folders are passed over, links to folders, and others of the `roots`, which have walks of
    their own. `refuse` is called for a folder that cannot be looked into.
    """
    if not os.path.isdir(root):  # noqa: PTH112 - no errors
        yield [Candidate(root, True)]
        return
    folders = [root]
    while folders:
        folder = folders.pop()
        try:
            with os.scandir(folder) as entries:
                found = sorted(
                    [
                        (text(entry.name), entry)
                        for entry in entries
                        if not entry.name.startswith(".") and entry.path not in roots
                    ],
                    key=lambda named: named[0],
                )
            inner = {entry.path for _, entry in found if entry.is_dir(follow_symlinks=False)}
        except (FileNotFoundError, NotADirectoryError):  # it went meanwhile
            continue
        except OSError as error:
            refuse(folder, _unreadable(error))
            continue
        yield [
            Candidate(entry.path, False)
            for _, entry in found
            if entry.path not in inner or is_article_name(entry.path)  # which is told, and looked into too
        ]
        folders += sorted(inner, key=text, reverse=True)


def is_article_name(path: str) -> bool:
    """Whether a file's ending says that it holds text."""
    return path.lower().endswith(_ARTICLE_ENDINGS)


def is_markdown_name(path: str) -> bool:
    """Whether a file's ending says that it holds Markdown."""
    return path.lower().endswith(_MARKDOWN_ENDINGS)


def text(path: str) -> str:
    """A path as text that can be stored; bytes that are no UTF-8 become `\\xNN`."""
    return path if path.isascii() else os.fsencode(path).decode("utf-8", "backslashreplace")


def path_of(name: str) -> str:
    """The path of which `text` made `name`, where there is one; else `name`."""
    if "\\x" not in name or os.path.lexists(name):
        return name
    raw = os.fsdecode(_raw(name))
    return raw if os.path.lexists(raw) else name


def is_gone(name: str) -> bool:
    """Whether no file has this name, as `text` writes it. One that cannot be looked for is there."""
    try:
        return _is_missing(name, os.lstat)
    except ValueError:
        return False


def is_away(name: str) -> bool:
    """Whether no file has this name, or only a link that leads nowhere, as to a disk that is not there."""
    try:
        return _is_missing(name, os.stat)
    except ValueError:  # nothing can be called that
        return True


def _is_missing(name: str, look: Callable[[bytes], object]) -> bool:
    for path in {os.fsencode(name), _raw(name)}:
        try:
            look(path)
            return False
        except (FileNotFoundError, NotADirectoryError):
            continue
        except OSError:
            return False
    return True


def contents(path: Path) -> bytes | None:
    """The bytes of the file at `path`, which may be a link to it; None where nothing has that name.

    Raises `RefusedFileError` for what cannot be read, is no regular file or larger than `FILE_LIMIT`.
    """
    try:
        os.lstat(path)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise _unreadable(error) from None
    try:
        return Candidate(str(path), True).contents()
    except RefusedFileError:
        if path.is_symlink() and not os.path.lexists(os.path.realpath(path)):
            raise RefusedFileError("a link that leads nowhere") from None
        raise


def version(path: Path) -> object:
    """Something else whenever the file at `path` is another or was written; None while it is not there."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns


@contextlib.contextmanager
def locked(path: Path) -> Iterator[None]:
    """Whoever else calls this for the same file, in whatever process, waits until the `with` ends.

    Raises OSError: FileNotFoundError without a folder for the file, TimeoutError after `LOCK_SECONDS`.
    """
    # The folder is locked: the file is replaced, and one made only for the lock would be left behind.
    folder = os.open(Path(os.path.realpath(path)).parent, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        _lock(folder)
        yield
    finally:
        os.close(folder)


def _lock(descriptor: int) -> None:
    import fcntl  # seldom needed

    end = time.monotonic() + LOCK_SECONDS
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            if time.monotonic() > end:
                raise TimeoutError(errno.ETIMEDOUT, "another program is writing there") from None
            time.sleep(0.01)
        except OSError as error:
            if error.errno in _NO_LOCKS:  # some network folders have none: better to write than not to
                return
            raise


@contextlib.contextmanager
def replacing(path: Path, is_new: bool = False) -> Iterator[TextIO]:
    """A file of text to be written in a `with`; at its end it takes the place of the one at `path`.

    If anything is raised within, that one stays as it was. Its permissions are kept, and a link to it stays a
    link. Raises OSError: FileExistsError for one that is there and should be new.
    """
    target = Path(os.path.realpath(path))
    try:
        mode = stat.S_IMODE(target.stat().st_mode)
    except FileNotFoundError:
        mode = None
    made = target.with_name(f".newsreader-{os.urandom(6).hex()}")  # any name of its own: others write, too
    usual = 0o666 if mode is None else 0o600  # nobody reads what they could not read before
    descriptor = os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, usual)
    try:
        with open(descriptor, "w", encoding="utf-8", newline="") as file:
            if mode is not None:
                os.fchmod(descriptor, mode)
            yield file
            file.flush()
            os.fsync(descriptor)
        if is_new:
            appear(made, target)
        else:
            made.replace(target)
    finally:
        with contextlib.suppress(OSError):
            made.unlink(missing_ok=True)


def appear(made: Path, target: Path) -> None:
    """Give a file this name if nothing has it; nobody can take it meanwhile where there are hard links.

    Raises OSError: FileExistsError for a name that something has.
    """
    try:
        os.link(made, target)
    except FileExistsError:
        raise
    except OSError:
        if os.path.lexists(target):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST)) from None
        made.rename(target)


def _unreadable(error: OSError) -> RefusedFileError:
    if error.errno == errno.ELOOP:
        return RefusedFileError("a link that leads nowhere")
    return RefusedFileError(reason(error, "cannot be read"))


def _raw(name: str) -> bytes:
    """The bytes for which `text` may have written `name`."""
    return re.sub(rb"\\x([89a-f][0-9a-f])", lambda match: bytes.fromhex(match[1].decode()), name.encode())
