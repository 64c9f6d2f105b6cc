"""One file, from its path to what the library keeps of it. Nothing here is written.

A worker process (`workers`) does this for many files, so that one that harms the parser harms nothing else.
"""

from __future__ import annotations

import hashlib
import os
import pickle
import signal
import sys

from newsreader import frontmatter, yamltree
from newsreader.dialects import DIALECTS, Dialects
from newsreader.errors import RefusedFileError
from newsreader.files import NICENESS, Candidate, Stamp, is_article_name
from newsreader.frontmatter import Load, Parsed
from newsreader.records import NamedTuple


class Known(NamedTuple):
    """What the library remembers of a file; `reason` and `line` of one that was refused."""

    stamp: Stamp
    hash: bytes
    reason: str | None
    line: int | None

    @property
    def was_read(self) -> bool:
        """Whether it could be read; what kept a file from that may be over while it looks the same."""
        return bool(self.hash)


class Task(NamedTuple):
    """A file to read, and what is remembered of it."""

    file: Candidate
    stamp: Stamp
    known: Known | None = None


class Taken(NamedTuple):
    """What was in a file: an article, or the reason why there is none.

    Neither of them if the file holds the same article as before.
    """

    name: str
    stamp: Stamp
    hash: bytes
    parsed: Parsed | None = None
    reason: str | None = None
    line: int | None = None


def take(task: Task, load: Load = yamltree.load, names: Dialects = DIALECTS) -> Taken | None:
    """Read a file; None for one that is passed over."""
    file, stamp, known = task
    name = file.name
    digest = b""
    try:
        data = file.contents()
        if data is None:
            return None
        digest = hashlib.blake2b(data, digest_size=16).digest()
        if known is not None and digest == known.hash:
            return Taken(name, stamp, digest, None, known.reason, known.line)
        return Taken(name, stamp, digest, _parse(data, name, stamp, load, names))
    except RefusedFileError as error:
        if not file.is_named and not is_article_name(file.path):
            return None
        return Taken(name, stamp, digest, None, error.message, error.line)


def _parse(data: bytes, name: str, stamp: Stamp, load: Load, names: Dialects) -> Parsed:
    try:
        return frontmatter.parse(data, name, stamp.modified_ns // 1_000_000_000, load, names)
    except (ValueError, OverflowError, AttributeError, LookupError, TypeError, RecursionError) as error:
        raise RefusedFileError(f"not understood ({type(error).__name__})") from error


def work() -> None:
    """Answer lists of tasks on standard input until it ends: what a worker process does.

    Before them come the names that front matter is asked for.
    """
    from newsreader import yamlquick

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.nice(NICENESS)
    asked, answers = sys.stdin.buffer, sys.stdout.buffer
    names: Dialects | None = None
    while True:
        try:
            names = names or pickle.load(asked)
            tasks: list[Task] = pickle.load(asked)
        except EOFError:
            return
        pickle.dump([take(task, yamlquick.load, names) for task in tasks], answers, pickle.HIGHEST_PROTOCOL)
        answers.flush()
