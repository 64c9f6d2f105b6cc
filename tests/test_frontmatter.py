"""Files become articles: the seeds whole, other people's files as far as they go."""

from __future__ import annotations

import codecs
import contextlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsreader import builder, dialects, frontmatter, safetext
from newsreader.article import Article, Image, Provider
from newsreader.errors import RefusedFileError
from newsreader.frontmatter import Parsed
from newsreader.yamltree import Loaded
from tests.conftest import MANY, article


def parse(text: str | bytes, path: str = "/news/a-file.md", modified: int = 7) -> Parsed:
    return frontmatter.parse(text if isinstance(text, bytes) else text.encode(), path, modified)


def shown(parsed: Parsed) -> Article:
    """The article as the library gives it back, which must agree with what is listed of it."""
    entry = parsed.entry
    story = builder.whole(dialects.stored(parsed.front_matter).ours, entry.body)
    for name in ("title", "url", "excerpt", "body", "category", "type", "quality", "heat", "topics"):
        assert getattr(story, name) == getattr(entry, name), name
    assert (story.provider.name, story.provider.domain) == (entry.provider, entry.domain)
    assert tuple(other.key for other in story.related) == entry.related
    assert bool(story.images) == entry.has_image
    assert story.key == entry.key or not story.url
    assert story.published in (entry.published, None)
    return story


def test_a_seed_comes_in_whole(seeds: Path) -> None:
    parsed = parse((seeds / "001_7cd6a2270adbc174.txt").read_bytes())
    story = shown(parsed)
    assert parsed.warnings == ()
    assert (
        story.title == "The City Of Boston Will Be Banning The Use Of Facial Recognition Based Surveillance"
    )
    assert story.excerpt.startswith("While some parts of the world")
    assert story.published == 1593042480  # 2020-06-24T23:48:00Z
    assert (
        story.url
        == story.web_url
        == "https://www.ubergizmo.com/2020/06/boston-ban-facial-recognition-surveillance/"
    )
    assert story.amp_url.endswith("/amp/") and "cdn.ampproject.org" in story.cdn_amp_url
    assert (story.category, story.type, story.quality, story.heat) == ("news", "article", 38, -1)
    assert story.provider == Provider("Ubergizmo Feed", "ubergizmo.com")
    assert story.topics == ("Natural Language Processing", "AI")
    (image,) = story.images
    assert (image.width, image.height, image.is_cached) == (900, 600, True)
    assert image.title == story.title
    assert [other.provider.name for other in story.related] == [
        "The Next Web",
        "Fox News",
        "WBUR",
        "Daily Mail",
    ]
    assert [other.quality for other in story.related] == [83, 74, 37, 0]
    assert all(other.images and other.amp_url and other.published for other in story.related)


def test_nothing_of_the_front_matter_is_lost() -> None:
    parsed = parse("---\ntitle: T\nmood: {glad: [1, 2.5, null, NO]}\nsecured: x;y\n---\n")
    assert dialects.stored(parsed.front_matter).original == {
        "title": "T",
        "mood": {"glad": [1, 2.5, None, "NO"]},
        "secured": "x;y",
    }


def test_a_video_opens_its_original_address() -> None:
    iframe = '"<iframe src=\\"https://www.example.org/embed/x\\" allow=\\"y\\"></iframe>"'
    story = shown(parse(article(url="", originalUrl="https://example.org/watch?v=x", featuredContent=iframe)))
    assert story.url == "https://example.org/watch?v=x"
    assert story.featured_url == "https://www.example.org/embed/x"
    for html, url in [
        ("<iframe width=1 src='//e.org/v?a=1&amp;b=2'>", "https://e.org/v?a=1&b=2"),
        ('<iframe src="javascript:alert(1)">', ""),
        ('<img src="https://e.org/x.png">', ""),
        ("<iframe " * 9_000, ""),
    ]:
        assert builder.whole({"featuredContent": html}, "").featured_url == url


def test_provider_images_and_null_topics() -> None:
    parsed = parse(
        "---\ntitle: T\ntopics: [AI, null, '', AI]\nprovider:\n  name: P\n  domain: p.example\n"
        "  images:\n    - url: https://p.example/logo.png\n      width: 16\n      height: 16\n---\n"
    )
    story = shown(parsed)
    assert story.topics == ("AI",)
    assert story.provider.images == (Image("https://p.example/logo.png", 16, 16),)


