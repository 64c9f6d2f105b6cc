"""The user's configuration: TOML in, a frozen value out.

A setting that makes no sense is reported and its default is used; the program always starts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, NamedTuple

from newsreader import files
from newsreader.errors import NewsreaderError, nearest
from newsreader.settings import SETTINGS, TABLES

_SETTINGS = {setting.name: setting for setting in SETTINGS}
_TABLES = {table.name: table for table in TABLES}
_PART = r"""(?:"(?:[^"\\]|\\.)*"|'[^']*'|[A-Za-z0-9_-]+)"""
_NAME = rf"{_PART}(?:[ \t]*\.[ \t]*{_PART})*"
_LINE = re.compile(rf"[ \t]*(?:\[[ \t]*({_NAME})[ \t]*\]|({_NAME})[ \t]*=)")

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


@dataclass(frozen=True, slots=True)
class Config:
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
    keys: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    searches: Mapping[str, str] = field(default_factory=dict)
    fields: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    path: Path | None = None
    """Where it was read from, and where searches are kept."""
    text: str = field(default="", compare=False, repr=False)
    """What stands there."""

    def lines(self) -> dict[Name, int]:
        """The lines on which settings, tables and entries begin, from 1."""
        return dict(_lines(self.text))

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
    if not path.exists():
        return Config(path=path), []
    import tomllib  # not needed without a file

    try:
        text = path.read_text("utf-8")
        values = tomllib.loads(text)
    except OSError as error:
        reason = (error.strerror or "").lower()
        return Config(path=path), [Mistake(path, 1, f"it cannot be read: {reason}")]
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        place = re.search(r"at line (\d+)", str(error))
        line = int(place[1]) if place else 1
        return Config(path=path), [Mistake(path, line, "not valid TOML, the defaults are used", str(error))]
    found: dict[str, Any] = {}
    mistakes: list[Mistake] = []
    empty = Config(path=path, text=text)
    for name, value in values.items():
        try:
            found[name] = _taken(name, value, empty, mistakes)
        except NewsreaderError as error:
            mistakes.append(empty.mistake((name,), error.message, error.hint))
    return replace(empty, **found), mistakes


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


def save_search(path: Path, name: str, query: str | None) -> None:
    """Keep a search in the file at `path` under `name`, or forget it (None); all else in it stays as it is.

    Raises `NewsreaderError` when the file cannot be read, understood or written.
    """
    import tomlkit  # slow to load, and needed only here
    from tomlkit.exceptions import TOMLKitError

    try:
        document = tomlkit.parse(path.read_bytes()) if path.exists() else tomlkit.document()
        searches = document.setdefault("searches", tomlkit.table())
        if query is None:
            searches.pop(name, None)
        else:
            searches[name] = query
        path.parent.mkdir(parents=True, exist_ok=True)
        with files.replacing(path) as file:
            file.write(tomlkit.dumps(document))
    except OSError as error:
        reason = (error.strerror or "").lower()
        raise NewsreaderError(f"{path.name} cannot be written: {reason}", str(path)) from None
    except (TOMLKitError, UnicodeDecodeError, AttributeError, TypeError):
        raise NewsreaderError(f"{path.name} is not valid TOML, mend it first", str(path)) from None


def write_initial(path: Path) -> None:
    """Write the `initial` configuration. Raises `NewsreaderError` for a file that is there already."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with files.replacing(path, is_new=True) as file:
            file.write(initial())
    except OSError as error:
        if path.exists():
            hint = "newsreader config show tells what it says"
            raise NewsreaderError(f"{path} is there already", hint) from None
        reason = (error.strerror or "").lower()
        raise NewsreaderError(f"{path} cannot be written: {reason}", "check the folder") from None


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
        known = [*_SETTINGS, *_TABLES]
        near = nearest(name, known)
        hint = f"did you mean {near[0]}?" if near else f"there are {', '.join(known)}"
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


def _lines(text: str) -> Iterator[tuple[Name, int]]:
    """What begins on which line, the last first: what is looked for is the first of its name."""
    import tomllib

    table: Name = ()
    found: list[tuple[Name, int]] = []
    for number, line in enumerate(text.split("\n"), 1):
        if match := _LINE.match(line):
            try:
                name = _path(tomllib.loads(f"{match[1] or match[2]} = 0"))
            except tomllib.TOMLDecodeError:  # a part of a longer text
                continue
            whole = name if match[1] else table + name
            table = name if match[1] else table
            found += [(whole[:end], number) for end in range(len(whole), 0, -1)]
    yield from reversed(found)


def _path(tree: Any) -> Name:
    """The names that lead to the one value in a tree."""
    ((name, inner),) = tree.items()
    return (name, *(_path(inner) if isinstance(inner, dict) else ()))
