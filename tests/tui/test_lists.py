"""The first page of a list, and the rest of it."""

from __future__ import annotations

from array import array

import pytest

from newsreader import query
from newsreader.library import Library
from newsreader.selecting import Found
from newsreader.tui import lists
from newsreader.tui.lists import Lists
from tests.conftest import Put, article


@pytest.fixture
def taken(library: Library, put: Put, monkeypatch: pytest.MonkeyPatch) -> Lists:
    """Lists of eight stories in pages of four."""
    monkeypatch.setattr(lists, "FIRST_PAGE", 4)
    put({f"{n}.md": article(f"T{n}", f"https://e.org/{n}", f"2022-01-0{n + 1}") for n in range(6)})
    return Lists(library, lambda: False)


def test_a_page_and_the_rest(taken: Lists, library: Library) -> None:
    ids = library.ids()
    page = taken.page(query.EVERYTHING)
    assert (page.ids, page.is_whole) == (ids[:4], False) and set(page.rows) == set(ids[:4])
    rest = taken.rest(query.EVERYTHING, page.ids, None)
    assert (rest.ids, rest.is_whole) == (ids, True)
    whole = taken.whole(query.EVERYTHING)
    assert (whole.ids, whole.is_whole, whole.folded.ids) == (ids, True, ids)


def test_the_rest_goes_on_behind_what_is_shown(taken: Lists, library: Library) -> None:
    ids = library.ids()
    shown = array("q", [ids[2], ids[0]])
    assert list(taken.rest(query.EVERYTHING, shown, 4).ids) == [ids[2], ids[0], ids[1], ids[3]]
    assert not taken.rest(query.EVERYTHING, shown, 4).is_whole


def test_what_is_not_found_soon_is_waited_for(
    taken: Lists, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = library.ids()
    assert taken.soon(query.EVERYTHING) == taken.first(query.EVERYTHING) == taken.page(query.EVERYTHING)
    monkeypatch.setattr(Library, "first", lambda *_: Found(array("q"), is_whole=False))
    assert taken.soon(query.EVERYTHING) is None
    assert taken.first(query.EVERYTHING).ids == ids[:4]
    monkeypatch.setattr(Library, "first", lambda *_: Found(ids[:1], is_whole=False))
    assert taken.first(query.EVERYTHING).ids == ids[:1]


def test_where_each_story_is_shown_once_its_others_are_kept(library: Library) -> None:
    page = Lists(library, lambda: True).whole(query.EVERYTHING)
    assert page.ids == library.ids() and page.folded == library.folded(page.ids)
