"""A disk that is full, a real one: the screen keeps what it could not save, and saves it when there is room."""

from __future__ import annotations

import random
import tempfile
from contextlib import closing
from pathlib import Path

import pytest

from newsreader.marks import Marks
from tests.whole import fulldisk
from tests.whole.terminal import PROGRAM, Terminal

pytestmark = pytest.mark.skipif(
    not fulldisk.can_mount(Path(tempfile.gettempdir())), reason="no file system can be mounted here"
)
SCRIPT = """
mount -t tmpfs -o size=2m tmpfs "$2"
export NEWSREADER_HOME="$2"
"$1" mark read --query ubergizmo
dd if=/dev/zero of="$2/filler" bs=4k 2> "$3.filled" || true
(while [ ! -e "$3" ]; do sleep 0.05; done; rm "$2/filler") &
"$1"
cp -r "$2/profiles" "$3.kept"
"""


def test_a_mark_on_a_full_disk_is_kept_and_saved_later(tmp_path: Path) -> None:
    disk, flag = tmp_path / "disk", tmp_path / "room"
    disk.mkdir()
    program, *arguments = fulldisk.in_namespace(SCRIPT, PROGRAM, disk, flag)
    with Terminal(arguments, program=program) as terminal:
        terminal.wait("unread of")
        terminal.press("s")
        terminal.wait("not saved")
        terminal.press("j")
        terminal.pump(0.5)
        flag.touch()
        terminal.wait("★")
        terminal.press("q")
        assert terminal.end() == 0
    with closing(Marks(Path(f"{flag}.kept") / "default" / "marks.db")) as marks:
        assert len(marks.starred()) == 1


def test_disks_that_fill_up() -> None:
    seed = random.randrange(1 << 32)
    assert fulldisk.fill(2, random.Random(seed)) == 2, seed
