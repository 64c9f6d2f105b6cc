"""How the main screens look. `pytest --snapshot-update` takes the pictures anew: look at each of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from newsreader import query
from newsreader.config import Config
from newsreader.library import Library
from newsreader.marks import Marks
from newsreader.tui.app import NewsreaderApp
from tests.conftest import Put, article
from tests.tui.conftest import Reader

Snap = Callable[..., bool]


def looks(snap: Snap, app: NewsreaderApp, size: tuple[int, int], keys: Sequence[str] = ()) -> bool:
    async def before(pilot: Pilot[Any]) -> None:
        reader = Reader(pilot)
        await reader.settle()
        await reader.press(*keys)

    return snap(app, terminal_size=size, run_before=before)


@pytest.mark.parametrize("size", [(80, 24), (120, 36), (200, 50)], ids=["80x24", "120x36", "200x50"])
def test_main(snap_compare: Snap, library: Library, marks: Marks, size: tuple[int, int]) -> None:
    assert looks(snap_compare, NewsreaderApp(library, marks), size, ["enter", "h", "j", "s"])


def test_search(snap_compare: Snap, library: Library, marks: Marks) -> None:
    assert looks(snap_compare, NewsreaderApp(library, marks), (120, 36), ["/", *"facial rec"])


def test_related(snap_compare: Snap, library: Library, marks: Marks) -> None:
    keys = ["j", "enter", "enter", "j", "enter"]
    assert looks(snap_compare, NewsreaderApp(library, marks), (120, 36), keys)


def test_light(snap_compare: Snap, library: Library, marks: Marks) -> None:
    app = NewsreaderApp(library, marks, Config(theme="light"))
    assert looks(snap_compare, app, (120, 36), ["enter", "enter"])


def test_no_color(
    snap_compare: Snap, library: Library, marks: Marks, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    assert looks(snap_compare, NewsreaderApp(library, marks), (80, 24), ["m", "s"])


def test_help(snap_compare: Snap, library: Library, marks: Marks) -> None:
    assert looks(snap_compare, NewsreaderApp(library, marks), (80, 24), ["question_mark"])


def test_narrow(snap_compare: Snap, library: Library, marks: Marks) -> None:
    assert looks(snap_compare, NewsreaderApp(library, marks), (44, 20), ["l"])


def test_empty(snap_compare: Snap, tmp_path: Path, marks: Marks) -> None:
    empty = Library(tmp_path / "empty.db", tmp_path / "m.db")
    assert looks(snap_compare, NewsreaderApp(empty, marks), (80, 24))
    empty.close()


def test_terminal_colours(snap_compare: Snap, library: Library, marks: Marks) -> None:
    app = NewsreaderApp(library, marks, Config(theme="terminal"))
    assert looks(snap_compare, app, (120, 36), ["j", "m", "k"])


def test_zen(snap_compare: Snap, library: Library, marks: Marks) -> None:
    assert looks(snap_compare, NewsreaderApp(library, marks), (120, 36), ["z", "j"])


def test_a_border_under_the_mouse(snap_compare: Snap, library: Library, marks: Marks) -> None:
    async def before(pilot: Pilot[Any]) -> None:
        reader = Reader(pilot)
        await reader.settle()
        await reader.press("1", ">", ">", "2")
        await pilot.hover(offset=(30, 10))
        await reader.settle()

    assert snap_compare(NewsreaderApp(library, marks), terminal_size=(120, 36), run_before=before)


@pytest.mark.parametrize(
    ("size", "rows"),
    [((120, 36), "two"), ((120, 36), "one"), ((44, 20), "one")],
    ids=["two", "one", "one-44x20"],
)
def test_every_script(
    snap_compare: Snap, library: Library, marks: Marks, put: Put, size: tuple[int, int], rows: str
) -> None:
    titles = [
        "日本語の見出し：東京タワー",
        "Family 👩‍💻 and flag 🇩🇪 and ❤️ here",
        "e\u0301te\u0301 combined",
        "ภาษาไทย",
        "한국어 제목",
        "خبر عاجل من العاصمة",
    ]
    put(
        {
            f"{n}.md": article(
                title,
                f"https://e.org/{n}",
                f"2021-01-0{n + 1}",
                provider=f"{{name: {title[:9]}}}",
                topics=f'["{title}"]',
            )
            for n, title in enumerate(titles)
        }
    )
    put({"bare.md": article("No address, no excerpt", "", "2021-02-01")})
    app = NewsreaderApp(library, marks, Config(rows=rows))
    assert looks(snap_compare, app, size, ["n", "]", "["])


@pytest.fixture
def busy(library: Library, put: Put) -> Library:
    """The seeds and the stories of six more months, more and more of them."""
    day = date(2020, 1, 6)
    report = put(
        {
            f"{n}.md": article(
                f"Story {n}",
                f"https://e.org/{n}",
                (day + timedelta(days=180 - (180 - n) ** 2 // 180)).isoformat(),
                topics="[AI, Police]" if n % 3 else "[Elections, '[bold]Hostile']",
                provider=f"{{name: {('Gazette', 'Herald', 'The Evening Observer of Everything')[n % 7 % 3]}}}",
                heat=str(n % 40 + n // 2),
            )
            for n in range(180)
        }
    )
    assert report.new == 180
    return library


@pytest.mark.parametrize("size", [(80, 24), (120, 32), (200, 50)], ids=["80x24", "120x32", "200x50"])
def test_trends(snap_compare: Snap, busy: Library, marks: Marks, size: tuple[int, int]) -> None:
    marks.set_read(busy.keys(busy.ids(query.parse("topic:police before:2020-06-15"))), True, "x")
    assert looks(snap_compare, NewsreaderApp(busy, marks), size, ["t", "h", "h"])


def test_trends_light(snap_compare: Snap, busy: Library, marks: Marks) -> None:
    marks.set_read(busy.keys(busy.ids(query.parse("topic:elections"))), True, "x")
    app = NewsreaderApp(busy, marks, Config(theme="light"))
    assert looks(snap_compare, app, (120, 32), ["t", "-", "tab", "j"])


def test_trends_no_color(
    snap_compare: Snap, busy: Library, marks: Marks, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    marks.set_read(busy.keys(busy.ids(query.parse("topic:police before:2020-06-15"))), True, "x")
    assert looks(snap_compare, NewsreaderApp(busy, marks), (80, 24), ["t", "h"])


def test_trends_of_one_story(snap_compare: Snap, library: Library, marks: Marks) -> None:
    assert looks(snap_compare, NewsreaderApp(library, marks), (80, 24), ["/", *"campus", "enter", "t"])


def test_trends_of_nothing(snap_compare: Snap, library: Library, marks: Marks) -> None:
    assert looks(snap_compare, NewsreaderApp(library, marks), (80, 24), ["a", "a", "t"])


MARKDOWN = """# What was decided

A [link to the council](https://council.example.org/minutes), one to <https://auto.example.org/>, and **bold facial**
recognition with `code`.

![A camera on a pole](camera.png)

| who | vote |
|-----|------|
| [Mayor](https://mayor.example.org/) | yes |

* one point
* [another](https://point.example.org/)

> A quote about facial recognition.

```python
print("facial recognition")
```
"""


def test_markdown(snap_compare: Snap, library: Library, marks: Marks, put: Put) -> None:
    put({"a.md": article("Facial recognition", "https://e.org/1", "2021-01-01", body=MARKDOWN)})
    keys = ["/", *"facial recognition", "enter", "z", "f"]
    assert looks(snap_compare, NewsreaderApp(library, marks), (80, 40), keys)


def test_coverage(snap_compare: Snap, library: Library, marks: Marks) -> None:
    assert looks(snap_compare, NewsreaderApp(library, marks), (120, 36), ["j", "c", "z", "k", "s"])
