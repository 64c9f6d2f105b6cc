"""What one user has read and starred: facts are the library's, opinions are here.

Every change is a step of the undo journal, committed before a method returns.
"""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from newsreader import database, safetext
from newsreader.records import NamedTuple
from newsreader.schema import places
from newsreader.sqlerrors import errors

JOURNAL_STEPS = 1_000
"""Steps that can be undone; older ones are forgotten."""

LABEL_LIMIT = 500
"""Characters of what a step is called, which may hold titles, queries and names of files."""

PART = 2_000
"""Stories a transaction: a step of a million is made, and taken back, in parts that hold nobody up."""

_FIRST_KEY = -(1 << 63)

LATEST = 253_402_300_799_999
"""The last millisecond of the year 9999: nobody changes a mark later."""


_DONE, _UNDONE, _PARTLY = 0, 1, 2
"""What `step.undone` is; a step of which a part is turned can be taken back and done again."""


class Mark(NamedTuple):
    """What was done with a story."""

    read: bool = False
    starred: bool = False


class Entry(NamedTuple):
    """A mark with the times of its last changes, in milliseconds since 1970; 0 is never."""

    key: int
    read: bool = False
    read_at: int = 0
    starred: bool = False
    starred_at: int = 0


def join(one: Entry, other: Entry) -> Entry:
    """What two machines know of a story, together: read and starred each as it was changed last.

    Of two changes at the same time the one that is set wins, so that the order of merging never matters.
    """
    read_at, read = max((one.read_at, one.read), (other.read_at, other.read))
    starred_at, starred = max((one.starred_at, one.starred), (other.starred_at, other.starred))
    return Entry(one.key, read, read_at, starred, starred_at)


class Changed(NamedTuple):
    """A mark as it was and as it is now."""

    key: int
    before: Mark
    now: Mark


class Step(NamedTuple):
    """What one command changed, or a part of it, and the marks of everything that it was about.

    Nothing changed when `changes` is empty; then `id` may be None. `is_whole` unless more of it is left.
    """

    id: int | None
    label: str
    changes: tuple[Changed, ...]
    marks: dict[int, Mark]
    is_whole: bool = True

    def joined(self, later: Step) -> Step:
        """This part of a step and the one that was made after it."""
        changes = self.changes + later.changes
        return later._replace(changes=changes, marks=self.marks | later.marks)


class Past(NamedTuple):
    """A step of the journal: what it was, when (seconds since 1970), and how many stories it changed."""

    id: int
    label: str
    made_at: int
    stories: int


