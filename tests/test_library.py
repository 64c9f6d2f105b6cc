"""What the library answers."""

from __future__ import annotations

import sqlite3
import threading
import time
import unicodedata
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given

from newsreader import dates, fields, query, searchtext, urls
from newsreader.errors import NotFoundError, QueryError
from newsreader.fields import FIELDS
from newsreader.library import Headline, Library, Listed
from newsreader.marks import Marks
from newsreader.query import All, Any, Field, Not, Query, Text
from newsreader.querysql import compile_query
from newsreader.totals import Grouped
from tests.conftest import Put, article, imported
from tests.test_query import TREES

UBERGIZMO = "https://www.ubergizmo.com/2020/06/boston-ban-facial-recognition-surveillance/"


def titles(library: Library, text: str) -> list[str]:
    rows = library.rows(ids := library.ids(query.parse(text)))
    return [rows[id_].title for id_ in ids]


@pytest.fixture
def zoo(home: Path, put: Put) -> Iterator[Library]:
    """A library of small articles that differ in what queries ask for."""
    report = put(
        {
            "a.md": article("Boston bans cameras", "https://e.org/a", "2020-01-01", topics="[AI, Police]", excerpt="face data", category="News", quality="41", heat="-1", images="[{url: 'https://e.org/i.png'}]"),
            "b.md": article("ÄGYPTEN heute", "https://e.org/b", "2020-01-02", topics="[Travel]", provider="{name: Bild, domain: Bild.Example}", type="video", quality="7", heat="9", related="[{title: R}]"),
            "c.md": article("東京タワーの夜", "https://e.org/c", "2020-01-03", topics="[travel]", body="A body about cameras"),
            "d.md": article("100% of _it_ AND OR", "https://e.org/d", "2020-01-04", topics="[AI Builder]"),
            "e.md": article("ภาษาไทยวันนี้", "https://e.org/e", "2020-01-04"),
        }
    )  # fmt: skip
    assert report.new == 5
    with closing(Library(home / "library.db", home / "marks.db")) as library:
        yield library


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", ["ภาษาไทยวันนี้", "100% of _it_ AND OR", "東京タワーの夜", "ÄGYPTEN heute", "Boston bans cameras"]),
        ("cameras", ["東京タワーの夜", "Boston bans cameras"]),
        ("cam*", ["東京タワーの夜", "Boston bans cameras"]),
        ("boston data", ["Boston bans cameras"]),
        ('"bans cameras"', ["Boston bans cameras"]),
        ('"cameras bans"', []),
        ("cameras -boston", ["東京タワーの夜"]),
        ("boston OR ägypten", ["ÄGYPTEN heute", "Boston bans cameras"]),
        ("agypten", ["ÄGYPTEN heute"]),
        ("京タ", ["東京タワーの夜"]),
        ("タワー", ["東京タワーの夜"]),
        ("ไทย", ["ภาษาไทยวันนี้"]),
        ("bild", ["ÄGYPTEN heute"]),
        ("topic:AI", ["Boston bans cameras"]),
        ("topic:ai*", ["100% of _it_ AND OR", "Boston bans cameras"]),
        ("topic:TRAVEL", ["東京タワーの夜", "ÄGYPTEN heute"]),
        ("topic:travel cameras", ["東京タワーの夜"]),
        ("provider:Bild.EXAMPLE", ["ÄGYPTEN heute"]),
        ("provider:bi*", ["ÄGYPTEN heute"]),
        ("(topic:AI OR topic:travel) -provider:bild", ["東京タワーの夜", "Boston bans cameras"]),
        ("100% and", ["100% of _it_ AND OR"]),
        ("NEAR(a b)", []),
        ("nope:x", None),
        ("title:cameras", ["Boston bans cameras"]),
        ("title:cam* -title:nothing", ["Boston bans cameras"]),
        ("category:NEWS", ["Boston bans cameras"]),
        ("type:vid*", ["ÄGYPTEN heute"]),
        ("has:body", ["東京タワーの夜"]),
        ("has:image", ["Boston bans cameras"]),
        ("has:related", ["ÄGYPTEN heute"]),
        ("-has:url", []),
        ("on:2020-01-02", ["ÄGYPTEN heute"]),
        ("after:2020-01-04", ["ภาษาไทยวันนี้", "100% of _it_ AND OR"]),
        ("before:2020-01-02", ["Boston bans cameras"]),
        ("on:2020 newer:1h", []),
        ("older:1y on:2020-01-01", ["Boston bans cameras"]),
        ("quality:>40", ["Boston bans cameras"]),
        ("-quality:>40 has:related", ["ÄGYPTEN heute"]),
        ("quality:0", []),
        ("heat:-1", []),
        ("heat:..100", ["ÄGYPTEN heute"]),
        ("cameras sort:oldest", ["Boston bans cameras", "東京タワーの夜"]),
        (
            "on:2020-01 before:2020-01-04 sort:quality",
            ["Boston bans cameras", "ÄGYPTEN heute", "東京タワーの夜"],
        ),
        ("before:2020-01-03 sort:heat", ["ÄGYPTEN heute", "Boston bans cameras"]),
        ("before:2020-01-03 sort:title", ["Boston bans cameras", "ÄGYPTEN heute"]),
        ("cameras sort:relevance", ["Boston bans cameras", "東京タワーの夜"]),
    ],
)
def test_queries(zoo: Library, text: str, found: list[str] | None) -> None:
    if found is None:
        with pytest.raises(Exception, match="no field"):
            query.parse(text)
    else:
        assert titles(zoo, text) == found


