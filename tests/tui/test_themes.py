"""Themes: that they can be read, and that the one that was chosen stays."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.color import Color
from textual.filter import NoColor
from textual.theme import BUILTIN_THEMES
from textual.widget import Widget

from newsreader.config import Config
from newsreader.library import Library
from newsreader.marks import Marks
from newsreader.tui import themes
from newsreader.tui.app import NewsreaderApp
from tests.tui.conftest import Reader, Start

TEXT, DETAIL = 4.5, 3.0
"""What WCAG 2.2 asks of text (1.4.3), and of large text and of signs (1.4.3, 1.4.11)."""

NOTE = Path(__file__).parents[2] / "docs/notes/screen.md"

QUIET = {"dot", "star", "bar", "detail", "number", "meta"}
CURSORS = ("lines--cursor", "lines--cursor-blur", "lines--hover", "story--selected")
ON_CURSOR = {
    "headlines": {"unread", "read", "detail", "dot", "star", "match", "bar"},
    "topics": {"heading", "unread", "quiet", "number", "bar"},
    "story": {"link", "meta", "unread", "read", "dot", "star", "match"},
}
"""What can stand on the line under the cursor."""


def contrast(text: Color, ground: Color) -> float:
    """The contrast ratio of WCAG 2."""

    def luminance(color: Color) -> float:
        parts = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in color.normalized]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    light, dark = sorted((luminance(text), luminance(ground)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def texts(reader: Reader) -> Iterator[tuple[str, float, float]]:
    """What is written on the screen and on what, its contrast, and how much it needs."""
    panes: list[Widget] = [reader.headlines, reader.sidebar, reader.story]
    for pane in panes:
        grounds: dict[str, Color] = {"": pane.styles.background}
        for cursor in CURSORS:
            if cursor in pane._component_styles:
                rich = pane.get_component_rich_style(cursor).bgcolor
                assert rich is not None
                grounds[cursor] = Color.from_rich_color(rich)
        for name in sorted(set(pane._component_styles) - set(CURSORS)):
            kind = name.partition("--")[2]
            rich = pane.get_component_rich_style(name).color
            if "--" not in name or rich is None:
                continue
            for line, under in grounds.items():
                if not line or kind in ON_CURSOR[str(pane.id)]:
                    what = f"{name} on {line or 'its pane'}"
                    need = DETAIL if kind in QUIET else TEXT
                    yield what, contrast(Color.from_rich_color(rich), under), need
        for title in ("title", "subtitle"):
            color: Color = getattr(pane.styles, f"border_{title}_color")
            ground = grounds[""]
            if getattr(pane.styles, f"auto_border_{title}_color"):
                color = ground.get_contrast_text(color.a)
            yield f"border {title} of {pane.id}", contrast(ground + color, ground), TEXT
    keys = reader.screen.keys.styles
    ground = keys.background
    yield "key bar", contrast(ground + keys.color, ground), TEXT
    accent = Color.parse(reader.app.theme_variables["accent"])
    yield "keys in the key bar", contrast(accent, ground), TEXT


async def faint(reader: Reader, theme: str) -> list[str]:
    """What has too little contrast in a theme."""
    reader.app.theme = theme
    await reader.settle()
    found = list(texts(reader))
    assert len(found) > 40
    return [f"{what}: {ratio:.2f}" for what, ratio, need in found if ratio < need]


def test_contrast_is_what_the_standard_says() -> None:
    assert contrast(Color(0, 0, 0), Color(255, 255, 255)) == pytest.approx(21)
    assert contrast(Color.parse("#777777"), Color(255, 255, 255)) == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", ["dark", "light"])
async def test_our_themes_have_enough_contrast(start: Start, theme: str) -> None:
    async with start(config=Config(theme=theme)) as reader:
        await reader.press("s")
        assert await faint(reader, theme) == []


async def test_other_themes_that_are_faint_are_named(start: Start) -> None:
    note = NOTE.read_text("utf-8")
    async with start() as reader:
        for name, theme in BUILTIN_THEMES.items():
            if theme.ansi:
                reader.app.theme = name  # whose colours are the terminal's, but which must not break
            elif weak := await faint(reader, name):
                assert f"| {name} |" in note, f"docs/notes/screen.md does not name {name}: {weak}"


async def test_a_theme_is_chosen_and_kept(start: Start) -> None:
    async with start() as reader:
        assert reader.app.theme == "dark"
        await reader.press("T", *"nord", "enter")
        assert reader.app.theme == "nord" and reader.pane == "headlines"
    async with start() as reader:
        assert reader.app.theme == "nord"
    async with start(config=Config(theme="light")) as reader:
        assert reader.app.theme == "light", "the later word counts"
        await reader.press("T", *"dark", "down", "up", "enter")
    async with start(config=Config(theme="light")) as reader:
        assert reader.app.theme != "light"


def test_every_theme_can_be_configured(library: Library, marks: Marks) -> None:
    for name in (*BUILTIN_THEMES, *(theme.name for theme in themes.OURS)):
        assert NewsreaderApp(library, marks, Config(theme=name)).theme == name


async def test_a_theme_that_there_is_not_is_told(start: Start) -> None:
    async with start(config=Config(theme="nrod")) as reader:
        assert reader.app.theme == "dark"
        assert "theme: no theme is called nrod: did you mean nord?" in reader.messages[0]


async def test_no_color_with_every_kind_of_theme(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with start(config=Config(theme="terminal")) as reader:
        for theme, is_plain in [("terminal", True), ("dark", False), ("terminal", True)]:
            reader.app.theme = theme
            await reader.settle()
            picture = reader.app.export_screenshot()
            greys = set(re.findall(r"fill: (#[0-9a-f]{6})", picture))
            assert len(greys) > 1, "and not black on black"
            assert any(isinstance(one, NoColor) for one in reader.app._filters) == is_plain


async def test_the_terminals_own_colours(start: Start) -> None:
    async with start(config=Config(theme="terminal")) as reader:
        await reader.press("s", "question_mark")
        assert "Keys in the headlines" in reader.text()
        await reader.press("escape", "j")
        strips = reader.app.screen._compositor.render_strips()
        styles = [segment.style for strip in strips for segment in strip if segment.style]
        colors = {c for style in styles for c in (style.color, style.bgcolor) if c is not None}
        assert all(color.triplet is None for color in colors), "none but those that the terminal defines"
        assert all(style.bgcolor is None or style.bgcolor.is_default for style in styles)
        assert any(style.reverse for style in styles) and any(style.dim for style in styles)
        await reader.press("T", *"dark", "enter")
        assert not reader.app.current_theme.ansi
