"""A library of any size without its files: generated front matter through the real storage API."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from benchmarks import generate
from newsreader import frontmatter
from newsreader.files import Stamp
from newsreader.ingest import Writer
from newsreader.intake import Taken
from newsreader.yamltree import Loaded

_BATCH = 2_000


def fill(library: Path, total: int) -> None:
    """Put `total` generated articles into the library at `library`."""
    writer = Writer(library)
    stream = _taken(total)
    for start in range(0, total, _BATCH):
        with writer.batch():
            for _ in range(start, min(start + _BATCH, total)):
                taken = next(stream)
                assert taken.parsed is not None
                writer.put(taken, taken.parsed)
    writer.close()


def _taken(total: int) -> Iterator[Taken]:
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        yield from pool.imap(partial(_one, total=total), range(total), chunksize=200)


def _one(number: int, total: int) -> Taken:
    name = f"/generated/{number:07}.md"
    parsed = frontmatter.parsed(Loaded(generate.tree(number, total), []), "", name, 0)
    return Taken(name, Stamp(1, 1), number.to_bytes(16, "big"), parsed)