def test_an_or_of_words_and_marks_within_words(zoo: Library) -> None:
    """SQLite refuses full-text lookups that its planner moves into an OR."""
    assert titles(zoo, "cameras (has:related OR (is:unread cameras))") == [
        "東京タワーの夜",
        "Boston bans cameras",
    ]
    assert zoo.count(query.parse("a (has:related OR (is:read a))"))[0] == 0


@pytest.mark.parametrize("level", ["-(w ", "(w OR -x y ", "(w OR (v ", "(w ", "-w -(x y "])
def test_the_deepest_queries_are_answered(zoo: Library, level: str) -> None:
    """FTS5's parser has a small stack, and what is not wanted within what is not wanted could double each time."""
    deepest = 0
    for number in range(1, 30):
        text = level * number + "cameras" + ")" * level.count("(") * number
        try:
            tree = query.parse(text)
        except QueryError as error:
            assert "levels deep" in str(error)
            break
        deepest = number
        assert zoo.count(tree)[0] <= 5
    assert 3 <= deepest < 29


def test_what_is_not_wanted_is_compiled_once(monkeypatch: pytest.MonkeyPatch) -> None:
    tree: Query = Text("z")
    for _ in range(10):
        tree = Not(query.both(Text("w"), tree))
    asked = []

    def seen(text: str) -> str:
        asked.append(text)
        return text

    monkeypatch.setattr("newsreader.querysql.index_text", seen)
    compile_query(tree)
    assert len(asked) < 30


@pytest.mark.parametrize(
    ("titles_", "text"),
    [
        (["Kunden klagen", "Die Kundengröße steigt"], "kunden*"),
        (["başkan geldi", "BAŞKANLIĞI seçimi"], "baskan*"),
        (["Αθήνα σήμερα", "ΑΘΗΝΑ"], "αθηνα"),
        (["ΟΔΟΣ", "οδός"], "οδοσ*"),
        (["Все ещё", "ЕЩЕ"], "еще"),
        (["أحمد ذهب", "احمد"], "أحمد"),
        (["人々100人が参加", "我々AI研究者"], "々"),
        (["ㅋㅋㅋ 웃음", "ㅋㅋ"], "ㅋㅋ"),
        (["ㄅㄆㄇㄈ", "ㄆㄇ"], "ㄆㄇ"),
        (["東京でガンダム展", "東京でカ\u3099ンタ\u3099ム展"], "ガンダム"),
        (["한국 뉴스", unicodedata.normalize("NFD", "한국 뉴스")], "한국"),
    ],
)
def test_words_are_found_however_they_are_written(
    put: Put, home: Path, titles_: list[str], text: str
) -> None:
    put({f"{n}.md": article(title, f"https://e.org/{n}") for n, title in enumerate(titles_)})
    with closing(Library(home / "library.db", home / "marks.db")) as library:
        assert library.count(query.parse(text))[0] == len(titles_)
        wanted = query.wanted(query.parse(text))
        assert all(searchtext.matches(unicodedata.normalize("NFC", title), wanted) for title in titles_)