@pytest.mark.parametrize(
    ("text", "title", "body"),
    [
        ("---\ntitle: T\n---\nBody *text*\n", "T", "Body *text*"),
        ("\ufeff---\ntitle: T\n---\n", "T", ""),
        ("---\r\ntitle: T\r\n---\r\nx\r\n", "T", "x"),
        ("---\rtitle: T\r---\rx", "T", "x"),
        ("---\ntitle: T\n...\nx", "T", "x"),
        ("---\ntitle: T\ncontent: c\nhandler: h\nself: s\n---\n", "T", ""),
        ("---\ntitle: 2026-09-01\n---\n", "2026-09-01", ""),
        ("---\ntitle: NO\n---\n", "NO", ""),
        ("# From a heading\n\ntext", "From a heading", "# From a heading\n\ntext"),
        ("---\ntopics: [x]\n---\n\n# Heading\n", "Heading", "# Heading"),
        ("---\ntopics: [x]\n---\nno heading", "A file", "no heading"),
        ("some text\n\n## Later\nx", "Later", "some text\n\n## Later\nx"),
        ("A title\n=====\ntext", "A title", "A title\n=====\ntext"),
        ("{{< note >}}\n# T\ntext", "T", "{{< note >}}\n# T\ntext"),
        ("+++\ntitle = 'T'\n+++\nx", "T", "x"),
        ('{"title": "T"}\nx', "T", "x"),
        ('{"title": "T", "more": {"quoted": "}\\\\\\"}"}} x', "T", " x"),
        (';;;\n"title": "T"\n;;;\nx', "T", "x"),
        (';;;\n{"title": "T"}\n;;;\nx', "T", "x"),
        ('---json\n{"title": "T"}\n---\nx', "T", "x"),
        ("---toml\ntitle = 'T'\n---\nx", "T", "x"),
        ("--- yaml\ntitle: T\n---\nx", "T", "x"),
    ],
)
def test_accepted(text: str, title: str, body: str) -> None:
    story = parse(text).entry
    assert (story.title, story.body) == (title, body)


@pytest.mark.parametrize(
    ("data", "reason", "line"),
    [
        (b"", "no front matter", 1),
        (b"  \n", "no front matter", 1),
        (b"just text", "no front matter and no heading", 1),
        (b"\0\1 bytes", "no front matter", 1),
        (b"---\ntitle: T\n", "no end", 1),
        (b"---\n---\nx", "empty", 1),
        (b"---\n- a\n---\n", "name: value", 1),
        (b"---\nscalar\n---\n", "name: value", 1),
        (b"---\ntitle: a: b\n---\n", "not valid YAML", 2),
        (b"---\ntitle: T\n\tx: y\n---\n", "not valid YAML", 3),
        ("---\ntitle: T\n---\n".encode("utf-16"), "UTF-16", 1),
        (b"---\ntitle: \x1b[2J\n---\n", "not valid YAML", 2),
        (b"---\ntitle: a\x00b\n---\n", "not valid YAML", 2),
        (b"---\nx: " + b"y" * 70_000 + b"\n---\n", "64 KiB", 1),
        (b"+++\nx = 1\n", r"a line of \+\+\+ is missing", 1),
        (b"+++\n+++\nx", "empty", 1),
        (b"+++\nx = 1\ny = z\n+++\n", "not valid TOML", 3),
        (b"+++\nx = '" + b"y" * 70_000 + b"'\n+++\n", "64 KiB", 1),
        (b'{"x": 1', "a } is missing", 1),
        (b"{}\nx", "empty", 1),
        (b'{\n"x": 1,\n"y": z}', "not valid JSON", 3),
        (b'{"x": "' + b"y" * 70_000 + b'"}', "64 KiB", 1),
        (b';;;\n"x": 1\n"y": 2\n;;;\n', "not valid JSON", 3),
        (b"---json\n[1]\n---\n", "name: value", 1),
    ],
)
def test_refused(data: bytes, reason: str, line: int) -> None:
    with pytest.raises(RefusedFileError, match=reason) as caught:
        parse(data)
    assert caught.value.line == line


@pytest.mark.parametrize(
    "date",
    [
        "2026-13-45",
        "0000-01-01",
        "2026-01-01T00:00:00+99:99",
        "tomorrow",
        "[1]",
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59-14:00",
    ],
)
def test_a_date_that_is_none_falls_back_to_the_file(date: str) -> None:
    parsed = parse(f"---\ntitle: T\npublishedDateTime: {date}\n---\n")
    assert parsed.entry.published == 7
    assert parsed.warnings


