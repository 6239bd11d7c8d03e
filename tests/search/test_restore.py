"""Restoring marks, against trying every reading."""

from __future__ import annotations

import math
from collections import Counter
from itertools import accumulate, pairwise, product
from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from searcher.errors import SearcherError
from searcher.search.beside import Beside
from searcher.search.planning import plan
from searcher.search.query_parser import parse
from searcher.search.restore import candidates, read, restore
from searcher.search.slots import Form, SlotBook
from searcher.search.weights import DEFAULT
from searcher.text import fold, tokenize


class Counts(NamedTuple):
    edges: np.ndarray
    occurring: np.ndarray
    together: np.ndarray


class Texts:
    """What an index of some sentences would answer."""

    def __init__(self, sentences):
        words = [[(t.folded, t.marked) for t in tokenize(text)] for text in sentences]
        self.singles = Counter(word for text in words for word in text)
        self.pairs = Counter(pair for text in words for pair in pairwise([None, *text]))

    @property
    def token_count(self):
        return sum(self.singles.values())

    @property
    def start_count(self):
        return sum(n for (first, _), n in self.pairs.items() if first is None)

    def term_counts(self, terms):
        return np.array([self.singles[term] for term in terms], np.int64)

    def neighbour_counts(self, terms, firsts, seconds):
        asked = zip(firsts.tolist(), seconds.tolist(), strict=True)
        together = [self.pairs[terms[a] if a >= 0 else None, terms[b]] for a, b in asked]
        return self.term_counts(terms), np.array(together, np.int64)

    def successive_counts(self, words, *, beginning=False):
        words = [[None]] * beginning + list(words)
        rows = [product(one, other) for one, other in pairwise(words)]
        return Counts(
            np.array([0, *accumulate(map(len, words))], np.int64),
            np.array(
                [
                    self.start_count if term is None else self.singles[term]
                    for word in words
                    for term in word
                ],
                np.int64,
            ),
            np.array([self.pairs[pair] for row in rows for pair in row], np.int64),
        )

    def variants_in(self, fields, folded):
        return tuple(sorted(marked for f, marked in self.singles if f == folded))

    @property
    def vocabulary(self):
        return self

    def beginning_with(self, prefix):
        return sorted(term for term in self.singles if term[0].startswith(prefix))

    def holding(self, letters):
        return sorted(self.singles)

    def near(self, folded, distance):
        return {folded: (0, 1)}

    def forms(self, folded):
        return {term: count for term, count in self.singles.items() if term[0] == folded}

    def read(self, query):
        made = plan(parse(query), SlotBook(self, DEFAULT))
        return read(made, Beside(made, self))


NEWS = Texts(
    [
        "Đảng viên phải nêu gương",
        "cán bộ nêu gương trước nhân dân",
        *["tinh thần nêu gương"] * 9,
        *["nếu trời mưa thì ở nhà"] * 6,
        *["gương mặt mới"] * 3,
        "video của Pelé năm 1970",
        "nêu ý kiến",
    ]
)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("neu guong", "nêu gương"),
        ("NEU GUONG", "nêu gương"),
        ("neu troi mua", "nếu trời mưa"),
        ("guong mat", "gương mặt"),
        ("can bo neu guong", "cán bộ nêu gương"),
        ("nếu guong", "nếu gương"),  # What was typed is never contradicted,
        ("nêu troi", "nếu trời"),  # but a tone may have been left out.
        ("neu", "nêu"),  # Alone the more frequent form, though nếu begins more sentences here.
        ("video 1970", "video 1970"),
        ("pele 1970", "None 1970"),  # No marks are put on what is no Vietnamese syllable,
        ("pelé", "pelé"),
        ("neu blabla guong", "nêu None gương"),  # and what the index does not know stays.
        ('"neu" guong', "nêu None gương"),
        ("-neu guong", "gương"),
    ],
)
def test_what_is_meant(typed, meant):
    found = NEWS.read(typed)
    assert " ".join(str(term and term[1]) for term in found.terms) == meant


def test_only_marks_that_agree_are_candidates():
    book = SlotBook(NEWS, DEFAULT)
    found = {
        typed: [marked for _, marked in candidates(book.slot((Form(typed, fold(typed)),)))]
        for typed in ("neu", "nêu", "nếu", "nẻu", "pele", "1970", "xyz")
    }
    assert found == {
        "neu": ["nêu", "nếu"],
        "nêu": ["nêu", "nếu"],
        "nếu": ["nếu"],
        "nẻu": [],
        "pele": [],
        "1970": ["1970"],
        "xyz": [],
    }


def test_confidence_says_how_sure_it_is():
    assert NEWS.read("trời").confidence == (1.0,)
    alone, known = NEWS.read("neu"), NEWS.read("tinh than neu guong")
    assert 0.5 < alone.confidence[0] < 0.9 < known.confidence[2]
    assert alone.probability == pytest.approx(alone.confidence[0])


