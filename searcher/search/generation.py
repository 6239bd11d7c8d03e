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
from searcher.search.alternatives import Scored
from searcher.search.facets import UNKNOWN, FacetName, dimension
from searcher.search.listing import Listed, Listing
from searcher.search.matching import Matcher, spans
from searcher.search.ordering import Found
from searcher.search.passages import Worth, choose_passages
from searcher.search.ranking import Mode, Ranker, Ranking
from searcher.search.results import Group, Hit, Understood
from searcher.search.standing import Standing, standing
from searcher.search.suggest import with_suggestions
from searcher.search.weights import Weights

if TYPE_CHECKING:
    from searcher.search.completion import Completer

# Of so many articles is looked up at once where the words stand.
_PAGE = 32


@dataclass(frozen=True, slots=True)
class Answer:
    """What a query finds.

    Attributes:
        ranking: The articles, in order.
        understood: What the query was taken to mean, and what may have been meant instead.
    """

    ranking: Ranking
    understood: Understood


class _Shown:
    """What one query needs for showing what it found.

    Attributes:
        matcher: Of its plan.
        worth: What showing its words is worth.
    """

    def __init__(self, query: Scored) -> None:
        self.matcher = Matcher(query.plan)
        self.worth = Worth(self.matcher.pairs, query.candidates.idf)


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
        offered = with_suggestions(understood, typed.plan, ranking.reading, self.reader, marked)
        return Answer(ranking, offered)

    def hits(self, ranking: Ranking, found: Iterable[Found], rank: int) -> Iterator[Hit]:
        """Make of found articles what is shown of them, each when it is asked for.

        Args:
            ranking: What found them.
            found: The articles, in order.
            rank: The place of the first.
        """
        shown = [_Shown(each) for each in ranking.queries]
        found = iter(found)
        while page := list(islice(found, _PAGE)):
            yield from self._page(page, rank, ranking, shown)
            rank += len(page)

    def _page(
        self, page: Sequence[Found], rank: int, ranking: Ranking, shown: Sequence[_Shown]
    ) -> Iterator[Hit]:
        by = [ranking.answered_by(each.doc) for each in page]
        places: dict[tuple[int, int], Standing] = {}
        for number in set(by):
            docs = [each.doc for each, own in zip(page, by, strict=True) if own == number]
            terms = shown[number].matcher.terms
            for doc, stood in standing(self.reader, docs, terms).items():
                places[number, doc] = stood
        for place, (each, number) in enumerate(zip(page, by, strict=True), rank):
            stood = places[number, each.doc]
            yield self._hit(each, place, ranking, shown[number], stood)

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

    def _hit(
        self, found: Found, rank: int, ranking: Ranking, shown: _Shown, stood: Standing
    ) -> Hit:
        article = self.reader.article(found.doc)
        matched = shown.matcher.stood((article.title, *article.body), stood)
        passages = choose_passages(
            article.body,
            matched.places[1:],
            lambda paragraph: matched.matches(paragraph + 1),
            shown.worth,
        )
        return Hit(
            rank=rank,
            id=article.id,
            title=article.title,
            title_highlights=spans(article.title, matched.matches(0)),
            date=article.date,
            author=article.author,
            section=article.section,
            source=article.source,
            path=article.path,
            url=article.url,
            score=found.score,
            complete=bool(ranking.found.complete[found.doc]),
            passages=passages,
        )
