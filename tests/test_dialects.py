"""Front matter of other tools: what it says comes into our own fields, and nothing of it is lost."""

from __future__ import annotations

import json
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsreader import builder, dialects, export, frontmatter, query
from newsreader.article import Entry
from newsreader.dialects import DIALECTS, FIELDS, Dialects, with_own
from newsreader.errors import DamagedError
from newsreader.library import Library, Story
from newsreader.settings import FIELD_NAMES
from tests.conftest import Put, imported

JEKYLL = """\
---
layout: post
title:  "The City of Boston"
date:   2020-07-10 12:00:00 +0200
categories: news "facial recognition"
tags: police boston
author: Jane Doe
description: What the council decided.
image: /assets/city.jpg
last_modified_at: 2023-01-01
---
# Not the title

Text.
"""
HUGO_YAML = """\
---
title: Facial Recognition
date: 2024-02-02T04:14:54-08:00
publishDate: 2024-02-03
draft: true
url: /posts/facial/
tags: [AI, "Computer Vision"]
categories: [News]
aliases: [/old/path/]
params:
  author: John Smith
  summary: Inside params
  tags: [not, asked]
cover: {image: "https://e.org/cover.png", alt: A cover}
---
Text.
"""
HUGO_TOML = """\
+++
title = 'TOML'
date = 2024-02-02T04:14:54-08:00
Summary = '''Two
lines'''
images = ['https://e.org/one.png', '/two.png']
canonicalURL = 'https://www.example.org/toml'
[params]
authors = [{name = 'A. One'}, {name = 'B. Two'}]
[taxonomies]
tags = ['zola']
+++
Text.
"""
HUGO_JSON = """\
{
   "title": "JSON",
   "lastmod": "2024-02-02T04:14:54-08:00",
   "keywords": "one thing, another",
   "link": "https://e.org/json"
}
Text.
"""
CLIPPING = """\
---
title: "A Clipping"
source: "https://www.theverge.com/2024/5/1/clipping?utm_source=x"
author:
  - "[[Jane Doe]]"
  - "[[People/John Smith|John]]"
published: 2024-05-01
created: 2024-05-02
description: "What it is about"
tags:
  - "clippings"
  - "#ai/vision"
---
Text.
"""


def parse(text: str, path: str = "/news/a-file.md") -> tuple[Entry, dict[str, Any]]:
    """What is listed of a file and what is shown of it, which must agree; and its front matter in our names."""
    parsed = frontmatter.parse(text.encode(), path, 7)
    entry = parsed.entry
    ours = dialects.stored(parsed.front_matter).ours
    story = builder.whole(ours, entry.body)
    for name in ("url", "excerpt", "type", "topics"):
        assert getattr(story, name) == getattr(entry, name), name
    assert (story.provider.name, story.provider.domain) == (entry.provider, entry.domain)
    assert bool(story.images) == entry.has_image
    assert story.published in (entry.published, None)
    return entry, ours


def said(**tree: Any) -> dict[str, Any]:
    return DIALECTS.said(tree, "/a.md", [])


def library(home: Path) -> Library:
    return Library(home / "library.db", home / "marks.db")


def story(home: Path, text: str) -> Story:
    """The first story that is found for a search text."""
    with closing(library(home)) as store:
        (headline,) = store.rows(store.ids(query.parse(text))).values()
        return store.story(headline.key)


def test_jekyll(home: Path, put: Put) -> None:
    untitled = "---\nlayout: post\nlast_modified_at: 2023-01-01\n---\nOnly text.\n"
    files = {"_posts/2020-07-09-boston.md": JEKYLL, "_posts/2019-05-06-a-quiet-day.md": untitled}
    assert put(files).new == 2
    found = story(home, 'title:"City of Boston"')
    article = found.article
    assert export.iso_time(article.published) == "2020-07-10T10:00:00Z"
    assert article.topics == ("police", "boston", "news", '"facial', 'recognition"')
    assert (article.provider.name, article.excerpt, article.images) == (
        "Jane Doe",
        "What the council decided.",
        (),
    )
    assert found.front_matter["last_modified_at"] == "2023-01-01" and "topics" not in found.front_matter
    quiet = story(home, "title:quiet")
    assert quiet.article.title == "A quiet day"
    assert export.iso_time(quiet.article.published) == "2019-05-06T00:00:00Z"


