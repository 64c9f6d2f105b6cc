"""The sixty hostile inputs that an import must survive, and what must become of each."""

from __future__ import annotations

import os
import random
import time
from collections.abc import Callable, Iterable
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from newsreader import importer
from newsreader.importer import Report
from newsreader.ingest import Writer

Make = Callable[[Path], object]


class Input(NamedTuple):
    """A file, or something in a file's place.

    `kind`: A accepted, F accepted with a warning, R refused. `says` is the title that it gets, or a part of
    the warning or of the reason. `line` is where a refusal points.
    """

    name: str
    kind: str
    says: str
    make: bytes | Make
    line: int | None = None


def _yaml(lines: str, body: str = "") -> bytes:
    return f"---\n{lines}\npublishedDateTime: 2020-01-01\n---\n{body}".encode()


def _title(quoted: str) -> bytes:
    return _yaml(f'title: "{quoted}"')


def _date(value: str) -> bytes:
    return f"---\ntitle: A date\npublishedDateTime: {value}\n---\n".encode()


def _sparse(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(1 << 30)


def _loop(path: Path) -> None:
    other = path.with_name("loop-back.md")
    path.symlink_to(other)
    other.symlink_to(path)


def _bomb(text: str) -> bytes:
    return f"---\n{text}\n---\n".encode()


_ALIASES = "a0: &a0 [x]\n" + "\n".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 9))
_MERGES = "m0: &m0 {k: v}\n" + "\n".join(
    f"m{n}: &m{n} {{<<: [{', '.join([f'*m{n - 1}'] * 9)}]}}" for n in range(1, 9)
)

