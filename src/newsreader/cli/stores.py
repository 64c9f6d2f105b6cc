"""The library and the marks that the options name."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable, Iterator

from newsreader import paths
from newsreader.cli import printing
from newsreader.records import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any

    from newsreader.config import Config, Mistake
    from newsreader.dialects import Dialects
    from newsreader.library import Library
    from newsreader.marks import Marks


def places(options: Any) -> tuple[Path, Path]:
    """Where the library and the marks are. Raises `NewsreaderError` for a profile that has no name."""
    from pathlib import Path

    found = paths.find()
    named = options.library and Path(os.path.abspath(os.path.expanduser(options.library)))  # noqa: PTH100, PTH111
    return named or found.library, found.marks(options.profile)


def read_settings() -> tuple[Config, list[Mistake]]:
    """The configuration, and the mistakes in it."""
    from newsreader import config

    return config.load(paths.find().config_file)


def settings() -> Config:
    """The configuration; the mistakes in it are told."""
    found, mistakes = read_settings()
    for mistake in mistakes:
        printing.problem(str(mistake))
    return found


def names() -> Dialects:
    """What the front matter of files is asked for, as `meant`; mistakes in the configuration are told."""
    found, mistakes = read_settings()
    asked = meant(found, mistakes)
    for mistake in mistakes:
        printing.problem(str(mistake))
    return asked


def meant(settings: Config, mistakes: Iterable[Mistake]) -> Dialects:
    """What the front matter of files is asked for with these settings.

    Raises `NewsreaderError` where of the `mistakes` one may hide other names: stories would get other keys,
    and their marks be lost from sight.
    """
    from newsreader import config, dialects
    from newsreader.settings import FIELD_NAMES

    if bar := config.barring(mistakes):
        raise bar.refusal()
    return dialects.with_own({FIELD_NAMES[name]: foreign for name, foreign in settings.fields.items()})


@contextlib.contextmanager
def library(options: Any) -> Iterator[Library]:
    """The library, filled with the bundled articles if it is empty."""
    from newsreader.library import Library

    library = Library(*places(options))
    try:
        if library.is_empty() and os.access(library.path, os.W_OK):
            _import_seeds(library.path)
        yield library
    finally:
        library.close()


@contextlib.contextmanager
def marks(options: Any) -> Iterator[Marks]:
    """The marks of the profile."""
    from newsreader.marks import Marks

    with contextlib.closing(Marks(places(options)[1])) as marks:
        yield marks


def _import_seeds(path: Path) -> None:
    """Fill an empty library with the articles that come with the program, so that it opens on news."""
    from newsreader import importer
    from newsreader.ingest import Writer

    with contextlib.closing(Writer(path)) as writer:
        report = importer.Report()
        for _ in importer.run(writer, [paths.bundled_seeds()], report, remember=False):
            pass
