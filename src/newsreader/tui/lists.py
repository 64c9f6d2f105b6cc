"""What threads take from the library for a list: its first page, soon or whole, and then the rest of it."""

from __future__ import annotations

from array import array
from collections.abc import Callable

from newsreader.coverage import Folded
from newsreader.library import Headline, Library
from newsreader.query import Query
from newsreader.records import NamedTuple
from newsreader.selecting import Found

FIRST_PAGE = 200
"""Ids that are fetched before a list is shown; the rest follow."""

PATIENCE = 0.006
"""Seconds after which a list is shown with fewer, if there are any: what few stories are is sought in all."""

_SHOWN = 100  # rows, more than fit on a screen


class Page(NamedTuple):
    """The beginning of a list, or all of it: its ids, those that are shown, and the rows of the first."""

    ids: array[int]
    folded: Folded
    is_whole: bool
    rows: dict[int, Headline]


class Lists:
    """Takes lists from `library`. Every call may be made from any thread."""

    def __init__(self, library: Library, folds: Callable[[], bool]) -> None:
        """`folds` says whether each story is shown once."""
        self._library = library
        self._folds = folds

    def soon(self, selected: Query) -> Page | None:
        """As much of the first page as is found at once; None where that is nothing yet."""
        found = self._library.first(selected, FIRST_PAGE, PATIENCE)
        return self._page(found) if found.ids or found.is_whole else None

    def page(self, selected: Query) -> Page:
        """The first page."""
        ids = self._library.ids(selected, FIRST_PAGE)
        return self._page(Found(ids, len(ids) < FIRST_PAGE))

    def first(self, selected: Query) -> Page:
        """What is found of the first page at once, or the page where that is nothing."""
        return self.soon(selected) or self.page(selected)

    def whole(self, selected: Query) -> Page:
        """All of it."""
        return self._page(Found(self._library.ids(selected), is_whole=True))

    def rest(self, selected: Query, shown: array[int], limit: int | None) -> Page:
        """The list as far as `limit`: what is `shown` of it, in its order, and then all that is not."""
        there = set(shown)
        found = self._library.ids(selected, limit)
        ids = shown + array("q", [id_ for id_ in found if id_ not in there])
        return Page(ids, self._folded(ids), limit is None or len(found) < limit, {})

    def _page(self, found: Found) -> Page:
        folded = self._folded(found.ids)
        return Page(found.ids, folded, found.is_whole, self._library.rows(folded.ids[:_SHOWN]))

    def _folded(self, ids: array[int]) -> Folded:
        """The list as it is shown: as it is, or with each story in it once."""
        return self._library.folded(ids) if self._folds() else Folded(ids)
