"""Takes the pictures of the program on the seeds: `python screenshots/make.py [--check]`.

With `--check` nothing is written, and the exit code is 1 when a picture is no longer what the program shows.
"""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

HERE = Path(__file__).parent

PICTURES: dict[str, tuple[tuple[int, int], Sequence[str], str]] = {
    "main": ((120, 32), ("enter", "h"), "dark"),
    "medium": ((80, 24), ("j",), "dark"),
    "large": ((200, 50), ("enter",), "dark"),
    "search": ((120, 32), ("/", *"facial rec"), "dark"),
    "related": ((120, 32), ("j", "enter", "enter", "j", "enter"), "dark"),
    "coverage": ((120, 32), ("c", "z"), "dark"),
    "trends": ((120, 32), ("t",), "dark"),
    "narrow": ((50, 24), ("j",), "dark"),
    "help": ((120, 50), ("?",), "dark"),
    "palette": ((120, 32), ("ctrl+p", *"un"), "dark"),
    "light": ((120, 32), ("enter",), "light"),
}
"""Each picture's size in cells, the keys that lead to it, and the theme."""


async def take(size: tuple[int, int], keys: Sequence[str], theme: str, home: Path) -> str:
    """The picture as SVG."""
    from newsreader import importer, paths
    from newsreader.config import Config
    from newsreader.ingest import Writer
    from newsreader.library import Library
    from newsreader.marks import Marks
    from newsreader.tui.app import NewsreaderApp

    writer = Writer(home / "library.db")
    for _ in importer.run(writer, [paths.bundled_seeds()], importer.Report(), remember=False):
        pass
    writer.close()
    library, marks = Library(home / "library.db", home / "marks.db"), Marks(home / "marks.db")
    app = NewsreaderApp(library, marks, Config(theme=theme))
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        for key in keys:
            await pilot.press(key)
            await settle(pilot)
        svg = app.export_screenshot(title="newsreader")
    library.close()
    marks.close()
    return svg


async def settle(pilot: object) -> None:
    """Wait until three looks in a row see no thread that works for the screen."""
    app = pilot.app  # type: ignore[attr-defined]
    idle = 0
    while idle < 3:
        await pilot.pause(0.05)  # type: ignore[attr-defined]
        workers = [worker for worker in app.workers if worker.group not in ("marks", "living")]
        idle = idle + 1 if all(worker.is_finished for worker in workers) else 0


def main() -> int:
    """Take or check every picture."""
    os.environ["TZ"] = "UTC"
    time.tzset()
    stale = []
    for name, (size, keys, theme) in PICTURES.items():
        with tempfile.TemporaryDirectory() as home:
            svg = asyncio.run(take(size, keys, theme, Path(home)))
        path = HERE / f"{name}.svg"
        if not path.exists() or path.read_text("utf-8") != svg:
            stale.append(name)
            if "--check" not in sys.argv:
                path.write_text(svg, "utf-8")
    sys.stdout.write(f"changed: {', '.join(stale) or 'none'}\n")
    return 1 if stale and "--check" in sys.argv else 0


if __name__ == "__main__":
    sys.exit(main())
