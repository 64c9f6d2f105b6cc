"""Mangled files through both YAML engines: `python -m tests.whole.fuzz SEED COUNT`.

A crash ends this process, which is why it is one of its own. What the engines make of a file must agree.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Callable

from rich.style import Style

from newsreader import frontmatter, intake, paths, safetext, yamlquick, yamltree
from newsreader.article import Article
from newsreader.dialects import DIALECTS
from newsreader.errors import RefusedFileError
from newsreader.files import Stamp
from newsreader.frontmatter import Load
from newsreader.library import Story
from newsreader.tui.page import STYLES, lay_out
from tests.whole.hostile import INPUTS

_PARTS = [
    b"---\n", b"\n---\n", b"...\n", b"- ", b"? ", b": ", b"[", b"]", b"{", b"}", b"&a ", b"*a", b"!!", b"|\n", b">-\n",
    b'"', b"'", b"\\", b"#", b"%", b"\t", b"\r", b"\x00", b"\x1b]52;", b"\xff", b"\xef\xbb\xbf", b"\xc2\x85", b"\xe2\x80\xae",
    b"<<: ", b"title: ", b"related:\n- ", b"  ", b"9" * 400, b"\n" * 9, b"\\ud800", b"\\U0010FFFF", b"@", b"`", b"~", b", ",
]  # fmt: skip


def mangled(random: random.Random, originals: list[bytes]) -> bytes:
    """One of the originals with a few changes that a parser may trip over."""
    data = bytearray(random.choice(originals)[:8_000])
    for _ in range(random.randint(1, 8)):
        at = random.randint(0, len(data))
        end = min(len(data), at + random.randint(0, 60))
        change: Callable[[], bytes] = random.choice(
            [
                lambda: random.choice(_PARTS),
                lambda: random.choice(_PARTS) * random.choice([2, 9, 300, 9_000]),
                lambda: b"",
                lambda: bytes(random.randrange(256) for _ in range(random.randint(1, 6))),
                lambda at=at, end=end: bytes(data[at:end]) * random.randint(2, 30),  # type: ignore[misc]
                lambda: random.choice(originals)[:300],
            ]
        )
        data[at : random.choice([at, end])] = change()
    return bytes(data)


def understood(data: bytes, load: Load) -> object:
    """What is kept of a file, its JSON as a value; "refused" for one that is refused."""
    try:
        parsed = intake._parse(data, "/news/a.md", Stamp(len(data), 7), load, DIALECTS)
    except RefusedFileError as error:
        assert error.message.isprintable() and (error.line is None or error.line >= 1)
        return "refused"
    assert parsed.entry.title
    assert all(text.replace("\n", "").replace("\u200c", "").replace("\u200d", "").isprintable()
               for text in parsed.entry if isinstance(text, str))  # fmt: skip
    return parsed.entry, json.loads(parsed.front_matter)


_MARKDOWN = [
    "[", "![", "](", ")", "*", "_", "`", "```\n", "> ", "- ", "1. ", "# ", "\n", "\n\n", "    ", "|", "-|", "<b>", "<!--", "&#x202e;",
    "&#27;]52;c;eA==", "\\", "https://e.org/é", "word ", "~~", "---\n", "[a]: b\n", "\t", "é", "東京", "שלום", "\u0301", "x" * 90,
]  # fmt: skip


def laid_out(chance: random.Random) -> None:
    """A body of Markdown's signs, as the story pane draws it: safe text, whatever it is."""
    body = "".join(
        chance.choice(_MARKDOWN) * chance.choice([1, 1, 1, 2, 30]) for _ in range(chance.randint(1, 60))
    )
    story = Story(Article(1, "T", body=safetext.block(body)), True, False, False, (), (), {})
    for line in lay_out(story, chance.randint(1, 100), {name: Style() for name in STYLES}).lines:
        text = line.text.translate(dict.fromkeys(map(ord, "\u200c\u200d\u2068\u2069")))
        assert text.isprintable(), repr(body)


def main(seed: int, count: int) -> None:
    """Mangle `count` files; raises when the engines disagree or let something through."""
    chance = random.Random(seed)
    originals = [each.make for each in INPUTS if isinstance(each.make, bytes)]
    originals += [path.read_bytes() for path in paths.bundled_seeds().iterdir()] * 8
    taken = 0
    for number in range(count):
        data = mangled(chance, originals)
        carefully, quickly = understood(data, yamltree.load), understood(data, yamlquick.load)
        if carefully != quickly:
            raise AssertionError(f"seed {seed}, file {number}: the engines disagree\n{data!r}")
        if number % 3 == 0:
            laid_out(chance)
        taken += carefully != "refused"
    assert frontmatter.FRONT_MATTER_LIMIT and taken
    sys.stdout.write(f"{count} files, {taken} taken\n")


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
