"""Marks by pipeline: every way to name stories, one step of the journal each, to and from files."""

from __future__ import annotations

import io
import itertools
import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from newsreader import cli, urls
from newsreader import marks as marks_module
from newsreader.cli import refs
from newsreader.marks import Marks
from tests.cli.test_cli import run
from tests.conftest import Put, article

Stdin = Callable[[bytes], None]


@pytest.fixture
def stdin(monkeypatch: pytest.MonkeyPatch) -> Stdin:
    """Sets what is on standard input."""

    def set_(data: bytes) -> None:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(io.BytesIO(data))))

    return set_


@pytest.fixture
def many(put: Put) -> None:
    """Nine articles, five of them about cats."""
    put(
        {
            f"{n}.md": article(
                f"{'Cats' if n % 2 == 0 else 'Dogs'} {n}", f"https://e.org/{n}", f"2020-01-0{n + 1}"
            )
            for n in range(9)
        }
    )


def listed(capsys: pytest.CaptureFixture[str], query: str) -> list[str]:
    """The titles that a query finds, newest first."""
    capsys.readouterr()
    assert cli.main(["list", query]) == 0
    return [line.split("\t")[3] for line in capsys.readouterr().out.splitlines()]


def keys(capsys: pytest.CaptureFixture[str], query: str = "") -> list[str]:
    capsys.readouterr()
    assert cli.main(["list", "--json", query]) == 0
    return [json.loads(line)["key"] for line in capsys.readouterr().out.splitlines()]


@pytest.mark.usefixtures("many")
def test_by_key_by_its_beginning_and_by_url(capsys: pytest.CaptureFixture[str]) -> None:
    first, second, *_ = keys(capsys)
    assert cli.main(["mark", "star", first, second[:6], "https://e.org/0?utm_source=x"]) == 0
    assert capsys.readouterr().out == "starred: 3 stories\n"
    assert listed(capsys, "is:starred") == ["Cats 8", "Dogs 7", "Cats 0"]
    assert cli.main(["mark", "unstar", first, second]) == 0
    assert listed(capsys, "is:starred") == ["Cats 0"]
    assert cli.main(["mark", "star", "https://e.org/0"]) == 0
    assert capsys.readouterr().out == "starred: 0 stories, 1 was that already\n"


@pytest.mark.usefixtures("many")
def test_what_is_not_found_is_told_and_the_rest_is_marked(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["mark", "read", "ffff", "https://e.org/1", "word"]) == cli.EXIT_REFUSED
    captured = capsys.readouterr()
    assert (
        captured.err.count("\n") == 2
        and "word is neither a URL nor a key, of which 4 digits are enough" in captured.err
    )
    assert captured.out == "marked read: 1 story\n"
    assert cli.main(["mark", "read", "ffff", "word"]) == cli.EXIT_FAILED
    assert cli.main(["mark", "read", "ffff"]) == cli.EXIT_FAILED


def test_the_beginning_of_several_keys_is_none(put: Put, capsys: pytest.CaptureFixture[str]) -> None:
    seen: dict[str, str] = {}
    for number in itertools.count():
        url = f"https://e.org/{number}"
        beginning = urls.key_text(urls.key_of(url))[: urls.KEY_BEGINNING]
        other = seen.setdefault(beginning, url)
        if other != url:
            break
    put({"a.md": article("A", url), "b.md": article("B", other)})
    assert cli.main(["mark", "read", beginning]) == cli.EXIT_FAILED
    assert f"several keys begin with {beginning}: give more digits" in capsys.readouterr().err
    key = urls.key_text(urls.key_of(url))
    for more in range(len(beginning), 17):
        if key[:more] != urls.key_text(urls.key_of(other))[:more]:
            assert cli.main(["mark", "read", key[:more].upper()]) == 0
            break
    assert listed(capsys, "is:read") == ["A"]
    assert cli.main(["mark", "read", key[: urls.KEY_BEGINNING - 1]]) == cli.EXIT_FAILED


@pytest.mark.usefixtures("many")
def test_a_pipeline_of_three(tmp_path: Path, home: Path) -> None:
    """As in the README: list, pick, mark."""
    import subprocess

    program = f"{sys.executable} -m newsreader"
    pick = f"{sys.executable} -c 'import json, sys; [print(json.loads(line)[\"key\"]) for line in sys.stdin]'"
    line = f"{program} list 'cats is:unread' --json | {pick} | {program} mark read -"
    done = subprocess.run(
        ["bash", "-c", f"set -o pipefail; {line}"], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "marked read: 5 stories\n", "")
    assert len(run("list", "is:read").stdout.splitlines()) == 5
    assert run("undo").stdout == "taken back: marked read: a list from a pipe (5 stories)\n"
    assert run("list", "is:read").stdout == ""


