"""The small modules: paths, dates, JSON and tables."""

from __future__ import annotations

import io
import json
import sys
import time
from datetime import UTC, date, datetime
from itertools import pairwise
from pathlib import Path

import platformdirs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from newsreader import dates, export, paths, tables
from newsreader.errors import NewsreaderError, reason
from newsreader.library import Library
from newsreader.settings import SETTINGS
from tests.test_library import UBERGIZMO


def test_home_holds_everything(home: Path) -> None:
    places = paths.find({"NEWSREADER_HOME": str(home)})
    assert places.library == home / "library.db"
    assert places.marks("work") == home / "profiles" / "work" / "marks.db"
    assert places.config_file.parent == places.log_file.parent == home


def test_the_platforms_folders_without_it() -> None:
    places = paths.find({})
    assert places.data.name == places.config.name == "newsreader"


_FOLDERS = st.sampled_from(["", "/", "/x", "/x/y/", "//x", "x", "./x", "~/x", "/ä b", " /x"])


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere it is platformdirs that says it")
@given(
    home=st.none() | _FOLDERS,
    data=st.none() | _FOLDERS,
    config=st.none() | _FOLDERS,
    state=st.none() | _FOLDERS,
)
def test_folders_are_those_of_platformdirs(
    home: str | None, data: str | None, config: str | None, state: str | None
) -> None:
    names = {"HOME": home, "XDG_DATA_HOME": data, "XDG_CONFIG_HOME": config, "XDG_STATE_HOME": state}
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("NEWSREADER_HOME", raising=False)
        for name, value in names.items():
            patch.delenv(name, raising=False) if value is None else patch.setenv(name, value)
        is_ours = (home or "").startswith("/")
        found = paths.find() if is_ours or platformdirs.__version_info__ >= (4, 14, 7) else None
        for name, value in names.items():  # the early versions of platformdirs take relative ones, too
            if name != "HOME" and not (value or "").startswith("/"):
                patch.delenv(name, raising=False)
        dirs = platformdirs.PlatformDirs("newsreader", appauthor=False)
        expected = (dirs.user_data_path, dirs.user_config_path, dirs.user_state_path)
        assert (found or paths.find()) == expected


@pytest.mark.parametrize("name", ["", "..", "a/b", "-x", ".hidden", "x" * 70, "a b", "a\x1b"])
def test_profile_names(name: str) -> None:
    with pytest.raises(NewsreaderError, match="profile name"):
        paths.find({"NEWSREADER_HOME": "/h"}).marks(name)


@given(st.integers(0, 4_000_000_000), st.integers(0, 100_000_000), st.floats(0, 1))
def test_offsets(first: int, length: int, share: float) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TZ", "EST5EDT,M3.2.0,M11.1.0")
        time.tzset()
        offsets = dates.offsets(first, first + length)
        within = first + int(length * share)
        offset = [offset for begin, offset in offsets if begin <= within][-1]
        assert offset == time.localtime(within).tm_gmtoff
        assert offsets[0][0] == first and all(a[1] != b[1] for a, b in pairwise(offsets))
    time.tzset()


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


NOW = 1_594_368_240


@pytest.mark.parametrize(
    ("seconds", "listed", "in_full"),
    [
        (59, "0 min", "0 minutes ago"),
        (60, "1 min", "1 minute ago"),
        (3_599, "59 min", "59 minutes ago"),
        (3_600, "1 h", "1 hour ago"),
        (86_400, "1 d", "1 day ago"),
        (14 * 86_400 - 1, "13 d", "13 days ago"),
        (14 * 86_400, "2 w", "2 weeks ago"),
        (63 * 86_400, "2 mo", "2 months ago"),
        (730 * 86_400, "23 mo", "23 months ago"),
        (731 * 86_400, "2 y", "2 years ago"),
        (-3_600, "in 1 h", "in 1 hour"),
    ],
)
def test_dates_that_say_how_long_ago(seconds: int, listed: str, in_full: str) -> None:
    assert dates.listed(NOW - seconds, "relative", NOW) == listed
    long_date = dates.long_date(NOW - seconds)
    assert dates.in_full(NOW - seconds, "relative", NOW) == f"{long_date}, {in_full}"


