"""Reading the token sequences of some documents: which terms stand side by side there.

The arrays of a field are those told of in the sequences of the index: slots, one for each position;
and the terms that have no slot, by place (document << 32 | position) and id. The term of a slot comes
before the others at its position. 0 and 1 are no terms.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from searcher.kernels import kernel

Int64s = NDArray[np.int64]

_GAP = 0
_NO_TERM = 1
_FIRST_TERM = 2
_IDS = 1 << 16
_MOST_AT_ONE_POSITION = 4
# So many documents at a time: all that is made of them stays small.
_DOCS = 256


class FieldSlots(NamedTuple):
    """The token sequences of one field.

    Attributes:
        slots: uint16[slots], the terms of all documents, by id.
        starts: uint32 or uint64[documents + 1], where those of each begin.
        extra_starts: int64[documents + 1], where those without a slot begin,
        places: uint64[extras], where these are, ascending in each document,
        extra_ids: uint32[extras], and which terms.
        id_count: No term has an id from here on.
    """

    slots: NDArray[np.uint16]
    starts: NDArray[np.unsignedinteger]
    extra_starts: Int64s
    places: NDArray[np.uint64]
    extra_ids: NDArray[np.uint32]
    id_count: int


@kernel
def add_pairs(
    frequencies: NDArray[np.float32],
    first: int,
    worth: NDArray[np.float32],
    field: FieldSlots,
    docs: Int64s,
    ids: Int64s,
    edges: Int64s,
    pairs: Int64s,
) -> None:
    """Add how often one of two words stands directly before the other in some documents.

    Of terms at one position each has the same neighbours, but only the first four of them in front.

    Args:
        frequencies: float32[pairs, n], changed in place: of the document ``docs[i]`` the columns
            ``first + i``.
        first: Where the documents begin there.
        worth: float32[documents], what one occurrence adds.
        field: Whose documents these are.
        docs: int64[m], document numbers, ascending.
        ids: int64[k], the ids of the terms of all words, those of a word neighbours; no term twice in
            one word. Below 2: no term.
        edges: int64[words + 1], where each word begins there.
        pairs: int64[pairs, 2], the word in front and the word behind.

    Raises:
        IndexError: A document, a term or a word does not exist.
        ValueError: The arrays do not fit together.
    """
    word_ids = ids_of_words(field, ids, edges)
    if first < 0 or first + len(docs) > frequencies.shape[1]:
        raise ValueError("there is no place for these documents")
    if pairs.shape != (len(frequencies), 2):
        raise ValueError("there is no place for these pairs")
    if len(worth) < len(field.starts) - 1:
        raise ValueError("arrays of different lengths")
    if pairs.size and not 0 <= pairs.min() <= pairs.max() < len(word_ids):
        raise IndexError(f"a pair of words that are not among {len(word_ids)}")
    chosen = np.unique(ids)
    member = np.array([np.isin(chosen, own) for own in word_ids]).reshape(len(word_ids), -1)
    for begin, keys, which in chosen_in(field, docs, chosen, gaps=False):
        for number, (one, other) in enumerate(pairs.tolist()):
            counts = _neighbours(keys, member[one][which], member[other][which])
            places = np.flatnonzero(counts)
            cells = number, first + begin + places
            frequencies[cells] += counts[places] * worth[docs[begin + places]]


def ids_of_words(field: FieldSlots, ids: Int64s, edges: Int64s) -> list[Int64s]:
    """The ids of every word, those that are none left out."""
    if not len(edges) or edges[0] or edges[-1] != len(ids) or (np.diff(edges) < 0).any():
        raise ValueError("the words do not fit the ids")
    if len(ids) and not 0 <= ids.min() <= ids.max() < field.id_count:
        raise IndexError(f"a term that is not among {field.id_count}")
    return [own[own >= _FIRST_TERM] for own in np.split(ids, edges[1:-1])][: len(edges) - 1]


def _neighbours(keys: Int64s, fronts: NDArray[np.bool_], behind: NDArray[np.bool_]) -> Int64s:
    """How often one thing stands directly before another, int64 by document."""
    count = int(keys[-1] >> 32) + 1 if len(keys) else 0
    begin = keys.searchsorted(keys)
    in_front = keys[fronts & (np.arange(len(keys)) - begin < _MOST_AT_ONE_POSITION)]
    sought = keys[behind & (keys & 0xFFFFFFFF > 0)]
    found = in_front.searchsorted(sought, "left") - in_front.searchsorted(sought - 1, "left")
    return np.bincount(sought >> 32, weights=found, minlength=count).astype(np.int64)


def chosen_in(
    field: FieldSlots, docs: Int64s, ids: Int64s, *, gaps: bool
) -> Iterator[tuple[int, Int64s, Int64s]]:
    """Where some terms stand in some documents, a few documents at a time.

    Yields:
        The place of the first of them in ``docs``; keys, place from there << 32 | position,
        ascending; and what stands there, by its place in ``ids``, that of a gap behind the last.
    """
    slots, starts, extra_starts, places, extra_ids, size = field
    if len(docs) and not 0 <= docs.min() <= docs.max() < len(starts) - 1:
        raise IndexError("there is no such document")
    if len(places) != len(extra_ids) or len(extra_starts) != len(starts):
        raise ValueError("arrays of different lengths")
    number_of = np.full(max(_IDS, size), -1)
    number_of[ids[ids >= _FIRST_TERM]] = np.flatnonzero(ids >= _FIRST_TERM)
    number_of[_GAP] = len(ids) if gaps else -1
    for begin in range(0, len(docs), _DOCS):
        own = docs[begin : begin + _DOCS]
        at, edges = _ranges(starts[own].astype(np.int64), starts[own + 1].astype(np.int64), slots)
        numbers = number_of[slots[at]]
        chosen = np.flatnonzero(numbers >= 0)
        owners = edges.searchsorted(chosen, "right") - 1
        keys = owners << 32 | chosen - edges[owners]
        extra_at, edges = _ranges(extra_starts[own], extra_starts[own + 1], places)
        owners = edges.searchsorted(np.arange(len(extra_at)), "right") - 1
        known = extra_ids[extra_at].astype(np.int64)
        extra_numbers = number_of[np.where(known < size, known, _NO_TERM)]
        kept = extra_numbers >= 0
        extra_keys = owners << 32 | places[extra_at].astype(np.int64) & 0xFFFFFFFF
        keys = np.append(keys, extra_keys[kept])
        numbers = np.append(numbers[chosen], extra_numbers[kept])
        order = np.argsort(keys, kind="stable")
        yield begin, keys[order], numbers[order]


def _ranges(firsts: Int64s, stops: Int64s, array: NDArray[Any]) -> tuple[Int64s, Int64s]:
    """The places in several ranges of an array, end to end; and where each range begins there."""
    if ((firsts < 0) | (firsts > stops) | (stops > len(array))).any():
        raise ValueError("a sequence lies outside the arrays")
    counts = stops - firsts
    edges = counts.cumsum() - counts
    return np.repeat(firsts - edges, counts) + np.arange(counts.sum()), edges