INPUTS = (
    Input("01-empty", "R", "no front matter", b"", 1),
    Input("02-no-front-matter", "R", "no front matter", b"Only text.\n", 1),
    Input("03-unterminated", "R", "has no end", b"---\ntitle: T\n", 1),
    Input("04-empty-block", "R", "is empty", b"---\n---\ntext\n", 1),
    Input("05-list", "R", "name: value", b"---\n- a\n- b\n---\n", 1),
    Input("06-scalar", "R", "name: value", b"---\njust words\n---\n", 1),
    Input("07-colon", "R", "not valid YAML", b"---\nurl: x\ntitle: One: two\n---\n", 3),
    Input("08-tab", "R", "not valid YAML", b"---\ntitle: T\n\ttopics: x\n---\n", 3),
    Input("09-dots", "A", "Ends with dots", b"---\ntitle: Ends with dots\ndate: 2020-01-01\n...\nbody\n"),
    Input("10-twice", "F", "stands twice", _yaml("title: First\ntitle: Second")),
    Input("11-number-key", "F", "a key that is not text", _yaml("title: Number key\n12: x")),
    Input("12-reserved", "A", "Reserved", _yaml("title: Reserved\ncontent: c\nhandler: h\nself: s")),
    Input("13-bom", "A", "With a mark", b"\xef\xbb\xbf" + _yaml("title: With a mark")),
    Input("14-crlf", "A", "Two ends", _yaml("title: Two ends").replace(b"\n", b"\r\n")),
    Input("15-cr", "A", "Old ends", _yaml("title: Old ends").replace(b"\n", b"\r")),
    Input("16-utf16", "R", "UTF-16", "---\ntitle: T\n---\n".encode("utf-16"), 1),
    Input("17-latin1", "F", "Windows-1252", _yaml("title: Größe").decode().encode("latin-1")),
    Input("18-cut", "F", "not UTF-8", _yaml("title: Cut", "Größe")[:-2]),
    Input("19-nul-yaml", "R", "U+0000", b"---\ntitle: a\x00b\n---\n", 2),
    Input("20-nul-body", "A", "Nul below", _yaml("title: Nul below", "a\x00b")),
    Input("21-raw-esc", "R", "U+001B", b"---\ntitle: \x1b[2J\n---\n", 2),
    Input("22-esc", "A", "Escaped �c", _title(r"Escaped \x1bc")),
    Input("23-c1", "R", "U+009B", "---\ntitle: \x9b2J\n---\n".encode(), 2),
    Input("24-surrogate", "R", "not valid YAML", b'---\ntitle: "\\ud800"\n---\n', 2),
    Input("25-osc52", "A", "�]52;c;ZXZpbA==�", _title(r"\x1b]52;c;ZXZpbA==\x07")),
    Input("26-osc8", "A", "�]8;;http://evil�\\here", _title(r"\x1b]8;;http://evil\x1b\\here")),
    Input("27-csi", "A", "�[2J�[H gone", _title(r"\x1b[2J\x1b[H gone")),
    Input("28-bidi", "A", "evil gnp.exe", _title(r"evil \u202egnp.exe\u2066")),
    Input("29-zero-width", "A", "zerowidth", _title(r"zero\u200bwidth\ufeff")),
    Input("30-newline", "A", "one two", _title(r"one\ntwo")),
    Input("31-markup", "A", "[/]", _title("[/]")),
    Input("32-action", "A", "[@click=app.quit]x[/]", _title("[@click=app.quit]x[/]")),
    Input("33-link", "A", "[link=file:///etc/passwd]x", _title("[link=file:///etc/passwd]x")),
    Input("34-nested", "A", "[[b][i]]]", _title("[[b][i]]]")),
    Input("35-quote", "A", "[b=']", _title("[b=']")),
    Input("36-marks", "A", "a" + "\u0301" * 8, _yaml("topics: [x]", "# a" + "\u0301" * 200_000 + "\n")),
    Input("37-aliases", "R", "an anchor", _bomb(_ALIASES), 2),
    Input("38-merges", "R", "an anchor", _bomb(_MERGES), 2),
    Input("39-self", "R", "an anchor", _bomb("a: &a [*a]"), 2),
    Input("40-brackets", "R", "levels deep", _bomb("a: " + "[" * 30_000), 2),
    Input("41-dashes", "R", "levels deep", _bomb("- " * 32_000), 2),
    Input("42-questions", "R", "", _bomb("? " * 32_000), 2),
    Input("43-digits", "F", "quality is not a number", _yaml(f"title: Digits\nquality: {'9' * 10_000}")),
    Input("44-month-13", "F", "is not a date", _date("2026-13-45")),
    Input("45-year-0", "F", "is not a date", _date("0000-01-01")),
    Input("46-offset", "F", "is not a date", _date("2026-01-01T00:00:00+99:99")),
    Input("47-overflow", "F", "is not a date", _date("9999-12-31T23:59:59-14:00")),
    Input("48-no", "A", "NO", _yaml("title: NO")),
    Input("49-python", "R", "a YAML tag", b"---\nx: !!python/object/apply:os.system [id]\n---\n", 2),
    Input("50-binary", "R", "a YAML tag", b"---\ntitle: !!binary aGk=\n---\n", 2),
    Input("51-timestamp", "R", "a YAML tag", b"---\ntitle: !!timestamp x\n---\n", 2),
    Input("52-no-title", "F", "no title", _yaml("topics: [x]")),
    Input("53-sparse", "R", "larger than 1 MiB", _sparse),
    Input("54-large", "R", "64 KiB", _bomb("x: " + "y" * (64 * 1024 - 3)), 1),
    Input("55-fifo", "R", "not a regular file", os.mkfifo),
    Input("56-loop", "R", "a link", _loop),
    Input("57-zero", "R", "a link", lambda path: path.symlink_to("/dev/zero")),
    Input("58-folder", "R", "a folder", Path.mkdir),
    Input("59-\x1b]0;x\x07 \n\u202e\udcff", "A", "Strange name", _yaml("title: Strange name")),
    Input("60-replaced", "A", "Replaced", _yaml("title: Replaced")),
)
"""The numbers are those by which the inputs are known; the last is replaced while it is read."""


def make(folder: Path, inputs: Iterable[Input] = INPUTS) -> None:
    """Write them into `folder`."""
    for each in inputs:
        path = folder / f"{each.name}.md"
        if isinstance(each.make, bytes):
            path.write_bytes(each.make)
        else:
            each.make(path)


def slowest(count: int, chance: random.Random) -> str:
    """Imports each alone so many times. Returns which one's quickest took longest."""
    quickest = {each.name[:2]: min(_seconds(each) for _ in range(count)) for each in INPUTS}
    name = max(quickest, key=lambda name: quickest[name])
    return f"{len(quickest)} inputs, the slowest (number {name}) in {1000 * quickest[name]:.0f} ms"


def _seconds(each: Input) -> float:
    with TemporaryDirectory() as folder:
        files = Path(folder) / "files"
        files.mkdir()
        make(files, [each])
        with closing(Writer(Path(folder) / "library.db")) as writer:
            started = time.perf_counter()
            for _ in importer.run(writer, [files], Report()):
                pass
            return time.perf_counter() - started
