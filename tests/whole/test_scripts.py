"""Every script in a real terminal: whatever is written, columns and borders stay where they are."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.conftest import article
from tests.whole.terminal import PROGRAM, Terminal

NAMES = {
    "cjk": "東京新聞デジタル版の編集部からのお知らせ",
    "korean": "한국어 신문의 아주 긴 이름입니다 그리고 더",
    "emoji": "👩‍💻 Family 👨‍👩‍👧‍👦 flag 🇩🇪 heart ❤️ thumbs 👍🏽 more",
    "arabic": "خبر عاجل من العاصمة عن المدينة الكبيرة جدا",
    "hebrew": "ידיעה חשובה מן העיר הגדולה ועוד מילים",
    "marks": "e\u0301te\u0301 Zo\u0308e n\u0303andu\u0301 u\u0302ber q\u0323\u0307 a\u030a all combined",
    "thai": "ข่าวด่วนจากเมืองหลวงวันนี้และพรุ่งนี้",
    "half": "ﾊﾝｶｸｶﾀｶﾅ and ｆｕｌｌｗｉｄｔｈ",
}
BORDERS = "│┃╭╮╰╯┏┓┗┛"


@pytest.fixture
def scripts(tmp_path: Path) -> None:
    for number, (name, text) in enumerate(NAMES.items(), 1):
        (tmp_path / f"{name}.md").write_text(
            article(
                text,
                f"https://e.org/{name}",
                f"2021-01-{number:02}",
                provider=f'{{name: "{text}"}}',
                topics=f'["{text}"]',
                excerpt=f'"{text} {text} {text}"',
                quality="7",
            ),
            "utf-8",
        )
    subprocess.run([PROGRAM, "import", tmp_path], check=True, stdout=subprocess.DEVNULL)


def straight(terminal: Terminal, columns: list[int], lines: range) -> None:
    """Every line has a border in these columns of cells, and in no other."""
    for y in lines:
        row = terminal.screen.buffer[y]
        found = [x for x in range(terminal.screen.columns) if row[x].data in BORDERS and row[x].data]
        assert found == columns, f"line {y}: {found}\n{terminal.text}"


def column(terminal: Terminal, text: str, lines: range) -> set[int]:
    """The columns of cells in which a text begins."""
    found = set()
    for y in lines:
        cells = [terminal.screen.buffer[y][x].data for x in range(terminal.screen.columns)]
        for x in range(terminal.screen.columns):
            if "".join(cells[x:]).startswith(text) and cells[x]:
                found.add(x)
    return found


@pytest.mark.parametrize("rows", ["one", "two"])
def test_three_panes_stay_straight(scripts: None, home: Path, rows: str) -> None:
    (home / "config.toml").write_text(f'rows = "{rows}"\n')
    with Terminal(columns=150, rows=40) as terminal:
        terminal.wait("8 unread of 8")
        borders = _borders(terminal)
        assert len(borders) == 6
        for _ in NAMES:
            terminal.pump(0.2)
            straight(terminal, borders, range(1, 38))
            terminal.press("j")
        if rows == "one":
            inside = range(1, 9)
            assert len(column(terminal, "7 ", inside)) >= 1
            assert len(column(terminal, "Jan 21", inside)) == 1, terminal.text
        terminal.press("q")
        assert terminal.end() == 0


def test_titles_of_borders_stay_straight(scripts: None) -> None:
    with Terminal(columns=80, rows=30) as terminal:
        terminal.wait("8 unread of 8")
        for text in NAMES.values():
            terminal.press(f"/{text[:12]}\r")
            terminal.pump(0.3)
            terminal.pump(0.3)
            for y in (0, 29 - 1):
                row = terminal.screen.buffer[y]
                ends = [row[x].data for x in (0, 19, 20, 79)]
                corners = ["╭", "╮", "╭", "╮"] if y == 0 else ["╰", "╯", "╰", "╯"]
                assert ends == corners, f"{text}: {ends}\n{terminal.text}"
            terminal.press("\x1b")
            terminal.pump(0.3)
        terminal.press("\x11")
        assert terminal.end() == 0


def test_a_narrow_terminal_stays_straight(scripts: None, home: Path) -> None:
    (home / "config.toml").write_text('rows = "one"\n')
    with Terminal(columns=44, rows=20) as terminal:
        terminal.wait("8 unread of 8")
        straight(terminal, [0, 43], range(1, 18))
        for key in ("h", "l", "l"):
            terminal.press(key)
            terminal.pump(0.3)
            terminal.pump(0.3)
            straight(terminal, [0, 43], range(1, 18))
        terminal.press("\x11")
        assert terminal.end() == 0


def _borders(terminal: Terminal) -> list[int]:
    """The columns of the corners in the first line."""
    row = terminal.screen.buffer[0]
    return [x for x in range(terminal.screen.columns) if row[x].data and row[x].data in "╭╮┏┓"]
