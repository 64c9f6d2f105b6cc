"""Writes the documentation that is made from the code: `python docs/make.py [--check]`.

With `--check` nothing is written, and the exit code is 1 when a page is no longer what the code says.
"""

from __future__ import annotations

import sys
from pathlib import Path

import commandline
import man

from newsreader import dialects
from newsreader.cli import completions, parser
from newsreader.fields import FIELDS
from newsreader.settings import FIELD_NAMES, SETTINGS, TABLES
from newsreader.tui.commands import GROUPS, PANES, SIGNS
from newsreader.tui.keymap import key_label

HERE = Path(__file__).parent


def keys() -> str:
    """docs/keys.md, from the table of commands."""
    lines = ["# Keys", "", "In the program, `?` shows this table and `Ctrl+P` finds a command by name."]
    for group, commands in GROUPS.items():
        lines += [
            "",
            f"## {group}",
            "",
            "| keys | what they do | command | in |",
            "| --- | --- | --- | --- |",
        ]
        for command in commands:
            shown = ", ".join(f"`{key_label(key)}`" for key in command.keys)
            everywhere = {PANES: "every pane", (*PANES, "trends"): "everywhere"}
            where = everywhere.get(command.panes) or ", ".join(command.panes)
            lines.append(f"| {shown} | {command.help} | `{command.id}` | {where} |")
    lines += [
        "",
        "The mouse works too: a click selects a line, a double click opens it, as does a click on the",
        "selected one; a click on a link follows it; the wheel scrolls what is under it; the border between",
        "two panes is dragged; and a click on a key in the bottom line does what the key does.",
        "",
        "| sign | what it means |",
        "| --- | --- |",
        *(f"| `{sign}` | {meaning} |" for sign, meaning in SIGNS.items()),
        "",
        "In the sidebar, the numbers of All and Starred are of all their stories, every other one of those",
        "that are unread.",
        "",
        "While you type a search, `↑` `↓` `PgUp` `PgDn` move through what is found, `Enter` keeps it and",
        "`Esc` goes back to the list as it was. `Tab` completes a field, a topic or a provider.",
        "",
    ]
    return "\n".join(lines)


def config() -> str:
    """docs/config.md, from the configuration's table."""
    lines = [
        "# Configuration",
        "",
        "`config.toml` in the platform's configuration folder (`~/.config/newsreader` on Linux), or in",
        "`$NEWSREADER_HOME`. It need not exist. A setting that makes no sense is reported when the program",
        "starts, and its default is used. What you choose on the screen instead (the theme, the lines of a",
        "headline, the order of topics) counts until you change the setting here.",
        "",
        "`newsreader config init` writes a file of all defaults to begin with, `config show` lists what",
        "counts and why, and `config check` finds mistakes. What is arranged on the screen and stands not",
        "here, such as the widths of panes, is remembered for each profile.",
        "",
        "| setting | values, the default first | what it does |",
        "| --- | --- | --- |",
    ]
    for setting in SETTINGS:
        first, *others = setting.takes
        takes = ", ".join(one if one.startswith(("a ", "from ")) else f"`{one}`" for one in (first, *others))
        lines.append(f"| `{setting.name}` | {takes} | {setting.help} |")
    lines += ["", "| table | what it holds |", "| --- | --- |"]
    lines += [f"| `[{table.name}]` | {table.help % table.example} |" for table in TABLES]
    return "\n".join([*lines, ""])


def queries() -> str:
    """docs/queries.md, from the grammar's tables."""
    lines = [
        "# Searching",
        "",
        "The search bar (`/`) and `newsreader list QUERY` take the same text.",
        "",
        "| what you write | what it finds |",
        "| --- | --- |",
        "| `boston police` | stories that hold both words, in any case and without regard to accents |",
        '| `"facial recognition"` | the words side by side |',
        "| `recog*` | words that begin like this; in the search bar the word at the end always does |",
        "| `-boston` | stories that do not hold the word |",
        "| `boston OR chicago` | stories that hold one of them |",
        "| `(boston OR chicago) police` | parentheses group |",
    ]
    for name, field in FIELDS.items():
        choices = f": {', '.join(f'`{name}:{choice}`' for choice in field.choices)}" if field.choices else ""
        lines.append(f"| `{field.example}` | {field.help}{choices} |")
    lines += [
        "",
        "Words are looked for in title, excerpt, body and provider name. Chinese, Japanese, Korean and Thai",
        "text is found by any part of it. Signs such as `%`, `_` and `&` stand between words and are not",
        "looked for; a search for nothing else is a mistake. To mark every story, `newsreader mark --query`",
        "takes `is:read OR is:unread`. Names are compared whole, without case and accents: `topic:AI` is",
        "not AI Builder, and `topic:ai*` is both. Within quotation marks `*` is an asterisk, and two",
        "quotation marks are one. A quality of 0 and a heat of -1 mean that nobody scored",
        "the story.",
        "",
        "A mistake is told with what was expected; while you type, the last",
        "results stay.",
        "",
    ]
    return "\n".join(lines)


