"""Posting lists taken together: what a slot is worth in every article that holds one of its words.

Of the lists see ``postings``. Frequencies are one byte each, too, 255 for all that are as large.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from searcher.kernels import kernel
from searcher.kernels.postings import WIDE, documents

# From this share of the index on, adding the whole index is faster than picking articles.
_DENSE = 6
# A saturated frequency is kept in so many steps from 0 to k1 + 1.
STEPS = int(np.iinfo(np.uint16).max)

Pool: TypeAlias = (
    "tuple[NDArray[np.int32] | None, NDArray[np.uint16], NDArray[np.uint8] | None, int]"
)


class Lists(NamedTuple):
    """All posting lists of one field of a segment, and what there is to know for weighing them.

    Attributes:
        gaps: uint8[postings].
        wide_gaps: uint32[wide gaps].
        frequencies: uint8[postings]; ``None`` when all are 1.
        wide_frequency_postings: uint64[wide frequencies], the postings whose frequency is 255 or
            more, ascending.
        wide_frequencies: uint32, these frequencies.
        worth: float32[documents], what one occurrence is worth in each document.
        live: bool[documents], which documents count; ``None``: all.
        base: The number of the first document among those of all segments.
    """

    gaps: NDArray[np.uint8]
    wide_gaps: NDArray[np.uint32]
    frequencies: NDArray[np.uint8] | None
    wide_frequency_postings: NDArray[np.uint64]
    wide_frequencies: NDArray[np.uint32]
    worth: NDArray[np.float32]
    live: NDArray[np.bool_] | None
    base: int


class Run(NamedTuple):
    """Neighbouring posting lists.

    Attributes:
        lists: The number of the ``Lists`` they are among.
        starts: int64[lists + 1], where each begins and the last one ends.
        wide_start: Where the wide gaps of the first one begin.
        wide_stop: Where those of the last one end.
        agreeing: Per list one byte, not 0 when its marks agree.
    """

    lists: int
    starts: NDArray[np.int64]
    wide_start: int
    wide_stop: int
    agreeing: bytes


@kernel
def pool(
    size: int,
    fields: Sequence[Lists],
    slots: Sequence[Sequence[Run]],
    conflicting: float,
    k1: float,
) -> list[Pool]:
    """Take the postings of slots together: the saturated frequency of each slot in every article.

    An occurrence is worth what ``Lists`` says, and less in a list whose marks do not agree. What is
    saturated is the sum over all lists of a slot, in float64 and in their order:
    ``(k1 + 1) * f / (k1 + f)`` (BM25) in float32, as a number of steps of ``(k1 + 1) / STEPS``. What
    comes out below 0 or as no number, because ``worth`` is, is the highest step.

    Args:
        size: How many documents there are.
        fields: The posting lists of some fields.
        slots: The runs of each slot.
        conflicting: What an occurrence with other marks is worth beside one that agrees.
        k1: Rounded to float32; above 0.

    Returns:
        For each slot

        - the documents that hold it, ascending, int32[n]; ``None`` for all when these are many;
        - the steps in each of them, uint16[n] or [size], 0 only where the slot does not occur;
        - which of them hold it with marks that agree: uint8[n], or, for all, as bits of bytes, the
          lowest first; ``None`` when all that hold it do;
        - how many hold it, with marks that agree if any do so.

    Raises:
        ValueError: Some lists cannot be. Its arguments are a reason and the number of the
            ``Lists``. Or the arrays of some ``Lists`` do not fit together.
    """
    for field in fields:
        _check(field)
    pools = []
    for runs in slots:
        docs, worth = [np.zeros(0, np.int64)], [np.zeros(0)]
        agreeing = [np.zeros(0, np.bool_)]
        for run in runs:
            field = fields[run.lists]
            try:
                own = documents(
                    field.gaps, field.wide_gaps, *run[1:4], min(len(field.worth), size - field.base)
                )
            except ValueError as error:
                raise ValueError(str(error), run.lists) from error
            if len(run.agreeing) != len(run.starts) - 1:
                raise ValueError("arrays of different lengths")
            share = field.worth[own].astype(np.float64)
            if field.frequencies is not None:
                share *= _frequencies(field, field.frequencies, *run.starts[[0, -1]].tolist())
            lists_agree = np.frombuffer(run.agreeing, np.uint8) != 0
            agrees = np.repeat(lists_agree, np.diff(run.starts))
            if not lists_agree.all():
                share[~agrees] *= conflicting
            kept = slice(None) if field.live is None else field.live[own]
            docs.append(own[kept] + field.base)
            worth.append(share[kept])
            agreeing.append(agrees[kept])
        pools.append(
            _pooled(size, np.concatenate(docs), np.concatenate(worth), np.concatenate(agreeing), k1)
        )
    return pools


@kernel
def pool_weighed(size: int, docs: NDArray[np.int64], worth: NDArray[np.float64], k1: float) -> Pool:
    """Take postings together that are weighed already, all of them with marks that agree.

    Args:
        size: How many documents there are.
        docs: Documents in any order, int64[postings].
        worth: What each posting is worth, float64[postings].
        k1: As for ``pool``.

    Returns:
        See ``pool``.

    Raises:
        IndexError: A document is below 0 or not below ``size``.
        ValueError: The arrays are of different lengths.
    """
    if len(docs) != len(worth):
        raise ValueError("arrays of different lengths")
    if len(docs) and not 0 <= int(docs.min()) <= int(docs.max()) < size:
        raise IndexError(f"a document that is not below {size}")
    return _pooled(size, docs, worth, np.ones(len(docs), np.bool_), k1)


def _check(field: Lists) -> None:
    fitting = (
        field.base >= 0
        and (field.frequencies is None or len(field.frequencies) == len(field.gaps))
        and len(field.wide_frequencies) == len(field.wide_frequency_postings)
        and (field.live is None or len(field.live) == len(field.worth))
    )
    if not fitting:
        raise ValueError("arrays of different lengths")


def _frequencies(
    field: Lists, all_of_them: NDArray[np.uint8], first: int, last: int
) -> NDArray[np.float64]:
    frequencies = all_of_them[first:last]
    found = frequencies.astype(np.float64)
    at = (frequencies == WIDE).nonzero()[0]
    if len(at):
        places = field.wide_frequency_postings.searchsorted((at + first).astype(np.uint64))
        known = places < len(field.wide_frequency_postings)
        known[known] = field.wide_frequency_postings[places[known]] == at[known] + first
        found[at[known]] = field.wide_frequencies[places[known]]
    return found


def _pooled(
    size: int,
    docs: NDArray[np.int64],
    worth: NDArray[np.float64],
    agrees: NDArray[np.bool_],
    k1: float,
) -> Pool:
    frequency = np.bincount(docs, worth, size).astype(np.float64, copy=False)
    holds = np.zeros(size, np.bool_)
    holds[docs] = True
    known = int(np.count_nonzero(holds))
    # What all articles hold is not picked out.
    held = None if known * _DENSE > size else holds.nonzero()[0]
    steps = _steps(frequency if held is None else frequency[held], k1)
    # However little it is worth, an article that holds a slot is found.
    least = holds if held is None else np.uint16(1)
    np.maximum(steps, least, out=steps)
    docs_held = held if held is None else held.astype(np.int32)
    if agrees.all():
        return docs_held, steps, None, known
    holds_agreeing = np.zeros(size, np.bool_)
    holds_agreeing[docs[agrees]] = True
    found = int(np.count_nonzero(holds_agreeing)) or known
    if held is None:
        return None, steps, np.packbits(holds_agreeing, bitorder="little"), found
    return docs_held, steps, holds_agreeing[held].view(np.uint8), found


def _steps(sums: NDArray[np.float64], k1: float) -> NDArray[np.uint16]:
    """The saturated frequencies of some sums."""
    single = np.float32(k1)
    frequency = sums.astype(np.float32)
    with np.errstate(all="ignore"):
        steps = frequency * (single + 1)
        frequency += single
        steps /= frequency
        steps *= np.float32(STEPS / (k1 + 1))
        np.rint(steps, out=steps)
        steps[~((steps >= 0) & (steps < STEPS))] = STEPS
    found: NDArray[np.uint16] = steps.astype(np.uint16)
    return found
