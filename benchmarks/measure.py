"""What is measured, each as a function that gives seconds (or bytes) by name."""

from __future__ import annotations

import os
import re
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path

from benchmarks import generate
from newsreader import query
from newsreader.library import Library
from newsreader.tui.lists import FIRST_PAGE, Lists
from tests.whole.terminal import PROGRAM, Terminal

Figures = dict[str, float]

Samples = Iterator[tuple[str, float]]
"""What was measured, and the seconds that it took: one for every repeat."""

NEWSBOAT = "newsboat"
BARE_COMMAND = "bare command"
LIST_QUERY = "the query of that list"
_LIST_AGAIN = """import time
from newsreader import cli
cli.main(["list", "--limit", "20"])
begun = time.perf_counter()
cli.main(["list", "--limit", "20"])
print(time.perf_counter() - begun, end="")"""

QUERIES = {
    "rare word": generate.RARE,
    "most frequent word": generate.EVERYWHERE,
    "one letter": "t*",
    "five letters": "teles*",
    "six letters of the most frequent word": "report*",
    "phrase that few articles hold": '"museum expands quiet"',
    "phrase that none holds": '"quiet harbour"',
    "phrase of frequent words": '"a report says"',
    "two broad words": f"{generate.EVERYWHERE} telescope",
    "no hit": "xyzzyx",
    "word in the largest topic": f'topic:"{generate.TOPICS[0]}" telescope',
    "frequent word in a rare topic": f'topic:"{generate.TOPICS[-1]}" {generate.EVERYWHERE}',
    "word, unread": "telescope is:unread",
    "word, by date": "telescope before:2014",
    "provider": f'provider:"{generate.PROVIDERS[7]}"',
}

KEYS = {
    "next unread": ("n", ""),  # first: at 100 articles the others would leave it too few
    "down": ("j", ""),
    "page": ("\x06", "\x02"),
    "end": ("G", "gg"),
    "top": ("gg", "G"),
    "toggle read": ("m", ""),
    "next topic": ("]", ""),
}
"""Each key, and what is typed between its repeats, unmeasured."""


@contextmanager
def reader(home: Path) -> Iterator[Terminal]:
    """The program on the library in `home`, with its headlines on the screen."""
    with Terminal(environment={"NEWSREADER_HOME": str(home)}) as terminal:
        terminal.wait("unread")
        yield terminal


def by_turns(parts: Sequence[Samples]) -> list[list[tuple[str, float]]]:
    """All samples of each part, one of each part in turn: how quick the machine is changes within minutes."""
    found: list[list[tuple[str, float]]] = [[] for _ in parts]
    for turn in zip(*parts, strict=True):
        for samples, sample in zip(found, turn, strict=True):
            samples.append(sample)
    return found


def medians(samples: Sequence[tuple[str, float]]) -> Figures:
    """The median of each thing that was measured."""
    return {name: statistics.median(values) for name, values in _named(samples).items()}


def percentiles(samples: Sequence[tuple[str, float]]) -> Figures:
    """The median and the 95th percentile of each thing that was measured."""
    figures: Figures = {}
    for name, values in _named(samples).items():
        figures |= _percentiles(name, values)
    return figures


def starts(home: Path, runs: int) -> Samples:
    """Start to headlines, and of a bare Textual program to its word."""
    bare = str(Path(__file__).with_name("bare.py"))
    for _ in range(runs):
        begun = time.perf_counter()
        with Terminal([bare], program=sys.executable) as terminal:
            terminal.wait("ready")
            yield "start of a bare program", time.perf_counter() - begun
        begun = time.perf_counter()
        with Terminal(environment={"NEWSREADER_HOME": str(home)}) as terminal:
            terminal.wait(r"●★? ")
            yield "start", time.perf_counter() - begun


def commands(home: Path, runs: int) -> Samples:
    """Whole commands, and the least that one which parses its words and reads a database can be."""
    environment = {**os.environ, "NEWSREADER_HOME": str(home)}
    lines = {
        BARE_COMMAND: [sys.executable, "-c", "import sqlite3, argparse"],
        "newsreader --help": [PROGRAM, "--help"],
        "newsreader list": [PROGRAM, "list", "--limit", "20"],
    }
    for _ in range(runs):
        for name, command in lines.items():
            work = partial(subprocess.run, command, env=environment, stdout=subprocess.DEVNULL, check=True)
            yield name, _timed(work)
        seconds = subprocess.check_output([sys.executable, "-c", _LIST_AGAIN], env=environment, text=True)
        yield LIST_QUERY, float(seconds.rpartition("\n")[2])


def keys(home: Path, times: int) -> Samples:
    """From each key to the first output that it causes, each in a program that has just begun."""
    for name, (key, between) in KEYS.items():
        with reader(home) as terminal:
            _settle(terminal, 2.0)
            for _ in range(times):
                terminal.press(between)
                _settle(terminal, 0.2 if between else 0)
                yield f"key {name}", _latency(terminal, key)
                _settle(terminal, 0.08)


def search_on_screen(home: Path, times: int) -> Samples:
    """From the last letter of a search to its first repaint, and to the number of what it found."""
    with reader(home) as terminal:
        _settle(terminal, 2.0)
        for number in range(times):
            terminal.press("/telescop" if number % 2 else "/glacie")
            _settle(terminal, 0.3)
            begun = time.perf_counter()
            painted = _latency(terminal, "e" if number % 2 else "r")
            terminal.wait(r"stor(y|ies) *$|stor(y|ies) *\n")
            found = time.perf_counter() - begun
            yield "search key", painted
            yield "search to its results", found
            terminal.press("\x1b")
            _settle(terminal, 0.3)


