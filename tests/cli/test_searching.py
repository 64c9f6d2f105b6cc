"""Searches that are kept by name: listed with their numbers, added, and taken away."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from newsreader import cli, config
from tests.cli.test_cli import run

Capture = pytest.CaptureFixture[str]
MINE = """# mine
theme = 'light' # bright

[searches]
"Boston" = "boston" # where I live
"Bad" = "topc:AI"
"""
LIST = '"List" = ["topic:AI"]\n'


@pytest.fixture
def file(home: Path) -> Path:
    path = home / "config.toml"
    path.write_text(MINE)
    return path


def test_the_list_has_their_numbers(file: Path, capsys: Capture) -> None:
    assert cli.main(["mark", "read", "--query", "ubergizmo", "--quiet"]) == 0
    assert cli.main(["searches"]) == cli.EXIT_REFUSED
    captured = capsys.readouterr()
    assert captured.out.splitlines() == ["Boston\tboston\t2\t1", "Bad\ttopc:AI\t\t"]
    assert f"{file}:6: searches: Bad: no field is called topc" in captured.err
    cli.main(["searches", "list", "--json"])
    found = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert found == [
        {"name": "Boston", "query": "boston", "total": 2, "unread": 1},
        {"name": "Bad", "query": "topc:AI", "total": None, "unread": None},
    ]
    shown = run("searches", "--color", "always").stdout
    assert "search" in shown and "Boston" in shown


def test_one_is_added_and_the_rest_of_the_file_stays(file: Path, capsys: Capture) -> None:
    assert cli.main(["searches", "add", "Not police", "boston", "-police", "is:unread"]) == 0
    assert capsys.readouterr().out == "Not police finds boston -police is:unread\n"
    assert file.read_text() == MINE + '"Not police" = "boston -police is:unread"\n'
    assert cli.main(["searches", "add", "Not police", "boston -police is:unread"]) == 0, "again is no mistake"


def test_the_first_one_makes_the_file(home: Path) -> None:
    assert cli.main(["searches", "add", "One", "-boston", "--quiet"]) == 0
    assert config.load(home / "config.toml")[0].searches == {"One": "-boston"}


def test_a_name_may_begin_with_a_dash(home: Path) -> None:
    assert cli.main(["searches", "add", "-x", "-boston", "--quiet"]) == 0
    assert config.load(home / "config.toml")[0].searches == {"-x": "-boston"}
    assert cli.main(["searches", "remove", "-x", "--quiet"]) == 0
    assert config.load(home / "config.toml")[0].searches == {}


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["add", "", "x"], "a name is needed"),
        (["add", " ", "x"], "a name is needed"),
        (["add", "a\x1bb", "x"], "a name is needed"),
        (["add", "Boston", "x"], "another search has that name: take that one away first"),
        (["add", "Bad", "x"], "another search has that name"),
        (["add", "List", "x"], ":7: something that is no search has that name: mend it first"),
        (["add", "New", "\udcffbar"], "the search is no UTF-8 text"),
        (["add", "New", "topc:x"], "did you mean topic:?"),
        (["add", "New", " "], "say what to look for"),
        (["remove", "Bostn"], "no search is called Bostn: did you mean Boston?"),
        (["remove", "x\x1b"], "newsreader searches lists them"),
    ],
)
def test_what_is_refused_changes_nothing(file: Path, words: list[str], says: str, capsys: Capture) -> None:
    file.write_text(MINE + LIST)
    assert cli.main(["searches", *words]) == 1
    error = capsys.readouterr().err
    assert says in error and "\x1b" not in error and file.read_text() == MINE + LIST


def test_one_is_removed(file: Path, capsys: Capture) -> None:
    assert cli.main(["searches", "remove", "Bad"]) == 0
    assert file.read_text() == MINE.replace('"Bad" = "topc:AI"\n', "")
    assert cli.main(["searches", "remove", "Boston", "--json"]) == 0
    assert json.loads(capsys.readouterr().out.splitlines()[-1]) == {"name": "Boston", "query": "boston"}


def test_a_file_that_is_no_toml_is_left_alone(file: Path, capsys: Capture) -> None:
    file.write_text("not = = toml")
    assert cli.main(["searches", "add", "One", "x"]) == 1
    assert "mend it first" in capsys.readouterr().err and file.read_text() == "not = = toml"
