"""Completion in a real bash; the scripts of the other shells hold what the parser does."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from newsreader import cli
from newsreader.cli import completions, parser


def completed(words: str) -> list[str]:
    """What bash offers for the word at the end of a command line."""
    parts = words.split(" ")
    script = completions.script("bash", parser.build()) + (
        f"\ncompopt() {{ COMPREPLY=(FILES); }}\nCOMP_WORDS=({' '.join(part or chr(39) * 2 for part in parts)})\n"
        f"COMP_CWORD={len(parts) - 1}\n_newsreader\nprintf '%s\\n' \"${{COMPREPLY[@]}}\""
    )
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=True)
    assert done.stderr == ""
    return done.stdout.split()


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ("newsreader ma", ["mark", "marks"]),
        ("newsreader mark un", ["unread", "unstar"]),
        ("newsreader marks ", ["export", "merge", "--help", "--profile", "--library", "--color", "--quiet"]),
        ("newsreader --color ", ["auto", "always", "never"]),
        ("newsreader --profile ann --color never exp", ["export"]),
        ("newsreader export --format m", ["markdown"]),
        ("newsreader list --library ", ["FILES"]),
        ("newsreader list --li", ["--limit", "--library"]),
        ("newsreader sources remove --j", ["--json"]),
        ("newsreader stats --by y", ["year"]),
        ("newsreader completion f", ["fish"]),
        ("newsreader list --profile ", []),
    ],
)
def test_bash(words: str, offered: list[str]) -> None:
    assert completed(words) == offered


@pytest.mark.parametrize("which", list(completions.SHELLS))
def test_every_command_and_option_is_there(which: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["completion", which]) == 0
    script = capsys.readouterr().out
    for syntax in completions.syntaxes(parser.build()):
        for word in (*syntax.commands, *syntax.options):
            assert all(name.lstrip("-") in script for name in word.names)


@pytest.mark.parametrize("which", ["bash", "zsh", "fish"])
def test_the_shell_takes_the_script(which: str) -> None:
    import shutil

    if not shutil.which(which):
        pytest.skip(f"{which} is not here")
    done = subprocess.run(
        [which, "-n"], input=completions.script(which, parser.build()), text=True, check=False
    )
    assert done.returncode == 0


@pytest.mark.parametrize(
    ("which", "name"), [("bash", "newsreader"), ("zsh", "_newsreader"), ("fish", "newsreader.fish")]
)
def test_what_is_packed_is_what_is_printed(which: str, name: str) -> None:
    packed = Path(__file__).parents[2] / "docs" / "completions" / name
    assert packed.read_text("utf-8") == completions.script(which, parser.build()), "run docs/make.py"
