"""What a search text may go on to: field names and their values. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from newsreader.fields import FIELDS, quoted, unquoted
from newsreader.searchtext import fold

LIMIT = 50
"""Completions that are offered at most."""

_END = re.compile(
    r"(?:^|(?<=[\s(-]))(?:(?P<field>[A-Za-z]+):(?P<value>\"(?:[^\"]|\"\")*|[^\s()\"]*)|(?P<word>[A-Za-z]+))$"
)


def completions(text: str, names: Mapping[str, Sequence[str]]) -> list[str]:
    """The texts that `text` may become when what stands at its end is completed.

    `names` are the values that are there for fields such as `topic`, in the order in which to offer them.
    """
    found = _END.search(text)
    if found is None:
        return []
    start = text[: found.start()]
    if word := found["word"]:
        return [f"{start}{name}:" for name in FIELDS if name.startswith(word.lower())]
    field = found["field"].lower()
    values = FIELDS[field].choices or names.get(field, ()) if field in FIELDS else ()
    wanted = fold(unquoted(found["value"])[0])
    begun = [value for value in values if fold(value).startswith(wanted)]
    inside = [value for value in values if wanted and wanted in fold(value) and value not in begun]
    return [f"{start}{field}:{_quoted(value)} " for value in (begun + inside)[:LIMIT]]


def _quoted(value: str) -> str:
    return value if re.fullmatch(r"[\w.-]+", value) else quoted(value)
