"""The schemas of both databases: append-only lists of SQL, a string a version. One that landed never changes.

`library.db` holds facts and can be rebuilt from its files; `marks.db` holds one user's opinions.
"""

from __future__ import annotations

from collections.abc import Sized

LIBRARY_ID = 0x4E52_4C42  # "NRLB"
MARKS_ID = 0x4E52_4D4B  # "NRMK"

SECONDS_SHIFT = 20
"""`article.id >> SECONDS_SHIFT` is the time of publication in seconds since 1970."""

Rank = tuple[int, bytes]
"""Of the files of one article the greatest is shown: its time in seconds since 1970, and its hash."""


def places(values: Sized) -> str:
    """A place in a statement for each of `values`."""
    return ",".join("?" * len(values))


LIBRARY = [
    """
    CREATE TABLE provider (
        id INTEGER PRIMARY KEY,
        name TEXT NOT NULL,
        domain TEXT NOT NULL,
        folded TEXT NOT NULL,
        total INTEGER NOT NULL DEFAULT 0,
        UNIQUE (name, domain)
    );
    CREATE INDEX provider_by_folded ON provider (folded);

    CREATE TABLE topic (
        id INTEGER PRIMARY KEY,
        name TEXT NOT NULL,
        folded TEXT NOT NULL UNIQUE,
        total INTEGER NOT NULL DEFAULT 0
    );

    -- id: seconds since 1970 << 20 | sequence, so that the newest come last in the table's own order
    CREATE TABLE article (
        id INTEGER PRIMARY KEY,
        key INTEGER NOT NULL UNIQUE,
        provider_id INTEGER NOT NULL REFERENCES provider (id),
        title TEXT NOT NULL,
        url TEXT NOT NULL,
        category TEXT NOT NULL,
        type TEXT NOT NULL,
        quality INTEGER,
        heat INTEGER,
        related INTEGER NOT NULL,
        has_image INTEGER NOT NULL,
        has_body INTEGER NOT NULL
    );
    CREATE INDEX article_by_provider ON article (provider_id);
    CREATE INDEX article_by_category ON article (category);
    CREATE INDEX article_by_type ON article (type);

    -- the categories and types that there are, to be found by their folded names
    CREATE TABLE kind (
        field TEXT NOT NULL,
        name TEXT NOT NULL,
        folded TEXT NOT NULL,
        PRIMARY KEY (field, name)
    ) WITHOUT ROWID;

    CREATE TABLE content (
        article_id INTEGER PRIMARY KEY,
        excerpt TEXT NOT NULL,
        body TEXT NOT NULL,
        front_matter TEXT NOT NULL
    );

    CREATE TABLE article_topic (
        topic_id INTEGER NOT NULL,
        article_id INTEGER NOT NULL,
        PRIMARY KEY (topic_id, article_id)
    ) WITHOUT ROWID;
    CREATE INDEX topic_by_article ON article_topic (article_id, topic_id);

    -- key: the related story's; it need not be an article of this library
    CREATE TABLE related (
        article_id INTEGER NOT NULL,
        position INTEGER NOT NULL,
        key INTEGER NOT NULL,
        PRIMARY KEY (article_id, position)
    ) WITHOUT ROWID;
    CREATE INDEX related_by_key ON related (key);

    CREATE TABLE source (
        id INTEGER PRIMARY KEY,
        path TEXT NOT NULL UNIQUE,
        added_at INTEGER NOT NULL
    );

    -- every file that was ever looked at; key is NULL and reason is filled for one that was refused
    CREATE TABLE file (
        id INTEGER PRIMARY KEY,
        path TEXT NOT NULL UNIQUE,
        size INTEGER NOT NULL,
        modified_ns INTEGER NOT NULL,
        hash BLOB NOT NULL,
        parser INTEGER NOT NULL,
        key INTEGER,
        is_shown INTEGER NOT NULL DEFAULT 0,
        reason TEXT,
        line INTEGER
    );
    CREATE INDEX file_by_key ON file (key);

    CREATE VIEW searchable AS
        SELECT article.id AS id, index_text(title) AS title, index_text(excerpt) AS excerpt,
               index_text(body) AS body, index_text(provider.name) AS provider
        FROM article JOIN content ON content.article_id = article.id
                     JOIN provider ON provider.id = article.provider_id;
    CREATE VIRTUAL TABLE search USING fts5 (
        title, excerpt, body, provider,
        content = 'searchable', content_rowid = 'id',
        tokenize = 'unicode61 remove_diacritics 2', prefix = '1 2 3 4 5'
    );
    """,
    """
    DROP TABLE search;
    DROP VIEW searchable;
    DROP INDEX article_by_provider;
    DROP INDEX article_by_category;
    DROP INDEX article_by_type;

    CREATE TABLE topic_of_article (
        article_id INTEGER NOT NULL,
        topic_id INTEGER NOT NULL,
        PRIMARY KEY (article_id, topic_id)
    ) WITHOUT ROWID;
    INSERT INTO topic_of_article SELECT article_id, topic_id FROM article_topic ORDER BY 1, 2;
    DROP TABLE article_topic;
    ALTER TABLE topic_of_article RENAME TO article_topic;

    -- tags: topics, provider and the like, each as one word that no text can hold, so that a word within a
    -- topic is found by stepping through two sorted lists at once
    CREATE VIEW searchable AS
        SELECT article.id AS id, index_text(title) AS title, index_text(excerpt) AS excerpt,
               index_text(body) AS body, index_text(provider.name) AS provider,
               tags(category, type, provider.name, provider.domain, related, has_image, has_body, url,
                    (SELECT group_concat(name, char(10)) FROM article_topic JOIN topic ON topic.id = topic_id
                     WHERE article_id = article.id)) AS tags
        FROM article JOIN content ON content.article_id = article.id
                     JOIN provider ON provider.id = article.provider_id;
    CREATE VIRTUAL TABLE search USING fts5 (
        title, excerpt, body, provider, tags,
        content = 'searchable', content_rowid = 'id',
        tokenize = 'unicode61 remove_diacritics 2', prefix = '1 2 3 4'
    );
    INSERT INTO search (search, rank) VALUES ('hashsize', 16777216);
    INSERT INTO search (search) VALUES ('rebuild');

    -- the words of five letters and more that were ever indexed: the prefix indexes end at four
    CREATE TABLE word (text TEXT PRIMARY KEY) WITHOUT ROWID;
    CREATE VIRTUAL TABLE indexed_word USING fts5vocab (search, row);
    INSERT INTO word SELECT term FROM indexed_word WHERE length(term) > 4 AND term NOT GLOB '*[^a-z0-9]*';
    DROP TABLE indexed_word;
    """,
    """
    ALTER TABLE kind ADD COLUMN total INTEGER NOT NULL DEFAULT 0;
    UPDATE kind SET total = (SELECT count(*) FROM article WHERE category = kind.name)
        WHERE field = 'category';
    UPDATE kind SET total = (SELECT count(*) FROM article WHERE type = kind.name) WHERE field = 'type';
    """,
    """
    -- accents are taken away in every script, and words are listed by how they begin
    UPDATE OR IGNORE topic SET folded = fold(name);
    UPDATE provider SET folded = fold(name);
    UPDATE kind SET folded = fold(name);

    INSERT INTO search (search) VALUES ('rebuild');
    DELETE FROM word;
    CREATE VIRTUAL TABLE indexed_word USING fts5vocab (search, row);
    INSERT INTO word SELECT term FROM indexed_word
        WHERE term GLOB '[a-z0-9][a-z0-9][a-z0-9][a-z0-9][a-z0-9]*';
    DROP TABLE indexed_word;
    """,
]

MARKS = [
    """
    -- times in milliseconds since 1970, so that two machines' marks can be merged, the last one winning
    CREATE TABLE mark (
        key INTEGER PRIMARY KEY,
        read INTEGER NOT NULL DEFAULT 0,
        starred INTEGER NOT NULL DEFAULT 0,
        read_at INTEGER NOT NULL DEFAULT 0,
        starred_at INTEGER NOT NULL DEFAULT 0
    );
    CREATE INDEX mark_starred ON mark (key) WHERE starred;

    -- the undo journal: a step is what one command changed; read and starred are what they were before it,
    -- NULL where the step left them alone
    CREATE TABLE step (
        id INTEGER PRIMARY KEY,
        made_at INTEGER NOT NULL,
        label TEXT NOT NULL
    );
    CREATE TABLE change (
        step_id INTEGER NOT NULL REFERENCES step (id),
        key INTEGER NOT NULL,
        read INTEGER,
        starred INTEGER,
        PRIMARY KEY (step_id, key)
    ) WITHOUT ROWID;
    """,
    """
    -- an undone step waits to be done again; its changes then hold what that brings back
    ALTER TABLE step ADD COLUMN undone INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE change ADD COLUMN undone INTEGER NOT NULL DEFAULT 0;
    """,
]
