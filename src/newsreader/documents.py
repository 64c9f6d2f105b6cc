"""Lists of stories as documents: JSON lines, CSV, Markdown, HTML, a piece at a time.

Everything that an article says is text here, never markup, and only addresses that may be opened are links.
Nothing is loaded from elsewhere when a document is looked at.
"""

from __future__ import annotations

import csv
import html
import io
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from newsreader import safetext, urls
from newsreader.dates import iso_date
from newsreader.export import json_text, listed_json
from newsreader.library import Listed

_CSV_COLUMNS = (
    "key", "title", "excerpt", "url", "published", "provider", "domain", "topics", "category", "type",
    "quality", "heat", "read", "starred", "related", "body",
)  # fmt: skip
_PAGE = """<!DOCTYPE html>
<html lang="und">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="referrer" content="no-referrer">
<title>{title}</title>
<style>
:root {{ color-scheme: light dark; }}
body {{ font: 1rem/1.5 system-ui, sans-serif; max-width: 42rem; margin: 2rem auto; padding: 0 1rem; }}
article {{ margin: 2rem 0; }}
h2 {{ font-size: 1.2rem; line-height: 1.3; margin: 0; }}
.facts {{ opacity: .7; margin: 0; }}
.text {{ white-space: pre-wrap; overflow-wrap: anywhere; }}
</style>
</head>
<body>
<h1>{title}</h1>
"""
_FORMULA_STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
_MARKDOWN_SIGNS = re.compile(r"([\\`*_\[\]<>&|~$])")
_MARKDOWN_STARTS = re.compile(r"^(?:([#+=:-])|([0-9]{1,9})([.)]))")


def document(kind: str, stories: Iterable[Listed], query: str) -> Iterator[str]:
    """The stories that `query` found as a document of this `kind`, in pieces."""
    return _FORMATS[kind](stories, query)


def whole_json(listed: Listed) -> dict[str, Any]:
    """One line of `newsreader export --format jsonl`: what `list --json` says, and the body."""
    return {**listed_json(listed), "body": listed.body}


def _jsonl(stories: Iterable[Listed], query: str) -> Iterator[str]:
    for listed in stories:
        yield f"{json_text(whole_json(listed))}\n"


def _csv(stories: Iterable[Listed], query: str) -> Iterator[str]:
    yield _csv_line(_CSV_COLUMNS)
    for listed in stories:
        values = whole_json(listed)
        values |= {"provider": listed.headline.provider, "domain": listed.headline.domain}
        values["topics"] = "; ".join(listed.topics)
        yield _csv_line([values[name] for name in _CSV_COLUMNS])


def _csv_line(cells: Iterable[object]) -> str:
    line = io.StringIO()
    csv.writer(line).writerow([_csv_cell(cell) for cell in cells])
    return line.getvalue()


def _csv_cell(cell: object) -> object:
    """A cell that no spreadsheet takes for a formula: an apostrophe says that it is text."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if not isinstance(cell, str):
        return cell
    text = safetext.block(cell, safetext.BODY_LIMIT)
    return f"'{text}" if text.lstrip()[:1] in _FORMULA_STARTS else text


def _markdown(stories: Iterable[Listed], query: str) -> Iterator[str]:
    yield f"# {markdown_text(_title(query))}\n"
    for listed in stories:
        title, url = markdown_text(listed.headline.title), urls.opened(listed.headline.url)
        yield f"\n## [{title}](<{url}>)\n" if url else f"\n## {title}\n"
        yield f"\n{markdown_text(_facts(listed))}\n"
        for text in (listed.excerpt, listed.body):
            if text:
                yield f"\n{markdown_text(text)}\n"


def markdown_text(text: str) -> str:
    """`text` as Markdown that shows it as it is, without markup of its own."""
    clean = safetext.block(text, safetext.BODY_LIMIT)
    lines = [_MARKDOWN_SIGNS.sub(r"\\\1", line.strip()) for line in clean.splitlines()]
    return "\n".join(_MARKDOWN_STARTS.sub(_escaped_start, line) for line in lines)


def _escaped_start(match: re.Match[str]) -> str:
    return rf"\{match[1]}" if match[1] else rf"{match[2]}\{match[3]}"


def _html(stories: Iterable[Listed], query: str) -> Iterator[str]:
    yield _PAGE.format(title=_html_text(_title(query)))
    for listed in stories:
        title, url = _html_text(listed.headline.title), html.escape(urls.opened(listed.headline.url))
        link = f'<a href="{url}" rel="noopener noreferrer">{title}</a>' if url else title
        yield f'<article>\n<h2 dir="auto">{link}</h2>\n'
        yield f'<p class="facts" dir="auto">{_html_text(_facts(listed))}</p>\n'
        for text in (listed.excerpt, listed.body):
            if text:
                yield f'<p class="text" dir="auto">{_html_text(text)}</p>\n'
        yield "</article>\n"
    yield "</body>\n</html>\n"


def _html_text(text: str) -> str:
    return html.escape(safetext.block(text, safetext.BODY_LIMIT))


def _title(query: str) -> str:
    return f"Stories: {query}" if query.strip() else "Stories"


def _facts(listed: Listed) -> str:
    row = listed.headline
    return " · ".join(filter(None, [row.provider or row.domain, iso_date(row.published), *listed.topics]))


_FORMATS: dict[str, Callable[[Iterable[Listed], str], Iterator[str]]] = {
    "jsonl": _jsonl,
    "csv": _csv,
    "markdown": _markdown,
    "html": _html,
}

ENDINGS = {".jsonl": "jsonl", ".csv": "csv", ".md": "markdown", ".html": "html"}
"""The kinds of document, by the ending of a file's name."""
