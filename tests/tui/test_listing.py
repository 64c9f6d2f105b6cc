"""Places in a list: of a story, and of the nearest one that is left."""

from __future__ import annotations

from array import array

from hypothesis import given
from hypothesis import strategies as st

from newsreader.tui.listing import Listing

IDS = st.lists(st.integers(0, 30), unique=True)


@given(IDS, IDS, st.data())
def test_the_nearest_that_is_left(before: list[int], now: list[int], data: st.DataObject) -> None:
    old, new = Listing("", array("q", before)), Listing("", array("q", now))
    place = data.draw(st.none() | st.integers(0, len(before) - 1)) if before else None
    behind = [] if place is None else before[place:]
    ahead = [] if place is None else before[:place][::-1]
    left = [id_ for id_ in behind + ahead if id_ in now]
    expected = now.index(left[0]) if left else 0 if now else None
    assert new.first_of(old.near(place)) == expected


def test_a_story_that_is_folded_into_another_one_is_there() -> None:
    listing = Listing("", array("q", [9, 7, 5]), every=array("q", [9, 8, 7, 5]), within={8: 7})
    assert listing.place(8) == listing.first_of([8, 5]) == 1
    assert listing.place(6) is None and listing.place(None) is None
