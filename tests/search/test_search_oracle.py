"""Scores, order and counts, against the independent scorer."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest

from searcher.search.weights import Weights
from tests.search.oracle import score, slips

WORDS = "neu nêu nếu nều guong gương gưởng la là lá ma má mà đảng đang dang y ở bà 13,8 ca".split()
# No quality mark without a tone: what such a syllable means is told from the index (see reading).
ASKED = "neu nếu guong gưởng la là lá ma mà đảng dang y ở bà ca lạ".split()


def random_articles(rng, count):
    return [
        {
            "id": f"a{number:03}",
            "title": " ".join(rng.choices(WORDS, k=rng.randint(0, 4))),
            "text": "\n".join(
                " ".join(rng.choices(WORDS, k=rng.randint(1, 9))) for _ in range(rng.randint(1, 3))
            ),
        }
        for number in range(count)
    ]


def restored(searcher, query):
    """Word → the form that it is said to have been surely meant as."""
    explained = searcher.explain(query, limit=1)
    shares = explained[0][1].slots if explained else ()
    return {word.typed: form.typed for word, form in pairwise(shares) if form.restored}


@pytest.mark.parametrize("seed", range(6))
def test_scores_order_and_counts(make_searcher, seed):
    rng = random.Random(seed)
    articles = random_articles(rng, rng.randint(1, 60))
    # Of what was probably meant only which form it is is taken over: see test_meant and
    # test_the_reading_that_is_meant.
    searcher = make_searcher(articles, batches=1 + seed % 3, weights=Weights(restored=0.0))
    for _ in range(25):
        query = " ".join(rng.choices(ASKED, k=rng.randint(1, 6)))
        expected = score(articles, query, restored(searcher, query))
        results = searcher.search(query, limit=100)
        assert dict(results.understood.expanded) == slips(articles, query)
        got = {hit.id: (hit.score, hit.complete) for hit in results.hits}
        assert got.keys() == expected.keys(), query
        for name, (value, complete) in got.items():
            assert value == pytest.approx(expected[name][0], rel=1e-4, abs=1e-5), (query, name)
            assert complete == expected[name][1], (query, name)
        assert results.total == sum(complete for _, complete in expected.values())
        assert results.total + results.partial == len(expected)
        order = [(-hit.score, hit.id) for hit in results.hits]
        assert order == sorted(order)


def test_the_layout_of_segments_changes_nothing(make_searcher):
    articles = random_articles(random.Random(7), 80)
    one = make_searcher(articles, name="one")
    many = make_searcher(articles, batches=5, name="many")
    for query in ("neu guong", "là đảng", '"neu guong"', "nêu -gương", "mà má ma"):
        left, right = one.search(query, limit=80), many.search(query, limit=80)
        assert [(h.id, h.score, h.passages) for h in left.hits] == [
            (h.id, h.score, h.passages) for h in right.hits
        ]
        assert (left.total, left.partial) == (right.total, right.partial)


def test_pages_are_slices_of_one_order(make_searcher):
    searcher = make_searcher(random_articles(random.Random(3), 70))
    whole = searcher.search("neu guong la", limit=70).hits
    paged = [
        hit
        for page in range(10)
        for hit in searcher.search("neu guong la", limit=7, offset=7 * page).hits
    ]
    assert [(hit.rank, hit.id) for hit in paged] == [(hit.rank, hit.id) for hit in whole]
    assert [hit.rank for hit in whole] == list(range(1, len(whole) + 1))


def test_rank_gives_the_order_of_search(make_searcher):
    searcher = make_searcher(random_articles(random.Random(4), 50))
    hits = searcher.search("nếu gưởng ở", limit=50).hits
    assert searcher.rank("nếu gưởng ở", limit=50) == [(hit.id, hit.score) for hit in hits]
