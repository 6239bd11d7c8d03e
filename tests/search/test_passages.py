"""What must hold for every passage, whatever the article and the query."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from searcher.search.matching import Matcher, spans
from searcher.search.passages import MOST_PASSAGES, Worth, choose_passages
from searcher.search.planning import plan
from searcher.search.query_parser import literal
from searcher.search.slots import SlotBook
from searcher.search.weights import DEFAULT
from searcher.text import tokenize

WORDS = st.sampled_from(
    [
        "nêu",
        "gương",
        "nếu",
        "Gương",
        "NÊU",
        "a.",
        "lũ",
        "lụt.",
        "“hoà",
        "bình”!",
        "x" * 60,
        "KT-XH",
        "\u200b",
        "e\u0302\u0301",
    ]
)
paragraphs = st.lists(st.lists(WORDS, min_size=1, max_size=150).map(" ".join), max_size=5)
queries = st.sampled_from(["neu guong", "nêu gương", "hoa binh lu lut", "ktxh", "gương", "e x"])


class Everything:
    """A dictionary that holds every form of every word of some texts."""

    def __init__(self, texts):
        self.tokens = {(t.folded, t.marked) for text in texts for t in tokenize(text)}

    def variants_in(self, fields, folded):
        return tuple(sorted(marked for f, marked in self.tokens if f == folded))


def passages_of(texts, query):
    matcher = Matcher(plan(literal(query), SlotBook(Everything(texts), DEFAULT)))
    matched = matcher.read(texts)
    matches = [matched.matches(number) for number in range(len(texts))]
    worth = Worth(matcher.pairs, [1.0] * 20)
    return choose_passages(texts, matched.places, matched.matches, worth), matches


@settings(max_examples=200, deadline=None)
@given(paragraphs, queries)
def test_invariants(texts, query):
    passages, matches = passages_of(texts, query)
    assert len(passages) <= MOST_PASSAGES
    assert bool(passages) == bool(texts)
    if any(matches):
        assert all(passage.highlights for passage in passages)
    seen = set()
    for passage in passages:
        paragraph = texts[passage.paragraph]
        end = passage.start + len(passage.text)
        assert paragraph[passage.start : end] == passage.text
        assert len(passage.text) <= 700
        words = {(token.start, token.end) for token in tokenize(paragraph)}
        starts, ends = {start for start, _ in words}, {end for _, end in words}
        previous = 0
        for left, right in passage.highlights:
            assert previous <= left < right <= len(passage.text)
            previous = right
            assert passage.start + left in starts
            assert passage.start + right in ends
        # No word is broken at the cut.
        assert passage.start == 0 or paragraph[passage.start - 1].isspace()
        assert end == len(paragraph) or paragraph[end].isspace() or passage.text[-1] in ".!…?”"
        span = range(passage.start, end)
        assert not any((passage.paragraph, place) in seen for place in span)
        seen.update((passage.paragraph, place) for place in span)


def test_the_sentence_where_the_words_stand_together_is_shown_first():
    texts = ["Nêu ý kiến trước. Rồi soi gương. Sau cùng là nêu gương cho dân."]
    passages, _ = passages_of(texts, "nêu gương")
    assert passages[0].text == "Sau cùng là nêu gương cho dân."


def test_a_very_long_sentence_is_cut_between_words_around_its_best_place():
    text = "mở đầu " * 200 + "nêu gương " + "kết thúc " * 200
    (passage,), _ = passages_of([text], "nêu gương")
    assert passage.cut_before
    assert passage.cut_after
    assert len(passage.text) < 450
    assert "nêu gương" in passage.text


@pytest.mark.parametrize("size", [2_000_000])
def test_a_huge_paragraph_is_no_trap(size):
    text = "nêu gương " * (size // 10)
    passages, _ = passages_of([text], "nêu gương")
    assert passages


def test_neighbouring_matches_are_one_highlight():
    texts = ["nêu  gương, gương-nêu"]
    _, (matches,) = passages_of(texts, "nêu gương")
    assert [texts[0][a:z] for a, z in spans(texts[0], matches)] == ["nêu  gương", "gương", "nêu"]
