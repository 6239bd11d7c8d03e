"""The parts of a score add up to it."""

from __future__ import annotations

import random

import pytest

from tests.search.test_search_oracle import random_articles

QUERIES = [
    "neu guong",
    "nếu gưởng la",
    "nêu",
    "là là đảng",
    '"la ma"',
    '"neu guong" mà -bà',
    "nghĩ ca",
    "neu guong la ma dang y o ba",
]


@pytest.mark.parametrize("query", QUERIES)
@pytest.mark.parametrize("batches", [1, 3])
def test_the_parts_add_up(make_searcher, query, batches):
    add_up(make_searcher(random_articles(random.Random(11), 60), batches=batches), query)


def add_up(searcher, query):
    """Check the parts of every score."""
    hits = searcher.search(query, limit=300).hits
    explained = searcher.explain(query, limit=300)
    assert [name for name, _ in explained] == [hit.id for hit in hits]
    for hit, (_, parts) in zip(hits, explained, strict=True):
        assert parts.score == pytest.approx(hit.score, rel=1e-5)


def test_what_it_says(make_searcher):
    searcher = make_searcher(
        [{"id": "a", "title": "Nêu gương", "text": "nếu nêu gương"}, {"id": "b", "text": "khác"}]
    )
    ((name, parts),) = searcher.explain("neu guong")
    assert name == "a"
    neu, guong = parts.slots
    assert (neu.typed, neu.count, neu.documents) == ("neu", 1, 1)
    assert {(v.marked, v.agreement, v.weight) for v in neu.variants} == {
        ("nêu", "compatible", 1.0),
        ("nếu", "compatible", 1.0),
    }
    assert {v.marked: v.frequencies for v in neu.variants} == {
        "nêu": {"title": 1, "body": 1},
        "nếu": {"body": 1},
    }
    assert parts.coordination == 1.0
    assert [(pair.words, pair.restored) for pair in parts.pairs] == [
        ("neu guong", False),
        ("nêu gương", True),
    ]
    assert guong.value == pytest.approx(guong.idf * guong.damped)


def test_a_conflicting_mark_is_said(make_searcher):
    ((_, parts),) = make_searcher(["nghỉ hè"]).explain("nghĩ")
    (variant,) = parts.slots[0].variants
    assert (variant.marked, variant.agreement, variant.weight) == ("nghỉ", "conflicting", 0.1)
    assert parts.coordination == pytest.approx(0.125)
