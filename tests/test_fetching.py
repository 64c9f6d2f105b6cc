"""What the web may answer when somebody asks for a picture."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import SimpleNamespace

import pytest

from newsreader import fetching
from newsreader.errors import FetchError, UnsafeUrlError
from newsreader.fetching import fetch, host

Answer = Callable[[BaseHTTPRequestHandler], None]


def body(data: bytes, status: int = 200) -> Answer:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        handler.end_headers()
        handler.wfile.write(data)

    return answer


def moved(location: str) -> Answer:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(302)
        handler.send_header("Set-Cookie", "a=b")
        handler.send_header("Location", location)
        handler.end_headers()

    return answer


class Server:
    """A web server on this machine; `requests` are the headers of what it was asked."""

    def __init__(self) -> None:
        self.answers: dict[str, Answer] = {}
        self.requests: list[tuple[str, dict[str, str]]] = []
        self.stop = threading.Event()
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                server.requests.append((self.path, dict(self.headers)))
                with suppress(OSError):  # the other side has had enough
                    server.answers[self.path](self)

            def log_message(self, *arguments: object) -> None:
                pass

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.http.server_port}"
        threading.Thread(target=self.http.serve_forever, args=(0.01,), daemon=True).start()

    def close(self) -> None:
        self.stop.set()
        self.http.shutdown()
        self.http.server_close()


@pytest.fixture
def server() -> Iterator[Server]:
    server = Server()
    yield server
    server.close()


def test_what_is_there_is_fetched(server: Server) -> None:
    server.answers = {
        "/a?b=c": body(b"picture"),
        "/moved": moved("/a?b=c"),
    }
    assert fetch(f"{server.url}/a?b=c#there") == b"picture"
    assert fetch(f"{server.url}/moved") == b"picture"
    for _, headers in server.requests:
        assert {name.lower() for name in headers} == {"host", "accept-encoding", "user-agent", "accept"}


def test_another_host_is_not_asked(server: Server) -> None:
    server.answers = {"/a": moved("https://elsewhere.example/x"), "/b": moved("//127.0.0.2:9/x")}
    assert fetch(f"{server.url}/a") == "https://elsewhere.example/x"
    assert fetch(f"{server.url}/b") == "http://127.0.0.2:9/x"
    assert host("http://127.0.0.2:9/x") == "127.0.0.2:9"


@pytest.mark.parametrize(
    "location",
    [
        "file:///etc/passwd",
        "ftp://e.org/x",
        "javascript:alert(1)",
        "data:image/png,x",
        "http://a:b@e.org/",
        "http://[",
        "https://" + "x" * 3000,
    ],
)
def test_what_leads_to_no_web_address_is_refused(server: Server, location: str) -> None:
    server.answers = {"/a": moved(location)}
    with pytest.raises(FetchError, match="not opened"):
        fetch(f"{server.url}/a")


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (moved("/a"), "in a circle"),
        (moved(""), "in a circle"),
        (body(b"", 404), "answered 404"),
        (body(b"", 500), "answered 500"),
        (lambda handler: handler.wfile.write(b"nonsense\r\n\r\n"), "no answer that makes sense"),
        (lambda handler: handler.wfile.write(b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 500 + b"\r\n"), "no answer that makes sense"),
        (lambda handler: handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nab"), "only a part"),
        (lambda handler: None, "no answer that makes sense|cannot be reached"),
    ],
)  # fmt: skip
def test_bad_answers(server: Server, answer: Answer, message: str) -> None:
    server.answers = {"/a": answer}
    with pytest.raises(FetchError, match=message):
        fetch(f"{server.url}/a")


def test_a_server_that_knows_no_tls_has_no_bad_certificate(server: Server) -> None:
    with pytest.raises(FetchError, match="cannot be reached"):
        fetch(server.url.replace("http:", "https:"))


def test_what_is_huge_is_not_taken(server: Server) -> None:
    written = 0

    def announced(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", str(10**12))
        handler.end_headers()

    def endless(handler: BaseHTTPRequestHandler) -> None:
        nonlocal written
        handler.send_response(200)
        handler.end_headers()
        while not server.stop.is_set():
            written += handler.wfile.write(b"x" * 100_000)

    server.answers = {"/announced": announced, "/endless": endless}
    for path in server.answers:
        with pytest.raises(FetchError, match="larger than 1 MB"):
            fetch(server.url + path, limit=1_000_000)
    assert written < 20_000_000


@pytest.mark.parametrize(
    "first", [b"", b"HTTP/1.1 200 OK\r\n", b"HTTP/1.1 200 OK\r\n\r\nsome"], ids=["silent", "headers", "body"]
)
def test_what_drips_ends_in_time(server: Server, first: bytes) -> None:
    def drip(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(first)
        while first and not server.stop.wait(0.05):
            handler.wfile.write(b"x" if b"\r\n\r\n" in first else b"A: b\r\n")
        server.stop.wait(5)

    server.answers = {"/a": drip}
    with pytest.raises(FetchError, match=r"longer than 0.4 seconds"):
        fetch(f"{server.url}/a", seconds=0.4)


@pytest.mark.parametrize("is_there", [True, False])
def test_a_host_of_many_addresses_takes_no_longer(
    server: Server, monkeypatch: pytest.MonkeyPatch, is_there: bool
) -> None:
    waited: list[float] = []
    monkeypatch.setattr(fetching, "time", SimpleNamespace(monotonic=lambda: sum(waited)))

    connect = socket.create_connection

    def connected(address: tuple[str, int], timeout: float) -> socket.socket:
        if address[0] == "127.0.0.1":
            return connect(address, timeout)
        waited.append(timeout)
        raise TimeoutError

    hosts = [f"192.0.2.{number}" for number in range(6)] + ["127.0.0.1"] * is_there
    port = server.http.server_port
    found = [(socket.AF_INET, socket.SOCK_STREAM, 0, "", (host, port)) for host in hosts]
    resolve = socket.getaddrinfo
    monkeypatch.setattr(
        socket,
        "getaddrinfo",
        lambda host, *more, **named: found if host == "many.example" else resolve(host, *more, **named),
    )
    monkeypatch.setattr(socket, "create_connection", connected)
    server.answers = {"/a": body(b"picture")}
    url = f"http://many.example:{port}/a"
    if is_there:
        assert fetch(url, seconds=70) == b"picture"
    else:
        with pytest.raises(FetchError, match=r"longer than 60 seconds"):
            fetch(url, seconds=60)
    assert waited == pytest.approx([10] * 6)


def test_nobody_there(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(FetchError, match="cannot be reached"):
        fetch(f"http://127.0.0.1:{port}/")
    with pytest.raises(UnsafeUrlError):
        fetch(f"file://{tmp_path}")