def test_styles_of_dates() -> None:
    assert [dates.listed(NOW, style, NOW) for style in dates.STYLES] == ["08:04", "2020-07-10", "0 min"]
    assert dates.in_full(NOW, "iso") == "2020-07-10 08:04"
    assert dates.in_full(NOW, "short") == dates.long_date(NOW)
    (takes,) = (setting.takes for setting in SETTINGS if setting.name == "dates")
    assert takes == tuple(f'"{style}"' for style in dates.STYLES)


@given(st.integers(-62_135_596_800, 253_402_300_799), st.sampled_from(list(dates.STYLES)))
def test_no_date_is_wider_than_its_column(seconds: int, style: str) -> None:
    assert 0 < len(dates.listed(seconds, style, NOW)) <= dates.STYLES[style]
    assert dates.in_full(seconds, style, NOW)


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


def test_tables_take_text_literally(library: Library) -> None:
    output = io.StringIO()
    console = Console(file=output, width=100)
    rows = [listed.headline._replace(title="[b]x[/] [/nope] \x1b[2J") for listed in library.listed()]
    assert tables.print_list(console, rows)
    tables.print_story(console, library.story(library.find(UBERGIZMO)))
    shown = output.getvalue()
    assert "[b]x[/] [/nope]" in shown and "\x1b" not in shown
    assert "Ubergizmo Feed" in shown and "Related" in shown


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2020-07-10", "2020-07-10T00:00"),
        ("2020-07-10T08:04:00Z", "2020-07-10T08:04"),
        ("2020-07-10T08:04:00.123456789+02:00", "2020-07-10T06:04"),
        ("2020-07-10 12:00:00 +0200", "2020-07-10T10:00"),
        ("2020-07-10 12:00:00 -0730", "2020-07-10T19:30"),
        ("2020-07-10 12:00 UTC", "2020-07-10T12:00"),
        ("2020-7-1 8:04", "2020-07-01T08:04"),
        ("2020/07/10 12:00:00", "2020-07-10T12:00"),
        ("10.07.2020", "2020-07-10T00:00"),
        ("10 July 2020", "2020-07-10T00:00"),
        ("Friday, July 10th, 2020 at 3:30 PM", "2020-07-10T15:30"),
        ("Jul 10, 2020 12:04 a.m.", "2020-07-10T00:04"),
        ("Fri, 10 Jul 2020 08:04:00 -0700", "2020-07-10T15:04"),
        ("Fri Jul 10 2020 08:04:00 GMT+0200 (Central European Summer Time)", "2020-07-10T06:04"),
        ("20200710", "2020-07-10T00:00"),
        ("1594368000", "2020-07-10T08:00"),
        ("1594368000000", "2020-07-10T08:00"),
        ("2020-07", "2020-07-01T00:00"),
        ("2020", "2020-01-01T00:00"),
        ("07/10/2020", None),
        ("2020-13-45", None),
        ("2020-07-10 25:00", None),
        ("10 Foo 2020", None),
        ("0000-01-01", None),
        ("0001-01-01T00:00:00+14:00", None),
        ("9" * 30, None),
        ("tomorrow", None),
        ("2020-07-10" + " " * 5 + "x" * 100, None),
        ("", None),
    ],
)
def test_dates_as_they_are_written(text: str, moment: str | None) -> None:
    found = dates.written(text)
    expected = datetime.fromisoformat(moment).replace(tzinfo=UTC) if moment else None
    assert (found.replace(microsecond=0) if found else None) == expected


@given(st.text(max_size=30) | st.text("0123456789-/.: +ztjulmarpm,", max_size=30))
def test_any_text_is_a_date_or_none(text: str) -> None:
    found = dates.written(text)
    assert found is None or found.tzinfo is UTC


@given(st.datetimes(timezones=st.just(UTC)))
def test_what_python_writes_is_read(moment: datetime) -> None:
    assert dates.written(moment.isoformat()) == moment
    assert dates.written(f"{moment:%Y-%m-%d %H:%M:%S} +0000".zfill(25)) == moment.replace(microsecond=0)


def test_why_the_system_did_not_do_it() -> None:
    assert reason(PermissionError(13, "Permission denied")) == "permission denied"
    assert reason(OSError("x"), "No connection") == "no connection"
    assert reason(TimeoutError()) == "timeouterror"