def test_hugo(home: Path, put: Put) -> None:
    files = {
        "content/a.md": HUGO_YAML,
        "content/b/index.md": HUGO_TOML,
        "content/c.html": HUGO_TOML.replace("toml'", "x'"),
    }
    files["content/d.md"] = HUGO_JSON
    assert put(files).new == 4
    article = story(home, "type:draft").article
    assert (article.title, article.url, article.excerpt) == ("Facial Recognition", "", "Inside params")
    assert export.iso_time(article.published) == "2024-02-02T12:14:54Z"
    assert article.topics == ("AI", "Computer Vision", "News")
    assert (article.provider.name, article.provider.domain) == ("John Smith", "")
    assert [(image.url, image.title) for image in article.images] == [("https://e.org/cover.png", "A cover")]

    (toml, ours), other = parse(HUGO_TOML), story(home, "title:JSON").article
    assert (toml.title, toml.excerpt, toml.url) == ("TOML", "Two\nlines", "https://www.example.org/toml")
    assert (toml.provider, toml.domain, toml.topics) == ("A. One, B. Two", "example.org", ("zola",))
    assert toml.has_image and [image["url"] for image in ours["images"]] == ["https://e.org/one.png"]
    assert export.iso_time(other.published) == "2024-02-02T12:14:54Z"
    assert other.topics == ("one thing", "another")
    assert (other.provider.name, other.provider.domain) == ("e.org", "e.org")


def test_obsidian(home: Path, put: Put) -> None:
    daily = "---\naliases: [Other name]\ntags: '#walk #sun'\ncreated: '[[2024-05-03]]'\n---\nIt was warm.\n"
    assert (
        put(
            {
                "Clippings/A Clipping.md": CLIPPING,
                "A Walk Outside.md": daily,
                "2024-05-04.md": "# 4 May\nOnly text.",
            }
        ).new
        == 3
    )
    article = story(home, "topic:clippings").article
    assert (article.title, article.excerpt) == ("A Clipping", "What it is about")
    assert (article.provider.name, article.provider.domain) == ("Jane Doe, John", "theverge.com")
    assert article.topics == ("clippings", "ai/vision")
    assert export.iso_time(article.published) == "2024-05-01T00:00:00Z", "of the story, not of the clipping"
    with closing(library(home)) as store:
        assert store.find("https://www.theverge.com/2024/5/1/clipping") == article.key
    walk = story(home, "topic:walk")
    assert (walk.article.title, walk.article.topics) == ("A Walk Outside", ("walk", "sun"))
    assert export.iso_time(walk.article.published) == "2024-05-03T00:00:00Z"
    assert walk.front_matter["aliases"] == ["Other name"]
    assert export.iso_time(story(home, "on:2024-05-04").article.published) == "2024-05-04T00:00:00Z"


def test_the_front_matter_is_printed_as_it_was(home: Path, put: Put) -> None:
    put({"a.md": CLIPPING})
    printed = export.story_json(story(home, "clipping"))
    assert list(printed["front_matter"]) == [
        "title",
        "source",
        "author",
        "published",
        "created",
        "description",
        "tags",
    ]
    assert printed["topics"] == ["clippings", "ai/vision"] and printed["web_url"].startswith(
        "https://www.theverge"
    )
    with closing(library(home)) as store:
        assert [listed.topics for listed in store.listed()] == [("clippings", "ai/vision")]


