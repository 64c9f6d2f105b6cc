"""Opening a URL from the screen, and what to do where no browser can be started."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import TYPE_CHECKING

from textual.app import SuspendNotSupported

from newsreader import safetext
from newsreader.errors import BrowserError, NewsreaderError

if TYPE_CHECKING:
    from newsreader import browser
    from newsreader.tui.app import NewsreaderApp


_LAUNCHING = 8
"""Browsers that are waited for at once, to see whether they start: no thread of the lists' waits for them."""


@cache
def _threads() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(_LAUNCHING, "browser")


def open_url(app: NewsreaderApp, url: str) -> None:
    """Open `url` in the browser; where none can, show it and put it on the clipboard."""
    from newsreader import browser  # when something is opened, not at every start

    try:
        how = browser.plan(url, chosen=app.browser)
        if how.needs_terminal:
            with app.suspend():
                browser.launch(how)
        else:
            app.run_worker(_open(app, how))
    except SuspendNotSupported:
        _explain(app, url, BrowserError("this terminal cannot be lent to a text browser"))
    except NewsreaderError as error:
        _explain(app, url, error)


async def _open(app: NewsreaderApp, how: browser.Launch) -> None:
    from newsreader import browser

    try:
        await asyncio.get_running_loop().run_in_executor(_threads(), browser.launch, how)
    except BrowserError as error:
        _explain(app, how.url, error)


def _explain(app: NewsreaderApp, url: str, error: NewsreaderError) -> None:
    """Say why `url` was not opened, and where it is now. One that is not safe is not handed on."""
    if isinstance(error, BrowserError):
        app.copy_to_clipboard(url)
        app.tell(
            f"Not opened: {safetext.line(str(error), 200)}. The address was copied: {url}", is_problem=True
        )
    else:
        app.tell(str(error), is_problem=True)
