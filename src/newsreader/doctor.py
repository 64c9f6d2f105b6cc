"""Looks at everything that the program needs, says what is wrong with it, and mends what is safe to mend."""

from __future__ import annotations

import contextlib
import os
import platform
import shutil
import sys
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Literal

from newsreader import __version__, backups, browser, database, rebuild, salvage
from newsreader.config import Mistake
from newsreader.database import LIBRARY, MARKS, Spec
from newsreader.dialects import DIALECTS, Dialects
from newsreader.errors import DamagedError, ForeignError, NewsreaderError, StorageError
from newsreader.files import appear, is_away
from newsreader.marks import LATEST, PART, Entry, Marks
from newsreader.records import NamedTuple
from newsreader.sqlerrors import errors

ROOM = 100 << 20
"""Bytes that should be free where the databases are."""

NARROWEST, LOWEST = 40, 10
"""Columns and rows below which little can be seen."""

Level = Literal["ok", "note", "wrong"]


class Finding(NamedTuple):
    """Something that was looked at: what it is, how it is, and what to do; only `wrong` is an error."""

    level: Level
    subject: str
    text: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Doctor:
    """Looks at the databases `library` and `marks`, and at what is around them."""

    library: Path
    marks: Path
    environment: Mapping[str, str]
    names: Dialects = DIALECTS
    """What files are asked for that are read again."""
    settings: Path | None = None
    """The file of the configuration, which need not be there."""
    mistakes: Sequence[Mistake] = ()
    """What makes no sense in it."""
    browser: str = ""
    """The command that opens addresses, where the configuration names one."""

    def findings(self) -> Iterator[Finding]:
        """Everything that was looked at, one after another."""
        versions = f"newsreader {__version__}, Python {platform.python_version()}, SQLite {database.SQLITE}"
        yield Finding("ok", "versions", versions)
        yield from self._configuration()
        yield from self._database(self.library, LIBRARY)
        yield from self._database(self.marks, MARKS)
        yield from self._backups()
        yield from self._sources()
        yield from self._room()
        yield from self._clock()
        yield self._terminal()
        yield self._browser()

    def fix(self) -> Iterator[str]:
        """Mend what is safe to mend, and say what was done, a line each. Nothing damaged is deleted."""
        state = _state(self.marks, MARKS)
        if state in ("damaged", "foreign") or (state == "absent" and backups.kept(self.marks)):
            yield from self._restore_marks()  # ours alone is ever in this place
        elif (copy := backups.fullest(self.marks)) and backups.is_fuller(copy, self.marks):
            added = _added(salvage.marks(copy), self.marks)
            yield f"marks: {added:,} marks of {copy} were added; newsreader undo takes that back"
        if (state := _state(self.library, LIBRARY)) not in ("absent", "foreign"):
            if state == "damaged":
                rebuilt = rebuild.Rebuilt()
                for _ in rebuild.run(self.library, rebuilt, names=self.names):
                    pass
                yield f"library: made anew from its sources; the damaged one is {rebuilt.old}"
            elif salvage.drift(self.library):
                salvage.mend(self.library)
                yield "library: the search index and the totals were made anew"
        if backups.daily(self.marks):
            yield "marks: copied for today"

    def _restore_marks(self) -> Iterator[str]:
        """Make the marks whole beside the damaged or missing file, and only then put them into its place."""
        copy = backups.fullest(self.marks)
        made = self.marks.with_name(f"{self.marks.name}.restored")
        was_there = database.is_there(self.marks)
        try:
            if copy is not None:
                database.copy(copy, made)
            for later in backups.since(self.marks, copy):
                _added(salvage.marks(later), made)
            read = _added(salvage.marks(self.marks), made)
            database.set_journal(made, "DELETE")  # one file, which can be moved
            aside = database.move_aside(self.marks, "damaged")
            with errors(self.marks):
                appear(made, self.marks)
        finally:
            for suffix in ("", "-wal", "-shm"):
                made.with_name(made.name + suffix).unlink(missing_ok=True)
        database.set_journal(self.marks, "WAL")
        what = f"the damaged file is {aside}" if was_there else "there was no file any more"
        yield f"marks: restored from {copy or 'nothing, there was no sound copy'}; {what}"
        if was_there:
            yield f"marks: {read:,} marks could be read in it, and were added"

    def _configuration(self) -> Iterator[Finding]:
        for mistake in self.mistakes:
            yield Finding("wrong", "config", str(mistake._replace(hint="")), mistake.hint)
        if self.settings is not None and not self.mistakes:
            is_there = os.path.lexists(self.settings)
            how = "has no mistakes" if is_there else "does not exist, and need not"
            yield Finding("ok", "config", f"{self.settings} {how}")

    def _database(self, path: Path, spec: Spec) -> Iterator[Finding]:
        hint = "newsreader doctor --fix moves it aside and restores what can be read"
        try:
            if not database.is_there(path):
                if spec is MARKS and backups.kept(path):
                    hint = "newsreader doctor --fix restores what they hold"
                    yield Finding("wrong", spec.name, f"{path} is gone, but there are copies", hint)
                    return
                yield Finding("note", spec.name, f"{path} does not exist yet", "it is made when it is needed")
                return
            found = database.faults(path, spec)
            yield from (Finding("wrong", spec.name, f"{path}: {fault}", hint) for fault in found)
            if found:
                return
            if spec is LIBRARY and os.access(path, os.W_OK):
                for fault in salvage.drift(path):
                    yield Finding("wrong", spec.name, f"{path}: {fault}", "newsreader doctor --fix mends it")
            yield Finding("ok", spec.name, f"{path} ({path.stat().st_size:,} bytes) is sound")
        except DamagedError as error:
            is_foreign = isinstance(error, ForeignError) and spec is LIBRARY
            yield Finding("wrong", spec.name, error.message, error.hint if is_foreign else hint)
        except StorageError as error:
            yield Finding("wrong", spec.name, error.message, error.hint)

    def _backups(self) -> Iterator[Finding]:
        kept = backups.kept(self.marks)
        if not kept:
            if _is_there(self.marks):
                hint = "one is made at every start"
                yield Finding("note", "backups", "there is no copy of the marks yet", hint)
            return
        fullest = backups.fullest(self.marks)
        if fullest is None:
            yield Finding("wrong", "backups", f"no copy in {kept[0].parent} is sound", "look at the disk")
        elif backups.is_fuller(fullest, self.marks):
            hint = "newsreader doctor --fix adds them"
            yield Finding("wrong", "backups", f"{fullest} holds marks that are lost since", hint)
        else:
            yield Finding("ok", "backups", f"{len(kept)} of the marks, the one to restore is {fullest}")

    def _sources(self) -> Iterator[Finding]:
        if not _is_there(self.library):
            return
        sources = salvage.sources(self.library)
        gone = [source for source in sources if is_away(source)]
        for source in gone:
            yield Finding("note", "sources", f"{source} is gone", "its articles stay")
        if there := len(sources) - len(gone):
            yield Finding("ok", "sources", f"{there:,} {'is' if there == 1 else 'are'} there")

    def _room(self) -> Iterator[Finding]:
        for path in dict.fromkeys((self.library.parent, self.marks.parent)):
            if not os.path.isdir(path):  # noqa: PTH112 - no errors
                continue
            free = shutil.disk_usage(path).free
            if not os.access(path, os.W_OK):
                yield Finding("note", "folder", f"{path} cannot be written", "nothing new is kept there")
            elif free < ROOM:
                yield Finding("wrong", "folder", f"{path}: only {free >> 20} MiB are free", "make room")
            else:
                yield Finding("ok", "folder", f"{path}: {free >> 20:,} MiB are free")

    def _clock(self) -> Iterator[Finding]:
        now = time.time()
        newest = max(
            (path.stat().st_mtime for path in (*backups.kept(self.marks), Path(__file__))), default=now
        )
        if now + 86_400 < newest:
            yield Finding("wrong", "clock", "it is behind the newest copy of the marks", "set the clock")
        else:
            yield Finding("ok", "clock", time.strftime("%Y-%m-%d %H:%M %Z"))

    def _terminal(self) -> Finding:
        size = shutil.get_terminal_size()
        term = self.environment.get("TERM", "")
        encoding = (sys.stdout.encoding or "").lower().replace("-", "")
        text = f"TERM={term or '(not set)'}, {size.columns}x{size.lines}, {encoding or 'no encoding'}"
        if not term or term == "dumb":
            return Finding("wrong", "terminal", text, "the reader needs a terminal that can move its cursor")
        if encoding != "utf8":
            return Finding("wrong", "terminal", text, "set LANG to a UTF-8 locale")
        if size.columns < NARROWEST or size.lines < LOWEST:
            return Finding("note", "terminal", text, "make it larger")
        return Finding("ok", "terminal", text)

    def _browser(self) -> Finding:
        try:
            how = browser.plan("https://example.org/", self.environment, self.browser)
        except NewsreaderError as error:
            return Finding("note", "browser", error.message, error.hint)
        return Finding("ok", "browser", how.command[0])


def _added(rows: Iterable[tuple[int, ...]], marks: Path) -> int:
    """Join marks with those of a file, which is made if it is missing; how many made sense."""

    def sound() -> Iterator[Entry]:
        for key, read, read_at, starred, starred_at in rows:
            if min(read_at, starred_at) >= 0 and max(read_at, starred_at) <= LATEST:
                yield Entry(key, bool(read), read_at, bool(starred), starred_at)

    number, step, entries = 0, None, sound()
    with contextlib.closing(Marks(marks)) as into:
        while some := list(islice(entries, PART)):
            number += len(some)
            step = into.merge(some, "restored marks", step).id
    return number


def _is_there(path: Path) -> bool:
    """Whether a database is at `path`; where that cannot be known, what is said of the database tells why."""
    with contextlib.suppress(StorageError):
        return database.is_there(path)
    return False


def _state(path: Path, spec: Spec) -> Literal["absent", "sound", "damaged", "foreign"]:
    """What a file is; one that is another program's database is not ours to mend."""
    if not database.is_there(path):
        return "absent"
    try:
        return "damaged" if database.faults(path, spec) else "sound"
    except ForeignError:
        return "foreign"
    except DamagedError:
        return "damaged"
