"""How stories spread: what SQL adds up against the same in plain Python."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from newsreader import dates, frontmatter, periods, query, trends
from newsreader.errors import StorageError
from newsreader.files import Stamp
from newsreader.ingest import Writer
from newsreader.intake import Taken
from newsreader.library import Library
from newsreader.marks import Marks
from newsreader.periods import UNITS, Period
from newsreader.totals import Tally
from newsreader.trends import Bucket
from tests.conftest import Put, article

ZONES = ["UTC", "CET-1CEST,M3.5.0,M10.5.0/3", "EST5EDT,M3.2.0,M11.1.0", "NPT-5:45", "<-03>3", "<+13>-13"]
NAMES = ["AI", "Café", "[bold]x", 'a "b" c', "'; DROP TABLE topic", "東京"]


class Told(NamedTuple):
    """A story as an example tells it."""

    seconds: int
    heat: int | None
    topics: frozenset[str]
    provider: str
    read: bool


SECONDS = st.one_of(
    st.integers(int(datetime(2020, 3, 20, tzinfo=UTC).timestamp()), int(datetime(2020, 4, 5, tzinfo=UTC).timestamp())),
    st.integers(int(datetime(1968, 1, 1, tzinfo=UTC).timestamp()), int(datetime(2030, 1, 1, tzinfo=UTC).timestamp())),
)  # fmt: skip
STORIES = st.lists(
    st.builds(
        Told,
        SECONDS,
        st.none() | st.integers(-1, 200),
        st.frozensets(st.sampled_from(NAMES), max_size=3),
        st.sampled_from(["", *NAMES]),
        st.booleans(),
    ),
    max_size=12,
)
QUERIES = st.sampled_from(
    ["", "sort:heat", "is:unread", "is:unread sort:oldest", "is:read", "topic:ai", "-topic:ai", "word", "word is:unread",
     "heat>10", "after:2020-03-29", "before:2020-03-29 OR topic:café", "nothing"]
)  # fmt: skip


@contextmanager
def a_library(stories: Sequence[Told]) -> Iterator[Library]:
    with TemporaryDirectory() as folder:
        path, marks_path = Path(folder, "library.db"), Path(folder, "marks.db")
        with closing(Library(path, marks_path)) as library, closing(Marks(marks_path)) as marks:
            read = []
            with closing(Writer(path)) as writer, writer.batch():
                for number, story in enumerate(stories):
                    parsed = frontmatter.parse(text(story, number).encode(), f"/{number}.md", 0)
                    writer.put(Taken(f"/{number}.md", Stamp(1, 1), b"%d" % number, parsed), parsed)
                    read += [parsed.entry.key] * story.read
            marks.set_read(read, True, "x")
            yield library


def text(story: Told, number: int) -> str:
    def quoted(name: str) -> str:
        return "'" + name.replace("'", "''") + "'"

    more = {"heat": str(story.heat)} if story.heat is not None else {}
    if story.provider:
        more["provider"] = f"{{name: {quoted(story.provider)}}}"
    topics = ", ".join(map(quoted, sorted(story.topics)))
    published = datetime.fromtimestamp(story.seconds, UTC).isoformat()
    return article(f"A word {number}", f"https://e.org/{number}", published, topics=f"[{topics}]", **more)


@contextmanager
def in_zone(name: str) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TZ", name)
        time.tzset()
        yield
    time.tzset()


BEFORE_1970, IN_1970 = (Told(seconds, None, frozenset(), "", False) for seconds in (-1, 0))


@settings(max_examples=30)
@given(STORIES, QUERIES, st.sampled_from(ZONES))
@example([BEFORE_1970, IN_1970], "", "UTC")  # of which the second has the id 0
def test_trends_are_what_plain_python_says(stories: list[Told], text: str, zone: str) -> None:
    wanted = query.parse(text)
    with in_zone(zone), a_library(stories) as library:
        found = [listed.headline for listed in library.listed(wanted)]
        for unit in UNITS:
            buckets = trends.gathered(trends.days(library, wanted), unit)
            plain: dict[int, list[tuple[bool, int | None, int]]] = {}
            for row in sorted(found, reverse=True):
                day = datetime.fromtimestamp(row.published).toordinal()
                plain.setdefault(periods.number(unit, day), []).append((row.read, row.heat, day))
            assert {bucket.period.number: bucket for bucket in buckets} == {
                number: bucket_of(Period(unit, number), rows) for number, rows in plain.items()
            }
            assert [bucket.period.number for bucket in buckets] == sorted(plain)
            for bucket in buckets:
                total, unread = library.count(query.both(wanted, bucket.period.query))
                assert (total, unread) == (bucket.total, bucket.unread), "what Enter shows is what was drawn"
        topics = {
            name: [row.read for row in found if name in told(stories, row.title).topics] for name in NAMES
        }
        providers = {name: [row.read for row in found if row.provider == name] for name in NAMES}
        for tallies, plain_names in (
            (trends.topics(library, wanted), topics),
            (trends.providers(library, wanted), providers),
        ):
            assert sorted(tallies) == sorted(
                Tally(name, len(read), read.count(False)) for name, read in plain_names.items() if read
            )
            assert [tally.total for tally in tallies] == sorted(
                (tally.total for tally in tallies), reverse=True
            )


def bucket_of(period: Period, rows: list[tuple[bool, int | None, int]]) -> Bucket:
    heats = [heat for _, heat, _ in rows if heat is not None and heat >= 0]
    unread = Counter(read for read, _, _ in rows)[False]
    return Bucket(period, len(rows), unread, len(heats), sum(heats), max(day for _, _, day in rows))


def told(stories: Sequence[Told], title: str) -> Told:
    return stories[int(title.removeprefix("A word "))]


def test_an_empty_library(tmp_path: Path) -> None:
    with closing(Library(tmp_path / "l.db", tmp_path / "m.db")) as library:
        assert trends.days(library, query.EVERYTHING) == ()
        assert trends.topics(library, query.EVERYTHING) == trends.providers(library, query.parse("x")) == ()


def test_the_first_and_the_last_year(home: Path, put: Put) -> None:
    put(
        {
            "a.md": article("A", "https://e.org/a", "0001-01-01T00:00:00Z"),
            "b.md": article("B", "https://e.org/b", "9999-12-31T23:59:59Z"),
        }
    )
    with closing(Library(home / "library.db", home / "marks.db")) as library:
        for unit in UNITS:
            buckets = trends.gathered(trends.days(library, query.EVERYTHING), unit)
            assert [bucket.total for bucket in buckets] == [1, 1]
            assert [library.count(bucket.period.query) for bucket in buckets] == [(1, 1), (1, 1)]


def test_mean_heat() -> None:
    day = Period("day", date(2020, 7, 10).toordinal())
    assert Bucket(day, 3, 1, 2, 30).mean_heat == 15
    assert Bucket(day, 3, 1).mean_heat is None


@pytest.mark.parametrize("count", [trends.days, trends.topics, trends.providers])
def test_counting_can_be_stopped(library: Library, count: Callable[[Library, query.Query], object]) -> None:
    """A thread that counts is found and stopped by `interrupt`, like every other that asks the library."""
    stopped: list[str] = []
    wanted = query.parse("boston")
    is_over = threading.Event()

    def work() -> None:
        with pytest.raises(StorageError, match="stopped"):
            while not is_over.is_set():
                count(library, wanted)
        stopped.append("stopped")

    thread = threading.Thread(target=work)
    thread.start()
    for _ in range(5_000):
        if not thread.is_alive():
            break
        library.interrupt(thread.ident or 0)
        time.sleep(0.001)
    is_over.set()
    thread.join()
    assert stopped == ["stopped"]


def test_a_story_of_a_wild_date_costs_no_table_of_all_years(
    home: Path, put: Put, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "CET-1CEST,M3.5.0,M10.5.0/3")
    time.tzset()
    put(
        {
            "a.md": article("A", "https://e.org/a", "2020-07-10T23:30:00Z"),
            "b.md": article("B", "https://e.org/b", "9999-06-01T12:00:00Z"),
            "c.md": article("C", "https://e.org/c", "0007-06-01T12:00:00Z"),
        }
    )
    asked: list[tuple[int, int]] = []
    offsets = dates.offsets

    def watched(first: int, last: int) -> list[tuple[int, int]]:
        asked.append((first, last))
        return offsets(first, last)

    monkeypatch.setattr(dates, "offsets", watched)
    with closing(Library(home / "library.db", home / "marks.db")) as library:
        found = trends.tallied(library, query.EVERYTHING, "day")
    assert [tally.name for tally in found] == ["9999-06-01", "2020-07-11", "0007-06-01"]
    assert len(asked) == 3 and all(last - first < 366 * 86_400 for first, last in asked)


def test_a_story_at_the_end_of_a_stretch_is_counted_once(home: Path, put: Put) -> None:
    """Stretches of 366 days: the first ends within a second in which there are others."""
    dates_ = ("2019-03-01T00:00:00Z", "2020-03-01T00:00:00Z", "2020-03-01T00:00:00Z")
    put({f"{n}.md": article(f"Story {n}", f"https://e.org/{n}", date) for n, date in enumerate(dates_)})
    with closing(Library(home / "library.db", home / "marks.db")) as library:
        assert [bucket.total for bucket in trends.days(library, query.EVERYTHING)] == [1, 2]
