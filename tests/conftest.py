"""What every test may use: a home of its own, the seeds, a library on them, the whole program in a pty."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from newsreader import importer, paths
from newsreader.dialects import DIALECTS, Dialects
from newsreader.importer import Report
from newsreader.ingest import Writer
from newsreader.library import Library
from newsreader.marks import Marks

# The program is started some hundred times: compiled once, it starts in half the time.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

EXAMPLES = int(os.environ.get("NEWSREADER_EXAMPLES", "40"))
"""Of each property; `python -m tests.soak properties` asks for more."""

settings.register_profile(
    "quick",
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.load_profile("quick")

MANY = settings(max_examples=max(EXAMPLES, 2_000))
"""For what stands between strangers' bytes and the program: it is quick, and what it lets through does harm."""


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of this test's own for data, configuration and state; the time zone is UTC."""
    folder = tmp_path / "home"
    folder.mkdir()
    monkeypatch.setenv("NEWSREADER_HOME", str(folder))
    monkeypatch.setenv("TZ", "UTC")
    for name in ("BROWSER", "DISPLAY", "WAYLAND_DISPLAY", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    time.tzset()
    return folder


@pytest.fixture
def seeds() -> Path:
    """The folder of the two seeds."""
    return paths.bundled_seeds()


Put = Callable[[dict[str, str]], Report]


@pytest.fixture
def put(home: Path, tmp_path: Path) -> Put:
    """Writes files (name: text) into one folder and imports that."""

    def put(files: dict[str, str]) -> Report:
        folder = tmp_path / "articles"
        for name, text in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8", newline="")
        return imported(home / "library.db", folder)

    return put


def imported(library: Path, *sources: Path, remember: bool = False, names: Dialects = DIALECTS) -> Report:
    """Import `sources` into the library at `library`; they are looked at again only if they are remembered."""
    report = Report()
    writer = Writer(library, names)
    try:
        for _ in importer.run(writer, sources, report, remember=remember):
            pass
    finally:
        writer.close()
    return report


@pytest.fixture
def library(home: Path, seeds: Path) -> Iterator[Library]:
    """A library that holds the two seeds, with the marks of the profile `default`."""
    imported(home / "library.db", seeds)
    library = Library(home / "library.db", home / "profiles/default/marks.db")
    yield library
    library.close()


@pytest.fixture
def marks(home: Path) -> Iterator[Marks]:
    """The marks of the profile `default`."""
    marks = Marks(home / "profiles/default/marks.db")
    yield marks
    marks.close()


def article(
    title: str = "A title",
    url: str = "https://example.org/a",
    published: str = "2020-07-10T08:04:00Z",
    **more: str,
) -> str:
    """A front-matter file; `more` are lines of YAML by name, or `body`."""
    body = more.pop("body", "")
    lines = [f'title: "{title}"', f"publishedDateTime: {published}"]
    lines += [f'webUrl: "{url}"'] if url else []
    lines += [f"{name}: {value}" for name, value in more.items()]
    return "---\n" + "\n".join(lines) + "\n---\n" + body
