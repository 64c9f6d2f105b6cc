"""The reader screen: three panes, and what the commands of the table do.

Everything that reads or writes a database runs in a thread. What commands do with stories is in `acting`.
"""

from __future__ import annotations

import gc
from functools import partial
from typing import TYPE_CHECKING, Literal, cast

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Container
from textual.screen import Screen
from textual.widget import Widget

from newsreader.config import Config
from newsreader.library import Library
from newsreader.marks import Marks
from newsreader.tui.acting import Acting
from newsreader.tui.arranging import Arranging, arrangement_of
from newsreader.tui.borders import BREAKPOINTS, Frame, layout_of
from newsreader.tui.browsing import Browsing
from newsreader.tui.commands import PANES, Command, Pane
from newsreader.tui.entry import Entry, EntryBar
from newsreader.tui.exporting import Exporting
from newsreader.tui.gallery import Gallery
from newsreader.tui.headlines import ROWS, Headlines
from newsreader.tui.keybar import KeyBar
from newsreader.tui.keymap import pressed_key, remapped
from newsreader.tui.lines import Lines
from newsreader.tui.living import Living
from newsreader.tui.marking import MarkQueue, Saved
from newsreader.tui.memory import Memory
from newsreader.tui.moving import Moving
from newsreader.tui.panes import Panes
from newsreader.tui.reading import Reading
from newsreader.tui.requests import Answered, Failed, Requests
from newsreader.tui.searching import Search
from newsreader.tui.several import Several
from newsreader.tui.sidebar import Sidebar
from newsreader.tui.story import StoryPane
from newsreader.tui.views import View

if TYPE_CHECKING:
    from newsreader.tui.app import NewsreaderApp

HINT = "These came with the program.\nTo read your own:\nnewsreader import FOLDER"


