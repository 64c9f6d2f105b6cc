"""What commands are about: keys, beginnings of keys and URLs, as arguments or on standard input."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from newsreader.cli import EXIT_FAILED, EXIT_REFUSED, printing
from newsreader.errors import NewsreaderError, NotFoundError
from newsreader.records import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Any

    from newsreader.library import Library

HELP = "a key, its first four digits or more, or a URL; - reads them from standard input"
LINE_LIMIT = 1 << 16


def given(words: Iterable[str]) -> Iterator[str]:
    """The words, with the lines of standard input in the place of `-`."""
    for word in words:
        if word == "-":
            yield from lines()
        else:
            yield word


def lines() -> Iterator[str]:
    """The lines of standard input that hold something, as they come; NUL may end them as well.

    Raises `NewsreaderError` for a line without an end.
    """
    rest = b""
    source: Any = sys.stdin.buffer if sys.stdin else io.BytesIO()
    while data := source.read1(LINE_LIMIT):
        *whole, rest = (rest + data).replace(b"\0", b"\n").split(b"\n")
        yield from map(_decoded, filter(bytes.strip, whole))
        if len(rest) > LINE_LIMIT:
            raise NewsreaderError(f"a line on standard input is longer than {LINE_LIMIT >> 10} KiB")
    if rest.strip():
        yield _decoded(rest)


def _decoded(line: bytes) -> str:
    """A line as text that leads back to the same bytes, so that any file name passes."""
    return os.fsdecode(line.removesuffix(b"\r"))


class Refs:
    """Finds what is asked for, a part of it at a time."""

    def __init__(self, library: Library, words: Sequence[str]) -> None:
        self._library = library
        self._words = words
        self._missing = self._found = 0

    @property
    def status(self) -> int:
        """The exit code that says how much was found."""
        if not self._missing:
            return 0
        return EXIT_REFUSED if self._found else EXIT_FAILED

    def parts(self, size: int) -> Iterator[list[int]]:
        """The keys, at most `size` of them at once. What is not found is told.

        Raises `NotFoundError` if the only one is not found.
        """
        from newsreader import urls

        words = given(self._words)
        while some := list(islice(words, size)):
            keys = [urls.parse_key(word) for word in some]
            known = self._library.known([key for key in keys if key is not None])
            found = [
                found
                for word, key in zip(some, keys, strict=True)
                if (found := key if key in known else self._find(word)) is not None
            ]
            self._found += len(found)
            yield found

    def _find(self, word: str) -> int | None:
        try:
            return self._library.find(word.strip())
        except NotFoundError as error:
            if self._words == [word]:
                raise
            self._missing += 1
            printing.problem(str(error))
            return None
