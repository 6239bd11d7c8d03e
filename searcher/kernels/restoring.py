"""The likeliest forms of a row of words, by how often one form follows another, and how sure they are."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from searcher.kernels import kernel

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

# One step is never below 1e-12 or so: so many of them cannot vanish.
_CHECKED_STEPS = 8
_SMALL, _UNDERFLOW_GUARD = 2.0**-400, 2.0**400


@kernel
def likeliest_path(
    edges: Ints, alone: Floats, context: Floats, spread: Floats, together: Ints, discount: float
) -> tuple[Ints, Floats, Floats, Floats]:
    """Find the likeliest path through the forms of some words (Viterbi 1967), and how likely each is.

    The probability of a form after another is ``max(together - discount, 0) / context + spread *
    alone``, with what is known of the form before; ``alone`` where the word before has no forms, as
    the first has none before it. A word without forms has one of its own, of which nothing is known.

    Args:
        edges: int64[words + 1], where the forms of each word begin among all forms.
        alone: float64[forms], the probability of each form by itself.
        context: float64[forms], how often each stands before any.
        spread: float64[forms], what of that is left for those never seen behind it.
        together: int64[cells], how often forms follow each other: for each two successive words, end
            to end, a row for each form of the first.
        discount: What is taken away from each of these.

    Returns:
        - which of the forms of each word is taken, int64[words], of equally likely ones the first;
        - how likely that form is by itself among those of its word, float64[words];
        - how likely it is given all words, float64[words]: its share of all paths, weighed by
          their probabilities (the forward-backward algorithm, Baum et al. 1970);
        - the probabilities, float64: for each word, end to end, a row for each form before it (one
          where there is none), in which each of its forms has a place (one where there is none).

    Raises:
        ValueError: The arrays are of different lengths.
    """
    if not len(edges) or edges[0] or edges[-1] != len(alone) or (np.diff(edges) < 0).any():
        raise ValueError("the words do not fit their forms")
    sizes = np.diff(edges)
    if not len(alone) == len(context) == len(spread) or len(together) != sizes[:-1] @ sizes[1:]:
        raise ValueError("arrays of different lengths")
    steps: list[Floats] = []
    back: list[Ints] = []
    best = np.ones(1)
    before, cell = slice(0, 0), 0
    for number, (begin, end) in enumerate(
        zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True)
    ):
        own, rows = alone[begin:end], before.stop - before.start
        step = np.ones((max(rows, 1), 1)) if begin == end else own[None, :]
        if rows and begin < end:
            counts = together[cell : cell + rows * len(own)].reshape(rows, -1)
            cell += counts.size
            kept = np.maximum(counts - discount, 0.0)
            step = kept / context[before, None] + spread[before, None] * own
        steps.append(step)
        ways = best[:, None] * step
        back.append(ways.argmax(axis=0))
        best = ways.max(axis=0)
        # Many small factors would vanish; a power of two changes nothing else.
        if number % _CHECKED_STEPS == 0 and best.max() < _SMALL:
            best = best * _UNDERFLOW_GUARD
        before = slice(begin, end)
    path = [int(best.argmax())]
    for came_from in reversed(back):
        path.append(int(came_from[path[-1]]))
    path = path[-2::-1]
    probabilities = np.concatenate([np.zeros(0), *(step.ravel() for step in steps)])
    prior = [
        alone[begin + chosen] / alone[begin:end].sum() if begin < end else 1.0
        for begin, end, chosen in zip(edges[:-1].tolist(), edges[1:].tolist(), path, strict=True)
    ]
    return np.array(path, np.int64), np.array(prior), _confidence(steps, path), probabilities


def _confidence(steps: Sequence[Floats], path: Sequence[int]) -> Floats:
    """How likely each form of a path is, given all words."""
    forward: list[Floats] = []
    sums = np.ones(1)
    for step in steps:
        sums = sums @ step
        sums = sums / sums.sum()
        forward.append(sums)
    confidence = np.empty(len(steps))
    behind = np.ones(len(sums))
    for number in range(len(steps) - 1, -1, -1):
        both = forward[number] * behind
        confidence[number] = both[path[number]] / both.sum()
        behind = steps[number] @ behind
        behind = behind / behind.max()
    return confidence