def test_files_known_to_an_older_parser_are_read_again(
    home: Path, put: Put, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as older:
        older.setattr(frontmatter, "PARSER", 1)
        older.setattr(Dialects, "said", lambda *arguments: {})
        put({"2020-07-09-boston.md": JEKYLL})
        assert story(home, "boston").article.topics == ()
    report = imported(home / "library.db", tmp_path / "articles")
    assert (report.files, report.updated) == (1, 1)
    assert story(home, "boston").article.topics[:2] == ("police", "boston")
    assert imported(home / "library.db", tmp_path / "articles").unchanged == 1


@pytest.mark.parametrize(
    ("tree", "field", "expected"),
    [
        ({"Headline": "H"}, "title", "H"),
        ({"title": "", "name": "N"}, "title", "N"),
        ({"url": "/path/", "link": "https://e.org/a"}, "webUrl", "https://e.org/a"),
        ({"url": ["https://e.org/a", "https://e.org/b"]}, "webUrl", "https://e.org/a"),
        ({"source": "[shown](https://e.org/a)"}, "webUrl", "https://e.org/a"),
        ({"source": "<https://e.org/a>"}, "webUrl", "https://e.org/a"),
        ({"source": "//e.org/a"}, "webUrl", "https://e.org/a"),
        ({"permalink": "/:year/:title/"}, "webUrl", None),
        ({"url": "javascript:alert(1)"}, "webUrl", None),
        ({"date": "2020-07-10"}, "publishedDateTime", "2020-07-10T00:00:00+00:00"),
        ({"date": "soon", "created": "2020-07-10"}, "publishedDateTime", "2020-07-10T00:00:00+00:00"),
        ({"date": 1594368000}, "publishedDateTime", "2020-07-10T08:00:00+00:00"),
        ({"date": 20200710}, "publishedDateTime", "2020-07-10T00:00:00+00:00"),
        ({"published": False, "lastmod": "2020"}, "publishedDateTime", "2020-01-01T00:00:00+00:00"),
        ({"pubDate": "Fri, 10 Jul 2020 08:04:00 -0200"}, "publishedDateTime", "2020-07-10T10:04:00+00:00"),
        ({"tags": "a, b c"}, "topics", ["a", "b c"]),
        ({"tags": "a #b"}, "topics", ["a", "b"]),
        ({"tags": ["#a", None, 2020, "[[b]]", ""]}, "topics", ["a", "2020", "b"]),
        ({"keywords": "machine learning"}, "topics", ["machine learning"]),
        ({"tags": "a", "categories": ["b"], "keywords": "c"}, "topics", ["a", "b", "c"]),
        ({"tags": []}, "topics", None),
        ({"author": {"name": "A", "url": "https://e.org"}}, "provider", {"name": "A", "domain": ""}),
        ({"authors": ["A", "B", "A"]}, "provider", {"name": "A, B", "domain": ""}),
        ({"author": [["Jane Doe"]]}, "provider", {"name": "Jane Doe", "domain": ""}),  # [[Jane Doe]] as YAML
        ({"source": "Reuters", "author": "A"}, "provider", {"name": "Reuters", "domain": ""}),
        ({"author": "A", "webUrl": "https://www.e.org/"}, "provider", {"name": "A", "domain": "e.org"}),
        ({"webUrl": "https://e.org/", "tags": "a"}, "provider", None),
        ({"image": "/local.png"}, "images", None),
        ({"image": {"path": "https://e.org/x.png", "width": 9}}, "images",
         [{"path": "https://e.org/x.png", "width": 9, "url": "https://e.org/x.png", "title": None}]),
        ({"images": [{"url": "https://e.org/x.png"}], "cover": "https://e.org/y.png"}, "images", None),
        ({"draft": True}, "type", "draft"),
        ({"draft": False}, "type", None),
        ({"type": "page", "draft": True}, "type", None),
        ({"params": {"subtitle": "S"}, "extra": "text"}, "excerpt", "S"),
        ({"description": ["no text"], "summary": "S"}, "excerpt", "S"),
    ],
)  # fmt: skip
def test_names_and_shapes(tree: dict[str, Any], field: str, expected: object) -> None:
    assert said(**tree).get(field) == expected


def test_what_is_passed_over_is_told() -> None:
    warnings: list[str] = []
    DIALECTS.said(
        {"url": "file:///etc/passwd", "link": "/path", "date": "07/10/2020\x1b[2J"}, "/a.md", warnings
    )
    assert warnings == [
        "url is not taken: only http and https URLs are opened",
        "date is not a date: 07/10/2020�[2J",
    ]


def test_our_own_dialect_stays_as_it_is(seeds: Path) -> None:
    for seed in seeds.iterdir():
        parsed = frontmatter.parse(seed.read_bytes(), str(seed), 7)
        assert isinstance(json.loads(parsed.front_matter), dict) and parsed.warnings == ()
    ours = dict.fromkeys(dialects.OUR_NAMES, "x") | {"published": False, "images": [{"url": "x"}]}
    assert said(**ours) == {}
    assert said(webUrl="https://e.org/a", title="T", published=True) == {}
    foreign = {name for field in FIELDS for name in field.foreign} - {"published"}
    assert said(**ours, **dict.fromkeys(foreign, "https://e.org/other")) == {}


def test_more_names_are_a_value() -> None:
    more = Dialects(
        [
            replace(field, foreign=(*field.foreign, "Rubrik", "category")) if field.gathers else field
            for field in FIELDS
        ]
    )
    text = "---\ntitle: T\ncategory: Politik\nrubrik: [Inland]\n---\n"
    assert frontmatter.parse(text.encode(), "/a.md", 7, names=more).entry.topics == ("Inland", "Politik")
    assert frontmatter.parse(text.encode(), "/a.md", 7).entry.topics == ()
    assert more.said({"title": "T", "category": "Politik"}, "/a.md", []) == {"topics": ["Politik"]}


def test_names_are_asked_for_once() -> None:
    seen: dict[tuple[str, str], int] = {}
    for field in FIELDS:
        for name in (field.name, *field.foreign):
            seen[field.name, dialects.plain_name(name)] = (
                seen.get((field.name, dialects.plain_name(name)), 0) + 1
            )
    assert {pair for pair, times in seen.items() if times > 1} == {("publishedDateTime", "publisheddatetime")}


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20)
    | st.sampled_from(["https://e.org/a", "javascript:x", "2020-07-10", "[[a/b|c]]", "#a b, c", "\ud800", "\x1b[2J"]),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.sampled_from(["name", "url", "image", "title", "tags", "author"]), inner),
    max_leaves=8,
)  # fmt: skip
names = st.sampled_from(
    [*dialects.CONTAINERS, *dialects.OUR_NAMES, *(name for field in FIELDS for name in field.foreign)]
) | st.text(max_size=5)


