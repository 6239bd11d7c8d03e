"""Where words stand in articles, as the index says: found without a look at any text.

Of the articles that are shown only, many at once. Not for what of it is worth pointing at
(``matching``), nor for articles that no index holds.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from searcher.index.reader import KEY_SHIFT, IndexReader
from searcher.index.schema import BODY, TITLE

Stood = list[tuple[int, int]]
"""Words of one text: the place of each in the sequence of words, and which it is."""


class Standing(NamedTuple):
    """Where some words stand in one article.

    Attributes:
        title: Those of the headline.
        body: Those of every paragraph that has any words at all.
    """

    title: Stood
    body: list[Stood]


def standing(
    reader: IndexReader, docs: Sequence[int], terms: Sequence[tuple[str, str]]
) -> dict[int, Standing]:
    """Look up where any of some terms stand in some articles.

    Args:
        reader: The index.
        docs: Document numbers of live articles.
        terms: (folded, marked) forms, distinct; in the answer each is called by its index.

    Returns:
        By document number.
    """
    numbers = sorted(set(docs))
    titles = _texts(reader, TITLE, numbers, terms)
    bodies = _texts(reader, BODY, numbers, terms)
    return {
        doc: Standing(title[0], body)
        for doc, title, body in zip(numbers, titles, bodies, strict=True)
    }


def _texts(
    reader: IndexReader, field: str, docs: list[int], terms: Sequence[tuple[str, str]]
) -> list[list[Stood]]:
    """Of every document the texts of a field, at least one, without those that have no words."""
    gap = len(terms)
    wanted = np.array(docs, np.int64)
    keys, which = reader.occurrences(field, wanted, terms, gaps=True)
    cuts = keys.searchsorted(np.append(wanted, reader.size) << KEY_SHIFT).tolist()
    positions = (keys & ((1 << KEY_SHIFT) - 1)).tolist()
    called = which.tolist()
    found = []
    for number in range(len(docs)):
        text: Stood = []
        texts = [text]
        base = 0
        for at in range(cuts[number], cuts[number + 1]):
            if called[at] == gap:
                base = positions[at] + 1
                texts.append(text := [])
            else:
                text.append((positions[at] - base, called[at]))
        found.append(texts)
    return found
