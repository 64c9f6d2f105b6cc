"""Counts: topics, providers, and stories by day."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from newsreader import cli
from tests.cli.test_cli import run
from tests.conftest import Put, article


@pytest.fixture(autouse=True)
def zoo(put: Put) -> None:
    """Four articles on three days."""
    put({
        "a.md": article("A", "https://e.org/a", "2020-07-01T10:00:00Z", topics="[AI, Cats]", provider="{name: One}", category="Pets"),
        "b.md": article("B", "https://e.org/b", "2020-07-01T23:30:00Z", topics="[ai]", provider="{name: ONE}"),
        "c.md": article("C", "https://e.org/c", "2020-07-03T10:00:00Z", topics="[Cats]", provider="{name: Two}"),
        "d.md": article("D", "https://e.org/d", "1969-12-31T10:00:00Z"),
    })  # fmt: skip
    assert cli.main(["mark", "read", "https://e.org/a", "--quiet"]) == 0


def output(capsys: pytest.CaptureFixture[str], *words: str) -> list[list[str]]:
    assert cli.main(list(words)) == 0
    return [line.split("\t") for line in capsys.readouterr().out.splitlines()]


def test_topics_and_providers(capsys: pytest.CaptureFixture[str]) -> None:
    assert output(capsys, "topics") == [["AI", "2", "1"], ["Cats", "2", "1"]]
    assert output(capsys, "providers") == [["ONE", "2", "1"], ["Two", "1", "1"]]
    assert output(capsys, "categories") == [["Pets", "1", "0"]]


def test_stats(capsys: pytest.CaptureFixture[str]) -> None:
    days = [["day", "2020-07-03", "1", "1"], ["day", "2020-07-01", "2", "1"], ["day", "1969-12-31", "1", "1"]]
    topics = [["topic", "AI", "2", "1"], ["topic", "Cats", "2", "1"]]
    providers = [["provider", "ONE", "2", "1"], ["provider", "Two", "1", "1"]]
    assert output(capsys, "stats") == days + topics + providers
    assert output(capsys, "stats", "--limit", "1") == days[:1] + topics[:1] + providers[:1]
    assert output(capsys, "stats", "topic:cats", "--by", "topic", "--by", "year") == [
        ["topic", "Cats", "2", "1"], ["topic", "AI", "1", "0"], ["year", "2020", "2", "1"],
    ]  # fmt: skip
    assert output(capsys, "stats", "-cats", "is:unread", "--by", "month") == [
        ["month", "2020-07", "2", "2"], ["month", "1969-12", "1", "1"],
    ]  # fmt: skip
    assert output(capsys, "stats", "nothing") == []


def test_days_are_those_of_the_time_zone() -> None:
    done = run("stats", "--by", "day", "--json", env={**os.environ, "TZ": "Asia/Tokyo"})
    days = {(found := json.loads(line))["name"]: found["total"] for line in done.stdout.splitlines()}
    assert days == {"2020-07-03": 1, "2020-07-02": 1, "2020-07-01": 1, "1969-12-31": 1}


def test_charts() -> None:
    shown = run("stats", "--color", "always", "--limit", "1", env={**os.environ, "COLUMNS": "80"}).stdout
    assert "4 stories, 3 unread" in shown and "█" * 24 in shown
    assert "and 2 more: --by day --limit 3" in shown
    assert "0 stories" in run("stats", "nothing", "--color", "always").stdout


def test_names_in_a_pipe_are_only_text(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with closing(sqlite3.connect(home / "library.db")) as connection, connection:
        connection.execute("UPDATE topic SET name = name || char(27) || ']0;x' || char(7)")
    for words in (["topics"], ["stats", "--by", "topic"]):
        assert cli.main(words) == 0
        assert "\x1b" not in capsys.readouterr().out


def test_without_stderr_the_work_is_done() -> None:
    command = f"{sys.executable} -m newsreader mark read --query topic:cats 2>&-"
    assert subprocess.run(command, shell=True, check=False, stdout=subprocess.DEVNULL).returncode == 0
    assert run("list", "is:unread", "topic:cats").stdout == ""
