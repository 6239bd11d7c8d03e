"""What a query finds in other words, taken together with what it finds as it was typed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from searcher.search.listing import Listing
from searcher.search.ranking import Ranker
from searcher.search.weights import DEFAULT

#: So few that all pages of a small index are beyond them.
FEW = replace(DEFAULT, rescored=6, rescored_otherwise=3)


def article(number):
    """One of many that hold an abbreviation, or what it stands for; all of different lengths."""
    said = ["UBND", "Ủy ban nhân dân", "UBND và ủy ban nhân dân"][number % 3]
    return f"{said} xã họp lần {number} " + "về nước sạch và đường làng " * (number % 17)


@pytest.mark.parametrize("query", ["UBND xã họp", "ủy ban nhân dân xã", "UBND và HĐND xã"])
@pytest.mark.parametrize("batches", [1, 3])
def test_a_longer_list_begins_with_the_shorter(make_searcher, query, batches):
    searcher = make_searcher(list(map(article, range(60))), batches, weights=FEW)
    everything = searcher.rank(query, limit=60)
    assert len(everything) == 60
    for limit in range(1, 60):
        assert searcher.rank(query, limit=limit) == everything[:limit]


def test_fewer_articles_are_looked_at_for_other_words(make_searcher):
    searcher = make_searcher(list(map(article, range(60))), weights=FEW)
    ranker = Ranker(searcher.reader, FEW)
    ranking = ranker.ranking("UBND xã", "some", Listing(5), lenient=False, literal=False)
    typed, other = ranking.queries
    assert len(typed.rescored.docs) >= 6 > len(other.rescored.docs) >= 3
