"""Front-matter files in the seeds' dialect, any number of them, the same ones for the same number.

Titles and excerpts are made from word lists of our own. Sizes follow the real files: 4.5 KB on average, 0 to
39 related stories that mostly are other generated articles, 100 topics with a long tail, 300 providers, and
one URL in fifty repeated by a later file.
"""

from __future__ import annotations

import base64
import random
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

EVERYWHERE = "report"
"""A word that stands in nearly every article."""

RARE = "quokka"
"""A word that stands in about one article of 20,000."""

_SUBJECTS = [
    "city council",
    "hospital",
    "railway",
    "museum",
    "harbour",
    "university",
    "orchestra",
    "library",
    "farmers",
    "engineers",
    "astronomers",
    "teachers",
    "bakers",
    "cyclists",
    "ministers",
    "judges",
    "divers",
    "gardeners",
    "printers",
    "sailors",
    "chemists",
    "architects",
    "nurses",
    "beekeepers",
    "weavers",
    "surveyors",
    "translators",
    "archivists",
    "foresters",
    "potters",
]
_VERBS = [
    "announces",
    "postpones",
    "opens",
    "questions",
    "defends",
    "rebuilds",
    "measures",
    "celebrates",
    "publishes",
    "rejects",
    "approves",
    "repairs",
    "explains",
    "studies",
    "abandons",
    "discovers",
    "finances",
    "inspects",
    "restores",
    "welcomes",
    "compares",
    "tests",
    "halts",
    "expands",
]
_OBJECTS = [
    "bridge",
    "festival",
    "vaccine",
    "tunnel",
    "archive",
    "telescope",
    "ferry",
    "reform",
    "budget",
    "garden",
    "reactor",
    "dictionary",
    "strike",
    "census",
    "reservoir",
    "theatre",
    "satellite",
    "orchard",
    "lighthouse",
    "treaty",
    "market",
    "glacier",
    "tram",
    "mosaic",
    "wetland",
    "exhibition",
    "turbine",
    "harvest",
    "passport",
    "observatory",
]
_ADJECTIVES = [
    "new",
    "disputed",
    "historic",
    "northern",
    "experimental",
    "modest",
    "ambitious",
    "delayed",
    "popular",
    "expensive",
    "quiet",
    "electric",
    "restored",
    "temporary",
    "international",
    "rural",
    "public",
    "digital",
    "ancient",
    "coastal",
]
_FILLERS = [
    "after a year of talks",
    "according to a survey",
    "despite the weather",
    "with help from abroad",
    "for the third time",
    "in a narrow vote",
    "under new rules",
    "before the summer",
    "at a lower price",
    "without much notice",
    "to general surprise",
    "as costs rise",
    "while others wait",
    "on the advice of experts",
    "against expectations",
]

TOPICS = [f"{adjective.title()} {thing.title()}" for adjective in _ADJECTIVES[:10] for thing in _OBJECTS[:10]]
PROVIDERS = [
    f"{adjective.title()} {subject.title()}" for adjective in _ADJECTIVES[:10] for subject in _SUBJECTS
]
_FIRST, _LAST = 1_262_304_000, 1_767_225_600  # 2010 to 2026, in seconds since 1970


def tree(number: int, total: int) -> dict[str, Any]:
    """The front matter of article `number` of `total`."""
    chance = random.Random(number)
    source = chance.randrange(number) if number and chance.random() < 0.02 else number
    return {
        "category": "news",
        **_story(source, chance),
        "publishedDateTime": _time(chance.randrange(_FIRST, _LAST) if source != number else _published(number)),
        "type": chance.choice(["article"] * 9 + ["video"]),
        "quality": chance.randrange(0, 180),
        "heat": chance.choice([-1, -1, chance.randrange(0, 250)]),
        "published": chance.random() < 0.5,
        "topics": sorted({TOPICS[min(int(chance.expovariate(0.06)), 99)] for _ in range(chance.randrange(1, 5))}),
        "related": [
            {**_story(other, random.Random(other)), "publishedDateTime": _time(_published(other)), "type": "article"}
            for other in (chance.randrange(total) for _ in range(min(39, int(chance.expovariate(0.28)))))
        ],
        "secured": base64.b64encode(chance.randbytes(400)).decode() + ";" + base64.b64encode(chance.randbytes(16)).decode(),
    }  # fmt: skip


