"""The configuration: every setting, what is wrong with one, and searches that are kept in it."""

from __future__ import annotations

import errno
import os
import re
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsreader import config
from newsreader.config import Config
from newsreader.errors import NewsreaderError
from newsreader.settings import SETTINGS, TABLES, is_name


def test_no_configuration_is_the_default(home: Path) -> None:
    assert config.load(home / "config.toml") == (config.Config(path=home / "config.toml"), [])


def test_configuration_and_its_mistakes(home: Path) -> None:
    file = home / "config.toml"
    file.write_text('mark_read = "select"\ntheme = 7\nmark_raed = "open"\n')
    settings, mistakes = config.load(file)
    assert settings._replace(text="") == config.Config(mark_read="select", path=file)
    assert len(mistakes) == 2
    assert f'{file}:2: theme must be "dark" or "light"' in str(mistakes[0])
    assert str(mistakes[1]) == f"{file}:3: no setting is called mark_raed: did you mean mark_read?"


DEEP = b"x = " + b"[" * 50_000
LONG = b"# a\nopen_limit = " + b"1" * 5_000


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"not = = toml", ":1: not valid TOML (Invalid value (at line 1, column 7)): the defaults are used"),
        (b'theme = "light"\rrows = "one"', ":1: not valid TOML"),
        (b"[fields]\ntitle = [\n\n", ":2: not valid TOML"),
        (b"# a\n# \xff", ":2: it is no UTF-8 text, save it as UTF-8: the defaults are used"),
        ('theme = "light"'.encode("utf-16"), ":1: it is no UTF-8 text, save it as UTF-8"),
        ('theme = "light"'.encode("utf-16-le"), ":1: it is no UTF-8 text, save it as UTF-8"),
        (LONG, ":2: it cannot be read: a number is too long: the defaults are used"),
        (DEEP, ":1: it cannot be read: lists or tables in one another, too deep"),
        (b"#" * ((1 << 20) + 1), ":1: it cannot be read: larger than 1 MiB: the defaults are used"),
    ],
    ids=["no TOML", "lone CR", "cut off", "Latin-1", "UTF-16", "UTF-16LE", "number", "deep", "large"],
)
def test_what_cannot_be_read_is_told_and_never_changed(home: Path, content: bytes, says: str) -> None:
    file = home / "config.toml"
    file.write_bytes(content)
    settings, mistakes = config.load(file)
    assert (
        settings._replace(text="") == Config(path=file)
        and len(mistakes) == 1
        and f"{file}{says}" in str(mistakes[0])
    )
    assert config.barring(mistakes) is mistakes[0]
    with pytest.raises(NewsreaderError, match="mend it first") as refused:
        config.save_search(file, "One", "a")
    assert mistakes[0].message in str(refused.value) and file.read_bytes() == content


def test_what_is_no_file_is_told_and_never_waited_for(home: Path) -> None:
    nowhere, circle, pipe, folder = (home / name for name in ("nowhere", "circle", "pipe", "folder"))
    nowhere.symlink_to(home / "gone.toml")
    circle.symlink_to(circle)
    os.mkfifo(pipe)
    folder.mkdir()
    for file, says in [
        (nowhere, "a link that leads nowhere"),
        (circle, "a link that leads nowhere"),
        (pipe, "not a regular file"),
        (folder, "not a regular file"),
    ]:
        settings, mistakes = config.load(file)
        assert settings._replace(text="") == Config(path=file)
        assert str(mistakes[0]) == f"{file}:1: it cannot be read: {says}: the defaults are used"
        with pytest.raises(NewsreaderError, match=f"{says}: mend it first"):
            config.save_search(file, "One", "a")
    assert nowhere.is_symlink() and not (home / "gone.toml").exists() and stat.S_ISFIFO(pipe.stat().st_mode)


