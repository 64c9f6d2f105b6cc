"""The configuration: every setting, what is wrong with one, and searches that are kept in it."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from newsreader import config
from newsreader.config import NUMBERS, SETTINGS, TABLES, TEXTS, Config
from newsreader.errors import NewsreaderError


def test_no_configuration_is_the_default(home: Path) -> None:
    assert config.load(home / "config.toml") == (config.Config(path=home / "config.toml"), [])


def test_configuration_and_its_mistakes(home: Path) -> None:
    file = home / "config.toml"
    file.write_text('mark_read = "select"\ntheme = 7\nmark_raed = "open"\n')
    settings, mistakes = config.load(file)
    assert settings == config.Config(mark_read="select", path=file)
    assert len(mistakes) == 2
    assert 'config.toml:2: theme must be "dark" or "light"' in mistakes[0]
    assert "config.toml:3: no setting is called mark_raed: did you mean mark_read?" in mistakes[1]


@pytest.mark.parametrize("content", [b"not = = toml", b"\xff"])
def test_a_configuration_that_is_no_toml(home: Path, content: bytes) -> None:
    file = home / "config.toml"
    file.write_bytes(content)
    settings, mistakes = config.load(file)
    assert settings == config.Config(path=file) and "not valid TOML, the defaults are used" in mistakes[0]


def test_the_tables_and_the_defaults_agree() -> None:
    usual = Config()
    for setting in SETTINGS:
        assert getattr(usual, setting.name) == setting.values[0]
    for number in NUMBERS:
        assert getattr(usual, number.name) == number.default and number.least <= number.default <= number.most
    names = [*(one.name for one in (*SETTINGS, *NUMBERS)), *TEXTS, *TABLES]
    assert sorted(names) == sorted(one.name for one in fields(Config) if one.name != "path")


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
        ("keys = 3", "must be a key or a list of keys"),
        ('# a\n\n[keys]\n"list.read" = [3]', ":3: list.read must be a key"),
        ("[searches]\na = 3", ":1: searches must be texts by name"),
    ],
)
def test_what_makes_no_sense_is_told_with_its_line(home: Path, text: str, says: str) -> None:
    file = home / "config.toml"
    file.write_text(text)
    settings, mistakes = config.load(file)
    assert settings == Config(path=file) and len(mistakes) == 1 and says in mistakes[0]


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


@pytest.mark.parametrize("text", ["not = = toml", "searches = 3"])
def test_what_is_not_understood_is_left_alone(home: Path, text: str) -> None:
    file = home / "config.toml"
    file.write_text(text)
    with pytest.raises(NewsreaderError, match="mend it first"):
        config.save_search(file, "One", "a")
    assert file.read_text() == text


def test_a_folder_that_cannot_be_written_is_told(home: Path) -> None:
    (home / "file").write_text("")
    with pytest.raises(NewsreaderError, match="cannot be written"):
        config.save_search(home / "file" / "config.toml", "One", "a")
