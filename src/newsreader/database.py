"""Opening the two databases: stamped, migrated, attached, and with their errors in words.

`write` opens one file alone, so that no transaction can ever write both; `readers` attaches both.
"""

from __future__ import annotations

import contextlib
import os
import re
import sqlite3
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

from newsreader import paths, safetext, schema
from newsreader.errors import (
    DamagedError,
    ForeignError,
    LockedError,
    NewerSchemaError,
    ReplacedError,
    StorageError,
)
from newsreader.records import TYPE_CHECKING, NamedTuple
from newsreader.searchtext import fold, index_text
from newsreader.sqlerrors import errors, only_reads, primary
from newsreader.tags import tags

if TYPE_CHECKING:
    from typing import Literal

SQLITE = sqlite3.sqlite_version
WAIT_SECONDS = 5.0
"""How long a connection waits for another process's write."""


_PAGES_AT_ONCE = 10_000
_COPY = r"-(\d{4}-\d\d-\d\d|schema-\d+)\.db"


class Spec(NamedTuple):
    """What kind of file a database is; `is_precious` if nothing can make it again."""

    name: str
    application_id: int
    migrations: list[str]
    synchronous: str
    is_precious: bool = False


LIBRARY = Spec("library", schema.LIBRARY_ID, schema.LIBRARY, "NORMAL")
MARKS = Spec("marks", schema.MARKS_ID, schema.MARKS, "FULL", is_precious=True)

Identity = tuple[int, int] | None
"""Which file a path leads to: None for none."""


class Connection(sqlite3.Connection):
    """A connection that knows which files it has open."""

    identity: object = None
    synchronous = "FULL"
    is_makeshift = False
    """Whether it sees no changes: whoever reads again opens another."""


def prepare(path: Path, spec: Spec) -> None:
    """Make the database at `path`, or bring it to the newest schema.

    Raises `NewerSchemaError`, `DamagedError`, `LockedError` or `StorageError`; a file that is not ours is
    left as it is, and what is precious is not begun anew where there are copies of it. Several processes may
    do this at once.
    """
    if not (existed := is_there(path)):
        # Looked for again at the end: another process that began at once may have made both meanwhile.
        if spec.is_precious and copies(path) and not is_there(path):
            raise _lost(path, "gone")
        with errors(path):
            path.parent.mkdir(parents=True, exist_ok=True)
    is_shared = existed and not (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK))
    with (
        contextlib.closing(connect(path, "mode=ro&immutable=1" if is_shared else "mode=rwc")) as connection,
        errors(path),
    ):
        if _is_current(connection, path, spec):
            return
        if is_shared:
            raise StorageError(
                f"{path} has an older schema and cannot be written", "let its owner start newsreader"
            )
        has_copies = spec.is_precious and bool(copies(path))  # first: whoever made one had made the file
        if connection.execute("PRAGMA application_id").fetchone()[0] == 0:
            if has_copies:
                raise _lost(path, "empty")
            _write_ahead(connection)
        connection.execute("BEGIN IMMEDIATE")
        try:
            version = _version(connection, path, spec)
            if spec.is_precious and 0 < version < len(spec.migrations):
                copy(path, backup_folder(path) / f"{path.stem}-schema-{version}.db")
            for number in range(version, len(spec.migrations)):
                for statement in _statements(spec.migrations[number]):
                    connection.execute(statement)
            connection.execute(f"PRAGMA application_id = {spec.application_id}")
            connection.execute(f"PRAGMA user_version = {len(spec.migrations)}")
            connection.execute("COMMIT")
        finally:
            if connection.in_transaction:
                connection.execute("ROLLBACK")


def _lost(path: Path, how: str) -> DamagedError:
    hint = f"newsreader doctor --fix restores them; to begin anew, move {backup_folder(path)} away"
    return DamagedError(f"{path} is {how}, and there are copies of it", hint)


def _write_ahead(connection: Connection) -> None:
    """Let readers and a writer not wait for each other, from now on.

    SQLite does not wait itself where several programs want this of a new file at once.
    """
    end = time.monotonic() + WAIT_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if primary(error) != sqlite3.SQLITE_BUSY or time.monotonic() >= end:
                raise
        time.sleep(0.005)


def _is_current(connection: sqlite3.Connection, path: Path, spec: Spec) -> bool:
    try:
        return _version(connection, path, spec) == len(spec.migrations)
    except sqlite3.OperationalError as error:
        if only_reads(error, path):
            with contextlib.closing(read(path)) as reading:
                if _version(reading, path, spec) == len(spec.migrations):
                    return True
        raise