def test_a_folder_that_lets_nobody_in_is_told(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = home / "config.toml"

    def refuse(*arguments: object, **more: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied", str(file))

    for name in ("lstat", "stat", "mkdir", "open"):
        monkeypatch.setattr(os, name, refuse)
    settings, (mistake,) = config.load(file)
    with pytest.raises(NewsreaderError, match=r"config\.toml cannot be written: permission denied"):
        config.save_search(file, "One", "a")
    with pytest.raises(NewsreaderError, match=r"config\.toml cannot be written: permission denied"):
        config.write_initial(file)
    monkeypatch.undo()
    assert settings._replace(text="") == Config(path=file)
    assert str(mistake) == f"{file}:1: it cannot be read: permission denied: the defaults are used"


def test_a_byte_order_mark_is_taken_and_stays(home: Path) -> None:
    file = home / "config.toml"
    file.write_bytes(b'\xef\xbb\xbfthem = "light"\r\n')
    _, mistakes = config.load(file)
    assert [str(mistake).removeprefix(str(file)) for mistake in mistakes] == [
        ":1: no setting is called them: did you mean theme?"
    ]
    config.save_search(file, "One", "a")
    assert file.read_bytes().startswith(b'\xef\xbb\xbfthem = "light"\r\n')
    assert config.load(file)[0].searches == {"One": "a"}


@pytest.mark.parametrize("parts", [900, 2_000])
def test_a_name_of_many_parts_is_a_mistake(parts: int) -> None:
    name = ".".join(["a"] * parts)
    _, (setting,) = config.parsed(f"\n{name} = 1\n")
    _, (key,) = config.parsed(f'\n[keys]\n"b".{name} = 1\n')
    if parts > 1_000 and sys.version_info >= (3, 14):  # tomllib itself refuses it
        for mistake in (setting, key):
            assert (
                str(mistake)
                == "it cannot be read: lists or tables in one another, too deep: the defaults are used"
            )
            assert mistake.line == 1 and mistake.bars_import
    else:
        assert setting.line == 2 and setting.message == "no setting is called a"
        assert key.line == 3


def test_lines_are_looked_for_once(monkeypatch: pytest.MonkeyPatch) -> None:
    looked = []
    path = config._path

    def counting(name: str) -> config.Name:
        looked.append(name)
        return path(name)

    monkeypatch.setattr(config, "_path", counting)
    text = "[searches]\n" + "".join(f"a{number} = 1\n" for number in range(500))
    settings, mistakes = config.parsed(text)
    assert [mistake.line for mistake in mistakes] == list(range(2, 502))
    assert settings.mistake(("searches", "a7"), "").line == 9 and len(looked) == 501


@pytest.mark.parametrize(
    ("text", "bars"),
    [
        ("[fields]\ntitlle = 'x'", True),
        ("fields = 3", True),
        ("[field]\ntitle = 'x'", True),
        ("[fields]\ntitle = 'x'\n[keys]\na = 3\n[searches]\nb = 3", False),
        ("measure = 1\nthem = 'x'", False),
        ("[fields", True),
    ],
)
def test_only_what_may_hide_the_fields_bars_an_import(text: str, bars: bool) -> None:
    assert (config.barring(config.parsed(text)[1]) is not None) == bars


def test_the_tables_and_the_defaults_agree() -> None:
    usual = Config()
    for setting in SETTINGS:
        assert getattr(usual, setting.name) == setting.default == setting.taken(setting.default)
    assert all(getattr(usual, table.name) == {} for table in TABLES)
    names = [one.name for one in (*SETTINGS, *TABLES)]
    assert sorted(names) == sorted(set(Config._fields) - {"path", "text"})


def test_the_first_file_changes_nothing_and_can_be_taken_up(home: Path) -> None:
    file = home / "conf" / "config.toml"
    config.write_initial(file)
    settings, mistakes = config.load(file)
    assert settings._replace(text="") == Config(path=file) and not mistakes
    above, *tables = re.split(r"^(?=\[)", file.read_text("utf-8"), flags=re.MULTILINE)
    text = "".join([re.sub(r"^# (\w+ = )", r"\1", above, flags=re.MULTILINE), *tables])
    settings, mistakes = config.load(written(file, text))
    assert (settings._replace(text=""), mistakes) == (Config(path=file), [])
    said = {name for name in settings.lines() if len(name) == 1}
    assert said == {(one.name,) for one in (*SETTINGS, *TABLES)}
    for example in (table.example for table in TABLES):
        text = text.replace(f"# {example}", example)
    settings, mistakes = config.load(written(file, text))
    assert not mistakes and all(getattr(settings, table.name) for table in TABLES)


def test_a_search_goes_to_the_others_in_the_first_file(home: Path) -> None:
    file = home / "config.toml"
    config.write_initial(file)
    before, behind = file.read_text("utf-8").split("\n[fields]")
    config.save_search(file, "One", "a")
    assert file.read_text("utf-8") == f'{before}One = "a"\n\n[fields]{behind}'
    config.save_search(file, "One", None)
    settings, mistakes = config.load(file)
    assert settings._replace(text="") == Config(path=file) and not mistakes


def test_a_file_that_is_there_is_never_overwritten(home: Path) -> None:
    file = written(home / "config.toml", "# mine")
    with pytest.raises(NewsreaderError, match="is there already"):
        config.write_initial(file)
    assert file.read_text() == "# mine"


def written(file: Path, text: str) -> Path:
    file.write_text(text, "utf-8")
    return file


def test_numbers_texts_and_tables(home: Path) -> None:
    file = home / "config.toml"
    file.write_text(
        """open_limit = 5
browser = "firefox %s"
[keys]
"list.read" = ["A", "g r"]
"app.help" = "h"
[searches]
"Käse 2" = 'topic:"Cheese"'
"""
    )
    settings, mistakes = config.load(file)
    assert not mistakes and settings.open_limit == 5 and settings.browser == "firefox %s"
    assert settings.keys == {"list.read": ("A", "g r"), "app.help": ("h",)}
    assert settings.searches == {"Käse 2": 'topic:"Cheese"'}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("open_limit = 0", ":1: open_limit must be a number from 1 to 200"),
        ("\nmeasure = true", ":2: measure must be a number"),
        ("browser = 3", "browser must be a text"),
        ('browser = "a\\u001b[2J"', "browser must be a text"),
        ('browser = "a\\nb"', "browser must be a text"),
        ('sort = "Newst"', 'or "title": did you mean "newest"?'),
        ("keys = 3", ":1: keys must be a table"),
        ('# a\n\n[keys]\n"list.read" = [3]', ":4: keys: list.read must be a key"),
        ("[keys]\nlist.read = 3", ":2: keys: list must be a key"),
        ("[searches]\n\na = 3", ":3: searches: a must be a text"),
        ('searches."" = "x"', ":1: searches: a search needs a name"),
        pytest.param(
            "searches = {\n# a\n}",
            ":1: not valid TOML",
            marks=pytest.mark.skipif(sys.version_info >= (3, 15), reason="it is TOML since version 1.1"),
        ),
        ('fields = "x"', ":1: fields must be a table"),
        ('[fields]\ntitlle = "x"', ":2: fields: no field is called titlle: did you mean title?"),
        ('[fields]\nwebUrl = "x"', "there are title, url, published"),
        ("[fields]\ntitle = []", ":2: fields: title must be a name or a list"),
        ('[fields]\ntitle = ["a", ""]', ":2: fields: title must be a name or a list"),
        ('[fields]\ntitle = [["a"]]', ":2: fields: title must be a name or a list"),
        ('[fields]\ntitle = "a\\u001b"', ":2: fields: title must be a name or a list"),
    ],
)
def test_what_makes_no_sense_is_told_with_its_line(home: Path, text: str, says: str) -> None:
    file = home / "config.toml"
    file.write_text(text)
    settings, mistakes = config.load(file)
    assert settings._replace(text="") == Config(path=file) and len(mistakes) == 1 and says in str(mistakes[0])