def store(home: Path, times: int) -> Figures:
    """The first page of every kind of query, as the screen asks for it, and what follows it.

    A phrase of words that many articles hold has to be looked for in all of these: all that few hold comes later.
    """
    figures: Figures = {}
    with closing(Library(home / "library.db", home / "bench-marks.db")) as library:
        library.rows(library.ids(limit=100))
        for name, text in QUERIES.items():
            tree = query.parse(text)
            work = partial(_page, library, tree)
            figures |= _percentiles(f"page: {name}", [_timed(work) for _ in range(times)])
        few = query.parse(QUERIES["phrase that few articles hold"])
        work = partial(library.ids, few, FIRST_PAGE)
        figures |= _percentiles("all of that phrase", [_timed(work) for _ in range(times)])
        figures["the whole list"] = _timed(library.ids)
        figures["all counts of the sidebar"] = _timed(library.totals)
        figures["count of the most frequent word"] = _timed(
            lambda: library.count(query.parse(generate.EVERYWHERE))
        )
    return figures


def bulk(home: Path) -> Figures:
    """Marking the whole list read and taking it back, and the keys that are pressed meanwhile."""
    figures: Figures = {}
    taken = []
    with reader(home) as terminal:
        for key, done, name in (
            ("A", "marked as read", "mark all read"),
            ("u", "Taken back: ", "undo of that"),
        ):
            _settle(terminal, 3.0)
            begun = time.perf_counter()
            terminal.press(key)
            while done not in terminal.text:
                terminal.pump(0.25)
                if done not in terminal.text:
                    taken.append(_latency(terminal, "j"))
            figures[name] = time.perf_counter() - begun
    return figures | (_percentiles("key down meanwhile", taken) if taken else {})


def memory(home: Path) -> Figures:
    """The resident memory of the running program, in bytes (Linux)."""
    with reader(home) as terminal:
        _settle(terminal, 3.0)
        return {"memory, bytes": _resident(terminal)}


def imports(folder: Path, total: int) -> Figures:
    """Import of `total` files cold, unchanged, and with one in a hundred changed."""
    files, home = folder / "files", folder / "import-home"
    generate.write(files, total)
    environment = {**os.environ, "NEWSREADER_HOME": str(home)}

    def run() -> None:
        subprocess.run(
            [PROGRAM, "import", str(files)], env=environment, stdout=subprocess.DEVNULL, check=True
        )

    figures = {"import, cold": _timed(run), "import, unchanged": _timed(run)}
    for number in range(0, total, 100):
        path = files / f"{number // 1000:04}" / f"{number:07}.md"
        path.write_text(path.read_text("utf-8").replace('title: "', 'title: "Changed: ', 1), "utf-8")
    return figures | {"import, 1 % changed": _timed(run)}


def newsboat_import(folder: Path, total: int) -> Figures:
    """newsboat's ingest of the same articles from one RSS file; nothing where it is not installed."""
    if shutil.which(NEWSBOAT) is None:
        return {}
    folder.mkdir()
    generate.write_rss(folder / "feed.xml", total)
    (folder / "urls").write_text(f"file://{folder}/feed.xml\n")
    (folder / "config").write_text("suppress-first-reload yes\n")
    command = [NEWSBOAT, *_newsboat_options(folder), "-x", "reload"]
    return {"import": _timed(lambda: subprocess.run(command, check=True))}


def _newsboat_options(folder: Path) -> list[str]:
    return ["-u", str(folder / "urls"), "-c", str(folder / "cache.db"), "-C", str(folder / "config")]


def newsboat(folder: Path, total: int, times: int) -> Figures:
    """The same articles in newsboat, from one RSS file; nothing where it is not installed."""
    if not (figures := newsboat_import(folder, total)):
        return {}
    options = _newsboat_options(folder)
    begun = time.perf_counter()
    with Terminal(options, program=NEWSBOAT) as terminal:
        terminal.wait("Your feeds", 120)
        terminal.press("\r")
        terminal.wait("Articles in feed", 120)
        figures["start to headlines"] = time.perf_counter() - begun
        _settle(terminal, 1.0)
        taken = []
        for _ in range(times):
            taken.append(_latency(terminal, "j"))
            _settle(terminal, 0.2)
        return figures | _percentiles("key down", taken) | {"memory, bytes": _resident(terminal)}


def size(home: Path) -> Figures:
    """The size of the library, in bytes."""
    return {"library.db, bytes": float((home / "library.db").stat().st_size)}


def _resident(terminal: Terminal) -> float:
    status = Path(f"/proc/{terminal.child.pid}/status")
    match = re.search(r"VmRSS:\s+(\d+) kB", status.read_text()) if status.exists() else None
    return int(match[1]) * 1024.0 if match else 0.0


def _page(library: Library, tree: query.Query) -> None:
    Lists(library, lambda: False).first(tree)


def _timed(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def _latency(terminal: Terminal, key: str) -> float:
    seen = len(terminal.raw)
    begun = time.perf_counter()
    terminal.press(key)
    while len(terminal.raw) == seen and time.perf_counter() - begun < 2:
        terminal.pump(0.5)
    return time.perf_counter() - begun


def _settle(terminal: Terminal, quiet: float) -> None:
    """Read until nothing comes for `quiet` seconds."""
    seen = -1
    while seen != len(terminal.raw):
        seen = len(terminal.raw)
        terminal.pump(quiet)


def _named(samples: Sequence[tuple[str, float]]) -> dict[str, list[float]]:
    found: dict[str, list[float]] = {}
    for name, seconds in samples:
        found.setdefault(name, []).append(seconds)
    return found


def _percentiles(name: str, values: list[float]) -> Figures:
    values = sorted(values)
    return {
        f"{name} p50": statistics.median(values),
        f"{name} p95": values[max(0, round(len(values) * 0.95) - 1)],
    }
