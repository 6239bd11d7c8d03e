"""The numbers of ranking, in one place, each with what it was measured on."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Weights:
    """Parameters of a score.

    Attributes:
        k1: Saturation of term frequency in BM25 (Robertson et al. 1994).
        b_title: Length normalisation of titles, 0–1.
        b_body: Length normalisation of bodies, 0–1.
        title: What an occurrence in the title counts, in occurrences in the body (BM25F).
        conflicting: What an occurrence with other marks counts.
        coordination: In queries of more than three syllables, the share of them that an article
            holds counts with this number over their number as its exponent, at most 1.
        pair: Weight of two neighbouring syllables of the query that are neighbours in the article.
        phrase: Weight of a quoted phrase, as a term of its own.
        rescored: How many of the best articles are looked at for neighbouring syllables.
    """

    k1: float = 1.2
    b_title: float = 0.5
    b_body: float = 0.75
    title: float = 2.0
    conflicting: float = 0.1
    coordination: float = 2.0
    pair: float = 0.3
    phrase: float = 1.0
    rescored: int = 200


DEFAULT = Weights()
