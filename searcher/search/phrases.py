"""Words that stand together: occurrences of sequences of slots at successive positions.

Occurrences of a slot are one sorted array of int64 keys, ``document << 32 | position``, so that
"next to" is "plus one" and everything is done on whole arrays. Not for scoring.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from searcher.index import IndexReader
from searcher.search.plan import FIELDS, Phrase, Slot
from searcher.text import Agreement

Keys = NDArray[np.int64]
_DOC_SHIFT = 32


def occurrences(
    reader: IndexReader,
    field: str,
    slot: Slot,
    docs: NDArray[np.bool_] | None = None,
) -> Keys:
    """Where a slot occurs in a field with marks that agree.

    Args:
        reader: The index.
        field: ``"title"`` or ``"body"``.
        slot: What to look for.
        docs: Only in these documents, bool of shape ``[size]``.

    Returns:
        Sorted distinct keys, int64 of shape ``[n]``.
    """
    parts = []
    for variant in slot.variants:
        if variant.agreement is Agreement.CONFLICTING:
            continue
        numbers, starts, positions = reader.positions(field, variant.folded, variant.marked)
        if not len(numbers):
            continue
        owners = np.repeat(numbers, np.diff(starts))
        if docs is not None:
            keep = docs[owners]
            owners, positions = owners[keep], positions[keep]
        parts.append((owners.astype(np.int64) << _DOC_SHIFT) | positions)
    if not parts:
        return np.empty(0, dtype=np.int64)
    return parts[0] if len(parts) == 1 else np.unique(np.concatenate(parts))


def documents(keys: Keys) -> NDArray[np.int64]:
    """The document number of every key."""
    return keys >> _DOC_SHIFT


def followed_by(first: Keys, second: Keys) -> Keys:
    """Those of ``second`` that come directly after one of ``first``."""
    return np.intersect1d(first + 1, second, assume_unique=True)


def phrase_frequencies(
    reader: IndexReader, phrase: Phrase, norms: dict[str, NDArray[np.float32]]
) -> NDArray[np.float32]:
    """Length-normalised frequency of a phrase in every article, over all fields.

    Args:
        reader: The index.
        phrase: The ways it may be written; an occurrence of any of them counts.
        norms: What one occurrence in a field of each document counts, float32 ``[size]`` a field.

    Returns:
        float32 of shape ``[size]``, 0 where the phrase does not occur.
    """
    frequency = np.zeros(reader.size, dtype=np.float32)
    for field in FIELDS:
        holding = np.zeros(reader.size, dtype=np.bool_)
        for written in phrase:
            ends = occurrences(reader, field, written[0])
            for slot in written[1:]:
                if not len(ends):
                    break
                holding[:] = False
                holding[documents(ends)] = True
                ends = followed_by(ends, occurrences(reader, field, slot, holding))
            docs, counts = np.unique(documents(ends), return_counts=True)
            frequency[docs] += counts.astype(np.float32) * norms[field][docs]
    return frequency
