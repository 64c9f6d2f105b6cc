"""Writing a text to a file, whole or not at all."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from secrets import token_hex

from newsreader.errors import NewsreaderError


def write(path: Path, parts: Iterable[str], may_replace: bool = False) -> None:
    """Write the parts of a text to the file at `path`, as UTF-8.

    What fails, also in `parts`, leaves nothing behind. Raises `NewsreaderError`, also for a file that is
    there already, unless it `may_replace` that.
    """
    target = Path(os.path.realpath(path))  # where a link leads, so that the link stays
    made = target.with_name(f".newsreader-{token_hex(4)}.part")
    try:
        with _told(path), made.open("x", encoding="utf-8", newline="") as file:
            for part in parts:
                file.write(part)
            file.flush()
            os.fsync(file.fileno())
        with _told(path):
            if may_replace and target.is_file():
                shutil.copymode(target, made)
                made.replace(target)
            else:
                _appear(made, target)
    finally:
        with contextlib.suppress(OSError):
            made.unlink(missing_ok=True)


def _appear(made: Path, target: Path) -> None:
    """Give a file its name, if nothing else has it."""
    try:
        os.link(made, target)
    except FileExistsError:
        raise
    except OSError:  # there are no hard links here
        if os.path.lexists(target):
            raise FileExistsError from None
        made.rename(target)


@contextlib.contextmanager
def _told(path: Path) -> Iterator[None]:
    try:
        yield
    except FileExistsError:
        raise NewsreaderError(f"{path} is there already", "choose another name") from None
    except OSError as error:
        reason = (error.strerror or "").lower()
        raise NewsreaderError(f"{path} cannot be written: {reason}", "choose another place") from None
