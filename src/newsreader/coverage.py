"""Who covers the same story: articles that name each other as related, in either direction."""

from __future__ import annotations

import sqlite3
from array import array
from collections import Counter
from collections.abc import Mapping, Sequence

from newsreader.records import TYPE_CHECKING, NamedTuple
from newsreader.schema import places

if TYPE_CHECKING:
    from newsreader.article import Article
    from newsreader.builder import Tree

STORY_LIMIT = 200
"""Articles that one story has at most: links lead from story to story, and an end must be somewhere."""

FOLD_LIMIT = 50_000
"""Articles of a list that are folded, from its beginning: a million would take 20 s and 100 MB."""

_SOME = 500


def connected(connection: sqlite3.Connection, key: int) -> list[int]:
    """The keys of the story that `key` belongs to: its own, then those nearest to it, step by step.

    They may be articles, or related stories that are none here.
    """
    found = {key: None}
    border = [key]
    while border and len(found) < STORY_LIMIT:
        border = [other for other in _neighbours(connection, border) if other not in found]
        found |= dict.fromkeys(border)
    return list(found)[:STORY_LIMIT]


def _neighbours(connection: sqlite3.Connection, keys: Sequence[int]) -> list[int]:
    rows = connection.execute(
        f"""SELECT r.key FROM article a CROSS JOIN related r ON r.article_id = a.id
            WHERE a.key IN ({places(keys)})
            UNION SELECT a.key FROM related r CROSS JOIN article a ON a.id = r.article_id
            WHERE r.key IN ({places(keys)}) LIMIT ?""",
        (*keys, *keys, 2 * STORY_LIMIT),  # of which as many as belong to one story may be known already
    )
    return [key for (key,) in rows]


def named(connection: sqlite3.Connection, keys: Sequence[int]) -> dict[int, tuple[Article, dict[str, Tree]]]:
    """Stories that are no article here, each as the newest article that names it describes it."""
    from newsreader import builder, dialects

    wanted = set(keys)
    found: dict[int, tuple[Article, dict[str, Tree]]] = {}
    rows = connection.execute(
        f"""SELECT c.front_matter FROM content c WHERE c.article_id IN
                (SELECT max(article_id) FROM related WHERE key IN ({places(keys)}) GROUP BY key)
            ORDER BY c.article_id DESC""",
        tuple(keys),
    )
    for (front_matter,) in rows:
        for article, tree in builder.related(dialects.stored(front_matter).ours):
            if article.key in wanted:
                found.setdefault(article.key, (article, tree))
    return found


class Folded(NamedTuple):
    """A list in which each story stands once.

    `ids` are the articles that come first of their stories; `within` names the one of them that stands for
    each of the others, `others` for how many more each of them stands.
    """

    ids: array[int]
    within: Mapping[int, int] = {}
    others: Mapping[int, int] = {}


def folded(connection: sqlite3.Connection, ids: Sequence[int]) -> Folded:
    """The list `ids` folded: an article belongs to the story of one before it, if either names the other.

    The beginning does not depend on what follows it. Beyond `FOLD_LIMIT` the list stays as it is.
    """
    shown: array[int] = array("q")
    within: dict[int, int] = {}
    stories: dict[int, int] = {}
    others: Counter[int] = Counter()
    for start in range(0, min(len(ids), FOLD_LIMIT), _SOME):
        some = ids[start : min(start + _SOME, FOLD_LIMIT)]
        neighbours = _pairs(connection, some)
        for id_ in some:
            near = neighbours.get(id_, ())
            first = next((stories[other] for other in near if other in stories), id_)
            if first == id_ or others[first] + 1 >= STORY_LIMIT:
                first = id_
                shown.append(id_)
            else:
                within[id_] = first
                others[first] += 1
            if near:
                stories[id_] = first
    shown.extend(ids[FOLD_LIMIT:])
    return Folded(shown, within, others)


def _pairs(connection: sqlite3.Connection, ids: Sequence[int]) -> dict[int, list[int]]:
    """The articles that those with these ids name, or are named by."""
    found: dict[int, list[int]] = {}
    for one, other in connection.execute(
        f"""SELECT r.article_id, a.id FROM related r CROSS JOIN article a ON a.key = r.key
            WHERE r.article_id IN ({places(ids)})
            UNION ALL SELECT a.id, r.article_id FROM article a CROSS JOIN related r ON r.key = a.key
            WHERE a.id IN ({places(ids)})""",
        (*ids, *ids),
    ):
        if one != other:
            found.setdefault(one, []).append(other)
    return found
