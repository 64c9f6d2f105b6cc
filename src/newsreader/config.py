"""The user's configuration: TOML in, a frozen value out.

A setting that makes no sense is reported and its default is used; the program always starts.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from newsreader.errors import nearest


@dataclass(frozen=True, slots=True)
class Setting:
    """A setting, the values that it takes with the default first, and what it does."""

    name: str
    values: tuple[str, ...]
    help: str


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
    Setting("theme", ("dark", "light"), "The colours at start; `T` chooses among all themes."),
)
_VALUES = {setting.name: setting.values for setting in SETTINGS}


@dataclass(frozen=True, slots=True)
class Config:
    """How the program behaves: a value for each of `SETTINGS`."""

    mark_read: str = "open"
    refresh: str = "start"
    theme: str = "dark"


def load(path: Path) -> tuple[Config, list[str]]:
    """The configuration in the file at `path`, and one line for each mistake in it.

    A file that does not exist is the default configuration, and so is one that cannot be read or is no TOML.
    """
    if not path.exists():
        return Config(), []
    import tomllib

    try:
        values = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        return Config(), [f"{path} cannot be read: {(error.strerror or '').lower()}"]
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        return Config(), [f"{path} is not valid TOML, the defaults are used: {error}"]
    config, mistakes = Config(), []
    for name, value in values.items():
        if name not in _VALUES:
            near = nearest(name, _VALUES)
            hint = f"did you mean {near[0]}?" if near else f"there are {', '.join(_VALUES)}"
            mistakes.append(f"{path}: no setting is called {name}: {hint}")
        elif value not in _VALUES[name]:
            choices = " or ".join(f'"{choice}"' for choice in _VALUES[name])
            mistakes.append(f"{path}: {name} must be {choices}")
        else:
            config = replace(config, **{name: value})
    return config, mistakes
