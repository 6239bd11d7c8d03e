"""Reading the token sequences of some documents: which terms stand side by side there.

The arrays of a field are those told of in the sequences of the index: slots, one for each position;
and the terms that have no slot, by place (document << 32 | position) and id. The term of a slot comes
before the others at its position. 0 and 1 are no terms.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from searcher.kernels import kernel
from searcher.kernels.ranges import Int64s, edges_of, joined, owners_of, places

Bools = NDArray[np.bool_]

_GAP = 0
FIRST_TERM = 2
IDS = 1 << 16
_MOST_AT_ONE_POSITION = 4
POSITION = 0xFFFFFFFF
# As many as a mask has bits.
_MOST_PAIRS = 64
# So many slots at a time stay in the processor's cache, with everything that is made of them.
SLOTS_AT_ONCE = 1 << 17
# So many documents at a time have few terms without a slot.
_DOCS = 1 << 13


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


class Part(NamedTuple):
    """Some documents of those that are read.

    Attributes:
        docs: Their places among all of these.
        slots: Their slots, end to end.
        edges: Where those of each begin, and of the last one end, int64[documents + 1].
    """

    docs: slice
    slots: NDArray[np.uint16]
    edges: Int64s


class Extras(NamedTuple):
    """Chosen terms without a slot, int64[n] each, in the order of the documents.

    Attributes:
        owners: The places of their documents among those that are read.
        positions: Where they stand there.
        ids: Which they are.
    """

    owners: Int64s
    positions: Int64s
    ids: Int64s


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
    check_docs(field, docs)
    for begin in range(0, len(pairs), _MOST_PAIRS):
        few = pairs[begin : begin + _MOST_PAIRS]
        rows = frequencies[begin : begin + _MOST_PAIRS, first : first + len(docs)]
        _add_few_pairs(rows, worth, field, docs, word_ids, few)


def _add_few_pairs(
    frequencies: NDArray[np.float32],
    worth: NDArray[np.float32],
    field: FieldSlots,
    docs: Int64s,
    words: list[Int64s],
    pairs: Int64s,
) -> None:
    asked, number_of = np.unique(pairs, return_inverse=True)
    forms = [words[word] for word in asked.tolist()]
    terms = np.unique(np.concatenate(forms))
    member = np.zeros((len(forms), len(terms)), np.bool_)
    for row, ids in zip(member, forms, strict=True):
        row[terms.searchsorted(ids)] = True
    # Of every term: in which pairs it is the first, and in which the second.
    bits = np.arange(len(pairs), dtype=np.uint64)
    ones = np.uint64(1) << bits
    masks = [ones @ member[rows] for rows in number_of.reshape(-1, 2).T]

    def add(columns: Int64s, owners: Int64s, one: Int64s, other: Int64s) -> None:
        """Add what neighbours make, in some documents; ``owners`` are places among these."""
        made = masks[0].take(one) & masks[1].take(other)
        at = made.nonzero()[0]
        which, number = (made[at, None] >> bits & np.uint64(1)).nonzero()
        counts = np.bincount(
            number * len(columns) + owners[at[which]], minlength=len(pairs) * len(columns)
        ).reshape(len(pairs), len(columns))
        row, own = counts.nonzero()
        column = columns[own]
        frequencies[row, column] += counts[row, own] * worth[docs[column]].astype(np.float64)

    chosen = chosen_table(field, terms)
    crowded = np.zeros(len(docs), np.bool_)
    crowded[chosen_extras(field, docs, chosen).owners] = True
    plain, special = (~crowded).nonzero()[0], crowded.nonzero()[0]
    for part in parts_of(field, docs[plain]):
        owners, second = _side_by_side(chosen, part)
        neighbours = (part.slots[at].astype(np.int64) for at in (second - 1, second))
        add(plain[part.docs], owners, *(terms.searchsorted(each) for each in neighbours))
    # Where a word shares its position with others, or is rare, slots do not say everything.
    for own, keys, which in chosen_in(field, docs[special], terms, gaps=False):
        front, behind = _successive(keys)
        add(special[own], keys[behind] >> 32, which[front], which[behind])


def _side_by_side(chosen: Bools, part: Part) -> tuple[Int64s, Int64s]:
    """Which slots hold a chosen term right behind another: in which documents, and their places."""
    hit = chosen.take(part.slots)
    # Element i: the slots i - 1 and i both hold one. The last of a document has no neighbour.
    both = np.empty(len(hit) + 1, np.bool_)
    np.logical_and(hit[:-1], hit[1:], out=both[1:-1])
    both[part.edges] = False
    second = both.nonzero()[0]
    return owners_of(second, part.edges), second


def _successive(keys: Int64s) -> tuple[Int64s, Int64s]:
    """Which of some keys, ascending, are 1 above which: the places of the lower and of the higher."""
    begins, ends = keys.searchsorted(keys - 1), keys.searchsorted(keys)
    counts = np.minimum(ends - begins, _MOST_AT_ONE_POSITION)
    # Above the end of one document is the beginning of the next one.
    counts[keys & POSITION == 0] = 0
    return places(begins, counts), np.repeat(np.arange(len(keys)), counts)


def ids_of_words(field: FieldSlots, ids: Int64s, edges: Int64s) -> list[Int64s]:
    """The ids of every word, those that are none left out."""
    bounds = edges.tolist()
    if not bounds or bounds[0] or bounds[-1] != len(ids) or sorted(bounds) != bounds:
        raise ValueError("the words do not fit the ids")
    check_ids(field, ids)
    return [own[own >= FIRST_TERM] for own in (ids[low:high] for low, high in pairwise(bounds))]


def check_ids(field: FieldSlots, ids: Int64s) -> None:
    """Raise IndexError if there is no such term."""
    if len(ids) and not 0 <= ids.min() <= ids.max() < field.id_count:
        raise IndexError(f"a term that is not among {field.id_count}")


def chosen_table(field: FieldSlots, ids: Int64s) -> Bools:
    """Which ids are chosen, bool[more than any slot holds, and than there are]; the last never is."""
    table = np.zeros(max(IDS, field.id_count) + 1, np.bool_)
    table[ids[ids >= FIRST_TERM]] = True
    return table


def check_docs(field: FieldSlots, docs: Int64s) -> None:
    """Check some documents, before they are read.

    Raises:
        IndexError: There is no such document.
        ValueError: The arrays do not fit together.
    """
    if len(docs) and not 0 <= docs.min() <= docs.max() < len(field.starts) - 1:
        raise IndexError("there is no such document")
    sizes = len(field.starts), len(field.places)
    if (len(field.extra_starts), len(field.extra_ids)) != sizes:
        raise ValueError("arrays of different lengths")
    for starts, size in (
        (field.starts, len(field.slots)),
        (field.extra_starts, len(field.extra_ids)),
    ):
        begins, ends = starts[docs].astype(np.int64), starts[docs + 1].astype(np.int64)
        if ((begins < 0) | (begins > ends) | (ends > size)).any():
            raise ValueError("a sequence lies outside the arrays")


def parts_of(field: FieldSlots, docs: Int64s) -> Iterator[Part]:
    """Read some documents, a few at a time; they have been checked."""
    begins, ends = field.starts[docs].astype(np.int64), field.starts[docs + 1].astype(np.int64)
    edges = edges_of(ends - begins)
    for first, stop in stretches(edges):
        own = slice(first, stop)
        slots = joined(field.slots, begins[own], ends[own])
        yield Part(own, slots, edges[first : stop + 1] - edges[first])


def stretches(edges: Int64s) -> Iterator[tuple[int, int]]:
    """Take parts between some edges together: as many as begin in the same stretch of slots.

    Yields:
        The first of them, and the one behind the last.
    """
    cuts = np.diff(edges[:-1] // SLOTS_AT_ONCE, prepend=-1).nonzero()[0].tolist()
    yield from pairwise([*cuts, len(edges) - 1])


def chosen_extras(field: FieldSlots, docs: Int64s, chosen: Bools) -> Extras:
    """Find the chosen terms without a slot in some documents, which have been checked."""
    owners, where, which = [_NONE], [field.places[:0]], [field.extra_ids[:0]]
    for first in range(0, len(docs), _DOCS):
        own = docs[first : first + _DOCS]
        begins, ends = field.extra_starts[own], field.extra_starts[own + 1]
        ids = joined(field.extra_ids, begins, ends)
        at = chosen.take(ids, mode="clip").nonzero()[0]
        if len(at):
            owners.append(owners_of(at, edges_of(ends - begins)) + first)
            where.append(joined(field.places, begins, ends)[at])
            which.append(ids[at])
    positions = np.concatenate(where) & np.uint64(POSITION)
    return Extras(
        np.concatenate(owners), positions.astype(np.int64), np.concatenate(which).astype(np.int64)
    )


def chosen_in(
    field: FieldSlots, docs: Int64s, ids: Int64s, *, gaps: bool
) -> Iterator[tuple[slice, Int64s, Int64s]]:
    """Where some terms stand in some documents, which have been checked, a few at a time.

    Yields:
        Which of ``docs`` these are; keys, place among them << 32 | position, ascending; and what
        stands there, by its place in ``ids``, that of a gap behind the last.
    """
    if not len(docs):
        return
    numbers = np.zeros(max(IDS, field.id_count), np.int64)
    numbers[ids] = np.arange(len(ids))
    numbers[_GAP] = len(ids)
    chosen = chosen_table(field, ids)
    extras = chosen_extras(field, docs, chosen)
    chosen[_GAP] = gaps
    for part in parts_of(field, docs):
        at = chosen.take(part.slots).nonzero()[0]
        owners = owners_of(at, part.edges)
        keys, which = owners << 32 | at - part.edges[owners], numbers[part.slots[at]]
        first, stop = extras.owners.searchsorted((part.docs.start, part.docs.stop)).tolist()
        if first < stop:
            rest = slice(first, stop)
            extra_keys = (extras.owners[rest] - part.docs.start) << 32 | extras.positions[rest]
            keys = np.append(keys, extra_keys)
            which = np.append(which, numbers[extras.ids[rest]])
            order = keys.argsort(kind="stable")
            keys, which = keys[order], which[order]
        yield part.docs, keys, which


_NONE = np.zeros(0, np.int64)
