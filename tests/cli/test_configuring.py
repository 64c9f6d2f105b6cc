"""`config`: where it is, what counts, a first one, and what is wrong with it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from newsreader import cli, config, remembered
from newsreader.config import Config
from newsreader.remembered import Remembered

Capture = pytest.CaptureFixture[str]


def test_path(home: Path, capsys: Capture) -> None:
    assert cli.main(["config", "path"]) == 0
    assert capsys.readouterr().out == f"{home / 'config.toml'}\n"


def test_init_writes_a_file_once(home: Path, capsys: Capture) -> None:
    file = home / "config.toml"
    assert cli.main(["config", "init"]) == 0
    assert capsys.readouterr().out == f"written: {file}\n"
    assert cli.main(["config", "check"]) == 0 and capsys.readouterr().out == "no mistakes\n"
    settings, mistakes = config.load(file)
    assert settings._replace(text="") == Config(path=file) and not mistakes
    file.write_text("# mine")
    assert cli.main(["config", "init"]) == 1
    assert "is there already" in capsys.readouterr().err and file.read_text() == "# mine"


def test_init_says_where_nothing_can_be_written(home: Path, capsys: Capture) -> None:
    home.rmdir()
    home.write_text("a file")
    assert cli.main(["config", "init"]) == 1
    assert "config.toml cannot be written: " in capsys.readouterr().err


def test_show_tells_where_each_value_comes_from(home: Path, capsys: Capture) -> None:
    (home / "config.toml").write_text(
        'theme = "light"\nmeasure = 1\nsort = "newest"\n[keys]\n"list.read" = "A"\n'
    )
    screen = remembered.beside(home / "profiles/default/marks.db")
    remembered.save(screen, Remembered(chosen={"theme": ["light", "nord"], "rows": ["one", "two"]}))
    assert cli.main(["config", "show"]) == 0
    lines = [line.split("\t") for line in capsys.readouterr().out.splitlines()]
    shown = {name: (value, source) for name, value, source in lines}
    assert shown["theme"] == ('"nord"', "screen") and shown["rows"] == ('"fit"', "default")
    assert shown["measure"] == ("84", "default"), "what makes no sense does not count"
    assert shown["sort"] == ('"newest"', "file") and shown["keys.list.read"] == ('["A"]', "file")
    assert cli.main(["config", "show", "--json", "--profile", "other"]) == 0
    first, *_, last = map(json.loads, capsys.readouterr().out.splitlines())
    assert first == {"name": "theme", "entry": None, "value": "light", "from": "file"}
    assert last == {"name": "keys", "entry": "list.read", "value": ["A"], "from": "file"}


def test_check_tells_every_mistake_on_its_line(home: Path, capsys: Capture) -> None:
    file = home / "config.toml"
    file.write_text(
        """theme = "nrod"
sort = "oldst"
them = "dark"
[keys]
"list.raed" = "x"
"story.open" = 3
[searches]
"Good" = "boston"
"Bad" = "topc:AI"
"""
    )
    assert cli.main(["config", "check"]) == cli.EXIT_FAILED
    lines = capsys.readouterr().out.splitlines()
    assert [line.split(" ")[0] for line in lines] == [f"{file}:{line}:" for line in (1, 2, 3, 5, 6, 9)]
    for line, hint in zip(
        lines, ("nord?", '"oldest"?', "theme?", "list.read?", '["A"]', "topic:?"), strict=True
    ):
        assert line.endswith(hint)
    assert cli.main(["config", "check", "--json"]) == cli.EXIT_FAILED
    found = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [one["line"] for one in found] == [1, 2, 3, 5, 6, 9] and found[0]["hint"] == "did you mean nord?"
    assert cli.main(["doctor"]) == cli.EXIT_FAILED
    diagnosed = [line for line in capsys.readouterr().out.splitlines() if line.startswith("! config ")]
    assert [line.removeprefix("! config").strip() for line in diagnosed] == lines


def test_doctor_is_content_with_a_configuration_without_mistakes_and_with_none(
    home: Path, capsys: Capture
) -> None:
    for text, says in ((None, "does not exist, and need not"), ('theme = "dark"\n', "has no mistakes")):
        if text is not None:
            (home / "config.toml").write_text(text)
        cli.main(["doctor"])
        captured = capsys.readouterr()
        assert f"  config    {home / 'config.toml'} {says}\n" in captured.out and not captured.err


def test_check_of_what_is_no_toml_and_of_nothing(home: Path, capsys: Capture) -> None:
    assert cli.main(["config", "check"]) == 0
    assert "there is no configuration" in capsys.readouterr().out
    (home / "config.toml").write_text('theme = "dark"\nrows =\n')
    assert cli.main(["config", "check"]) == cli.EXIT_FAILED
    assert "config.toml:2: not valid TOML" in capsys.readouterr().out


def test_a_hostile_file_is_only_text(home: Path, capsys: Capture) -> None:
    (home / "config.toml").write_text('"a\\u001b[2Jb" = 1\n[keys]\n"\\u001b]0;x\\u0007" = "x"\n')
    for words in (["config", "check"], ["config", "show"], ["doctor"]):
        cli.main(words)
        assert "\x1b" not in capsys.readouterr().out
