"""The quick reading of YAML and the careful one never differ."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsreader import frontmatter, yamlquick, yamltree
from newsreader.errors import RefusedFileError

pytest.importorskip("ryml")


def agree(text: str) -> None:
    """Both readings give the same tree, the same types in the same order, or the same words of refusal."""
    found: list[Any] = []
    for load in (yamltree.load, yamlquick.load):
        try:
            found.append(load(text))
        except RefusedFileError as error:
            found.append((error.message, error.line))
    careful, quick = found
    assert repr(quick[0]) == repr(careful[0])
    assert quick[1] == careful[1]
    if quick[2:] and quick.json:
        assert repr(json.loads(quick.json)) == repr(careful.tree)


@pytest.mark.parametrize(
    "text",
    [
        "a: 1", "a: 007", "a: 1.10", "a: 1.5", "a: 1_000", "a: 0x1F", "a: NO", "a: ~", "a:", "a: null", "a: Null",
        "a: true", "a: True", "a: .5", "a: 1.", "a: 1e5", "a: +3", "a: -0", "a: .inf", "a: 0o17", "a: 12:30", "a: -1",
        "a: 2020-01-01", "a: 12345678901234567890", 'a: "41"', "a: '41'", 'a: "null"', 'a: "tab\\there"',
        'a: "\\x00b"', 'a: "\\u0000b"', 'a: "\\ud83d\\ude00"', 'a: "\\e[2J"', 'a: "\\/"', "a: 'it''s'",
        'a: "x\n\n  y"', "a: x\n  y", "a: |\n  x\n  y\n", "a: >\n  x\n  y\n", "a: &x 1\nb: *x", "a: !!str 1",
        "a: 1\na: 2", "1: a", "true: b", "~: c", "? a\n: b", "a: b: c", "a:\n\t- b", "a:\tb", "a: b\tc", "{a: [1, {b: 2}]}",
        "<<: {a: 1}", "- a", "text", "a: @x", "a: `x", "a: %x", "a: x # note", 'a: "x" # note', "# note\na: z#w",
        "a:\n- b\n- c\nd: e", "a:\n  - x: 1\n    y: 2\n  - x: 3", "a: []\nb: {}", "a: [x, y]", "a: [1, 'b', \"c\"]",
        "a: x\n--- \nb: y", "a: x\n...\nb: y", "a: {b:}", "a: [b:]", "a:\n  [ :\n", "c: {b\n  : b}", "a:\n   - [] - ", "a: [--\n  - b:?@]", "a: {[]}",
        "a: [b, c d]\ne: [f-g]", "a: [1, 2.5, 07, true, null, 2020-01-01, ~]", "a: [ ]", "a: [b,c]", "a: [b, ]", "a: [, b]", "a: [b] # c", "a:\n  - b\n  ...\n", "a:\n  - \"b\"\n  ---\n", "", "# note", "a: \x07", "a: \u2028b", "é: ü", "a: 東京", "a: 👩‍💻", "a: b\u00adc",
        "a: x\n\nb: y\n", "a: *", "a: -", "a: - b", "a: '", 'a: "', "a: ]", "a: [", " a: 1\n b: 2", "a: 1\n b: 2",
        "a: AT & T | b", 'a: "b & c | d @e"', "a: 'b * c'", 'a:\n- "b" &c', "a:\n- 'b' |", " ? 'b't: c", 'a: "b"  &c', "a: b ] c", "a: b ? c",
        'a:\n- "b" - c', "a:\n- 'b' -", 'a:\n-  "b" c: d', 'a:\n- "b" e: f', 'a:\n-\n  "b" - c', 'a:\n- - "b" c', 'a:\n- "" - b', 'a:\n- "b"\n- "c" # d',
        'a:\n- "b": c', "a:\n- 'it''s'\n", 'a: b - "c" - d', '"a": b', 'a:\n- "b\n  c"',
        "a: x: ", "a: http://e.org/?a=1&b=2#c", "a: AT & T", "a: 'x' y", "a: x, y", "a: x]", "a: x}", "a: b:c", "a:b", "a : b",
        "a: " + "[" * 9 + "]" * 9, "\n".join("  " * n + f"k{n}:" for n in range(12)), "\n".join(f"k{n}: {n}" for n in range(1200)),
        "- - - - a", "a: - - b", "x: 1\n<<: y", "k" * 1_025 + ": 1", "a: 9999999999999999999", "a: 1\n...", "a: \\u0041", "a: \"\\\\\"",
        "a: nan", "a:\n- nan\n- inf", "a: -inf", "a: [nan, infinity]", "a: +inf", "nan: 1", "a: .nan", 'a: "nan"', "a: b.inf", "a: -infinity",
    ],
)  # fmt: skip
def test_corners(text: str) -> None:
    agree(text)


def test_each_byte_has_one_kind() -> None:
    kinds = list(yamlquick._KINDS.values())
    assert sum(map(len, kinds)) == len({code for codes in kinds for code in codes})


scalars = st.text(st.sampled_from("ab1.0-+:#,&*!|>'\"%@`?~[]{}\\ ntx_/é東\n\t"), max_size=12)


@given(
    st.lists(
        st.tuples(st.sampled_from(["a: ", "b:", "  - ", "    c: ", "- ", "d: [", '"e": ', "", " "]), scalars)
    )
)
def test_text_that_looks_like_yaml(lines: list[tuple[str, str]]) -> None:
    agree("\n".join(start + rest for start, rest in lines))


@given(
    st.sampled_from(["a: ", "a:\n  ", "- ", "b: [", "c: {"]),
    st.lists(
        st.sampled_from([*"[]{} ,a\n\"'.", "[]", "{}", ":", ": ", "\n  ", "- ", "\n  ...", "[b, c]"]),
        max_size=9,
    ),
)
def test_signs_of_collections(start: str, signs: list[str]) -> None:
    agree(start + "".join(signs))


prose = st.lists(
    st.sampled_from(
        [
            *"wé1 #:,?&|*-[{]",
            " & ",
            " | ",
            " * ",
            " ? ",
            " ] ",
            ", ",
            " - ",
            '\\"',
            "''",
            "\n  ",
            "\n\n  &",
            "  ",
            '  "',
            "  '",
            "\n-- ",
        ]
    ),
    min_size=1,
    max_size=6,
).map("".join)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["a: ", "b:\n  - ", "- ", "  c: ", "a:  ", "-  ", "b:\n  - - "]),
            st.sampled_from(["", '"', "'"]),
            prose,
            st.sampled_from(["", "", " &", " # c", " w", ":", '"', " - w", " w: x"]),
        ),
        min_size=1,
        max_size=3,
    )
)
def test_signs_in_prose(lines: list[tuple[str, str, str, str]]) -> None:
    agree("\n".join(f"{start}{quote}{text}{quote}{rest}" for start, quote, text, rest in lines))


@given(
    st.dictionaries(
        st.sampled_from(["title", "web", "topics", "n"]),
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.text(max_size=20),
            lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("abc", min_size=1), inner),
        ),
        min_size=1,
    )
)
def test_front_matter_as_it_is_written(tree: dict[str, Any]) -> None:
    import yaml

    agree(yaml.safe_dump(tree, allow_unicode=True))
    agree(json.dumps(tree))


def test_the_seeds_are_read_quickly(seeds: Path) -> None:
    for seed in seeds.iterdir():
        block = frontmatter.split(seed.read_text("utf-8")).block
        assert block is not None and yamlquick.load(block).json
        agree(block)


def test_the_corpus() -> None:
    corpus = Path(__file__).parents[2] / "shared" / "corpus"
    if not corpus.is_dir():
        pytest.skip("the shared corpus is not here")
    quick = 0
    for file in corpus.rglob("*.md"):
        block = frontmatter.split(frontmatter.decode(file.read_bytes())[0]).block
        assert block is not None
        agree(block)
        quick += bool(yamlquick.load(block).json)
    assert quick > 590


def test_bombs_harm_nothing() -> None:
    """In a process of its own, as in an import."""
    code = """
from newsreader import yamlquick
from newsreader.errors import RefusedFileError
for text in ("[" * 60_000, "- " * 30_000, "? " * 30_000, "{a: " * 15_000, "a:\\n" + "".join(" " * n + "- \\n" for n in range(1, 340))):
    try:
        yamlquick.load(text)
        raise SystemExit(3)
    except RefusedFileError:
        pass
"""
    assert (
        subprocess.run([sys.executable, "-c", code], stderr=subprocess.DEVNULL, check=False).returncode == 0
    )