def test_topics_that_differ_by_more_than_accents_are_two(put: Put, home: Path) -> None:
    names = ("パリ", "バリ", "Café", "CAFE", "कला", "कल")
    put(
        {
            f"{n}.md": article(f"T{n}", f"https://e.org/{n}", topics=f"[{name}]")
            for n, name in enumerate(names)
        }
    )
    with closing(Library(home / "library.db", home / "marks.db")) as library:
        assert {(topic.name, topic.total) for topic in library.totals().topics} == {
            *(("パリ", 1), ("バリ", 1), ("Café", 2), ("कला", 1), ("कल", 1))
        }
        assert library.count(query.parse("topic:バリ"))[0] == 1


def holds(tree: Query, listed: Listed, body: str) -> bool:
    """A query's meaning in plain Python."""
    row = listed.headline
    if isinstance(tree, Field) and tree.name == "title":
        return bool(searchtext.matches(row.title, [(searchtext.phrase(tree.value), tree.prefix)]))
    if isinstance(tree, Field) and tree.name == "has":
        return {
            "related": row.related > 0,
            "image": row.title == "Boston bans cameras",
            "body": bool(body),
            "url": bool(row.url),
        }[tree.value]
    if isinstance(tree, Field) and tree.name in ("on", "after", "before"):
        start, end = dates.span(tree.value) or (0, 0)
        return {
            "on": start <= row.published < end,
            "after": row.published >= start,
            "before": row.published < start,
        }[tree.name]
    if isinstance(tree, Field) and tree.name in ("newer", "older"):
        return (row.published >= time.time() - (dates.age(tree.value) or 0)) == (tree.name == "newer")
    if isinstance(tree, Field) and tree.name in ("quality", "heat"):
        number, least = (row.quality, 1) if tree.name == "quality" else (row.heat, 0)
        low, high = fields.bounds(tree.value) or (None, None)
        return (
            number is not None
            and number >= least
            and (low is None or number >= low)
            and (high is None or number <= high)
        )
    if isinstance(tree, Text):
        wanted = [(searchtext.phrase(tree.text), tree.prefix)]
        return any(
            searchtext.matches(text, wanted) for text in (row.title, listed.excerpt, body, row.provider)
        )
    if isinstance(tree, Field):
        if tree.name == "is":
            return {"read": row.read, "unread": not row.read, "starred": row.starred}[tree.value]
        names = {
            "topic": listed.topics,
            "provider": (row.provider, row.domain),
            "category": (row.category,),
            "type": (row.type,),
        }[tree.name]
        value = searchtext.fold(tree.value)
        folded = [searchtext.fold(name) for name in names]
        return any(name.startswith(value) if tree.prefix else name == value for name in folded)
    if isinstance(tree, Not):
        return not holds(tree.item, listed, body)
    combine = all if isinstance(tree, All) else any
    return combine(holds(item, listed, body) for item in tree.items)


WORDS = ("boston", "face", "a", "Bild", "AI", "camera", "cameras", "bans", "news", "video")


@given(TREES)
def test_sql_selects_what_plain_python_does(zoo_once: tuple[Library, dict[str, str]], tree: Query) -> None:
    library, bodies = zoo_once
    tree = _reworded(tree)
    expected = [
        listed.headline.id
        for listed in library.listed()
        if holds(tree, listed, bodies.get(listed.headline.title, ""))
    ]
    assert list(library.ids(tree)) == expected
    assert library.count(tree)[0] == len(expected)


def _reworded(tree: Query) -> Query:
    """The same shape with words that stand in the library."""
    if isinstance(tree, Text) or (isinstance(tree, Field) and FIELDS[tree.name].kind in ("name", "text")):
        word = WORDS[sum(map(ord, tree.text if isinstance(tree, Text) else tree.value)) % len(WORDS)]
        return Text(word, tree.prefix) if isinstance(tree, Text) else Field(tree.name, word, tree.prefix)
    if isinstance(tree, Not):
        return Not(_reworded(tree.item))
    if isinstance(tree, All):
        return query.both(*map(_reworded, tree.items))
    return Any(tuple(map(_reworded, tree.items))) if isinstance(tree, Any) else tree


