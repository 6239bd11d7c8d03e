"""The analysis of articles: their tokens as arrays, computed before anything of them is written.

A failure here touches no index. Analysing reads neither files nor the index and depends only on the
articles, so it may run in another process: what goes in are stored records, what comes out are a few
arrays over a small vocabulary. Not for gathering and inverting (``batches``).
"""

from __future__ import annotations

import threading
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from searcher.articles.model import USUAL_ENCODING, Article
from searcher.index import record
from searcher.index.chain_memo import ChainMemo, Texts
from searcher.index.schema import (
    BODY,
    ENCODING,
    FILTER_FIELDS,
    TEXT_FIELDS,
    TITLE,
    term_key,
)
from searcher.text import canonical, fold


@dataclass(frozen=True, slots=True)
class FieldTokens:
    """The tokens of one field of some articles, article after article.

    Attributes:
        ids: Indexes into the vocabulary, uint32 of shape ``[tokens]``.
        positions: Positions in the article, never descending within it, int32 of shape
            ``[tokens]``; ``None`` for a filter field.
        counts: The number of tokens of every article, int32 of shape ``[articles]``.
    """

    ids: NDArray[np.uint32]
    positions: NDArray[np.int32] | None
    counts: NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Analysis:
    """Some articles, analysed.

    Attributes:
        vocabulary: Distinct terms in any order.
        fields: Every field by name.
        failures: What went wrong with which article: its number in the order given. It has no
            tokens.
    """

    vocabulary: list[bytes]
    fields: dict[str, FieldTokens]
    failures: dict[int, str]


class _Own(threading.local):
    """Lives as long as the thread: most chains of a text have been met in another."""

    def __init__(self) -> None:
        self.memo = ChainMemo()


_own = _Own()


def analyse(records: Iterable[bytes]) -> Analysis:
    """Return the tokens of articles given as ``record`` encodes them.

    One article that cannot be analysed does not stop the others.
    """
    memo = _own.memo
    memo.limit()
    texts = {name: Texts() for name in TEXT_FIELDS}
    filters: dict[str, list[int]] = {name: [] for name in FILTER_FIELDS}
    failures: dict[int, str] = {}
    for number, encoded in enumerate(records):
        try:
            cut, values = _cut(record.decode(encoded))
        except Exception as error:
            failures[number] = repr(error)[:200]
            cut, values = {name: memo.cut(()) for name in TEXT_FIELDS}, {}
        for name, text in cut.items():
            texts[name].extend(text)
        for name, terms in filters.items():
            terms.append(values.get(name, -1))
    found: dict[str, tuple[NDArray[np.int64], NDArray[np.int64] | None, NDArray[np.int64]]] = {}
    for name, text in texts.items():
        found[name] = memo.tokens(text)
    for name, terms in filters.items():
        column = np.array(terms, dtype=np.int64)
        found[name] = column[column >= 0], None, (column >= 0).astype(np.int64)
    used = np.zeros(len(memo.terms), dtype=np.bool_)
    for ids, _, _ in found.values():
        used[ids] = True
    chosen = np.flatnonzero(used)
    numbers = np.zeros(len(used), dtype=np.uint32)
    numbers[chosen] = np.arange(len(chosen), dtype=np.uint32)
    return Analysis(
        vocabulary=[memo.terms[number] for number in chosen.tolist()],
        fields={
            name: FieldTokens(
                numbers[ids],
                None if positions is None else positions.astype(np.int32),
                counts.astype(np.int32),
            )
            for name, (ids, positions, counts) in found.items()
        },
        failures=failures,
    )


def _cut(article: Article) -> tuple[dict[str, Texts], dict[str, int]]:
    """The text fields of an article in chains, and the terms of its filter fields."""
    memo = _own.memo
    values = {name: memo.number(key) for name, key in filter_keys(article).items()}
    return {TITLE: memo.cut((article.title,)), BODY: memo.cut(article.body)}, values


def filter_keys(article: Article) -> dict[str, str]:
    """Return the terms of the filter fields an article has."""
    values = {
        name: filter_key(value)
        for name in FILTER_FIELDS
        if (value := getattr(article, name)) is not None and value.strip()
    }
    if article.encoding == USUAL_ENCODING:
        del values[ENCODING]
    return values


def filter_key(value: str) -> str:
    """Return the term of a filter field: the whole value, with single spaces."""
    text = " ".join(value.split())
    return term_key(fold(text), canonical(text))
