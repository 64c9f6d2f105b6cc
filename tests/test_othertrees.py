"""TOML and JSON come in as the plain values that YAML comes in as, and a bomb does not come in at all."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsreader import yamltree
from newsreader.errors import RefusedFileError
from newsreader.othertrees import load_json, load_toml
from newsreader.yamltree import Loaded

Load = Callable[[str], Loaded]


def test_toml_is_what_json_can_say() -> None:
    tree = load_toml(
        "title = 'T'\nday = 2020-07-10\nmoment = 2020-07-10T08:04:00+02:00\nlocal = 2020-07-10 08:04:00\n"
        "clock = 08:04:00\nmany = [1, 2.5, true, inf, nan]\nhuge = 99999999999999999999\n[params]\nauthor.name = 'A'"
    )
    assert tree.tree == {
        "title": "T",
        "day": "2020-07-10",
        "moment": "2020-07-10T08:04:00+02:00",
        "local": "2020-07-10T08:04:00",
        "clock": "08:04:00",
        "many": [1, 2.5, True, "inf", "nan"],
        "huge": "99999999999999999999",
        "params": {"author": {"name": "A"}},
    }
    assert json.loads(tree.json) == tree.tree


def test_json_numbers_stay_what_the_file_says() -> None:
    tree = load_json('{"a": 1, "b": 1.10, "c": 1e5, "d": 2.5, "e": ' + "9" * 10_000 + ', "f": null, "a": 2}')
    assert tree.tree == {"a": 2, "b": "1.10", "c": "1e5", "d": 2.5, "e": "9" * 10_000, "f": None}
    assert tree.warnings == ["a key that stands twice, the last one counts"]
    assert load_json('\n"a": 1,\n"b": [{}]\n').tree == {"a": 1, "b": [{}]}


@pytest.mark.parametrize(
    ("load", "text", "reason", "line"),
    [
        (load_toml, "\na = 1\nb = c\n", "not valid TOML: Invalid value", 3),
        (load_toml, "\na = 1\na = 2\n", "not valid TOML", 3),
        (load_toml, '\na = "', "not valid TOML", 2),
        (load_toml, "\na = " + "9" * 5_000, "not valid TOML: a number", 1),
        (load_toml, "\na = 2020-13-45\n", "not valid TOML", 2),
        (load_toml, "\na = '\x1b'\n", "not valid TOML", 2),
        (load_toml, "\na" + ".a" * 9 + " = 1\n", "levels deep", 2),
        (load_toml, "\nb = 1\n[" + ".".join("a" * 9) + "]\n", "levels deep", 3),
        (load_json, '{\n"a": 1,\n"b": c}', "not valid JSON", 3),
        (load_json, '{"a": NaN}', "not valid JSON: nan is no number", 1),
        (load_json, '{"a": "\n"}', "not valid JSON", 1),
        (load_json, '{"a": "\\ud800"}', "surrogate", 1),
        (load_json, '{"a": 1}}', "not valid JSON", 1),
    ],
)
def test_refused(load: Load, text: str, reason: str, line: int) -> None:
    with pytest.raises(RefusedFileError, match=reason) as caught:
        load(text)
    assert caught.value.line == line


BOMBS = {
    "toml brackets": (load_toml, "a = " + "[" * 60_000),
    "toml closed brackets": (load_toml, "a = " + "[" * 30_000 + "]" * 30_000),
    "toml braces": (load_toml, "a = " + "{a = " * 12_000),
    "toml dotted": (load_toml, "a" + ".a" * 30_000 + " = 1"),
    "toml quoted and dotted": (load_toml, "a = {" + '"a" . ' * 10_000 + "b = 1}"),
    "toml table": (load_toml, "[" + "a." * 30_000 + "b]"),
    "toml keys": (load_toml, "\n".join(f"k{n} = 1" for n in range(6_000))),
    "toml tables": (load_toml, "\n".join(f"[k{n}]" for n in range(6_000))),
    "toml array tables": (load_toml, "[[a]]\n" * 10_000),
    "toml values": (load_toml, "a = [" + "1," * 30_000 + "]"),
    "json brackets": (load_json, '{"a": ' + "[" * 60_000),
    "json closed brackets": (load_json, '{"a": ' + "[" * 30_000 + "]" * 30_000 + "}"),
    "json braces": (load_json, '{"a":' * 10_000 + "1" + "}" * 10_000),
    "json values": (load_json, '{"a": [' + "1," * 30_000 + "1]}"),
}


@pytest.mark.parametrize("name", BOMBS)
def test_bombs_are_refused(name: str) -> None:
    load, text = BOMBS[name]
    with pytest.raises(RefusedFileError):
        load(text)


def test_the_bounds_are_those_of_yaml() -> None:
    for depth in (yamltree.DEPTH_LIMIT, yamltree.DEPTH_LIMIT + 1):
        text = "[" * (depth - 1) + "]" * (depth - 1)
        results = []
        for load, file in (
            (yamltree.load, f"a: {text}"),
            (load_toml, f"a = {text}"),
            (load_json, f'"a": {text}'),
        ):
            try:
                results.append(load(file).tree)
            except RefusedFileError:
                results.append(None)
        assert results[1:] == results[:1] * 2
        assert (results[0] is None) == (depth > yamltree.DEPTH_LIMIT)


@given(
    st.sampled_from([load_toml, load_json]),
    st.text(max_size=200) | st.text("[]{}=\"'.,:\\+-#\nau1t e", max_size=80),
)
def test_no_text_does_more_than_be_refused(load: Load, text: str) -> None:
    try:
        loaded = load(text)
    except RefusedFileError as error:
        assert error.message and error.line is not None and error.line >= 1
    else:
        assert json.loads(loaded.json.encode()) == (loaded.tree or {})


trees = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**17), 10**17) | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=10,
)


@given(st.dictionaries(st.text(max_size=5), trees, min_size=1, max_size=4))
def test_json_comes_back(tree: dict[str, Any]) -> None:
    assert load_json(json.dumps(tree)).tree == tree
