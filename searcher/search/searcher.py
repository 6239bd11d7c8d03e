"""Search over one open index: the query goes in, ranked hits with passages come out.

Puts the stages together; each is a module of its own. No printing and no global state. Not for
building indexes, nor for what is made of a found article (``generation``).
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from searcher.articles.model import Article
from searcher.search.facets import Facet, FacetName
from searcher.search.facets import count as count_values
from searcher.search.filters import EVERYTHING, Filters, allowed
from searcher.search.listing import Listing, everything
from searcher.search.matching import best_matched, spans
from searcher.search.open_index import OpenIndex, article_of
from searcher.search.ordering import Sort
from searcher.search.ranking import Mode
from searcher.search.results import Completion, Highlights, Hit, Language, Results, Suggestion

if TYPE_CHECKING:
    from searcher.search.explain import Explanation
    from searcher.search.key_terms import KeyTerm
    from searcher.search.related import RelatedArticle


class Searcher(OpenIndex):
    """Searches an index; use as a context manager. Any number of threads may ask it at once.

    See ``searcher.open_index``; what all calls have in common is said in ``OpenIndex``.
    """

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
            literal: Take the query as it is: decode no keystrokes, expand no abbreviations, correct
                and suggest nothing. What was changed otherwise is told in ``understood``.

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
        now = self._now()
        answer = now.answer(query, mode, listing, lenient=lenient, literal=literal)
        ranking, found = answer.ranking, answer.ranking.listed
        hits = tuple(now.hits(ranking, found.page(offset), found.rank(offset)))
        return Results(
            query=query,
            understood=answer.understood,
            total=ranking.total,
            partial=ranking.partial,
            hits=hits,
            offset=offset,
            listed=found.length,
            facets=found.facets,
            groups=now.groups(found, offset, hits, group_by),
            took_ms=(time.perf_counter() - started) * 1000,
        )

    def stream(
        self,
        query: str,
        *,
        mode: Mode = "some",
        lenient: bool = False,
        filters: Filters = EVERYTHING,
        sort: Sort = "relevance",
        literal: bool = False,
    ) -> Iterator[Hit]:
        """Search for articles, and yield all of them in the order of ``search``.

        They are ranked once, before this returns; an article is read, and its passages are made,
        when it is asked for. All come from the generation that was open when this was called. Who
        has enough just stops asking.

        Args:
            query: As for ``search``; likewise all others.
            mode: Which articles are found.
            lenient: Whether a query that cannot be understood is read as words.
            filters: What an article must be to be found.
            sort: The order of the hits.
            literal: Take the query as it is.

        Raises:
            QueryError: When the query cannot be understood; when this is called, not later.
            EmptyName: When a filter names nothing.
        """
        listing = Listing(0, filters, sort, mode == "any")
        now = self._now()
        ranking = now.answer(query, mode, listing, lenient=lenient, literal=literal).ranking
        found = everything(now.reader, ranking.found.scores, ranking.found.complete, listing)
        return now.hits(ranking, found, 1)

    def count(
        self,
        query: str,
        *,
        mode: Mode = "some",
        filters: Filters = EVERYTHING,
        literal: bool = False,
    ) -> int:
        """Return how many articles ``search`` finds: ``total``, or, in mode ``"any"``, all of them.

        Args:
            query: As for ``search``; likewise all others.
            mode: Which articles are found.
            filters: What an article must be to be found.
            literal: Take the query as it is.

        Raises:
            QueryError: When the query cannot be understood.
            EmptyName: When a filter names nothing.
        """
        found = self.search(query, limit=0, mode=mode, filters=filters, literal=literal)
        return found.total + (found.partial if mode == "any" else 0)

    def facets(
        self,
        names: Sequence[FacetName],
        query: str = "",
        *,
        filters: Filters = EVERYTHING,
        limit: int | None = None,
    ) -> tuple[Facet, ...]:
        """Count the values of the articles that ``search`` finds, or of all that pass the filters.

        Args:
            names: What to count.
            query: As for ``search``; blank: all articles.
            filters: What an article must be to be counted.
            limit: At most so many values of each; ``None``: as many as is usual.

        Raises:
            QueryError: When the query cannot be understood.
            EmptyName: When a filter names nothing.
        """
        if query.strip():
            found = self.search(query, limit=0, filters=filters, facets=names, facet_limit=limit)
            return found.facets
        reader = self.reader
        docs = np.flatnonzero(allowed(reader, filters))
        return tuple(count_values(reader, name, docs, limit) for name in names)

    def suggest(self, query: str) -> tuple[Suggestion, ...]:
        """Return what else may have been meant by a query, the likeliest first: "did you mean".

        Where nothing is found as it was typed, and something spelt otherwise, that comes first.

        Raises:
            QueryError: When the query cannot be understood.
        """
        understood = self.search(query, limit=0).understood
        first = (Suggestion(understood.text, "spelling"),) if understood.corrected else ()
        return (*first, *understood.suggestions)

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
        listing = Listing(limit)
        ranker = self._now().ranker
        ranking = ranker.ranking(query, mode, listing, lenient=lenient, literal=literal)
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
        ranker = self._now().ranker
        ranking = ranker.ranking(query, mode, listing, lenient=False, literal=literal)
        hits = ranking.listed.page(offset)
        answers = [ranking.queries[ranking.answered_by(hit.doc)] for hit in hits]
        from searcher.search.explain import explain  # few searches are explained

        parts = [
            explain(ranker.scorer, answer.plan, answer.rescored, hit.doc)
            for hit, answer in zip(hits, answers, strict=True)
        ]
        return [
            (hit.id, replace(part, factor=ranking.factor(hit.doc)))
            for hit, part in zip(hits, parts, strict=True)
        ]

    def highlight(self, article: Article, query: str) -> Highlights:
        """Find what a query matches in one article, whether or not a search would find it.

        Of the query and its other words, abbreviations and full forms, those count of which the
        article has most.

        Raises:
            QueryError: When the query cannot be understood.
        """
        texts = (article.title, *article.body)
        matched = best_matched(self._now().ranker.plans(query), texts)
        found = [spans(text, matches) for text, matches in zip(texts, matched, strict=True)]
        return Highlights(found[0], tuple(found[1:]))

    def complete(
        self,
        text: str,
        cursor: int | None = None,
        limit: int = 8,
        *,
        language: Language = "en",
    ) -> list[Completion]:
        """Tell what may come next in a query that is being typed, whatever it holds.

        Words with their marks, however they were typed, and what they go on to; headlines; names
        of fields, and the values that articles have. Nothing is offered that finds nothing.

        Args:
            text: The query so far.
            cursor: Where the cursor stands, in code points; at the end by default.
            limit: At most so many.
            language: That of the names of fields.

        Returns:
            The most useful first.
        """
        return self._now().completer.complete(text, cursor, limit, language)

    def related(
        self, article_id: str, *, limit: int = 10, filters: Filters = EVERYTHING
    ) -> list[RelatedArticle]:
        """Return the articles most like one, see ``related.related``.

        Raises:
            ArticleNotFound: When there is none of that id.
            EmptyName: When a filter names nothing.
        """
        from searcher.search.related import related  # few ask for it

        return related(self.reader, article_id, limit, filters)

    def terms(self, article_id: str, *, limit: int = 15) -> list[KeyTerm]:
        """Return the key words of an article, the most telling first.

        Raises:
            ArticleNotFound: When there is none of that id.
        """
        from searcher.search.key_terms import key_terms  # few ask for it

        reader = self.reader
        return key_terms(reader, article_of(reader, article_id), limit)
