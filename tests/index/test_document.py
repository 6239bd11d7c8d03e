"""The analysis of an article against brute force from ``tokenize``."""

from __future__ import annotations

import struct

from hypothesis import given
from hypothesis import strategies as st

from searcher.articles import Article
from searcher.index.document import analyse, filter_key, invert, sequence
from searcher.index.schema import SEPARATOR, decode_term
from searcher.text import fold
from tests.index.helpers import occurrences

paragraphs = st.lists(
    st.text("nêu gươgNeunđ ,.-KTXH13/ \u0302\u031b\u0301", max_size=40), max_size=5
).map(tuple)


@given(paragraphs)
def test_postings_are_the_tokens(body: tuple[str, ...]) -> None:
    inverted = invert(body)
    found = {}
    for term, frequency, weight, data in inverted.postings:
        folded, _, marked = decode_term(term).partition(SEPARATOR)
        positions = list(struct.unpack(f"<{len(data) // 4}I", data))
        assert frequency == weight == len(positions)
        assert positions == sorted(positions)
        found[folded, marked] = positions
    assert found == {term: sorted(places) for term, places in occurrences(body).items()}
    assert inverted.length == sum(map(len, found.values()))


def test_no_two_paragraphs_are_adjacent() -> None:
    assert sequence(["nêu", "gương"])[1] == [0, 2]
    assert sequence(["một hai", "", "…", "ba"])[1] == [0, 1, 3]
    assert sequence(["", "một"])[1] == [0]


def test_alternatives_count_once_towards_the_next_paragraph() -> None:
    keys, positions = sequence(["KT-XH", "nêu"])
    assert positions[-1] == 3
    assert positions[:-1] == sorted(positions[:-1])
    assert max(positions[:-1]) == 1
    assert len(keys) == 4


@given(st.text(max_size=40))
def test_any_text_can_be_a_filter(value: str) -> None:
    folded, _, _ = filter_key(value).partition(SEPARATOR)
    assert folded == fold(" ".join(value.split()))
    document = analyse(Article("a", "", (), section=value))
    assert ("section" in document.fields) == bool(value.strip())


def test_missing_fields_take_no_room() -> None:
    document = analyse(Article("a", "", ()))
    assert document.fields == {}
    assert document.date == 0
