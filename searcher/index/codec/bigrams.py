"""How often terms occur and how often one follows another: what restoring marks is based on.

Counted from the token sequences whenever a segment is written or merged (``pair_counter``), so no
text is read twice and deleted documents drop out when their segment is merged. A pair is two terms
at successive positions of a document that both have slots (see ``sequences``); what comes after a
gap or begins a document follows :data:`START`. Not for probabilities.

Per field with positions, in one container of kind ``bigrams``, a list per term in the order of the
ids, :data:`START` first: the ids that follow it, ascending, each with its count.

- ``followers`` and ``wide_followers`` [rows]: how long each list is, and how many of its gaps are
  wide; the rest of the ids have no followers.
- ``gaps`` (u8): id − previous id, the first counted from 0; 0: wide, the gap stands in ``wide_gaps``,
  in the same order.
- ``counts`` (u8): count − 1 in four bits, two to a byte, the first in the lower half; 15: count − 16
  stands in ``large_counts``, in the same order; ``large_before``: how many of them come before each
  64th pair, so that one count is found without reading all.
- ``frequencies`` and ``frequency_ends``: the distinct collection frequencies, descending, and how
  many terms have at least that. Ids go by descending frequency, so this says each one's.

What has no dtype here is u8, u16, u32 or u64, the smallest that holds it. All pairs are kept: on
30,000 news articles they are 1.7 million and take 4.0 % of the text; leaving out those that occur
once would halve that, but cost 0.3 % of the syllables restored, and sums over segments would depend
on how documents are spread over them.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from searcher.index.codec.container import Container, ContainerWriter
from searcher.index.codec.dictionary import FIRST_ID
from searcher.index.codec.types import Int64s, Integers, concatenated_ranges
from searcher.index.codec.types import offsets as offsets_of

EXTENSION = ".big"
KIND = "bigrams"
START = 0
"""The id that stands before the first term of a paragraph."""
IDS = 1 << 16
"""Ids from here on are never counted: like all that has no slot of its own, they are rare."""
_LARGEST_GAP = 255
_WIDE = 0
_LARGE = 15
_BLOCK = 64


def _smallest(values: Integers) -> str:
    """The dtype that holds ``values``, none of them negative."""
    largest = int(values.max()) if len(values) else 0
    return next(
        f"<u{size}" if size > 1 else "|u1" for size in (1, 2, 4, 8) if not largest >> 8 * size
    )


def write_bigrams(
    file: ContainerWriter,
    field: str,
    frequencies: Int64s,
    pairs: Iterable[tuple[Int64s, Int64s, Int64s]],
) -> None:
    """Write the counts of one field.

    Args:
        file: The bigrams file.
        field: The field's name.
        frequencies: int64[terms], the collection frequency of every id from FIRST_ID on, descending.
        pairs: (first ids, second ids, counts), int64[n] each, ascending by pair; a first id is in
            one part only.
    """
    last = np.flatnonzero(np.diff(frequencies, append=-1))
    file.add(f"{field}/frequencies", frequencies[last], _smallest(frequencies))
    file.add(f"{field}/frequency_ends", last + 1, _smallest(last + 1))
    gap_stream = file.stream(f"{field}/gaps", "|u1")
    followers, wide_followers = np.zeros(IDS, np.int64), np.zeros(IDS, np.int64)
    count_stream = file.stream(f"{field}/counts", "|u1")
    wide_gaps, large_counts, large_blocks = [_NONE], [_NONE], [_NONE]
    odd = _NO_BYTES  # what is half a byte so far
    total = 0
    for firsts, seconds, counts in pairs:
        gaps = seconds.copy()
        same = np.flatnonzero(firsts[1:] == firsts[:-1]) + 1
        gaps[same] -= seconds[same - 1]
        wide = gaps > _LARGEST_GAP
        gap_stream.append(np.where(wide, _WIDE, gaps))
        wide_gaps.append(gaps[wide])
        followers += np.bincount(firsts, minlength=IDS)
        wide_followers += np.bincount(firsts[wide], minlength=IDS)
        large = np.flatnonzero(counts > _LARGE)
        large_counts.append(counts[large] - 1 - _LARGE)
        large_blocks.append((large + total) // _BLOCK)
        total += len(counts)
        nibbles = np.append(odd, np.minimum(counts - 1, _LARGE).astype(np.uint8))
        whole = len(nibbles) // 2 * 2
        count_stream.append(nibbles[:whole:2] | nibbles[1:whole:2] << 4)
        odd = nibbles[whole:]
    count_stream.append(odd)
    rows = int(np.flatnonzero(followers).max(initial=-1)) + 1
    large_in = np.bincount(np.concatenate(large_blocks), minlength=-(-total // _BLOCK))
    for name, values in (
        ("followers", followers[:rows]),
        ("wide_followers", wide_followers[:rows]),
        ("wide_gaps", np.concatenate(wide_gaps)),
        ("large_counts", np.concatenate(large_counts)),
        ("large_before", offsets_of(large_in)[:-1]),
    ):
        file.add(f"{field}/{name}", values, _smallest(values))


class FieldBigrams:
    """Reads the counts of one field.

    Args:
        file: The bigrams file.
        field: The field's name.

    Raises:
        CorruptSegment: The arrays do not fit together; so do the methods.
    """

    def __init__(self, file: Container, field: str) -> None:
        self._file = file
        self._field = field

        def column(name: str, widest: int = 4) -> NDArray[np.unsignedinteger]:
            found = file.array(f"{field}/{name}")
            if found.dtype.kind != "u" or found.dtype.itemsize > widest:
                raise file.corrupt(f"{name} of {field} have the wrong type")
            return found

        self._gaps = file.array(f"{field}/gaps", "|u1", checked=False)
        self._check_gaps = file.part_checks(f"{field}/gaps")
        self._counts = file.array(f"{field}/counts", "|u1", checked=False)
        self._check_counts = file.part_checks(f"{field}/counts")
        self._wide_gaps, self._large_counts = column("wide_gaps"), column("large_counts")
        self._large_before = column("large_before")
        self._frequencies, self._ends = column("frequencies", 8), column("frequency_ends")
        self._starts = offsets_of(column("followers"))
        self._wide_starts = offsets_of(column("wide_followers"))
        if (
            not len(self._starts) == len(self._wide_starts) <= IDS + 1
            or len(self._frequencies) != len(self._ends)
            or int(self._starts[-1]) != len(self._gaps)
            or int(self._wide_starts[-1]) != len(self._wide_gaps)
            or len(self._counts) != -(-len(self._gaps) // 2)
            or len(self._large_before) != -(-len(self._gaps) // _BLOCK)
        ):
            raise file.corrupt(f"the pairs of {field} do not fit together")
        self._checked = np.zeros(len(self._starts) - 1, np.bool_)

    def __len__(self) -> int:
        """How many distinct pairs there are."""
        return len(self._gaps)

    @property
    def token_count(self) -> int:
        """The sum of all collection frequencies."""
        sizes = np.diff(self._ends.astype(np.int64), prepend=0)
        return int((sizes * self._frequencies.astype(np.int64)).sum())

    def term_counts(self, ids: Integers) -> Int64s:
        """How often terms occur: int64[n] for the ids [n]; that of START is 0."""
        ranks = ids.astype(np.int64) - FIRST_ID
        found = np.searchsorted(self._ends, ranks, side="right")
        known = (found < len(self._ends)) & (ranks >= 0)
        counts = np.zeros(len(ids), np.int64)
        counts[known] = self._frequencies[found[known]]
        return counts

    def start_count(self) -> int:
        """How many terms follow START."""
        size = int(self._starts[min(1, len(self._starts) - 1)])
        return int(self._counts_of(np.arange(size)).sum())

    def followers(self, first: int) -> tuple[Int64s, Int64s]:
        """What follows a term: int64[n] ids, ascending; and int64[n] how often each does.

        Args:
            first: An id; :data:`START` for the beginning of a paragraph.
        """
        if not START <= first < len(self._starts) - 1:
            return _NONE, _NONE
        ids, _ = self._running_sums(np.array([first]))
        return ids, self._counts_of(np.arange(self._starts[first], self._starts[first + 1]))

    def pair_counts(self, firsts: Integers, seconds: Integers) -> Int64s:
        """How often ``seconds[i]`` follows ``firsts[i]``.

        Args:
            firsts: [n] ids; :data:`START` for the beginning of a paragraph.
            seconds: [n] ids.

        Returns:
            int64[n].
        """
        found = np.zeros(len(firsts), np.int64)
        listed = (firsts >= START) & (firsts < len(self._starts) - 1) & (seconds > 0)
        asked = listed.nonzero()[0]
        if not len(asked):
            return found
        own, wanted = firsts[asked], seconds[asked]
        # Marks in a table: far faster than sorting, for a few hundred among 65,536 ids.
        asked_for = np.zeros(len(self._starts), np.bool_)
        asked_for[own] = True
        rows = asked_for.nonzero()[0]
        number_of = np.empty(len(self._starts), np.int64)
        number_of[rows] = np.arange(len(rows))
        row_of = number_of[own]
        # Running sums over all lists ascend, so one search finds every pair.
        sums, edges = self._running_sums(rows)
        begins = edges[:-1]
        before = sums.take(begins - 1, mode="wrap") if len(sums) else begins.copy()
        before[begins == 0] = 0
        sought = before[row_of] + wanted
        at = sums.searchsorted(sought)
        there = at < edges[1:][row_of]
        there[there] = sums[at[there]] == sought[there]
        places = (self._starts[rows] - begins)[row_of] + at
        found[asked[there]] = self._counts_of(places[there])
        return found

    def _running_sums(self, rows: Int64s) -> tuple[Int64s, Int64s]:
        """The gaps of some lists, end to end, summed up; and where each list begins there."""
        begins, ends = self._starts[rows], self._starts[rows + 1]
        fresh = (~self._checked[rows]).nonzero()[0]
        if len(fresh):
            self._check_gaps.parts(begins[fresh], ends[fresh])
            self._checked[rows[fresh]] = True
        # Joining bytes takes half the time of joining arrays.
        data = self._gaps.data
        spans = zip(begins.tolist(), ends.tolist(), strict=True)
        narrow = np.frombuffer(b"".join([data[low:high] for low, high in spans]), np.uint8)
        steps = narrow.astype(np.int64)
        at = (narrow == _WIDE).nonzero()[0]
        low = self._wide_starts[rows]
        wide = concatenated_ranges(low, self._wide_starts[rows + 1] - low)
        if len(at) != len(wide):
            raise self._misfit()
        steps[at] = self._wide_gaps[wide]
        return steps.cumsum(out=steps), offsets_of(ends - begins)

    def _counts_of(self, places: Int64s) -> Int64s:
        """The counts of pairs, by their places among all pairs."""
        counts = self._nibbles(places).astype(np.int64)
        large = (counts == _LARGE).nonzero()[0]
        if len(large):
            block, inside = np.divmod(places[large], _BLOCK)
            # Two counts to a byte, so the lower halves are the even places of a block.
            around = block[:, None] * (_BLOCK // 2) + np.arange(_BLOCK // 2)
            pairs = self._counts.take(around, mode="clip")
            lower, upper = np.arange(0, _BLOCK, 2), np.arange(1, _BLOCK, 2)
            rank = self._large_before[block].astype(np.int64)
            rank += np.count_nonzero((pairs & _LARGE == _LARGE) & (lower < inside[:, None]), axis=1)
            rank += np.count_nonzero((pairs >> 4 == _LARGE) & (upper < inside[:, None]), axis=1)
            if int(rank.max()) >= len(self._large_counts):
                raise self._misfit()
            counts[large] += self._large_counts[rank].astype(np.int64)
        return counts + 1

    def _nibbles(self, places: Int64s) -> NDArray[np.uint8]:
        shifts = ((places & 1) << 2).astype(np.uint8)
        at = places >> 1
        self._check_counts.elements(at)
        nibbles: NDArray[np.uint8] = self._counts[at] >> shifts & np.uint8(15)
        return nibbles

    def _misfit(self) -> Exception:
        return self._file.corrupt(f"the pairs of {self._field} do not fit together")


_NONE = np.zeros(0, np.int64)
_NO_BYTES = np.zeros(0, np.uint8)
