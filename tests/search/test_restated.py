"""A query in other words is read as it was typed; which other words: see ``test_abbreviate``."""

from __future__ import annotations

import pytest

ARTICLES = [
    *(f"UBND xã nêu gương lần thứ {number}." for number in range(8)),
    *(f"Nếu trời mưa thì ở nhà, ngày {number}." for number in range(4)),
    "Ủy ban nhân dân xã nêu gương cả năm.",
    "Ủy ban nhấn mạnh, dần dần sẽ khác.",
]


@pytest.fixture
def searcher(make_searcher):
    return make_searcher(ARTICLES)


def plans(searcher, typed):
    """The query as typed, and in its only other words."""
    own, other = searcher._now().ranker.plans(typed)
    return own, other


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("UBND neu guong", {"neu": "nêu"}),
        ("neu guong cua UBND", {"neu": "nêu"}),
        ("UBND neu troi mua", {"neu": "nếu"}),
        # Each time something else.
        ("neu troi, UBND neu guong", {}),
        # Marks were typed.
        ("UBND nêu gương", {}),
    ],
)
def test_the_marks_of_what_stays_are_restored_alike(searcher, typed, meant):
    for plan in plans(searcher, typed):
        named = {
            slot.marked: own.agreeing[0][1]
            for slot, own in zip(plan.slots, plan.meant or [None] * len(plan.slots), strict=True)
            if own
        }
        assert named == meant


def test_a_slip_is_one_in_both(searcher):
    results = searcher.search("UBND nêu gướng")
    assert results.total == 9
    assert dict(results.understood.expanded) == {"gướng": "gương", "UBND": "ủy ban nhân dân"}


def test_a_tone_that_was_meant_so_is_settled_in_both(searcher):
    for plan in plans(searcher, "UBND nêu gương"):
        assert [slot.as_typed for slot in plan.slots if slot.marked == "nêu"] == [True]


def test_a_quoted_phrase_is_settled_in_both(searcher):
    for plan in plans(searcher, 'UBND "nêu gương"'):
        (way,) = next(phrase.ways for phrase in plan.phrases if len(phrase.ways[0]) == 2)
        assert [slot.as_typed for slot in way] == [True, False]


def test_the_new_words_are_spelt_out_in_full(searcher):
    _, other = plans(searcher, "UBND nêu gương")
    settled = {slot.marked: slot.as_typed for slot in other.slots}
    # "nhấn" and "dần" are other words; of "ủy" there is but one form.
    assert settled["nhân"] and settled["dân"] and not settled["ủy"]


def test_words_apart_are_no_neighbours(searcher):
    """The end of a clause means nothing, whatever the word before it means."""
    plan = plans(searcher, "neu guong, UBND")[1]
    assert -1 in plan.sequence
    assert {own.agreeing[0][1] for own in plan.meant if own} == {"nêu"}
