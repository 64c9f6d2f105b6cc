"""The user's configuration: TOML in, a frozen value out.

A setting that makes no sense is reported and its default is used; the program always starts.
"""

from __future__ import annotations

import operator
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from newsreader import files
from newsreader.errors import NewsreaderError, RefusedFileError, nearest, reason
from newsreader.records import EMPTY, NamedTuple
from newsreader.settings import SETTINGS, TABLES, is_name

_SETTINGS = {setting.name: setting for setting in SETTINGS}
_TABLES = {table.name: table for table in TABLES}
_PART = r"""(?:"(?:[^"\\]|\\.)*"|'[^']*'|[A-Za-z0-9_-]+)"""
_NAME = rf"{_PART}(?:[ \t]*\.[ \t]*{_PART})*"
_LINE = rf"[ \t]*(?:\[\[?[ \t]*({_NAME})[ \t]*\]|({_NAME})[ \t]*=)"
_BOM = "\ufeff"
_UNUSED = "the defaults are used"
_NO_TEXT = "it is no UTF-8 text, save it as UTF-8"

Name = tuple[str, ...]
"""What a setting is called, or a table and an entry of it."""


class Mistake(NamedTuple):
    """Something in the file that makes no sense; `line` counts from 1."""

    path: Path | None
    line: int
    message: str
    hint: str = ""
    name: Name = ()

    def __str__(self) -> str:
        """In a line."""
        where = f"{self.path}:{self.line}: " if self.path else ""
        return f"{where}{self.message}{f': {self.hint}' if self.hint else ''}"

    @property
    def bars_import(self) -> bool:
        """Whether the file may have names for `[fields]` that are not known: stories would be others."""
        return not self.name or self.name[0] == "fields" or _meant(self.name[0]) == ["fields"]

    def refusal(self) -> NewsreaderError:
        """What to say instead of doing what cannot be done before this is mended."""
        where = f"{self.path}:{self.line}: " if self.path else ""
        return NewsreaderError(f"{where}{self.message}", "mend it first")


class Config(NamedTuple):
    """How the program behaves: a value for each of `SETTINGS`, and the `TABLES`."""

    theme: str = "dark"
    rows: str = "fit"
    dates: str = "short"
    measure: int = 84
    sort: str = "newest"
    show: str = "all"
    topics_sort: str = "name"
    topics_show: str = "all"
    mark_read: str = "open"
    refresh: str = "start"
    browser: str = ""
    open_limit: int = 20
    keys: Mapping[str, tuple[str, ...]] = EMPTY
    searches: Mapping[str, str] = EMPTY
    fields: Mapping[str, tuple[str, ...]] = EMPTY
    path: Path | None = None
    """Where it was read from, and where searches are kept."""
    text: str = ""
    """What stands there."""

    def lines(self) -> Mapping[Name, int]:
        """The lines on which settings, tables and entries begin, from 1."""
        return _lines(self.text)

    def mistake(self, name: Name, message: str, hint: str = "") -> Mistake:
        """A mistake in what the file says under this name."""
        lines = self.lines()
        return Mistake(self.path, lines.get(name) or lines.get(name[:1], 1), message, hint, name)


class Value(NamedTuple):
    """A setting, or an entry of a table, its value, and who says so: `default`, `file` or `screen`."""

    name: Name
    value: object
    source: str


def load(path: Path) -> tuple[Config, list[Mistake]]:
    """The configuration in the file at `path`, and the mistakes in it.

    A file that does not exist is the default configuration, and so is one that cannot be read or is no TOML.
    """
    try:
        data = files.contents(path)
    except RefusedFileError as error:
        return Config(path=path), [Mistake(path, 1, f"it cannot be read: {error.message}", _UNUSED)]
    if data is None:
        return Config(path=path), []
    if b"\0" in data:  # UTF-16, most likely
        return Config(path=path), [Mistake(path, 1, _NO_TEXT, _UNUSED)]
    try:
        return parsed(data.decode(), path)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return Config(path=path), [Mistake(path, line, _NO_TEXT, _UNUSED)]


