"""The small modules: paths, configuration, dates, JSON and tables."""

from __future__ import annotations

import io
import json
from datetime import date
from pathlib import Path

import pytest
from rich.console import Console

from newsreader import config, dates, export, paths, tables
from newsreader.errors import NewsreaderError
from newsreader.library import Library
from tests.test_library import UBERGIZMO


def test_home_holds_everything(home: Path) -> None:
    places = paths.find({"NEWSREADER_HOME": str(home)})
    assert places.library == home / "library.db"
    assert places.marks("work") == home / "profiles" / "work" / "marks.db"
    assert places.config_file.parent == places.log_file.parent == home


def test_the_platforms_folders_without_it() -> None:
    places = paths.find({})
    assert places.data.name == places.config.name == "newsreader"


@pytest.mark.parametrize("name", ["", "..", "a/b", "-x", ".hidden", "x" * 70, "a b", "a\x1b"])
def test_profile_names(name: str) -> None:
    with pytest.raises(NewsreaderError, match="profile name"):
        paths.find({"NEWSREADER_HOME": "/h"}).marks(name)


def test_no_configuration_is_the_default(home: Path) -> None:
    assert config.load(home / "config.toml") == (config.Config(path=home / "config.toml"), [])


def test_configuration_and_its_mistakes(home: Path) -> None:
    file = home / "config.toml"
    file.write_text('mark_read = "select"\ntheme = 7\nmark_raed = "open"\n')
    settings, mistakes = config.load(file)
    assert settings == config.Config(mark_read="select", path=file)
    assert len(mistakes) == 2
    assert 'theme must be "dark" or "light"' in mistakes[0] and "did you mean mark_read?" in mistakes[1]


@pytest.mark.parametrize("content", [b"not = = toml", b"\xff"])
def test_a_configuration_that_is_no_toml(home: Path, content: bytes) -> None:
    file = home / "config.toml"
    file.write_bytes(content)
    settings, mistakes = config.load(file)
    assert settings == config.Config(path=file) and "not valid TOML, the defaults are used" in mistakes[0]


def test_how_much_later() -> None:
    day = 86_400
    texts = {
        0: "+0 min",
        59: "+0 min",
        3_599: "+59 min",
        3_600: "+1 h",
        day - 1: "+23 h",
        day: "+1 d",
        700 * day: "+700 d",
        731 * day: "+2 y",
    }
    assert {seconds: dates.later(seconds) for seconds in texts} == texts
    assert [dates.length(s) for s in (60, 7_200, day, 3 * day)] == ["1 minute", "2 hours", "1 day", "3 days"]
    assert dates.moment(1_594_368_240) == "10 Jul 20 08:04"
    assert dates.moment(1_594_368_240, with_year=False) == "10 Jul 08:04"
    assert dates.moment(10**15) == dates.short_date(10**15)


def test_dates() -> None:
    moment = 1594368240
    assert dates.long_date(moment) == "Fri 10 Jul 2020 08:04"
    assert dates.short_date(moment, date(2026, 1, 1)) == "10 Jul 20"
    assert dates.short_date(253_402_300_000, date(2026, 1, 1)) == "9999"
    assert dates.short_date(moment, date(2020, 1, 1)) == "10 Jul"
    assert dates.short_date(moment, date(2020, 7, 10)) == "08:04"
    assert dates.iso_date(moment) == "2020-07-10"
    assert dates.long_date(1 << 60).isdigit() and dates.short_date(-(1 << 60)).startswith("-")


def test_times_in_json() -> None:
    assert export.iso_time(1594368240) == "2020-07-10T08:04:00Z"
    assert export.iso_time(None) is None
    assert export.iso_time(-62_135_596_800) == "0001-01-01T00:00:00Z"


def test_story_json_gives_everything_back(library: Library) -> None:
    story = export.story_json(library.story(library.find(UBERGIZMO)))
    assert story["front_matter"]["published"] is False and story["front_matter"]["heat"] == -1
    assert story["amp_url"].endswith("/amp/") and story["images"][0]["width"] == 900
    assert [other["in_library"] for other in story["related"]] == [False] * 4
    assert all(len(other["key"]) == 16 for other in story["related"])
    assert story["files"][0].endswith(".txt")
    assert json.loads(export.json_text(story)) == story


def test_tables_take_text_literally(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    output = io.StringIO()
    monkeypatch.setattr(tables, "Console", lambda **_: Console(file=output, width=100))
    rows = [listed.headline._replace(title="[b]x[/] [/nope] \x1b[2J") for listed in library.listed()]
    tables.print_list(rows)
    tables.print_story(library.story(library.find(UBERGIZMO)))
    shown = output.getvalue()
    assert "[b]x[/] [/nope]" in shown and "\x1b" not in shown
    assert "Ubergizmo Feed" in shown and "Related" in shown
