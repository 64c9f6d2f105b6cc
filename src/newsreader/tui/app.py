"""The Textual application: themes, the one screen, and how the program ends."""

from __future__ import annotations

import asyncio
import signal
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from textual.app import App
from textual.binding import BindingType
from textual.screen import Screen

from newsreader.config import Config
from newsreader.library import Library
from newsreader.marks import Marks
from newsreader.tui import themes
from newsreader.tui.palette import CommandProvider
from newsreader.tui.screen import ReaderScreen


class NewsreaderApp(App[None]):
    """Shows `library` with `marks`. `mistakes` in the configuration are told at start."""

    CSS_PATH = "app.tcss"
    TITLE = "newsreader"
    COMMANDS = {CommandProvider}  # noqa: RUF012 - Textual's declaration
    BINDINGS: ClassVar[list[BindingType]] = []
    ENABLE_COMMAND_PALETTE = False  # its key is one of our commands

    def __init__(
        self, library: Library, marks: Marks, config: Config | None = None, mistakes: Sequence[str] = ()
    ) -> None:
        super().__init__()
        self._library = library
        self._marks = marks
        self._config = config or Config()
        self._mistakes = mistakes

    def get_default_screen(self) -> Screen[None]:
        return ReaderScreen(self._library, self._marks, self._config)

    def on_mount(self) -> None:
        for theme in themes.BY_NAME.values():
            self.register_theme(theme)
        self.theme = themes.BY_NAME[self._config.theme].name
        for mistake in self._mistakes:
            self.tell(mistake, is_problem=True)
        for which in (signal.SIGTERM, signal.SIGHUP):
            asyncio.get_running_loop().add_signal_handler(which, self._end_by, which)

    async def leave(self, return_code: int = 0) -> None:
        """End the program once every mark that was asked for is saved."""
        screen = self.screen_stack[0]
        if isinstance(screen, ReaderScreen):
            await screen.finish()
        self.exit(return_code=return_code)

    def _end_by(self, which: signal.Signals) -> None:
        self.run_worker(self.leave(128 + which))

    def tell(self, text: str, is_problem: bool = False) -> None:
        """Show a short message for a while, never as markup."""
        self.notify(text, severity="error" if is_problem else "information", markup=False)

    def run_to_end(self, log: Path) -> int:
        """Run until the user quits. An unexpected error goes to `log`; its last line says so."""
        self.run()
        error = self._exception
        if error is None:
            return self.return_code or 0
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("a", encoding="utf-8") as file:
            traceback.print_exception(error, file=file)
        sys.stderr.write(f"newsreader: an unexpected {type(error).__name__}, please report it: see {log}\n")
        return 1

    def _fatal_error(self) -> None:
        """Leave without Textual's traceback on the screen; `run_to_end` keeps it in the log."""
        self._close_messages_no_wait()
