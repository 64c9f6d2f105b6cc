"""The user's configuration: TOML in, a frozen value out.

A setting that makes no sense is reported and its default is used; the program always starts.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from newsreader import files
from newsreader.errors import NewsreaderError, nearest


@dataclass(frozen=True, slots=True)
class Setting:
    """A setting, the values that it takes with the default first, what it does, and what else it takes."""

    name: str
    values: tuple[str, ...]
    help: str
    others: str = ""


SETTINGS = (
    Setting(
        "mark_read",
        ("open", "select"),
        "A story counts as read once it is opened, or already when the cursor is on it.",
    ),
    Setting(
        "refresh",
        ("start", "asked"),
        "Files and folders that were imported are looked at again at every start, or only with `r`.",
    ),
    Setting(
        "rows",
        ("fit", "one", "two"),
        "Lines that a headline takes: as fit the pane, always one, or always two; `L` changes it.",
    ),
    Setting(
        "sort",
        ("newest", "oldest", "heat", "quality", "title"),
        "The order of a list, until `S` gives it another one.",
    ),
    Setting(
        "theme",
        ("dark", "light", "terminal"),
        "The colours: two themes of ours, the sixteen colours of your terminal, or others; `T` chooses.",
        others="a theme that `T` shows",
    ),
)
_SETTINGS = {setting.name: setting for setting in SETTINGS}


@dataclass(frozen=True, slots=True)
class Number:
    """A setting that is a whole number, with its default and its bounds."""

    name: str
    default: int
    least: int
    most: int
    help: str


NUMBERS = (
    Number("open_limit", 20, 1, 200, "Stories that are opened in the browser at once, at most."),
    Number("measure", 84, 40, 200, "The widest that a line of a story gets, in cells."),
)
_NUMBERS = {number.name: number for number in NUMBERS}

TEXTS = {
    "browser": 'The command that opens addresses, instead of `$BROWSER`: `"firefox --new-tab %s"`.',
}
"""The settings that are any text, "" by default."""

TABLES = {
    "keys": 'Keys by command, instead of its own: `"list.read" = ["A", "g r"]`. docs/keys.md names them.',
    "searches": 'Searches that stand in the sidebar, by name: `Cameras = "topic:AI camera*"`. `w` adds one.',
}
"""The tables of the file, and what they hold."""


@dataclass(frozen=True, slots=True)
class Config:
    """How the program behaves: a value for each of `SETTINGS`, `NUMBERS` and `TEXTS`, and the `TABLES`."""

    mark_read: str = "open"
    refresh: str = "start"
    rows: str = "fit"
    sort: str = "newest"
    theme: str = "dark"
    open_limit: int = 20
    measure: int = 84
    browser: str = ""
    keys: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    searches: Mapping[str, str] = field(default_factory=dict)
    path: Path | None = None
    """Where it was read from, and where searches are kept."""


def load(path: Path) -> tuple[Config, list[str]]:
    """The configuration in the file at `path`, and one line for each mistake in it.

    A file that does not exist is the default configuration, and so is one that cannot be read or is no TOML.
    """
    if not path.exists():
        return Config(path=path), []
    import tomllib

    try:
        text = path.read_text("utf-8")
        values = tomllib.loads(text)
    except OSError as error:
        return Config(path=path), [f"{path} cannot be read: {(error.strerror or '').lower()}"]
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        return Config(path=path), [f"{path} is not valid TOML, the defaults are used: {error}"]
    found: dict[str, Any] = {"path": path}
    mistakes = []
    for name, value in values.items():
        try:
            found[name] = _taken(name, value)
        except NewsreaderError as mistake:
            mistakes.append(f"{path}:{_line(text, name)}: {mistake}")
    return replace(Config(), **found), mistakes


def save_search(path: Path, name: str, query: str | None) -> None:
    """Keep a search in the file at `path` under `name`, or forget it (None); all else in it stays as it is.

    Raises `NewsreaderError` when the file cannot be read, understood or written.
    """
    import tomlkit
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


def _taken(name: str, value: Any) -> Any:
    """The value of a setting as `Config` keeps it. Raises `NewsreaderError` for one that makes no sense."""
    if name in _SETTINGS:
        setting = _SETTINGS[name]
        if value not in setting.values and not (setting.others and isinstance(value, str)):
            choices = " or ".join(
                [*(f'"{choice}"' for choice in setting.values), *filter(None, [setting.others])]
            )
            raise NewsreaderError(f"{name} must be {choices}")
        return value
    if name in _NUMBERS:
        number = _NUMBERS[name]
        if type(value) is not int or not number.least <= value <= number.most:
            raise NewsreaderError(f"{name} must be a number from {number.least} to {number.most}")
        return value
    if name in TEXTS:
        if not isinstance(value, str) or not value.isprintable():
            raise NewsreaderError(f"{name} must be a text")
        return value
    if name in TABLES:
        return _keys(value) if name == "keys" else _searches(value)
    known = [*_SETTINGS, *_NUMBERS, *TEXTS, *TABLES]
    near = nearest(name, known)
    raise NewsreaderError(
        f"no setting is called {name}",
        f"did you mean {near[0]}?" if near else f"there are {', '.join(known)}",
    )


def _keys(value: Any) -> dict[str, tuple[str, ...]]:
    keys = {}
    for id_, given in value.items() if isinstance(value, dict) else [("keys", 0)]:
        given = [given] if isinstance(given, str) else given
        if not isinstance(given, list) or not all(isinstance(key, str) for key in given):
            raise NewsreaderError(f"{id_} must be a key or a list of keys", 'as in "list.read" = ["A"]')
        keys[id_] = tuple(given)
    return keys


def _searches(value: Any) -> dict[str, str]:
    if not isinstance(value, dict) or not all(isinstance(query, str) for query in value.values()):
        raise NewsreaderError("searches must be texts by name", 'as in Cameras = "topic:AI camera*"')
    return dict(value)


def _line(text: str, name: str) -> int:
    """The line on which a setting or a table begins, from 1."""
    match = re.search(rf"^[ \t]*\[?[ \t]*\"?{re.escape(name)}\b", text, re.MULTILINE)
    return text.count("\n", 0, match.start()) + 1 if match else 1