def is_there(path: Path) -> bool:
    """Whether a file or folder is at `path`. Raises a `StorageError` where that cannot be known."""
    with errors(path):
        return paths.is_there(path)


def identity(path: Path) -> Identity:
    """Which file is at `path` now."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


def backup_folder(path: Path) -> Path:
    """Where the copies of the database at `path` are kept."""
    return path.parent / "backups"


def copies(path: Path) -> list[Path]:
    """The copies of the database at `path`: daily ones, the oldest first, and those before a migration."""
    names = re.escape(path.stem) + _COPY
    try:
        return sorted(file for file in backup_folder(path).iterdir() if re.fullmatch(names, file.name))
    except OSError:
        return []


def copy(
    source: Path | sqlite3.Connection,
    target: Path,
    progress: Callable[[int, int], None] = lambda left, all_: None,
    *,
    is_new: bool = False,
) -> None:
    """Copy a database that may be in use, as it is now: whole, checked, and to the place of `target` at once.

    `progress` gets the pages that are left, and all of them. Raises a `StorageError`; then `target` is as it
    was, as also where something is there that must be `is_new`.
    """
    from newsreader import files  # not needed to read

    if is_new and os.path.lexists(target):
        raise StorageError(f"{target} exists already", "name another file")
    made = target.with_name(f"{target.name}.{os.getpid()}.new")
    with errors(target):
        if not is_new:
            target.parent.mkdir(parents=True, exist_ok=True)
        made.touch(mode=0o600)
    try:
        with contextlib.ExitStack() as stack:
            origin = source
            if isinstance(origin, Path):
                origin = stack.enter_context(contextlib.closing(read(origin)))
                with errors(source if isinstance(source, Path) else target):
                    # A transaction keeps its snapshot; without one, others' writes start the copy anew.
                    origin.execute("BEGIN")
                    origin.execute("SELECT count(*) FROM sqlite_schema").fetchone()
            with errors(source if isinstance(source, Path) else target):
                copied = stack.enter_context(contextlib.closing(sqlite3.connect(made)))
                origin.backup(
                    copied, pages=_PAGES_AT_ONCE, progress=lambda status, left, all_: progress(left, all_)
                )
                # A copy in rollback mode is one file, which may be moved and mailed.
                copied.execute("PRAGMA journal_mode = DELETE")
                if faults := _faults(copied):
                    hint = "it was not kept"
                    raise DamagedError(f"a copy for {target} would be damaged ({faults[0]})", hint)
        with errors(target):
            if is_new:
                files.appear(made, target)
            else:
                _replace(made, target)
    finally:
        made.unlink(missing_ok=True)


def _replace(made: Path, target: Path) -> None:
    """Put a database in the place of another one."""
    for suffix in ("-wal", "-shm", "-journal"):  # of a file that is gone: SQLite would add them to this
        target.with_name(target.name + suffix).unlink(missing_ok=True)
    made.replace(target)


def faults(path: Path, spec: Spec) -> list[str]:
    """What is wrong inside the file at `path`, a line each; nothing for a sound one. It is only read.

    Raises `NewerSchemaError`, `LockedError`, or a `StorageError` when it cannot be read at all.
    """
    with contextlib.closing(read(path)) as connection, errors(path):
        if _version(connection, path, spec) == 0:
            raise DamagedError(f"{path} is empty", "newsreader doctor says what can be done")
        return _faults(connection)


def _faults(connection: sqlite3.Connection) -> list[str]:
    try:
        found = [str(line) for (line,) in connection.execute("PRAGMA integrity_check(9)")]
    except sqlite3.OperationalError as error:
        if primary(error) != sqlite3.SQLITE_ERROR:
            raise
        found = [str(error)]  # of a schema that says what SQLite does not know
    return [] if found == ["ok"] else [safetext.line(line) for line in found]


def move_aside(path: Path, ending: str) -> Path:
    """Give a database that nobody has open another name, its journals with it; where it is now."""
    with errors(path):
        number = 0
        while is_there(target := path.with_name(f"{path.name}.{ending}{f'-{number}' if number else ''}")):
            number += 1
        for suffix in ("", "-wal", "-shm", "-journal"):
            if is_there(part := path.with_name(path.name + suffix)):
                part.rename(target.with_name(target.name + suffix))
    return target


def set_journal(path: Path, mode: Literal["DELETE", "WAL"]) -> None:
    """Keep what is written beside the file (`WAL`), or fold it in, so that the file is all there is.

    Raises `LockedError` when anybody else has the database open.
    """
    with contextlib.closing(connect(path)) as connection, errors(path):
        connection.execute(f"PRAGMA journal_mode = {mode}").fetchone()


class Reserved:
    """The database at `path`, which nobody else writes until this is closed; others may read it.

    Raises `LockedError` when another program has it open.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        for mode in ("DELETE", "WAL"):  # the first of which nobody else may have it open for
            set_journal(path, mode)
        self._connection = connect(path)
        with errors(path):
            self._connection.execute("BEGIN IMMEDIATE")

    def replace(self, new: Path) -> None:
        """Put the file at `new` in its place. Raises `LockedError` when another program has it open."""
        with errors(self._path):
            version = self._version()
            self._connection.execute("ROLLBACK")
            self._connection.execute("PRAGMA journal_mode = DELETE")  # so that the file is all there is
            self._connection.execute("BEGIN EXCLUSIVE")
            if self._version() != version:
                raise LockedError(f"{self._path} was written meanwhile", "try again")
            new.replace(self._path)

    def close(self) -> None:
        """Let others write again."""
        self._connection.close()

    def _version(self) -> int:
        return int(self._connection.execute("PRAGMA data_version").fetchone()[0])


