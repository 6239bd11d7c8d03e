"""The numbers of ranking, in one place, each with what it was measured on."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Weights:
    """Parameters of a score.

    ``k1`` and ``b`` are the customary ones. The others were chosen on the tuning halves of the
    queries of XQuAD, Zalo QA and VNTC headlines, typed in five ways; differences between
    neighbouring values (0.3 and 0.4 for ``pair``, 0.1 to 0.4 for ``restored``) are within 0.01 nDCG.

    Attributes:
        k1: Saturation of term frequency in BM25 (Robertson et al. 1994).
        b_title: Length normalisation of titles, 0–1.
        b_body: Length normalisation of bodies, 0–1.
        title: What an occurrence in the title counts, in occurrences in the body (BM25F).
        conflicting: What an occurrence with other marks counts.
        coordination: In queries of more than three syllables, the share of them that an article
            holds counts with this number over their number as its exponent, at most 1.
        pair: Weight of two neighbouring syllables of the query that are neighbours in the article.
        restored: Weight of the same in the marks that were most likely meant, where the typed ones
            leave it open.
        meant: Which part of the worth of a syllable is that of the form that was meant, where its
            marks were surely restored; the rest is that of all forms that agree.
        sure: How likely a form must be for that, 0–1.
        phrase: Weight of a quoted phrase, as a term of its own.
        fuzzy: What an occurrence of a word that is one letter away from a fuzzy one counts; two
            letters away its square, and so on. Not measured: exact ones shall come first.
        rescored: How many of the best articles are looked at for neighbouring syllables.
        rescored_in_doubt: How many of them before the marks of a query are read a second time.
        rescored_otherwise: How many of those that a query finds in other words, which count less:
            all ``rescored`` of them change nDCG by .0001 at most.
    """

    k1: float = 1.2
    b_title: float = 0.5
    b_body: float = 0.75
    title: float = 2.0
    conflicting: float = 0.1
    coordination: float = 2.0
    pair: float = 0.4
    restored: float = 0.2
    meant: float = 0.5
    sure: float = 0.7
    phrase: float = 1.0
    fuzzy: float = 0.4
    rescored: int = 200
    rescored_in_doubt: int = 50
    rescored_otherwise: int = 50


DEFAULT = Weights()
