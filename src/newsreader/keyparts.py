"""The keys of many articles, in the parts in which their marks are changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from newsreader.library import Library
from newsreader.marks import PART

WINDOW = 25 * PART
"""Articles whose keys are put in order together. Marks stand by key, which is a hash: a part of neighbours in
a list would touch as many pages as it has stories, and a million would take three times as long."""


class KeyParts:
    """The keys of the articles with these ids, `PART` at a time; an article that is gone is left out.

    A part is `next` until it is `taken`, so that it can be tried again.
    """

    def __init__(self, library: Library, ids: Sequence[int]) -> None:
        self._library = library
        self._ids = ids
        self._place = 0
        self._keys: list[int] = []

    def next(self) -> list[int]:
        """The next part; nothing behind the last. Raises a `StorageError`, and can be asked again then."""
        while not self._keys and self._place < len(self._ids):
            end = min(self._place + WINDOW, len(self._ids))
            found: list[int] = []
            for start in range(self._place, end, PART):
                found += self._library.keys(self._ids[start : min(start + PART, end)])
            self._keys = sorted(found)
            self._place = end
        return self._keys[:PART]

    def taken(self) -> None:
        """Go on to the part behind the next."""
        del self._keys[:PART]

    @property
    def are_taken(self) -> bool:
        """Whether there is no other part."""
        return not self._keys and self._place >= len(self._ids)

    def __iter__(self) -> Iterator[list[int]]:
        while part := self.next():
            yield part
            self.taken()
