"""The stored form of an article: what ``show`` prints and passages are cut from.

Nothing here knows how articles are searched. A record is JSON, so that reading one executes nothing
and everything comes back exactly as it was: decomposed letters, lone surrogates. Not for compressing
it: the index packs neighbouring records together.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from searcher.articles.model import USUAL_ENCODING, Article
from searcher.index.packing import MAX_UNPACKED, TooLarge, from_json, to_json

_OPTIONAL = ("author", "section", "source", "url")
DIGEST_BYTES = 16
MAX_RECORD = MAX_UNPACKED // 2
"""The largest record in bytes; it has to fit into one packed block with its neighbours."""


def encode(article: Article) -> bytes:
    """Return the article as record bytes (the same article gives the same bytes).

    Raises:
        TooLarge: When the article is too large to be stored.
    """
    return named(content(article), article.id, article.path)


def content(article: Article) -> bytes:
    """Return what an article says, without what it is called and where it is: part of a record."""
    fields: dict[str, object] = {"title": article.title, "body": article.body}
    if article.date is not None:
        fields["date"] = article.date.isoformat()
    for name in _OPTIONAL:
        value = getattr(article, name)
        if value is not None:
            fields[name] = value
    if article.encoding != USUAL_ENCODING:
        fields["encoding"] = article.encoding
    return to_json(fields)


def named(said: bytes, article_id: str, path: str | None) -> bytes:
    """Return the record of an article from its ``content``, its id and its path.

    Raises:
        TooLarge: When the article is too large to be stored.
    """
    end = b"}" if path is None else b',"path":' + to_json(path) + b"}"
    encoded = b'{"id":' + to_json(article_id) + b"," + said[1:-1] + end
    if len(encoded) > MAX_RECORD:
        raise TooLarge(f"{len(encoded)} bytes are more than the {MAX_RECORD} that can be stored")
    return encoded


def digest(said: bytes) -> bytes:
    """Return what two articles with the same content have in common: ``DIGEST_BYTES`` bytes."""
    from hashlib import blake2b  # loads OpenSSL, which a query has no use for

    return blake2b(said, digest_size=DIGEST_BYTES).digest()


def decode(data: bytes) -> Article:
    """Return the article that ``encode`` was given.

    Raises:
        ValueError: When ``data`` is no such record.
    """
    fields = from_json(data)
    if not isinstance(fields, dict):
        raise ValueError("a record that is not an article")
    body = fields.get("body")
    if not isinstance(body, list) or not all(isinstance(paragraph, str) for paragraph in body):
        raise ValueError("a record without a body")
    date = _text(fields, "date", None)
    return Article(
        id=_required(fields, "id"),
        title=_required(fields, "title"),
        body=tuple(body),
        date=None if date is None else dt.date.fromisoformat(date),
        author=_text(fields, "author", None),
        section=_text(fields, "section", None),
        source=_text(fields, "source", None),
        url=_text(fields, "url", None),
        path=_text(fields, "path", None),
        encoding=_text(fields, "encoding", None) or USUAL_ENCODING,
    )


def _text(fields: dict[str, Any], name: str, default: str | None) -> str | None:
    value = fields.get(name, default)
    if value is not None and not isinstance(value, str):
        raise ValueError(f"a record whose {name} is not text")
    return value


def _required(fields: dict[str, Any], name: str) -> str:
    value = _text(fields, name, None)
    if value is None:
        raise ValueError(f"a record without {name}")
    return value