def parsed(text: str, path: Path | None = None) -> tuple[Config, list[Mistake]]:
    """The configuration that a file at `path` with this text would be, and the mistakes in it. Pure."""
    import tomllib  # not needed without a file

    try:
        values = tomllib.loads(text.removeprefix(_BOM))
    except (ValueError, RecursionError) as error:
        return Config(path=path), [Mistake(path, *_no_toml(text, error), _UNUSED)]
    found: dict[str, Any] = {}
    mistakes: list[Mistake] = []
    empty = Config(path=path, text=text)
    for name, value in values.items():
        try:
            found[name] = _taken(name, value, empty, mistakes)
        except NewsreaderError as error:
            mistakes.append(empty.mistake((name,), error.message, error.hint))
    return empty._replace(**found), mistakes


def barring(mistakes: Iterable[Mistake]) -> Mistake | None:
    """The first mistake for which no file may be read into the library."""
    return next((mistake for mistake in mistakes if mistake.bars_import), None)


def values(
    settings: Config, mistakes: Iterable[Mistake], chosen: Callable[[str, str], str]
) -> Iterator[Value]:
    """Every setting and every entry. `chosen` knows what was chosen on the screen in place of a text."""
    said = settings.lines().keys() - {mistake.name for mistake in mistakes}
    for setting in SETTINGS:
        value = getattr(settings, setting.name)
        source = "file" if (setting.name,) in said else "default"
        if isinstance(value, str) and (choice := chosen(setting.name, value)) != value:
            value, source = choice, "screen"
        yield Value((setting.name,), value, source)
    for table in TABLES:
        for name, value in getattr(settings, table.name).items():
            yield Value((table.name, name), value, "file")


def save_search(
    path: Path,
    name: str,
    query: str | None,
    *,
    seen: str | None = None,
    is_same: Callable[[str, str], bool] = operator.eq,
) -> None:
    """Keep a search in the file at `path` under `name`, or forget it (None); all else in it stays as it is.

    Another search is never replaced, nor forgotten if it was not `seen`; `is_same` compares two searches.
    Raises `NewsreaderError` for that, and when the file cannot be read, understood or written.
    """
    if not is_name(name):
        raise NewsreaderError("a name is needed")
    if query is not None and any("\ud800" <= letter <= "\udfff" for letter in query):
        raise NewsreaderError("the search is no UTF-8 text", "write it without bytes of another encoding")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with files.locked(path):
            settings, mistakes = load(path)
            for mistake in mistakes:
                if not mistake.name:
                    raise mistake.refusal()
            text = _with_search(settings, name, query, query if seen is None else seen, is_same)
            if text != settings.text:
                with files.replacing(path) as file:
                    file.write(text)
    except OSError as error:
        raise NewsreaderError(f"{path.name} cannot be written: {reason(error)}", str(path)) from None


