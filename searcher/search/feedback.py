"""Which marks were meant, once more: told by the articles that are found first.

A query is about something, and so are the articles that answer it best. Which form of a syllable
stands in them, and beside which neighbours, says more of what was meant than the whole index does:
*may* is *máy* among computers and *may* among tailors. The best articles of a first ranking are taken
to be relevant (pseudo-relevance feedback, Croft and Harper 1979), and what stands in them is added to
the counts the first reading was made from. Nothing else is learnt from them: no word is added to a
query. Not for reading (``restore``), and not where the first reading leaves no doubt.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from searcher.index.schema import BODY
from searcher.kernels.ranges import places
from searcher.search.beside import Counts, Term
from searcher.search.restore import Evidence, Reading, likeliest
from searcher.search.scoring import Docs, Floats

#: So many of the best articles are asked; 5 or 20 bring .001 nDCG@10 less.
ARTICLES: Final = 10

# Fewer words are about too little: the articles that hold one of them most often would decide.
_FEWEST_WORDS: Final = 4
# So large a share of its words must be expected to be read wrongly. The smaller it is, the more queries
# are ranked twice: of .678 nDCG@10 without marks .03 makes .685, .04 the same, and .07 .684, for half the
# queries that .03 takes.
_DOUBT: Final = 0.07
# Together they count as this share of all articles of the index: .03 and .3 bring .001 less.
_SHARE: Final = 0.1
# Each counts as the square of its score, in steps of which the best has so many.
_STEPS: Final = 64
# In so many words a book is about anything; it also bounds what a query takes.
_LONGEST: Final = 10_000
# A query of so many forms is a text, and takes longer to count than it is worth.
_MOST_FORMS: Final = 1_000


class Index(Protocol):
    """What is asked of an index."""

    @property
    def article_count(self) -> int:
        """How many articles there are."""

    def lengths(self, field: str) -> NDArray[np.int32]:
        """How many words the field has in every document."""

    def occurrences(
        self, field: str, docs: Docs, terms: Sequence[Term]
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Where terms occur in articles, ``document << 32 | position``, and which of them."""


def leaves_doubt(reading: Reading) -> bool:
    """Whether the marks of a query are worth a second look."""
    evidence, words = reading.evidence, len(reading.terms)
    if evidence is None or words < _FEWEST_WORDS or len(evidence.occurring) > _MOST_FORMS:
        return False
    return sum(reading.confidence) < (1 - _DOUBT) * words


def read_again(evidence: Evidence, docs: Docs, scores: Floats, index: Index) -> Reading:
    """Restore the marks of a query by what stands in the articles it finds first.

    Args:
        evidence: What its words were read by at first.
        docs: Document numbers of these articles, int64 of shape ``[n]``.
        scores: Their scores, float32 of shape ``[n]``, above 0.
        index: Where they are from.

    Returns:
        The reading of the same words; the same however the index is cut into segments, since all
        that is added up is whole numbers.
    """
    weights = np.rint(_STEPS * (scores / scores.max()) ** 2).astype(np.int64)
    weights *= index.lengths(BODY)[docs] <= _LONGEST
    alone, together = _counted(evidence, docs, weights, index)
    articles, total = round(_SHARE * index.article_count), max(int(weights.sum()), 1)
    return likeliest(
        evidence._replace(
            occurring=evidence.occurring + alone * articles // total,
            together=evidence.together + together * articles // total,
        )
    )


def _counted(
    evidence: Evidence, docs: Docs, weights: Counts, index: Index
) -> tuple[Counts, Counts]:
    """How often the forms of words stand in some articles, and those of successive words together.

    Args:
        evidence: The words.
        docs: Document numbers.
        weights: What an occurrence counts in each of them; one of 0 is not looked into.
        index: Where they are from.

    Returns:
        As those of ``evidence``.
    """
    edges, sizes = evidence.edges, np.diff(evidence.edges)
    number: dict[Term, int] = {}
    forms = [number.setdefault(term, len(number)) for word in evidence.words for term in word]
    numbers, size = np.array(forms, np.int64), len(number)
    order = docs.argsort()
    order = order[weights[order] > 0]
    docs, weights = docs[order], weights[order]
    keys, which = index.occurrences(BODY, docs, list(number))
    own = weights[docs.searchsorted(keys >> 32)]
    # Terms that share a position share a key, and one may stand beside several.
    low, high = keys.searchsorted(keys + 1), keys.searchsorted(keys + 2)
    front = np.repeat(np.arange(len(keys)), high - low)
    codes = which[front] * size + which[places(low, high - low)]
    pairs = np.bincount(codes, own[front], size * size)
    # Beside each form of a word all forms of the next.
    counts = np.repeat(sizes[1:], sizes[:-1])
    second = numbers[places(np.repeat(edges[1:-1], sizes[:-1]), counts)]
    together = pairs[np.repeat(numbers[: len(counts)], counts) * size + second]
    alone = np.bincount(which, own, size)[numbers]
    # Sums of whole numbers, which float64 holds exactly.
    return alone.astype(np.int64), together.astype(np.int64)
