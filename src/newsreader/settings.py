"""The table of settings: what config.toml may say, what is taken, and what it does. Pure.

Reading and checking the file, docs/config.md and the file that `config init` writes are made from this table.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from newsreader.errors import NewsreaderError, nearest
from newsreader.records import NamedTuple


class Choice(NamedTuple):
    """A setting that is one of some words, the default first; `others` says what else it takes."""

    name: str
    values: tuple[str, ...]
    help: str
    others: str = ""

    @property
    def default(self) -> str:
        """The value that counts where the file says none."""
        return self.values[0]

    @property
    def takes(self) -> tuple[str, ...]:
        """What may be written, the default first."""
        return (*(f'"{value}"' for value in self.values), *filter(None, [self.others]))

    def taken(self, value: Any) -> str:
        """The value as `Config` keeps it. Raises `NewsreaderError` for one that makes no sense."""
        if value in self.values or (self.others and isinstance(value, str)):
            return str(value)
        near = nearest(value.lower(), self.values) if isinstance(value, str) else []
        hint = f'did you mean "{near[0]}"?' if near else ""
        raise NewsreaderError(f"{self.name} must be {' or '.join(self.takes)}", hint)


class Number(NamedTuple):
    """A setting that is a whole number, with its default and its bounds."""

    name: str
    default: int
    least: int
    most: int
    help: str

    @property
    def takes(self) -> tuple[str, ...]:
        """What may be written, the default first."""
        return str(self.default), f"from {self.least} to {self.most}"

    def taken(self, value: Any) -> int:
        """The value as `Config` keeps it. Raises `NewsreaderError` for one that makes no sense."""
        if type(value) is int and self.least <= value <= self.most:
            return value
        raise NewsreaderError(f"{self.name} must be a number from {self.least} to {self.most}")


class Text(NamedTuple):
    """A setting that is any text on one line, nothing by default."""

    name: str
    help: str
    default: str = ""

    @property
    def takes(self) -> tuple[str, ...]:
        """What may be written, the default first."""
        return '""', "a text"

    def taken(self, value: Any) -> str:
        """The value as `Config` keeps it. Raises `NewsreaderError` for one that makes no sense."""
        if isinstance(value, str) and value.isprintable():
            return value
        raise NewsreaderError(f"{self.name} must be a text")


Setting = Choice | Number | Text

SETTINGS: Final[tuple[Setting, ...]] = (
    Choice(
        "theme",
        ("dark", "light", "terminal"),
        "The colours: two themes of ours, the sixteen colours of your terminal, or others; `T` chooses.",
        others="a theme that `T` shows",
    ),
    Choice(
        "rows",
        ("fit", "one", "two"),
        "Lines that a headline takes: as fit the pane, always one, or always two; `L` changes it.",
    ),
    Choice(
        "dates",
        ("short", "iso", "relative"),
        "How lists and stories tell a time: `10 Jul 20`, `2020-07-10`, or `3 d` ago; pipes get ISO dates.",
    ),
    Number("measure", 84, 40, 200, "The widest that a line of a story gets, in cells."),
    Choice(
        "sort",
        ("newest", "oldest", "heat", "quality", "title"),
        "The order of a list, until `S` gives it another one.",
    ),
    Choice(
        "show",
        ("all", "unread"),
        "What a list shows, until `a` says otherwise: every story, or those that are unread.",
    ),
    Choice(
        "topics_sort",
        ("name", "unread"),
        "The order of topics and providers: by name, or most unread first; `S` on a topic changes it.",
    ),
    Choice(
        "topics_show",
        ("all", "unread"),
        "Which topics and providers there are: all, or those with unread stories; `a` on a topic changes it.",
    ),
    Choice(
        "mark_read",
        ("open", "select"),
        "A story counts as read once it is opened, or already when the cursor is on it.",
    ),
    Choice(
        "refresh",
        ("start", "asked"),
        "Files and folders that were imported are looked at again at every start, or only with `r`.",
    ),
    Text("browser", 'The command that opens addresses, instead of `$BROWSER`: `"firefox --new-tab %s"`.'),
    Number("open_limit", 20, 1, 200, "Stories that are opened in the browser at once, at most."),
)


class Table(NamedTuple):
    """A table of the file: what it holds, an entry as it may be written, and what takes one.

    `entry` gets the name and the value of an entry, and gives the value as `Config` keeps it. It raises
    `NewsreaderError` for one that makes no sense.
    """

    name: str
    help: str
    example: str
    entry: Callable[[str, Any], Any]


def names(value: Any) -> tuple[str, ...] | None:
    """A text or a list of texts as several; None for anything else."""
    several = [value] if isinstance(value, str) else value
    is_sound = isinstance(several, list) and all(isinstance(one, str) for one in several)
    return tuple(several) if is_sound else None


def _keys(name: str, value: Any) -> tuple[str, ...]:
    if (keys := names(value)) is not None:
        return keys
    raise NewsreaderError(f"{name} must be a key or a list of keys", 'as in "list.read" = ["A"]')


def _search(name: str, value: Any) -> str:
    if not is_name(name):
        raise NewsreaderError("a search needs a name that can be shown")
    if isinstance(value, str):
        return value
    raise NewsreaderError(f"{name} must be a text", 'as in Cameras = "topic:AI camera*"')


def is_name(text: str) -> bool:
    """Whether a search may be called this."""
    return bool(text.strip()) and text.isprintable()


FIELD_NAMES: Final = {
    "title": "title",
    "url": "webUrl",
    "published": "publishedDateTime",
    "excerpt": "excerpt",
    "topics": "topics",
    "provider": "provider",
    "images": "images",
    "category": "category",
    "type": "type",
    "quality": "quality",
    "heat": "heat",
}
"""What of a story front matter of other tools may say under names of its own: in `[fields]` and in ours."""

_FOREIGN_LIMIT, _FOREIGN_LENGTH = 20, 100


def _field(name: str, value: Any) -> tuple[str, ...]:
    if name not in FIELD_NAMES:
        near = nearest(name, FIELD_NAMES)
        hint = f"did you mean {near[0]}?" if near else f"there are {', '.join(FIELD_NAMES)}"
        raise NewsreaderError(f"no field is called {name}", hint)
    foreign = names(value) or ()
    if 0 < len(foreign) <= _FOREIGN_LIMIT and all(
        is_name(one) and len(one) <= _FOREIGN_LENGTH for one in foreign
    ):
        return foreign
    raise NewsreaderError(
        f"{name} must be a name or a list of at most {_FOREIGN_LIMIT}", 'as in title = ["headline", "name"]'
    )


TABLES: Final = (
    Table(
        "keys",
        "Keys by command, instead of its own: `%s`. docs/keys.md names them.",
        '"list.read" = ["A", "g r"]',
        _keys,
    ),
    Table(
        "searches",
        "Searches that stand in the sidebar, by name: `%s`. `w` adds one; a change of them shows by itself.",
        'Cameras = "topic:AI camera*"',
        _search,
    ),
    Table(
        "fields",
        "Names under which your files say what a story is, asked before those of docs/formats.md: `%s`.",
        'published = ["posted_at", "when"]',
        _field,
    ),
)
