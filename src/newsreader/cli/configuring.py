"""Commands about the configuration: `config path`, `config show`, `config init`, `config check`."""

from __future__ import annotations

import argparse
import os

from newsreader import paths, safetext
from newsreader.cli import EXIT_FAILED, printing, stores
from newsreader.records import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from newsreader.cli.parser import Commands


def declare(commands: Commands) -> None:
    """Add the commands of this module."""
    command = commands.add("config", "what is configured, and whether it makes sense", _path, is_json=False)
    inner = command.inner()
    inner.add("path", "print where the configuration is, or would be", _path)
    inner.add("show", "list every setting with its value and where it comes from", _show)
    inner.add("init", "write a configuration of all defaults, to be changed", _init)
    inner.add("check", "list what makes no sense in the configuration", _check)


def _path(options: argparse.Namespace) -> int:
    path = _text(paths.find().config_file)
    if options.json:
        printing.print_json({"path": path})
    else:
        print(path)
    return 0


def _show(options: argparse.Namespace) -> int:
    import json

    from newsreader import config, remembered
    from newsreader.columns import Column

    settings, mistakes = stores.read_settings()
    kept = remembered.load(remembered.beside(stores.places(options)[1]))
    printing.records(
        options,
        [Column("setting"), Column("value", is_open=True), Column("from")],
        config.values(settings, mistakes, kept.choice),
        lambda value: {
            "name": value.name[0],
            "entry": value.name[1] if value.name[1:] else None,
            "value": value.value,
            "from": value.source,
        },
        lambda value: (".".join(value.name), json.dumps(value.value, ensure_ascii=False), value.source),
    )
    return 0


def _init(options: argparse.Namespace) -> int:
    from newsreader import config

    path = paths.find().config_file
    config.write_initial(path)
    printing.summary(options, f"written: {path}", {"path": _text(path)})
    return 0


def _check(options: argparse.Namespace) -> int:
    from newsreader.tui import mistakes as known  # which loads Textual: its keys and themes

    settings, found = stores.read_settings()
    mistakes = known.every(settings, found)
    for path, line, message, hint, _ in mistakes:
        if options.json:
            printing.print_json({"path": _text(path), "line": line, "message": message, "hint": hint})
        else:
            print(safetext.line(f"{path}:{line}: {message}{f': {hint}' if hint else ''}", 4096))
    if not mistakes and not options.json and not options.quiet:
        is_there = settings.path is not None and os.path.lexists(settings.path)
        print("no mistakes" if is_there else "there is no configuration, and need not be")
    return EXIT_FAILED if mistakes else 0


def _text(path: Path | None) -> str:
    from newsreader import files

    return files.text(str(path))
