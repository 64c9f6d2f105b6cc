"""The screen: what `newsreader` without a command opens."""

from __future__ import annotations

import gc
import os
import sys
from typing import Any

from newsreader import paths
from newsreader.cli import stores
from newsreader.errors import NewsreaderError


def run(options: Any) -> int:
    """Read until the user quits. Raises `NewsreaderError` where there is no terminal to do so in."""
    gc.disable()  # until the screen is there: nearly everything that is made before stays
    if not all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr)):
        raise NewsreaderError("the reader needs a terminal", "newsreader list prints the headlines")
    if os.environ.get("TERM") == "dumb":
        raise NewsreaderError("this terminal cannot move its cursor", "newsreader list prints the headlines")
    places = paths.find()
    settings, mistakes = stores.read_settings()
    with stores.library(options) as library, stores.marks(options) as marks:
        from newsreader.tui.app import NewsreaderApp

        return NewsreaderApp(library, marks, settings, mistakes).run_to_end(places.log_file)
