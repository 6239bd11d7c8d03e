"""Adding the shares of slots to the scores of all articles."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from searcher.kernels import kernel


class Share(NamedTuple):
    """What a slot adds to the articles that hold it.

    Attributes:
        docs: Their numbers, int32[n], each once; ``None`` for all numbers, in order.
        steps: What is added, before it is weighed, uint16[n] or [size].
        agreeing: Whether each counts as matched. uint8[n], not 0 if so; for all numbers, as bits of
            bytes, the lowest first; ``None``: all those whose steps are not 0 (each of ``docs``).
        weight: Of the slot; rounded to float32.
    """

    docs: NDArray[np.int32] | None
    steps: NDArray[np.uint16]
    agreeing: NDArray[np.uint8] | None
    weight: float


@kernel
def add_up(
    shares: Sequence[Share],
    parts: Sequence[tuple[NDArray[np.float32], NDArray[np.bool_]]],
    factors: NDArray[np.float32],
    scores: NDArray[np.float32],
    complete: NDArray[np.bool_],
) -> None:
    """Add up what all slots add, and multiply it according to how many of them an article matches.

    Args:
        shares: One after the other, ``steps * weight`` in float32.
        parts: What is added after these: to the scores, float32[size], and which articles are
            matched by it, bool[size].
        factors: float32[len(shares) + len(parts) + 1], by what the sum is multiplied where none,
            one … all of them match.
        scores: float32[size], set to the products.
        complete: bool[size], set where all match.

    Raises:
        IndexError: A document number is below 0 or not below ``size``.
        ValueError: The arrays are of different lengths.
    """
    wanted = len(shares) + len(parts)
    size = len(scores)
    if len(factors) != wanted + 1 or len(complete) != size:
        raise ValueError("arrays of different lengths")
    matched = np.zeros(size, np.int64)
    scores[:] = 0
    for docs, steps, agreeing, weight in shares:
        share = steps * np.float32(weight)
        if docs is not None:
            if len(docs) and not 0 <= int(docs.min()) <= int(docs.max()) < size:
                raise IndexError(f"a document that is not below {size}")
            if agreeing is not None and len(agreeing) != len(docs):
                raise ValueError("arrays of different lengths")
            scores[docs] += share
            matched[docs] += True if agreeing is None else agreeing != 0
        else:
            scores += share
            bits = agreeing if agreeing is None else np.unpackbits(agreeing, bitorder="little")
            matched += steps != 0 if bits is None else bits[:size]
    for added, fulfilled in parts:
        scores += added
        matched += fulfilled
    scores *= factors[matched]
    complete[:] = matched == wanted
