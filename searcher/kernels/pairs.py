"""How often one term follows another, out of lists of what follows each (see ``index.codec.bigrams``).

The arrays are those of a file, whatever stands in them; who calls has checked their sums.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from searcher.kernels import kernel
from searcher.kernels.ranges import Int64s, edges_of, joined, places

WIDE = 0
"""The gap that stands among the wide ones."""
LARGE = 15
"""The count, less 1, from which on the rest stands among the large ones."""
BLOCK = 64
"""So many counts have one number of large ones before them."""
# Of sums of gaps, which are of four bytes at most, none comes near.
_LARGEST_ID = 1 << 62


class PairTable(NamedTuple):
    """Lists of ids, each with a count, end to end.

    Attributes:
        gaps: u8[pairs], id − previous id, the first counted from 0; or :data:`WIDE`.
        counts: u8[half as many], count − 1 in four bits, the first in the lower half.
        starts: int64[lists + 1], where each list begins, and the last ends.
        wide_starts: int64[lists + 1], the same among the wide gaps.
        wide_gaps: u8, u16 or u32[n].
        large_counts: u8, u16 or u32[n], what is added to each count that is :data:`LARGE`.
        large_before: u8, u16 or u32, how many large counts stand before each block.
    """

    gaps: NDArray[np.uint8]
    counts: NDArray[np.uint8]
    starts: NDArray[np.int64]
    wide_starts: NDArray[np.int64]
    wide_gaps: NDArray[np.unsignedinteger]
    large_counts: NDArray[np.unsignedinteger]
    large_before: NDArray[np.unsignedinteger]


@kernel
def pair_counts(
    table: PairTable, firsts: NDArray[np.int64], seconds: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Look up the counts of some pairs.

    Fastest where the pairs of a list come one after the other.

    Args:
        table: The lists.
        firsts: int64[n], numbers of lists; what has none is followed by nothing.
        seconds: int64[n], ids; below 1 they follow nothing.

    Returns:
        int64[n], the count of ``seconds[i]`` in list ``firsts[i]``; 0 where it is not in there.

    Raises:
        ValueError: The arrays do not fit together, as far as they were read.
    """
    if len(firsts) != len(seconds):
        raise ValueError("arrays of different lengths")
    if len(table.wide_starts) != len(table.starts):
        raise ValueError("a list outside the arrays")
    found = np.zeros(len(firsts), np.int64)
    asked = (
        (firsts >= 0) & (firsts < len(table.starts) - 1) & (seconds > 0) & (seconds <= _LARGEST_ID)
    ).nonzero()[0]
    if not len(asked):
        return found
    own, wanted = firsts[asked], seconds[asked]
    # Marks in a table: far faster than sorting, for a few hundred among 65,536 lists.
    listed = np.zeros(len(table.starts) - 1, np.bool_)
    listed[own] = True
    lists = listed.nonzero()[0]
    number_of = np.empty(len(listed), np.int64)
    number_of[lists] = np.arange(len(lists))
    which = number_of[own]
    sums, edges = _running_sums(table, lists)
    # They ascend from list to list, so one search finds every pair.
    before = np.append(0, sums)[edges[:-1]]
    sought = before[which] + wanted
    at = sums.searchsorted(sought)
    there = at < edges[which + 1]
    there[there] = sums[at[there]] == sought[there]
    at, which = at[there], which[there]
    found[asked[there]] = counts_at(table, at - edges[which] + table.starts[lists[which]])
    return found


@kernel
def add_successive(
    table: PairTable, ids: NDArray[np.int64], edges: NDArray[np.int64], found: NDArray[np.int64]
) -> None:
    """Add how often each form of a word is followed by each form of the next one.

    Args:
        table: The lists.
        ids: int64[n], the forms of all words, end to end: each the number of its list, and its id.
        edges: int64[words + 1], where those of each word begin there.
        found: int64[cells], added to. For each two successive words, end to end, a row for each form
            of the first, in which each form of the second has its place.

    Raises:
        ValueError: The arrays do not fit together, as far as they were read.
    """
    if not len(edges) or edges[0] or edges[-1] != len(ids) or (np.diff(edges) < 0).any():
        raise ValueError("the words do not fit the ids")
    sizes = np.diff(edges)
    if len(found) != sizes[:-1] @ sizes[1:]:
        raise ValueError("there is no place for these pairs")
    # Each form of a word has a row, as long as the next word has forms.
    rows = np.repeat(sizes[1:], sizes[:-1])
    firsts = np.repeat(ids[: len(rows)], rows)
    seconds = ids[places(np.repeat(edges[1:-1], sizes[:-1]), rows)]
    found += pair_counts(table, firsts, seconds)


def list_ids(table: PairTable, number: int) -> NDArray[np.int64]:
    """Return the ids of a list, int64[n], ascending.

    Raises:
        ValueError: The arrays do not fit together.
    """
    return _running_sums(table, np.array([number]))[0]


def _running_sums(table: PairTable, lists: Int64s) -> tuple[Int64s, Int64s]:
    """The gaps of some lists, end to end, summed up; and where each list begins and the last ends."""
    begins, ends = table.starts[lists], table.starts[lists + 1]
    low, high = table.wide_starts[lists], table.wide_starts[lists + 1]
    for first, stop, size in (
        (begins, ends, len(table.gaps)),
        (low, high, len(table.wide_gaps)),
    ):
        if ((first < 0) | (first > stop) | (stop > size)).any():
            raise ValueError("a list outside the arrays")
    gaps, edges = joined(table.gaps, begins, ends), edges_of(ends - begins)
    wide = (gaps == WIDE).nonzero()[0]
    if (np.diff(wide.searchsorted(edges)) != high - low).any():
        raise ValueError("wide gaps that belong to another list")
    steps = gaps.astype(np.int64)
    steps[wide] = joined(table.wide_gaps, low, high)
    return steps.cumsum(out=steps), edges


def counts_at(table: PairTable, at: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the counts of pairs, by their places among all pairs, int64[n].

    Raises:
        ValueError: The arrays do not fit together.
    """
    most = int(at.max(initial=-1))
    if most >> 1 >= len(table.counts) or most // BLOCK >= len(table.large_before):
        raise ValueError("a pair without a count")
    found = (table.counts[at >> 1] >> ((at & 1) << 2).astype(np.uint8) & LARGE).astype(np.int64)
    large = (found == LARGE).nonzero()[0]
    if len(large):
        block, inside = np.divmod(at[large], BLOCK)
        # Two counts to a byte, so the lower halves are the even places of a block.
        around = block[:, None] * (BLOCK // 2) + np.arange(BLOCK // 2)
        pairs = table.counts.take(around, mode="clip")
        lower, upper = np.arange(0, BLOCK, 2), np.arange(1, BLOCK, 2)
        rank = table.large_before[block].astype(np.int64)
        rank += np.count_nonzero((pairs & LARGE == LARGE) & (lower < inside[:, None]), axis=1)
        rank += np.count_nonzero((pairs >> 4 == LARGE) & (upper < inside[:, None]), axis=1)
        if int(rank.max()) >= len(table.large_counts):
            raise ValueError("a large count that is not there")
        found[large] += table.large_counts[rank].astype(np.int64)
    return np.asarray(found + 1, np.int64)
