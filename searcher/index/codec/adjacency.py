"""Which of some chosen terms stand side by side in some documents, read off the token sequences.

What ranking asks of its best candidates. Of all the slots of a document only those are looked at
twice that hold a chosen term and have one as their neighbour. Not for phrases (``phrase_scan``), nor
for single terms (``sequences``).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from searcher.index.codec.sequences import FieldSequences
from searcher.index.codec.types import Int64s
from searcher.index.codec.types import offsets as offsets_of

Values = NDArray[np.unsignedinteger]

# As many terms as may share a position: a word and the forms it is glued into.
_MOST_AT_ONE_POSITION = 4


def adjacent(
    sequences: FieldSequences, docs: Int64s, ids: Int64s, table: Values
) -> tuple[Values, Values, Int64s]:
    """Find the chosen terms that stand directly before others.

    Args:
        sequences: Of the field.
        docs: int64[n], existing document numbers, ascending.
        ids: The ids of the chosen terms.
        table: [FIRST_ID + terms], the value of every chosen term, 0 for all others.

    Returns:
        The value of the first term, [m]; that of the second, [m]; and in which of ``docs`` they
        stand, int64[m]. A word and the forms that share its position are neighbours of the words on
        both sides.

    Raises:
        CorruptSegment: The arrays do not fit together.
    """
    begins, counts = sequences.bounds(docs)
    edges = offsets_of(counts)
    slots = sequences.slots_of(docs, begins, counts)
    chosen = sequences.chosen(slots, ids, table)
    # Element i: the slots i - 1 and i both hold one. The last of a document has no neighbour.
    both = np.empty(len(slots) + 1, np.bool_)
    np.logical_and(chosen[:-1], chosen[1:], out=both[1:-1])
    both[edges] = False
    keys, extra_ids = sequences.extras(docs)
    special = keys[table.take(extra_ids) != 0] >> 32
    if len(special):
        # Where a word shares its position with others, or is rare, slots do not say everything.
        special = np.unique(special)
        for which in docs.searchsorted(special).tolist():
            both[edges[which] : edges[which + 1]] = False
    second = both.nonzero()[0]
    per_doc = np.diff(second.searchsorted(edges))
    found = (
        table.take(slots.take(second - 1)),
        table.take(slots.take(second)),
        np.repeat(np.arange(len(docs)), per_doc),
    )
    if not len(special):
        return found
    first, after, owners = _among_occurrences(*sequences.occurrences(special, ids, table))
    rest = first, after, docs.searchsorted(owners)
    one, other, which_docs = (np.concatenate(parts) for parts in zip(found, rest, strict=True))
    return one, other, which_docs


def _among_occurrences(keys: Int64s, values: Values) -> tuple[Values, Values, Int64s]:
    """The same, from where the chosen terms stand; their documents by number."""
    firsts, seconds, owners = [], [], []
    for step in range(1, 2 * _MOST_AT_ONE_POSITION):
        at = np.flatnonzero(keys[step:] - keys[:-step] == 1)
        firsts.append(values[at])
        seconds.append(values[at + step])
        owners.append(keys[at] >> 32)
    return np.concatenate(firsts), np.concatenate(seconds), np.concatenate(owners)
