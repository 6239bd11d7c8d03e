"""How often some words stand side by side in some documents, read off the token sequences.

What ranking asks of its best candidates. Not for phrases (``phrase_scan``), nor for single terms
(``sequences``).
"""

from __future__ import annotations

from searcher.index.codec.sequences import FieldSequences
from searcher.index.codec.types import Float32s, Int64s
from searcher.kernels import sequences as kernels


def add_pairs(
    sequences: FieldSequences,
    docs: Int64s,
    words: tuple[Int64s, Int64s],
    pairs: Int64s,
    worth: Float32s,
    found: tuple[Float32s, int],
) -> None:
    """Add how often pairs of words stand in some documents.

    Args:
        sequences: Of the field.
        docs: int64[n], existing document numbers, ascending.
        words: The ids of the terms that may stand for each word, those of a word neighbours, 0 for
            none, int64[k]; and where those of each begin there, int64[words + 1].
        pairs: int64[pairs, 2], the word in front and the word behind.
        worth: float32[documents], what one occurrence adds.
        found: What is added to, float32[pairs, m]; and the column of the first document.

    Raises:
        CorruptSegment: The arrays do not fit together.
    """
    field = sequences.checked_slots(docs)
    try:
        kernels.add_pairs(*found, worth, field, docs, *words, pairs)
    except (IndexError, ValueError) as error:
        raise sequences.misfit() from error
