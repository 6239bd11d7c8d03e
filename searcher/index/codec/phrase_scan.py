"""Where words stand one after the other, read off the token sequences.

The counts of neighbours tell which forms of the words ever stand side by side, mostly few of many,
and how often: the rarest two neighbours are looked for in every slot, the other words beside them,
until the phrase cannot stand anywhere else. Not for single words (see ``sequences``).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from searcher.index.codec.arrays import FieldArrays
from searcher.index.codec.bigrams import FieldBigrams
from searcher.index.codec.types import Int64s
from searcher.index.codec.types import offsets as offsets_of
from searcher.kernels import occurrences as kernels

# A word with thousands of forms (a prefix) says little about its neighbours.
_MOST_COMBINATIONS = 1 << 14
_ANY_NUMBER = 1 << 62
_NOTHING = np.zeros(0, np.int64)


def phrase_ends(field: FieldArrays, docs: Int64s, words: Sequence[Int64s]) -> Int64s:
    """Find a phrase in some documents.

    Args:
        field: A field with positions.
        docs: int64[n], existing document numbers, ascending.
        words: For each word of the phrase, the ids of the terms that may stand for it.

    Returns:
        int64[m], document << 32 | position of the last word, ascending and distinct.

    Raises:
        CorruptSegment: The arrays do not fit together.
    """
    if not len(docs) or not words or not all(map(len, words)):
        return _NOTHING
    most_words = kernels.MOST_WORDS
    ends = _ends(field, docs, words[:most_words])
    for first in range(most_words, len(words), most_words):
        part = words[first : first + most_words]
        following = _ends(field, np.unique(ends >> 32), part)
        ends = np.intersect1d(ends + len(part), following, assume_unique=True)
    return ends


def _ends(field: FieldArrays, docs: Int64s, words: Sequence[Int64s]) -> Int64s:
    """The same for so many words as are looked for in one go."""
    if not len(docs):
        return _NOTHING
    beside = _beside(field.bigrams, words)
    place = min(range(len(beside)), key=lambda place: beside[place][0])
    ids, edges = np.concatenate(words), offsets_of(np.array([len(word) for word in words]))
    sequences = field.sequences
    slots = sequences.checked_slots(docs)
    most, front, behind = beside[place]
    try:
        return kernels.phrase_ends(slots, docs, ids, edges, front, behind, place, most)
    except (IndexError, ValueError) as error:
        raise sequences.misfit() from error


def _beside(bigrams: FieldBigrams, words: Sequence[Int64s]) -> list[tuple[int, Int64s, Int64s]]:
    """For every word and the next: how often they stand side by side at most, and which ids of both.

    What has no slot is not counted. A single word is followed by nothing.
    """
    if len(words) == 1:
        return [(_ANY_NUMBER, words[0], _NOTHING)]
    beside = []
    kept = words[0]
    for second in words[1:]:
        if len(kept) * len(second) > _MOST_COMBINATIONS:
            beside.append((_ANY_NUMBER, kept, second))
            kept = second
            continue
        counts = bigrams.pair_counts(np.repeat(kept, len(second)), np.tile(second, len(kept)))
        together = counts.reshape(len(kept), len(second))
        following = second[together.any(axis=0)]
        beside.append((int(counts.sum()), kept[together.any(axis=1)], following))
        kept = following
    return beside
