"""Where terms and phrases stand: numpy and C agree, and both with looking at every position."""

from __future__ import annotations

from contextlib import suppress
from itertools import pairwise, product

import numpy as np
import pytest
from field_texts import FAR, IDS, TERMS, field_of, hostile_fields, ids_of, numbers, texts, words
from hypothesis import given
from hypothesis import strategies as st

from searcher.kernels import IN_NUMPY, occurrences
from searcher.kernels.sequences import FieldSlots

ANY_NUMBER = 1 << 62
NONE = np.zeros(0, np.int64)

both_terms = (IN_NUMPY["occurrences"], occurrences.occurrences)
both_phrases = (IN_NUMPY["phrase_ends"], occurrences.phrase_ends)
ways_of_terms = pytest.mark.parametrize("find", both_terms, ids=["numpy", "as used"])
ways_of_phrases = pytest.mark.parametrize("find", both_phrases, ids=["numpy", "as used"])


def in_slot(text, position):
    """What has the slot at a position, if anything has."""
    held = text.get(position, [IDS])[0] if position <= 400 else IDS
    return held if held < 65_536 else None


def known(written, asked):
    """What a count of neighbours says of the words of a phrase, by word and the next one."""
    if len(asked) == 1:
        return [(np.array(asked[0], np.int64), NONE, ANY_NUMBER)]
    told = []
    for one, other in pairwise(asked):
        beside = [
            (in_slot(text, position - 1), in_slot(text, position))
            for text in written
            for position in text
        ]
        beside = [(a, b) for a, b in beside if a in one and b in other]
        fronts, behinds = ({pair[side] for pair in beside} for side in (0, 1))
        told.append((np.array(sorted(fronts), int), np.array(sorted(behinds), int), len(beside)))
    return told


def phrases_in(written, docs, asked):
    """The ends of a phrase, looked for at every position."""
    return [
        doc << 32 | position
        for doc in docs
        for position in sorted(written[doc])
        if all(
            set(word) & set(written[doc].get(position - back, ()))
            for back, word in enumerate(reversed(asked))
        )
    ]


@given(texts, st.sets(st.sampled_from((0, *TERMS))), st.data())
def test_terms_are_found(written, asked, data):
    docs = sorted(data.draw(st.sets(st.integers(0, len(written) - 1))))
    asked = data.draw(st.permutations(sorted(asked)))
    field = field_of(written, data.draw(st.sampled_from([np.uint32, np.uint64])))
    gaps = data.draw(st.booleans())
    expected = [
        (doc << 32 | position, asked.index(term))
        for doc in docs
        for position in sorted(written[doc])
        for term in sorted(
            written[doc][position], key=lambda t: t != in_slot(written[doc], position)
        )
        if term in asked
    ]
    if gaps:
        bounds = field.starts.tolist()
        empty = [
            (doc << 32 | at, len(asked))
            for doc in docs
            for at, slot in enumerate(field.slots[bounds[doc] : bounds[doc + 1]].tolist())
            if slot == 0
        ]
        expected = sorted(expected + empty, key=lambda found: found[0])
    for find in both_terms:
        keys, which = find(field, np.array(docs, np.int64), np.array(asked, np.int64), gaps)
        assert list(zip(keys.tolist(), which.tolist(), strict=True)) == expected


@given(texts, words, st.data())
def test_phrases_are_found(written, asked, data):
    docs = sorted(data.draw(st.sets(st.integers(0, len(written) - 1))))
    field = field_of(written, data.draw(st.sampled_from([np.uint32, np.uint64])))
    expected = phrases_in(written, docs, asked)
    for place, (front, behind, most) in enumerate(known(written, asked)):
        for find in both_phrases:
            told = front, behind, place, most
            found = find(field, np.array(docs, np.int64), *ids_of(asked), *told)
            assert found.tolist() == expected


