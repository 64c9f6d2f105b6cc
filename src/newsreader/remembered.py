"""What the screen remembers from one session to the next: sizes, folds, and how each view is looked at."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

from newsreader import files
from newsreader.errors import RefusedFileError


@dataclass(frozen=True, slots=True)
class Remembered:
    """What was arranged on the screen. Anything missing is as it is at the first start."""

    sizes: dict[str, int] = field(default_factory=dict)
    """Widths and heights of panes in cells, by layout and pane."""
    shut: list[str] = field(default_factory=list)
    """The groups of the sidebar that are folded away."""
    weeks: bool = False
    """Whether the sidebar shows how much came in the last weeks."""
    chosen: dict[str, list[str]] = field(default_factory=dict)
    """What was chosen in place of settings, by name: what the configuration said then, and the choice."""
    looks: dict[str, list[str]] = field(default_factory=dict)
    """State and order of views that are not looked at as usual, by query, the last used one last."""
    folds: bool = False
    """Whether headlines of the same story are folded to one."""

    def choice(self, name: str, configured: str) -> str:
        """A setting as it was chosen on the screen; as it is `configured` if that was changed since then."""
        instead_of, choice = self.chosen.get(name, (configured, configured))
        return choice if instead_of == configured else configured


def beside(marks: Path) -> Path:
    """Where it is kept for the profile with these marks."""
    return marks.with_name("screen.json")


def load(path: Path) -> Remembered:
    """What the file at `path` holds; where it holds nothing of use, what there is at the first start."""
    try:
        values = json.loads(files.contents(path) or b"null")
    except (RefusedFileError, ValueError, RecursionError):
        return Remembered()
    if not isinstance(values, dict):
        return Remembered()
    usual = Remembered()
    kept = {
        one.name: values[one.name]
        for one in fields(Remembered)
        if one.name in values and _is_like(values[one.name], getattr(usual, one.name), one.name)
    }
    return Remembered(**kept)


def save(path: Path, remembered: Remembered) -> None:
    """Write the file at `path`, whole or not at all. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with files.replacing(path) as file:
        json.dump(asdict(remembered), file, indent=1)


def _is_like(value: Any, usual: Any, name: str) -> bool:
    """Whether a value is of the shape that this one has."""
    if type(value) is not type(usual):
        return False
    if name == "sizes":
        return all(type(size) is int and 0 < size < 1_000 for size in value.values())
    if name in ("looks", "chosen"):
        return all(
            isinstance(look, list) and len(look) == 2 and all(isinstance(part, str) for part in look)
            for look in value.values()
        )
    return not isinstance(value, list) or all(isinstance(item, str) for item in value)
