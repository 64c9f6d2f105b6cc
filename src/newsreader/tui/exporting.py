"""Writing stories to a file: what is selected, the story under the cursor, or the whole list."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from newsreader import files, safetext
from newsreader.errors import NewsreaderError, reason
from newsreader.library import Library, Listed
from newsreader.paths import is_there
from newsreader.tui.entry import Confirmation, Question
from newsreader.tui.wording import count

if TYPE_CHECKING:
    from newsreader.tui.screen import ReaderScreen

_PART = 500
"""Stories that are read at once."""


class Exporting:
    """Asks for the name of a file, and writes stories of `screen` into it in a thread."""

    def __init__(self, screen: ReaderScreen, library: Library) -> None:
        self._screen = screen
        self._library = library
        self._stopped: threading.Event | None = None
        self._is_warned = False

    def stop(self) -> bool:
        """Write no further; False when nothing is being written. What came of it is told by the thread."""
        if self._stopped is None or self._stopped.is_set():
            return False
        self._stopped.set()
        self._screen.show_progress("")
        return True

    def may_end(self) -> bool:
        """Whether the program may end; while a file is being written only when that is asked again."""
        may_end = self._stopped is None or self._is_warned
        self._is_warned = True
        if not may_end:
            self._screen.reader.tell("A file is still being written. Quit again to leave without it.")
        return may_end

    def do_chosen(self) -> None:
        """Export what is selected, or else the story under the cursor or in the story pane."""
        headlines = self._screen.headlines
        if headlines.is_selecting:
            self._begin(headlines.selected)
        elif target := self._screen.acting.target():
            row = headlines.current
            if row is not None and row.key == target.key:
                self._begin([row.id])
            else:
                self._find(target.key)

    def _find(self, key: int) -> None:
        """Export a story that the list may not hold."""

        def found(grouped: int | None) -> None:
            if grouped is None:
                self._screen.reader.tell("This story is not in the library: only its link is.")
            elif self._screen.is_current and self._screen.takes_keys:
                self._begin([grouped])

        def find() -> int | None:
            there = self._library.grouped([key]).get(key)
            return there.id if there else None

        self._screen.requests.ask("several", find, found)

    def do_list(self) -> None:
        """Export every story of the list."""
        if self._screen.several.is_whole():
            browsing = self._screen.browsing
            self._begin(self._screen.headlines.listing.stories, str(browsing.selected))

    def _begin(self, ids: Sequence[int], title: str = "") -> None:
        if self._stopped is not None:
            self._screen.reader.tell("Another file is still being written; Esc stops it.")
        elif not ids:
            self._screen.reader.tell("There is no story to export.")
        else:
            self._ask(ids, title, _proposal())

    def _ask(self, ids: Sequence[int], title: str, name: str) -> None:
        prompt = f"Export {count(len(ids))} to"
        self._screen.type(Question(prompt, partial(self._named, ids, title), "a file's name"), name)

    def _named(self, ids: Sequence[int], title: str, name: str) -> str | None:
        """Take the file's name; what is wrong with it."""
        from newsreader.documents import ENDINGS

        try:
            path = Path(name).expanduser()
            if path.suffix.lower() not in ENDINGS:
                return f"must end in {' '.join(ENDINGS)}"
            if path.is_dir():
                return "that is a folder"
            if not path.parent.is_dir():
                return "there is no such folder"
            if not (path.is_symlink() or is_there(path)):
                self._write(ids, title, path)
            elif not path.is_file():
                return "that is no file that can be written"
            else:
                question = f"Replace {safetext.line(path.name, 40)}?"
                again = partial(self._ask, ids, title, name)
                self._screen.type(Confirmation(question, partial(self._write, ids, title, path, True), again))
        except (OSError, RuntimeError, ValueError):
            return "no file can be called that"
        return None

    def _write(self, ids: Sequence[int], title: str, path: Path, may_replace: bool = False) -> None:
        self._stopped = stopped = threading.Event()
        self._is_warned = False
        self._screen.several.end()
        done = 0

        def stories() -> Iterator[Listed]:
            nonlocal done
            for start in range(0, len(ids), _PART):
                found = self._library.listed_as(ids[start : start + _PART])
                if stopped.is_set():
                    raise NewsreaderError("stopped")
                done += len(found)
                yield from found
                self._screen.call_later(self._show, done, len(ids), stopped)
            if not done:
                raise NewsreaderError("none of it is in the library any more", "press r to refresh the list")

        def work() -> NewsreaderError | None:
            from newsreader import documents

            kind = documents.ENDINGS[path.suffix.lower()]
            try:
                with files.replacing(path, is_new=not may_replace) as file:
                    file.writelines(documents.document(kind, stories(), title))
                    if stopped.is_set():
                        raise NewsreaderError("stopped")
            except FileExistsError:
                return NewsreaderError(f"{path} is there already", "choose another name")
            except OSError as error:
                return NewsreaderError(f"{path} cannot be written: {reason(error)}", "choose another place")
            except NewsreaderError as error:
                return error
            return None

        def written(error: NewsreaderError | None) -> None:
            self._stopped = None
            self._screen.show_progress("")
            if error and stopped.is_set():
                self._screen.reader.tell("The export was stopped, and no file was left.")
                return
            told = f"Not exported: {error}" if error else f"Exported {count(done)} to {path}"
            self._screen.reader.tell(told, is_problem=error is not None)

        self._screen.requests.ask("export", work, written)

    def _show(self, done: int, total: int, stopped: threading.Event) -> None:
        if self._stopped is stopped and not stopped.is_set():
            self._screen.show_progress(f"Exporting: {done:,} of {count(total)}")


def _proposal() -> str:
    """A name that nothing has yet, in this folder, or at home where nothing can be written here."""
    folder = "" if os.access(".", os.W_OK) else "~/"
    name = f"{folder}newsreader-{time.strftime('%Y-%m-%d')}"
    names = (f"{name}{f'-{number}' if number else ''}.md" for number in (0, *range(2, 100)))
    at_home = os.path.expanduser  # that of Path raises where there is no home
    return next((one for one in names if not os.path.lexists(at_home(one))), f"{name}.md")
