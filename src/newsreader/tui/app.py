"""The Textual application: themes, the one screen, and how the program ends."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar, Protocol, runtime_checkable

from rich.console import RenderableType
from textual import events
from textual.app import App
from textual.binding import Binding, BindingType
from textual.driver import Driver
from textual.filter import ANSIToTruecolor, LineFilter, Monochrome, NoColor
from textual.message_pump import MessagePump
from textual.screen import Screen
from textual.worker import WorkerFailed

from newsreader import backups, remembered, safetext
from newsreader.config import Config, Mistake
from newsreader.library import Library
from newsreader.marks import Marks
from newsreader.tui import themes
from newsreader.tui.lasting import lasting
from newsreader.tui.memory import Memory
from newsreader.tui.mistakes import every
from newsreader.tui.screen import ReaderScreen

_NOT_SAVED = "the last marks were not saved"
_TRACE_LIMIT = 100_000
_LONGEST_KEY = 0.5  # seconds that the next key waits for it


@runtime_checkable
class KeyTaker(Protocol):
    """A screen whose keys are commands of its own, wherever the focus is."""

    async def take_key(self, event: events.Key) -> bool:
        """Do what a key says; False for one that belongs to the text that is being typed."""
        ...


class NewsreaderApp(App[None], inherit_bindings=False):
    """Shows `library` with `marks`. `mistakes` that were found in the file of the configuration are told at
    start, and so are those that are found here."""

    CSS_PATH = "app.tcss"
    TITLE = "newsreader"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+q,ctrl+c", "quit", show=False, priority=True)]
    ENABLE_COMMAND_PALETTE = False  # its key is one of our commands

    def __init__(
        self, library: Library, marks: Marks, config: Config | None = None, mistakes: Sequence[Mistake] = ()
    ) -> None:
        super().__init__()
        self._library = library
        self._marks = marks
        self._config = config or Config()
        self._mistakes = every(self._config, mistakes)
        self._may_lose = False
        self._reader: ReaderScreen | None = None
        self._early_keys: list[events.Key] | None = []
        self._memory = Memory(remembered.beside(marks.path))
        # Before the style sheets are read, so that they are read once.
        for theme in themes.OURS:
            self.register_theme(theme)
        wanted = (self._memory.chosen("theme", self._config.theme), self._config.theme, themes.DARK.name)
        self.theme = next(filter(themes.is_theme, wanted))
        self.watch_theme()

    @property
    def browser(self) -> str:
        """The command that the user chose to open addresses with; "" for the usual one."""
        return self._config.browser

    def get_driver_class(self) -> type[Driver]:
        return lasting(super().get_driver_class())

    def get_default_screen(self) -> Screen[None]:
        self._reader = ReaderScreen(self._library, self._marks, self._config, self._memory)
        return self._reader

    def on_mount(self) -> None:
        # Textual lays the screen out anew then, but draws only what has another size.
        self.app_resume_signal.subscribe(self, lambda _: self.refresh())
        self.call_after_refresh(self._copy_marks)
        self.set_interval(3_600, self._copy_marks)
        if self._mistakes:
            self.tell("\n".join(map(str, self._mistakes)), is_problem=True)
        for which in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(which, self._end_by, which)

    def on_unmount(self) -> None:
        # A terminal that is closed sends SIGCONT behind SIGHUP: Textual would take the screen once more, and
        # its threads would never end.
        for name in ("SIGTSTP", "SIGCONT"):
            if which := getattr(signal, name, None):
                signal.signal(which, signal.SIG_DFL)

    def _copy_marks(self) -> None:
        backups.begin_daily(self._marks.path)

    def refresh_css(self, animate: bool = True) -> None:
        if self.screen_stack:
            super().refresh_css(animate)
        else:  # there is nothing to apply the styles to yet: they are read once, and not twice
            self.stylesheet.set_variables(self.get_css_variables())

    def get_line_filters(self) -> Sequence[LineFilter]:
        # What turns the terminal's own colours into others looks at every part of every line, and finds none.
        return [one for one in super().get_line_filters() if not isinstance(one, ANSIToTruecolor)]

    def watch_theme(self) -> None:
        # For NO_COLOR Textual chooses a filter once, before it knows the theme; the terminal's own colours
        # would all be black in the one for other themes.
        if self.no_color:
            others = [one for one in self._filters if not isinstance(one, (Monochrome, NoColor))]
            self._filters = [*others, NoColor() if self.native_ansi_color else Monochrome()]

    def do_theme(self) -> None:
        """The command of the table: choose a theme by its name."""
        from newsreader.tui.palette import Palette, ThemeProvider

        self.push_screen(Palette([ThemeProvider], placeholder="Choose the colours"))

    def choose_theme(self, name: str) -> None:
        """Have these colours from now on."""
        self.theme = name
        screen = self.screen_stack[0]
        if isinstance(screen, ReaderScreen):
            self._memory.choose(screen.requests, "theme", self._config.theme, name)

    async def leave(self) -> None:
        """End the program once every mark is saved; if one cannot be, say so and stay the first time."""
        screen = self.screen_stack[0]
        if isinstance(screen, ReaderScreen):
            if not screen.exporting.may_end():
                return
            if not await screen.finish() and not self._may_lose:
                self._may_lose = True
                self.tell("The last marks were not saved. Quit again to leave without them.", is_problem=True)
                return
        self.exit()

    async def on_event(self, event: events.Event) -> None:
        # A key goes to the screen at once, and only then the next: forwarded to a widget, it would come back
        # to the screen after the keys behind it went to what it opens, or to a screen that it closed.
        if isinstance(event, events.Key) and not event.is_forwarded:
            if self._early_keys is not None:
                self._early_keys.append(event)
                return
            screen = self.screen_stack[-1] if self.screen_stack else None
            if isinstance(screen, KeyTaker):
                if not await screen.take_key(event):
                    await self._edit(event, screen)
                return
        await super().on_event(event)

    async def _edit(self, event: events.Key, screen: Screen[None]) -> None:
        """Give a key to the text that is being typed, and wait until that is done: it may end the typing.

        A key that is no letter would come back here through Textual, after the keys behind it.
        """
        if event.is_printable:
            await super().on_event(event)
            await _has_arrived(screen)
        elif bound := screen.active_bindings.get(event.key):
            await self.run_action(bound.binding.action, bound.node)

    async def take_early_keys(self) -> None:
        """Do what was typed before there was a screen to type into."""
        early, self._early_keys = self._early_keys or [], None
        for event in early:
            await self.on_event(event)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        # A priority binding would overtake keys that were pressed before it. The reader screen has these keys
        # in its table; the binding is for the screens above it.
        return len(self.screen_stack) > 1 if action == "quit" else super().check_action(action, parameters)

    async def action_quit(self) -> None:
        """What Textual's own keys and commands for quitting do."""
        await self.leave()

    def write(self, text: str) -> None:
        """Write to the terminal what Textual has no word for, in line with what it draws."""
        if self._driver is not None:
            self._driver.write(text)

    def do_suspend(self) -> None:
        """The command of the table: stop until the shell says to go on."""
        self.action_suspend_process()

    def _end_by(self, which: signal.Signals) -> None:
        async def leave() -> None:
            screen = self.screen_stack[0]
            is_saved = not isinstance(screen, ReaderScreen) or await screen.finish()
            message = None if is_saved else f"newsreader: {_NOT_SAVED}"
            self.exit(return_code=128 + which, message=message)

        self.run_worker(leave())

    def tell(self, text: str, is_problem: bool = False, beside: bool = False) -> None:
        """Show a short message for a while, in place of the one before or `beside` it, never as markup."""
        if not beside:
            self.clear_notifications()
        text = safetext.block(text, 1_000)
        self.notify(text, severity="error" if is_problem else "information", markup=False)

    def run_to_end(self, log: Path) -> int:
        """Run until the user quits. An unexpected error goes to `log`; its last line says so."""
        self.run()
        raised = self._exception
        if raised is None:
            return self.return_code or 0
        if self._reader is not None and not self._reader.queue.save_rest():
            sys.stderr.write(f"newsreader: {_NOT_SAVED}\n")
        error = raised.error if isinstance(raised, WorkerFailed) else raised
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("a", encoding="utf-8") as file:
            trace = "".join(traceback.format_exception(error))
            file.write(safetext.block(trace, _TRACE_LIMIT) + "\n")  # it may quote an article
        sys.stderr.write(f"newsreader: an unexpected {type(error).__name__}, please report it: see {log}\n")
        return 1

    def panic(self, *renderables: RenderableType) -> None:
        """End with an error of one of Textual's threads as with any other."""
        if self._exception is None:
            texts = (segment.text for one in renderables for segment in self.console.render(one))
            self._exception = RuntimeError("".join(texts))
        self._return_code = 1
        self._close_messages_no_wait()

    def _fatal_error(self) -> None:
        """Leave without Textual's traceback on the screen; `run_to_end` keeps it in the log."""
        self._close_messages_no_wait()


async def _has_arrived(screen: Screen[None]) -> None:
    """Wait until a letter that was handed to the widget in focus, and what that said of it, has been done."""
    done = asyncio.Event()

    def pass_on(way: Sequence[MessagePump]) -> None:
        if way:
            way[0].call_later(pass_on, way[1:])
        else:
            done.set()

    widgets = screen.focused.ancestors_with_self if screen.focused else [screen]
    # Twice to each, since what it says of the letter comes to itself first, and then to the next one.
    pass_on([widget for widget in widgets if widget is not screen.app for _ in range(2)])
    with contextlib.suppress(TimeoutError):  # of a widget that went away with the key
        await asyncio.wait_for(done.wait(), _LONGEST_KEY)
