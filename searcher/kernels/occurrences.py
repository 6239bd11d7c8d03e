"""Where terms and phrases stand in some documents, read off the token sequences of a field."""

from __future__ import annotations

import numpy as np

from searcher.kernels import kernel
from searcher.kernels.sequences import FieldSlots, Int64s, chosen_in, ids_of_words

MOST_WORDS = 32
"""Of a phrase."""


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
    ids_of_words(field, ids, np.array([0, len(ids)]))
    keys, which = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
    for begin, own, numbers in chosen_in(field, docs, ids, gaps=gaps):
        keys.append(docs[begin + (own >> 32)] << 32 | own & 0xFFFFFFFF)
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
    most: int,  # noqa: ARG001 - makes the compiled one faster
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
        ids_of_words(field, known, np.array([0, len(known)]))
    if not 1 <= len(words) <= MOST_WORDS:
        raise ValueError(f"a phrase of {len(words)} words")
    if not 0 <= place < max(1, len(words) - 1):
        raise IndexError(f"word {place} of {len(words)} and the next one")
    chosen = np.unique(ids)
    members = [np.isin(chosen, own) for own in words]
    found = [np.zeros(0, np.int64)]
    for begin, keys, which in chosen_in(field, docs, chosen, gaps=False):
        ends = np.unique(keys[members[0][which]])
        for member in members[1:]:
            following = keys[member[which]]
            after = ends[ends & 0xFFFFFFFF < 0xFFFFFFFF] + 1
            ends = np.intersect1d(after, following)
        found.append(docs[begin + (ends >> 32)] << 32 | ends & 0xFFFFFFFF)
    return np.concatenate(found)
