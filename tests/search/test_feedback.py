"""The second look at marks, through the articles that are found first."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.search import feedback, ranking
from searcher.search.feedback import leaves_doubt, read_again
from searcher.search.listing import Listing
from searcher.search.restore import Evidence, likeliest
from searcher.search.weights import DEFAULT
from tests.search.test_explain import add_up

# *Chưa có bà tướng* is what the index says by itself, *chùa cổ ba tượng* what stands on the hill.
ARTICLES = [
    *(f"Nhà chưa có bà, lần thứ {n}. Tướng quân đến thăm." for n in range(24)),
    *(
        f"Ở làng bên, ngôi chùa cổ nằm trên đồi thông; trong sân là ba tượng đá, năm {n}."
        for n in range(10)
    ),
    *(f"Trời mưa to, đường lầy lội, xe không đi được, ngày {n}." for n in range(200)),
]
QUERY = "doi thong chua co ba tuong"


def ranked(searcher, query, limit=5):
    ranker = searcher._now().ranker
    return ranker.ranking(query, "some", Listing(limit), lenient=False, literal=False)


def marked(reading):
    return " ".join(term[1] for term in reading.terms if term)


@pytest.fixture
def searcher(make_searcher):
    return make_searcher(ARTICLES)


def test_the_best_articles_tell_what_was_meant(searcher):
    found = ranked(searcher, QUERY)
    assert marked(found.reading) == "đồi thông chưa có bà tướng"
    assert marked(found.typed.reading) == "đồi thông chùa cổ ba tượng"
    assert [hit.id for hit in found.listed.hits] == [f"a{n:03}" for n in range(24, 29)]


@pytest.mark.parametrize(
    "query",
    [
        "đồi thông chùa cổ ba tượng",  # nothing is left open
        "doi thong",  # too few words to be about anything
        "chua co ba",
        "troi mua to duong lay loi",  # no doubt
    ],
)
def test_a_second_look_is_taken_only_in_doubt(searcher, query, monkeypatch):
    def read_again(*_):
        raise AssertionError("no reason to read again")

    monkeypatch.setattr(ranking, "read_again", read_again)
    searcher.search(query)


def test_what_is_found_stays_the_same(searcher, monkeypatch):
    results = searcher.search(QUERY, limit=300)
    monkeypatch.setattr(ranking, "leaves_doubt", lambda _: False)
    once = searcher.search(QUERY, limit=300)
    assert (results.total, results.partial) == (once.total, once.partial)
    assert {hit.id for hit in results.hits} == {hit.id for hit in once.hits}
    assert [hit.score for hit in results.hits] != [hit.score for hit in once.hits]


def test_the_order_is_the_same_however_the_index_is_cut(make_searcher):
    scores = []
    for batches in (1, 5):
        searcher = make_searcher(ARTICLES, batches, name=f"cut-{batches}")
        scores.append(searcher.rank(QUERY, limit=300))
    # The ids are given by batch and number within it: what stands in the articles is compared.
    first, second = ([score for _, score in each] for each in scores)
    assert first == second


def test_the_parts_of_a_score_still_add_up(searcher):
    add_up(searcher, QUERY)


def test_filters_may_leave_no_article_to_ask(searcher):
    assert not searcher.search(f"{QUERY} date:2020").hits


@pytest.mark.parametrize("most", [1, 200])
def test_few_articles_are_enough(make_searcher, most):
    searcher = make_searcher(ARTICLES, weights=replace(DEFAULT, rescored_in_doubt=most))
    assert marked(ranked(searcher, QUERY).typed.reading) == "đồi thông chùa cổ ba tượng"


FORMS = [("a", "a"), ("a", "á"), ("b", "b"), ("b", "bờ"), ("c", "c")]


class Plain:
    """An index of articles that are lists of positions, each a list of terms."""

    def __init__(self, articles):
        self.articles = articles
        self.article_count = len(articles)

    def lengths(self, field):
        assert field == "body"
        return np.array(list(map(len, self.articles)), np.int32)

    def occurrences(self, field, docs, terms):
        assert field == "body"
        assert docs.tolist() == sorted(docs.tolist())
        found = [
            (doc << 32 | position, terms.index(term))
            for doc in docs.tolist()
            for position, own in enumerate(self.articles[doc])
            for term in own
            if term in terms
        ]
        keys, which = zip(*found, strict=True) if found else ((), ())
        return np.array(keys, np.int64), np.array(which, np.int64)


positions = st.lists(st.sampled_from(FORMS), min_size=1, max_size=2, unique=True)


@given(
    st.lists(st.lists(positions, max_size=9), min_size=1, max_size=4),
    st.lists(st.lists(st.sampled_from(FORMS), max_size=3, unique=True), min_size=1, max_size=5),
    st.data(),
)
def test_counts_are_those_of_a_plain_count(articles, words, data):
    index = Plain(articles)
    index.article_count = data.draw(st.integers(0, 5000))
    docs = data.draw(st.permutations(range(len(articles))))
    scores = np.array(data.draw(st.lists(
        st.floats(0.125, 9, width=32), min_size=len(docs), max_size=len(docs))), np.float32)  # fmt: skip
    weights = [round(float(64 * (score / scores.max()) ** 2)) for score in scores]
    sizes = list(map(len, words))
    cells = sum(a * b for a, b in pairwise(sizes))
    edges = np.cumsum([0, *sizes])
    before = Evidence(
        words, edges, np.ones(edges[-1], np.int64), np.ones(cells, np.int64), token_count=1000
    )
    alone, beside = Counter(), Counter()
    for doc, weight in zip(docs, weights, strict=True):
        for position in articles[doc]:
            alone.update(dict.fromkeys(position, weight))
        for one, other in pairwise(articles[doc]):
            beside.update({(first, second): weight for first in one for second in other})
    share, total = round(0.1 * index.article_count), max(sum(weights), 1)
    found = read_again(before, np.array(docs), scores, index).evidence
    assert found.occurring.tolist() == [
        1 + alone[term] * share // total for word in words for term in word
    ]
    assert found.together.tolist() == [
        1 + beside[first, second] * share // total
        for one, other in pairwise(words)
        for first in one
        for second in other
    ]


def evidence_of(words):
    sizes = list(map(len, words))
    cells = sum(a * b for a, b in pairwise(sizes))
    return Evidence(
        words, np.cumsum([0, *sizes]), np.ones(sum(sizes), np.int64), np.ones(cells, np.int64), 9
    )


def test_books_are_not_looked_into(monkeypatch):
    monkeypatch.setattr(feedback, "_LONGEST", 3)
    book, note = [[FORMS[1]]] * 4, [[FORMS[0]]] * 3
    evidence = evidence_of([[FORMS[0], FORMS[1]], [FORMS[2]]])
    index = Plain([book, note])
    index.article_count = 1000
    scores = np.array([5.0, 5.0], np.float32)
    found = read_again(evidence, np.array([0, 1]), scores, index)
    assert found.evidence.occurring.tolist() == [301, 1, 1]
    only_book = read_again(evidence, np.array([0]), scores[:1], index)
    assert only_book.evidence.occurring.tolist() == [1, 1, 1]


def test_a_text_is_read_once():
    short = likeliest(evidence_of([FORMS[:2]] * 8))
    assert leaves_doubt(short)
    long = likeliest(evidence_of([FORMS[:2]] * 800))
    assert not leaves_doubt(long)
