"""Measures the program in one run and prints one table: `python -m benchmarks [--articles N] [--json FILE]`.

Every figure is taken at 100 articles and at N, what the screen does by turns, so that the ratio says what size
costs, whatever the machine.
"""

from __future__ import annotations

import argparse
import compileall
import json
import platform
import shutil
import sqlite3
import sys
import tempfile
from functools import partial
from pathlib import Path

from rich.console import Console
from rich.table import Table

import newsreader
from benchmarks import measure
from benchmarks.fill import fill
from benchmarks.measure import Figures

SMALL = 100


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__.splitlines()[0])
    parser.add_argument(
        "--articles", type=int, default=100_000, metavar="N", help="the size of the library (100,000)"
    )
    parser.add_argument(
        "--import", type=int, default=2_000, metavar="N", dest="files", help="files to import (2,000)"
    )
    parser.add_argument(
        "--newsboat", type=int, default=50_000, metavar="N", help="articles for newsboat, if there (50,000)"
    )
    parser.add_argument(
        "--times", type=int, default=20, metavar="N", help="repeats of every key and query (20)"
    )
    parser.add_argument("--home", type=Path, help="a folder that keeps the filled libraries for the next run")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there too")
    options = parser.parse_args()
    # An installed program is compiled; this one may not be, where Python is told to write no bytecode.
    compileall.compile_dir(Path(newsreader.__file__).parent, quiet=1)
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.home or Path(temporary)
        figures = _at_each({total: folder / str(total) for total in (SMALL, options.articles)}, options.times)
        with tempfile.TemporaryDirectory() as files:
            note(f"importing {options.files:,} files")
            figures["import"] = measure.imports(Path(files), options.files)
            note(f"newsboat with {options.newsboat:,} articles")
            figures["newsboat"] = measure.newsboat(Path(files) / "newsboat", options.newsboat, options.times)
            figures["newsboat import"] = measure.newsboat_import(Path(files) / "few", options.files)
    _print(figures, options.articles, options.files, options.newsboat)
    if options.json:
        machine = {
            "system": platform.platform(),
            "python": platform.python_version(),
            "sqlite": sqlite3.sqlite_version,
        }
        result = {
            "newsreader": newsreader.__version__,
            "machine": machine,
            "articles": options.articles,
            "files": options.files,
        }
        options.json.write_text(json.dumps({**result, "figures": figures}, indent=2) + "\n")
    return 0


def _at_each(homes: dict[int, Path], times: int) -> dict[str, Figures]:
    for total, home in homes.items():
        if not (home / "library.db").exists():
            note(f"filling a library with {total:,} articles")
            fill(home / "library.db", total)
        shutil.rmtree(home / "profiles", ignore_errors=True)  # the marks of a run before
    found: dict[str, Figures] = {str(total): {} for total in homes}
    for name, part, summary in (
        ("starts", partial(measure.starts, runs=max(5, times // 2)), measure.medians),
        ("commands", partial(measure.commands, runs=times), measure.medians),
        ("keys", partial(measure.keys, times=times), measure.percentiles),
        ("searches", partial(measure.search_on_screen, times=times), measure.percentiles),
    ):
        note(f"{name}, by turns")
        samples = measure.by_turns([part(home) for home in homes.values()])
        for figures, measured in zip(found.values(), samples, strict=True):
            figures |= summary(measured)
    for total, home in homes.items():
        note(f"{total:,} articles: the store, marking all, memory")
        figures = found[str(total)]
        figures |= measure.store(home, times)
        figures |= measure.bulk(home)
        figures |= measure.memory(home) | measure.size(home)
    return found


def note(text: str) -> None:
    """Say on stderr what is being done."""
    print(text, file=sys.stderr)


def _print(figures: dict[str, Figures], total: int, files: int, newsboat: int) -> None:
    small, large = figures[str(SMALL)], figures[str(total)]
    table = Table(
        "measured", f"at {SMALL:,}", f"at {total:,}", "ratio", title=f"newsreader {newsreader.__version__}"
    )
    for column in table.columns[1:]:
        column.justify = "right"
    for name, value in large.items():
        ratio = f"{value / small[name]:.2f}" if small.get(name) else ""
        table.add_row(name, _figure(name, small.get(name)), _figure(name, value), ratio)
    bare = large["start of a bare program"]
    table.add_row(
        "start / bare program",
        f"{small['start'] / small['start of a bare program']:.2f}",
        f"{large['start'] / bare:.2f}",
        "",
    )
    for command in ("newsreader --help", "newsreader list"):
        ratios = (f"{one[command] / one[measure.BARE_COMMAND]:.2f}" for one in (small, large))
        table.add_row(f"{command} / bare command", *ratios, "")
    listed = (one["newsreader list"] - one[measure.LIST_QUERY] for one in (small, large))
    ratios = (
        f"{value / one[measure.BARE_COMMAND]:.2f}" for value, one in zip(listed, (small, large), strict=True)
    )
    table.add_row("newsreader list without its query / bare command", *ratios, "")
    for name, value in figures["import"].items():
        table.add_row(f"{name}, {files:,} files", "", f"{value:.2f} s", f"{files / value:,.0f} files/s")
    if value := figures["newsboat import"].get("import"):
        table.add_row(f"newsboat: the same {files:,}", "", f"{value:.2f} s", f"{files / value:,.0f} items/s")
    for name, value in figures["newsboat"].items():
        table.add_row(f"newsboat, {newsboat:,}: {name}", "", _figure(name, value), "")
    if not figures["newsboat"]:
        table.add_row("newsboat", "", "not installed", "")
    Console(width=100).print(table)


def _figure(name: str, value: float | None) -> str:
    if value is None:
        return ""
    return f"{value / 1e6:,.1f} MB" if "bytes" in name else f"{value * 1000:,.1f} ms"


if __name__ == "__main__":
    sys.exit(main())