@pytest.fixture(scope="module")
def zoo_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Library, dict[str, str]]]:
    """A library for all examples of a property, and its bodies by title."""
    folder = tmp_path_factory.mktemp("zoo")
    files = {
        "a.md": article("Boston bans cameras", "https://e.org/a", "2020-01-01", topics="[AI, Police]", excerpt="face data", quality="41", heat="-1", category="News", images="[{url: 'https://e.org/i.png'}]"),
        "b.md": article("A camera", "https://e.org/b", "2020-01-02", topics="[Boston]", provider="{name: Bild, domain: a}", quality="2", heat="0", type="video", related="[{title: R}]"),
        "c.md": article("Nothing", "https://e.org/c", "2020-01-03", topics="[AI Builder]", body="Boston bans it", quality="0", type="news"),
        "d.md": article("Bans", "https://e.org/d", "2020-01-03", provider="{name: Boston, domain: face.example}"),
    }  # fmt: skip
    (folder / "files").mkdir()
    for name, text in files.items():
        (folder / "files" / name).write_text(text)
    imported(folder / "library.db", folder / "files")
    paths = folder / "library.db", folder / "marks.db"
    with closing(Library(*paths)) as library, closing(Marks(paths[1])) as marks:
        keys = [row.key for row in library.rows(library.ids()).values()]
        marks.set_read(keys[:2], True, "x")
        marks.set_starred(keys[1:3], True, "x")
        yield library, {"Nothing": "Boston bans it"}


def test_rows_and_order(library: Library) -> None:
    ids = library.ids()
    rows = [library.rows(ids)[id_] for id_ in ids]
    assert [row.provider for row in rows] == ["Campus Safety Magazine", "Ubergizmo Feed"]
    first = rows[0]
    assert first.published == 1594368240 and first.quality == 41 and first.heat == -1 and first.related == 2
    assert not first.read and not first.starred
    assert list(library.ids(limit=1)) == list(ids[:1])
    assert library.rows([1]) == {}


def test_totals_follow_the_marks(library: Library, marks: Marks) -> None:
    totals = library.totals()
    assert (totals.total, totals.unread, totals.starred) == (2, 2, 0)
    assert [tuple(tally) for tally in totals.topics] == [
        ("AI", 2, 2), ("Computer Vision", 1, 1), ("Natural Language Processing", 2, 2),
    ]  # fmt: skip
    key = library.find(UBERGIZMO)
    marks.set_read([key], True, "x")
    marks.set_starred([key], True, "x")
    totals = library.totals()
    assert (totals.unread, totals.starred) == (1, 1)
    assert [tally.unread for tally in totals.topics] == [1, 1, 1]
    assert [tuple(tally) for tally in totals.providers] == [
        ("Campus Safety Magazine", 1, 1),
        ("Ubergizmo Feed", 1, 0),
    ]
    assert library.count(query.parse("topic:AI")) == (2, 1)
    assert library.grouped([key, 5]) == {
        key: Grouped(library.ids()[1], ("AI", "Natural Language Processing"), "Ubergizmo Feed", "news")
    }


def test_a_story_and_its_related_ones(library: Library, marks: Marks) -> None:
    story = library.story(library.find(UBERGIZMO))
    assert story.in_library and not story.read and len(story.related) == 4
    assert story.files[0].endswith("001_7cd6a2270adbc174.txt")
    assert story.front_matter["heat"] == -1 and "secured" in story.front_matter
    fox = story.related[1]
    assert fox.article.provider.name == "Fox News" and not fox.in_library and not fox.read
    marks.set_read([fox.article.key], True, "x")
    alone = library.story(library.find(fox.article.url))
    assert (
        alone.read and not alone.in_library and alone.article.excerpt.startswith("Boston has banned police")
    )
    assert library.story(story.article.key).related[1].read