def write_initial(path: Path) -> None:
    """Write the `initial` configuration. Raises `NewsreaderError` for a file that is there already."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with files.replacing(path, is_new=True) as file:
            file.write(initial())
    except OSError as error:
        if os.path.lexists(path):
            hint = "newsreader config show tells what it says"
            raise NewsreaderError(f"{path} is there already", hint) from None
        raise NewsreaderError(f"{path} cannot be written: {reason(error)}", "check the folder") from None


def initial() -> str:
    """A configuration that changes nothing: every setting with its default, to be taken up line by line."""
    lines = [
        "# What newsreader does, as it does it without this file. To change something, take away the",
        "# sign before it. `newsreader config check` finds mistakes, docs/config.md tells more.",
    ]
    for setting in SETTINGS:
        default = f'"{setting.default}"' if isinstance(setting.default, str) else setting.default
        others = ", ".join(setting.takes[1:])
        lines += ["", f"# {setting.help}", f"# Or: {others}", f"# {setting.name} = {default}"]
    for table in TABLES:
        lines += ["", f"[{table.name}]", f"# {table.help.replace(': `%s`', '')}", f"# {table.example}"]
    return "\n".join([*lines, ""])


def _taken(name: str, value: Any, empty: Config, mistakes: list[Mistake]) -> Any:
    """The value of a setting or a table as `Config` keeps it; entries that make no sense are `mistakes`.

    Raises `NewsreaderError` for a value that makes no sense as a whole, and for a name that nothing has.
    """
    if name in _SETTINGS:
        return _SETTINGS[name].taken(value)
    if name not in _TABLES:
        near = _meant(name)
        hint = f"did you mean {near[0]}?" if near else f"there are {', '.join([*_SETTINGS, *_TABLES])}"
        raise NewsreaderError(f"no setting is called {name}", hint)
    table = _TABLES[name]
    if not isinstance(value, dict):
        raise NewsreaderError(f"{name} must be a table", f"[{name}] on a line, then as in {table.example}")
    entries = {}
    for key, one in value.items():
        try:
            entries[key] = table.entry(key, one)
        except NewsreaderError as error:
            mistakes.append(empty.mistake((name, key), f"{name}: {error.message}", error.hint))
    return entries


def _meant(name: str) -> list[str]:
    """The setting or the table that was probably meant."""
    return nearest(name, [*_SETTINGS, *_TABLES])


def _with_search(
    settings: Config, name: str, query: str | None, seen: str | None, is_same: Callable[[str, str], bool]
) -> str:
    """The text of the file with a search more, or without it. Raises `NewsreaderError` as `save_search`."""
    import tomlkit  # slow to load, and needed only here
    from tomlkit.exceptions import TOMLKitError

    mark = _BOM if settings.text.startswith(_BOM) else ""
    try:
        document = tomlkit.parse(settings.text.removeprefix(_BOM))
        searches = document.setdefault("searches", tomlkit.table())
        if not isinstance(searches, MutableMapping):
            mistake = settings.mistake(("searches",), "[searches] is no table")
            raise mistake.refusal()
        if name in searches:
            old = searches[name]
            if seen is not None and not (isinstance(old, str) and is_same(old, seen)):
                raise _taken_name(settings, name, old, query)
            if query is not None:
                return settings.text
            searches.pop(name)
        elif query is None:
            return settings.text
        else:
            searches[name] = query
        return mark + tomlkit.dumps(document)
    except (TOMLKitError, RecursionError, ValueError) as error:
        mistake = Mistake(settings.path, 1, f"it cannot be changed ({type(error).__name__})")
        raise mistake.refusal() from None


def _taken_name(settings: Config, name: str, old: object, query: str | None) -> NewsreaderError:
    """What to say where something else has the name of a search that is to be kept, or forgotten."""
    if query is None:
        return NewsreaderError("another search has that name now", "newsreader searches lists them")
    if isinstance(old, str):
        return NewsreaderError("another search has that name", "take that one away first")
    mistake = settings.mistake(("searches", name), "something that is no search has that name")
    return mistake.refusal()


def _no_toml(text: str, error: ValueError | RecursionError) -> tuple[int, str]:
    """The line on which a text ceases to be TOML that we can read, and why."""
    import tomllib

    if isinstance(error, tomllib.TOMLDecodeError):
        place = re.search(r"at line (\d+)", str(error))
        line = int(place[1]) if place else text.rstrip().count("\n") + 1  # at the end of the document
        return line, f"not valid TOML ({error})"
    if isinstance(error, RecursionError):
        return 1, "it cannot be read: lists or tables in one another, too deep"
    number = re.search(r"\d[\d_]{1000,}", text)  # Python reads numbers only so far
    return text.count("\n", 0, number.start() if number else 0) + 1, "it cannot be read: a number is too long"


@lru_cache(maxsize=2)
def _lines(text: str) -> Mapping[Name, int]:
    """On which line the settings, the tables and their entries begin, from 1."""
    table: Name = ()
    found: dict[Name, int] = {}
    for number, line in enumerate(text.removeprefix(_BOM).split("\n"), 1):
        if match := re.match(_LINE, line):
            name = _path(match[1] or match[2])
            if not name:
                continue
            whole = name if match[1] else table + name
            table = name if match[1] else table
            for end in (2, 1):
                found.setdefault(whole[:end], number)
    return found


def _path(name: str) -> Name:
    """The parts of a name as it is written; none where it turns out to be within a longer text."""
    if not {'"', "'"} & set(name):
        return tuple(part.strip() for part in name.split("."))
    import tomllib

    try:
        tree: Any = tomllib.loads(f"{name} = 0")
    except tomllib.TOMLDecodeError:
        return ()
    parts = []
    while isinstance(tree, dict):
        ((part, tree),) = tree.items()
        parts.append(part)
    return tuple(parts)
