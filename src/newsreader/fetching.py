"""Takes what a web address leads to, with limits on everything: for pictures, when somebody asks for one.

Nothing is sent but the request itself: no cookies, no names. It never goes on to another host by itself.
"""

from __future__ import annotations

import http.client
import io
import socket
import ssl
import time
from functools import partial
from typing import Any
from urllib.parse import urljoin, urlsplit, urlunsplit

from newsreader import safetext, urls
from newsreader.errors import FetchError, UnsafeUrlError, reason

BYTES_LIMIT = 10_000_000
SECONDS = 10.0
"""How long all of it may take, once the host's address is known."""

_REDIRECTS = 5
_MOVED = {301, 302, 303, 307, 308}


def host(url: str) -> str:
    """The host of a safe URL, and its port where it is not the usual one."""
    return urlsplit(url).netloc


def fetch(url: str, limit: int = BYTES_LIMIT, seconds: float = SECONDS) -> bytes | str:
    """What `url` leads to; or, when that is on another host, its address there, which was not asked.

    Raises `FetchError`.
    """
    deadline = time.monotonic() + seconds
    asked = url = urls.checked(url)
    for _ in range(_REDIRECTS):
        try:
            found = _get(url, limit, deadline)
        except TimeoutError:
            raise FetchError(f"{host(url)} took longer than {seconds:g} seconds") from None
        except ssl.SSLCertVerificationError:
            raise FetchError(f"{host(url)} cannot be trusted: its certificate is not valid") from None
        except OSError as error:
            why = safetext.line(reason(error, "no connection"), 80)
            raise FetchError(f"{host(url)} cannot be reached: {why}") from None
        except (http.client.HTTPException, ValueError):
            raise FetchError(f"{host(url)} gave no answer that makes sense") from None
        if isinstance(found, bytes):
            return found
        url = _checked(url, found)
        if host(url) != host(asked):
            return url
    raise FetchError(f"{host(url)} leads around in a circle")


def _checked(url: str, location: str) -> str:
    try:
        return urls.checked(urljoin(url, location))
    except (UnsafeUrlError, ValueError):
        raise FetchError(f"{host(url)} leads to an address that is not opened") from None


def _get(url: str, limit: int, deadline: float) -> bytes | str:
    """The body, or where it is."""
    parts = urlsplit(url)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = kind(parts.hostname or "", parts.port, timeout=_left(deadline))
    connection._create_connection = partial(_connected, deadline)  # type: ignore[attr-defined]
    connection.response_class = partial(_Response, deadline)  # type: ignore[assignment]
    try:
        target = urlunsplit(("", "", parts.path or "/", parts.query, ""))
        connection.request("GET", target, headers={"User-Agent": "newsreader", "Accept": "image/*"})
        response = connection.getresponse()
        if response.status in _MOVED:
            return response.headers.get("Location") or ""
        if response.status != 200:
            raise FetchError(f"{host(url)} answered {response.status}")
        if (response.length or 0) > limit:
            raise FetchError(f"it is larger than {limit // 1_000_000} MB")
        body = response.read(limit + 1)
        if response.length and len(body) <= limit:
            raise FetchError(f"{host(url)} sent only a part of it")
    finally:
        connection.close()
    if len(body) > limit:
        raise FetchError(f"it is larger than {limit // 1_000_000} MB")
    return body


def _connected(deadline: float, address: tuple[str, int], *_: Any) -> socket.socket:
    """A connection to the first of a host's addresses that answers, each in its share of the time left."""
    places = [place for *_, place in socket.getaddrinfo(*address, type=socket.SOCK_STREAM)]
    for left, place in zip(range(len(places), 0, -1), places, strict=True):
        try:
            return socket.create_connection((str(place[0]), int(place[1])), _left(deadline) / left)
        except OSError:
            if left == 1:
                raise
    raise OSError


class _Response(http.client.HTTPResponse):
    """A response whose every byte comes before `deadline`, however slowly they drip."""

    def __init__(self, deadline: float, sock: socket.socket, *arguments: Any, **named: Any) -> None:
        super().__init__(sock, *arguments, **named)
        self.fp = io.BufferedReader(_Timed(self.fp, sock, deadline))


class _Timed(io.RawIOBase):
    def __init__(self, held: io.BufferedIOBase, sock: socket.socket, deadline: float) -> None:
        self._held = held  # which keeps the socket open when the connection is done with it
        self._socket = sock
        self._deadline = deadline

    def close(self) -> None:
        self._held.close()
        super().close()

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self._socket.settimeout(_left(self._deadline))
        return self._socket.recv_into(buffer)


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left
