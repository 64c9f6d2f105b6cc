"""Shows the pictures of a story above the reader screen; what is on the web only after a question."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from textual import events
from textual.app import ComposeResult, SuspendNotSupported
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen

from newsreader import safetext
from newsreader.library import Library
from newsreader.tui import graphics, pictures
from newsreader.tui.closing import ClosedOnce
from newsreader.tui.entry import Confirmation
from newsreader.tui.pictures import Source

if TYPE_CHECKING:
    from PIL.Image import Image
    from textual.widget import Widget

    from newsreader.tui.screen import ReaderScreen

_HOW = 'Pictures need more than is installed: pip install "newsreader-tui[images]"'


_NARROW = 30
"""Below so many cells a question has few words, so that not they but the host is seen."""


class Gallery:
    """The pictures of the story that `screen` shows, one at a time."""

    def __init__(self, screen: ReaderScreen, library: Library) -> None:
        self._screen = screen
        self._library = library
        self._key: int | None = None
        self._sources: list[Source] = []
        self._images: dict[int, Image] = {}
        self._kind: Callable[[Image], Widget] | None = None
        self._kitty = graphics.Kitty(lambda text: screen.reader.write(text))

    def do_show(self) -> None:
        """Show the first picture of the story."""
        if not pictures.can_be_shown():
            self._screen.reader.tell(_HOW, is_problem=True)
        elif (key := self._screen.reading.key) is not None:
            self._key = key
            self._screen.requests.ask("picture", partial(self._find, key), self._found)

    def end(self) -> None:
        """Leave no picture in the terminal."""
        self._kitty.forget_all()

    def _find(self, key: int) -> list[Source]:
        return pictures.sources(self._library.story(key), self._library.sources())

    def _found(self, sources: list[Source]) -> None:
        self._sources = sources
        self._images.clear()
        if sources:
            self._open(0)
        else:
            self._screen.reader.tell("This story has no picture.")

    def _open(self, place: int) -> None:
        source = self._sources[place]
        if place in self._images:
            self._show(place, self._images[place])
        elif source.path is not None:
            work = partial(lambda path: pictures.decoded(pictures.read(path)), source.path)
            self._screen.requests.ask("picture", work, partial(self._show, place))
        else:
            self._ask(place, source.url)

    def _ask(self, place: int, url: str) -> None:
        """Ask whether to fetch a picture, naming the host that would learn of it."""
        from newsreader.fetching import host  # here, since it costs a start more than it has

        if not self._is_awaited:
            return
        self._screen.type(_Permission(host(url), partial(self._fetch, place, url)))

    def _fetch(self, place: int, url: str) -> None:
        from newsreader.fetching import fetch, host

        def work() -> Image | str:
            found = fetch(url)
            return found if isinstance(found, str) else pictures.decoded(found)

        def fetched(found: Image | str) -> None:
            if isinstance(found, str):
                self._ask(place, found)
            else:
                self._show(place, found)

        self._screen.reader.tell(f"Fetching the picture from {host(url)} …")
        self._screen.requests.ask("picture", work, fetched)

    def _show(self, place: int, image: Image) -> None:
        if not self._is_awaited:
            return
        self._images[place] = image
        self._screen.reader.clear_notifications()
        title = self._sources[place].title or "Picture"
        viewer = PictureScreen(self._widget(image), title, place, len(self._sources))
        self._screen.reader.push_screen(viewer, partial(self._step, place))

    @property
    def _is_awaited(self) -> bool:
        """Whether nobody went on to something else meanwhile."""
        screen = self._screen
        return screen.reading.key == self._key and screen.is_current and screen.takes_keys

    def _step(self, place: int, step: int | None) -> None:
        self._kitty.forget_all()
        if step:
            self._open((place + step) % len(self._sources))

    def _widget(self, image: Image) -> Widget:
        """A widget for the best that the terminal can; the first one asks the terminal what that is."""
        if self._kind is None:
            reader, terminal = self._screen.reader, graphics.Terminal()
            # Suspended, or Textual would take the terminal's answer for keys.
            with suppress(SuspendNotSupported), reader.suspend():
                terminal = graphics.ask()
            has_all_colours = reader.console.color_system == "truecolor" and not reader.no_color
            self._kind = graphics.widget_class(terminal, has_all_colours)
            self._kitty.take_over()
            for letter in terminal.typed:
                reader.post_message(events.Key(letter, letter))
        widget = self._kind(image)
        widget.styles.width = widget.styles.height = "auto"
        widget.styles.max_width = widget.styles.max_height = graphics.CELLS_LIMIT
        return widget


class _Permission(Confirmation):
    """Asks whether to fetch from a host. Where its name has no room, what counts is its end."""

    def __init__(self, host: str, done: Callable[[], None]) -> None:
        super().__init__(f"Fetch the picture from {host}?", done)
        self._host = host

    def prompt_in(self, width: int) -> str:
        room = max(2, width - len("?"))
        host = self._host if len(self._host) <= room else f"…{self._host[1 - room :]}"
        words = "Fetch the picture from" if width >= _NARROW else "Fetch from"
        return f"{words} {host}? "


class PictureScreen(ModalScreen[int], ClosedOnce[int]):
    """One picture of several; the result is by how many the next one is away."""

    def __init__(self, picture: Widget, title: str, place: int, count: int) -> None:
        super().__init__()
        self._picture = picture
        self._title = title
        self._place = place
        self._count = count

    def compose(self) -> ComposeResult:
        with Vertical(id="picture") as box:
            several = (
                f"{self._place + 1} of {self._count}   n next   p previous   " if self._count > 1 else ""
            )
            box.border_title = Content(safetext.line(self._title, 200))
            box.border_subtitle = Content(f"{several}Esc close")
            yield self._picture

    def on_key(self, event: events.Key) -> None:
        steps = {"n": 1, "j": 1, "right": 1, "space": 1, "p": -1, "k": -1, "left": -1}
        if event.key in steps and self._count > 1:
            self.dismiss(steps[event.key])
        elif event.key in ("escape", "q", "i", "enter"):
            self.dismiss(0)
        else:
            return
        event.stop()
        event.prevent_default()