def test_nothing_to_restore():
    for words in ([], [(), ()]):
        found = restore(words, NEWS)
        assert found.terms == (None,) * len(words)
        assert (found.confidence, found.probability) == ((1.0,) * len(words), 1.0)


# --- against trying every reading ---------------------------------------------------------------

TERMS = [("a", "a"), ("a", "á"), ("a", "à"), ("b", "b"), ("b", "bờ"), ("c", "c")]


class Table:
    """Any counts at all, as an index could have them: no pair is more frequent than its terms."""

    def __init__(self, singles, pairs, others):
        self.singles = dict(zip(TERMS, singles, strict=True))
        order = [(a, b) for a in [None, *TERMS] for b in TERMS]
        self.pairs = {
            (a, b): min(n, self.singles[b], self.singles.get(a, n))
            for (a, b), n in zip(order, pairs, strict=True)
        }
        self.token_count = sum(singles) + others
        self.start_count = sum(n for (a, _), n in self.pairs.items() if a is None)

    def term_counts(self, terms):
        return np.array([self.singles[term] for term in terms], np.int64)

    successive_counts = Texts.successive_counts

    def probability(self, before, term):
        """The formula of the smoothing, for one pair; ``before`` may be None (start) or ()."""
        alone = (self.singles[term] + 0.5) / (self.token_count + 1)
        if before == ():
            return alone
        context = max(1, self.start_count if before is None else self.singles[before])
        kept = max(0, self.pairs[before, term] - 0.75)
        return (kept + 0.75 * context**0.8 * alone) / context


counts = st.one_of(st.integers(0, 4), st.integers(0, 5000))
tables = st.builds(
    Table,
    st.lists(counts, min_size=6, max_size=6),
    st.lists(counts, min_size=42, max_size=42),
    st.integers(0, 10**6),
)
rows = st.lists(st.lists(st.sampled_from(TERMS), unique=True, max_size=4), max_size=5)


@settings(deadline=None)
@given(tables, rows)
def test_the_likeliest_of_all_readings_is_found(table, words):
    likely = {}
    for reading in product(*(word or [()] for word in words)):
        steps = pairwise([None, *reading])
        likely[reading] = math.prod(table.probability(a, b) for a, b in steps if b)
    found = restore(words, table, beginning=True)
    total = sum(likely.values())
    assert [term is None for term in found.terms] == [not word for word in words]
    chosen = tuple(term or () for term in found.terms)
    assert likely[chosen] == pytest.approx(max(likely.values()), rel=1e-9)
    assert found.probability == pytest.approx(likely[chosen] / total, rel=1e-6)
    for number, confidence in enumerate(found.confidence):
        same = sum(p for reading, p in likely.items() if reading[number] == chosen[number])
        assert confidence == pytest.approx(same / total, rel=1e-6)
    assert restore(words, table, beginning=True) == found


def test_equally_likely_forms_go_to_the_first():
    table = Table([3] * 6, [2] * 42, 10)
    for word in (TERMS[:3], TERMS[2::-1]):
        assert restore([word, TERMS[5:]], table, beginning=True).terms == (word[0], TERMS[5])


def test_of_very_many_forms_the_frequent_ones_are_considered():
    marks = [chr(number) for number in range(0x4E00, 0x4E00 + 5000)]
    texts = Texts([])
    texts.singles.update({("m", mark): 1 for mark in marks})
    texts.singles[("m", marks[4321])] = 9
    found = restore([[("m", mark) for mark in marks]] * 20, texts)
    assert {term[1] for term in found.terms} == {marks[4321]}


@settings(deadline=None)
@given(st.text())
def test_no_query_makes_it_raise(query):
    try:
        clauses = parse(query)
    except SearcherError:
        return  # There is nothing to read in it.
    made = plan(clauses, SlotBook(NEWS, DEFAULT))
    found = read(made, Beside(made, NEWS))
    assert len(found.terms) == len(found.confidence) == len(made.sequence)
    assert all(0 <= part <= 1 + 1e-9 for part in (*found.confidence, found.probability))


@settings(deadline=None)
@given(st.lists(st.sampled_from(sorted({f for f, _ in NEWS.singles})), min_size=1, max_size=40))
def test_what_is_restored_folds_to_what_was_typed(words):
    found = NEWS.read(" ".join(words))
    for typed, term in zip(words, found.terms, strict=True):
        assert term is None or term[0] == fold(term[1]) == typed


def test_a_very_long_row_stays_finite():
    found = restore([[("neu", "nêu"), ("neu", "nếu")], [("guong", "gương")]] * 3000, NEWS)
    assert {term[1] for term in found.terms[::2]} == {"nêu"}
    assert all(math.isfinite(part) for part in found.confidence)
