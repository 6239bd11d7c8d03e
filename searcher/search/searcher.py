"""Search over one open index: the query goes in, ranked hits with passages come out.

Puts the stages together; each is a module of its own. No printing and no global state. Not for
building indexes.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Literal, NamedTuple

import numpy as np

from searcher.articles.model import Article
from searcher.errors import UnbalancedQuote
from searcher.index import IndexReader
from searcher.search.candidates import Candidates, find_candidates
from searcher.search.explain import Explanation, explain
from searcher.search.matching import Matcher, spans
from searcher.search.passages import choose_passages
from searcher.search.plan import Plan, plan
from searcher.search.query import Clause, literal, parse
from searcher.search.reading import settle
from searcher.search.rescoring import Rescored, best_candidates, rescore
from searcher.search.restore import Reading, read
from searcher.search.results import Hit, Results
from searcher.search.scoring import Docs, Floats, Scorer
from searcher.search.slots import SlotBook
from searcher.search.weights import DEFAULT, Weights

Mode = Literal["some", "all", "any"]


@dataclass(frozen=True, slots=True)
class Highlights:
    """Where a query matches one article.

    Attributes:
        title: Half-open spans of the headline in code points.
        body: The same for every paragraph.
    """

    title: tuple[tuple[int, int], ...]
    body: tuple[tuple[tuple[int, int], ...], ...]


class _Found(NamedTuple):
    """A found article: its document number, its final score and its id."""

    doc: int
    score: float
    id: str


@dataclass(frozen=True, slots=True)
class _Ranking:
    """What matches, and the best of it in order.

    Attributes:
        plan: What was asked.
        candidates: All that match.
        rescored: The best of them after the second stage.
        total: How many hold everything.
        partial: How many do not.
        hits: The best, in order.
    """

    plan: Plan
    candidates: Candidates
    rescored: Rescored
    total: int
    partial: int
    hits: list[_Found]


class Searcher:
    """Searches one generation of an index. Use as a context manager.

    Args:
        reader: The open index; closed with the searcher.
        weights: The parameters of ranking.
    """

    def __init__(self, reader: IndexReader, weights: Weights = DEFAULT) -> None:
        self.reader = reader
        self.weights = weights
        self._book = SlotBook(reader, weights)
        self._scorer = Scorer(reader, weights)

    def close(self) -> None:
        """Close the index."""
        self.reader.close()

    def __enter__(self) -> Searcher:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def search(
        self,
        query: str,
        *,
        limit: int = 10,
        offset: int = 0,
        mode: Mode = "some",
        lenient: bool = False,
    ) -> Results:
        """Search for articles.

        Every word is wanted; articles that hold more of them come first, and those whose marks agree
        with the typed ones. Quoted phrases must be there, what has a ``-`` before it must not.

        Args:
            query: As typed, with any share of its marks.
            limit: At most so many hits.
            offset: Leave out so many from the top.
            mode: ``"all"`` leaves out articles that hold only some of the words; ``"some"`` and
                ``"any"`` find them, too, after the others.
            lenient: For questions that were written for a reader: a quotation mark without its
                partner is punctuation, and where no article holds what was quoted its words are
                searched for.

        Raises:
            QueryError: When the query cannot be understood; it says where.
        """
        started = time.perf_counter()
        ranking = self._ranking(query, offset + limit, mode, lenient=lenient)
        matcher = Matcher(ranking.plan)
        hits = tuple(
            self._hit(hit, rank, ranking, matcher)
            for rank, hit in enumerate(ranking.hits[offset:], offset + 1)
        )
        took_ms = (time.perf_counter() - started) * 1000
        return Results(query, ranking.total, ranking.partial, took_ms, hits, offset)

    def rank(
        self, query: str, *, limit: int = 100, mode: Mode = "some", lenient: bool = False
    ) -> list[tuple[str, float]]:
        """Rank articles without looking at their text: ids and scores, best first.

        Args:
            query: As typed.
            limit: At most so many.
            mode: As for ``search``.
            lenient: As for ``search``.

        Raises:
            QueryError: When the query cannot be understood.
        """
        ranking = self._ranking(query, limit, mode, lenient=lenient)
        return [(hit.id, hit.score) for hit in ranking.hits]

    def explain(
        self, query: str, *, limit: int = 10, offset: int = 0, mode: Mode = "some"
    ) -> list[tuple[str, Explanation]]:
        """Take apart the scores of the articles that ``search`` finds with the same arguments.

        Returns:
            Ids, in the order of the hits, and the parts of their scores.

        Raises:
            QueryError: When the query cannot be understood.
        """
        ranking = self._ranking(query, offset + limit, mode, lenient=False)
        return [
            (hit.id, explain(self._scorer, ranking.plan, ranking.rescored, hit.doc))
            for hit in ranking.hits[offset:]
        ]

    def highlight(self, article: Article, query: str) -> Highlights:
        """Find what a query matches in one article, whether or not a search would find it.

        Raises:
            QueryError: When the query cannot be understood.
        """
        matcher = Matcher(self._plan(parse(query)))
        texts = (article.title, *article.body)
        found = [
            spans(text, matches)
            for text, matches in zip(texts, matcher.article(texts), strict=True)
        ]
        return Highlights(found[0], tuple(found[1:]))

    def _ranking(self, query: str, limit: int, mode: Mode, *, lenient: bool) -> _Ranking:
        try:
            clauses = parse(query)
        except UnbalancedQuote:
            if not lenient:
                raise
            clauses = literal(query)
        ranking = self._rank(clauses, limit, mode)
        if lenient and not ranking.hits and ranking.plan.phrases:
            return self._rank(literal(query), limit, mode)
        return ranking

    def _plan(self, clauses: Sequence[Clause]) -> Plan:
        return settle(plan(clauses, self._book), self.reader.neighbours, self.weights)

    def _read(self, asked: Plan) -> Reading:
        return read(asked, self.reader.neighbours)

    def _rank(self, clauses: Sequence[Clause], limit: int, mode: Mode) -> _Ranking:
        asked = self._plan(clauses)
        candidates = find_candidates(self._scorer, asked)
        total = int(np.count_nonzero(candidates.complete))
        scores = candidates.scores
        if mode == "all":
            scores = np.where(candidates.complete, scores, np.float32(0))
        partial = int(np.count_nonzero(scores)) - total
        # What neighbours add is never negative: the best after rescoring are among these.
        best = best_candidates(scores, self.weights.rescored)
        rescored = rescore(self._scorer, asked, self._read(asked), candidates, best)
        scores[rescored.docs] = rescored.scores
        docs = best if limit <= len(best) else np.flatnonzero(scores)
        hits = self._best(scores[docs], docs, limit)
        return _Ranking(asked, candidates, rescored, total, partial, hits)

    def _best(self, scores: Floats, docs: Docs, limit: int) -> list[_Found]:
        """The ``limit`` best documents, best first, ties by article id."""
        if not limit or not len(docs):
            return []
        if len(docs) > limit:
            kept = scores >= np.partition(scores, len(docs) - limit)[len(docs) - limit]
            docs, scores = docs[kept], scores[kept]
        found = [
            _Found(doc, score, self.reader.id_of(doc))
            for doc, score in zip(docs.tolist(), scores.tolist(), strict=True)
        ]
        return sorted(found, key=lambda hit: (-hit.score, hit.id))[:limit]

    def _hit(self, found: _Found, rank: int, ranking: _Ranking, matcher: Matcher) -> Hit:
        article = self.reader.article(found.doc)
        title, *body = matcher.article((article.title, *article.body))
        return Hit(
            rank=rank,
            id=article.id,
            title=article.title,
            title_highlights=spans(article.title, title),
            date=article.date,
            author=article.author,
            section=article.section,
            source=article.source,
            path=article.path,
            url=article.url,
            score=found.score,
            complete=bool(ranking.candidates.complete[found.doc]),
            passages=choose_passages(article.body, body, matcher, ranking.candidates.idf),
        )
