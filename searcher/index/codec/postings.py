"""Document numbers and frequencies of posting lists as bytes, and back (``kernels.postings``).

Not for positions (see ``sequences``) and not for finding a term's list (see ``dictionary``).

A list is stored as gaps: ``doc - previous doc - 1``, the first counted from -1. All lists of a
field lie end to end in one array ``gaps`` of u8; a gap of 255 or more is written as 255 and its
true value stands in ``wide_gaps`` (u32), in the same order. The dictionary knows where the lists
of a term begin in both. So one list, or the lists of any run of neighbouring terms, is decoded in
one go, and strictly ascending documents are all that can be expressed. Frequencies are u8 in
``freqs``, 255 meaning: look in ``wide_freqs``, by number of posting in ``wide_freq_postings``; a
field where every frequency is 1 has none of the three.
``weights`` (f32) exists only where some weight is not the frequency.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from searcher.index.codec.container import Container, ContainerWriter
from searcher.index.codec.types import Float32s, Int32s, Int64s, Integers
from searcher.index.codec.types import offsets as offsets_of
from searcher.kernels.postings import WIDE, documents

EXTENSION = ".pst"
KIND = "postings"


class PostingsEncoder:
    """Appends posting lists of one field to a postings file.

    Args:
        file: The postings file.
        field: The field's name.
        frequencies: Whether any posting may have a frequency other than 1.
        weights: Whether weights are kept beside the frequencies.
    """

    def __init__(
        self, file: ContainerWriter, field: str, *, frequencies: bool, weights: bool
    ) -> None:
        self._gaps = file.stream(f"{field}/gaps", "|u1")
        self._wide_gaps = file.stream(f"{field}/wide_gaps", "<u4")
        self._freqs = file.stream(f"{field}/freqs", "|u1") if frequencies else None
        if frequencies:
            self._wide_freqs = file.stream(f"{field}/wide_freqs", "<u4")
            self._wide_freq_postings = file.stream(f"{field}/wide_freq_postings", "<u8")
        self._weights = file.stream(f"{field}/weights", "<f4") if weights else None

    def append(
        self, counts: Int64s, docs: Integers, freqs: Integers, weights: Float32s | None
    ) -> Int64s:
        """Append lists.

        Args:
            counts: int64[lists], at least 1 each.
            docs: int[sum of counts], strictly ascending within a list.
            freqs: [sum of counts].
            weights: float32[sum of counts]; None: the frequencies.

        Returns:
            int64[lists], how many of each list's gaps are wide.
        """
        starts = offsets_of(counts)[:-1]
        gaps = np.empty(len(docs), np.int64)
        gaps[1:] = docs[1:]
        gaps[1:] -= docs[:-1]
        gaps[1:] -= 1
        gaps[starts] = docs[starts]
        wide = gaps >= WIDE
        self._gaps.append(np.minimum(gaps, WIDE))
        self._wide_gaps.append(gaps[wide])
        if self._freqs is not None:
            at = np.flatnonzero(freqs >= WIDE)
            self._wide_freq_postings.append(at + self._freqs.size)
            self._wide_freqs.append(freqs[at])
            self._freqs.append(np.minimum(freqs, WIDE))
        if self._weights is not None:
            self._weights.append(freqs if weights is None else weights)
        return np.add.reduceat(wide, starts, dtype=np.int64) if len(starts) else starts


class PostingsDecoder:
    """Reads the posting lists of one field.

    Args:
        file: The postings file.
        field: The field's name.
        doc_count: How many documents the segment has; every number read is below it.

    Attributes:
        has_frequencies: Whether any frequency may differ from 1.
        has_weights: Whether any weight may differ from the frequency.
    """

    def __init__(self, file: Container, field: str, doc_count: int) -> None:
        self._file = file
        self._field = field
        self._doc_count = doc_count
        self._gaps = file.array(f"{field}/gaps", "|u1", checked=False)
        self._check_gaps = file.part_checks(f"{field}/gaps")
        self._wide_gaps = file.array(f"{field}/wide_gaps", "<u4", checked=False)
        self._check_wide_gaps = file.part_checks(f"{field}/wide_gaps")
        self._freqs = None
        self._wide_freqs = np.zeros(0, np.uint32)
        self._wide_freq_postings = np.zeros(0, np.uint64)
        if f"{field}/freqs" in file:
            self._freqs = file.array(f"{field}/freqs", "|u1", checked=False)
            self._check_freqs = file.part_checks(f"{field}/freqs")
            self._wide_freqs = file.array(f"{field}/wide_freqs", "<u4")
            self._wide_freq_postings = file.array(f"{field}/wide_freq_postings", "<u8")
            if len(self._freqs) != len(self._gaps):
                raise file.corrupt(f"the frequencies of {field} are incomplete")
            if len(self._wide_freqs) != len(self._wide_freq_postings):
                raise file.corrupt(f"the frequencies of {field} are incomplete")
        self._weights = None
        if f"{field}/weights" in file:
            self._weights = file.array(f"{field}/weights", "<f4", checked=False)
            self._check_weights = file.part_checks(f"{field}/weights")
            if len(self._weights) != len(self._gaps):
                raise file.corrupt(f"the weights of {field} are incomplete")

        self.has_frequencies = self._freqs is not None
        self.has_weights = self._weights is not None

    def __len__(self) -> int:
        return len(self._gaps)

    @property
    def columns(
        self,
    ) -> tuple[
        NDArray[np.uint8],
        NDArray[np.uint32],
        NDArray[np.uint8] | None,
        NDArray[np.uint64],
        NDArray[np.uint32],
    ]:
        """All lists as they lie in the file, the first five of ``kernels.pooling.Lists``.

        Only what :meth:`check` was called for is to be read.
        """
        return (
            self._gaps,
            self._wide_gaps,
            self._freqs,
            self._wide_freq_postings,
            self._wide_freqs,
        )

    def check(self, first: int, last: int, wide_start: int, wide_stop: int) -> None:
        """Check the postings ``first`` to ``last - 1`` before they are read, and their wide gaps.

        Raises:
            CorruptSegment: They are not what was written, or not there.
        """
        within = 0 <= first <= last <= len(self._gaps)
        if not (within and 0 <= wide_start <= wide_stop <= len(self._wide_gaps)):
            raise self._file.corrupt(f"a list of {self._field} lies outside the file")
        self._check_gaps.part(first, last)
        self._check_wide_gaps.part(wide_start, wide_stop)
        if self._freqs is not None:
            self._check_freqs.part(first, last)

    def documents(self, starts: Int64s, wide_start: int, wide_stop: int) -> Int64s:
        """The documents of neighbouring lists.

        Args:
            starts: int64[lists + 1], ascending: list i is the postings starts[i] to starts[i+1]-1.
            wide_start: Where the wide gaps of the first list begin.
            wide_stop: Where the wide gaps of the last list end.

        Returns:
            int64[starts[-1] - starts[0]], ascending within each list and below the document count.
            64 bits because numpy indexes with them at twice the speed of narrower numbers.

        Raises:
            CorruptSegment: The arrays do not fit together.
        """
        if len(starts) < 2:
            return np.zeros(0, np.int64)
        self.check(int(starts[0]), int(starts[-1]), wide_start, wide_stop)
        try:
            return documents(
                self._gaps, self._wide_gaps, starts, wide_start, wide_stop, self._doc_count
            )
        except ValueError as error:
            raise self._file.corrupt(f"{self._field}: {error}") from error

    def frequencies(self, first: int, last: int) -> Int32s:
        """The frequencies of the postings ``first`` to ``last - 1``, already known to exist."""
        if self._freqs is None:
            return np.ones(last - first, np.int32)
        self._check_freqs.part(first, last)
        freqs = self._freqs[first:last].astype(np.int32)
        if len(self._wide_freqs):
            span = np.array([first, last], np.uint64)
            low, high = np.searchsorted(self._wide_freq_postings, span)
            at = self._wide_freq_postings[low:high].astype(np.int64) - first
            if len(at) and not (int(at.min()) >= 0 and int(at.max()) < len(freqs)):
                raise self._file.corrupt(f"the frequencies of {self._field} are out of order")
            freqs[at] = self._wide_freqs[low:high]
        return freqs

    def weights(self, first: int, last: int) -> Float32s | None:
        """The weights of the postings ``first`` to ``last - 1``; None: the frequencies."""
        if self._weights is None:
            return None
        self._check_weights.part(first, last)
        return self._weights[first:last]
