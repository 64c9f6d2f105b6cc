"""Read and starred: kept per profile, undone one step after another."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, rule

from newsreader import marks as marks_module
from newsreader.errors import StorageError
from newsreader.marks import Mark, Marks, Step
from tests.conftest import EXAMPLES


def test_marks_survive(home: Path) -> None:
    path = home / "marks.db"
    with closing(Marks(path)) as marks:
        step = marks.set_read([1, 2], True, "read two")
        assert [change.key for change in step.changes] == [1, 2]
        marks.set_starred([2], True, "a star")
    with closing(Marks(path)) as marks:
        assert marks.of([1, 2, 3]) == {1: Mark(read=True), 2: Mark(read=True, starred=True)}


def test_nothing_changed_is_no_step(marks: Marks) -> None:
    marks.set_read([1], True, "x")
    assert marks.set_read([1], True, "again").changes == ()
    assert (undone := marks.undo()) is not None and undone.label == "x"
    assert marks.undo() is None


def test_undo_survives_a_restart_and_goes_step_by_step(home: Path) -> None:
    with closing(Marks(home / "m.db")) as marks:
        marks.set_read([1, 2, 3], True, "three")
        marks.set_read([2, 2], False, "one back")
    with closing(Marks(home / "m.db")) as marks:
        assert marks.undo() is not None
        assert marks.of([2]) == {2: Mark(read=True)}
        assert marks.undo() is not None
        assert not any(mark.read for mark in marks.of([1, 2, 3]).values())


def test_undo_leaves_alone_what_the_step_did_not_change(home: Path) -> None:
    with closing(Marks(home / "m.db")) as here, closing(Marks(home / "m.db")) as there:
        here.set_read([1], True, "read")
        there._connection.execute("UPDATE mark SET starred = 1 WHERE key = 1")
        here.undo()
        assert here.of([1]) == {1: Mark(read=False, starred=True)}


def test_times_are_kept_for_merging(home: Path) -> None:
    with closing(Marks(home / "m.db", clock=lambda: 12.5)) as marks:
        marks.set_starred([1], True, "x")
        row = marks._connection.execute("SELECT read_at, starred_at FROM mark").fetchone()
    assert row == (0, 12_500)


def test_the_journal_is_bounded(marks: Marks, monkeypatch: object) -> None:
    limit, marks_module.JOURNAL_STEPS = marks_module.JOURNAL_STEPS, 3
    try:
        for key in range(6):
            marks.set_read([key], True, str(key))
        assert [step.label for step in iter(marks.undo, None)] == ["5", "4", "3"]
    finally:
        marks_module.JOURNAL_STEPS = limit


def test_a_large_step_is_made_and_taken_back_in_parts(marks: Marks, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(marks_module, "PART", 2)
    first = marks.set_read([1, 2], True, "all")
    marks.set_starred([9], True, "a star between")
    marks.set_read([3, 4, 5], True, "all", first.id)
    assert [(past.label, past.stories) for past in marks.steps(9)] == [("a star between", 1), ("all", 5)]
    assert (star := marks.undo()) is not None and star.label == "a star between"
    for turn, read in ((marks.undo, False), (marks.redo, True), (marks.undo, False)):
        parts = [turn(), turn(), turn()]
        assert [(len(part.changes), part.is_whole) for part in parts if part] == [
            (2, False),
            (2, False),
            (1, True),
        ]
        assert [marks.of([key]).get(key, Mark()).read for key in range(1, 6)] == [read] * 5
    marks.set_read([7], True, "new")
    assert marks.redo() is None


def test_a_step_is_taken_back_to_its_end_whatever_others_do_meanwhile(
    marks: Marks, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(marks_module, "PART", 2)
    marks.set_read([1, 2, 3, 4, 5], True, "all")
    parts = [marks.undo()]
    with closing(Marks(marks.path)) as other:
        other.set_starred([9], True, "meanwhile")
    while (last := parts[-1]) and not last.is_whole:
        parts.append(marks.undo(last.id))
    assert [part.label for part in parts if part] == ["all"] * 3
    assert not any(mark.read for mark in marks.of(range(9)).values()) and marks.of([9])[9].starred
    assert [past.label for past in marks.steps(9)] == ["meanwhile"]
    assert marks.undo(12_345) is None


def test_what_others_turned_back_meanwhile_is_turned_again_in_the_end(
    marks: Marks, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(marks_module, "PART", 2)
    keys = [-(1 << 63), 2, 3, 4, 5]
    marks.set_read(keys, True, "all")
    parts = [marks.undo()]
    with closing(Marks(marks.path)) as other:
        assert (again := other.redo()) is not None and len(again.changes) == 2
    while (last := parts[-1]) and not last.is_whole:
        parts.append(marks.undo(last.id))
    assert not any(mark.read for mark in marks.of(keys).values())
    assert turned(marks.redo) == "all" and all(mark.read for mark in marks.of(keys).values())


def test_a_step_that_is_gone_is_not_taken_for_another(marks: Marks) -> None:
    marks.set_read([1], True, "first")
    marks.set_read([2], True, "second")
    chosen = marks.steps(1)[0]
    with closing(Marks(marks.path)) as other:
        other.undo()
        assert marks.undo(since=chosen.id) is None, "the first one was not meant"
        other.set_starred([9], True, "another")  # the second cannot be done again now, and is forgotten
    assert [past.label for past in marks.steps(9)] == ["another", "first"]
    assert marks.steps(1)[0].id > chosen.id and marks.undo(chosen.id) is None


def test_what_stands_in_the_place_of_the_marks_for_a_moment_costs_none(marks: Marks, home: Path) -> None:
    marks.set_read([1, 2, 3], True, "three")
    for suffix in ("", "-wal", "-shm"):
        path = marks.path.with_name(marks.path.name + suffix)
        if path.exists():
            path.rename(home / f"elsewhere{suffix}")
    marks.path.write_bytes(b"not a database" * 100)
    with pytest.raises(StorageError):
        marks.set_read([4], True, "one more")
    marks.path.unlink()
    marks.set_read([4], True, "one more")
    assert reads(marks) == [1, 2, 3, 4]
    with closing(Marks(marks.path)) as again:
        assert reads(again) == [1, 2, 3, 4]


def test_marks_that_took_the_place_of_others_are_noticed(marks: Marks, home: Path) -> None:
    with closing(Marks(home / "other.db")) as other:
        other.set_read([1], True, "elsewhere")
    before = marks.version()
    assert marks.version() == before
    marks.set_read([2], True, "here")
    assert marks.version() == before, "what is written here is no news"
    (home / "other.db").replace(marks.path)
    assert marks.version() != before


def test_every_mark_is_listed_up_to_the_last_key(marks: Marks, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(marks_module, "PART", 2)
    keys = [-(1 << 63), -1, 0, (1 << 63) - 1]
    marks.set_read(keys, True, "all")
    assert [entry.key for entry in marks.all()] == keys


def reads(marks: Marks) -> list[int]:
    return [key for key, mark in marks.of(range(9)).items() if mark.read]


def turned(turn: Callable[[int | None], Step | None], step: int | None = None) -> str:
    """What a step is called that was taken back, or done again, to its end."""
    part = turn(step)
    while part and not part.is_whole:
        part = turn(part.id)
    return part.label if part else ""


@pytest.mark.parametrize("parts", [1, 2])
def test_a_step_is_done_again_to_its_end_whatever_others_do_meanwhile(
    marks: Marks, monkeypatch: pytest.MonkeyPatch, parts: int
) -> None:
    monkeypatch.setattr(marks_module, "PART", 2)
    step = marks.set_read([1, 2, 3, 4, 5], True, "all").id
    assert turned(marks.undo) == "all"
    for part in [marks.redo(step if number else None) for number in range(parts)]:
        assert part is not None and not part.is_whole
    with closing(Marks(marks.path)) as other:
        other.set_starred([7], True, "meanwhile")
    assert turned(marks.redo, step) == "all" and reads(marks) == [1, 2, 3, 4, 5]
    assert marks.redo() is None
    assert [past.label for past in marks.steps(9)] == ["meanwhile", "all"]
    assert turned(marks.undo) == "meanwhile" and turned(marks.undo) == "all"
    assert reads(marks) == [] and not marks.of([7])[7].starred


@pytest.mark.parametrize("is_other_between", [True, False])
@pytest.mark.parametrize("is_redo", [True, False])
def test_a_turn_that_ended_between_two_parts_goes_on_or_back(
    marks: Marks, monkeypatch: pytest.MonkeyPatch, is_redo: bool, is_other_between: bool
) -> None:
    """As after `kill -9`: nobody knows the step any more."""
    monkeypatch.setattr(marks_module, "PART", 2)
    marks.set_read([1, 2, 3, 4, 5], True, "all")
    if is_redo:
        assert turned(marks.undo) == "all"
    assert (marks.redo if is_redo else marks.undo)() is not None
    if is_other_between:
        marks.set_starred([7], True, "between")
        assert turned(marks.redo) == ""
        assert turned(marks.undo) == "between"
    else:
        assert turned(marks.redo) == "all" and reads(marks) == [1, 2, 3, 4, 5]
    assert turned(marks.undo) == "all" and reads(marks) == []
    assert turned(marks.redo) == "all" and reads(marks) == [1, 2, 3, 4, 5]
    assert turned(marks.undo) == "all" and turned(marks.undo) == ""


def test_a_file_that_cannot_be_looked_at_is_not_taken_for_gone(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(Marks(home / "m.db")) as mine:
        mine.set_starred([1], True, "before")
        (home / "m.db").rename(home / "old.db")
        with closing(Marks(home / "m.db")) as other:
            other.set_starred([2], True, "of another program")

        def refuse(*arguments: object, **more: object) -> None:
            raise OSError(errno.EIO, "Input/output error")

        with monkeypatch.context() as patched:
            patched.setattr(os, "stat", refuse)
            with pytest.raises(StorageError, match="Input/output error"):
                mine.set_starred([3], True, "not saved")
        mine.set_starred([4], True, "after")
    with closing(Marks(home / "m.db")) as marks:
        assert set(marks.of([1, 2, 3, 4])) == {2, 4}


def test_profiles_do_not_see_each_other(home: Path) -> None:
    with closing(Marks(home / "a" / "marks.db")) as one, closing(Marks(home / "b" / "marks.db")) as two:
        one.set_read([1], True, "x")
        assert two.of([1]) == {}


class Machine(RuleBasedStateMachine):
    """Marks against a dictionary and a list of what it was before."""

    keys = Bundle("keys")

    @initialize()
    def open(self) -> None:
        import tempfile

        self.folder = tempfile.TemporaryDirectory()
        self.marks = Marks(Path(self.folder.name) / "marks.db")
        self.model: dict[int, Mark] = {}
        self.before: list[dict[int, Mark]] = []
        self.after: list[dict[int, Mark]] = []

    def teardown(self) -> None:
        self.marks.close()
        self.folder.cleanup()

    def _changed(self, new: dict[int, Mark]) -> None:
        if any(self.model.get(key, Mark()) != mark for key, mark in new.items()):
            self.before.append(dict(self.model))
            self.after.clear()
        self.model |= new

    @rule(keys=st.lists(st.integers(0, 5), unique=True), read=st.booleans())
    def set_read(self, keys: list[int], read: bool) -> None:
        self.marks.set_read(keys, read, "r")
        self._changed({key: self.model.get(key, Mark())._replace(read=read) for key in keys})

    @rule(key=st.integers(0, 5), starred=st.booleans())
    def set_starred(self, key: int, starred: bool) -> None:
        step = self.marks.set_starred([key], starred, "s")
        self._changed({key: self.model.get(key, Mark())._replace(starred=starred)})
        assert step.marks == {key: self.model[key]}

    @rule()
    def undo(self) -> None:
        assert (self.marks.undo() is None) == (not self.before)
        if self.before:
            self.after.append(self.model)
            self.model = self.before.pop()

    @rule()
    def redo(self) -> None:
        assert (self.marks.redo() is None) == (not self.after)
        if self.after:
            self.before.append(self.model)
            self.model = self.after.pop()

    @rule()
    def restart(self) -> None:
        path = self.marks.path
        self.marks.close()
        self.marks = Marks(path)

    @rule()
    def compare(self) -> None:
        held = self.marks.of(range(6))
        assert all(held.get(key, Mark()) == self.model.get(key, Mark()) for key in range(6))


TestMachine = Machine.TestCase
TestMachine.settings = settings(max_examples=EXAMPLES // 2, stateful_step_count=20, deadline=None)
