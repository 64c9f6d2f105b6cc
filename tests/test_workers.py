"""Worker processes: the same answers in the same order, whatever happens to them."""

from __future__ import annotations

import json
import os
import signal
import sys
from pathlib import Path

import pytest

from newsreader import importer, workers
from newsreader.dialects import with_own
from newsreader.files import NICENESS, Candidate, Stamp
from newsreader.intake import Taken, Task, take
from newsreader.workers import CHUNK, Workers
from tests.conftest import article, imported


@pytest.fixture
def tasks(tmp_path: Path) -> list[Task]:
    """Four chunks of files, a refused one among them."""
    found = []
    for number in range(3 * CHUNK + 7):
        path = tmp_path / f"{number:04}.md"
        path.write_text(
            article(f"T{number}", f"https://e.org/{number}") if number != 60 else "---\na: *b\n---\n"
        )
        found.append(Task(Candidate(str(path), False), Stamp(path.stat().st_size, 1)))
    return found


def answers(tasks: list[Task], count: int = 2) -> list[Taken | None]:
    with Workers(count) as some:
        return [taken for answer in some.take(tasks) for taken in answer]


def same(found: list[Taken | None]) -> list[object]:
    """What was found, where JSON may be written with spaces and without."""
    return [
        (taken._replace(parsed=None), taken.parsed.entry, json.loads(taken.parsed.front_matter))
        if taken is not None and taken.parsed is not None
        else taken
        for taken in found
    ]


def test_what_workers_read_is_what_is_read_here(tasks: list[Task]) -> None:
    found = answers(tasks)
    assert same(found) == same([take(task) for task in tasks])
    assert (
        found[60] is not None and found[60].reason == "an alias, which is not taken" and found[60].line == 2
    )


def test_workers_ask_for_names_of_ones_own(tasks: list[Task], tmp_path: Path) -> None:
    names = with_own({"title": ("kop",)})
    path = tmp_path / "own.md"
    path.write_text("---\nkop: Mine\nwebUrl: https://e.org/own\n---\n")
    mine = [*tasks, Task(Candidate(str(path), False), Stamp(path.stat().st_size, 1))]
    with Workers(2, names) as some:
        found = [taken for answer in some.take(mine) for taken in answer]
        for process in some._processes:
            os.kill(process.pid, signal.SIGKILL)
        again = [taken for answer in some.take(mine) for taken in answer]
    for taken in (found[-1], again[-1]):
        assert taken is not None and taken.parsed is not None and taken.parsed.entry.title == "Mine"
    assert same(found) == same([take(task, names=names) for task in mine])


def test_workers_give_way(tasks: list[Task]) -> None:
    with Workers(1) as pool:
        answers = pool.take(tasks)
        next(answers)
        mine, (theirs,) = os.getpriority(os.PRIO_PROCESS, 0), pool._processes
        assert os.getpriority(os.PRIO_PROCESS, theirs.pid) == min(19, mine + NICENESS)


def test_workers_that_die_or_never_start_leave_nothing_unread(
    tasks: list[Task], monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = [take(task) for task in tasks]
    with Workers(2) as some:
        stream = some.take(tasks)
        found = list(next(stream))
        for process in some._processes:
            os.kill(process.pid, signal.SIGKILL)
        assert same(found + [taken for answer in stream for taken in answer]) == same(expected)
    for broken in ("/nonexistent/python", sys.executable):
        monkeypatch.setattr(sys, "executable", broken)
        monkeypatch.setenv("PYTHONHOME", "/nonexistent")  # an interpreter that starts and fails
        assert same(answers(tasks)) == same(expected)


def test_an_import_that_is_left_ends_its_workers(tasks: list[Task]) -> None:
    with Workers(2) as some:
        next(some.take(tasks * 20))
    assert all(process.returncode is not None for process in some._processes)


def test_a_large_import_uses_workers_and_a_small_one_none(
    home: Path, tmp_path: Path, tasks: list[Task], monkeypatch: pytest.MonkeyPatch
) -> None:
    used = []
    entered = Workers.__enter__
    monkeypatch.setattr(workers.Workers, "__enter__", lambda self: used.append(1) or entered(self))  # type: ignore[func-returns-value]
    folder = Path(tasks[0].file.path).parent
    imported(home / "small.db", folder)
    assert not used
    monkeypatch.setattr(importer, "FEW", 100)
    report = imported(home / "large.db", folder)
    assert used and (report.new, report.failed) == (len(tasks) - 1, 1)
    assert imported(home / "large.db", folder).unchanged == len(tasks) - 1
