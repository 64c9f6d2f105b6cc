"""A list as it was taken from the library, and places in it. Pure."""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence

from newsreader.records import EMPTY, NamedTuple
from newsreader.searchtext import Phrase

_NEAR = 500
"""Stories on each side of one that is gone, among which one is sought that is still there."""


class Listing(NamedTuple):
    """A list as it was taken: the ids in `order`, and what is known of its size and of its unread stories.

    Where stories are folded, `every` has all ids, and the rest is as in `coverage.Folded`.
    """

    name: str
    ids: array[int]
    order: str = "newest"
    unread: int | None = None
    is_whole: bool = True
    wanted: tuple[tuple[Phrase, bool], ...] = ()
    empty_text: str = ""
    every: array[int] | None = None
    within: Mapping[int, int] = EMPTY
    others: Mapping[int, int] = EMPTY

    @property
    def stories(self) -> array[int]:
        """The ids of all its stories."""
        return self.ids if self.every is None else self.every

    def place(self, id_: int | None) -> int | None:
        """The line of a story, or of the one that stands for it; None where there is none."""
        id_ = self.within.get(id_, id_) if id_ is not None else None
        return self.ids.index(id_) if id_ is not None and id_ in self.ids else None

    def near(self, place: int | None) -> list[int]:
        """The ids around a line: those from it on, and then those before it, the nearest first."""
        if place is None:
            return []
        return [*self.ids[place : place + _NEAR], *reversed(self.ids[max(0, place - _NEAR) : place])]

    def first_of(self, wanted: Sequence[int]) -> int | None:
        """The line of the first of these stories that is there, else the first; None in an empty list."""
        ranks = {self.within.get(id_, id_): rank for rank, id_ in reversed([*enumerate(wanted)])}
        found = [(ranks[id_], place) for place, id_ in enumerate(self.ids) if id_ in ranks] if ranks else []
        return min(found)[1] if found else 0 if self.ids else None
