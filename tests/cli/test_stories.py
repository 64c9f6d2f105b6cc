"""Stories handed out: lists in constant memory, documents, the browser."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from newsreader import cli
from newsreader.library import Library
from tests.cli.test_cli import run
from tests.cli.test_marking import Stdin, listed, many, stdin
from tests.conftest import Put, article

__all__ = ["many", "stdin"]


@pytest.fixture
def opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file to which a browser writes what it is asked to show; it fails for what holds `broken`."""
    script, told = tmp_path / "fake-browser", tmp_path / "opened"
    script.write_text(f'#!/bin/sh\ncase "$1" in *broken*) exit 7;; esac\nprintf "%s\\n" "$@" >> {told}\n')
    script.chmod(0o755)
    monkeypatch.setenv("BROWSER", str(script))
    return told


@pytest.mark.usefixtures("many")
def test_open(opened: Path, stdin: Stdin, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["open", "https://e.org/1", "https://e.org/2"]) == 0
    assert opened.read_text() == "https://e.org/1\nhttps://e.org/2\n"
    assert listed(capsys, "is:read") == ["Cats 2", "Dogs 1"]
    assert cli.main(["undo"]) == 0 and listed(capsys, "is:read") == ["Dogs 1"]
    every = "".join(f"https://e.org/{number}\n" for number in range(9))
    stdin(every.encode())
    assert cli.main(["open", "-"]) == cli.EXIT_FAILED, "nobody was asked"
    assert "9 stories are many to open: say --yes" in capsys.readouterr().err
    assert len(opened.read_text().splitlines()) == 2
    stdin(every.encode())
    assert cli.main(["open", "-", "--yes"]) == 0
    assert len(opened.read_text().splitlines()) == 11 and len(listed(capsys, "is:unread")) == 0