@pytest.mark.usefixtures("many")
@pytest.mark.parametrize("text", ["", "  ", "%", "🎉", '""', "sort:heat"])
def test_a_query_for_nothing_does_not_mark_everything(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    if text in ("", "  ", "sort:heat"):
        with pytest.raises(SystemExit, match="2"):
            cli.main(["mark", "star", "--query", text])
        assert '"is:read OR is:unread" finds every story' in capsys.readouterr().err
    else:
        assert cli.main(["mark", "star", "--query", text]) == cli.EXIT_FAILED
        assert f"nothing to look for in “{text}”" in capsys.readouterr().err
    assert listed(capsys, "is:starred") == []
    assert cli.main(["mark", "star", "--query", "is:read OR is:unread"]) == 0
    assert len(listed(capsys, "is:starred")) == 9


@pytest.mark.usefixtures("many")
def test_a_query_in_parts_is_one_step(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(marks_module, "PART", 2)
    assert cli.main(["mark", "read", "--query", "cats", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"stories": 5, "changed": 5}
    assert cli.main(["mark", "star", "--query", "-cats"]) == 0
    assert listed(capsys, "is:starred") == ["Dogs 7", "Dogs 5", "Dogs 3", "Dogs 1"]
    assert cli.main(["undo", "--list"]) == 0
    steps = [line.split("\t") for line in capsys.readouterr().out.splitlines()]
    assert [step[1:] for step in steps] == [["4", "starred: -cats"], ["5", "marked read: cats"]]
    assert cli.main(["undo"]) == cli.main(["undo"]) == 0
    assert listed(capsys, "is:read") == listed(capsys, "is:starred") == []
    assert cli.main(["redo", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"label": "marked read: cats", "stories": 5}
    assert len(listed(capsys, "is:read")) == 5
    assert cli.main(["undo", "--quiet"]) == 0
    assert cli.main(["undo"]) == cli.EXIT_FAILED
    captured = capsys.readouterr()
    assert captured.out == "" and "nothing to take back" in captured.err


@pytest.mark.usefixtures("many")
def test_a_step_that_is_forgotten_half_way_is_not_called_done(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(marks_module, "PART", 2)
    assert cli.main(["mark", "read", "--query", "cats"]) == 0
    undo = Marks.undo
    monkeypatch.setattr(Marks, "undo", lambda marks, step=None: None if step else undo(marks))
    assert cli.main(["undo"]) == cli.EXIT_FAILED
    assert "only 2 stories taken back: others marked more meanwhile" in capsys.readouterr().err


@pytest.mark.usefixtures("many")
def test_standard_input_takes_refs_of_every_kind(
    stdin: Stdin, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(marks_module, "PART", 2)
    some = keys(capsys)
    stdin("\n".join([some[0], "", f"{some[1]}\r", "https://e.org/0", "nothing", some[2][:8]]).encode())
    assert cli.main(["mark", "read", "-", some[3]]) == cli.EXIT_REFUSED
    assert len(listed(capsys, "is:read")) == 5
    stdin(b"\0".join(key.encode() for key in some) + b"\0")
    assert cli.main(["mark", "read", "-"]) == 0
    assert len(listed(capsys, "is:read")) == 9


def test_lines_come_as_they_are_written(monkeypatch: pytest.MonkeyPatch) -> None:
    read, write = os.pipe()
    with os.fdopen(read) as reader, os.fdopen(write, "wb", buffering=0) as writer:
        monkeypatch.setattr(sys, "stdin", reader)
        lines: Iterator[str] = refs.lines()
        writer.write(b"one\ntw")
        assert next(lines) == "one"
        writer.write(b"o\n\xff\n")
        assert next(lines) == "two" and os.fsencode(next(lines)) == b"\xff"


def test_a_line_without_an_end_is_refused(stdin: Stdin, capsys: pytest.CaptureFixture[str]) -> None:
    stdin(b"x" * (refs.LINE_LIMIT * 3))
    assert cli.main(["mark", "read", "-"]) == cli.EXIT_FAILED
    assert "longer than" in capsys.readouterr().err


@pytest.mark.parametrize(
    "words",
    [
        "mark",
        "mark read",
        "mark nonsense x",
        "mark read x --query y",
        "marks",
        "marks merge",
        "sources --yes",
    ],
)
def test_usage(words: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(words.split())
    assert ended.value.code == cli.EXIT_USAGE
    assert capsys.readouterr().err.startswith("usage: newsreader ")


def test_marks_travel_between_profiles(
    tmp_path: Path, stdin: Stdin, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "marks.jsonl"
    assert cli.main(["mark", "read", "--query", "is:unread"]) == 0
    assert cli.main(["mark", "unread", "--query", "ubergizmo"]) == 0
    assert cli.main(["marks", "export", str(file)]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "2 marks written"
    for _ in range(2):
        assert cli.main(["--profile", "ann", "marks", "merge", str(file)]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "2 marks taken, 1 story changed",
        "2 marks taken, 0 stories changed",
    ]
    assert cli.main(["--profile", "ann", "marks", "export", "-"]) == 0
    assert capsys.readouterr().out == file.read_text()
    stdin(b"what is this\n" + file.read_bytes())
    assert cli.main(["--profile", "bob", "marks", "merge", "-"]) == cli.EXIT_REFUSED
    captured = capsys.readouterr()
    assert captured.err == "newsreader: standard input:1: not a line of JSON\n"
    assert captured.out == "2 marks taken, 1 story changed, 1 line refused\n"
    assert cli.main(["marks", "merge", str(tmp_path / "nowhere")]) == cli.EXIT_FAILED
    assert "nowhere cannot be read or written: no such file" in capsys.readouterr().err


def test_the_screens_own_changes_are_in_the_same_journal(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with closing(Marks(home / "profiles/default/marks.db")) as marks:
        marks.set_read([1, 2], True, "marked read: \x1b[2J everything")
        assert cli.main(["undo"]) == 0
        output = capsys.readouterr().out
        assert "everything (2 stories)" in output and "\x1b" not in output
        assert not any(mark.read for mark in marks.of([1, 2]).values())


def test_a_query_that_is_no_utf8_is_a_step_like_any_other(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["mark", "read", "--query", os.fsdecode(b"b\xe9* OR boston")]) == 0
    assert cli.main(["undo", "--list"]) == 0 and "boston" in capsys.readouterr().out
