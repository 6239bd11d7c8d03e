"""One open generation of an index, and what is made of its articles to answer a query.

Everything here is about one generation, whatever writers do meanwhile; any number of threads may ask
it. Not for choosing the generation (``searcher``) nor for how articles are ranked (``ranking``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING

from searcher.index import IndexReader
from searcher.search.facets import UNKNOWN, FacetName, dimension
from searcher.search.listing import Listed, Listing
from searcher.search.matching import Matcher, spans
from searcher.search.ordering import Found
from searcher.search.passages import choose_passages
from searcher.search.ranking import Mode, Ranker, Ranking
from searcher.search.results import Group, Hit, Understood
from searcher.search.suggest import with_suggestions
from searcher.search.weights import Weights

if TYPE_CHECKING:
    from searcher.search.completion import Completer


@dataclass(frozen=True, slots=True)
class Answer:
    """What a query finds.

    Attributes:
        ranking: The articles, in order.
        understood: What the query was taken to mean, and what may have been meant instead.
    """

    ranking: Ranking
    understood: Understood


class Generation:
    """One generation of an index, and what searching it has remembered.

    Args:
        reader: The open index.
        weights: The parameters of ranking.

    Attributes:
        reader: The same.
        ranker: Ranks its articles.
    """

    def __init__(self, reader: IndexReader, weights: Weights) -> None:
        self.reader = reader
        self.ranker = Ranker(reader, weights)

    @cached_property
    def completer(self) -> Completer:
        """Tells what may come next in a query that is being typed."""
        from searcher.search.completion import Completer  # a single search needs none

        return Completer(self.reader, self.ranker.weights)

    def answer(
        self, query: str, mode: Mode, listing: Listing, *, lenient: bool, literal: bool
    ) -> Answer:
        """Rank what a query finds, or, where that is nothing, what it finds spelt otherwise.

        Raises:
            QueryError: When the query cannot be understood.
            EmptyName: When a filter names nothing.
        """
        ranking = self.ranker.ranking(query, mode, listing, lenient=lenient, literal=literal)
        understood = ranking.understanding.understood
        if literal:
            return Answer(ranking, understood)
        spelt = self.ranker.spelling(ranking)
        if spelt is not None and not ranking.listed.length:
            instead = self.ranker.ranking(spelt.text, mode, listing, lenient=lenient, literal=True)
            if instead.listed.length:
                understood = replace(understood, text=spelt.text, corrected=spelt.changes)
                ranking, spelt = instead, None
        typed = ranking.typed
        marked = spelt.marked if spelt else None
        offered = with_suggestions(understood, typed.plan, typed.reading, self.reader, marked)
        return Answer(ranking, offered)

    def hits(self, ranking: Ranking, found: Iterable[Found], rank: int) -> Iterator[Hit]:
        """Make of found articles what is shown of them, each when it is asked for.

        Args:
            ranking: What found them.
            found: The articles, in order.
            rank: The place of the first.
        """
        matchers = [Matcher(each.plan) for each in ranking.queries]
        for place, each in enumerate(found, rank):
            yield self._hit(each, place, ranking, matchers)

    def groups(
        self, found: Listed, offset: int, hits: Sequence[Hit], by: FacetName | None
    ) -> tuple[Group, ...]:
        """Put the hits of a page into their groups; none when they are not grouped."""
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