@given(st.dictionaries(names, values, max_size=8), st.text(max_size=20))
def test_any_tree_is_read_and_comes_back(tree: dict[str, Any], path: str) -> None:
    warnings: list[str] = []
    found = DIALECTS.said(tree, path, warnings)
    assert all(warning.isprintable() for warning in warnings)
    for name in found:
        assert name == "images" or name == "webUrl" or not tree.get(name)
    stored = dialects.stored(dialects.stored_json(tree, found))
    assert repr(stored.original) == repr(tree)
    assert repr(stored.ours) == repr({**tree, **found})
    told: list[str] = []
    entry = builder.entry(stored.ours, "", path, 7, told)
    story = builder.whole(stored.ours, "")
    assert entry.title and (story.url, story.topics, story.excerpt) == (
        entry.url,
        entry.topics,
        entry.excerpt,
    )
    for name in found:
        assert not any(warning.startswith(name) for warning in told), "what was found makes sense"


@pytest.mark.parametrize("text", ["", "{", "[]", "[{}]", "[1,2,3]", "[{},7]", '{"a"', "7"])
def test_what_was_never_stored_is_damage(text: str) -> None:
    with pytest.raises(DamagedError, match="rebuild"):
        dialects.stored(text)


OWN = {
    "title": ("kop", "Naam"),
    "webUrl": ("plek",),
    "publishedDateTime": ("posted_at",),
    "topics": ("onderwerpen",),
    "category": ("rubriek",),
    "type": ("soort",),
    "quality": ("cijfer",),
    "heat": ("warmte",),
}
DUTCH = """\
---
naam: Een stad
Plek: https://e.org/stad
posted-at: 10 July 2020
onderwerpen: AI, Stad
rubriek: Nieuws
soort: video
cijfer: "41"
warmte: 7
date: 1999-01-01
---
"""


def test_names_of_ones_own_are_asked_first(home: Path, put: Put) -> None:
    entry = frontmatter.parse(DUTCH.encode(), "/a.md", 7, names=with_own(OWN)).entry
    assert (entry.title, entry.url, entry.topics) == ("Een stad", "https://e.org/stad", ("AI", "Stad"))
    assert export.iso_time(entry.published) == "2020-07-10T00:00:00Z"
    assert (entry.category, entry.type, entry.quality, entry.heat) == ("Nieuws", "video", 41, 7)
    usual = frontmatter.parse(DUTCH.encode(), "/a.md", 7).entry
    assert (usual.url, usual.topics, usual.quality) == ("", (), None)
    assert export.iso_time(usual.published) == "1999-01-01T00:00:00Z", "as others ask for it"


