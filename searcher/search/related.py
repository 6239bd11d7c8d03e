"""Articles like another one: its key words, asked of the index as one weighted query.

First every article is scored by the syllables of the key words, then the best by the key words
themselves, whole. Not for what somebody typed (``candidates``, ``rescoring``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from heapq import nlargest
from typing import Final, NamedTuple

import numpy as np

from searcher.articles.model import Article
from searcher.errors import ArticleNotFound
from searcher.index import IndexReader
from searcher.kernels.choosing import best_scores
from searcher.search.article_words import Term
from searcher.search.filters import EVERYTHING, Filters, allowed
from searcher.search.key_terms import KeyTerm, key_terms
from searcher.search.phrases import documents, followed_by
from searcher.search.scoring import Bools, Docs, Floats, Scorer
from searcher.search.slots import FIELDS
from searcher.search.weights import DEFAULT

# How many key words an article is compared by, and how many articles by whole ones.
_TERMS: Final = 30
_COMPARED: Final = 200
# So many syllables, those worth most, are enough to find the articles to compare.
_ASKED: Final = 28
# What shares less of the key words, or only one of several, is not alike but merely found.
_LEAST_LIKENESS: Final = 0.05
_LEAST_SHARED: Final = 2


@dataclass(frozen=True, slots=True)
class RelatedArticle:
    """An article like another one.

    Attributes:
        rank: 1 for the most alike.
        article: The article.
        score: The worth of the other's key words it has, as a share of what all of them could be
            worth in one article: 0–1.
        shared: The key words of the other that it has, too, those worth most first.
    """

    rank: int
    article: Article
    score: float
    shared: tuple[str, ...]


def related(
    reader: IndexReader, article_id: str, limit: int = 10, filters: Filters = EVERYTHING
) -> list[RelatedArticle]:
    """Return the articles most like one of the index, which is not among them.

    Args:
        reader: The index.
        article_id: Its id.
        limit: At most so many.
        filters: What the others must be.

    Returns:
        The most alike first, ties by id.

    Raises:
        ArticleNotFound: When there is none of that id.
        EmptyName: When a filter names nothing.
    """
    doc = reader.find(article_id)
    if doc is None:
        raise ArticleNotFound(id=article_id)
    terms = key_terms(reader, reader.article(doc), _TERMS)
    mask = allowed(reader, filters)
    mask[doc] = False
    return [
        RelatedArticle(
            rank, reader.article(each.doc), each.score, tuple(terms[n].text for n in each.shared)
        )
        for rank, each in enumerate(_alike(Scorer(reader, DEFAULT), terms, mask, limit), 1)
    ]


class _Alike(NamedTuple):
    """A document, its score and the numbers of the key words it shares, those worth most first."""

    doc: int
    score: float
    shared: tuple[int, ...]


def _alike(scorer: Scorer, terms: Sequence[KeyTerm], mask: Bools, limit: int) -> list[_Alike]:
    """The articles most like one with certain key words.

    A key word is worth its weight there times its saturated frequency here (BM25F).
    """
    reader = scorer.reader
    scores = np.zeros(reader.size, dtype=np.float32)
    for syllable, weight in _syllables(terms).items():
        for field in FIELDS:
            docs, frequencies = reader.postings(field, *syllable)
            if len(docs):
                scores[docs] += np.float32(weight) * scorer.damped(
                    frequencies * scorer.norms[field][docs]
                )
    scores[~mask] = 0
    best = best_scores(scores, _COMPARED)
    if not len(best):
        return []
    shares = _shares(scorer, terms, best)
    most = sum(term.weight for term in terms) * (scorer.weights.k1 + 1)
    totals = shares.sum(axis=0) / np.float32(most)
    enough = np.count_nonzero(shares, axis=0) >= min(_LEAST_SHARED, len(terms))
    order = sorted(
        np.flatnonzero((totals >= _LEAST_LIKENESS) & enough).tolist(),
        key=lambda place: (-float(totals[place]), reader.id_of(int(best[place]))),
    )
    return [
        _Alike(int(best[place]), float(totals[place]), _worth_most(shares[:, place]))
        for place in order[:limit]
    ]


def _syllables(terms: Sequence[KeyTerm]) -> dict[Term, float]:
    """What each syllable of the key words is worth in the first stage."""
    worth: dict[Term, float] = {}
    for term in terms:
        for syllable in term.terms:
            worth[syllable] = worth.get(syllable, 0.0) + term.weight / len(term.terms)
    return dict(nlargest(_ASKED, worth.items(), key=lambda item: item[1]))


def _shares(scorer: Scorer, terms: Sequence[KeyTerm], docs: Docs) -> Floats:
    """What every key word is worth in some articles, float32 of shape ``[terms, docs]``."""
    reader = scorer.reader
    numbers = {
        syllable: number
        for number, syllable in enumerate(dict.fromkeys(s for term in terms for s in term.terms))
    }
    frequencies = np.zeros((len(terms), len(docs)), dtype=np.float32)
    for field in FIELDS:
        keys, which = reader.occurrences(field, docs, list(numbers))
        of = [keys[which == number] for number in range(len(numbers))]
        norm = scorer.norms[field][docs]
        for row, term in enumerate(terms):
            ends = of[numbers[term.terms[0]]]
            for syllable in term.terms[1:]:
                ends = followed_by(ends, of[numbers[syllable]])
            places = np.searchsorted(docs, documents(ends))
            frequencies[row] += np.bincount(places, minlength=len(docs)) * norm
    weights = np.array([term.weight for term in terms], dtype=np.float32)
    result: Floats = scorer.damped(frequencies) * weights[:, None]
    return result


def _worth_most(shares: Floats) -> tuple[int, ...]:
    order = np.argsort(-shares, kind="stable")
    return tuple(number for number in order.tolist() if shares[number] > 0)
