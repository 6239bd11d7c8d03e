"""The posting lists of several folded forms in several fields, as they lie in the files.

What the first stage of a search asks for: all that its syllables need and that is not remembered.
They are decoded where they are added up (``kernels.pooling``). Not for a single form
(``variants``), and not for scoring.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from searcher.index.codec.errors import CorruptSegment
from searcher.index.whoosh_adapter.segment import Segment
from searcher.kernels.pooling import Lists, Pool, Run, pool


class Wanted(NamedTuple):
    """What is wanted together.

    Attributes:
        agreeing: Folded forms, and for each its marked forms whose marks agree.
        others: Whether its other marked forms are wanted, too.
    """

    agreeing: Mapping[str, Collection[str]]
    others: bool = True


class Weighing(NamedTuple):
    """What postings are worth.

    Attributes:
        worth: The fields to look into, and what an occurrence in each is worth in every article,
            float32[size].
        conflicting: What an occurrence with other marks is worth beside one that agrees.
        k1: Of the saturation.
    """

    worth: Mapping[str, NDArray[np.float32]]
    conflicting: float
    k1: float


def pooled(segments: Sequence[Segment], wanted: Sequence[Wanted], weighing: Weighing) -> list[Pool]:
    """Take together the postings of all live articles, of each that is wanted.

    Args:
        segments: All segments of an index.
        wanted: What is wanted.
        weighing: What it is worth.

    Returns:
        For each that is wanted, see ``kernels.pooling.pool``.

    Raises:
        CorruptSegment: A list cannot be.
    """
    found: list[Lists] = []
    runs: list[list[Run]] = [[] for _ in wanted]
    sources: list[tuple[Segment, str]] = []
    base = 0
    for segment in segments:
        numbers: dict[str, int] = {}
        for each, own in zip(wanted, runs, strict=True):
            for field, norms in weighing.worth.items():
                arrays = segment.arrays.field(field)
                if arrays is None:
                    continue
                for folded, agreeing in each.agreeing.items():
                    forms = segment.forms(field, folded)
                    if not forms.marked:
                        continue
                    if field not in numbers:
                        numbers[field] = len(found)
                        sources.append((segment, field))
                        live = segment.live if segment.has_deletions else None
                        own_norms = norms[base : base + segment.size]
                        found.append(Lists(*arrays.decoder.columns, own_norms, live, base))
                    number = numbers[field]
                    if each.others:
                        agree = bytes(map(agreeing.__contains__, forms.marked))
                        lists = [Run(number, forms.starts, *forms.wide, agree)]
                    else:
                        lists = [
                            Run(number, forms.starts[at : at + 2], *wide, b"\1")
                            for at, row in enumerate(forms.rows)
                            if forms.marked[at] in agreeing
                            for wide in [arrays.terms.wide_span(row, row + 1)]
                        ]
                    for run in lists:
                        arrays.decoder.check(int(run.starts[0]), int(run.starts[-1]), *run[2:4])
                    own += lists
        base += segment.size
    try:
        return pool(base, found, runs, weighing.conflicting, weighing.k1)
    except ValueError as error:
        if len(error.args) != 2:
            raise
        reason, number = error.args
        segment, field = sources[number]
        raise CorruptSegment(
            file=segment.arrays.postings_file.name, reason=f"{field}: {reason}"
        ) from error