def test_a_search_is_kept_and_all_else_stays(home: Path) -> None:
    file = home / "conf" / "config.toml"
    config.save_search(file, "One", "topic:AI")
    file.write_text("# mine\ntheme = 'light' # bright\n\n" + file.read_text() + '"Two" = "x" # too\n')
    config.save_search(file, 'Three: "3"', 'say "it"')
    config.save_search(file, "One", None)
    config.save_search(file, "Never", None)
    assert config.load(file)[0].searches == {"Two": "x", 'Three: "3"': 'say "it"'}
    text = file.read_text()
    assert text.startswith("# mine\ntheme = 'light' # bright\n") and '"Two" = "x" # too' in text


def test_a_link_to_the_configuration_stays_one(home: Path) -> None:
    kept, file = home / "dotfiles.toml", home / "config.toml"
    kept.write_text("")
    file.symlink_to(kept)
    config.save_search(file, "One", "a")
    assert file.is_symlink() and "One" in kept.read_text()


@pytest.mark.parametrize("text", ["\nsearches = 3", "\n[[searches]]"])
def test_what_is_no_table_is_left_alone(home: Path, text: str) -> None:
    file = written(home / "config.toml", text)
    with pytest.raises(NewsreaderError) as refused:
        config.save_search(file, "One", "a")
    assert str(refused.value) == f"{file}:2: [searches] is no table: mend it first"
    assert file.read_text() == text


