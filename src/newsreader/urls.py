"""Which URLs may be opened, and when two of them are the same article."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from urllib.parse import SplitResult, quote, urlsplit, urlunsplit

from newsreader.errors import UnsafeUrlError

LIMIT = 2048
"""Characters; common servers and browsers refuse longer ones."""

KEY_BEGINNING = 4
"""Digits of a key that may stand for it."""

# Letters that IDNA 2003 makes others of, and browsers today do not: another host would be opened. What it
# drops, U+200C and U+200D, is refused with everything else that shows nothing.
_DEVIATING = "ßẞς"
_PORTS = {"http": 80, "https": 443}
_TRACKING = r"utm_\w+|fbclid|gclid|dclid|gbraid|wbraid|msclkid|yclid|igshid|mc_[ce]id|_hsenc|_hsmi|ocid|cmpid"
_LABEL = r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?"
_HOST = rf"(?=.{{1,253}}\Z){_LABEL}(?:\.{_LABEL})*\.?\Z|\[[0-9a-f:.]+\]\Z"
_PLAIN = "".join(chr(code) for code in range(0x21, 0x7F) if chr(code) not in '"<>\\^`{|}')
# the form that nearly every URL has already, recognised at a tenth of the cost of urlsplit
_COMMON = r"(https?)://([a-z0-9.-]+)(/[\w!$%&'()*+,./:;=@~-]*)?(\?[\w!$%&'()*+,./:;=?@~-]+)?(#[\w!$%&'()*+,./:;=?@~-]+)?"


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """The common form and the host, compiled for the first URL: lists need none."""
    return re.compile(_COMMON, re.ASCII), re.compile(_HOST)


def checked(url: str) -> str:
    """`url` as it may be shown and opened: http or https, ASCII only, the host in punycode.

    Raises `UnsafeUrlError` for everything else: the rules are those of docs/notes/urls.md.
    """
    return url if _common(url) else urlunsplit(_split(url))


def opened(url: str) -> str:
    """`url` as `checked` has it, "" where it may not be opened."""
    try:
        return checked(url)
    except UnsafeUrlError:
        return ""


def canonical(url: str) -> str:
    """The one form of a safe `url` by which articles are compared.

    Scheme and host are lower-cased; the default port, the fragment and tracking parameters are dropped.
    """
    if (common := _common(url)) and not common[4]:
        return f"{common[1]}://{common[2]}{common[3] or '/'}"
    parts = _split(url)
    kept = [
        part for part in parts.query.split("&") if not re.fullmatch(_TRACKING, part.partition("=")[0].lower())
    ]
    return urlunsplit((parts.scheme, parts.netloc, parts.path or "/", "&".join(kept), ""))


def key_of(identity: str) -> int:
    """The signed 64-bit key of an article with this identity (a canonical URL, or another unique text)."""
    import hashlib  # brings OpenSSL with it, which takes as long to load as most of a list does

    digest = hashlib.blake2b(identity.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


def key_text(key: int) -> str:
    """A key as people and scripts see it: 16 hexadecimal digits."""
    return f"{key & 0xFFFF_FFFF_FFFF_FFFF:016x}"


def parse_key(text: str) -> int | None:
    """The key that `key_text` wrote as `text`, or None."""
    if not re.fullmatch(r"[0-9a-fA-F]{16}", text):
        return None
    value = int(text, 16)
    return value - (1 << 64) if value >= 1 << 63 else value


def key_range(beginning: str) -> tuple[int, int] | None:
    """The first and the last key whose text begins like this; None for what begins none.

    At least `KEY_BEGINNING` digits, so that no word is taken for a key by chance.
    """
    if not re.fullmatch(rf"[0-9a-fA-F]{{{KEY_BEGINNING},16}}", beginning):
        return None
    first, last = parse_key(beginning.ljust(16, "0")), parse_key(beginning.ljust(16, "f"))
    assert first is not None and last is not None
    return first, last


@lru_cache(64)  # a URL is checked, and then compared
def _common(url: str) -> re.Match[str] | None:
    """The parts of a URL that is safe as it stands: scheme, host, path, query, fragment."""
    whole, host = _patterns()
    common = whole.fullmatch(url) if len(url) <= LIMIT else None
    return common if common and host.match(common[2]) else None


def _split(url: str) -> SplitResult:
    """The parts of a safe URL, scheme and host in lower case, everything in ASCII."""
    if len(url) > LIMIT:
        raise UnsafeUrlError(f"the URL is longer than {LIMIT:,} characters")
    if not url.isprintable() or " " in url or "\\" in url:
        raise UnsafeUrlError("the URL holds a space, a backslash or a control character")
    try:
        parts = urlsplit(url)
        port = parts.port
        host = _ascii_host(parts.hostname or "")
    except ValueError:
        raise UnsafeUrlError("the URL is not well formed") from None
    if parts.scheme not in _PORTS:
        raise UnsafeUrlError("only http and https URLs are opened")
    if "@" in parts.netloc:
        raise UnsafeUrlError("the URL carries a user name")
    if any(char in _DEVIATING for char in parts.netloc):
        raise UnsafeUrlError("the host holds ß or ς: older and newer rules make two hosts of it")
    if not _patterns()[1].match(host):
        raise UnsafeUrlError("the URL has no valid host")
    netloc = host if port in (None, _PORTS[parts.scheme]) else f"{host}:{port}"
    path, query, fragment = (quote(part, safe=_PLAIN) for part in (parts.path, parts.query, parts.fragment))
    if len(netloc) + len(path) + len(query) + len(fragment) > LIMIT - len("https://?#"):
        raise UnsafeUrlError(f"the URL is longer than {LIMIT:,} characters")
    return SplitResult(parts.scheme, netloc, path, query, fragment)


def _ascii_host(host: str) -> str:
    """The host in punycode, by IDNA 2003, which is what Python has."""
    if ":" in host:
        return f"[{host}]"
    return host if host.isascii() else host.encode("idna").decode("ascii")