def test_a_related_story_that_is_in_the_library_leads_to_it(home: Path, put: Put) -> None:
    put(
        {
            "a.md": article("One", "https://e.org/1", related="[{title: Two as seen by One, webUrl: 'https://E.org/2#x'}]"),
            "b.md": article("Two", "https://e.org/2", excerpt="whole"),
        }
    )  # fmt: skip
    with closing(Library(home / "library.db", home / "m.db")) as library:
        one = library.story(library.find("https://e.org/1"))
        (two,) = one.related
        assert two.in_library
        assert library.story(two.article.key).article.excerpt == "whole"


@pytest.mark.parametrize("text", ["https://example.org/nothing", "0" * 16, "no key", "--x"])
def test_find_what_is_not_there(library: Library, text: str) -> None:
    with pytest.raises(NotFoundError):
        library.find(text)


def test_find_by_key_and_url(library: Library) -> None:
    key = library.find(UBERGIZMO + "?utm_source=x")
    assert library.find(urls.key_text(key)) == key


def test_next_unread(library: Library, marks: Marks) -> None:
    ids = library.ids()
    rows = library.rows(ids)
    assert library.next_unread(ids, 0, 1) == 0
    marks.set_read([rows[ids[0]].key], True, "x")
    assert library.next_unread(ids, 0, 1) == 1
    assert library.next_unread(ids, 0, -1) is None
    assert library.next_unread(ids, 1, -1) == 1
    assert library.next_unread(ids, 2, 1) is None


def test_any_thread_may_ask(library: Library) -> None:
    found: list[dict[int, Headline]] = []
    threads = [threading.Thread(target=lambda: found.append(library.rows(library.ids()))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8 and all(len(rows) == 2 for rows in found)


def test_every_long_word_of_the_index_is_listed(home: Path, put: Put) -> None:
    texts = [
        "plain Telescope words",
        "Ünïcödé straßenbahn",
        "CAFÉTERIA x2y3z4",
        "東京telescopes",
        "ﬁnancial İstanbul",
        "a_b_underscored",
    ]
    put({f"{n}.md": article(text, f"https://e.org/{n}", body=text[::-1]) for n, text in enumerate(texts)})
    with closing(sqlite3.connect(home / "library.db")) as connection:
        connection.execute("CREATE VIRTUAL TABLE temp.indexed USING fts5vocab (main, search, row)")
        sql = "SELECT term FROM indexed WHERE length(term) > 4 AND term NOT GLOB '*[^a-z0-9]*' EXCEPT SELECT text FROM word"
        assert connection.execute(sql).fetchall() == []


def test_the_beginning_of_a_long_word_finds_all_it_can_become(
    home: Path, put: Put, monkeypatch: pytest.MonkeyPatch
) -> None:
    put({f"{n}.md": article(f"Number telescop{n:03}", f"https://e.org/{n}") for n in range(30)})
    for limit in (200, 10):  # named, and left to FTS5
        monkeypatch.setattr("newsreader.selecting.COMPLETIONS", limit)
        with closing(Library(home / "library.db", home / "marks.db")) as library:
            for text, number in (
                ("telescop*", 30),
                ("telescop00*", 10),
                ('"number telescop01"*', 10),
                ("title:telesco*", 30),
                ("-telescop02*", 20),
            ):
                assert len(library.ids(query.parse(text))) == number, text


def test_names_that_have_lost_their_last_story_name_nothing(home: Path, put: Put, tmp_path: Path) -> None:
    """Totals, weeks and marks speak of an entry by one name."""
    put(
        {
            "a.md": article("A", "https://e.org/a", provider="{name: ABC News}", category="News"),
            "b.md": article("B", "https://e.org/b", provider="{name: abc news}", category="news"),
        }
    )
    put({"a.md": article("A", "https://e.org/a", provider="{name: Other}", category="Other")})
    with closing(Library(home / "library.db", home / "marks.db")) as library:
        totals, weekly = library.totals(), library.weekly()
        grouped = library.grouped([library.find("https://e.org/b")]).popitem()[1]
        assert "abc news" in {tally.name for tally in totals.providers}
        assert grouped.provider == "abc news" and grouped.category == "news"
        assert {("provider", tally.name) for tally in totals.providers} <= set(weekly)
        assert {("category", tally.name) for tally in totals.categories} <= set(weekly)
