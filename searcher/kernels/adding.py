"""Adding the share of one slot to the scores of the articles that hold it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from searcher.kernels import kernel

Counts = NDArray[np.uint8] | NDArray[np.uint16]


@kernel
def add_sparse(
    scores: NDArray[np.float32],
    matched: Counts,
    docs: NDArray[np.int32],
    steps: NDArray[np.uint16],
    agreeing: NDArray[np.uint8] | None,
    weight: float,
) -> None:
    """Add a slot that few articles hold.

    Args:
        scores: float32[size], changed in place: ``steps[i] * weight`` is added for ``docs[i]``.
        matched: [size], changed in place: 1 is added for every agreeing article.
        docs: int32[n], distinct document numbers.
        steps: uint16[n].
        agreeing: uint8[n], not 0 where it agrees; ``None`` when all do.
        weight: Rounded to float32.

    Raises:
        IndexError: A document number is below 0 or not below ``size``.
    """
    places = docs.astype(np.intp)
    if (places < 0).any():  # numpy would count them from the end
        raise IndexError("a document below 0")
    scores[places] += steps * np.float32(weight)
    matched[places if agreeing is None else places[agreeing != 0]] += 1
