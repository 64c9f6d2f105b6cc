"""The one tree of errors that a user can meet."""

from __future__ import annotations

from collections.abc import Iterable


class NewsreaderError(Exception):
    """Something a user can do something about.

    `message` says what happened, `hint` what to do next; both are single lines.
    """

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message}: {self.hint}" if self.hint else self.message


class FetchError(NewsreaderError):
    """Something on the web could not be had."""


class PictureError(NewsreaderError):
    """A picture cannot be shown."""


class StorageError(NewsreaderError):
    """A database could not be opened, read or written."""


class LockedError(StorageError):
    """Another process kept a database locked for longer than we wait."""


class DamagedError(StorageError):
    """A database file is not what its name says, or is damaged; it was left as it is."""


class ForeignError(DamagedError):
    """A file that is a database, but none of ours."""


class ReplacedError(StorageError):
    """A database file was removed, or another one took its place, while it was open."""


class NewerSchemaError(StorageError):
    """A database was written by a newer version of this program."""


class NotFoundError(NewsreaderError):
    """Nothing in the library has this key or URL."""


class AmbiguousKeyError(NotFoundError):
    """The beginning of a key that several stories have."""


class UnsafeUrlError(NewsreaderError):
    """A URL that is never opened; `message` says why."""


class BrowserError(NewsreaderError):
    """No browser could be started for a URL."""


class RefusedFileError(NewsreaderError):
    """A file that is not taken into the library: `line` (from 1, or None) and `message` say why."""

    def __init__(self, message: str, line: int | None = None) -> None:
        super().__init__(message)
        self.line = line


class QueryError(NewsreaderError):
    """A search text with a mistake at `column` (from 0)."""

    def __init__(self, message: str, column: int, hint: str = "") -> None:
        super().__init__(message, hint)
        self.column = column


def reason(error: OSError, otherwise: str = "") -> str:
    """Why the system did not do it, in a few small letters; `otherwise` where it does not say."""
    return (error.strerror or otherwise or type(error).__name__).lower()


def nearest(name: str, names: Iterable[str]) -> list[str]:
    """The one of `names` that `name` was probably meant to be; empty when none is near."""
    from difflib import get_close_matches

    return get_close_matches(name, list(names), 1)
