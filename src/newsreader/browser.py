"""Opens http and https URLs in the user's browser, and nothing else.

The configured command or `$BROWSER`, then the platform's opener. The command is a list of arguments, never a
shell's line. A graphical browser is detached from the terminal; a text browser needs it, so the caller must
give it up.
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePath

from newsreader import urls
from newsreader.errors import BrowserError, reason

WAIT_SECONDS = 2.0
"""How long a browser may take to fail; one that still runs then is taken to have opened the URL."""

_TEXT_BROWSERS = {"lynx", "w3m", "links", "links2", "elinks", "browsh", "carbonyl", "chawan", "cha"}


@dataclass(frozen=True, slots=True)
class Launch:
    """A command that shows a URL."""

    command: tuple[str, ...]
    url: str
    needs_terminal: bool


def plan(url: str, environment: Mapping[str, str] = os.environ, chosen: str = "") -> Launch:
    """How to open `url` here: with the command that the user has `chosen`, else with `$BROWSER`.

    Raises `UnsafeUrlError` for a URL that is not opened, `BrowserError` where nothing could open it.
    """
    url = urls.checked(url)
    for browser in [chosen] if chosen else environment.get("BROWSER", "").split(os.pathsep):
        try:
            words = shlex.split(browser)
        except ValueError:
            continue
        if words and (program := shutil.which(words[0], path=environment.get("PATH"))):
            name = PurePath(program).name.lower()
            return Launch((program, *_arguments(words[1:], url)), url, name in _TEXT_BROWSERS)
    if chosen:
        raise BrowserError(f"{chosen} of config.toml is not there", "set browser to one that is")
    opener = _platform_opener(environment)
    if opener is None:
        if named := environment.get("BROWSER"):
            raise BrowserError(f"$BROWSER is {named}, which is not there", "set it to a browser that is")
        raise BrowserError("no browser can be started here", "set $BROWSER")
    return Launch((*opener, url), url, False)


def launch(how: Launch) -> None:
    """Start the browser; for one that needs the terminal, wait until it is closed.

    Blocks for `WAIT_SECONDS` at most otherwise. Raises `BrowserError` when it fails in that time.
    """
    try:
        if how.needs_terminal:
            status = subprocess.run(how.command, check=False).returncode
        else:
            process = subprocess.Popen(
                how.command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
            try:
                status = process.wait(WAIT_SECONDS)
            except subprocess.TimeoutExpired:
                process.returncode = 0  # it goes on without us, and nobody waits for it
                return
    except OSError as error:
        raise BrowserError(f"{how.command[0]} cannot be started", reason(error)) from None
    if status:
        raise BrowserError(f"{PurePath(how.command[0]).name} could not open it (exit code {status})")


def _arguments(words: list[str], url: str) -> list[str]:
    if any("%s" in word for word in words):
        return [word.replace("%s", url) for word in words]
    return [*words, url]


def _platform_opener(environment: Mapping[str, str]) -> tuple[str, ...] | None:
    path = environment.get("PATH")
    if sys.platform == "darwin":
        return ("/usr/bin/open",)
    if environment.get("WSL_DISTRO_NAME") and (program := shutil.which("wslview", path=path)):
        return (program,)
    if environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY"):
        for name in ("xdg-open", "gio"):
            if program := shutil.which(name, path=path):
                return (program,) if name != "gio" else (program, "open")
    return None
