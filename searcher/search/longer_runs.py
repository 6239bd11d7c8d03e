"""Which of the likeliest readings of a query: the one whose longer runs really stand in the index.

Restoring marks looks at two words at a time. Of the few readings that come out best, those words
are looked at three at a time: how often each such run stands in articles is counted, and where it
does the odds change as absolute discounting has it, backing off from three words to two (Ney, Essen
and Kneser 1994). What is a word of several syllables counts extra.

For what is shown and offered; ranking does not wait for it. Not for the readings themselves
(``restore``), nor for how likely they are as queries (``query_odds``), where what all of it is worth
was measured.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from searcher.search import query_odds
from searcher.search.beside import Term
from searcher.search.phrases import Keys, followed_by
from searcher.search.restore import Floats

Path = tuple[int, ...]
Docs = NDArray[np.int64]
Run = tuple[Term, Term, Term]

_RUN: Final = 3
_MOST_PATHS: Final = 8
# Measured on 1,200 others of the same kind: all from 0.75 to 0.9 are as good.
_DISCOUNT: Final = 0.75
_SPREAD: Final = 0.9
# Fitted together with the powers of ``query_odds``: what a run is worth beside them, and what each
# syllable that is in a word of several is worth.
_RUNS: Final = 0.7
_IN_WORDS: Final = math.exp(0.42)
# What bounds the time: how many words are looked through. Counted in half a million, a query takes
# 2 ms (95 % under 7) and the gain is three quarters of what counting everything gives.
_MOST_TOKENS: Final = 500_000


class Lexicon(Protocol):
    """The words of several syllables."""

    def spans(self, syllables: Sequence[str]) -> list[tuple[int, int]]:
        """Start and end of the words in a run of marked syllables."""


class Index(query_odds.Index, Protocol):
    """What is asked of an index."""

    @property
    def size(self) -> int:
        """How many documents there are."""

    @property
    def lexicon(self) -> Lexicon:
        """The words of several syllables."""

    def lengths(self, field: str) -> NDArray[np.int32]:
        """How many words the field has in every document."""

    def postings(self, field: str, folded: str, marked: str) -> tuple[Docs, NDArray[np.int32]]:
        """The articles a term occurs in, and how often."""

    def occurrences(
        self, field: str, docs: Docs, terms: Sequence[Term]
    ) -> tuple[Keys, NDArray[np.int64]]:
        """Where terms occur in articles, ``document << 32 | position``, and which of them."""


def best_paths(steps: Sequence[Floats], most: int = _MOST_PATHS) -> list[tuple[float, Path]]:
    """The likeliest paths, and how likely each is beside the first (list Viterbi, Seshadri 1994).

    Args:
        steps: P(form | form before) of each word, float64 of shape ``[forms before, forms]``.
        most: How many of them at most.
    """
    odds = np.ones((len(steps[0]), 1))
    back: list[NDArray[np.int64]] = []
    for step in steps:
        # Element [w, f]: to form f by way w, which is a form before and one of its paths.
        ways = (odds[:, :, None] * step[:, None, :]).reshape(-1, step.shape[1])
        chosen = np.argsort(-ways, axis=0, kind="stable")[:most]
        odds = np.take_along_axis(ways, chosen, axis=0).T
        odds = odds / odds.max()
        back.append(chosen.T)
    found = []
    for end in np.argsort(-odds, axis=None, kind="stable")[:most].tolist():
        path: list[int] = []
        at = end
        for number in range(len(steps) - 1, -1, -1):
            form, rank = divmod(at, back[number].shape[1])
            path.append(form)
            at = int(back[number][form, rank])
        found.append((float(odds.flat[end]), tuple(path[::-1])))
    return found


def weighed(
    words: Sequence[Sequence[Term]],
    steps: Sequence[Floats],
    paths: Sequence[tuple[float, Path]],
    index: Index,
) -> list[tuple[float, Path]]:
    """Change the odds of paths by the runs of three words, and the words, that they hold.

    Args:
        words: The forms of each word, none for one that stays as typed.
        steps: P(form | form before) of each word, float64 of shape ``[forms before, forms]``.
        paths: How likely each is beside the first, and which form of each word it takes.
        index: Where to count.

    Returns:
        The same paths, the likeliest first; their odds add up to what they did.
    """
    taken = [
        [word[n] if word else None for word, n in zip(words, p, strict=True)] for _, p in paths
    ]
    runs = [_runs(terms) for terms in taken]
    # What all of them hold makes no difference.
    shared = set(runs[0]).intersection(*runs[1:])
    asked = sorted({run for _, run in set().union(*runs) - shared})
    counted = _count(asked, index) if asked else {}
    weights = np.array([odds for odds, _ in paths])
    weights *= [_IN_WORDS ** _syllables_in_words(terms, index.lexicon) for terms in taken]
    for number, (_, path) in enumerate(paths):
        for place, run in runs[number]:
            before, together = counted.get(run, (0, 0))
            if before:
                backed_off = float(steps[place][path[place - 1], path[place]])
                spread = _DISCOUNT * before ** (_SPREAD - 1)
                now = max(together - _DISCOUNT, 0.0) / before + spread * backed_off
                weights[number] *= (now / backed_off) ** _RUNS
    weights *= sum(odds for odds, _ in paths) / weights.sum()
    order = np.argsort(-weights, kind="stable").tolist()
    return [(float(weights[number]), paths[number][1]) for number in order]


def _syllables_in_words(terms: Iterable[Term | None], lexicon: Lexicon) -> int:
    """How many of the syllables of a reading are in words of several syllables."""
    rows = [list(row) for known, row in groupby(terms, bool) if known]
    spans = [lexicon.spans([term[1] for term in row if term]) for row in rows]
    return sum(end - start for row in spans for start, end in row)


def _runs(terms: Sequence[Term | None]) -> list[tuple[int, Run]]:
    """Every run of three terms, and where its last one stands."""
    return [
        (place + _RUN - 1, (first, second, third))
        for place, (first, second, third) in enumerate(
            zip(terms, terms[1:], terms[2:], strict=False)
        )
        if first is not None and second is not None and third is not None
    ]


def _count(runs: Sequence[Run], index: Index) -> dict[Run, tuple[int, int]]:
    """How often the first two words of each run stand side by side, and how often all three do."""
    pairs = list(dict.fromkeys(pair for a, b, c in runs for pair in ((a, b), (b, c))))
    terms = list(dict.fromkeys(term for pair in pairs for term in pair))
    number = {term: n for n, term in enumerate(terms)}
    _, found = index.neighbours.neighbour_counts(
        terms,
        np.array([number[a] for a, _ in pairs], np.int64),
        np.array([number[b] for _, b in pairs], np.int64),
    )
    together = dict(zip(pairs, found.tolist(), strict=True))
    possible = [(a, b, c) for a, b, c in runs if together[a, b] and together[b, c]]
    counts = _stand(possible, index) if possible else {}
    return {run: (together[run[0], run[1]], counts.get(run, 0)) for run in runs}


def _stand(runs: Sequence[Run], index: Index) -> dict[Run, int]:
    """How often runs stand in bodies, or in those most likely to hold them where they are many."""
    terms = sorted({term for run in runs for term in run})
    frequency = {}
    for term in terms:
        holders, often = index.postings("body", *term)
        frequency[term] = np.zeros(index.size, np.float32)
        frequency[term][holders] = often
    promising = np.zeros(index.size, np.float32)
    for first, second, third in runs:
        product = frequency[first] * frequency[second]
        product *= frequency[third]
        np.maximum(promising, product, out=promising)
    docs = np.flatnonzero(promising > 0)
    # Runs stand where their words are dense; and a short article is soon looked through.
    lengths = index.lengths("body")[docs].astype(np.int64)
    order = np.argsort(-promising[docs] / np.maximum(lengths, 1) ** 2, kind="stable")
    docs = np.sort(docs[order[np.cumsum(lengths[order]) <= _MOST_TOKENS]])
    keys, which = index.occurrences("body", docs, terms)
    places = {term: keys[which == number] for number, term in enumerate(terms)}
    ends: dict[tuple[Term, Term], Keys] = {}
    found = {}
    for first, second, third in runs:
        if (first, second) not in ends:
            ends[first, second] = followed_by(places[first], places[second])
        run_ends = followed_by(ends[first, second], places[third])
        found[first, second, third] = len(run_ends)
    return found
