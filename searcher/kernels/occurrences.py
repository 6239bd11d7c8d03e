"""Where terms and phrases stand in some documents, read off the token sequences of a field."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from searcher.kernels import kernel
from searcher.kernels.ranges import Int64s, edges_of, joined
from searcher.kernels.sequences import (
    FIRST_TERM,
    IDS,
    POSITION,
    SLOTS_AT_ONCE,
    Bools,
    FieldSlots,
    check_docs,
    check_ids,
    chosen_extras,
    chosen_in,
    chosen_table,
    ids_of_words,
    stretches,
)

MOST_WORDS = 32
"""Of a phrase."""
# Comparing with more ids than this, one after the other, is slower than looking every slot up.
_FEW_IDS = 24
# Reading as many slots is as fast as going on behind them, when they are compared with one id.
_NEAR = 1000


@kernel
def occurrences(field: FieldSlots, docs: Int64s, ids: Int64s, gaps: bool) -> tuple[Int64s, Int64s]:
    """Find where some terms stand.

    Args:
        field: Whose documents these are.
        docs: int64[n], document numbers, ascending.
        ids: int64[k], the ids of the terms, each once. Below 2: no term.
        gaps: Whether slots of 0 are wanted, too.

    Returns:
        Keys, document << 32 | position, ascending, int64[m]; and what stands there, by its place in
        ``ids``, that of a gap behind the last, int64[m].

    Raises:
        IndexError: A document or a term does not exist.
        ValueError: The arrays do not fit together.
    """
    check_ids(field, ids)
    keys, which = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
    check_docs(field, docs)
    for own, found, numbers in chosen_in(field, docs, ids, gaps=gaps):
        keys.append(docs[own][found >> 32] << 32 | found & POSITION)
        which.append(numbers)
    return np.concatenate(keys), np.concatenate(which)


@kernel
def phrase_ends(
    field: FieldSlots,
    docs: Int64s,
    ids: Int64s,
    edges: Int64s,
    front: Int64s,
    behind: Int64s,
    place: int,
    most: int,
) -> Int64s:
    """Find where words stand one after the other.

    The last four arguments say what is known of that; they only make it faster.

    Args:
        field: Whose documents these are.
        docs: int64[n], document numbers, ascending.
        ids: int64[k], the ids of the terms that may stand for each word, those of a word neighbours.
            Below 2: no term.
        edges: int64[words + 1], where each word begins there.
        front: int64[f], those of one word that ever have a slot right before one of the next word,
        behind: int64[b], and those of the next word that ever have one right behind.
        place: Which of the words that is; 0 when there is but one, which ``front`` belongs to.
        most: How often the phrase may stand in slots of any documents, at most.

    Returns:
        Keys, document << 32 | position of the last word, ascending and distinct, int64[m].

    Raises:
        IndexError: A document or a term does not exist.
        ValueError: The arrays do not fit together, or there are no words or more than 32.
    """
    words = ids_of_words(field, ids, edges)
    for known in (front, behind):
        check_ids(field, known)
    if not 1 <= len(words) <= MOST_WORDS:
        raise ValueError(f"a phrase of {len(words)} words")
    if not 0 <= place < max(1, len(words) - 1):
        raise IndexError(f"word {place} of {len(words)} and the next one")
    if len(words) == 1:
        behind = front
    check_docs(field, docs)
    terms = np.unique(np.concatenate(words))
    tables = [chosen_table(field, own) for own in words]
    special = np.unique(chosen_extras(field, docs, chosen_table(field, terms)).owners)
    # Only the word with fewer terms is looked for in every slot.
    anchor, known = (place, front) if len(front) <= len(behind) else (place + 1, behind)
    begins, stops = (field.starts[at].astype(np.int64) for at in (docs, docs + 1))
    found = [_NONE]
    for at in _slots_with(field, begins, stops, known):
        first = at - anchor
        first = first[(first >= 0) & (first + len(words) <= len(field.slots))]
        for word in sorted(range(len(words)), key=lambda word: abs(word - anchor)):
            # What is left after the first of them is little.
            first = first[tables[word].take(field.slots[first + word])]
        own = begins.searchsorted(first, "right") - 1
        last = first + len(words) - 1
        inside = (first >= begins[own]) & (last < stops[own])
        own, last = own[inside], last[inside]
        found.append(docs[own] << 32 | last - begins[own])
        most -= len(own)
        if most <= 0:
            break
    if not len(special):
        return np.concatenate(found)
    # Where a word shares its position with others, or is rare, slots do not say everything.
    ends = np.concatenate(found)
    rest = _ends_of_occurrences(field, docs[special], terms, words)
    return np.sort(np.append(ends[~np.isin(ends >> 32, docs[special])], rest))


def _slots_with(field: FieldSlots, begins: Int64s, stops: Int64s, ids: Int64s) -> Iterator[Int64s]:
    """Which slots of some documents hold one of some terms, a few documents at a time.

    Documents that lie near each other are read in one go, with what lies between them, which is
    returned as well.
    """
    gaps = begins[1:] - stops[:-1]
    near = (gaps >= 0) & (gaps <= _NEAR // max(len(ids), 1))
    near &= begins[1:] // SLOTS_AT_ONCE == begins[:-1] // SLOTS_AT_ONCE
    last = np.append(~near, len(begins) > 0).nonzero()[0]
    firsts, stops = begins[np.append(0, last + 1)[:-1]], stops[last]
    edges = edges_of(stops - firsts)
    for begin, end in stretches(edges):
        slots = joined(field.slots, firsts[begin:end], stops[begin:end])
        at = _any_of(slots, ids).nonzero()[0] + edges[begin]
        span = edges.searchsorted(at, "right") - 1
        yield at - edges[span] + firsts[span]


def _any_of(slots: NDArray[np.uint16], ids: Int64s) -> Bools:
    """Which slots hold one of some terms."""
    slotted = ids[(ids >= FIRST_TERM) & (ids < IDS)]
    if len(slotted) > _FEW_IDS:
        table = np.zeros(IDS, np.bool_)
        table[slotted] = True
        return table.take(slots)
    hit, same = np.zeros((2, len(slots)), np.bool_)
    for number in slotted.astype(np.uint16):
        hit |= np.equal(slots, number, out=same)
    return hit


def _ends_of_occurrences(
    field: FieldSlots, docs: Int64s, terms: Int64s, words: list[Int64s]
) -> Int64s:
    """The same, from all occurrences of all words."""
    members = [np.isin(terms, own) for own in words]
    found = []
    for own, keys, which in chosen_in(field, docs, terms, gaps=False):
        ends = np.unique(keys[members[0][which]])
        for member in members[1:]:
            after = ends[ends & POSITION < POSITION] + 1
            ends = np.intersect1d(after, np.unique(keys[member[which]]), assume_unique=True)
        found.append(docs[own][ends >> 32] << 32 | ends & POSITION)
    return np.concatenate(found)


_NONE = np.zeros(0, np.int64)
