"""The wheel in a fresh environment: what `pip`, `pipx` and `uv` install is whole, and runs on the bundled seeds."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
import sysconfig
import tarfile
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SHARED = {
    "share/man/man1/newsreader.1": "docs/newsreader.1",
    "share/bash-completion/completions/newsreader": "docs/completions/newsreader",
    "share/zsh/site-functions/_newsreader": "docs/completions/_newsreader",
    "share/fish/vendor_completions.d/newsreader.fish": "docs/completions/newsreader.fish",
}

pytestmark = pytest.mark.skipif(
    not (importlib.util.find_spec("hatchling") and importlib.util.find_spec("pip")),
    reason="building and installing needs hatchling and pip",
)


def run(*command: str | Path, **environment: str) -> str:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    done = subprocess.run(
        command, cwd="/", env={**kept, **environment}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel and the source archive."""
    folder = tmp_path_factory.mktemp("dist")
    code = (
        "import os, sys; os.chdir(sys.argv[1])\n"
        "from hatchling import build\n"
        "build.build_wheel(sys.argv[2]); build.build_sdist(sys.argv[2])"
    )
    run(sys.executable, "-c", code, ROOT, folder)
    return folder


@pytest.fixture(scope="module")
def environment(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh environment with the wheel; what it needs is borrowed from this one and not downloaded."""
    folder = tmp_path_factory.mktemp("fresh")
    venv.create(folder, symlinks=True)
    (wheel,) = built.glob("*.whl")
    python = folder / "bin/python"
    run(
        sys.executable,
        "-m",
        "pip",
        "--python",
        python,
        "install",
        "--quiet",
        "--no-deps",
        "--no-index",
        wheel,
    )
    packages = Path(run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))").strip())
    (packages / "borrowed.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return folder


def test_the_installed_program_runs_on_the_bundled_seeds(environment: Path, tmp_path: Path) -> None:
    program, home = environment / "bin/newsreader", {"NEWSREADER_HOME": str(tmp_path / "fresh home")}
    where = run(environment / "bin/python", "-c", "import newsreader; print(newsreader.__file__)")
    assert where.startswith(str(environment)), "the wheel, and not the sources"
    assert len(run(program, "list", **home).splitlines()) == 2
    assert run(program, "mark", "read", "--query", "topic:AI", **home) == "marked read: 2 stories\n"
    assert "Natural Language Processing\t2\t0" in run(program, "topics", **home)
    assert "Boston" in run(program, "export", "--format", "html", **home)
    assert run(program, "--version").startswith("newsreader ")


def test_the_installed_screen_opens(environment: Path) -> None:
    from tests.whole.terminal import Terminal

    with Terminal(program=str(environment / "bin/newsreader")) as terminal:
        terminal.wait("2 unread of 2")
        terminal.press("q")
        assert terminal.end() == 0


def test_man_page_and_completions_come_along(environment: Path, built: Path) -> None:
    (archive,) = built.glob("*.tar.gz")
    with tarfile.open(archive) as sources:
        packed = sources.getnames()
    for installed, source in SHARED.items():
        assert (environment / installed).read_text() == (ROOT / source).read_text()
        assert any(name.endswith(f"/{source}") for name in packed)
