"""Whoosh's matcher over a decoded posting list.

The list is decoded whole (one cumulative sum); "blocks" exist only as the unit in which Whoosh's
quality optimisation skips, and their bounds are computed when first asked for. Frequencies and
weights come from arrays, so scoring touches neither positions nor any encoded value.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from whoosh.matching import LeafMatcher, NullMatcher, ReadTooFar
from whoosh.system import pack_uint

from searcher.index.codec.arrays import FieldArrays
from searcher.index.codec.types import Float32s, Format, Int32s, Int64s, Integers, Scorer

# Small enough that one outstanding document does not spoil many, as in Whoosh's own codec.
BLOCK = 128


class ArrayMatcher(LeafMatcher):  # type: ignore[misc]
    """The postings of one term.

    Args:
        arrays: The field.
        row: The term's row.
        lengths: int32[documents], the field's lengths.
        format_: The field's format.
        term: (field name, term).
        scorer: Whoosh's scorer, or None.
    """

    def __init__(
        self,
        arrays: FieldArrays,
        row: int,
        lengths: Int32s,
        format_: Format,
        term: tuple[str, bytes],
        scorer: Scorer = None,
    ) -> None:
        self._arrays = arrays
        self._row = row
        self._lengths = lengths
        self.format = format_
        self._term = term
        self.scorer = scorer
        self._docs: Int64s = arrays.documents(row, row + 1)
        self._freqs: Int32s = arrays.frequencies(row, row + 1)
        weights = arrays.weights(row, row + 1)
        self._weights: Int32s | Float32s = self._freqs if weights is None else weights
        self._size = len(self._docs)
        self._block_weights: list[float] | None = None
        self._block_lengths: tuple[list[int], list[int]] | None = None
        self._go_to(0)

    def _go_to(self, index: int) -> None:
        self._i = index
        block = index // BLOCK
        self._block = block
        self._base = block * BLOCK
        span = slice(self._base, self._base + BLOCK)
        # Python numbers: Whoosh compares and hashes document numbers one at a time.
        self._block_docs: list[int] = self._docs[span].tolist()

    def is_active(self) -> bool:
        """Whether there is a current posting."""
        return self._i < self._size

    def reset(self) -> None:
        """Go back to the first posting."""
        self._go_to(0)

    def copy(self) -> ArrayMatcher:
        """Another matcher at the same posting; the decoded arrays are shared."""
        other = self.__class__.__new__(self.__class__)
        other.__dict__.update(self.__dict__)
        return other

    def replace(self, minquality: float = 0) -> Any:  # noqa: ANN401 - some matcher
        """Nothing once this matcher cannot contribute any more."""
        if not self.is_active():
            return NullMatcher()
        if minquality and self.supports_block_quality() and self.max_quality() < minquality:
            return NullMatcher()
        return self

    def id(self) -> int:
        """The current document."""
        return self._block_docs[self._i - self._base]

    def all_ids(self) -> Iterator[int]:
        """The documents from the current one on; the matcher does not move."""
        return iter(self._docs[self._i :].tolist())

    def next(self) -> bool:
        """Go to the next posting; True when that begins a new block."""
        if self._i >= self._size:
            raise ReadTooFar
        self._i += 1
        if self._i - self._base < BLOCK:
            return self._i >= self._size
        self._go_to(self._i)
        return True

    def skip_to(self, id: int) -> None:  # noqa: A002 - Whoosh's name
        """Go to the first posting of document ``id`` or a later one; never back."""
        if not self.is_active():
            raise ReadTooFar
        if id > self.id():
            self._go_to(self._i + int(np.searchsorted(self._docs[self._i :], id)))

    def skip_to_quality(self, minquality: float) -> int:
        """Leave out blocks that cannot score above ``minquality``; how many were left out."""
        skipped = 0
        while self.is_active() and self.block_quality() <= minquality:
            self._go_to(min((self._block + 1) * BLOCK, self._size))
            skipped += 1
        return skipped

    def supports_block_quality(self) -> bool:
        """Whether the scorer can bound a block's scores."""
        return self.scorer is not None and bool(self.scorer.supports_block_quality())

    def weight(self) -> float:
        """The current weight: the frequency, unless the text was boosted."""
        return float(self._weights[self._i])

    def _starts(self) -> Integers:
        return np.arange(0, self._size, BLOCK)

    def block_max_weight(self) -> float:
        """The largest weight of the current block."""
        if self._block_weights is None:
            maxima = np.maximum.reduceat(self._weights, self._starts())
            self._block_weights = maxima.astype(float).tolist()
        return self._block_weights[self._block]

    def _length_bounds(self) -> tuple[list[int], list[int]]:
        if self._block_lengths is None:
            lengths = self._lengths[self._docs]
            self._block_lengths = (
                np.minimum.reduceat(lengths, self._starts()).tolist(),
                np.maximum.reduceat(lengths, self._starts()).tolist(),
            )
        return self._block_lengths

    def block_min_length(self) -> int:
        """The smallest field length in the current block."""
        return self._length_bounds()[0][self._block]

    def block_max_length(self) -> int:
        """The largest field length in the current block."""
        return self._length_bounds()[1][self._block]

    def block_min_id(self) -> int:
        """The first document of the current block."""
        return self._block_docs[0]

    def block_max_id(self) -> int:
        """The last document of the current block."""
        return self._block_docs[-1]

    def _positions(self) -> list[int]:
        positions = self._arrays.sequences.positions_in(self._row, self.id())
        found: list[int] = positions.tolist()
        return found

    def value(self) -> bytes:
        """The current posting as the field's format encodes it, for whoever copies postings."""
        if self._arrays.terms.has_positions:
            return bytes(self.format.encode(self._positions()))
        if self.format.supports("frequency") and self.format.fixed_value_size():
            return bytes(pack_uint(int(self._freqs[self._i])))
        return b""

    def value_as(self, astype: str) -> Any:  # noqa: ANN401 - depends on astype
        """The current ``positions``, ``frequency``, ``weight`` or ``position_boosts``."""
        if astype == "positions" and self._arrays.terms.has_positions:
            return self._positions()
        if astype == "position_boosts" and self._arrays.terms.has_positions:
            return [(position, 1) for position in self._positions()]
        if astype == "frequency":
            return int(self._freqs[self._i])
        if astype == "weight":
            return int(self._freqs[self._i]) * self.format.field_boost
        return super().value_as(astype)