@pytest.mark.parametrize("value", ['"b"', '["topic:AI", "x"]', "3", '"topc:AI"', "{ a = 1 }"])
def test_what_has_the_name_is_never_replaced(home: Path, value: str) -> None:
    text = f"[searches]\nOne = {value} # mine\n"
    file = written(home / "config.toml", text)
    says = "another search has that name: take that one away first"
    if not value.startswith('"'):
        says = f"{file}:2: something that is no search has that name: mend it first"
    with pytest.raises(NewsreaderError, match=says):
        config.save_search(file, "One", "a")
    with pytest.raises(NewsreaderError, match="another search has that name now"):
        config.save_search(file, "One", None, seen="a")
    assert file.read_text() == text


def test_the_same_search_again_changes_nothing(home: Path) -> None:
    text = "[searches]\nOne = 'A'\n"
    file = written(home / "config.toml", text)
    config.save_search(file, "One", "a", is_same=lambda one, other: one.lower() == other.lower())
    config.save_search(file, "Two", None, seen="a")
    assert file.read_text() == text
    config.save_search(file, "One", None, seen="A")
    assert config.load(file)[0].searches == {}


@pytest.mark.parametrize(("name", "query"), [("", "a"), ("a\udcff", "a"), ("One", "\udcffbar")])
def test_what_is_no_text_is_no_search(home: Path, name: str, query: str) -> None:
    with pytest.raises(NewsreaderError):
        config.save_search(home / "config.toml", name, query)
    assert not (home / "config.toml").exists()


def test_many_keep_searches_at_once(home: Path) -> None:
    code = "import sys; from pathlib import Path; from newsreader import config\n"
    code += "config.save_search(Path(sys.argv[1]), sys.argv[2], sys.argv[3])"
    file = home / "conf" / "config.toml"
    commands = [[sys.executable, "-c", code, str(file), f"S{n}", f"w{n}"] for n in range(12)]
    running = [subprocess.Popen(command) for command in commands]
    assert [process.wait() for process in running] == [0] * 12
    assert config.load(file)[0].searches == {f"S{n}": f"w{n}" for n in range(12)}
    assert list(file.parent.iterdir()) == [file]


def test_a_folder_that_cannot_be_written_is_told(home: Path) -> None:
    (home / "file").write_text("")
    with pytest.raises(NewsreaderError, match="cannot be written"):
        config.save_search(home / "file" / "config.toml", "One", "a")


def test_one_entry_that_makes_no_sense_leaves_the_others(home: Path) -> None:
    file = written(home / "config.toml", '[keys]\n"a" = 3\n"list.read" = "A"\n[searches]\nx = "y"\nz = 1\n')
    settings, mistakes = config.load(file)
    assert settings.keys == {"list.read": ("A",)} and settings.searches == {"x": "y"}
    assert [mistake.line for mistake in mistakes] == [2, 6]


@given(st.lists(st.text(), unique=True, max_size=4), st.text())
def test_any_text_is_kept_as_a_search_and_found_on_its_line(
    tmp_path_factory: pytest.TempPathFactory, names: list[str], query: str
) -> None:
    file = tmp_path_factory.mktemp("config") / "config.toml"
    names = [name for name in names if is_name(name)]
    for name in names:
        config.save_search(file, name, query)
    settings, mistakes = config.load(file)
    assert not mistakes and settings.searches == dict.fromkeys(names, query)
    lines = settings.lines()
    assert [lines["searches", name] for name in names] == [at + 2 for at in range(len(names))]


@given(st.text(alphabet="ab.=[]\"'#\n 1{},\\", max_size=60))
def test_no_file_does_more_than_be_mistaken(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    file = written(tmp_path_factory.mktemp("config") / "config.toml", text)
    settings, mistakes = config.load(file)
    assert all(1 <= mistake.line <= text.count("\n") + 1 for mistake in mistakes)
    assert settings.keys == {} and settings.lines() is not None
