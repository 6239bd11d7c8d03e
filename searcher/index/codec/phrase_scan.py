"""Where words stand one after the other, read off the token sequences.

The counts of neighbours tell which forms of the words ever stand side by side; mostly few of many.
Only one word is then looked for in every slot, the one with the fewest forms: comparing a block of
slots that fits the processor's cache with one id costs a tenth of looking every slot up. The other
words are looked up beside what was found. Not for single words (see ``sequences``).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from searcher.index.codec.arrays import FieldArrays
from searcher.index.codec.bigrams import FieldBigrams
from searcher.index.codec.sequences import FieldSequences
from searcher.index.codec.types import Int64s
from searcher.index.codec.types import offsets as offsets_of

Slots = NDArray[np.uint16]

# So many slots at a time stay in the cache with everything that is made of them.
_BLOCK_SLOTS = 1 << 17
# Cutting documents out of the file costs as much a slot as looking through so many in order.
_CUT_COST = 4
_IDS = 1 << 16
# Comparing with more ids than this, one after the other, is slower than looking every slot up.
_FEW_IDS = 24
# A word with thousands of forms (a prefix) says little about its neighbours.
_MOST_COMBINATIONS = 1 << 14
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
    sequences = field.sequences
    keys, ids = sequences.extras(docs)
    wanted = np.isin(ids, np.concatenate(words))
    # Where a word shares its position with others, or is rare, slots do not say everything.
    special = np.unique(keys[wanted] >> 32)
    plain = docs[~np.isin(docs, special, assume_unique=True)] if len(special) else docs
    likely = _ever_neighbours(field.bigrams, words)
    found = [_ends_in_slots(sequences, plain, likely) if all(map(len, likely)) else _NOTHING]
    if len(special):
        found.append(_ends_of_occurrences(sequences, special, words))
    return np.sort(np.concatenate(found))


def _ever_neighbours(bigrams: FieldBigrams, words: Sequence[Int64s]) -> list[Int64s]:
    """Leave out the ids that never stand before, or after, any id of the next word."""
    kept = list(words)
    for place in range(len(kept) - 1):
        first, second = kept[place : place + 2]
        if len(first) * len(second) > _MOST_COMBINATIONS:
            continue
        counts = bigrams.pair_counts(np.repeat(first, len(second)), np.tile(second, len(first)))
        together = counts.reshape(len(first), len(second)) > 0
        kept[place] = first[together.any(axis=1)]
        kept[place + 1] = second[together.any(axis=0)]
    return kept


def _ends_of_occurrences(
    sequences: FieldSequences, docs: Int64s, words: Sequence[Int64s]
) -> Int64s:
    """The same, from all occurrences of all words."""
    ends: Int64s | None = None
    for ids in words:
        table = sequences.empty_table(1)
        table[ids] = 1
        keys = np.unique(sequences.occurrences(docs, ids, table)[0])
        ends = keys if ends is None else np.intersect1d(ends + 1, keys, assume_unique=True)
    assert ends is not None  # noqa: S101 - there is at least one word
    return ends


def _ends_in_slots(sequences: FieldSequences, docs: Int64s, words: Sequence[Int64s]) -> Int64s:
    """The same, where every term has a slot of its own."""
    tables = []
    for ids in words:
        table = np.zeros(_IDS, np.bool_)
        table[ids[ids < _IDS]] = True
        tables.append(table)
    anchor = min(range(len(words)), key=lambda word: len(words[word]))
    anchor_ids = words[anchor][words[anchor] < _IDS].astype(np.uint16)
    found = []
    for owners, starts, slots in _blocks(sequences, docs):
        if len(anchor_ids) <= _FEW_IDS:
            at = np.flatnonzero(_any_of(slots, anchor_ids))
        else:
            at = np.flatnonzero(tables[anchor].take(slots))
        for word, table in enumerate(tables):
            # What is left after the first of the other words is little.
            if word != anchor:
                kept = table.take(slots.take(at + (word - anchor), mode="clip"))
                at = at[kept]
        document = np.searchsorted(starts, at, side="right") - 1
        first = at - anchor
        inside = (first >= starts[document]) & (first + len(words) <= starts[document + 1])
        kept = inside & (owners[document] >= 0)
        at, document = at[kept], document[kept]
        last = at - starts[document] + (len(words) - 1 - anchor)
        found.append(owners[document] << 32 | last)
    return np.concatenate(found) if found else _NOTHING


def _any_of(slots: Slots, ids: Slots) -> NDArray[np.bool_]:
    """Which slots hold one of some ids."""
    hit = np.zeros(len(slots), np.bool_)
    same = np.empty(len(slots), np.bool_)
    for number in ids.tolist():
        hit |= np.equal(slots, np.uint16(number), out=same)
    return hit


def _blocks(sequences: FieldSequences, docs: Int64s) -> Iterator[tuple[Int64s, Int64s, Slots]]:
    """The slots of some documents, a block of whole documents at a time.

    Yields:
        owners int64[n], the document numbers, -1 for one that was not asked for; starts
        int64[n + 1], where the slots of each begin in the block; and the slots.
    """
    if not len(docs):
        return
    begins, counts = sequences.bounds(docs)
    in_order = int(counts.sum()) * _CUT_COST > sequences.slot_count
    if in_order:
        everything = np.arange(int(docs[0]), int(docs[-1]) + 1)
        owners = np.full(len(everything), -1)
        owners[docs - docs[0]] = docs
        begins, counts = sequences.bounds(everything)
    else:
        owners = docs
    edges = offsets_of(counts)
    first = 0
    while first < len(owners):
        stop = int(np.searchsorted(edges, edges[first] + _BLOCK_SLOTS, side="right")) - 1
        stop = max(stop, first + 1)
        if in_order:
            slots = sequences.slots_between(begins[first], begins[stop - 1] + counts[stop - 1])
        else:
            slots = sequences.slots_of(owners[first:stop], begins[first:stop], counts[first:stop])
        yield owners[first:stop], edges[first : stop + 1] - edges[first], slots
        first = stop
