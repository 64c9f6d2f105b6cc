"""The reader screen: three panes, and what the commands of the table do.

Everything that reads or writes a database runs in a thread. What commands do with stories is in `acting`.
"""

from __future__ import annotations

import gc
import inspect
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Literal, cast

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Container, Horizontal
from textual.screen import Screen

from newsreader.config import Config
from newsreader.library import Library
from newsreader.marks import Marks
from newsreader.tui.acting import Acting
from newsreader.tui.browsing import Browsing
from newsreader.tui.commands import PANES, Command, Keymap, Pane
from newsreader.tui.headlines import Headlines
from newsreader.tui.keybar import KeyBar
from newsreader.tui.lines import Lines
from newsreader.tui.living import Living
from newsreader.tui.marking import MarkQueue, Saved
from newsreader.tui.reading import Reading
from newsreader.tui.requests import Answered, Failed, Requests
from newsreader.tui.searchbar import SearchBar
from newsreader.tui.sidebar import Sidebar, View, views_of
from newsreader.tui.story import StoryPane

if TYPE_CHECKING:
    from newsreader.tui.app import NewsreaderApp


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
        self._config = config
        self._keymap = Keymap()
        self._queue = MarkQueue(library, self._saved, lambda error: self.acting.failed(error))
        self.acting = Acting(self, library, marks, self._queue)
        self._living = Living(library, marks, self._articles_changed, self._marks_changed)
        self.requests = Requests(self, lambda: self._queue.version, library.interrupt)
        self._sidebar = Sidebar(id="topics")
        self.headlines = Headlines(id="headlines")
        self.story = StoryPane(id="story")
        self._keys = KeyBar(id="keys")
        self._search = SearchBar(id="search")
        self._browsing = Browsing(library, self.requests, self.headlines, self._search)
        self.reading = Reading(library, self.requests, self.headlines, self.story)

    def compose(self) -> ComposeResult:
        with Horizontal(id="panes"):
            yield self._sidebar
            with Container(id="reading"):
                yield self.headlines
                yield self.story
        yield self._keys
        yield self._search

    def on_mount(self) -> None:
        self.run_worker(self._queue.run(), group="marks")
        self._browsing.begin()
        self._show_totals()
        self.call_after_refresh(self._begin)
        self.run_worker(self._living.watch(), group="living")
        if self._config.refresh == "start":
            self.run_worker(self._look_for_new(is_asked=False), group="living")

    async def _begin(self) -> None:
        gc.freeze()  # what the start made stays for good, and need not be looked at again
        gc.enable()
        await self.reader.take_early_keys()

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
    def reader(self) -> NewsreaderApp:
        """The program around this screen."""
        return cast("NewsreaderApp", self.app)

    def go_to(self, view: View) -> None:
        """Show an entry of the sidebar."""
        index = next((i for i, other in enumerate(self.views) if other.query == view.query), None)
        if index is not None:
            self._sidebar.move_to(index)
            self._focus("headlines")

    def show_progress(self, text: str) -> None:
        """Say how far a long change of marks is; "" when it is done."""
        self._keys.show_progress(text)

    def recount(self) -> None:
        """Count anew what is unread, in the list and in the sidebar."""
        self._browsing.recount()
        self._show_totals()

    async def finish(self) -> bool:
        """Wait until every mark that was asked for is saved, or told as not saved; whether the last was."""
        await self._queue.finish()
        return not self._queue.has_failed

    # Keys and focus

    @property
    def takes_keys(self) -> bool:
        """Whether keys are commands, and not what somebody types into the search bar."""
        return not self.has_class("-searching")

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
            part, _, action = command.action.rpartition(".")
            done = getattr(getattr(self, part) if part else self, f"do_{action}")(*command.arguments)
            if inspect.isawaitable(done):
                await done

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        if event.widget.id in PANES:
            if self.has_class("-searching"):
                # The mouse took the focus away from the search: what is found stays.
                self._browsing.keep_search(self._search.text)
                self._set_searching(False)
            self._show_pane(event.widget.id)
            if event.widget is self.story:
                self.acting.mark_read()

    def _focus(self, pane: Pane) -> None:
        self._show_pane(pane)  # one that is hidden on a narrow screen could not take the focus
        # At once, not `Widget.focus`, which waits its turn: the next key already belongs to the new pane.
        self.set_focus(self.query_one(f"#{pane}"))

    def _show_pane(self, pane: Pane) -> None:
        if pane != "story":
            self.remove_class("-zen")
        for other in PANES:
            self.set_class(other == pane, f"pane-{other}")
        self._keys.show(pane)

    def _set_searching(self, is_open: bool) -> None:
        self.set_class(is_open, "-searching")
        self._search.display = is_open  # at once, so that it can take the focus before the next key

    def _search_key(self, event: events.Key) -> None:
        page = self.headlines.page
        moves = {"down": 1, "up": -1, "pagedown": page, "pageup": -page}
        if event.key in moves:
            self.headlines.move(moves[event.key])
        elif event.key == "tab":
            self._search.complete()
        elif event.key == "escape" or (
            event.key == "enter" and self._browsing.keep_search(self._search.text)
        ):
            if event.key == "escape":
                self._browsing.end_search()
            self._set_searching(False)
            self._focus("headlines")
        elif event.key == "enter":
            pass  # the search bar says what is wrong
        else:
            return
        event.stop()
        event.prevent_default()

    # What the threads and the widgets say

    def on_answered(self, message: Answered) -> None:
        self.requests.answer(message)

    def on_failed(self, message: Failed) -> None:
        if message.subject.startswith("rows"):
            self.headlines.ask_again()
        if not self.requests.is_stale(message):
            self.reader.tell(str(message.error), is_problem=True)

    @on(Sidebar.Chosen)
    def _view_chosen(self, message: Sidebar.Chosen) -> None:
        self._browsing.show_view(message.view)

    @on(SearchBar.Changed)
    def _search_changed(self, message: SearchBar.Changed) -> None:
        self._browsing.search(message.text)

    @on(Headlines.RowsNeeded)
    def _rows_needed(self, message: Headlines.RowsNeeded) -> None:
        subject = f"rows {message.ids[0]}"
        self.requests.ask(subject, partial(self._library.rows, message.ids), self.headlines.add_rows)

    @on(Lines.Moved, "#headlines")
    def _headline_moved(self) -> None:
        self.reading.show_current()
        if self._config.mark_read == "select" or self.pane == "story":
            self.acting.mark_read()

    @on(Lines.Opened)
    def _line_opened(self) -> None:
        self.do_open()

    @on(StoryPane.Followed)
    def _link_followed(self, message: StoryPane.Followed) -> None:
        self.acting.follow(message.link)

    def _show_totals(self) -> None:
        self.requests.ask("totals", self._library.totals, lambda totals: self._sidebar.show(views_of(totals)))

    def _articles_changed(self) -> None:
        self._browsing.arrive()
        self._show_totals()

    def _marks_changed(self) -> None:
        self.headlines.forget_rows()
        self.recount()

    async def _look_for_new(self, is_asked: bool) -> None:
        def begun() -> None:
            if is_asked:
                self.show_progress("Looking for new stories")

        found = await self._living.refresh(begun, is_asked)
        if is_asked:
            self.show_progress("")
        if found is not None and (is_asked or found.is_news):
            self.reader.tell(found.text)

    # Marks

    def _saved(self, saved: Saved) -> None:
        self.reading.apply(saved.marks)
        if saved.is_large:
            self.headlines.forget_rows()
        else:
            self.headlines.update_marks(saved.marks, saved.unread)
            self._sidebar.adjust(saved.numbers)

    # Commands: moving

    @property
    def _focused(self) -> Lines | StoryPane:
        panes: dict[Pane, Lines | StoryPane] = {
            "topics": self._sidebar,
            "headlines": self.headlines,
            "story": self.story,
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
        elif self.story.is_at_end:
            self.do_unread(1)
        else:
            self.story.move_pages(1)

    def do_unread(self, step: Literal[1, -1]) -> None:
        self._browsing.find_unread(step, self.reader.tell)

    def do_view(self, step: int) -> None:
        self._leave_story()
        self._sidebar.move(step)

    def _leave_story(self) -> None:
        """Before another list is shown, whose first story nobody opened."""
        if self.pane == "story":
            self._focus("headlines")

    # Commands: panes

    def do_pane(self, pane: Pane) -> None:
        self._focus(pane)

    def do_pane_step(self, step: int) -> None:
        self._focus(PANES[min(max(PANES.index(self.pane) + step, 0), len(PANES) - 1)])

    def do_pane_around(self, step: int) -> None:
        self._focus(PANES[(PANES.index(self.pane) + step) % len(PANES)])

    def do_zen(self) -> None:
        if self.has_class("-zen"):
            self.remove_class("-zen")
        else:
            self.add_class("-zen")
            self._focus("story")

    def do_open(self) -> None:
        if self.pane != "story":
            self.do_pane_step(1)
        elif link := self.story.link:
            self.acting.follow(link)
        else:
            self.story.select_related()

    def do_back(self) -> None:
        if not (self.acting.stop() or self._living.stop()):
            self._step_back()

    def _step_back(self) -> bool:
        """One step back; False when there is none."""
        if self.pane == "story":
            if not self.reading.walk_back():
                self._focus("headlines")
        elif self._browsing.is_narrowed:
            self._browsing.widen()
        elif self.pane == "topics":
            self._focus("headlines")
        else:
            return False
        return True

    async def do_quit_or_back(self) -> None:
        if not self._step_back():
            await self.do_quit()

    # Commands: stories

    def do_forward(self) -> None:
        if not self.reading.walk_forward():
            self.reader.tell("There is no story to go forward to.")

    # Commands: lists and program

    def do_search(self) -> None:
        self._browsing.begin_search()
        self._set_searching(True)
        self._search.open(self._browsing.search_text, self._sidebar.names())

    def do_refresh(self) -> None:
        self._browsing.refresh()
        self._show_totals()
        self.run_worker(self._look_for_new(is_asked=True), group="living")

    def do_look(self, part: Literal["state", "order"]) -> None:
        self._leave_story()
        self._browsing.next_look(part)

    def do_trends(self) -> None:
        from newsreader.tui.trends import open_trends

        open_trends(self, self._library, self._browsing, lambda: self._queue.version)

    def do_help(self) -> None:
        from newsreader.tui.help import HelpScreen

        self.reader.push_screen(HelpScreen())

    def do_palette(self) -> None:
        from textual.command import CommandPalette  # a tenth of the time to start, and seldom needed at once

        from newsreader.tui.palette import CommandProvider

        self.reader.push_screen(CommandPalette([CommandProvider], placeholder="Find a command or a topic"))

    def do_theme(self) -> None:
        self.reader.action_change_theme()

    async def do_quit(self) -> None:
        await self.reader.leave()