def test_only_a_title_that_the_file_does_not_say_is_told() -> None:
    for text in ("# Heading\n", "---\ntopics: [AI]\n---\nText\n\nHeading\n=======\n"):
        parsed = parse(text, "2020-07-10.md")
        assert (parsed.entry.title, parsed.warnings) == ("Heading", ())
    parsed = parse("---\ntopics: [AI]\n---\nText\n", "2020-07-10-a-file.md")
    assert parsed.entry.title == "A file"
    assert parsed.warnings == ("no title, the name of the file is taken",)


def test_numbers_that_are_none_are_left_out() -> None:
    assert parse("---\ntitle: T\nquality: 41.4\nheat: '7'\n---\n").entry.quality == 41
    assert parse("---\ntitle: T\nquality: 1e300\nheat: true\n---\n").entry.quality is None
    parsed = parse(f"---\ntitle: T\nquality: high\nheat: {'9' * 10_000}\n---\n")
    assert parsed.entry.quality is None and parsed.entry.heat is None
    assert len(parsed.warnings) == 3  # both numbers, and the date that is missing


def test_a_long_first_line_costs_little() -> None:
    for line in (
        "---" + " " * 1_000_000 + "x",
        "-" * 1_000_000 + "x",
        "+++ " + "toml" * 250_000,
        ";" * 1_000_000 + "\t" * 9,
    ):
        with contextlib.suppress(RefusedFileError):
            parse(line + "\n# T\n")


def test_other_encodings_fall_back() -> None:
    parsed = parse("---\ntitle: Größe\n---\n".encode("latin-1"))
    assert parsed.entry.title == "Größe" and "Windows-1252" in parsed.warnings[0]
    cut = parse("---\ntitle: T\n---\nGröße".encode()[:-2])
    assert cut.entry.body == "Grö�"


@pytest.mark.parametrize("mark", [b"", codecs.BOM_UTF8])
def test_what_is_no_utf8_is_told_as_it_is_read(mark: bytes) -> None:
    parsed = parse(mark + b"---\ntitle: Voil\xe9 tout\n---\n")
    assert parsed.entry.title == "Voil\xe9 tout"
    assert parsed.warnings[0] == "not UTF-8 at byte 15, read as Windows-1252"
    parsed = parse(mark + b"---\ntitle: T\n---\nVoil\xc3")
    assert parsed.entry.body == "Voil\ufffd"
    assert parsed.warnings[0] == "not UTF-8 at byte 21, ends within a character"


def test_hostile_text_is_harmless() -> None:
    story = parse(article(title="\\x1b]52;c;eA==\\x07[/] [@click=app.quit]", body="a\x1b[2Jb\x00c")).entry
    assert story.title == "�]52;c;eA==�[/] [@click=app.quit]"
    assert story.body == "a�[2Jb�c"


def test_addresses_that_must_not_open_are_dropped() -> None:
    parsed = parse(article(url="javascript:alert(1)"))
    assert parsed.entry.url == ""
    assert "webUrl is not taken" in parsed.warnings[0]
    assert parsed.entry.key == parse(article(url="")).entry.key


def test_identity() -> None:
    assert (
        parse(article(url="https://e.org/a?utm_source=x")).entry.key
        == parse(article(url="https://E.org/a")).entry.key
    )
    assert parse(article(url=""), "/one.md").entry.key != parse(article(url=""), "/two.md").entry.key
    nameless = builder.related({"related": [{"title": "Same", "provider": {"domain": "d.example"}}]})
    assert (
        nameless[0][0].key
        == builder.related({"related": [{"title": "SAME", "provider": {"domain": "d.example"}}]})[0][0].key
    )


@given(st.binary(max_size=200).map(lambda data: b"---\n" + data) | st.binary(max_size=200))
@MANY
def test_no_bytes_do_more_than_be_refused(data: bytes) -> None:
    try:
        parsed = parse(data)
    except RefusedFileError:
        return
    assert parsed.entry.title


@given(
    st.dictionaries(
        st.sampled_from(
            ["title", "webUrl", "quality", "topics", "related", "provider", "images", "publishedDateTime"]
        ),
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
            lambda inner: (
                st.lists(inner, max_size=3)
                | st.dictionaries(st.sampled_from(["title", "url", "name"]), inner)
            ),
            max_leaves=6,
        ),
    )
)
def test_any_shape_of_front_matter_gives_an_article(tree: dict[str, object]) -> None:
    whole = frontmatter.parsed(Loaded(tree, []), "", "/a.md", 0)  # type: ignore[arg-type]
    assert whole.entry.title and whole.entry.key
    if isinstance(tree.get("title"), str) and safetext.line(str(tree["title"])):
        shown(whole)
