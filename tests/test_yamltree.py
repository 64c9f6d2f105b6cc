"""YAML comes in as plain values, and a bomb does not come in at all."""

from __future__ import annotations

import subprocess
import sys

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from newsreader import yamltree
from newsreader.builder import Tree
from newsreader.errors import RefusedFileError
from tests.conftest import MANY


def load(text: str) -> Tree:
    return yamltree.load(text)[0]


def test_scalars_stay_what_the_file_says() -> None:
    text = "\n".join(
        [
            "int: 41", "negative: -1", "float: 1.5", "yes: true", "nothing: null", "empty:", "tilde: ~",
            "norway: NO", "time: 12:30", "date: 2026-09-01", "padded: 007", "exact: 1.10", 'quoted: "41"',
            "huge: " + "9" * 10_000,
        ]
    )  # fmt: skip
    tree = load(text)
    assert isinstance(tree, dict)
    assert tree["int"] == 41 and tree["negative"] == -1 and tree["float"] == 1.5 and tree["yes"] is True
    assert tree["nothing"] is None and tree["empty"] is None and tree["tilde"] is None
    assert tree["norway"] == "NO" and tree["time"] == "12:30" and tree["date"] == "2026-09-01"
    assert tree["padded"] == "007" and tree["exact"] == "1.10" and tree["quoted"] == "41"
    assert tree["huge"] == "9" * 10_000


@pytest.mark.parametrize(
    ("text", "reason", "line"),
    [
        ("a: 1\nb: *x", "alias", 2),
        ("a: &x 1", "anchor", 1),
        ("a: !!python/object:os.system x", "tag", 1),
        ("a: !!binary aGk=", "tag", 1),
        ("a: [" + "[" * 9 + "]" * 10, "levels deep", 1),
        ("a: b: c", "not valid YAML", 1),
        ("ok: 1\n\tb: 2", "not valid YAML", 2),
        ("ok: 1\nb: \x00", "not valid YAML", 2),
        ("[a, b]: c", "a key that is not text", 1),
        ('ok: 1\na: "\\ud800"', "not valid YAML", 2),
    ],
)
@pytest.mark.parametrize("is_compiled", [True, False])
def test_refused(
    text: str, reason: str, line: int, is_compiled: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not is_compiled:  # as PyYAML is where it was built without libyaml
        monkeypatch.setattr(yaml, "__with_libyaml__", False)
    with pytest.raises(RefusedFileError, match=reason) as caught:
        load(text)
    assert caught.value.line == line


BOMBS = {
    "brackets": "a: " + "[" * 30_000,
    "dashes": "- " * 32_000,
    "questions": "? " * 32_000,
    "braces": "{" * 30_000,
    "keys": "\n".join(f"k{i}: 1" for i in range(5_000)),
    "aliases": "a: &a [x,x]\n" + "\n".join(f"{c}: &{c} [*{p},*{p}]" for p, c in zip("abcdefgh", "bcdefghi", strict=True)),
    "merges": "a: &a {k: v}\nb: {<<: [*a,*a,*a]}",
}  # fmt: skip


@pytest.mark.parametrize("name", BOMBS)
def test_bombs_are_refused(name: str) -> None:
    with pytest.raises(RefusedFileError):
        load(BOMBS[name])


def test_bombs_do_not_crash_a_process() -> None:
    code = (
        "from newsreader import yamltree\n"
        "for text in ('[' * 60000, '- ' * 60000, '? ' * 60000, '{a: ' * 60000):\n"
        "    try: yamltree.load(text)\n"
        "    except yamltree.RefusedFileError: pass\n"
        "    else: raise SystemExit('not refused')\n"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_odd_keys_are_kept_with_a_warning() -> None:
    tree, warnings, _ = yamltree.load("1: a\ntrue: b\nx: 1\nx: 2")
    assert tree == {"1": "a", "true": "b", "x": 2}
    assert len(warnings) == 3


@given(st.text(max_size=300))
@MANY
def test_no_text_does_more_than_be_refused(text: str) -> None:
    try:
        yamltree.load(text)
    except RefusedFileError as error:
        assert error.message and (error.line is None or error.line >= 1)
