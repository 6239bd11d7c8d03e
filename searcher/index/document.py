"""The analysis of an article: all that the index stores of it, computed before any of it is written.

A failure here touches no index. Analysing reads neither files nor the index and depends only on the
article, so it may run in another process.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable
from dataclasses import dataclass

from searcher.articles.model import Article
from searcher.index import record
from searcher.index.schema import (
    BODY,
    FILTER_FIELDS,
    NO_DATE,
    PARAGRAPH_GAP,
    TITLE,
    encode_term,
    term_key,
)
from searcher.text import canonical, fold
from searcher.text.tokenize import term_keys

Posting = tuple[bytes, int, float, bytes]
"""Term, frequency, weight (the same number) and positions as little-endian unsigned 32-bit."""


@dataclass(frozen=True, slots=True)
class FieldPostings:
    """One field of one article, inverted.

    Attributes:
        length: Number of tokens.
        postings: One entry per distinct term, in no particular order.
    """

    length: int
    postings: list[Posting]


@dataclass(frozen=True, slots=True)
class Document:
    """An article as the index takes it.

    Attributes:
        id: The id of the article.
        record: The stored article, compressed.
        date: Its day as an ordinal, ``NO_DATE`` when unknown.
        fields: The inverted fields by name; fields without a token are absent.
    """

    id: str
    record: bytes
    date: int
    fields: dict[str, FieldPostings]


def analyse(article: Article) -> Document:
    """Return what the index stores of an article.

    Raises:
        TooLarge: When the article is too large to be stored.
    """
    fields: dict[str, FieldPostings] = {}
    for name, paragraphs in ((TITLE, (article.title,)), (BODY, article.body)):
        inverted = invert(paragraphs)
        if inverted.length:
            fields[name] = inverted
    for name in FILTER_FIELDS:
        value = getattr(article, name)
        if value is not None and value.strip():
            term = encode_term(filter_key(value))
            fields[name] = FieldPostings(1, [(term, 1, 1.0, b"")])
    return Document(
        id=article.id,
        record=record.pack(article),
        date=NO_DATE if article.date is None else article.date.toordinal(),
        fields=fields,
    )


def filter_key(value: str) -> str:
    """Return the term of a filter field: the whole value, with single spaces."""
    text = " ".join(value.split())
    return term_key(fold(text), canonical(text))


def sequence(paragraphs: Iterable[str]) -> tuple[list[str], list[int]]:
    """Return the terms of a text and their positions, with a gap between paragraphs.

    A paragraph's first position is ``1 + PARAGRAPH_GAP`` after the last one of the nearest
    paragraph before it that has tokens, or 0.
    """
    keys: list[str] = []
    positions: list[int] = []
    base = 0
    for paragraph in paragraphs:
        terms, places = term_keys(paragraph)
        if terms:
            keys += terms
            positions += [base + place for place in places] if base else places
            base += max(places) + 1 + PARAGRAPH_GAP
    return keys, positions


def invert(paragraphs: Iterable[str]) -> FieldPostings:
    """Return the postings of one text field."""
    keys, positions = sequence(paragraphs)
    places: dict[str, list[int]] = {}
    for key, position in zip(keys, positions, strict=True):
        if key in places:
            places[key].append(position)
        else:
            places[key] = [position]
    return FieldPostings(
        len(keys),
        [
            (encode_term(key), len(at), float(len(at)), struct.pack(f"<{len(at)}I", *at))
            for key, at in places.items()
        ],
    )