@pytest.mark.parametrize(
    ("own", "tree", "found"),
    [
        ({"title": ("kop",)}, {"title": "Ours", "kop": "K"}, {}),
        ({"title": ("kop",)}, {"title": "", "headline": "H", "kop": "K"}, {"title": "K"}),
        ({"title": ("kop",)}, {"headline": "H"}, {"title": "H"}),
        ({"title": ("Category",)}, {"category": "C"}, {"title": "C"}),
        ({"category": ("kop",)}, {"kop": ["A", "B"]}, {"category": "A"}),
        ({"type": ("draft",)}, {"draft": True}, {"type": "draft"}),
        ({"type": ("soort",)}, {"draft": True, "soort": "V"}, {"type": "V"}),
        ({"type": ("soort",)}, {"Type": "video"}, {}),
        ({"quality": ("n",)}, {"n": True}, {}),
        ({"quality": ("n",)}, {"n": [1]}, {}),
        ({"heat": ("n",)}, {"n": 1.5, "params": {"n": 2}}, {"heat": 1.5}),
        ({"heat": ("n",)}, {"params": {"N": 2}}, {"heat": 2}),
        ({"topics": ("x y",)}, {"tags": "a", "x_y": "b"}, {"topics": ["b", "a"]}),
        (
            {"webUrl": ("n",)},
            {"n": "javascript:alert(1)", "link": "https://e.org/"},
            {"webUrl": "https://e.org/"},
        ),
    ],
)
def test_what_is_taken_under_names_of_ones_own(
    own: dict[str, tuple[str, ...]], tree: dict[str, Any], found: dict[str, Any]
) -> None:
    said = with_own(own).said(tree, "/a.md", [])
    assert {name: value for name, value in said.items() if name != "provider"} == found


def test_a_changed_mapping_reads_known_files_again_and_only_then(
    home: Path, put: Put, tmp_path: Path
) -> None:
    put({"a.md": DUTCH, "b.md": JEKYLL})
    own = {
        name: foreign for name, foreign in OWN.items() if name != "webUrl"
    }  # the address is what it is known by

    def report(names: dict[str, tuple[str, ...]]) -> tuple[int, int]:
        found = imported(home / "library.db", tmp_path / "articles", names=with_own(names))
        return found.updated, found.unchanged

    assert report({}) == (0, 2)
    assert report(own) == (2, 0) and report(own) == (0, 2)
    assert story(home, "stad").article.topics == ("AI", "Stad")
    assert story(home, "stad").front_matter["onderwerpen"] == "AI, Stad", "as it was"
    assert "topics" not in story(home, "stad").front_matter
    assert report({**own, "title": ("naam", "kop")}) == (2, 0), "the order counts"
    assert report(dict(reversed({**own, "title": ("naam", "kop")}.items()))) == (0, 2), (
        "of names, not of fields"
    )
    assert report({}) == (2, 0) and report({}) == (0, 2)


NAMES_OF_ONES_OWN = st.dictionaries(
    st.sampled_from(list(FIELD_NAMES.values())),
    st.lists(names, min_size=1, max_size=3).map(tuple),
    max_size=4,
)


@given(NAMES_OF_ONES_OWN, st.dictionaries(names, values, max_size=8))
def test_any_names_read_any_tree(own: dict[str, tuple[str, ...]], tree: dict[str, Any]) -> None:
    before = repr(tree)
    with_them = with_own(own)
    warnings: list[str] = []
    found = with_them.said(tree, "/a.md", warnings)
    assert repr(tree) == before and all(warning.isprintable() for warning in warnings)
    assert builder.entry({**tree, **found}, "", "/a.md", 7, []).title
    assert bool(with_them.signature) == bool(own) and with_them.signature < 1 << 32
    assert with_own(dict(reversed(own.items()))).signature == with_them.signature


def test_every_field_that_can_be_configured_is_read() -> None:
    for ours in FIELD_NAMES.values():
        value = "https://e.org/a.png" if ours in ("webUrl", "images") else "2020"
        assert ours in with_own({ours: ("x",)}).said({"x": value}, "/a.md", [])
    assert {field.name for field in FIELDS} <= set(FIELD_NAMES.values())
