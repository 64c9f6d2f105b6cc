"""Stories as JSON and as tab-separated lines: the shapes that scripts rely on."""

from __future__ import annotations

from datetime import UTC, datetime

from newsreader import safetext, urls
from newsreader.records import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Any

    from newsreader.article import Article, Image
    from newsreader.library import Headline, Listed, RelatedStory, Story


def json_text(value: object, indent: int | None = None) -> str:
    """`value` as JSON that no terminal can stumble over."""
    import json  # not needed for lines with tabs

    return safetext.json_escaped(json.dumps(value, ensure_ascii=False, indent=indent))


def iso_time(seconds: int | None) -> str | None:
    """Seconds since 1970 as ISO 8601 in UTC, like 2020-07-10T08:04:00Z."""
    if seconds is None:
        return None
    return datetime.fromtimestamp(seconds, UTC).isoformat().replace("+00:00", "Z")


def listed_json(listed: Listed) -> dict[str, Any]:
    """One line of `newsreader list --json`."""
    row = listed.headline
    return {
        "key": urls.key_text(row.key),
        "title": row.title,
        "excerpt": listed.excerpt,
        "url": row.url or None,
        "published": iso_time(row.published),
        "provider": {"name": row.provider, "domain": row.domain},
        "topics": list(listed.topics),
        "category": row.category,
        "type": row.type,
        "quality": row.quality,
        "heat": row.heat,
        "read": row.read,
        "starred": row.starred,
        "related": row.related,
    }


def listed_tsv(row: Headline) -> str:
    """One line of `newsreader list` in a pipe: key, published, state, title, provider, URL.

    The state is `unread` or `read`, followed by `,starred` for a starred story.
    """
    state = ("read" if row.read else "unread") + (",starred" if row.starred else "")
    fields = urls.key_text(row.key), iso_time(row.published) or "", state, row.title, row.provider, row.url
    return "\t".join(map(safetext.printable, fields))


def story_json(story: Story) -> dict[str, Any]:
    """What `newsreader show --json` prints."""
    return {
        **_article_json(story.article),
        "heat": story.article.heat,
        "category": story.article.category,
        "topics": list(story.article.topics),
        "body": story.article.body,
        "featured_url": story.article.featured_url or None,
        "read": story.read,
        "starred": story.starred,
        "in_library": story.in_library,
        "related": [_related_json(related) for related in story.related],
        "covered_by": [_related_json(other) for other in story.covered_by],
        "files": list(story.files),
        "front_matter": story.front_matter,
    }


def _related_json(related: RelatedStory) -> dict[str, Any]:
    return {
        **_article_json(related.article),
        "in_library": related.in_library,
        "read": related.read,
        "starred": related.starred,
    }


def _article_json(article: Article) -> dict[str, Any]:
    return {
        "key": urls.key_text(article.key),
        "title": article.title,
        "excerpt": article.excerpt,
        "url": article.url or None,
        "web_url": article.web_url or None,
        "amp_url": article.amp_url or None,
        "cdn_amp_url": article.cdn_amp_url or None,
        "original_url": article.original_url or None,
        "published": iso_time(article.published),
        "provider": {
            "name": article.provider.name,
            "domain": article.provider.domain,
            "images": [_image_json(image) for image in article.provider.images],
        },
        "type": article.type,
        "quality": article.quality,
        "images": [_image_json(image) for image in article.images],
    }


def _image_json(image: Image) -> dict[str, Any]:
    return {
        "url": image.url,
        "width": image.width,
        "height": image.height,
        "is_cached": image.is_cached,
        "title": image.title,
    }
