"""What a story is, as words for the full-text index: its topics, its provider and the like.

A tag is one word of letters, digits and private characters, which no text can hold (`safetext` and
`searchtext.index_text` take them out). So a word within a topic is an index's own intersection of two lists.
Tags stand in the index: changing them needs a migration that rebuilds it.
"""

from __future__ import annotations

import re
from functools import lru_cache

from newsreader.searchtext import fold

_MARK, _ESCAPE = "\ue000", "\ue001"
_ESCAPED = "[^a-z0-9]"


@lru_cache(4096)
def tag(field: str, name: str) -> str:
    """One word of private characters for "the `field` is `name`", case and accents folded.

    The tag of a name's beginning is the beginning of the name's tag.
    """
    escaped = re.sub(_ESCAPED, lambda match: f"{_ESCAPE}{ord(match[0]):x}{_ESCAPE}", fold(name))
    return f"{_MARK}{field}{_ESCAPE}{escaped}"


EVERY = tag("every", "article")
"""The tag that each article has."""


def tags(
    category: str,
    type_: str,
    provider: str,
    domain: str,
    related: int,
    has_image: int,
    has_body: int,
    url: str,
    topics: str | None,
) -> str:
    """Every tag of an article, separated by spaces; `topics` are separated by line breaks."""
    found = [EVERY]
    if topics:
        found += [tag("topic", name) for name in topics.split("\n")]
    named = (("category", category), ("type", type_), ("provider", provider), ("provider", domain))
    found += [tag(field, name) for field, name in named if name]
    flags = (("related", related), ("image", has_image), ("body", has_body), ("url", url))
    found += [tag("has", name) for name, flag in flags if flag]
    return " ".join(found)