def test_what_cannot_be_opened_is_told_and_stays_unread(
    put: Put, opened: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put({
        "a.md": article("Broken", "https://e.org/broken"),
        "b.md": article("Good", "https://e.org/good"),
        "c.md": article("None", ""),
    })  # fmt: skip
    assert cli.main(["list", "--json", "none"]) == 0
    nowhere = json.loads(capsys.readouterr().out)["key"]
    assert cli.main(["open", "https://e.org/broken", "https://e.org/good", nowhere]) == cli.EXIT_REFUSED
    told = capsys.readouterr().err
    assert "https://e.org/broken: fake-browser could not open it (exit code 7)" in told
    assert "None: it has no address to open" in told
    assert listed(capsys, "is:read") == ["Good"]
    assert cli.main(["open", nowhere]) == cli.EXIT_FAILED
    assert cli.main(["open", nowhere, "https://e.org/broken"]) == cli.EXIT_FAILED
    assert opened.read_text() == "https://e.org/good\n"


@pytest.mark.parametrize("words", [["list", "--limit"], ["stats", "--limit"], ["undo", "--list"]])
def test_a_number_says_what_it_may_be(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    for number in ("-1", "x", "1.5"):
        with pytest.raises(SystemExit, match="2"):
            cli.main([*words, number])
        assert "a whole number is needed, 0 or more" in capsys.readouterr().err
    assert cli.main([*words, "0"]) == 0


@pytest.mark.usefixtures("many")
def test_export(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["export", "cats", "--format", "csv", "--limit", "3"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert [row["title"] for row in rows] == ["Cats 8", "Cats 6", "Cats 4"]
    assert cli.main(["export", "-cats", "sort:oldest"]) == 0
    titles = [json.loads(line)["title"] for line in capsys.readouterr().out.splitlines()]
    assert titles == ["Dogs 1", "Dogs 3", "Dogs 5", "Dogs 7"]
    assert cli.main(["export", "--format", "html", "title:cats"]) == 0
    assert capsys.readouterr().out.count("<article>") == 5
    assert cli.main(["export", "--format", "markdown", "topc:x"]) == cli.EXIT_FAILED


def test_lists_and_documents_take_constant_memory(library: Library) -> None:
    """A library that hands out its rows without end would fill the memory of whoever gathers them."""
    code = """
import resource, sys
from newsreader import cli, library
def endless(self, query=None, limit=None):
    for row in real(self, query, 1):
        for number in range(int(sys.argv[1])):
            yield row
name = {"list": "headlines"}.get(sys.argv[2], "listed")
real = getattr(library.Library, name)
setattr(library.Library, name, endless)
assert cli.main(sys.argv[2:]) == 0
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, file=sys.stderr)
"""
    for words in (["list"], ["list", "--color", "always"], ["export", "--format", "html"]):
        sizes = []
        for number in (100, 8_000):
            command = [sys.executable, "-c", code, str(number), *words]
            done = subprocess.run(command, capture_output=True, text=True, check=True)
            assert len(done.stdout.splitlines()) >= number
            sizes.append(int(done.stderr))
        assert sizes[1] < sizes[0] * 1.2, (words, sizes)


def test_colour_only_where_it_is_wanted(monkeypatch: pytest.MonkeyPatch) -> None:
    import pexpect

    def shown(words: str, **environment: str) -> str:
        command = f"{sys.executable} -m newsreader {words}"
        full = {**os.environ, "TERM": "xterm-256color", **environment}
        output, status = pexpect.run(  # type: ignore[str-unpack]
            command, withexitstatus=True, encoding="utf-8", env=full, dimensions=(24, 100)
        )
        assert status == 0
        return str(output)

    for words in ("list", "topics", "stats", "undo --list --color auto"):
        assert "\x1b[" in shown(words) or words.startswith("undo")
        assert "\x1b[" not in shown(words, NO_COLOR="1") and "\x1b[" not in shown(f"{words} --color never")
    assert "\x1b[" in shown("list --color always", NO_COLOR="1")
    assert "\x1b[" not in run("list").stdout and "\t" in run("list").stdout
    table = run("--color", "always", "list").stdout
    assert "\x1b[" in table and "\t" not in table
    assert "\t" in run("--color", "never", "list").stdout, "never is about colours, not about tables"


def test_people_get_dates_as_they_are_configured_and_pipes_iso_dates(home: Path) -> None:
    for style, in_list, in_story in (
        ("short", "10 Jul 20", "Fri 10 Jul 2020 08:04"),
        ("iso", "2020-07-10", "2020-07-10 08:04"),
        ("relative", " y ", "Fri 10 Jul 2020 08:04, "),
    ):
        (home / "config.toml").write_text(f'dates = "{style}"')
        done = run("list", "--color", "always", "police")
        assert in_list in done.stdout and done.stderr == ""
        key = run("list", "police").stdout.split("\t")[0]
        assert in_story in run("show", key).stdout
        assert "2020-07-10T08:04:00Z" in run("list").stdout
    (home / "config.toml").write_text('dates = "isso"')
    assert 'did you mean "iso"?' in run("list", "--color", "always").stderr


def test_the_configured_browser_opens(
    home: Path, opened: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    chosen = home / "chosen-browser"
    chosen.write_text(f"#!/bin/sh\necho chosen $1 > {opened}\n")
    chosen.chmod(0o755)
    (home / "config.toml").write_text(f'browser = "{chosen} %s"')
    cli.main(["list", "boston police", "--limit", "1"])
    assert cli.main(["open", capsys.readouterr().out.split("\t")[0]]) == 0
    assert opened.read_text().startswith("chosen https://")


def test_a_table_is_as_wide_as_the_terminal(put: Put) -> None:
    from rich.cells import cell_len

    from newsreader import tables

    put({"a.md": article("東京タワーの夜" * 20), "b.md": article("שלום " * 30, "https://e.org/b")})
    shown = run("list", "--color", "always", env={**os.environ, "COLUMNS": "80", "NO_COLOR": ""}).stdout
    from rich.text import Text

    lines = [Text.from_ansi(line).plain for line in shown.splitlines()]
    assert len(lines) == 3
    assert [cell_len(line.replace("\u2068", "").replace("\u2069", "")) for line in lines[1:]] == [80, 80]
    assert tables.bar(0, 10) == "" and len(tables.bar(10, 10)) == 24 and tables.bar(1, 10) == "██▍"


def test_the_program_is_quiet_when_it_is_interrupted_or_nobody_reads(put: Put) -> None:
    code = (
        "import newsreader.library as l, sys\n"
        "def stop(*_, **__): raise KeyboardInterrupt\n"
        "l.Library.headlines = stop\n"
        "from newsreader.cli import main; sys.exit(main(['list']))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (130, "")
    put({f"{n}.md": article(f"T{n}", f"https://e.org/{n}") for n in range(300)})
    for words in (
        "list",
        "export --format html",
        "list --color always",
        "--help",
        "completion zsh",
        "topics",
    ):
        line = f"{sys.executable} -m newsreader {words} | head -c 1"
        done = subprocess.run(
            ["bash", "-c", f"set -o pipefail; {line}"], capture_output=True, text=True, check=False
        )
        assert (done.returncode, done.stderr) == (0, ""), words


def test_the_only_address_is_shown(put: Put, capsys: pytest.CaptureFixture[str]) -> None:
    put({"a.md": article("One", "", cdnAmpWebUrl="https://cdn.example/1")})
    assert cli.main(["show", "https://cdn.example/1"]) == 0
    assert "https://cdn.example/1" in capsys.readouterr().out.splitlines()