def read(path: Path) -> Connection:
    """A connection that only reads the file at `path`, whatever its state; its folder may be unwritable."""
    for mode in ("mode=ro", "mode=ro&immutable=1"):
        connection = connect(path, mode)
        try:
            connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
            return connection
        except (sqlite3.Error, UnicodeDecodeError) as error:
            if isinstance(error, UnicodeDecodeError) or not only_reads(error, path):
                return connection  # and whoever reads it is told
            connection.close()
    return connect(path, "mode=ro")


def write(path: Path, spec: Spec) -> Connection:
    """A connection that writes the prepared database at `path` and sees no other.

    It may be used from any thread, by one at a time.
    """
    connection = connect(path)
    connection.synchronous = spec.synchronous
    with contextlib.suppress(sqlite3.Error):  # told when something is written
        connection.execute("PRAGMA journal_mode = WAL")
    return connection


@contextlib.contextmanager
def transaction(connection: Connection, path: Path) -> Iterator[None]:
    """A write transaction: committed at the end, rolled back on any error.

    Raises `ReplacedError` where what is written would end in a file that has no name any more.
    """
    if connection.identity != identity(path):
        raise ReplacedError(f"{path} was removed or replaced while it was open", "start newsreader again")
    with errors(path):
        # Here and not where it is opened: on a full disk this already fails, and what reads can go on.
        connection.execute(f"PRAGMA synchronous = {connection.synchronous}")
        connection.execute("BEGIN IMMEDIATE")
        try:
            if connection.identity != identity(path):  # while it was waited for
                raise ReplacedError(f"{path} was replaced meanwhile", "try again")
            yield
            connection.execute("COMMIT")
        finally:
            if connection.in_transaction:
                connection.execute("ROLLBACK")


def connect(path: Path | None, how: str = "mode=rw") -> Connection:
    """Open the file at `path`, or an empty database in memory; `how` are SQLite's URI parameters."""
    where = f"file:{quote(os.fsencode(path))}?{how}" if path else ":memory:"
    with errors(path or Path()):
        connection = sqlite3.connect(
            where,
            uri=True,
            timeout=WAIT_SECONDS,
            isolation_level=None,
            check_same_thread=False,
            factory=Connection,
        )
    connection.identity = identity(path) if path else None
    connection.create_function("index_text", 1, index_text, deterministic=True)
    connection.create_function("fold", 1, fold, deterministic=True)
    connection.create_function("tags", 9, tags, deterministic=True)
    return connection


def _version(connection: sqlite3.Connection, path: Path, spec: Spec) -> int:
    # In one statement, so that another process's migration is seen whole or not at all.
    application, version, tables = connection.execute(
        """SELECT (SELECT application_id FROM pragma_application_id),
                  (SELECT user_version FROM pragma_user_version), (SELECT count(*) FROM sqlite_schema)"""
    ).fetchone()
    if application != spec.application_id and (application or version or tables):
        raise ForeignError(f"{path} is not a {spec.name} database of newsreader", "name another file")
    if version < 0 or (version == 0 and tables):
        hint = "newsreader doctor says what can be done"
        raise DamagedError(f"{path} is damaged (its schema has no version)", hint)
    if version > len(spec.migrations):
        raise NewerSchemaError(
            f"{path} was written by a newer newsreader (schema {version}, not {len(spec.migrations)})",
            "update newsreader",
        )
    return int(version)


def _statements(script: str) -> Iterator[str]:
    """The statements of a migration; `executescript` would commit the transaction around it."""
    statement = ""
    for part in script.split(";"):
        statement += part + ";"
        if sqlite3.complete_statement(statement):
            if statement.strip(" \n;"):
                yield statement
            statement = ""
