"""Which marks were meant: the likeliest marked forms of a row of syllables typed with some or none.

"neu guong" alone and syllable by syllable would be *nếu gương*; that *nêu gương* is meant shows in
how often each form follows each in the index itself. The likeliest reading is found by the Viterbi
algorithm (Viterbi 1967) over the forms the index knows, with bigrams smoothed by absolute
discounting (Ney, Essen and Kneser 1994). A reading is a guess: it is worth a bonus in ranking, and
never decides what is found. Nothing typed is contradicted; numbers, foreign words and words the
index does not know stay as they are.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple, overload

import numpy as np
from numpy.typing import NDArray

from searcher.kernels.restoring import likeliest_path
from searcher.search.beside import Beside, Counts, Neighbours, Term
from searcher.search.plan import Plan
from searcher.search.slots import Slot
from searcher.text import Agreement

Floats = NDArray[np.float64]

# Measured on 300 held-out articles of 30,000: 94.9 % of syllables for all discounts from 0.6 to 0.9.
_DISCOUNT = 0.75
# A term that occurs n times has about n ** _SPREAD different followers (Heaps' law; fitted on the
# same articles). Unlike the true number, this is the same however an index is cut into segments.
_SPREAD = 0.8
# No syllable of 30,000 articles has more forms, and the rarest are misprints.
_MOST_FORMS = 32


class Steps(Sequence[Floats]):
    """P(form | form before) for each word, a matrix of shape ``[forms before, forms]`` each.

    One form where a word has none, or none before it. Cut out of one array when they are asked for:
    ranking needs none of them.

    Args:
        probabilities: All matrices, end to end.
        sizes: How many forms each word has.
    """

    def __init__(self, probabilities: Floats, sizes: Sequence[int]) -> None:
        self._probabilities = probabilities
        self._sizes = sizes

    @cached_property
    def _matrices(self) -> tuple[Floats, ...]:
        columns = [max(size, 1) for size in self._sizes]
        shapes = list(zip([1, *columns], columns, strict=False))
        ends = list(accumulate(rows * own for rows, own in shapes))
        return tuple(
            self._probabilities[low:high].reshape(shape)
            for low, high, shape in zip([0, *ends], ends, shapes, strict=False)
        )

    def __len__(self) -> int:
        return len(self._sizes)

    @overload
    def __getitem__(self, number: int) -> Floats: ...

    @overload
    def __getitem__(self, number: slice) -> Sequence[Floats]: ...

    def __getitem__(self, number: int | slice) -> Floats | Sequence[Floats]:
        return self._matrices[number]


class Evidence(NamedTuple):
    """What a reading is found out from; of the counts see ``beside.Successive``.

    Attributes:
        words: The terms each word may be meant as.
        edges: Where the forms of each word begin, int64 of shape ``[words + 1]``.
        occurring: How often each form occurs, int64 of shape ``[forms]``.
        together: How often those of successive words follow each other, int64 of shape ``[cells]``.
        token_count: How many words the index has, each time it occurs.
    """

    words: Sequence[Sequence[Term]]
    edges: Counts
    occurring: Counts
    together: Counts
    token_count: int


@dataclass(frozen=True)
class Reading:
    """The likeliest way to read a row of words.

    Attributes:
        terms: The term meant by each word; ``None`` where the word stays as typed.
        path: Which of the forms of each word that is.
        prior: How likely each of the terms is by itself, among those its word may be meant as, 0–1.
        confidence: How likely each is, given all the words, 0–1.
        steps: P(form | form before) for each word, see ``Steps``.
        evidence: What this was found out from; ``None`` where there was no choice.
    """

    terms: tuple[Term | None, ...]
    path: tuple[int, ...]
    prior: tuple[float, ...]
    confidence: tuple[float, ...]
    steps: Sequence[Floats] = field(compare=False, repr=False)
    evidence: Evidence | None = field(default=None, compare=False, repr=False)

    @property
    def ending(self) -> Floats:
        """How likely each form of the last word is after those before it; float64, sums to 1."""
        return _forward(self.steps)[0][-1] if self.steps else np.ones(1)

    @cached_property
    def probability(self) -> float:
        """How likely the reading is as a whole among all readings, 0–1."""
        if not self.steps:
            return 1.0
        _, evidence = _forward(self.steps)
        before = (0, *self.path[:-1])
        odds = sum(
            math.log(step[came_from, chosen])
            for step, came_from, chosen in zip(self.steps, before, self.path, strict=True)
        )
        return min(1.0, math.exp(odds - evidence))


def _forward(steps: Sequence[Floats]) -> tuple[list[Floats], float]:
    """The share of each form in all paths up to it, word by word, and the log of their sum."""
    shares, evidence = [], 0.0
    sums = np.ones(1)
    for step in steps:
        sums = sums @ step
        total = float(sums.sum())
        evidence += math.log(total)
        sums = sums / total
        shares.append(sums)
    return shares, evidence


def read(plan: Plan, beside: Beside) -> Reading:
    """Restore the marks of a query.

    A query is no paragraph: that "nếu" begins many sentences says nothing of its first word.

    Args:
        plan: The query.
        beside: How often its words stand side by side.

    Returns:
        The reading of ``plan.sequence``, element by element.
    """
    forms = [candidates(slot) for slot in plan.slots]
    words = [forms[slot] if slot >= 0 else () for slot in plan.sequence]
    if all(len(terms) < 2 for terms in forms):
        return _without_choice(words)
    if words == beside.words and max(map(len, words)) <= _MOST_FORMS:
        counts = beside.counts
        together = counts.occurring, counts.together
        return likeliest(Evidence(words, counts.edges, *together, beside.token_count))
    return restore(words, beside.neighbours)


def _without_choice(words: Sequence[Sequence[Term]]) -> Reading:
    terms = tuple(word[0] if word else None for word in words)
    size = len(words)
    return Reading(terms, (0,) * size, (1.0,) * size, (1.0,) * size, (np.ones((1, 1)),) * size)


def candidates(slot: Slot) -> tuple[Term, ...]:
    """The terms a word of a query may be meant as: those whose marks agree with what was typed."""
    typed = slot.forms[0]
    if len(slot.forms) == 1 and slot.is_syllable:
        return slot.agreeing
    agreeing = {Agreement.EXACT}
    if slot.is_syllable:
        agreeing.add(Agreement.COMPATIBLE)
    return tuple(
        (variant.folded, variant.marked)
        for variant in slot.variants
        if variant.folded == typed.folded and variant.agreement in agreeing
    )


def restore(
    words: Sequence[Sequence[Term]], neighbours: Neighbours, *, beginning: bool = False
) -> Reading:
    """Find the likeliest reading of some successive words.

    Args:
        words: The terms each word may be meant as, each once; none for a word that stays as typed
            and for a place where the words before and after are no neighbours. Of two equally
            likely readings the one with the earlier term is taken.
        neighbours: The index.
        beginning: Whether the words begin a paragraph, rather than that nothing is known of what
            comes before them.
    """
    words = [
        word if len(word) <= _MOST_FORMS else _most_frequent(word, neighbours) for word in words
    ]
    if not any(words):
        return _without_choice(words)
    counts = neighbours.successive_counts(words, beginning=beginning)
    together = counts.occurring, counts.together
    evidence = Evidence(words, counts.edges, *together, neighbours.token_count)
    return likeliest(evidence, beginning=beginning)


def _most_frequent(word: Sequence[Term], neighbours: Neighbours) -> list[Term]:
    order = np.argsort(-neighbours.term_counts(word), kind="stable")[:_MOST_FORMS]
    return [word[number] for number in np.sort(order).tolist()]


def likeliest(evidence: Evidence, *, beginning: bool = False) -> Reading:
    """Return the likeliest reading, by how often the forms of words follow each other.

    Args:
        evidence: The words and their counts.
        beginning: As for ``restore``.
    """
    words = evidence.words
    occurring = evidence.occurring.astype(np.float64)
    alone = (occurring + 0.5) / (evidence.token_count + 1.0)
    context = np.maximum(occurring, 1.0)
    spread = _DISCOUNT * context ** (_SPREAD - 1)
    if beginning:
        # There is no other way to begin.
        alone[0] = 1.0
    chosen, prior, confidence, probabilities = likeliest_path(
        evidence.edges, alone, context, spread, evidence.together, _DISCOUNT
    )
    path = chosen.tolist()[beginning:]
    terms = tuple([word[form] if word else None for word, form in zip(words, path, strict=True)])
    steps = Steps(probabilities[beginning:], list(map(len, words)))
    known = tuple(prior.tolist()[beginning:]), tuple(confidence.tolist()[beginning:])
    return Reading(terms, tuple(path), *known, steps, evidence)