@pytest.mark.parametrize("forms", [1, 3, 12])
@pytest.mark.parametrize("length", [1, 2, 3, 32])
def test_long_articles_some_of_them(forms, length):
    rng = np.random.default_rng(length)
    written = []
    for _ in range(60):
        ids = rng.integers(2, 40, int(rng.integers(0, 150))).tolist()
        for start in rng.integers(0, 150, 3).tolist():
            # Whole phrases, now and then cut off by the end.
            ids[start : start + length] = [50 + word for word in range(length)][: len(ids) - start]
        written.append({at: [term] for at, term in enumerate(ids)})
    # Forms that stand somewhere, but not beside the other words.
    asked = [[50 + word, *range(2, 1 + forms)] for word in range(length)]
    docs = sorted(rng.choice(60, 40, replace=False).tolist())
    expected = phrases_in(written, docs, asked)
    assert expected
    told = known(written, asked)
    for place, find in product(sorted({0, len(told) // 2, len(told) - 1}), both_phrases):
        front, behind, most = told[place]
        found = find(field_of(written), np.array(docs), *ids_of(asked), front, behind, place, most)
        assert found.tolist() == expected


def test_a_phrase_neither_crosses_articles_nor_counts_twice():
    field = field_of([{0: [2], 1: [2], 2: [2]}, {0: [2], FAR - 1: [2], FAR: [2, 3]}])
    asked = ids_of([[2, 3], [2, 3]])
    for find in both_phrases:
        ends = find(field, np.array([0, 1]), *asked, np.array([2]), np.array([2]), 0, 2)
        assert ends.tolist() == [1, 2, 1 << 32 | FAR]


@given(hostile_fields(), numbers(np.int64), numbers(np.int64), numbers(np.int64, 1), st.data())
def test_whatever_stands_in_a_file_nothing_is_read_outside_it(field, docs, ids, edges, data):
    told = data.draw(numbers(np.int64)), data.draw(numbers(np.int64))
    place, most = data.draw(st.integers(-3, 12)), data.draw(st.integers(-3, 12))
    for find in both_terms:
        with suppress(IndexError, ValueError):
            find(field, docs, ids, data.draw(st.booleans()))
    for find in both_phrases:
        with suppress(IndexError, ValueError):
            find(field, docs, ids, edges, *told, place, most)


def well_formed():
    return {
        "field": field_of([{0: [2], 1: [3, 65_536]}, {0: [2]}]),
        "docs": np.array([0, 1]),
        "ids": np.array([2, 3]),
        "edges": np.array([0, 1, 2]),
        "front": np.array([2]),
        "behind": np.array([3]),
        "place": 0,
        "most": 1,
    }


@ways_of_phrases
@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"docs": np.array([0, 2])}, IndexError),
        ({"docs": np.array([-1, 0])}, IndexError),
        ({"ids": np.array([2, IDS])}, IndexError),
        ({"front": np.array([IDS])}, IndexError),
        ({"behind": np.array([-1])}, IndexError),
        ({"edges": np.array([0, 1, 3])}, ValueError),
        ({"edges": np.array([0])}, ValueError),
        ({"ids": NONE, "edges": np.array([0])}, ValueError),
        ({"ids": NONE, "edges": np.zeros(34, np.int64)}, ValueError),
        ({"place": -1}, IndexError),
        ({"place": 1}, IndexError),
        ({"slots": np.zeros(2, np.uint16)}, ValueError),
        ({"starts": np.array([0, 3, 2], np.uint32)}, ValueError),
        ({"extra_starts": np.array([0, 2, 1])}, ValueError),
        ({"extra_ids": np.zeros(3, np.uint32)}, ValueError),
    ],
)
def test_what_does_not_fit_is_refused(find, changed, error):
    asked = well_formed()
    own = {name: value for name, value in changed.items() if name in FieldSlots._fields}
    asked["field"] = asked["field"]._replace(**own)
    asked |= {name: value for name, value in changed.items() if name in asked}
    with pytest.raises(error):
        find(*asked.values())
    # Nothing is left behind for the next one.
    assert find(*well_formed().values()).tolist() == [1]


@ways_of_terms
@pytest.mark.parametrize(
    ("docs", "ids", "error"),
    [([0, 2], [2], IndexError), ([-1], [2], IndexError), ([0], [IDS], IndexError)],
)
def test_terms_and_documents_that_do_not_exist(find, docs, ids, error):
    with pytest.raises(error):
        find(well_formed()["field"], np.array(docs), np.array(ids), False)
