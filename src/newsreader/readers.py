"""Read-only connections over the library and the marks, attached side by side to an empty database."""

from __future__ import annotations

import _thread  # `threading`, made of it, takes as long to load as a list takes to query
import contextlib
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

from newsreader import safetext
from newsreader.database import Connection, connect, identity
from newsreader.errors import DamagedError, StorageError
from newsreader.sqlerrors import errors, is_without_room, only_reads, primary

_MODES = ("mode=rw", "mode=ro", "mode=ro&immutable=1")  # none that makes a file


_LARGE = 1 << 28
"""Bytes of a file from which looking at all of it takes too long for somebody who waits."""


class Readers:
    """Read-only connections over both prepared databases, one for each thread that is reading right now."""

    def __init__(self, library: Path, marks: Path) -> None:
        self.library = library
        self.marks = marks
        self._idle: list[Connection] = []
        self._lent: dict[int, Connection] = {}
        self._watch: Connection | None = None
        self._watching = _thread.allocate_lock()
        self._lock = _thread.allocate_lock()
        self._closed = False

    @contextlib.contextmanager
    def connection(self) -> Iterator[sqlite3.Connection]:
        """Lend a connection; its errors come out as ours."""
        with self._lock:
            connection = self._idle.pop() if self._idle else None
        if connection is not None and connection.identity != self._identity():
            connection.close()
            connection = None
        with errors(self.library):
            connection = connection or self._connect()
            with self._lock:
                self._lent[_thread.get_ident()] = connection
            is_sound = True
            try:
                yield connection
            except sqlite3.Error as error:
                is_sound = primary(error) == sqlite3.SQLITE_INTERRUPT
                with errors(self._blamed(connection, error)):
                    raise
            except (ArithmeticError, LookupError, TypeError, ValueError) as error:
                is_sound = False
                self._raise_if_damaged(connection, error)
                raise
            finally:
                self._take_back(connection, is_sound)

    @contextlib.contextmanager
    def watching(self) -> Iterator[Connection]:
        """Lend the connection that notices changes: each connection counts those of all others."""
        with self._watching, errors(self.library):
            if self._watch is not None and self._watch.identity != self._identity():
                self._watch.close()
                self._watch = None
            if self._watch is None:
                self._watch = self._connect()
            try:
                yield self._watch
            finally:
                if self._closed or self._watch.is_makeshift:
                    self._watch.close()
                    self._watch = None

    def _blamed(self, connection: sqlite3.Connection, error: sqlite3.Error) -> Path:
        """The file that an error is about."""
        if primary(error) in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
            with contextlib.suppress(sqlite3.Error):
                (found,) = connection.execute("PRAGMA marks.quick_check(1)").fetchone()
                return self.library if found == "ok" else self.marks
            return self.marks
        return self.library

    def _raise_if_damaged(self, connection: sqlite3.Connection, error: Exception) -> None:
        """A damaged file may hold what makes no sense to whoever reads it."""
        for name, path in (("library", self.library), ("marks", self.marks)):
            check = "integrity_check" if path.stat().st_size < _LARGE else "quick_check"
            (found,) = connection.execute(f"PRAGMA {name}.{check}(1)").fetchone()
            if found != "ok":
                hint = "newsreader doctor says what can be done"
                raise DamagedError(f"{path} is damaged ({safetext.line(str(found))})", hint) from error

    def interrupt(self, thread: int) -> None:
        """Make the query that a thread (by its identifier) is waiting for fail; without one, do nothing."""
        with self._lock:
            if connection := self._lent.get(thread):
                connection.interrupt()

    def _take_back(self, connection: Connection, is_sound: bool) -> None:
        with self._lock:
            self._lent.pop(_thread.get_ident(), None)
            if is_sound and not connection.is_makeshift and not self._closed:
                self._idle.append(connection)
                return
        connection.close()

    def close(self) -> None:
        """Close the connections; one that is lent is closed when it comes back."""
        with self._lock:
            self._closed = True
            idle, self._idle = self._idle, []
        with self._watching:
            if self._watch is not None:
                idle.append(self._watch)
                self._watch = None
        for connection in idle:
            connection.close()

    def _identity(self) -> object:
        return identity(self.library), identity(self.marks)

    def _connect(self) -> Connection:
        connection = connect(None)
        connection.identity = self._identity()
        try:
            _attach(connection, self.library, "library")
            _attach(connection, self.marks, "marks")
            connection.execute("PRAGMA query_only = ON")
        except (sqlite3.Error, StorageError):
            connection.close()
            raise
        return connection


def _attach(connection: Connection, path: Path, name: str) -> None:
    """Attach `path`; where the file or its folder cannot be written, as one that nobody changes."""
    for mode in _MODES:
        try:
            connection.execute("ATTACH ? AS " + name, (f"file:{quote(os.fsencode(path))}?{mode}",))
            connection.execute(f"SELECT count(*) FROM {name}.sqlite_schema").fetchone()
            return
        except sqlite3.OperationalError as error:
            with contextlib.suppress(sqlite3.OperationalError):
                connection.execute("DETACH " + name)
            if mode == _MODES[-1] or not only_reads(error, path):
                with errors(path):
                    raise
            connection.is_makeshift = connection.is_makeshift or is_without_room(error)
