"""A file system of its own that fills up and is emptied: `python -m tests.whole.fulldisk FOLDER BYTES`.

It wants a mount namespace of its own, as `in_namespace` makes it.
"""

from __future__ import annotations

import os
import random
import shlex
import shutil
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path

from newsreader import database
from newsreader.library import Library
from tests import faults
from tests.conftest import article
from tests.whole.terminal import PROGRAM

ARTICLES = 300
ROOM = "16m"


def in_namespace(script: str, *arguments: object) -> list[str]:
    """The command that runs a shell script where it may mount what nobody else sees."""
    return ["unshare", "--map-root-user", "--mount", "sh", "-euc", script, "sh", *map(str, arguments)]


def can_mount(folder: Path) -> bool:
    """Whether this machine lets a program do that."""
    if shutil.which("unshare") is None:
        return False
    command = in_namespace('mount -t tmpfs tmpfs "$1"', folder)
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def main(folder: Path, size: int) -> None:
    """Fill a disk of so many bytes with marks and an import; with room again all goes on."""
    home, files = folder / "disk", folder / "files"
    for place in (home, files):
        place.mkdir()
    for number in range(ARTICLES):
        (files / f"{number}.md").write_text(
            article(f"T{number}", f"https://e.org/{number}", body="word " * 300)
        )
    _run("mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(home))
    library, marks = home / "library.db", home / "marks.db"
    importing = [PROGRAM, "--library", str(library), "import", str(files)]
    done = subprocess.run(importing, capture_output=True, text=True, check=False)
    assert done.returncode in (0, 1) and "Traceback" not in done.stderr, done.stderr
    assert done.returncode == 0 or "full" in done.stderr, done.stderr
    acknowledged = faults.fill(marks)
    _run("mount", "-o", f"remount,size={ROOM}", str(home))
    _run(*importing)
    faults.all_starred(marks, acknowledged)
    with closing(Library(library, marks)) as opened:
        assert opened.totals().total == ARTICLES
    faults.sound(library, database.LIBRARY)


def _run(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=os.environ)
    assert done.returncode == 0, f"{shlex.join(command)}: {done.stderr}"


def fill(count: int, chance: random.Random) -> int:
    """Disks of all sizes that fill up, each in a namespace of its own."""
    for _ in range(count):
        with tempfile.TemporaryDirectory() as folder:
            size = int(2 ** chance.uniform(17.5, 22))
            script = 'exec "$1" -m tests.whole.fulldisk "$2" "$3"'
            command = in_namespace(script, sys.executable, folder, size)
            done = subprocess.run(
                command, capture_output=True, text=True, check=False, cwd=Path(__file__).parents[2]
            )
            assert done.returncode == 0, f"{size} bytes: {done.stderr[-2_000:]}"
    return count


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
