"""docs/json.md says what is printed, field by field."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from newsreader import cli
from newsreader.cli import parser
from newsreader.cli.completions import syntaxes
from tests.conftest import article

ROOT = Path(__file__).parents[2]
SECTIONS = re.split(r"^## ", (ROOT / "docs/json.md").read_text("utf-8"), flags=re.MULTILINE)[1:]
SETUP = {
    "newsreader searches --json": ["searches add Safe boston -police"],
    "newsreader undo --json": ["mark read --query boston"],
    "newsreader undo --list --json": ["mark read --query boston"],
    "newsreader marks export": ["mark star --query boston"],
    "newsreader marks merge --json": ["mark star --query boston", "marks export marks.jsonl"],
    "newsreader sources --json": ["import gone.md"],
    "newsreader sources remove --json": ["import gone.md"],
    "newsreader sources --prune --json": ["import gone.md", "rm gone.md"],
}
ARGUMENTS = {
    "newsreader searches add --json": ["Safe", "boston", "-police"],
    "newsreader show --json": ["1a6602dfe2d893f4"],
    "newsreader import --json": ["bad.md", "bent.md"],
    "newsreader mark --json": ["read", "--query", "boston"],
    "newsreader marks export": ["-"],
    "newsreader marks export --json": ["marks.jsonl"],
    "newsreader marks merge --json": ["marks.jsonl"],
    "newsreader sources remove --json": ["gone.md"],
    "newsreader backup --json": ["saved.db"],
}
TYPES: dict[str, type | tuple[type, ...]] = {
    "string": str,
    "string or null": (str, type(None)),
    "string, integer or array": (str, int, list),
    "integer": int,
    "integer or null": (int, type(None)),
    "boolean": bool,
    "boolean or null": (bool, type(None)),
    "object": dict,
}


def flat(value: object, path: str = "") -> Iterator[tuple[str, object]]:
    """Every field by its path; arrays of strings and what is opaque as one."""
    is_opaque = path in ("front_matter", "related", "covered_by")
    if isinstance(value, dict) and not is_opaque:
        for name, inner in value.items():
            yield from flat(inner, f"{path}.{name}" if path else name)
    elif isinstance(value, list) and any(isinstance(item, dict) for item in value) and not is_opaque:
        for item in value:
            yield from flat(item, f"{path}[]")
    else:
        yield path, value


def is_of(value: object, kind: str) -> bool:
    if kind == "array of strings":
        return isinstance(value, list) and all(isinstance(item, str) for item in value)
    if kind == "array of objects":
        return isinstance(value, list) and all(isinstance(item, dict) for item in value)
    if kind.startswith("integer") and isinstance(value, bool):
        return False
    return isinstance(value, TYPES[kind])


@pytest.mark.parametrize("section", SECTIONS, ids=[section.split("`")[1] for section in SECTIONS])
def test_what_is_printed_is_what_is_documented(
    section: str,
    home: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    if "config" in section and "init" not in section:
        (home / "config.toml").write_text('theme = 1\n[keys]\n"list.read" = "A"\n')
    Path("gone.md").write_text(article("Gone", "https://e.org/gone"))
    Path("bad.md").write_text("no article")
    Path("bent.md").write_text(article("Bent", "javascript:alert(1)"))
    command = section.split("`")[1]
    cli.main(["list"])
    for words in SETUP.get(command, []):
        if words.startswith("rm "):
            Path(words[3:]).unlink()
        else:
            assert cli.main(words.split()) == 0
    capsys.readouterr()
    assert cli.main([*command.split()[1:], *ARGUMENTS.get(command, [])]) in (
        0,
        cli.EXIT_REFUSED,
        cli.EXIT_FAILED,
    )
    output = capsys.readouterr().out
    objects = (
        [json.loads(output)]
        if command == "newsreader show --json"
        else [json.loads(line) for line in io.StringIO(output)]
    )
    assert objects
    for found in objects:
        check(found, section)


@pytest.mark.parametrize("section", SECTIONS, ids=[section.split("`")[1] for section in SECTIONS])
def test_every_object_has_an_example(section: str) -> None:
    (text,) = re.findall(r"^```json\n(.*?)^```", section, re.MULTILINE | re.DOTALL)
    while text.strip():
        found, end = json.JSONDecoder().raw_decode(text)
        text = text[end:].lstrip()
        check(found, section)


def check(found: object, section: str) -> None:
    """Hold an object to the table of its section: the same fields in the same order, of the same types."""
    rows = dict(re.findall(r"^\| `([^`]+)` \| ([a-z, ]+) \|", section, re.MULTILINE))
    fields = list(dict.fromkeys(name for name, _ in flat(found)))
    empty = [name for name, value in flat(found) if value == []]
    documented = [name for name in rows if not any(name.startswith(f"{array}[]") for array in empty)]
    assert [name for name in fields if name in rows or name not in empty] == documented
    for name, value in flat(found):
        assert name not in rows or is_of(value, rows[name]), (name, value)


def test_everything_that_prints_json_is_documented() -> None:
    text = (ROOT / "docs/json.md").read_text("utf-8")
    commands = [
        " ".join(("newsreader", *syntax.path))
        for syntax in syntaxes(parser.build())
        if any("--json" in word.names for word in syntax.options)
    ]
    missing = [command for command in commands if f"`{command} --json`" not in text]
    assert missing == ["newsreader sources list", "newsreader searches list"], "which is without `list`"
