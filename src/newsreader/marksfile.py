"""Marks as a file that another machine can merge: JSON lines, one for each story that was ever marked.

Files may be concatenated, cut and sorted: a line stands for itself.
"""

from __future__ import annotations

import contextlib
import json
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from newsreader import files, urls
from newsreader.errors import NewsreaderError, reason
from newsreader.marks import LATEST, PART, Entry, Marks, Step
from newsreader.paths import is_there

LINE_LIMIT = 10_000
"""Bytes; a longer line is no mark."""

ENDLESS = 100 * LINE_LIMIT
"""Bytes; what has no end of a line for so long, such as /dev/zero, is read no further."""

MISTAKES_LIMIT = 20
"""A file that begins with so many mistaken lines holds no marks."""

_OTHER = "name one of `marks export`"


@dataclass(slots=True)
class Report:
    """What a merge did: lines taken and refused, stories whose marks changed."""

    taken: int = 0
    changed: int = 0
    refused: int = 0


def line(entry: Entry) -> str:
    """A mark as a line."""
    return json.dumps({**entry._asdict(), "key": urls.key_text(entry.key)})


def parsed(text: bytes) -> Entry:
    """The mark that a line holds; what it does not say was never changed. Raises ValueError."""
    if len(text) > LINE_LIMIT:
        raise ValueError(f"longer than {LINE_LIMIT:,} bytes")
    try:
        values = json.loads(text)
    except (ValueError, RecursionError):
        raise ValueError("not a line of JSON") from None
    if not isinstance(values, dict):
        raise ValueError("not a JSON object")
    text_key = values.get("key")
    key = urls.parse_key(text_key) if isinstance(text_key, str) else None
    if key is None:
        raise ValueError("key must be 16 hexadecimal digits")
    for name in ("read", "starred"):
        if not isinstance(values.get(name, False), bool):
            raise ValueError(f"{name} must be true or false")
        time = values.get(f"{name}_at", 0)
        if not isinstance(time, int) or isinstance(time, bool) or not 0 <= time <= LATEST:
            raise ValueError(f"{name}_at must be milliseconds since 1970")
    return Entry(**{name: values[name] for name in Entry._fields if name in values} | {"key": key})


def merge(
    marks: Marks, file: BinaryIO, label: str, report: Report, refused: Callable[[int, str], None]
) -> Iterator[Step]:
    """Join the marks of a file with `marks`, a part at a time, in one step of the undo journal.

    `refused` gets the number of each mistaken line and the reason. Raises `NewsreaderError` for a file that
    holds no marks at all, or a line without an end.
    """
    step_id = None
    for entries in _parts(file, report, refused):
        step = marks.merge(entries, label, step_id)
        step_id = step.id
        report.taken += len(entries)
        report.changed += len(step.changes)
        yield step


def _parts(file: BinaryIO, report: Report, refused: Callable[[int, str], None]) -> Iterator[list[Entry]]:
    entries: list[Entry] = []
    number, length, is_inside = 0, 0, False
    while text := file.readline(LINE_LIMIT + 1):
        was_inside, is_inside = is_inside, not text.endswith(b"\n")
        number += not was_inside
        length = len(text) + (length if was_inside else 0)
        if length > ENDLESS:
            raise NewsreaderError(f"line {number:,} is longer than {ENDLESS:,} bytes", _OTHER)
        if was_inside or not text.strip():
            continue
        try:
            entries.append(parsed(text))
        except ValueError as error:
            report.refused += 1
            refused(number, str(error))
            if report.refused == number == MISTAKES_LIMIT:
                raise NewsreaderError("this file holds no marks", _OTHER) from None
        if len(entries) == PART:
            yield entries
            entries = []
    yield entries


def write(path: Path, lines: Iterable[str]) -> int:
    """Write lines to the file at `path`, whole or not at all; how many there were.

    An older file of marks is replaced. Raises `NewsreaderError` for another file that is there already.
    """
    with _told(path):
        is_device = is_there(path) and not path.is_file()
    if is_device:
        with path.open("w", encoding="ascii") as device:
            return _write(device.write, lines)
    if not _is_ours(path):
        raise NewsreaderError(f"{path} is there and holds no marks", "name another file")
    with _told(path), files.replacing(path) as file:
        return _write(file.write, lines)


@contextlib.contextmanager
def opened(name: str) -> Iterator[BinaryIO]:
    """The file called `name`, `-` being standard input. Raises `NewsreaderError`."""
    if name == "-":
        yield sys.stdin.buffer
        return
    with _told(Path(name)), open(name, "rb") as file:
        yield file


def _write(write: Callable[[str], object], lines: Iterable[str]) -> int:
    number = 0
    for text in lines:
        number += 1
        write(f"{text}\n")
    return number


def _is_ours(path: Path) -> bool:
    """Whether nothing is lost when the file is replaced: it is empty, or not there, or begins with a mark."""
    with _told(path):
        if not is_there(path):
            return True
        with path.open("rb") as file:
            first = file.readline(LINE_LIMIT + 1)
    try:
        return not first or bool(parsed(first))
    except ValueError:
        return False


@contextlib.contextmanager
def _told(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise NewsreaderError(
            f"{path} cannot be read or written: {reason(error)}", "check the path"
        ) from None
