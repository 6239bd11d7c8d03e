"""A word typed in a wrong tone; decisions over random texts: see ``test_search_oracle``."""

from __future__ import annotations

import pytest

ARTICLES = [
    *(f"Cán bộ nêu gương lần thứ {number}, đảng viên làm theo." for number in range(8)),
    *(f"Bà con hái cà chua ngoài vườn số {number}." for number in range(8)),
    "Chiếc giường cũ, một lần viết nhầm là nêu giường.",
    "Anh gướng cười một mình.",
]


@pytest.fixture
def searcher(make_searcher):
    return make_searcher(ARTICLES)


@pytest.mark.parametrize(
    ("typed", "also"),
    [
        ("nêu gướng", {"gướng": "gương"}),
        ("cán bố nêu gương", {"bố": "bộ"}),
        ("đáng viên", {"đáng": "đảng"}),
        ("cả chua", {"cả": "cà"}),
        # A quality mark that was left out does not hide a wrong tone.
        ("nêu guóng", {"guóng": "gương"}),
        ("cán bố nêu gướng", {"bố": "bộ", "gướng": "gương"}),
    ],
)
def test_a_wrong_tone_is_also_looked_for_in_the_right_one(searcher, typed, also):
    results = searcher.search(typed)
    assert dict(results.understood.expanded) == also
    assert results.understood.text == typed
    assert results.total == 8


@pytest.mark.parametrize(
    "typed",
    [
        "nêu gương",
        "neu guong",
        # Alone, nothing tells what a word should be.
        "gướng",
        "gướng cười",
        # What was typed exactly, or in quotation marks, is meant so.
        "nêu =gướng",
        '"nêu gướng"',
        # Another letter or another quality is no slip of the tone.
        "nêu giương",
        "nêu gưng",
        "bà cồn hái",
    ],
)
def test_anything_else_stays_as_typed(searcher, typed):
    assert searcher.search(typed).understood.expanded == ()


def test_taken_literally_a_wrong_tone_is_a_wrong_tone(searcher):
    results = searcher.search("nêu gướng", literal=True)
    assert results.understood.expanded == ()
    assert results.total == 0


def test_what_was_typed_still_counts_as_much(searcher):
    found = {hit.id for hit in searcher.search("cười nêu gướng", mode="any", limit=20).hits}
    assert {"a017", "a000"} <= found
    best = searcher.search("gướng cười nêu gướng").hits[0]
    assert best.id == "a017"


def test_it_is_offered_as_spelling_and_highlighted(searcher):
    results = searcher.search("nêu gướng")
    assert ("nêu gương", "spelling") in results.understood.suggestions
    passage = results.hits[0].passages[0]
    assert [passage.text[start:end] for start, end in passage.highlights] == ["nêu gương"]
