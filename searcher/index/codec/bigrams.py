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
from searcher.index.codec.types import Int64s, Integers
from searcher.index.codec.types import offsets as offsets_of
from searcher.kernels import pairs as kernels

EXTENSION = ".big"
KIND = "bigrams"
START = 0
"""The id that stands before the first term of a paragraph."""
IDS = 1 << 16
"""Ids from here on are never counted: like all that has no slot of its own, they are rare."""
_LARGEST_GAP = 255
# Of the blocks of the lists; from there on all of them are checked.
_MOSTLY = 0.5


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
        gap_stream.append(np.where(wide, kernels.WIDE, gaps))
        wide_gaps.append(gaps[wide])
        followers += np.bincount(firsts, minlength=IDS)
        wide_followers += np.bincount(firsts[wide], minlength=IDS)
        large = np.flatnonzero(counts > kernels.LARGE)
        large_counts.append(counts[large] - 1 - kernels.LARGE)
        large_blocks.append((large + total) // kernels.BLOCK)
        total += len(counts)
        nibbles = np.append(odd, np.minimum(counts - 1, kernels.LARGE).astype(np.uint8))
        whole = len(nibbles) // 2 * 2
        count_stream.append(nibbles[:whole:2] | nibbles[1:whole:2] << 4)
        odd = nibbles[whole:]
    count_stream.append(odd)
    rows = int(np.flatnonzero(followers).max(initial=-1)) + 1
    large_in = np.bincount(np.concatenate(large_blocks), minlength=-(-total // kernels.BLOCK))
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

        gaps = file.array(f"{field}/gaps", "|u1", checked=False)
        self._check_gaps = file.part_checks(f"{field}/gaps")
        counts = file.array(f"{field}/counts", "|u1", checked=False)
        self._check_counts = file.part_checks(f"{field}/counts")
        wide_gaps, large_before = column("wide_gaps"), column("large_before")
        frequencies, ends = column("frequencies", 8), column("frequency_ends")
        # The ids of each frequency begin at its edge; those below and behind all do not occur.
        self._frequencies = np.concatenate([[0], frequencies.astype(np.int64), [0]])
        self._edges = FIRST_ID + np.append(0, ends.astype(np.int64))
        self._starts = offsets_of(column("followers"))
        wide_starts = offsets_of(column("wide_followers"))
        if (
            not len(self._starts) == len(wide_starts) <= IDS + 1
            or len(frequencies) != len(ends)
            or int(self._starts[-1]) != len(gaps)
            or int(wide_starts[-1]) != len(wide_gaps)
            or len(counts) != -(-len(gaps) // 2)
            or len(large_before) != -(-len(gaps) // kernels.BLOCK)
        ):
            raise file.corrupt(f"the pairs of {field} do not fit together")
        self._table = kernels.PairTable(
            gaps, counts, self._starts, wide_starts, wide_gaps, column("large_counts"), large_before
        )
        self._checked = np.zeros(len(self._starts) - 1, np.bool_)

    def __len__(self) -> int:
        """How many distinct pairs there are."""
        return len(self._table.gaps)

    @property
    def token_count(self) -> int:
        """The sum of all collection frequencies."""
        return int((np.diff(self._edges) * self._frequencies[1:-1]).sum())

    def term_counts(self, ids: Integers) -> Int64s:
        """How often terms occur: int64[n] for the ids [n]; that of START is 0."""
        found: Int64s = self._frequencies[self._edges.searchsorted(ids, "right")]
        return found

    def start_count(self) -> int:
        """How many terms follow START."""
        return int(self.followers(START)[1].sum())

    def followers(self, first: int) -> tuple[Int64s, Int64s]:
        """What follows a term: int64[n] ids, ascending; and int64[n] how often each does.

        Args:
            first: An id; :data:`START` for the beginning of a paragraph.
        """
        if not START <= first < len(self._starts) - 1:
            return _NONE, _NONE
        self._check(np.array([first]))
        try:
            ids = kernels.list_ids(self._table, first)
            return ids, kernels.counts_at(self._table, self._starts[first] + np.arange(len(ids)))
        except ValueError as error:
            raise self._misfit() from error

    def pair_counts(self, firsts: Integers, seconds: Integers) -> Int64s:
        """How often ``seconds[i]`` follows ``firsts[i]``.

        Args:
            firsts: [n] ids; :data:`START` for the beginning of a paragraph.
            seconds: [n] ids.

        Returns:
            int64[n].
        """
        if not len(self._checked):
            return np.zeros(len(firsts), np.int64)
        self._check(firsts)
        try:
            return kernels.pair_counts(
                self._table,
                np.ascontiguousarray(firsts, np.int64),
                np.ascontiguousarray(seconds, np.int64),
            )
        except ValueError as error:
            raise self._misfit() from error

    def add_successive(self, ids: Int64s, edges: Int64s, found: Int64s) -> None:
        """Add how often each form of a word is followed by each form of the next one.

        Args:
            ids: int64[n], those of the forms of all words, end to end; below 0 for one that does not
                occur, :data:`START` for the beginning of a paragraph.
            edges: int64[words + 1], where those of each word begin there.
            found: int64[cells], added to; see ``kernels.pairs``.
        """
        if not len(self._checked):
            return
        self._check(ids)
        try:
            kernels.add_successive(self._table, ids, edges, found)
        except ValueError as error:
            raise self._misfit() from error

    def _check(self, lists: Integers) -> None:
        """Check what is read of some lists, int[n]; those that there are not are passed over."""
        # Clipped: lists that are checked for nothing, hardly ever.
        known = self._checked.take(lists, mode="clip")
        if known.all():
            return
        fresh = lists[~known].clip(0, len(self._checked) - 1)
        begins, ends = self._starts[fresh], self._starts[fresh + 1]
        self._check_gaps.parts(begins, ends)
        # A large count is found by those before it in its block.
        blocks = begins // kernels.BLOCK * (kernels.BLOCK // 2)
        self._check_counts.parts(blocks, np.where(ends > begins, ends + 1 >> 1, blocks))
        self._checked[fresh] = True
        columns = (self._check_gaps, self._table.gaps), (self._check_counts, self._table.counts)
        if all(check.share(len(column)) > _MOSTLY for check, column in columns):
            # What is left takes less than looking at each list that is asked for from now on.
            for check, column in columns:
                check.part(0, len(column))
            self._checked[:] = True

    def _misfit(self) -> Exception:
        return self._file.corrupt(f"the pairs of {self._field} do not fit together")


_NONE = np.zeros(0, np.int64)
_NO_BYTES = np.zeros(0, np.uint8)
