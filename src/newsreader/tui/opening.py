"""Opening a URL from the screen, and what to do where no browser can be started."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from textual.app import SuspendNotSupported

from newsreader import safetext
from newsreader.errors import BrowserError, NewsreaderError
from newsreader.tui.requests import Requests

if TYPE_CHECKING:
    from newsreader import browser
    from newsreader.tui.app import NewsreaderApp


def open_url(app: NewsreaderApp, requests: Requests, url: str) -> None:
    """Open `url` in the browser; where none can, show it and put it on the clipboard."""
    from newsreader import browser  # when something is opened, not at every start

    try:
        how = browser.plan(url, chosen=app.browser)
        if how.needs_terminal:
            with app.suspend():
                browser.launch(how)
        else:
            requests.ask(f"browser {url}", partial(_launch, how), partial(_explain, app, url))
    except SuspendNotSupported:
        _explain(app, url, BrowserError("this terminal cannot be lent to a text browser"))
    except NewsreaderError as error:
        _explain(app, url, error)


def _launch(how: browser.Launch) -> NewsreaderError | None:
    from newsreader import browser

    try:
        browser.launch(how)
    except BrowserError as error:
        return error
    return None


def _explain(app: NewsreaderApp, url: str, error: NewsreaderError | None) -> None:
    """Say why `url` was not opened, and where it is now. One that is not safe is not handed on."""
    if isinstance(error, BrowserError):
        app.copy_to_clipboard(url)
        app.tell(
            f"Not opened: {safetext.line(str(error), 200)}. The address was copied: {url}", is_problem=True
        )
    elif error is not None:
        app.tell(str(error), is_problem=True)
