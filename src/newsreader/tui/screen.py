"""The reader screen: three panes, and what the commands of the table do.

Everything that reads or writes a database runs in a thread. Marks are written one after another, in the
order of the keys, and are shown once they are saved.
"""

from __future__ import annotations

import inspect
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Literal, NamedTuple, cast

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Container, Horizontal
from textual.screen import Screen

from newsreader import safetext
from newsreader.config import Config
from newsreader.errors import NewsreaderError
from newsreader.library import Library
from newsreader.marks import Marks, Step
from newsreader.tui.browsing import Browsing
from newsreader.tui.commands import PANES, Command, Keymap, Pane
from newsreader.tui.headlines import Headlines
from newsreader.tui.help import HelpScreen
from newsreader.tui.keybar import KeyBar
from newsreader.tui.lines import Lines
from newsreader.tui.marking import MarkQueue, Saved
from newsreader.tui.opening import open_url
from newsreader.tui.page import Link
from newsreader.tui.reading import Reading
from newsreader.tui.requests import Answered, Failed, Requests
from newsreader.tui.searchbar import SearchBar
from newsreader.tui.sidebar import Sidebar, View, views_of
from newsreader.tui.story import StoryPane

if TYPE_CHECKING:
    from newsreader.tui.app import NewsreaderApp


class _Target(NamedTuple):
    """A story that a command is about, as it is shown, and the address that goes with it."""

    key: int
    title: str
    url: str
    read: bool
    starred: bool


