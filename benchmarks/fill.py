"""A library of any size without its files: generated front matter through the real storage API."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from benchmarks import generate
from newsreader import frontmatter
from newsreader.frontmatter import Parsed
from newsreader.ingest import Stamp, Writer

_BATCH = 2_000


def fill(library: Path, total: int) -> None:
    """Put `total` generated articles into the library at `library`."""
    writer = Writer(library)
    stream = _parsed(total)
    for start in range(0, total, _BATCH):
        with writer.batch():
            for number in range(start, min(start + _BATCH, total)):
                digest = number.to_bytes(16, "big")
                writer.put(f"/generated/{number:07}.md", Stamp(1, 1), digest, next(stream))
    writer.close()


def _parsed(total: int) -> Iterator[Parsed]:
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        yield from pool.imap(partial(_one, total=total), range(total), chunksize=200)


def _one(number: int, total: int) -> Parsed:
    return frontmatter.parsed(generate.tree(number, total), "", f"/generated/{number:07}.md", 0)
