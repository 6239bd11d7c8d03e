"""Search over one open index: the query goes in, ranked hits with passages come out.

Puts the stages together; each is a module of its own. No printing and no global state. Not for
building indexes.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice
from types import TracebackType
from typing import Literal

import numpy as np

from searcher.articles.model import Article
from searcher.errors import QueryError
from searcher.index import IndexReader
from searcher.search.boolean import find
from searcher.search.candidates import Candidates, everything
from searcher.search.explain import Explanation, explain
from searcher.search.facets import UNKNOWN, FacetName, dimension
from searcher.search.filters import EVERYTHING, Filters, allowed
from searcher.search.listing import Listed, Listing, listed
from searcher.search.matching import Matcher, spans
from searcher.search.ordering import Found, Sort
from searcher.search.passages import choose_passages
from searcher.search.plan import NOTHING, Plan
from searcher.search.planning import plan
from searcher.search.query_parser import literal as every_word
from searcher.search.query_parser import parse
from searcher.search.reading import settle
from searcher.search.rescoring import Rescored, best_candidates, rescore
from searcher.search.restore import Reading, read
from searcher.search.results import Group, Highlights, Hit, Results
from searcher.search.scoring import Scorer
from searcher.search.slots import SlotBook
from searcher.search.suggest import with_suggestions
from searcher.search.understand import (
    NOTHING_ASKED,
    Parser,
    Understanding,
    literally,
    tokens_meant,
    understand,
)
from searcher.search.weights import DEFAULT, Weights
from searcher.text import tokenize

Mode = Literal["some", "all", "any"]


@dataclass(frozen=True, slots=True)
class _Ranking:
    """What matches, and the best of it in order.

    Attributes:
        plan: What was asked.
        candidates: All that match.
        rescored: The best of them after the second stage.
        total: How many hold everything.
        partial: How many do not.
        listed: The first of them.
        understanding: What was asked, in words.
        reading: The marks that were most likely meant.
    """

    plan: Plan
    candidates: Candidates
    rescored: Rescored
    total: int
    partial: int
    listed: Listed
    understanding: Understanding
    reading: Reading


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
        filters: Filters = EVERYTHING,
        sort: Sort = "relevance",
        facets: Sequence[FacetName] = (),
        facet_limit: int | None = None,
        group_by: FacetName | None = None,
        group_size: int = 3,
        literal: bool = False,
    ) -> Results:
        """Search for articles.

        Every word is wanted; articles that hold more of them come first, and those whose marks agree
        with the typed ones. Quoted phrases must be there, what has a ``-`` before it must not; the
        whole language is described in ``docs/query.md``.

        Holding only some of the words is a matter of ranking: facets count, groups hold, and any
        order but that of relevance lists the articles that hold everything; all that are found only
        when there is none, or when ``mode`` is ``"any"``.

        Args:
            query: As typed, with any share of its marks. When it is blank and there are filters,
                every article that passes them is found.
            limit: At most so many hits, or groups of them.
            offset: Leave out so many from the top.
            mode: ``"all"`` leaves out articles that hold only some of the words; ``"some"`` and
                ``"any"`` find them, too, after the others.
            lenient: For questions that were written for a reader: where the query cannot be
                understood all signs in it are punctuation, and where no article holds what was
                quoted its words are searched for.
            filters: What an article must be to be found.
            sort: The order of the hits, see ``ordering.first``.
            facets: What to count.
            facet_limit: At most so many values of each; ``None``: as many as is usual.
            group_by: Put hits together that have this in common; groups come in the order of their
                first hits.
            group_size: At most so many hits of each group.
            literal: Take the query as it is: decode no keystrokes and suggest nothing.

        Raises:
            QueryError: When the query cannot be understood; it says where.
            EmptyName: When a filter names nothing.
        """
        started = time.perf_counter()
        listing = Listing(
            limit=offset + limit,
            filters=filters,
            sort=sort,
            partly=mode == "any",
            group_by=group_by,
            group_size=group_size,
            facets=tuple(facets),
            facet_limit=facet_limit,
        )
        ranking = self._ranking(query, mode, listing, lenient=lenient, literal=literal)
        matcher = Matcher(ranking.plan)
        hits = tuple(
            self._hit(hit, rank, ranking, matcher)
            for rank, hit in enumerate(ranking.listed.page(offset), ranking.listed.rank(offset))
        )
        understood = ranking.understanding.understood
        if not literal:
            understood = with_suggestions(understood, ranking.plan, ranking.reading)
        return Results(
            query=query,
            understood=understood,
            total=ranking.total,
            partial=ranking.partial,
            hits=hits,
            offset=offset,
            listed=ranking.listed.length,
            facets=ranking.listed.facets,
            groups=self._groups(ranking.listed, offset, hits, group_by),
            took_ms=(time.perf_counter() - started) * 1000,
        )

    def rank(
        self,
        query: str,
        *,
        limit: int = 100,
        mode: Mode = "some",
        lenient: bool = False,
        literal: bool = False,
    ) -> list[tuple[str, float]]:
        """Rank articles without looking at their text: ids and scores, best first.

        Args:
            query: As typed.
            limit: At most so many.
            mode: As for ``search``.
            lenient: As for ``search``.
            literal: As for ``search``.

        Raises:
            QueryError: When the query cannot be understood.
        """
        ranking = self._ranking(query, mode, Listing(limit), lenient=lenient, literal=literal)
        return [(hit.id, hit.score) for hit in ranking.listed.hits]

    def explain(
        self,
        query: str,
        *,
        limit: int = 10,
        offset: int = 0,
        mode: Mode = "some",
        filters: Filters = EVERYTHING,
        sort: Sort = "relevance",
        group_by: FacetName | None = None,
        group_size: int = 3,
        literal: bool = False,
    ) -> list[tuple[str, Explanation]]:
        """Take apart the scores of the articles that ``search`` finds with the same arguments.

        Returns:
            Ids, in the order of the hits, and the parts of their scores.

        Raises:
            QueryError: When the query cannot be understood.
        """
        listing = Listing(offset + limit, filters, sort, mode == "any", group_by, group_size)
        ranking = self._ranking(query, mode, listing, lenient=False, literal=literal)
        return [
            (hit.id, explain(self._scorer, ranking.plan, ranking.rescored, hit.doc))
            for hit in ranking.listed.page(offset)
        ]

    def highlight(self, article: Article, query: str) -> Highlights:
        """Find what a query matches in one article, whether or not a search would find it.

        Raises:
            QueryError: When the query cannot be understood.
        """
        matcher = Matcher(self._plan(query, self._understood(query)))
        texts = (article.title, *article.body)
        found = [
            spans(text, matches)
            for text, matches in zip(texts, matcher.article(texts), strict=True)
        ]
        return Highlights(found[0], tuple(found[1:]))

    def _ranking(
        self, query: str, mode: Mode, listing: Listing, *, lenient: bool, literal: bool
    ) -> _Ranking:
        if listing.filters and not query.strip():
            return self._rank(NOTHING_ASKED, NOTHING, mode, listing)
        try:
            understanding = self._understood(query, literal=literal)
            asked = self._plan(query, understanding)
        except QueryError:
            if not lenient:
                raise
            understanding = self._understood(query, every_word, literal=literal)
            asked = self._plan(query, understanding)
        ranking = self._rank(understanding, asked, mode, listing)
        if lenient and not ranking.listed.length and asked.phrases and asked.condition is None:
            understanding = self._understood(query, every_word, literal=literal)
            asked = self._plan(query, understanding)
            return self._rank(understanding, asked, mode, listing)
        return ranking

    def _understood(
        self, query: str, parser: Parser = parse, *, literal: bool = False
    ) -> Understanding:
        return literally(query, parser) if literal else understand(query, parser, self.reader)

    def _plan(self, query: str, asked: Understanding) -> Plan:
        assert asked.tree is not None  # noqa: S101 - blank queries are not planned
        read = tokenize if not asked.meant else partial(tokens_meant, asked.meant, self.reader)
        planned = plan(asked.tree, self._book, query, read)
        return settle(planned, self.reader.neighbours, self.weights)

    def _read(self, asked: Plan) -> Reading:
        return read(asked, self.reader.neighbours)

    def _rank(
        self, understanding: Understanding, asked: Plan, mode: Mode, listing: Listing
    ) -> _Ranking:
        candidates = everything(self._scorer) if asked is NOTHING else find(self._scorer, asked)
        if listing.filters:
            candidates.leave_out(~allowed(self.reader, listing.filters))
        total = int(np.count_nonzero(candidates.complete))
        scores = candidates.scores
        if mode == "all":
            scores = np.where(candidates.complete, scores, np.float32(0))
        in_part = int(np.count_nonzero(scores)) - total
        # What neighbours add is never negative: the best after rescoring are among these.
        best = best_candidates(scores, self.weights.rescored)
        reading = self._read(asked)
        rescored = rescore(self._scorer, asked, reading, candidates, best)
        scores[rescored.docs] = rescored.scores
        found = listed(self.reader, scores, candidates.complete, best, listing)
        return _Ranking(asked, candidates, rescored, total, in_part, found, understanding, reading)

    def _groups(
        self, found: Listed, offset: int, hits: Sequence[Hit], by: FacetName | None
    ) -> tuple[Group, ...]:
        if by is None:
            return ()
        label = dimension(self.reader, by).label
        rest = iter(hits)
        return tuple(
            Group(
                by,
                None if group.code == UNKNOWN else label(group.code),
                group.size,
                tuple(islice(rest, len(group.hits))),
            )
            for group in found.groups[offset:]
        )

    def _hit(self, found: Found, rank: int, ranking: _Ranking, matcher: Matcher) -> Hit:
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
