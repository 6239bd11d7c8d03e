"""Search over one open index: the query goes in, ranked hits with passages come out.

Puts the stages together; each is a module of its own. No printing and no global state. Not for
building indexes.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from itertools import islice
from types import TracebackType
from typing import TYPE_CHECKING

from searcher.articles.model import Article
from searcher.index import IndexReader
from searcher.search.facets import UNKNOWN, FacetName, dimension
from searcher.search.filters import EVERYTHING, Filters
from searcher.search.listing import Listed, Listing
from searcher.search.matching import Matcher, spans
from searcher.search.ordering import Found, Sort
from searcher.search.passages import choose_passages
from searcher.search.ranking import Mode, Ranker, Ranking
from searcher.search.results import Completion, Group, Highlights, Hit, Language, Results
from searcher.search.suggest import with_suggestions
from searcher.search.weights import DEFAULT, Weights

if TYPE_CHECKING:
    from searcher.search.completion import Completer
    from searcher.search.explain import Explanation


class Searcher:
    """Searches one generation of an index. Use as a context manager.

    Args:
        reader: The open index; closed with the searcher.
        weights: The parameters of ranking.
    """

    def __init__(self, reader: IndexReader, weights: Weights = DEFAULT) -> None:
        self.reader = reader
        self.weights = weights
        self._ranker = Ranker(reader, weights)

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
        ranking = self._ranker.ranking(query, mode, listing, lenient=lenient, literal=literal)
        understood = ranking.understanding.understood
        if not literal:
            spelt = self._ranker.spelling(ranking)
            if spelt is not None and not ranking.listed.length:
                instead = self._ranker.ranking(
                    spelt.text, mode, listing, lenient=lenient, literal=True
                )
                if instead.listed.length:
                    understood = replace(understood, text=spelt.text, corrected=spelt.changes)
                    ranking, spelt = instead, None
            typed = ranking.typed
            understood = with_suggestions(
                understood, typed.plan, typed.reading, spelt.marked if spelt else None
            )
        matchers = [Matcher(each.plan) for each in ranking.queries]
        hits = tuple(
            self._hit(hit, rank, ranking, matchers)
            for rank, hit in enumerate(ranking.listed.page(offset), ranking.listed.rank(offset))
        )
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
        listing = Listing(limit)
        ranking = self._ranker.ranking(query, mode, listing, lenient=lenient, literal=literal)
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
        ranking = self._ranker.ranking(query, mode, listing, lenient=False, literal=literal)
        hits = ranking.listed.page(offset)
        answers = [ranking.queries[ranking.answered_by(hit.doc)] for hit in hits]
        from searcher.search.explain import explain  # few searches are explained

        parts = [
            explain(self._ranker.scorer, answer.plan, answer.rescored, hit.doc)
            for hit, answer in zip(hits, answers, strict=True)
        ]
        return [
            (hit.id, replace(part, factor=ranking.factor(hit.doc)))
            for hit, part in zip(hits, parts, strict=True)
        ]

    def highlight(self, article: Article, query: str) -> Highlights:
        """Find what a query matches in one article, whether or not a search would find it.

        Raises:
            QueryError: When the query cannot be understood.
        """
        matcher = Matcher(self._ranker.plan(query, self._ranker.understood(query)))
        texts = (article.title, *article.body)
        found = [
            spans(text, matches)
            for text, matches in zip(texts, matcher.article(texts), strict=True)
        ]
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
        return self._completer.complete(text, cursor, limit, language)

    @cached_property
    def _completer(self) -> Completer:
        from searcher.search.completion import Completer  # a single search needs none

        return Completer(self.reader, self.weights)

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

    def _hit(self, found: Found, rank: int, ranking: Ranking, matchers: Sequence[Matcher]) -> Hit:
        article = self.reader.article(found.doc)
        number = ranking.answered_by(found.doc)
        matcher, idf = matchers[number], ranking.queries[number].candidates.idf
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
            complete=bool(ranking.found.complete[found.doc]),
            passages=choose_passages(article.body, body, matcher, idf),
        )
