"""The layer rule and the limits that keep the house tidy."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import newsreader
from newsreader import paths

PACKAGE = Path(newsreader.__file__).parent
ROOT = PACKAGE.parents[1]


def test_layers() -> None:
    done = subprocess.run(
        [Path(sys.executable).parent / "lint-imports", "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


def test_the_screen_starts_without_what_only_an_import_needs() -> None:
    code = "import sys, newsreader.cli, newsreader.library, newsreader.tui.app; sys.exit(bool({'yaml', 'frontmatter', 'http.client', 'markdown_it', 'PIL'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_no_module_is_too_long() -> None:
    sizes = {path.name: len(path.read_text("utf-8").splitlines()) for path in PACKAGE.rglob("*.py")}
    assert {name: size for name, size in sizes.items() if size > 400} == {}


def test_the_seeds_are_the_seeds() -> None:
    names = sorted(path.name for path in paths.bundled_seeds().iterdir())
    assert names == ["000_f847a58b8681d904.txt", "001_7cd6a2270adbc174.txt"]


def test_every_test_is_where_its_module_is() -> None:
    modules = {path.stem for path in PACKAGE.rglob("*.py")} | {"small", "structure"}
    tests = {path.stem.removeprefix("test_") for path in (ROOT / "tests").glob("test_*.py")}
    assert tests - modules == set()
