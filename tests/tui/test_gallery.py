"""Pictures on the screen: what is here at once, what is on the web after a question."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsreader.tui import pictures
from newsreader.tui.gallery import PictureScreen
from tests.conftest import Put, article
from tests.test_fetching import Server, body, moved, server
from tests.tui.conftest import Reader, Start
from tests.tui.test_pictures import picture

__all__ = ["server"]
pytestmark = pytest.mark.filterwarnings("ignore:Image.Image.getdata:DeprecationWarning")  # textual-image's


@pytest.fixture
def illustrated(put: Put, tmp_path: Path, server: Server) -> Server:
    """The newest story, with a picture here and two on a server."""
    text = f"![Here](here.png) ![There]({server.url}/there.png) ![Nothing]({server.url}/text)"
    put({"a.md": article("Pictures", "https://e.org/1", "2031-01-02", body=text)})
    (tmp_path / "articles/here.png").write_bytes(picture())
    server.answers = {"/there.png": body(picture((30, 30))), "/text": body(b"no picture")}
    return server


def shown(reader: Reader) -> str:
    """The title of the picture on the screen."""
    screen = reader.app.screen
    return str(screen.query_one("#picture").border_title) if isinstance(screen, PictureScreen) else ""


async def test_a_file_is_shown_at_once_and_the_web_is_asked_before(start: Start, illustrated: Server) -> None:
    async with start() as reader:
        await reader.press("i")
        assert shown(reader) == "Here" and not illustrated.requests
        await reader.press("n")
        assert shown(reader) == "" and not illustrated.requests
        host = illustrated.url.removeprefix("http://")
        assert f"Fetch the picture from {host}?" in reader.text()
        await reader.press("enter")
        assert shown(reader) == "There" and [path for path, _ in illustrated.requests] == ["/there.png"]
        await reader.press("p", "n")
        assert shown(reader) == "There" and len(illustrated.requests) == 1, "it is not fetched twice"
        await reader.press("n", "enter")
        assert shown(reader) == "" and reader.messages[-1] == "This is no picture that can be shown."
        await reader.press("i", "escape", "j")
        assert shown(reader) == "" and reader.pane == "headlines" and reader.title != "Pictures"


@pytest.mark.parametrize("keys", [["escape"], ["n", "enter"], ["n", "o", "enter"]])
async def test_no_is_no(start: Start, illustrated: Server, keys: list[str]) -> None:
    async with start() as reader:
        await reader.press("i", "n", *keys)
        assert not illustrated.requests and shown(reader) == "" and "Fetch" not in reader.text()


async def test_another_host_is_another_question(start: Start, illustrated: Server) -> None:
    illustrated.answers["/there.png"] = moved(
        illustrated.url.replace("127.0.0.1", "localhost") + "/again.png"
    )
    illustrated.answers["/again.png"] = body(picture())
    async with start() as reader:
        await reader.press("i", "n", "enter")
        assert "Fetch the picture from localhost:" in reader.text() and len(illustrated.requests) == 1
        await reader.press("enter")
        assert shown(reader) == "There"


@pytest.mark.parametrize("size", [(160, 40), (120, 36), (80, 24), (40, 10), (30, 8), (20, 6), (12, 5)])
async def test_the_end_of_the_host_is_seen_at_every_size(
    start: Start, put: Put, size: tuple[int, int]
) -> None:
    host = "www.bbc.co.uk.news.world.europe.a-name-that-looks-as-if.it-was.evil.org"
    put({"a.md": article("Pictures", "https://e.org/1", "2031-01-02", body=f"![It](https://{host}/it.png)")})
    async with start(size=size) as reader:
        await reader.press("i")
        assert "evil.org?" in reader.text()
        assert (f"{host}?" in reader.text()) == (size[0] >= 80)
        assert ("Enter yes, Esc no" in reader.text()) == (size[0] >= 20)
        await reader.pilot.resize_terminal(50, 12)
        await reader.settle()
        assert f"…{host[-46:]}?" in reader.text() and "Enter yes, Esc no" in reader.text()
        await reader.press("escape")
        assert "evil" not in reader.text() and reader.screen.takes_keys


async def test_every_failure_is_one_line(start: Start, illustrated: Server) -> None:
    illustrated.answers["/there.png"] = moved("file:///etc/passwd")
    async with start() as reader:
        await reader.press("i", "n", "enter")
        assert reader.messages[-1].endswith("leads to an address that is not opened") and shown(reader) == ""


async def test_a_picture_that_comes_too_late_is_not_shown(start: Start, illustrated: Server) -> None:
    def slow(handler: object) -> None:
        illustrated.stop.wait(0.3)
        body(picture())(handler)  # type: ignore[arg-type]

    illustrated.answers["/there.png"] = slow
    async with start() as reader:
        await reader.press("i", "n")
        await reader.pilot.press("enter", "j")
        await reader.settle()
        assert reader.title != "Pictures" and shown(reader) == "" and len(illustrated.requests) == 1


@pytest.mark.usefixtures("illustrated")
async def test_without_what_shows_pictures(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "find_spec", lambda name: None)
    async with start() as reader:
        await reader.press("i")
        assert reader.messages[-1].endswith('pip install "newsreader-tui[images]"')


async def test_a_story_without_a_picture(start: Start, put: Put) -> None:
    put({"a.md": article("Lonely", "https://e.org/1", "2031-01-02")})
    async with start() as reader:
        await reader.press("i")
        assert reader.messages[-1] == "This story has no picture."


@pytest.mark.usefixtures("illustrated")
@pytest.mark.parametrize("size", [(80, 24), (20, 6), (3, 2)])
async def test_every_size(start: Start, size: tuple[int, int]) -> None:
    async with start(size=size) as reader:
        await reader.press("i")
        assert shown(reader) == "Here"
        await reader.pilot.resize_terminal(40, 12)
        await reader.settle()
        await reader.press("q")
        assert shown(reader) == "" and reader.app.is_running
