"""The stored form of an article: what ``show`` prints and passages are cut from.

Nothing here knows how articles are searched. A record is compressed JSON, so that reading one
executes nothing and everything comes back exactly as it was: decomposed letters, lone surrogates.
"""

from __future__ import annotations

import datetime as dt
from hashlib import blake2b
from typing import Any

from searcher.articles.model import Article
from searcher.index.packing import compress, decompress, from_json, to_json

_OPTIONAL = ("author", "section", "source", "url", "path")
DIGEST_BYTES = 16


def encode(article: Article) -> bytes:
    """Return the article as uncompressed record bytes (the same article gives the same bytes)."""
    fields: dict[str, object] = {"id": article.id, "title": article.title, "body": article.body}
    if article.date is not None:
        fields["date"] = article.date.isoformat()
    for name in _OPTIONAL:
        value = getattr(article, name)
        if value is not None:
            fields[name] = value
    return to_json(fields)


def digest(encoded: bytes) -> str:
    """Return what two articles with the same content have in common: 32 hexadecimal digits."""
    return blake2b(encoded, digest_size=DIGEST_BYTES).hexdigest()


def pack(article: Article) -> bytes:
    """Return the article as it is stored.

    Raises:
        TooLarge: When the article is too large to be stored.
    """
    return compress(encode(article))


def unpack(data: bytes) -> Article:
    """Return the article that ``pack`` stored.

    Raises:
        ValueError: When ``data`` is no such record.
    """
    fields = from_json(decompress(data))
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
        **{name: _text(fields, name, None) for name in _OPTIONAL},
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
