"""The command line's contract: what goes where, and the exit codes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from newsreader import __version__, cli
from newsreader.cli import parser
from newsreader.cli.completions import syntaxes
from newsreader.cli.parser import MODULES
from tests.conftest import Put, article
from tests.test_library import UBERGIZMO


def run(*arguments: str, **more: object) -> subprocess.CompletedProcess[str]:
    """The program as a process of its own, its output in pipes."""
    command = [sys.executable, "-m", "newsreader", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, **more)  # type: ignore[call-overload, no-any-return]


def test_version_and_help(capsys: pytest.CaptureFixture[str]) -> None:
    for option in ("--version", "--help"):
        with pytest.raises(SystemExit) as ended:
            cli.main([option])
        assert ended.value.code == 0
    output = capsys.readouterr().out
    assert f"newsreader {__version__}" in output and "import" in output


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-8"])
def test_what_the_output_cannot_hold_is_escaped(home: Path, put: Put, encoding: str) -> None:
    title = "Käse ’ 📰"
    put({"a.md": article(title, "https://e.org/a")})
    (home / "config.toml").write_text(f"[searches]\n'{title}' = 'x'\n")
    environment = {**os.environ, "PYTHONIOENCODING": encoding, "COLUMNS": "100"}
    written = title.encode(encoding, "ignore").decode(encoding)
    for words in (
        ["list"],
        ["list", "--color", "always"],
        ["show", "https://e.org/a"],
        ["searches"],
        ["config", "show"],
    ):
        done = run(*words, env=environment, encoding=encoding)
        assert (done.returncode, done.stderr) == (0, "")
        assert all(letter in done.stdout for letter in written) and ("\\u2019" in done.stdout) == (
            "’" not in written
        )
    for words in (["list", "--json"], ["export", "--format", "jsonl", "kase"]):
        done = run(*words, env=environment, encoding=encoding)
        assert title in [json.loads(line)["title"] for line in done.stdout.splitlines()]
    done = run("show", title, env=environment, encoding=encoding)
    assert done.returncode == 1 and "Traceback" not in done.stderr


def test_a_help_that_is_asked_for_before_a_command_is_the_whole_one(
    capsys: pytest.CaptureFixture[str],
) -> None:
    texts = []
    for words in (["--help"], ["--help", "list"], ["-h", "list"], ["--quiet", "--he", "config", "show"]):
        with pytest.raises(SystemExit):
            parser.parse(words)
        texts.append(capsys.readouterr().out)
    assert texts == [texts[0]] * 4 and all(name in texts[0] for names in MODULES.values() for name in names)
    with pytest.raises(SystemExit):
        parser.parse(["list", "--help"])
    assert "usage: newsreader list" in capsys.readouterr().out


def test_what_later_pythons_say_to_a_parser_is_taken() -> None:
    parsers = parser.build(["stories"])._subparsers
    assert parsers is not None
    action: Any = parsers._group_actions[0]
    command = action._name_parser_map["list"]._command
    action.add_parser("again", command=command, color=True)
    assert action._name_parser_map["again"].parse_known_args(["--limit", "1"], None)[0].limit == 1


@pytest.mark.parametrize(
    "arguments", [["nonsense"], ["list", "--limit", "-1"], ["list", "--limit", "x"], ["show"], ["import"]]
)
def test_usage(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(arguments)
    assert ended.value.code == 2


def test_list_in_a_pipe_starts_with_the_seeds() -> None:
    done = run("list")
    assert done.returncode == 0 and done.stderr == ""
    lines = [line.split("\t") for line in done.stdout.splitlines()]
    assert [line[1:5] for line in lines] == [
        ["2020-07-10T08:04:00Z", "unread", "Boston City Departments Can No Longer Use Facial Recognition", "Campus Safety Magazine"],
        ["2020-06-24T23:48:00Z", "unread", "The City Of Boston Will Be Banning The Use Of Facial Recognition Based Surveillance", "Ubergizmo Feed"],
    ]  # fmt: skip
    assert lines[1][5] == UBERGIZMO and len(lines[0][0]) == 16


def test_list_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["list", "--json", "--limit", "1", "topic:AI", "boston"]) == 0
    (line,) = capsys.readouterr().out.splitlines()
    story = json.loads(line)
    assert list(story) == [
        "key", "title", "excerpt", "url", "published", "provider", "topics", "category", "type",
        "quality", "heat", "read", "starred", "related",
    ]  # fmt: skip
    assert story["provider"] == {"name": "Campus Safety Magazine", "domain": "campussafetymagazine.com"}
    assert story["topics"] == ["Computer Vision", "AI", "Natural Language Processing"]
    assert (story["related"], story["quality"], story["heat"], story["read"]) == (2, 41, -1, False)


def test_show(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["show", UBERGIZMO, "--json"]) == 0
    story = json.loads(capsys.readouterr().out)
    assert story["front_matter"]["secured"].startswith("Buc78lH")
    assert cli.main(["show", story["related"][1]["key"]]) == 0
    assert "Boston bans police" in capsys.readouterr().out


def test_import(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "good.md").write_text(article("Mine"))
    assert cli.main(["import", str(tmp_path / "good.md")]) == 0
    assert capsys.readouterr().out.startswith("1 file: 1 new")
    (tmp_path / "bad\x1b[2J.md").write_text("\n")
    assert cli.main(["import", str(tmp_path / "good.md"), str(tmp_path / "bad\x1b[2J.md")]) == 3
    captured = capsys.readouterr()
    assert "1 refused" in captured.out
    assert "bad�[2J.md:1: no front matter" in captured.err and "\x1b" not in captured.err
    assert cli.main(["import", "--json", str(tmp_path / "bad\x1b[2J.md")]) == 3
    report = json.loads(capsys.readouterr().out)
    assert list(report) == [
        "files",
        "new",
        "updated",
        "unchanged",
        "duplicates",
        "failed",
        "failures",
        "warnings",
    ]
    assert report["failures"] == [
        {
            "path": str(tmp_path / "bad\x1b[2J.md"),
            "line": 1,
            "reason": "no front matter and no heading",
        }
    ]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["list", "topc:AI"], "did you mean topic:?"),
        (["show", "https://example.org/nothing"], "newsreader list --json prints the keys"),
        (["import", "/does/not/exist"], "does not exist"),
        (["--profile", "../x", "list"], "profile name"),
        (["--library", "/dev/null/x.db", "list"], "permissions"),
        (["import", "~nosuchuser/x"], "does not exist"),
        ([], "the reader needs a terminal"),
    ],
)
def test_failures_say_what_and_what_to_do(
    arguments: list[str], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(arguments) == 1
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.count("\n") == 1 and says in captured.err


def test_profiles_and_another_library(tmp_path: Path, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from newsreader.marks import Marks

    shared = tmp_path / "shared.db"
    assert cli.main(["--library", str(shared), "list", "--json"]) == 0
    key = json.loads(capsys.readouterr().out.splitlines()[0])["key"]
    marks = Marks(home / "profiles" / "ann" / "marks.db")
    marks.set_read([int(key, 16) - (1 << 64) if int(key, 16) >> 63 else int(key, 16)], True, "x")
    marks.close()
    for profile, unread in (("ann", 1), ("bob", 2)):
        assert cli.main(["--library", str(shared), "--profile", profile, "list", "is:unread"]) == 0
        assert len(capsys.readouterr().out.splitlines()) == unread


def test_a_closed_pipe_is_no_error() -> None:
    command = f"{sys.executable} -m newsreader list --json | head -c 1"
    done = subprocess.run(
        ["bash", "-c", f"set -o pipefail; {command}"], capture_output=True, text=True, check=False
    )
    assert done.stderr == "" and done.returncode == 0


def test_words_that_are_excluded_need_no_dashes_before_them(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["list", "boston", "-campus", "--limit", "5"]) == 0
    assert "Ubergizmo" in capsys.readouterr().out
    assert cli.main(["list", "-boston", "--json"]) == 0
    assert capsys.readouterr().out == ""


def test_places_may_stand_behind_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["--profile", "ann", "list", "--library", str(tmp_path / "x.db")]) == 0
    assert (tmp_path / "x.db").exists() and len(capsys.readouterr().out.splitlines()) == 2


def test_usage_errors_are_safe_too(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        cli.main(["import", "--\x1b]0;pwn\x07.md", "x"])
    assert "\x1b" not in capsys.readouterr().err


def test_a_full_disk_for_the_output() -> None:
    if not Path("/dev/full").exists():
        pytest.skip("this platform has no /dev/full")
    with open("/dev/full", "w") as full:
        command = [sys.executable, "-m", "newsreader", "list"]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 1 and "Traceback" not in done.stderr and "no space left" in done.stderr


def test_a_table_on_a_terminal() -> None:
    import pexpect

    environment = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "100"}
    output, status = pexpect.run(  # type: ignore[str-unpack]
        f"{sys.executable} -m newsreader list", withexitstatus=True, encoding="utf-8", env=environment, dimensions=(24, 100)
    )  # fmt: skip
    assert status == 0 and "title" in output and "●" in output and "Ubergizmo Feed" in output


def test_only_the_screen_loads_textual() -> None:
    for arguments in ("'list'", "'--help'", "'import', 'seeds'"):
        code = (
            "import sys\nfrom newsreader import cli\n"
            f"try: cli.main([{arguments}])\nexcept SystemExit: pass\n"
            "assert not {'textual', 'rich'} & set(sys.modules), sorted(sys.modules)"
        )
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr


def test_a_list_starts_without_what_takes_longer_than_its_own_modules(tmp_path: Path) -> None:
    code = (
        "import sys\nfrom newsreader import cli\nloaded = set(sys.modules)\ncli.main(['list'])\n"
        "print(sorted({'typing', 'threading', 'platformdirs', 'dataclasses', 'hashlib', 'json'} & (set(sys.modules) - loaded)))"
    )
    environment = {"HOME": str(tmp_path)}
    for _ in range(2):  # at the first start the seeds are taken in
        output = subprocess.check_output([sys.executable, "-c", code], text=True, env=environment)
    is_argparses = sys.version_info[:2] == (3, 14)  # which loads it for its colours
    assert output.splitlines()[-1] == ("['dataclasses']" if is_argparses else "[]")


def test_refresh_looks_again_at_what_was_imported(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "a.md").write_text(article("One", "https://e.org/1"))
    assert cli.main(["import", str(folder)]) == 0
    (folder / "b.md").write_text(article("Two", "https://e.org/2"))
    assert cli.main(["refresh"]) == 0
    assert capsys.readouterr().out.splitlines()[-1].startswith("2 files: 1 new, 0 updated, 1 unchanged")
    folder.rename(tmp_path / "elsewhere")
    assert cli.main(["refresh", "--json"]) == cli.EXIT_REFUSED
    report = json.loads(capsys.readouterr().out)
    assert report["failures"] == [
        {"path": str(folder), "line": None, "reason": "is not there; its articles stay"}
    ]


def test_every_command_is_found_in_the_module_that_declares_it() -> None:
    for module, names in MODULES.items():
        (declared,) = (syntax for syntax in syntaxes(parser.build([module])) if not syntax.path)
        assert tuple(word.names[0] for word in declared.commands) == names
    assert {path.stem for path in Path(cli.__file__).parent.glob("*.py")} >= set(MODULES)


def test_a_run_loads_no_other_commands() -> None:
    code = (
        "import sys; from newsreader.cli import parser; parser.parse(['--profile', 'x', 'list', 'boston']);"
        "print(*sorted(name.split('.')[-1] for name in sys.modules if name.startswith('newsreader.cli.')))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert set(MODULES) & set(done.stdout.split()) == {"stories"}
