"""Which list is shown: a view of the sidebar, and a search within it."""

from __future__ import annotations

import contextlib
from array import array
from collections.abc import Callable
from functools import partial
from typing import Literal

from newsreader import query
from newsreader.config import Config
from newsreader.errors import StorageError
from newsreader.library import Library
from newsreader.query import STARRED, UNREAD, Field, Query
from newsreader.records import NamedTuple
from newsreader.tui import lists
from newsreader.tui.headlines import Headlines
from newsreader.tui.listing import Listing
from newsreader.tui.lists import Page
from newsreader.tui.memory import Memory
from newsreader.tui.requests import Requests
from newsreader.tui.views import ALL, View
from newsreader.tui.wording import count

_LONG = 0.3
"""Seconds after which a search says that it is still looking."""

_EMPTY = {
    query.EVERYTHING: "There are no stories yet.\n\nBring yours in with\nnewsreader import FOLDER",
    UNREAD: "Everything is read.",
    STARRED: "Nothing is starred.\n\nPress s on a story to keep it here.",
}


_STATES: dict[str, Query] = {"all": query.EVERYTHING, "unread": UNREAD, "starred": STARRED}
_ORDERS = ("newest", "oldest", "heat", "quality", "title")


class _Look(NamedTuple):
    """How a view is looked at: which of its stories, in which order."""

    state: str = "all"
    order: str = "newest"

    @property
    def query(self) -> Query:
        if self.order == "newest":  # which is how every list comes, unless the view says otherwise
            return _STATES[self.state]
        return query.both(_STATES[self.state], Field("sort", self.order))

    @property
    def name(self) -> str:
        """What is not as usual."""
        order = (
            "" if self.order == "newest" else f"by {self.order}" if self.order != "oldest" else "oldest first"
        )
        return "".join(f" · {part}" for part in ("" if self.state == "all" else self.state, order) if part)


class _Place(NamedTuple):
    """A list as it was left, to come back to."""

    listing: Listing
    cursor: int | None
    scroll: float
    is_stale: bool = False


class _Left(NamedTuple):
    """A list that a part of it was taken from, with the search that it may be the result of."""

    view: View
    search_text: str
    before_search: _Place | None
    place: _Place


