"""Choosing the best of many scores, and what is added to the scores of these."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from searcher.kernels import kernel


@kernel
def best_scores(scores: NDArray[np.float32], count: int) -> NDArray[np.int64]:
    """Find the highest scores; all those that tie with the last one are in.

    Args:
        scores: float32[size]; those of 0 and less are out of the question.
        count: How many are wanted, at least 1.

    Returns:
        Their places, int64[n], ascending.

    Raises:
        ValueError: None is wanted.
    """
    if count < 1:
        raise ValueError("nothing is wanted")
    positive = np.flatnonzero(scores > 0)
    if len(positive) <= count:
        return positive
    likely = scores[positive]
    least = np.partition(likely, len(likely) - count)[len(likely) - count]
    return np.asarray(positive[likely >= least], np.int64)


@kernel
def holders_of(frequencies: NDArray[np.float32]) -> list[int]:
    """Count in how many places each term occurs.

    Args:
        frequencies: float32[terms, n], how often each term occurs, 0 where it does not.
    """
    held: list[int] = np.count_nonzero(frequencies, axis=1).tolist()
    return held


@kernel
def add_damped(
    scores: NDArray[np.float32],
    frequencies: NDArray[np.float32],
    weights: NDArray[np.float32],
    k1: float,
) -> None:
    """Add the share of several terms to some scores, one after the other, with BM25's damping.

    Args:
        scores: float32[n], changed in place.
        frequencies: float32[terms, n], how often each term occurs, at least 0.
        weights: float32[terms], what each is worth.
        k1: Rounded to float32; above 0.

    Raises:
        ValueError: The shapes do not fit.
    """
    if frequencies.shape != (len(weights), len(scores)):
        raise ValueError("arrays of different lengths")
    k1 = np.float32(k1)
    for frequency, weight in zip(frequencies, weights, strict=True):
        scores += frequency * (k1 + 1) / (frequency + k1) * weight


@kernel
def take_better(
    scores: NDArray[np.float32],
    answers: NDArray[np.int8],
    others: NDArray[np.float32],
    factor: float,
    number: int,
) -> None:
    """Take other scores where they are higher, and write down whose they are.

    Args:
        scores: float32[size], changed in place.
        answers: int8[size], likewise.
        others: float32[size], the other scores.
        factor: What these are multiplied by, rounded to float32.
        number: Whose they are, below 128.

    Raises:
        ValueError: The arrays are of different lengths.
    """
    if not len(scores) == len(answers) == len(others):
        raise ValueError("arrays of different lengths")
    scaled = others * np.float32(factor)
    better = scaled > scores
    scores[better] = scaled[better]
    answers[better] = number