def formats() -> str:
    """docs/formats.md, from the table of foreign names."""
    containers = ", ".join(f"`{name}`" for name in dialects.CONTAINERS)
    lines = [
        "# Files that are articles",
        "",
        "A file is an article if it begins with front matter, or is Markdown.",
        "",
        "| front matter | how it begins and ends |",
        "| --- | --- |",
        "| YAML | a line of `---`, then one of `---` or `...` |",
        "| TOML | a line of `+++`, then another |",
        "| JSON | `{` as the first character, then the `}` that belongs to it; or lines of `;;;` around it |",
        "| any of them | a line of `---yaml`, `---toml` or `---json`, then one of `---` |",
        "",
        "It holds at most 64 KiB, 2,000 values and 8 levels; aliases, anchors and tags of YAML are not",
        "taken.",
        "",
        "Without front matter a file is an article if its name ends in `.md`, `.markdown`, `.mdown` or",
        "`.mkd` and it holds a heading, or if it begins with one. Its title is the first heading",
        "(`# Title`, or a line with `===` below it), else its name: `2020-07-10-the-city.md` is The city.",
        "Its date is the one with which its name begins, else the date of the file. A file that is called",
        "`index` or `README` has the name of its folder.",
        "",
        "In a folder, a file with one of these endings or `.txt` that is no article is refused: it is told",
        "with its line and reason, each time the folder is looked at, and stops nothing. A file with any",
        "other name is taken if it begins with `---` or `+++` and holds an article; else it is passed over,",
        "as hidden files and folders are. A file that is itself named to `import` is tried whatever it is",
        "called.",
        "",
        "## Names of other tools",
        "",
        "What a file says in our own name counts. Where it says nothing there, these names are asked in",
        "their order, without regard to case, `-` and `_`: `publishDate` is `publish_date`. Names within",
        f"{containers} come after those beside them. A value that makes no sense is passed over.",
        "",
        "| our name | asked for | what is taken |",
        "| --- | --- | --- |",
    ]
    for field in dialects.FIELDS:
        foreign = ", ".join(f"`{name}`" for name in field.foreign)
        lines.append(f"| `{field.name}` | {foreign} | {field.help} |")
    lines += [
        "",
        "Everything else, such as `aliases`, `layout` or `weight`, is kept: `newsreader show --json` prints",
        "the front matter as it was.",
        "",
        "## Names of your own",
        "",
        "Files that say these things under yet other names are read once `config.toml` tells them:",
        "",
        "    [fields]",
        '    title = ["kop", "naam"]',
        '    published = "posted_at"',
        "",
        f"What can be told: {', '.join(f'`{name}`' for name in FIELD_NAMES)}. `url` stands for `webUrl`,",
        "`published` for `publishedDateTime`. Your names are asked before those of the table, and without",
        "regard to case, `-` and `_`, too. When they change, every known file is read again at the next",
        "refresh. A story whose address changes by that is another one: `newsreader sources --prune` lists",
        "what no file holds any more.",
        "",
        "As long as `config.toml` cannot be read, or something in `[fields]` is mistaken, no file is:",
        "`import`, `refresh`, `rebuild`, `doctor --fix` and `sources --prune` say what to mend, and so does",
        "the reader.",
        "",
    ]
    return "\n".join(lines)


PAGES = {
    "keys.md": keys,
    "config.md": config,
    "queries.md": queries,
    "formats.md": formats,
    "cli.md": lambda: commandline.page(parser.build(), (HERE / "json.md").read_text("utf-8")),
    "newsreader.1": lambda: man.page(parser.build()),
    "completions/newsreader": lambda: completions.script("bash", parser.build()),
    "completions/_newsreader": lambda: completions.script("zsh", parser.build()),
    "completions/newsreader.fish": lambda: completions.script("fish", parser.build()),
}


def main() -> int:
    """Write or check every page."""
    stale = []
    for name, page in PAGES.items():
        path = HERE / name
        if not path.exists() or path.read_text("utf-8") != page():
            stale.append(name)
            if "--check" not in sys.argv:
                path.parent.mkdir(exist_ok=True)
                path.write_text(page(), "utf-8")
    sys.stdout.write(f"changed: {', '.join(stale) or 'none'}\n")
    return 1 if stale and "--check" in sys.argv else 0


if __name__ == "__main__":
    sys.exit(main())
