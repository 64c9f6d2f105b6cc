"""Two screens, an importer and a stream of marks on one library at once: no error, no mark lost, and how long it took."""

from __future__ import annotations

import contextlib
import itertools
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path

import pexpect

from newsreader import database
from newsreader.library import Library
from newsreader.marks import Marks
from tests.conftest import article
from tests.faults import sound
from tests.whole.terminal import PROGRAM, Terminal
from tests.whole.test_program import restored

ARTICLES = 2_000
KEYS = "jjmjkmjkjnjmkjkmj"
"""Each changes what is on the screen, wherever the cursor is but at an end of the list."""


MARKING = """
import random, sys, time
from pathlib import Path
from newsreader.marks import Marks
marks, end = Marks(Path(sys.argv[1])), time.monotonic() + float(sys.argv[2])
print("ready", flush=True)
number = 0
while time.monotonic() < end:
    number += 1
    started = time.perf_counter()
    marks.set_starred([number], True, f"star {number}")
    print(number, time.perf_counter() - started, flush=True)
    time.sleep(0.03)
"""
"""Marks as the screen's own worker does, each acknowledged with the seconds that it took."""

IDLING = """
import sys, time
longest, end = 0.0, time.monotonic() + float(sys.argv[1])
while time.monotonic() < end:
    started = time.perf_counter()
    time.sleep(0.005)
    longest = max(longest, time.perf_counter() - started - 0.005)
print(longest)
"""
"""How long the machine itself lets a program wait that does nothing."""


def use_together(seconds: float, chance: random.Random) -> str:
    """The screens are typed into, articles change and are imported, marks come one after another. Returns figures."""
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        environment = {**os.environ, "NEWSREADER_HOME": str(home)}
        files = home / "files"
        _write(files, range(ARTICLES), "first")
        _run(["import", str(files)], environment)
        marks = home / "profiles" / "default" / "marks.db"
        with Terminal(environment=environment) as one, Terminal(environment=environment) as other:
            screens = (one, other)
            for screen in screens:
                screen.wait("unread of")
            end = time.monotonic() + seconds
            with (
                _child(MARKING, marks, seconds) as marking,
                _child(IDLING, seconds) as idling,
                ThreadPoolExecutor() as pool,
            ):
                imports = pool.submit(_repeat, end, lambda turn: _import(files, turn, environment))
                stars = pool.submit(_repeat, end, lambda turn: _star(turn, environment))
                answers = _type(screens, end, chance)
                acknowledged = [line.split() for line in (marking.stdout or ())][1:]
                stalled = float(idling.communicate()[0])
            _leave(screens)
        for path, spec in ((home / "library.db", database.LIBRARY), (marks, database.MARKS)):
            sound(path, spec)
        _all_kept(home, marks, stars.result(), [int(number) for number, _ in acknowledged])
        times = [float(took) for _, took in acknowledged]
        return (
            f"{stars.result():,} marks by command, {len(times):,} by calls (99 % within {_percentile(times)} ms,"
            f" longest {1000 * max(times):.0f}), {imports.result():,} imports, {len(answers):,} keys (99 % within"
            f" {_percentile(answers)} ms, longest {1000 * max(answers):.0f}; the machine alone {1000 * stalled:.0f})"
        )


def _all_kept(home: Path, marks: Path, stars: int, acknowledged: list[int]) -> None:
    with closing(Library(home / "library.db", marks)) as library, closing(Marks(marks)) as kept:
        assert library.totals().total == ARTICLES
        keys = [library.find(_url(number)) for number in range(min(stars, ARTICLES))]
        found = kept.of([*keys, *acknowledged])
    lost = [key for key in (*keys, *acknowledged) if key not in found or not found[key].starred]
    assert not lost, f"{len(lost)} marks are lost"


def _type(screens: Sequence[Terminal], end: float, chance: random.Random) -> list[float]:
    """Type into the screens until the end; the seconds until each key's first repaint."""
    answers: list[float] = []
    for screen in screens:
        screen.press("j")
    keys = {id(screen): itertools.cycle(KEYS) for screen in screens}
    while time.monotonic() < end:
        screen = chance.choice(screens)
        key = next(keys[id(screen)])
        _drain(screen)
        before = len(screen.raw)
        started = time.perf_counter()
        screen.press(key)
        while len(screen.raw) == before and time.perf_counter() - started < 5:
            _take(screen, 0.2)
        answers.append(time.perf_counter() - started)
        assert b"not saved" not in screen.raw, f"a mark of the screen's was not saved before {key!r}"
    return answers


def _leave(screens: Iterable[Terminal]) -> None:
    for screen in screens:
        screen.press("q")
        end = time.monotonic() + 20
        with contextlib.suppress(pexpect.EOF):
            while time.monotonic() < end:
                _take(screen, 0.5)
        screen.child.close()
        assert screen.child.exitstatus == 0 and restored(screen)


def _drain(screen: Terminal) -> None:
    while _take(screen, 0.02):
        pass


def _take(terminal: Terminal, seconds: float) -> bool:
    """Read what was drawn, without the emulator, which would take a core of its own."""
    try:
        terminal.raw += terminal.child.read_nonblocking(1 << 16, seconds)  # type: ignore[arg-type]
    except pexpect.TIMEOUT:
        return False
    return True


def _import(files: Path, turn: int, environment: dict[str, str]) -> None:
    _write(files, range(turn % 10, ARTICLES, 10), f"turn {turn}")
    _run(["import", str(files)], environment)


def _star(turn: int, environment: dict[str, str]) -> None:
    _run(["mark", "star", _url(turn % ARTICLES)], environment)


def _write(folder: Path, numbers: Iterable[int], text: str) -> None:
    folder.mkdir(exist_ok=True)
    for number in numbers:
        day = f"2020-{number % 12 + 1:02}-{number % 28 + 1:02}"
        place = folder / f"{number}.md"
        place.with_suffix(".new").write_text(
            article(f"Story {number}", _url(number), day, topics=f"[T{number % 20}]", excerpt=text)
        )
        place.with_suffix(".new").replace(place)


def _url(number: int) -> str:
    return f"https://e.org/{number}"


def _run(arguments: list[str], environment: dict[str, str]) -> None:
    done = subprocess.run([PROGRAM, *arguments], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{arguments}: {done.returncode}: {done.stderr}"


@contextmanager
def _child(code: str, *arguments: object) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-c", code, *map(str, arguments)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        yield process
    assert process.returncode == 0


def _repeat(end: float, work: Callable[[int], None]) -> int:
    """Does `work` with the number of the turn until the end. Returns the number of turns."""
    for turn in itertools.count():
        if time.monotonic() >= end:
            return turn
        work(turn)
    raise AssertionError


def _percentile(seconds: list[float]) -> str:
    return f"{1000 * sorted(seconds)[len(seconds) * 99 // 100]:.0f}"
