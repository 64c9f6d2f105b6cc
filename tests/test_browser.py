"""Only http and https reach a browser, as an argument of its own, and a failure is told."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from newsreader import browser
from newsreader.errors import BrowserError, UnsafeUrlError
from tests.test_urls import REFUSED

URL = "https://example.org/a?b=$(touch%20x)&c='d';e"


@pytest.fixture
def bin_folder(tmp_path: Path) -> Path:
    """A folder of fake browsers, each writing its arguments a line each to `arguments`."""
    folder = tmp_path / "bin"
    folder.mkdir()
    scripts = {
        "good": 'for a; do printf "%s\\n" "$a"; done >> "$OUT"',
        "failing": "exit 3",
        "hanging": "exec sleep 30",
        "noisy": 'echo noise; echo more noise >&2; echo "$1" >> "$OUT"',
        "w3m": 'echo "$1" >> "$OUT"',
        "xdg-open": 'echo "opened $1" >> "$OUT"',
    }
    for name, script in scripts.items():
        (folder / name).write_text(f"#!/bin/sh\n{script}\n")
        (folder / name).chmod(0o755)
    return folder


@pytest.fixture
def out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "arguments"
    monkeypatch.setenv("OUT", str(path))
    return path


def environment(bin_folder: Path, **more: str) -> dict[str, str]:
    return {"PATH": f"{bin_folder}{os.pathsep}/usr/bin{os.pathsep}/bin", **more}


@pytest.mark.parametrize(
    ("browser_value", "arguments"),
    [
        ("good", [URL]),
        ("good --new-tab", ["--new-tab", URL]),
        ("good --url=%s 'two words'", [f"--url={URL}", "two words"]),
        ("absent:good", [URL]),
        ("'unbalanced:good", [URL]),
    ],
)
def test_arguments(bin_folder: Path, out: Path, browser_value: str, arguments: list[str]) -> None:
    browser.launch(browser.plan(URL, environment(bin_folder, BROWSER=browser_value)))
    assert out.read_text().splitlines() == arguments


def test_the_browser_of_the_configuration_comes_first(bin_folder: Path, out: Path) -> None:
    browser.launch(browser.plan(URL, environment(bin_folder, BROWSER="failing"), chosen="good -n %s"))
    assert out.read_text().splitlines() == ["-n", URL]
    with pytest.raises(BrowserError, match="absent of config"):
        browser.plan(URL, environment(bin_folder, BROWSER="good"), chosen="absent")


@pytest.mark.parametrize("url", REFUSED)
def test_nothing_else_is_opened(bin_folder: Path, out: Path, url: str) -> None:
    with pytest.raises(UnsafeUrlError):
        browser.plan(url, environment(bin_folder, BROWSER="good"))
    assert not out.exists()


def test_a_failure_is_told(bin_folder: Path) -> None:
    with pytest.raises(BrowserError, match="failing could not open it"):
        browser.launch(browser.plan(URL, environment(bin_folder, BROWSER="failing")))


def test_one_that_goes_on_has_opened_it(bin_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(browser, "WAIT_SECONDS", 0.1)
    started = time.monotonic()
    browser.launch(browser.plan(URL, environment(bin_folder, BROWSER="hanging")))
    assert time.monotonic() - started < 20, "it was not waited for"


def test_what_it_prints_stays_away(bin_folder: Path, out: Path, capfd: pytest.CaptureFixture[str]) -> None:
    browser.launch(browser.plan(URL, environment(bin_folder, BROWSER="noisy")))
    assert capfd.readouterr() == ("", "")
    assert out.read_text() == f"{URL}\n"


def test_a_text_browser_gets_the_terminal(bin_folder: Path, out: Path) -> None:
    how = browser.plan(URL, environment(bin_folder, BROWSER="w3m"))
    assert how.needs_terminal
    browser.launch(how)
    assert out.read_text() == f"{URL}\n"


def test_the_platforms_opener_needs_a_display(
    bin_folder: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    with pytest.raises(BrowserError, match="set"):
        browser.plan(URL, environment(bin_folder))
    with pytest.raises(BrowserError, match="BROWSER is nowhere, which is not there"):
        browser.plan(URL, environment(bin_folder, BROWSER="nowhere"))
    browser.launch(browser.plan(URL, environment(bin_folder, DISPLAY=":0")))
    assert out.read_text() == f"opened {URL}\n"
    monkeypatch.setattr("sys.platform", "darwin")
    assert browser.plan(URL, environment(bin_folder)).command == ("/usr/bin/open", URL)
