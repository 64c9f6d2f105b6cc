"""Sixty hostile inputs beside good files, imported by the real program: each gets what it deserves."""

from __future__ import annotations

import json
import os
import random
import re
import resource
import subprocess
import sys
import threading
from collections.abc import Callable
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import pytest

from newsreader.importer import FEW
from tests.conftest import article
from tests.whole import hostile
from tests.whole.hostile import INPUTS, Input

MEMORY = 50 << 20
SECONDS = 60

_PROGRAM = "from newsreader.cli import main; raise SystemExit(main())"


class Imported(NamedTuple):
    """What one import said: exit code, summary, stderr, the titles in the library, its peak memory in bytes."""

    code: int
    summary: dict[str, Any]
    text: str
    titles: list[str]
    memory: int


def program(home: Path, *arguments: str | Path) -> tuple[int, str, str, int]:
    """The program as a process of its own: exit code, stdout, stderr, peak memory in bytes."""
    command = [sys.executable, "-c", _PROGRAM, *(os.fspath(argument) for argument in arguments)]
    out, err = home / "out", home / "err"
    with out.open("wb") as stdout, err.open("wb") as stderr:
        environment = {**os.environ, "NEWSREADER_HOME": str(home)}
        process = subprocess.Popen(command, stdout=stdout, stderr=stderr, env=environment)
        timer = threading.Timer(SECONDS, process.kill)
        timer.start()
        _, status, usage = os.wait4(process.pid, 0)
        timer.cancel()
        process.returncode = os.waitstatus_to_exitcode(status)
    return process.returncode, out.read_text(), err.read_text(), usage.ru_maxrss * 1024


@cache
def imported(count: int) -> Imported:
    """The hostile inputs among `count` good files, imported twice so that stderr and JSON are both there."""
    with TemporaryDirectory() as folder:
        home, files = Path(folder) / "home", Path(folder) / "files"
        home.mkdir()
        files.mkdir()
        for number in range(count):
            (files / f"good-{number}.md").write_text(article(f"Good {number}", f"https://e.org/{number}"))
        hostile.make(files)
        code, out, err, memory = program(home, "import", "--json", files)
        listed = program(home, "list", "--json", "--limit", "1000")[1]
        titles = [json.loads(line)["title"] for line in listed.splitlines()]
        other = Path(folder) / "again"
        other.mkdir()
        text = program(other, "import", files)[2]
        assert err == "", "with --json everything is in the summary"
        return Imported(code, json.loads(out), text, titles, memory)


@cache
def usual_memory() -> int:
    """What importing a few good files takes."""
    with TemporaryDirectory() as folder:
        (Path(folder) / "good.md").write_text(article())
        return program(Path(folder), "import", Path(folder) / "good.md")[3]


COUNTS = {"here": 3, "in workers": FEW}
"""Good files beside them: few are read in the program itself, many in worker processes."""


@pytest.mark.parametrize("where", COUNTS)
@pytest.mark.parametrize("each", INPUTS, ids=lambda each: each.name[:12])
def test_each_gets_what_it_deserves(each: Input, where: str) -> None:
    done = imported(COUNTS[where])
    path = re.compile(re.escape("/" + each.name.split("-")[0] + "-"))
    failures = [failure for failure in done.summary["failures"] if path.search(failure["path"])]
    warnings = [warning for warning in done.summary["warnings"] if path.search(warning["path"])]
    if each.kind == "R":
        (failure,) = failures
        assert each.says in failure["reason"] and failure["line"] == each.line and not warnings
    else:
        assert not failures
    if each.kind == "F":
        (warning,) = warnings
        assert each.says in warning["warning"]
    if each.kind == "A":
        assert each.says in done.titles
        assert not warnings or each.name[:2] in ("09", "36"), warnings


@pytest.mark.parametrize("where", COUNTS)
def test_all_of_them_together(where: str) -> None:
    done = imported(COUNTS[where])
    refused = sum(each.kind == "R" for each in INPUTS) + 1  # the link at the other end of the loop
    taken = sum(each.kind != "R" for each in INPUTS) + COUNTS[where]
    assert done.code == 3
    assert (done.summary["failed"], done.summary["new"]) == (refused, taken)
    assert done.titles.count("Good 0") == 1 and len(done.titles) == taken
    assert done.memory - usual_memory() < MEMORY * (1 if where == "here" else 2)


@pytest.mark.parametrize("where", COUNTS)
def test_what_is_said_is_safe(where: str) -> None:
    text = imported(COUNTS[where]).text
    lines = text.splitlines()
    assert "Traceback" not in text
    assert all(char.isprintable() or char == "\n" for char in text)
    assert all(
        re.match(r".*/(\d\d|loop)-[^/]*\.md(:\d+)?: \S", line) or line.startswith("...") for line in lines
    )


def test_a_file_that_is_replaced_while_it_is_read(tmp_path: Path) -> None:
    """A file, a pipe, a link to a device and nothing take turns in its place."""
    files, home = tmp_path / "files", tmp_path / "home2"
    files.mkdir()
    home.mkdir()
    names = [f"{number}.md" for number in range(40)]
    end = threading.Event()

    def replace() -> None:
        makers: list[Callable[[Path], object]] = [
            lambda path: path.write_text(article("Replaced", "https://e.org/r")),
            os.mkfifo,
            lambda path: path.symlink_to("/dev/zero"),
            lambda path: path.write_bytes(b"---\n" + b"x" * (2 << 20)),
        ]
        made = tmp_path / "made"
        while not end.is_set():
            for make in makers:
                for name in names:
                    made.unlink(missing_ok=True)
                    make(made)
                    made.replace(files / name)

    for name in names:
        (files / name).write_text(article())
    (files / "good.md").write_text(article("Good", "https://e.org/good"))
    thread = threading.Thread(target=replace)
    thread.start()
    try:
        for _ in range(3):
            code, out, err, memory = program(home, "import", "--json", files)
            assert code in (0, 3) and err == "" and memory - usual_memory() < MEMORY
            assert json.loads(out)["files"] == len(names) + 1
    finally:
        end.set()
        thread.join()
    assert "Good\t" in program(home, "list")[1]


def test_the_limit_of_memory_is_real(tmp_path: Path) -> None:
    """The same with no more memory to be had than it should need."""
    hostile.make(tmp_path)
    (tmp_path / "good.md").write_text(article("Good", "https://e.org/good"))
    limited = f"import resource; resource.setrlimit(resource.RLIMIT_AS, ({400 << 20},) * 2); {_PROGRAM}"
    command = [sys.executable, "-c", limited, "import", "--json", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, timeout=SECONDS, check=False)
    assert done.returncode == 3 and b"Traceback" not in done.stderr
    assert resource.RLIMIT_AS is not None and json.loads(done.stdout)["new"] > 20


def test_mangled_files_crash_no_parser() -> None:
    count = max(600, 4 * int(os.environ.get("NEWSREADER_EXAMPLES", "150")))
    seed = random.randrange(1 << 32)
    command = [sys.executable, "-m", "tests.whole.fuzz", str(seed), str(count)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=Path(__file__).parents[2])
    assert done.returncode == 0, f"{command}: {done.stderr[-2_000:]}"