class Marks:
    """The marks in the database at `path`, which is made if it is missing. Any thread may call.

    Raises a `StorageError` from here and from every method when it cannot be used; then nothing is changed.
    """

    def __init__(self, path: Path, clock: Callable[[], float] = time.time) -> None:
        self.path = path
        self._clock = clock
        self._lock = threading.Lock()
        self._turned = (0, False, _FIRST_KEY)
        """The step of which a part was turned last, whether to undone, and the last key of that part."""
        database.prepare(path, database.MARKS)
        self._connection = database.write(path, database.MARKS)

    def close(self) -> None:
        """Close the database."""
        with self._lock:
            self._connection.close()

    def version(self) -> int:
        """Another number whenever somebody else wrote marks, or put another file there: not this object."""
        with self._lock, errors(self.path):
            version = self._connection.execute("PRAGMA data_version").fetchone()[0]
            return hash((database.identity(self.path) or self._connection.identity, version))

    def of(self, keys: Sequence[int]) -> dict[int, Mark]:
        """The marks of these stories."""
        with self._lock, errors(self.path):
            return self._of(keys)

    def set_read(self, keys: Sequence[int], read: bool, label: str, step: int | None = None) -> Step:
        """Mark stories read or unread; `step` is the id of a step that this is another part of."""
        return self._change(keys, lambda mark: mark._replace(read=read), label, step)

    def set_starred(self, keys: Sequence[int], starred: bool, label: str, step: int | None = None) -> Step:
        """Star stories or take their stars away; the same for `step`."""
        return self._change(keys, lambda mark: mark._replace(starred=starred), label, step)

    def all(self) -> Iterator[Entry]:
        """Every mark with its times, also of what is unread again, in constant memory."""
        sign, key = ">=", _FIRST_KEY
        while True:
            with self._lock, errors(self.path):
                sql = f"{_ENTRY} WHERE key {sign} ? ORDER BY key LIMIT ?"
                entries = [_entry(row) for row in self._connection.execute(sql, (key, PART))]
            yield from entries
            if len(entries) < PART:
                return
            sign, key = ">", entries[-1].key

    def starred(self) -> set[int]:
        """The keys of every starred story."""
        with self._lock, errors(self.path):
            return {key for (key,) in self._connection.execute("SELECT key FROM mark WHERE starred")}

    def merge(self, entries: Sequence[Entry], label: str, step: int | None = None) -> Step:
        """Join the marks of another machine, in any order and as often as you like; the same for `step`."""
        with self._transaction():
            here: dict[int, Entry] = {}
            keys = list(dict.fromkeys(entry.key for entry in entries))
            for some in _parts(keys):
                rows = self._connection.execute(f"{_ENTRY} WHERE key IN ({places(some)})", some)
                here |= {row[0]: _entry(row) for row in rows}
            joined = dict(here)
            for entry in entries:
                joined[entry.key] = join(joined.get(entry.key, Entry(entry.key)), entry)
            self._connection.executemany(
                """INSERT INTO mark (key, read, read_at, starred, starred_at) VALUES (?, ?, ?, ?, ?)
                   ON CONFLICT (key) DO UPDATE SET read = excluded.read, read_at = excluded.read_at,
                       starred = excluded.starred, starred_at = excluded.starred_at""",
                [entry for key, entry in joined.items() if entry != here.get(key)],
            )
            both = [(_mark(here.get(key, Entry(key))), _mark(entry)) for key, entry in joined.items()]
            changes = [
                Changed(key, before, now)
                for key, (before, now) in zip(joined, both, strict=True)
                if before != now
            ]
            if changes:
                step = self._record(changes, label, step)
            return Step(step, label, tuple(changes), {key: _mark(joined[key]) for key in keys})

    def undo(self, step: int | None = None, since: int = 0) -> Step | None:
        """Take the last step back, or the first part of it; None when there is none, or none since that id.

        `step` is the id of a step that the next part of is taken back, whatever others did meanwhile; None
        then when it is forgotten.
        """
        last = f"undone <> {_UNDONE} AND id >= {since} ORDER BY id DESC"
        return self._turn(last, step, to_undone=True)

    def redo(self, step: int | None = None) -> Step | None:
        """Do again what was taken back last, or the first part of it; the same for `step`."""
        return self._turn(f"undone <> {_DONE} ORDER BY id", step, to_undone=False)

    def steps(self, limit: int) -> list[Past]:
        """The last steps that can be taken back, the newest first."""
        with self._lock, errors(self.path):
            rows = self._connection.execute(
                """SELECT id, label, made_at / 1000, (SELECT count(*) FROM change WHERE step_id = step.id)
                   FROM step WHERE undone <> ? ORDER BY id DESC LIMIT ?""",
                (_UNDONE, limit),
            )
            return [Past(*row) for row in rows]

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[None]:
        with self._lock:
            if self._connection.identity != database.identity(self.path):
                self._reopen()
            with database.transaction(self._connection, self.path):
                yield

    def _reopen(self) -> None:
        """Go on with the file that took the place of ours; where there is none, write ours back."""
        if not database.is_there(self.path):
            database.copy(self._connection, self.path)  # it has no name any more, but all of its marks
        # Ours is kept until there is another: it may hold what is nowhere else.
        database.prepare(self.path, database.MARKS)
        old, self._connection = self._connection, database.write(self.path, database.MARKS)
        old.close()

    def _turn(self, first: str, step: int | None, to_undone: bool) -> Step | None:
        """Swap the marks that a step left, or found, with those that are there."""
        with self._transaction():
            which, given = (first, ()) if step is None else ("id = ?", (step,))
            found = self._connection.execute(
                f"SELECT id, label FROM step WHERE {which} LIMIT 1", given
            ).fetchone()
            if found is None:
                return None
            step_id, label = found
            rows = self._unturned(step_id, to_undone)
            now = self._of([key for key, _, _ in rows])
            changes = [_restored(key, now.get(key, Mark()), read, starred) for key, read, starred in rows]
            self._write(changes)
            self._connection.executemany(
                "UPDATE change SET read = ?, starred = ?, undone = ? WHERE step_id = ? AND key = ?",
                [
                    (*_touched(change.before, row[1:]), to_undone, step_id, change.key)
                    for change, row in zip(changes, rows, strict=True)
                ],
            )
            is_whole = len(rows) < PART
            state = (_UNDONE if to_undone else _DONE) if is_whole else _PARTLY
            self._connection.execute("UPDATE step SET undone = ? WHERE id = ?", (state, step_id))
            return Step(
                step_id, label, tuple(changes), {change.key: change.now for change in changes}, is_whole
            )

    def _unturned(self, step_id: int, to_undone: bool) -> list[tuple[int, int | None, int | None]]:
        """The next part of a step to be turned: its keys, with what stands in the journal."""
        # From behind the part before: each would pass over all that are turned already. In the end those are
        # looked at, too, which others may have turned back meanwhile.
        *turned, last = self._turned
        if turned != [step_id, to_undone]:
            last = _FIRST_KEY
        rows: list[tuple[int, int | None, int | None]] = []
        for side in (">", "<="):
            rows += self._connection.execute(
                f"""SELECT key, read, starred FROM change WHERE step_id = ? AND undone <> ? AND key {side} ?
                    ORDER BY key LIMIT ?""",
                (step_id, to_undone, last, PART - len(rows)),
            )
        if rows:
            self._turned = (step_id, to_undone, rows[-1][0])
        return rows

    def _change(self, keys: Sequence[int], to: Callable[[Mark], Mark], label: str, step: int | None) -> Step:
        with self._transaction():
            keys = list(dict.fromkeys(keys))
            marks = self._of(keys)
            asked = [Changed(key, mark, to(mark)) for key in keys for mark in [marks.get(key, Mark())]]
            changes = [change for change in asked if change.before != change.now]
            if changes:
                self._write(changes)
                step = self._record(changes, label, step)
            return Step(step, label, tuple(changes), {change.key: change.now for change in asked})

    def _of(self, keys: Sequence[int]) -> dict[int, Mark]:
        found: dict[int, Mark] = {}
        for some in _parts(keys):
            sql = f"SELECT key, read, starred FROM mark WHERE key IN ({places(some)})"
            for key, read, starred in self._connection.execute(sql, some):
                found[key] = Mark(bool(read), bool(starred))
        return found

    def _write(self, changes: Sequence[Changed]) -> None:
        # Always later than what it changes, whatever two machines' clocks say: else a merge could undo it.
        now = min(int(self._clock() * 1000), LATEST)
        self._connection.executemany(
            f"""INSERT INTO mark (key, read, starred, read_at, starred_at) VALUES (?, ?, ?, ?, ?)
               ON CONFLICT (key) DO UPDATE SET read = excluded.read, starred = excluded.starred,
                   read_at = iif(excluded.read_at,
                                 min(max(read_at + 1, excluded.read_at), {LATEST}), read_at),
                   starred_at = iif(excluded.starred_at,
                                    min(max(starred_at + 1, excluded.starred_at), {LATEST}), starred_at)
            """,
            [
                (
                    change.key,
                    change.now.read,
                    change.now.starred,
                    now if change.now.read != change.before.read else 0,
                    now if change.now.starred != change.before.starred else 0,
                )
                for change in changes
            ],
        )

    def _record(self, changes: Sequence[Changed], label: str, step_id: int | None) -> int:
        # A change of marks ends what could be done again; an older part of a step may be forgotten by now.
        self._forget(f"undone = {_UNDONE}")
        self._connection.execute("UPDATE step SET undone = ? WHERE undone = ?", (_DONE, _PARTLY))
        now = int(self._clock() * 1000)
        if step_id is None:
            # Never one that another step had: who still knows that would take this for it.
            (last,) = self._connection.execute("SELECT coalesce(max(id), 0) FROM step").fetchone()
            step_id = max(now, last + 1)
        self._connection.execute(
            "INSERT INTO step (id, made_at, label) VALUES (?, ?, ?) ON CONFLICT (id) DO NOTHING",
            (step_id, now, safetext.line(label, LABEL_LIMIT)),
        )
        self._connection.executemany(
            """INSERT INTO change (step_id, key, read, starred) VALUES (?, ?, ?, ?)
               ON CONFLICT (step_id, key) DO UPDATE SET
                   read = coalesce(read, excluded.read), starred = coalesce(starred, excluded.starred)""",
            [
                (
                    step_id,
                    change.key,
                    change.before.read if change.before.read != change.now.read else None,
                    change.before.starred if change.before.starred != change.now.starred else None,
                )
                for change in changes
            ],
        )
        self._forget(f"id <= (SELECT id FROM step ORDER BY id DESC LIMIT 1 OFFSET {JOURNAL_STEPS})")
        return step_id

    def _forget(self, which: str) -> None:
        steps = self._connection.execute(f"SELECT id FROM step WHERE {which}").fetchall()
        self._connection.executemany("DELETE FROM change WHERE step_id = ?", steps)
        self._connection.executemany("DELETE FROM step WHERE id = ?", steps)


_ENTRY = "SELECT key, read, read_at, starred, starred_at FROM mark"


def _entry(row: tuple[int, int, int, int, int]) -> Entry:
    key, read, read_at, starred, starred_at = row
    return Entry(key, bool(read), read_at, bool(starred), starred_at)


def _mark(entry: Entry) -> Mark:
    return Mark(entry.read, entry.starred)


def _parts(keys: Sequence[int]) -> Iterator[tuple[int, ...]]:
    """The keys in parts that fit into a statement."""
    for start in range(0, len(keys), 500):
        yield tuple(keys[start : start + 500])


def _touched(mark: Mark, row: Sequence[int | None]) -> tuple[bool | None, bool | None]:
    """The parts of `mark` that the change in `row` is about; None for the others."""
    read, starred = row
    return None if read is None else mark.read, None if starred is None else mark.starred


def _restored(key: int, now: Mark, read: int | None, starred: int | None) -> Changed:
    """The change that brings back what a step had changed, and leaves alone what it had not."""
    mark = Mark(now.read if read is None else bool(read), now.starred if starred is None else bool(starred))
    return Changed(key, now, mark)
