"""The bottom line when something is typed: what it is for, the text, and what there is to say of it."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.geometry import Region
from textual.message import Message
from textual.widgets import Input

from newsreader import safetext
from newsreader.tui.fitting import Fitting


class Entry:
    """Something that is typed. A subclass, or a `Question`, says what becomes of it."""

    prompt = ""
    placeholder = ""

    def prompt_in(self, width: int) -> str:
        """The prompt, of which no word needs more than `width` cells if that can be helped."""
        return self.prompt

    def changed(self, text: str) -> None:
        """The text is another one."""

    def is_complete(self, text: str) -> bool:
        """Whether nothing more can follow, so that nobody needs to press Enter."""
        return False

    def accept(self, text: str) -> str | None:
        """The text is meant. None ends the typing; a mistake goes on with it, and is told."""
        return None

    def cancel(self) -> None:
        """It is not meant after all."""

    def leave(self, text: str) -> None:
        """The mouse went elsewhere."""
        self.cancel()

    def press(self, key: str) -> bool:
        """A key that is no text; whether it meant something."""
        return False

    def complete(self, before: str) -> Sequence[str]:
        """What the text before the cursor may go on to, whole."""
        return ()


class Question(Entry):
    """Asks for one short text; `answer` gets it, and returns what is wrong with it or None."""

    def __init__(self, prompt: str, answer: Callable[[str], str | None], placeholder: str = "") -> None:
        self.prompt = f"{prompt} "
        self.placeholder = placeholder
        self._answer = answer

    def accept(self, text: str) -> str | None:
        return self._answer(text.strip())


class Confirmation(Question):
    """Asks whether to do something: Enter or `y` is yes, anything else is no and leads to `otherwise`."""

    def __init__(
        self, prompt: str, done: Callable[[], None], otherwise: Callable[[], None] = lambda: None
    ) -> None:
        def answer(text: str) -> None:
            if text.casefold() in ("", "y", "yes"):
                done()
            else:
                otherwise()

        super().__init__(prompt, answer, "Enter yes, Esc no")
        self._otherwise = otherwise

    def cancel(self) -> None:
        self._otherwise()

    def leave(self, text: str) -> None:
        pass


class _Text(Input):
    """What is pasted may be a stranger's text, and so may the name that a word is completed to."""

    def validate_value(self, value: str) -> str:
        return safetext.printable(value)

    def on_resize(self) -> None:
        # The room depends on what stands beside it, which is laid out after the text was put in.
        place = Region(cell_len(self.value[: self.cursor_position]), 0, 1, 1)
        self.scroll_to_region(place, force=True, animate=False)


class EntryBar(Vertical):
    """Shows the `Entry` that is open, and tells it what is typed. What has no room beside it stands above."""

    class Completed(Message):
        """What was typed was accepted without Enter."""

    def __init__(self, *, id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self.entry: Entry | None = None
        self._offers: deque[str] = deque()
        self._behind = ""
        self._said = ""
        self._completed: tuple[str, int] | None = None

    def compose(self) -> ComposeResult:
        yield Fitting(id="entry-above")
        with Horizontal(id="entry-line"):
            yield Fitting(id="entry-prompt")
            yield _Text(id="entry-text", compact=True)
            yield Fitting(id="entry-status")

    @property
    def text(self) -> str:
        """What was typed."""
        return self.query_one(Input).value

    def open(self, entry: Entry, text: str = "") -> None:
        """Take the focus for `entry`, with `text` to go on from."""
        self.entry = entry
        self._completed = None
        self.display = True  # at once, so that it can take the focus before the next key
        self.say("")
        box = self.query_one(Input)
        box.placeholder = entry.placeholder
        with self.prevent(Input.Changed):
            box.value = text
        box.cursor_position = len(text)
        self.screen.set_focus(box)

    def close(self) -> Entry | None:
        """Let go of the entry, which is returned."""
        entry, self.entry = self.entry, None
        self.display = False
        return entry

    def press(self, key: str) -> bool:
        """A key, while an entry is open; whether it was more than text. It may have ended the entry."""
        entry = self.entry
        if entry is None:
            return False
        if key == "tab":
            self._complete(entry)
        elif key == "escape":
            self.close()
            entry.cancel()
        elif key == "enter":
            self._accept(entry)
        else:
            return entry.press(key)
        return True

    def say(self, text: str, is_mistake: bool = False) -> None:
        """Show something about the text."""
        self._said = text
        self.set_class(is_mistake, "-mistake")
        self._arrange()

    def on_resize(self) -> None:
        self._arrange()

    def _arrange(self) -> None:
        """Show the prompt and what is said beside the text, or above it what would leave no room for that."""
        if self.entry is None:
            return
        width = self.screen.size.width - self.gutter.width  # the bar itself has none before it is shown
        prompt, said = self.entry.prompt_in(width), self._said
        above = ""
        if cell_len(prompt) + min(cell_len(self.entry.placeholder), width // 2) >= width:
            prompt, above = "", prompt
        if is_mistake := self.has_class("-mistake") and cell_len(said) > width * 2 // 3:
            said, above = "", said
        for id_, text in (("above", above), ("prompt", prompt), ("status", said)):
            self.query_one(f"#entry-{id_}", Fitting).update(Content(text))
        self.set_class(bool(above), "-above")
        self.query_one("#entry-above").set_class(is_mistake, "-mistake")

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        if self.has_class("-mistake"):
            self.say("")
        if self.entry is not None:
            self.entry.changed(event.value)
            if self.entry.is_complete(event.value):
                self._accept(self.entry)
                self.post_message(self.Completed())

    def _accept(self, entry: Entry) -> None:
        mistake = entry.accept(self.text)
        if mistake is not None:
            self.say(mistake, is_mistake=True)
        elif self.entry is entry:  # and not another one, which the answer opened
            self.close()

    def _complete(self, entry: Entry) -> None:
        """Complete what stands before the cursor; again, to the next possibility. What is behind it stays."""
        box = self.query_one(Input)
        if len(self._offers) > 1 and (box.value, box.cursor_position) == self._completed:
            self._offers.rotate(-1)
        else:  # also from the only possibility: a field goes on to its values
            before, self._behind = box.value[: box.cursor_position], box.value[box.cursor_position :]
            self._offers = deque(entry.complete(before))
        if self._offers:
            offer = self._offers[0]
            if self._behind.startswith(" "):
                offer = offer.rstrip(" ")
            box.value = offer + self._behind
            box.cursor_position = len(box.value) - len(self._behind)
            self._completed = box.value, box.cursor_position
