"""Every gate at its full count: `python -m tests.soak [--part N] [GATE...]`.

The result is a table in docs/notes/soak.md; `--part 10` does a tenth of each.
"""

from __future__ import annotations

import argparse
import os
import platform
import random
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from newsreader import __version__
from tests import damage, faults
from tests.whole import fulldisk, hostile, together

PAGE = Path(__file__).parents[1] / "docs" / "notes" / "soak.md"

Gate = Callable[[int, random.Random], int | str]
"""Does something so often; a text that it returns stands in the table."""

PROPERTIES = ("frontmatter", "marks", "query", "safetext", "urls", "yamlquick", "yamltree")


def properties(count: int, chance: random.Random) -> int:
    """The tests of these modules with so many examples of each property."""
    files = [f"tests/test_{name}.py" for name in PROPERTIES]
    environment = {**os.environ, "NEWSREADER_EXAMPLES": str(count)}
    endless = ["--timeout=0", "-o", "faulthandler_timeout=0"]
    seed = f"--hypothesis-seed={chance.randrange(1 << 32)}"
    command = [sys.executable, "-m", "pytest", *files, *endless, seed]
    done = subprocess.run(
        command, env=environment, capture_output=True, text=True, check=False, cwd=PAGE.parents[2]
    )
    *_, last = ["", *done.stdout.splitlines()]
    assert done.returncode == 0, f"{last}\n{done.stdout}{done.stderr}"
    return count


GATES: dict[str, tuple[Gate, int]] = {
    "kill -9 while marking": (faults.kill_while_marking, 250),
    "kill -9 while importing": (faults.kill_while_importing, 250),
    "kill -9 during first start and migration": (faults.kill_while_starting, 200),
    "eight first starts at once": (faults.start_together, 50),
    "two screens, an importer and marks, seconds": (together.use_together, 600),
    "full disk, by pages": (faults.fill_the_disk, 50),
    "full disk, by the size of files": (faults.limit_file_sizes, 50),
    "full disk, a real one": (fulldisk.fill, 50),
    "damaged marks": (damage.marks, 500),
    "damaged libraries": (damage.library, 500),
    "TERM, HUP, INT": (faults.end_by_signal, 60),
    "mangled files through both parsers": (faults.fuzz, 100_000),
    "hostile inputs, each alone": (hostile.slowest, 5),
    "properties, examples of each": (properties, 100_000),
}

HEAD = """# What was done at length

`python -m tests.soak` does to the program what tests/faults.py says, many times, and writes this page. A few of each
are in every test run. A count that is smaller than the full one says that there was no time for more.

"""


def main() -> int:
    """Run the gates and write the page. Returns 1 when one failed."""
    parser = argparse.ArgumentParser(
        description="Every gate at its full count, written to docs/notes/soak.md."
    )
    parser.add_argument("--part", type=int, default=1, metavar="N", help="the N-th part of each count")
    parser.add_argument("--seed", type=int, default=random.randrange(1 << 32))
    parser.add_argument(
        "gates", nargs="*", metavar="GATE", help="the beginning of a gate's name; none means all"
    )
    options = parser.parse_args()
    rows = _rows() if PAGE.exists() else {}
    has_failed = False
    for name, (gate, full) in GATES.items():
        if options.gates and not any(name.startswith(chosen) for chosen in options.gates):
            continue
        count = max(1, full // options.part)
        started = time.monotonic()
        try:
            said = gate(count, random.Random(options.seed))
            result = f"0 failures; {said}" if isinstance(said, str) else "0 failures"
        except AssertionError as error:
            has_failed = True
            result = f"failed: {str(error)[:80]!r}"
            sys.stderr.write(f"{error}\n")  # the page has no room for all of it
        seconds = time.monotonic() - started
        rows[name] = f"| {name} | {count:,} of {full:,} | {result} | {options.seed} | {seconds:,.0f} s |"
        sys.stdout.write(rows[name] + "\n")
        sys.stdout.flush()
        _write(rows)
    return 1 if has_failed else 0


def _rows() -> dict[str, str]:
    lines = [line for line in PAGE.read_text("utf-8").splitlines() if line.startswith("| ")]
    named = {line.split("|")[1].strip(): line for line in lines}
    return {name: named[name] for name in GATES if name in named}


def _write(rows: dict[str, str]) -> None:
    versions = (
        f"newsreader {__version__}, Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}"
    )
    table = ["| what | times | result | seed | took |", "| --- | --- | --- | --- | --- |"]
    table += [rows[name] for name in GATES if name in rows]
    PAGE.write_text(f"{HEAD}{versions}, {platform.system()}.\n\n" + "\n".join(table) + "\n", "utf-8")


if __name__ == "__main__":
    sys.exit(main())