class Browsing:
    """Takes lists from the library and shows them in the headlines; the search bar says what was found."""

    def __init__(
        self,
        library: Library,
        requests: Requests,
        headlines: Headlines,
        say: Callable[..., None],
        memory: Memory,
        settings: Config,
    ) -> None:
        """`say` shows a text about the search, `is_mistake` or not."""
        self._memory = memory
        self._settings = settings
        self._library = library
        self._lists = lists.Lists(library, lambda: memory.now.folds)
        self._requests = requests
        self._headlines = headlines
        self.say = say
        self._view = ALL
        self._before_search: _Place | None = None
        self._left: list[_Left] = []
        self.search_text = ""
        self._is_typed = False

    @property
    def is_narrowed(self) -> bool:
        """Whether a search is open, or what is shown is its results or a part of another list."""
        return self._before_search is not None or bool(self._left)

    def begin(self) -> None:
        """Show the first list at once: its page takes milliseconds at any size, and a paint less is more."""
        selected = self.selected
        with contextlib.suppress(StorageError):
            if page := self._lists.soon(selected):
                self._show(self._listing(), False, page)
                # Then, since a thread that gathers a long list holds up what draws its beginning.
                self._headlines.call_after_refresh(self._complete, selected, page.is_whole)
                return
        self._take()  # once more in a thread, which may take longer, and tells what is wrong

    def show_view(self, view: View, then: Callable[[], None] | None = None) -> None:
        """Show another view, and `then` do something; a search in the one before ends."""
        self._left.clear()
        self._enter(view, then)

    def show_part(self, view: View) -> None:
        """Show a part of the list, in its order; `widen` leads back to the list as it is now."""
        self._left.append(_Left(self._view, self.search_text, self._before_search, self._place()))
        self._enter(view)

    def _enter(self, view: View, then: Callable[[], None] | None = None) -> None:
        self._view = view
        self._memory.use_look(str(view.query))
        self.search_text, self._before_search = "", None
        self._take(then=then)

    def widen(self) -> None:
        """Go back to the list as it was before the search, or before a part of it was shown."""
        if self._before_search is not None:
            self.end_search()
        elif self._left:
            left = self._left.pop()
            self._view, self.search_text, self._before_search = (
                left.view,
                left.search_text,
                left.before_search,
            )
            self._restore(left.place)

    def refresh(self) -> None:
        """Take the list anew; the cursor stays on its story if that is still in it."""
        self._headlines.forget_rows()
        self._take(keeps_place=True)

    def recount(self) -> None:
        """Count the unread stories of the list anew."""
        self._requests.ask_numbers(
            "count", partial(self._library.count_unread, self.selected), self._headlines.set_unread
        )

    def next_look(self, part: Literal["state", "order"]) -> None:
        """Show the view's next state (all stories, the unread, the starred), or its next order."""
        names = {"state": list(_STATES), "order": list(_ORDERS)}[part]
        place = names.index(getattr(self._look, part)) + 1
        self._change_look(**{part: names[place % len(names)]})

    def do_fold(self) -> None:
        """Show each story once, or every headline again."""
        self._memory.change(self._requests, folds=not self._memory.now.folds)
        self._look_again()

    def _look_again(self) -> None:
        """Take the list as it is to be looked at now, and the one before a search too once that ends."""
        if self._before_search:
            self._before_search = self._before_search._replace(is_stale=True)
        self._take(keeps_place=True)

    @property
    def _look(self) -> _Look:
        usual = self._usual_look
        state, order = self._memory.look(str(self._view.query)) or ("", "")
        return _Look(state if state in _STATES else usual.state, order if order in _ORDERS else usual.order)

    @property
    def _usual_look(self) -> _Look:
        has_order = query.order(self._view.query or query.EVERYTHING) != "newest"
        state = "all" if self._view.query in (UNREAD, STARRED) else self._settings.show
        return _Look(state, "newest" if has_order else self._settings.sort)

    def _change_look(self, **change: str) -> None:
        look = self._look._replace(**change)
        kept = None if look == self._usual_look else [look.state, look.order]
        self._memory.keep_look(self._requests, str(self._view.query), kept)
        self._look_again()

    def arrive(self) -> None:
        """Take in what another process imported; what is read stays where it is."""
        selected, listing = self.selected, self._headlines.listing
        if listing.every is not None:
            self.refresh()
        elif listing.is_whole and listing.order == "newest":
            arrived = partial(self._arrived, listing.ids)
            self._requests.ask("rest", lambda: _with_new(listing.ids, self._library.ids(selected)), arrived)

    def _arrived(self, before: array[int], ids: array[int]) -> None:
        if self._headlines.listing.ids is before:
            self._headlines.grow(ids)
            self.recount()

    def begin_search(self) -> None:
        """Remember the list, to come back to it."""
        if self._before_search is None:
            self._before_search = self._place()

    def _place(self) -> _Place:
        return _Place(self._headlines.listing, self._headlines.cursor, self._headlines.scroll_offset.y)

    def search(self, text: str) -> None:
        """Show what `text` finds in the view. Raises `QueryError`; then the last results stay."""
        self._is_typed = False
        is_empty = query.parse(text, typing=True) == query.EVERYTHING
        self._is_typed = True
        self.search_text = "" if is_empty else text
        if is_empty:
            self.say("")
            self._restore(self._before_search)
        else:
            self._take()

    def keep_search(self, text: str) -> None:
        """Stop typing; the results stay until the search ends. Raises `QueryError`."""
        found = query.parse(f"{text} ", typing=True)  # the space ends the last word, which so far could go on
        if found == query.EVERYTHING:
            query.parse(text)  # says why nothing is looked for in it
        self._is_typed = False
        if not self.search_text:
            self._before_search = None

    def end_search(self) -> None:
        """Go back to the list as it was before the search."""
        self.search_text = ""
        self._restore(self._before_search)
        self._before_search = None

    def _restore(self, place: _Place | None) -> None:
        for subject in ("list", "rest", "count"):
            self._requests.drop(subject)
        if place and place.is_stale:
            self._take()
        elif place:
            self._headlines.show(place.listing, place.cursor, place.scroll)
            self._complete(self.selected, place.listing.is_whole)

    @property
    def selected(self) -> Query:
        """What the list shows: the view in its state and order, and what is searched for in it."""
        selected = query.both(self._view.query or query.EVERYTHING, self._look.query)
        return (
            query.both(selected, query.parse(self.search_text, typing=True)) if self.search_text else selected
        )

    @property
    def _name(self) -> str:
        return f"{self._view.name}{self._look.name}"

    @property
    def _empty_text(self) -> str:
        """What the view says when it has no stories: what helps."""
        state = self._look.state
        shown = query.both(self._view.query or query.EVERYTHING, _STATES[state])
        if shown in _EMPTY:
            return _EMPTY[shown]
        if state != "all":
            times = "twice " if state == "unread" else ""
            return f"Nothing {state} is here.\n\nPress a {times}for all stories."
        return "Nothing is here.\n\n" + ("Esc goes back." if self._left else "Press h for other lists.")

    def _listing(self) -> Listing:
        """What is about to be shown, still without its stories."""
        selected = self.selected
        if not self.search_text:
            return Listing(self._name, array("q"), query.order(selected), empty_text=self._empty_text)
        searched = query.parse(self.search_text, typing=True)
        return Listing(
            f"“{self.search_text.strip()}” in {self._name}",
            array("q"),
            query.order(selected),
            wanted=tuple(query.wanted(searched)),
            empty_text=f"Nothing in {self._view.name} matches.\n\nEsc goes back to the list.",
        )

    def _take(self, keeps_place: bool = False, then: Callable[[], None] | None = None) -> None:
        """Show the list anew, where the cursor is by then if it `keeps_place`, and `then` do something."""
        selected = self.selected
        self._requests.drop("rest")
        self._requests.drop("count")
        taken = partial(self._taken, selected, self._listing(), keeps_place, then)
        # Far down, the story under the cursor is not on the first page, and would be lost with its place.
        is_far = keeps_place and (self._headlines.cursor or 0) >= lists.FIRST_PAGE
        is_hurried = not keeps_place and then is None
        take = self._lists.whole if is_far else self._lists.first if is_hurried else self._lists.page
        self._requests.ask("list", partial(take, selected), taken)
        if self.search_text:
            self._headlines.set_timer(_LONG, self._say_that_it_takes_long)

    def _say_that_it_takes_long(self) -> None:
        if self._requests.is_waited_for("list"):
            self._say_found("looking …")

    def _say_found(self, text: str) -> None:
        """Say what was found, but neither in place of a mistake in it nor in another question."""
        if self.search_text and self._is_typed:
            self.say(text)

    def give_up(self) -> None:
        """Note that the list could not be taken."""
        self._say_found("")

    def _taken(
        self,
        selected: Query,
        listing: Listing,
        keeps_place: bool,
        then: Callable[[], None] | None,
        page: Page,
    ) -> None:
        self._show(listing, keeps_place, page)
        self._say_found(count(len(page.ids), more=not page.is_whole))
        self._complete(selected, page.is_whole)
        if then is not None:
            then()

    def _show(self, listing: Listing, keeps_place: bool, page: Page) -> None:
        listing = _filled(listing, page)
        if keeps_place:
            self._headlines.replace(listing, page.rows)
        else:
            self._headlines.show(listing, 0 if listing.ids else None, rows=page.rows)

    def _complete(self, selected: Query, is_whole: bool) -> None:
        if not is_whole:
            is_short = len(self._headlines.listing.stories) < lists.FIRST_PAGE
            self._ask_rest(selected, lists.FIRST_PAGE if is_short else None)
        self.recount()

    def _ask_rest(self, selected: Query, limit: int | None) -> None:
        rest = partial(self._lists.rest, selected, self._headlines.listing.stories, limit)
        self._requests.ask("rest", rest, partial(self._rest_taken, selected))

    def _rest_taken(self, selected: Query, rest: Page) -> None:
        self._headlines.extend(_filled(self._headlines.listing, rest))
        self._say_found(count(len(rest.ids), more=not rest.is_whole))
        if not rest.is_whole:
            self._ask_rest(selected, None)


def _filled(listing: Listing, page: Page) -> Listing:
    """The listing with these stories, and those of them that are shown."""
    if not page.folded.within:
        return listing._replace(ids=page.ids, every=None, within={}, others={}, is_whole=page.is_whole)
    return listing._replace(every=page.ids, is_whole=page.is_whole, **page.folded._asdict())


def _with_new(shown: array[int], found: array[int]) -> array[int]:
    """`shown` and what is new in `found`, the newest, and greatest, first; nothing is taken away."""
    merged = array("q")
    place, end = 0, len(shown)
    for id_ in found:
        while place < end and shown[place] > id_:
            merged.append(shown[place])
            place += 1
        if place == end or shown[place] != id_:
            merged.append(id_)
    merged.extend(shown[place:])
    return merged
