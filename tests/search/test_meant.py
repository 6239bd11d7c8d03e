"""What is surely meant counts more; the formula itself: see ``test_search_oracle``."""

from __future__ import annotations

import pytest

from tests.search.test_search_oracle import restored

ARTICLES = [
    *(f"Cán bộ nêu gương, lần thứ {number}." for number in range(4)),
    *(f"Nếu trời mưa thì ở nhà, ngày {number}." for number in range(4)),
    *(f"Người ta đi chợ, hỏi người bán số {number}." for number in range(4)),
    "Ngươi là ai?",
    "Gưởng cười một mình.",
]


@pytest.fixture
def searcher(make_searcher):
    return make_searcher(ARTICLES)


GUONG = {"guong": "gương"}


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("neu guong", {"neu": "nêu"} | GUONG),
        ("neu troi", {"neu": "nếu"}),
        # Marks that were typed need no guess.
        ("nếu trời", {}),
        # Neither is likelier by far.
        ("neu", {}),
        # All but one are "người" anyway, and "chợ" is the only one.
        ("nguoi ban cho", {}),
        # Each time something else.
        ("neu guong neu troi", GUONG),
        ("neu guong, neu guong", {"neu": "nêu"} | GUONG),
    ],
)
def test_what_is_surely_meant(searcher, typed, meant):
    assert restored(searcher, typed) == meant


def test_it_counts_in_parts_of_a_query(searcher):
    ((_, whole), *_) = searcher.explain("can AND (neu guong)", limit=1)
    shares = [share for part in whole.added for share in part.slots]
    assert {share.typed for share in shares if share.restored} == {"nêu", "gương"}


def test_what_is_found_and_complete_stays_the_same(searcher):
    results = searcher.search("neu guong", limit=20)
    assert (results.total, results.partial) == (4, 5)
    assert {hit.id for hit in results.hits} == {f"a{number:03}" for number in (*range(8), 13)}


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        # Both may be meant as typed: "nêu" is not "nếu".
        ("nêu gương", {"a000", "a001", "a002", "a003"}),
        # A tone is missing elsewhere, so it may be missing here.
        ("nêu trơi mưa", {"a004", "a005", "a006", "a007"}),
    ],
)
def test_tones_that_were_left_out(searcher, typed, first):
    hits = searcher.search(typed, limit=4).hits
    assert {hit.id for hit in hits if hit.complete} == first
