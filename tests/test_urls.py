"""Which URLs open, and which are the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsreader import urls
from newsreader.errors import UnsafeUrlError
from tests.conftest import MANY

REFUSED = [
    "javascript:alert(1)",
    "data:text/html,x",
    "file:///etc/passwd",
    "--new-window=https://example.org",
    "https://example.org/a b",
    "https://user@example.org/",
    "https://user:secret@example.org/",
    "https://example.org\\@evil.example/",
    "https://example.org/\r\nX: y",
    "https://example.org/\x1b]52;c;x\x07",
    "https://example.org/\x00",
    "https://example.org/" + "x" * 10_000,
    "example.org/page",
    "//example.org/page",
    "ftp://example.org/",
    "app://quit",
    "https://",
    "https://[::1",
    "https://example.org:99999/",
    "https://exa_mple..org/",
    "https://evil\u202egro.example/",
    "https://example.org/" + "é" * 400,
    "https://straße.example/",
    "https://STRAẞE.example/",
    "https://faß.example:8080/x",
    "https://οδος.example/",
    "https://نامه\u200cای.example/",
    "https://क\u094d\u200dष.example/",
]


@pytest.mark.parametrize("url", REFUSED)
def test_refused(url: str) -> None:
    with pytest.raises(UnsafeUrlError):
        urls.checked(url)


def test_a_host_that_may_be_two_is_refused_by_name() -> None:
    with pytest.raises(UnsafeUrlError, match="the host holds ß or ς"):
        urls.checked("https://straße.example/")
    assert urls.opened("https://faß.example/") == ""


@pytest.mark.parametrize(
    ("url", "checked"),
    [
        ("https://example.org/a?b=c#d", "https://example.org/a?b=c#d"),
        ("HTTPS://Example.ORG/A", "https://example.org/A"),
        ("http://bücher.example/straße", "http://xn--bcher-kva.example/stra%C3%9Fe"),
        ("https://xn--strae-oqa.example/", "https://xn--strae-oqa.example/"),
        ("https://ΟΔΟΣ.example/", "https://xn--pxavbq.example/"),
        ("https://аpple.example/", "https://xn--pple-43d.example/"),
        ("http://[::1]:8080/x", "http://[::1]:8080/x"),
        ("https://example.org:443/", "https://example.org/"),
        ("https://example.org/$(reboot);%action`", "https://example.org/$(reboot);%action%60"),
    ],
)
def test_checked(url: str, checked: str) -> None:
    assert urls.checked(url) == checked


@pytest.mark.parametrize(
    "same",
    [
        ("https://Example.org", "https://example.org/"),
        ("http://example.org:80/a#top", "http://example.org/a"),
        ("https://example.org/a?utm_source=x&id=7&fbclid=y", "https://example.org/a?id=7"),
    ],
)
def test_canonical(same: tuple[str, str]) -> None:
    assert urls.canonical(same[0]) == urls.canonical(same[1])


def test_only_tracking_is_dropped() -> None:
    def same(one: str, other: str) -> bool:
        return urls.canonical(f"https://e.org/?{one}") == urls.canonical(f"https://e.org/?{other}")

    assert same("q=a%20b&UTM_Source=rss", "q=a%20b")
    assert not same("q=%E9&utm_source=r", "q=%E8&utm_source=r")
    assert not same("q=a+b", "q=a%2Bb")


def test_different_articles_stay_different() -> None:
    assert urls.canonical("https://example.org/a?id=1") != urls.canonical("https://example.org/a?id=2")


@given(st.integers(-(1 << 63), (1 << 63) - 1))
def test_key_text_round_trip(key: int) -> None:
    assert urls.parse_key(urls.key_text(key)) == key


def test_parse_key_of_something_else() -> None:
    assert urls.parse_key("https://example.org") is None
    assert urls.parse_key("12") is None


@given(st.text(max_size=60) | st.text(max_size=30).map(lambda rest: f"https://example.org/{rest}"))
@MANY
def test_checked_is_stable_and_plain(url: str) -> None:
    try:
        checked = urls.checked(url)
    except UnsafeUrlError:
        return
    assert urls.checked(checked) == checked
    assert checked.isascii() and checked.isprintable() and " " not in checked
    assert urls.canonical(checked) == urls.canonical(url) == urls.canonical(urls.canonical(url))
