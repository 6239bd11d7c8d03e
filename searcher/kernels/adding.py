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
    besides: Sequence[Share],
    parts: Sequence[tuple[NDArray[np.float32], NDArray[np.bool_]]],
    factors: NDArray[np.float32],
    scores: NDArray[np.float32],
    complete: NDArray[np.bool_],
) -> None:
    """Add up what all slots add, and multiply it according to how many of them an article matches.

    Args:
        shares: One after the other, ``steps * weight`` in float32.
        besides: What is added after these in the same way, and matches nothing.
        parts: What is added last: to the scores, float32[size], and which articles are matched by
            it, bool[size].
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
    for number, (docs, steps, agreeing, weight) in enumerate((*shares, *besides)):
        matches = number < len(shares)
        share = steps * np.float32(weight)
        if docs is not None:
            if len(docs) and not 0 <= int(docs.min()) <= int(docs.max()) < size:
                raise IndexError(f"a document that is not below {size}")
            if agreeing is not None and len(agreeing) != len(docs):
                raise ValueError("arrays of different lengths")
            scores[docs] += share
            if matches:
                matched[docs] += True if agreeing is None else agreeing != 0
        else:
            scores += share
            bits = (
                agreeing if agreeing is None else np.unpackbits(agreeing, bitorder="little")[:size]
            )
            if bits is not None and len(bits) != size:
                raise ValueError("arrays of different lengths")
            if matches:
                matched += steps != 0 if bits is None else bits
    for added, fulfilled in parts:
        scores += added
        matched += fulfilled
    scores *= factors[matched]
    complete[:] = matched == wanted


@kernel
def add_up_some(
    shares: Sequence[Share],
    besides: Sequence[Share],
    factors: NDArray[np.float32],
    some: NDArray[np.int64],
    size: int,
    scores: NDArray[np.float32],
    complete: NDArray[np.bool_],
) -> None:
    """Do the same as ``add_up`` for some articles only.

    Args:
        shares: As for ``add_up``; the numbers of each ascending.
        besides: Likewise.
        factors: float32[len(shares) + 1], likewise.
        some: int64[n], the numbers of these articles, ascending.
        size: How many articles there are.
        scores: float32[n], set to their scores.
        complete: bool[n], set where all slots match.

    Raises:
        IndexError: A number is below 0 or not below ``size``.
        ValueError: The arrays are of different lengths.
    """
    if len(factors) != len(shares) + 1 or not len(scores) == len(complete) == len(some):
        raise ValueError("arrays of different lengths")
    if len(some) and not 0 <= int(some.min()) <= int(some.max()) < size:
        raise IndexError(f"a document that is not below {size}")
    matched = np.zeros(len(some), np.int64)
    scores[:] = 0
    for number, (docs, steps, agreeing, weight) in enumerate((*shares, *besides)):
        expected = size if docs is None else len(docs)
        flags = expected if docs is not None else (size + 7) >> 3
        if len(steps) != expected or (agreeing is not None and len(agreeing) != flags):
            raise ValueError("arrays of different lengths")
        if docs is None:
            own, held = some, np.ones(len(some), np.bool_)
            bits = steps if agreeing is None else np.unpackbits(agreeing, bitorder="little")
        else:
            own = docs.searchsorted(some)
            held = own < len(docs)
            held[held] = docs[own[held]] == some[held]
            own = own[held]
            bits = np.ones(len(docs), np.uint8) if agreeing is None else agreeing
        scores[held] += steps[own] * np.float32(weight)
        if number < len(shares):
            matched[held] += bits[own] != 0
    scores *= factors[matched]
    complete[:] = matched == len(shares)