class ReaderScreen(Screen[None]):
    """Topics, headlines and the story."""

    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012 - Textual's declaration
        (0, "-narrow"),
        (64, "-medium"),
        (110, "-wide"),
        (160, "-large"),
    ]
    AUTO_FOCUS = "#headlines"

    def __init__(self, library: Library, marks: Marks, config: Config) -> None:
        super().__init__()
        self._library = library
        self._marks = marks
        self._config = config
        self._keymap = Keymap()
        self._queue = MarkQueue(library, self._saved, self._not_saved)
        self._requests = Requests(self, lambda: self._queue.version)
        self._sidebar = Sidebar(id="topics")
        self._headlines = Headlines(id="headlines")
        self._story = StoryPane(id="story")
        self._keys = KeyBar(id="keys")
        self._search = SearchBar(id="search")
        self._browsing = Browsing(library, self._requests, self._headlines, self._search)
        self._reading = Reading(library, self._requests, self._headlines, self._story)

    def compose(self) -> ComposeResult:
        with Horizontal(id="panes"):
            yield self._sidebar
            with Container(id="reading"):
                yield self._headlines
                yield self._story
        yield self._keys
        yield self._search

    def on_mount(self) -> None:
        self.run_worker(self._queue.run(), group="marks")
        self._browsing.refresh()
        self._show_totals()

    @property
    def views(self) -> Sequence[View]:
        """The entries of the sidebar."""
        return self._sidebar.views

    @property
    def pane(self) -> Pane:
        """The pane with the focus."""
        focused = self.focused.id if self.focused else None
        return focused if focused in PANES else "headlines"

    @property
    def _reader(self) -> NewsreaderApp:
        return cast("NewsreaderApp", self.app)

    def go_to(self, view: View) -> None:
        """Show an entry of the sidebar."""
        index = next((i for i, other in enumerate(self.views) if other.query == view.query), None)
        if index is not None:
            self._sidebar.move_to(index)
            self._focus("headlines")

    async def finish(self) -> bool:
        """Wait until every mark that was asked for is saved, or told as not saved; whether the last was."""
        await self._queue.finish()
        return not self._queue.has_failed

    # Keys and focus

    async def on_key(self, event: events.Key) -> None:
        if self.has_class("-searching"):
            self._search_key(event)
            return
        key = event.character if event.is_printable and event.character != " " else event.key
        if command := self._keymap.press(key or event.key, self.pane):
            event.stop()
            event.prevent_default()
            await self.run_command(command)

    async def run_command(self, command: Command) -> None:
        """Do what a command of the table says, if it applies here."""
        if command.applies(self.pane):
            done = getattr(self, f"do_{command.action}")(*command.arguments)
            if inspect.isawaitable(done):
                await done

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        if event.widget.id in PANES:
            if self.has_class("-searching"):
                # The mouse took the focus away from the search: what is found stays.
                self._browsing.keep_search(self._search.text)
                self.remove_class("-searching")
            self._show_pane(event.widget.id)
            if event.widget is self._story:
                self._mark_read()

    def _focus(self, pane: Pane) -> None:
        self._show_pane(pane)  # one that is hidden on a narrow screen could not take the focus
        # At once, not `Widget.focus`, which waits its turn: the next key already belongs to the new pane.
        self.set_focus(self.query_one(f"#{pane}"))

    def _show_pane(self, pane: Pane) -> None:
        for other in PANES:
            self.set_class(other == pane, f"pane-{other}")
        self._keys.show(pane)

    def _search_key(self, event: events.Key) -> None:
        page = self._headlines.page
        moves = {"down": 1, "up": -1, "pagedown": page, "pageup": -page}
        if event.key in moves:
            self._headlines.move(moves[event.key])
        elif event.key == "tab":
            self._search.complete()
        elif event.key == "escape" or (
            event.key == "enter" and self._browsing.keep_search(self._search.text)
        ):
            if event.key == "escape":
                self._browsing.end_search()
            self.remove_class("-searching")
            self._focus("headlines")
        elif event.key == "enter":
            pass  # the search bar says what is wrong
        else:
            return
        event.stop()
        event.prevent_default()

    # What the threads and the widgets say

    def on_answered(self, message: Answered) -> None:
        self._requests.answer(message)

    def on_failed(self, message: Failed) -> None:
        if message.subject.startswith("rows"):
            self._headlines.ask_again()
        if not self._requests.is_stale(message):
            self._reader.tell(str(message.error), is_problem=True)

    @on(Sidebar.Chosen)
    def _view_chosen(self, message: Sidebar.Chosen) -> None:
        self._browsing.show_view(message.view)

    @on(SearchBar.Changed)
    def _search_changed(self, message: SearchBar.Changed) -> None:
        self._browsing.search(message.text)

    @on(Headlines.RowsNeeded)
    def _rows_needed(self, message: Headlines.RowsNeeded) -> None:
        subject = f"rows {message.ids[0]}"
        self._requests.ask(subject, partial(self._library.rows, message.ids), self._headlines.add_rows)

    @on(Lines.Moved, "#headlines")
    def _headline_moved(self) -> None:
        self._reading.show_current()
        if self._config.mark_read == "select" or self.pane == "story":
            self._mark_read()

    @on(Lines.Opened)
    def _line_opened(self) -> None:
        self.do_open()

    @on(StoryPane.Followed)
    def _link_followed(self, message: StoryPane.Followed) -> None:
        self._follow(message.link)

    def _show_totals(self) -> None:
        self._requests.ask(
            "totals", self._library.totals, lambda totals: self._sidebar.show(views_of(totals))
        )

    # Marks

    def _mark_read(self, key: int | None = None) -> None:
        if (key := key or self._reading.key) is not None:
            target = self._target()
            label = f"opened: {target.title}" if target and target.key == key else "opened a story"
            self._queue.put(partial(self._marks.set_read, [key], True, label))

    def _saved(self, saved: Saved) -> None:
        if saved.is_large:
            self.do_refresh()
            return
        self._reading.apply(saved.marks)
        self._headlines.update_marks(saved.marks, saved.unread)
        self._sidebar.adjust(saved.numbers)

    def _not_saved(self, error: NewsreaderError) -> None:
        self._reader.tell(f"Not saved. {error}", is_problem=True)

    # Commands: moving

    @property
    def _focused(self) -> Lines | StoryPane:
        panes: dict[Pane, Lines | StoryPane] = {
            "topics": self._sidebar,
            "headlines": self._headlines,
            "story": self._story,
        }
        return panes[self.pane]

    def do_move(self, steps: int) -> None:
        self._focused.move(steps)

    def do_page(self, pages: int) -> None:
        self._focused.move_pages(pages)

    def do_end(self, last: bool) -> None:
        self._focused.move_to_end(last)

    def do_read_on(self) -> None:
        if self.pane != "story":
            self._focus("story")
        elif self._story.is_at_end:
            self.do_unread(1)
        else:
            self._story.move_pages(1)

    def do_unread(self, step: Literal[1, -1]) -> None:
        self._browsing.find_unread(step, self._reader.tell)

    def do_view(self, step: int) -> None:
        if self.pane == "story":
            self._focus("headlines")
        self._sidebar.move(step)

    # Commands: panes

    def do_pane(self, pane: Pane) -> None:
        self._focus(pane)

    def do_pane_step(self, step: int) -> None:
        self._focus(PANES[min(max(PANES.index(self.pane) + step, 0), len(PANES) - 1)])

    def do_pane_around(self, step: int) -> None:
        self._focus(PANES[(PANES.index(self.pane) + step) % len(PANES)])

    def do_open(self) -> None:
        if self.pane != "story":
            self.do_pane_step(1)
        elif link := self._story.link:
            self._follow(link)
        else:
            self._story.select_related()

    def do_back(self) -> bool:
        """One step back; False when there is none."""
        if self.pane == "story":
            if not self._reading.walk_back():
                self._focus("headlines")
        elif self._browsing.is_searching:
            self._browsing.end_search()
        elif self.pane == "topics":
            self._focus("headlines")
        else:
            return False
        return True

    async def do_quit_or_back(self) -> None:
        if not self.do_back():
            await self.do_quit()

    # Commands: stories

    def _follow(self, link: Link) -> None:
        if link.key is None:
            open_url(self._reader, self._requests, link.url)
        else:
            self._reading.walk_to(link.key)
            self._mark_read()

    def _target(self) -> _Target | None:
        """What a command is about: the selected link, the story that is shown, or the headline."""
        if self.pane == "story" and (story := self._reading.shown):
            link = self._story.link
            if link is not None and link.key is not None:
                other = next(other for other in story.related if other.article.key == link.key)
                return _Target(link.key, other.article.title, link.url, other.read, other.starred)
            url = story.article.url if link is None else link.url
            return _Target(story.article.key, story.article.title, url, story.read, story.starred)
        row = self._headlines.current
        if row is None or (self.pane == "story" and row.key != self._reading.key):
            return None
        return _Target(row.key, row.title, row.url, row.read, row.starred)

    def do_browse(self) -> None:
        target = self._target()
        if target is None or not target.url:
            self._reader.tell("This story has no address to open.", is_problem=True)
            return
        self._mark_read(target.key)
        open_url(self._reader, self._requests, target.url)

    def do_copy(self) -> None:
        target = self._target()
        if target is None or not target.url:
            self._reader.tell("This story has no address to copy.", is_problem=True)
            return
        self._reader.copy_to_clipboard(target.url)
        self._reader.tell(f"Copied {target.url}")

    def do_toggle_read(self) -> None:
        if target := self._target():
            read = self._queue.toggled(target.key, "read", target.read)
            label = f"marked {'read' if read else 'unread'}: {target.title}"
            self._queue.put(partial(self._marks.set_read, [target.key], read, label))

    def do_toggle_star(self) -> None:
        if target := self._target():
            starred = self._queue.toggled(target.key, "starred", target.starred)
            label = f"{'starred' if starred else 'star taken away'}: {target.title}"
            self._queue.put(partial(self._marks.set_starred, [target.key], starred, label))

    def do_undo(self) -> None:
        def then(step: Step | None) -> None:
            text = (
                f"Taken back: {safetext.line(step.label, 120)}" if step else "There is nothing to take back."
            )
            self._reader.tell(text)

        self._queue.put(self._marks.undo, then)

    # Commands: lists and program

    def do_search(self) -> None:
        self._browsing.begin_search()
        self.add_class("-searching")
        self._search.open(self._browsing.search_text, self._sidebar.names())

    def do_refresh(self) -> None:
        self._browsing.refresh()
        self._show_totals()

    def do_help(self) -> None:
        self._reader.push_screen(HelpScreen())

    def do_palette(self) -> None:
        from textual.command import CommandPalette  # a tenth of the time to start, and seldom needed at once

        from newsreader.tui.palette import CommandProvider

        self._reader.push_screen(CommandPalette([CommandProvider], placeholder="Find a command or a topic"))

    def do_theme(self) -> None:
        self._reader.action_change_theme()

    async def do_quit(self) -> None:
        await self._reader.leave()