class ReaderScreen(Screen[None]):
    """Topics, headlines and the story."""

    HORIZONTAL_BREAKPOINTS = [*BREAKPOINTS]  # noqa: RUF012 - Textual's declaration
    AUTO_FOCUS = "#headlines"

    def __init__(self, library: Library, marks: Marks, config: Config, memory: Memory) -> None:
        super().__init__()
        self._library = library
        self._config = config
        self.keymap, _ = remapped(config.keys)
        self._typed_from: Pane = "headlines"
        self.queue = MarkQueue(library, self._saved, lambda error: self.acting.failed(error))
        self.acting = Acting(self, library, marks, self.queue)
        self.several = Several(self, library, marks, config.open_limit)
        self.exporting = Exporting(self, library)
        self._living = Living(
            library, marks, self._articles_changed, self._marks_changed, self._settings_changed, config.path
        )
        self.requests = Requests(self, lambda: self.queue.version, library.interrupt)
        self.memory = memory
        self._sidebar = Sidebar(arrangement_of(memory.now, config), id="topics")
        self.arranging = Arranging(self, library, self._sidebar, config)
        self.headlines = Headlines(id="headlines")
        self.headlines.add_class("-current", update=False)  # what is hidden cannot take the focus
        rows = self.memory.chosen("rows", config.rows)
        self.headlines.rows = rows if rows in ROWS else config.rows
        self.headlines.dates = config.dates
        self.story = StoryPane(config.measure, config.dates, id="story")
        self.keys = KeyBar(self.keymap, "headlines", id="keys")
        self._entry = EntryBar(id="entry")
        self.frame = Frame(self._sidebar, self.headlines, self.story, id="panes")
        self.panes = Panes(self, config)
        self.browsing = Browsing(library, self.requests, self.headlines, self._entry.say, self.memory, config)
        self.moving = Moving(self, self._sidebar, library)
        self.reading = Reading(library, self.requests, self.headlines, self.story)
        self.gallery = Gallery(self, library)

    def compose(self) -> ComposeResult:
        # Now and not when Textual tells the size: everything would get its styles and its place twice.
        self.add_class(layout_of(self.app.size.width), update=False)
        with self.frame:
            yield self._sidebar
            with Container(id="reading", classes="-current"):
                yield self.headlines
                yield self.story
        yield self.keys
        yield self._entry

    def on_mount(self) -> None:
        self.run_worker(self.queue.run(), group="marks")
        self.browsing.begin()
        self.arranging.recount()
        self.call_after_refresh(self._begin)
        self.run_worker(self._living.watch(), group="living")
        if self._config.refresh == "start":
            self.run_worker(self._look_for_new(is_asked=False), group="living")

    def on_screen_resume(self, event: events.ScreenResume) -> None:
        if not self.outer_size:  # nothing has a place yet, and everything got its styles a moment ago
            event.refresh_styles = False

    async def on_unmount(self) -> None:
        self.exporting.stop()
        self.gallery.end()
        await self.requests.end()

    async def _begin(self) -> None:
        gc.freeze()  # what the start made stays for good, and need not be looked at again
        gc.enable()
        await self.reader.take_early_keys()
        self._show_hint()

    def _show_hint(self) -> None:
        """Say how to bring in more, as long as there is only what came with the program."""

        def show(sources: list[str]) -> None:
            self.headlines.show_hint("" if sources else HINT)

        self.requests.ask("sources", self._library.sources, show)

    @property
    def views(self) -> list[View]:
        """The entries of the sidebar, folded away or not."""
        return [view for views in self._sidebar.entries.values() for view in views]

    @property
    def pane(self) -> Pane:
        """The pane with the focus."""
        return self.panes.current

    @property
    def reader(self) -> NewsreaderApp:
        """The program around this screen."""
        return cast("NewsreaderApp", self.app)

    def go_to(self, view: View) -> None:
        """Show an entry of the sidebar."""
        if view.query is not None and self._sidebar.go_to(view.query):
            self.panes.focus("headlines")

    def show_progress(self, text: str) -> None:
        """Say how far a long change of marks is; "" when it is done."""
        self.keys.show_progress(text)

    def recount(self) -> None:
        """Count anew what is unread, in the list and in the sidebar."""
        self.browsing.recount()
        self.arranging.recount()

    async def finish(self) -> bool:
        """Wait until every mark that was asked for is saved, or told as not saved; whether the last was."""
        await self.queue.finish()
        return not self.queue.has_failed

    # Keys and focus

    @property
    def takes_keys(self) -> bool:
        """Whether keys are commands, and not what somebody types into the bottom line."""
        return self._entry.entry is None

    async def take_key(self, event: events.Key) -> bool:
        """Do what a key says; False for one that belongs to the text that is being typed."""
        if self.takes_keys:
            if command := self.keymap.press(pressed_key(event), self.pane):
                await self.run_command(command)
        elif event.is_printable:
            return False
        elif self._entry.press(event.key):
            self._end_entry()
        elif event.key in self.keymap.keys_of("app.quit"):
            await self.do_quit()
        else:
            return False
        return True

    async def run_command(self, command: Command) -> None:
        """Do what a command of the table says, or say where it applies."""
        if command.applies(self.pane):
            await command.do(self)
        else:
            self.reader.tell(f"{command.label}: only in the {' and the '.join(command.panes)}.")

    def type(self, entry: Entry, text: str = "") -> None:
        """Have something typed in the bottom line; then the pane has the focus again."""
        if self.keys.display:  # else one question followed another
            self._typed_from = self.pane
        self.keys.display = False
        self._entry.open(entry, text)

    @on(EntryBar.Completed)
    def _end_entry(self) -> None:
        if self.takes_keys and not self.keys.display:
            self.keys.display = True
            self.panes.focus(self._typed_from)

    def get_focusable_widget_at(self, x: int, y: int) -> Widget | None:
        # Who moves a border does not mean the pane beside it.
        return None if self.frame.border_at(x, y) else super().get_focusable_widget_at(x, y)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        # Keys may have led on since, and what they did must not be done again behind them.
        if event.widget.id in PANES and event.widget is self.focused:
            if entry := self._entry.close():  # the mouse took the focus away
                self.keys.display = True
                entry.leave(self._entry.text)
            self.panes.take(event.widget.id)

    def entered(self, pane: Pane) -> None:
        """Another pane has the focus than before."""
        if pane == "headlines":
            self.reading.leave()
        else:
            self.several.end()
        if pane == "story":
            if self.reading.is_behind:
                self.reading.show_current()
            if self.headlines.current is not None:  # else what is shown still is the one before
                self.acting.mark_read()

    # What the threads and the widgets say

    def on_answered(self, message: Answered) -> None:
        self.requests.answer(message)

    def on_failed(self, message: Failed) -> None:
        if message.subject.startswith("rows"):
            self.headlines.ask_again()
        if not self.requests.is_stale(message):
            if message.subject == "story":
                self.reading.give_up()
            if message.subject == "list":
                self.browsing.give_up()
            self.reader.tell(str(message.error), is_problem=True)

    def on_resize(self, event: events.Resize) -> None:
        self.panes.arrange(event.size)

    @on(Frame.Moved)
    def _border_moved(self, message: Frame.Moved) -> None:
        self.panes.keep(message.sizes)

    @on(Sidebar.Chosen)
    def _view_chosen(self, message: Sidebar.Chosen) -> None:
        self.browsing.show_view(message.view)

    @on(Headlines.RowsNeeded)
    def _rows_needed(self, message: Headlines.RowsNeeded) -> None:
        subject = f"rows {message.ids[0]}"
        self.requests.ask(subject, partial(self._library.rows, message.ids), self.headlines.add_rows)

    @on(Lines.Moved, "#headlines")
    def _headline_moved(self) -> None:
        is_reading = self.pane == "story"
        # Else it was opened, and whatever was done with it since counts, or nobody went there.
        if self.reading.follow(is_reading) and (self._config.mark_read == "select" or is_reading):
            self.acting.mark_read()

    @on(Lines.Opened)
    def _line_opened(self) -> None:
        self.do_open()

    @on(KeyBar.Pressed)
    async def _key_bar_pressed(self, message: KeyBar.Pressed) -> None:
        await self.run_command(message.command)

    @on(StoryPane.Followed)
    def _link_followed(self, message: StoryPane.Followed) -> None:
        self.acting.follow(message.link)

    @on(Sidebar.Arranged)
    def _arranged(self, message: Sidebar.Arranged) -> None:
        kept = message.arrangement
        self.memory.change(self.requests, shut=sorted(kept.shut), weeks=kept.weeks)
        shown = "unread" if kept.hides_read else "all"
        for name, choice in (("topics_sort", kept.order), ("topics_show", shown)):
            self.memory.choose(self.requests, name, getattr(self._config, name), choice)

    def _articles_changed(self) -> None:
        self._show_hint()
        self.browsing.arrive()
        self.arranging.recount()

    def _marks_changed(self) -> None:
        self.headlines.forget_rows()
        self.recount()

    def _settings_changed(self) -> None:
        self.arranging.read_again()

    async def _look_for_new(self, is_asked: bool) -> None:
        def begun() -> None:
            if is_asked:
                self.show_progress("Looking for new stories")

        found = await self._living.refresh(begun, is_asked)
        if is_asked:
            self.show_progress("")
        if found is not None and (is_asked or found.is_news):
            self.reader.tell(found.text, beside=not is_asked)  # at the start there may be mistakes to read

    # Marks

    def _saved(self, saved: Saved) -> None:
        self.reading.apply(saved.marks)
        if saved.is_large:
            self.headlines.forget_rows()
        else:
            self.headlines.update_marks(saved.marks, saved.unread)
            self.arranging.adjust(saved.numbers)

    # Commands: panes

    def do_open(self) -> None:
        if self.pane == "topics" and self._sidebar.is_on_heading:
            self._sidebar.toggle_group()
        elif self.pane != "story":
            self.panes.do_step(1)
        elif link := self.story.link:
            self.acting.follow(link)
        else:
            self.story.select_related()

    def do_back(self) -> None:
        if not (self.acting.stop() or self.exporting.stop() or self._living.stop()):
            self._step_back()

    def _step_back(self) -> bool:
        """One step back; False when there is none."""
        if self.several.end():
            pass
        elif self.pane == "story":
            if not self.reading.walk_back():
                self.panes.focus("headlines")
        elif self.browsing.is_narrowed:
            self.browsing.widen()
        elif self.pane == "topics":
            if not self.arranging.show_all():
                self.panes.focus("headlines")
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
        self.browsing.begin_search()
        self.panes.take("headlines")  # where only one pane is seen: that in which it finds
        self.type(Search(self.browsing, self.headlines, self._sidebar.names()), self.browsing.search_text)
        self._typed_from = "headlines"

    def do_refresh(self) -> None:
        self.browsing.refresh()
        self.arranging.recount()
        self.run_worker(self._look_for_new(is_asked=True), group="living")

    def do_look(self, part: Literal["state", "order"]) -> None:
        self.moving.leave_story()
        self.browsing.next_look(part)

    def do_trends(self) -> None:
        from newsreader.tui.trends import open_trends

        open_trends(self, self._library, self.browsing, lambda: self.queue.version)

    def do_help(self) -> None:
        from newsreader.tui.help import HelpScreen

        self.reader.push_screen(HelpScreen(self.keymap, self.pane))

    def do_palette(self) -> None:
        # A tenth of the time to start, and seldom needed at once.
        from newsreader.tui.palette import CommandProvider, Palette

        self.reader.push_screen(Palette([CommandProvider], placeholder="Find a command or a topic"))

    async def do_quit(self) -> None:
        await self.reader.leave()