def text(number: int, total: int) -> str:
    """The same as a file."""
    return "---\n" + "".join(_lines(tree(number, total), "")) + "---\n"


def write(folder: Path, total: int) -> None:
    """All files of a library of `total` articles, a thousand a folder."""
    for number in range(total):
        path = folder / f"{number // 1000:04}" / f"{number:07}.md"
        if number % 1000 == 0:
            path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text(number, total), "utf-8")


def write_rss(path: Path, total: int) -> None:
    """The same articles as one RSS file, with what a feed reader keeps of them."""
    with path.open("w", encoding="utf-8") as file:
        file.write(
            '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"><channel><title>news</title>\n'
        )
        for number in range(total):
            story = tree(number, total)
            date = format_datetime(datetime.fromisoformat(story["publishedDateTime"]))
            url = escape(story["webUrl"])
            file.write(
                f"<item><title>{escape(story['title'])}</title><link>{url}</link><guid>{url}</guid>"
                f"<pubDate>{date}</pubDate><author>{escape(story['provider']['name'])}</author>"
                f"<description>{escape(story['excerpt'])}</description></item>\n"
            )
        file.write("</channel></rss>\n")


def _published(number: int) -> int:
    return random.Random(-number - 1).randrange(_FIRST, _LAST)


def _time(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _sentence(chance: random.Random) -> str:
    return (
        f"The {chance.choice(_ADJECTIVES)} {chance.choice(_OBJECTS)} that the {chance.choice(_SUBJECTS)} "
        f"{chance.choice(_VERBS)} {chance.choice(_FILLERS)}, a {EVERYWHERE} says."
    )


def _story(number: int, chance: random.Random) -> dict[str, Any]:
    """The part of article `number` that it and the articles that name it have in common."""
    own = random.Random(number * 7 + 1)
    title = f"{own.choice(_SUBJECTS).capitalize()} {own.choice(_VERBS)} {own.choice(_ADJECTIVES)} {own.choice(_OBJECTS)} {own.choice(_FILLERS)}"
    if own.randrange(20_000) == 0:
        title += f" and a {RARE}"
    name = own.choice(PROVIDERS)
    domain = name.lower().replace(" ", "-") + ".example"
    path = title.lower().replace(" ", "-").replace(",", "")
    excerpt = " ".join(_sentence(own) for _ in range(own.randrange(1, 5)))
    url = f"https://www.{domain}/{2010 + number % 16}/{path}-{number}"
    return {
        "title": title,
        "excerpt": excerpt,
        "webUrl": url,
        "ampWebUrl": f"{url}/amp",
        "cdnAmpWebUrl": f"https://www-{domain.replace('.', '-')}.cdn.example/c/s/www.{domain}/{path}-{number}/amp",
        "provider": {"name": name, "domain": domain},
        "images": [
            {
                "url": f"https://images.{domain}/{number}-{i}.jpg",
                "width": 1200,
                "height": 800,
                "isCached": True,
            }
            for i in range(own.randrange(0, 3))
        ],
    }


def _lines(value: dict[str, Any], indent: str) -> Iterator[str]:
    for name, item in value.items():
        if isinstance(item, dict):
            yield f"{indent}{name}:\n"
            yield from _lines(item, indent + "  ")
        elif isinstance(item, list):
            yield f"{indent}{name}:\n" if item else f"{indent}{name}: []\n"
            for element in item:
                if isinstance(element, dict):
                    inner = list(_lines(element, indent + "    "))
                    yield f"{indent}  - {inner[0].lstrip()}"
                    yield from inner[1:]
                else:
                    yield f"{indent}  - {element}\n"
        elif isinstance(item, bool):
            yield f"{indent}{name}: {str(item).lower()}\n"
        elif isinstance(item, str) and name != "publishedDateTime":
            yield f'{indent}{name}: "{item}"\n'
        else:
            yield f"{indent}{name}: {item}\n"
