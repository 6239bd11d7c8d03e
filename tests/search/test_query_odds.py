"""Words weighed as those of a query, against counting and multiplying by hand."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest

from searcher.search import query_odds as module
from searcher.search.query_odds import query_odds
from searcher.search.restore import restore
from searcher.text import tokenize

ARTICLES = [
    {"id": "a", "title": "Chợ hoa", "text": "Chợ hoa đông. Cho hoa vào giỏ."},
    {"id": "b", "title": "Chợ nổi", "text": "Nói cho hết. Nói cho rõ.\nCho hoa, cho quà."},
    {"id": "c", "title": "Hoa cho mẹ", "text": "Cho con, cho cháu.\nChờ hoả tốc. Nổi cho lâu."},
    {"id": "d", "text": "Bài này không có đầu đề."},
]


def _rows(field):
    """The words of each paragraph."""
    return [
        [(token.folded, token.marked) for token in tokenize(paragraph)]
        for article in ARTICLES
        for paragraph in article.get(field, "").split("\n")
        if paragraph
    ]


class _Counted:
    """Probabilities counted word by word."""

    def __init__(self, field):
        self.rows = _rows(field)
        self.words = [word for row in self.rows for word in row]
        self.pairs = [pair for row in self.rows for pair in pairwise(row)]

    def alone(self, word):
        return (self.words.count(word) + 0.5) / (len(self.words) + 1)

    def after(self, before, word):
        """P(word | word before); ``None``: the beginning of a paragraph."""
        if before is None:
            seen, both = len(self.rows), sum(row[0] == word for row in self.rows)
        else:
            seen, both = self.words.count(before), self.pairs.count((before, word))
        return max(both - 0.75, 0) / seen + 0.75 * seen**-0.2 * self.alone(word)


def _words(reader, typed):
    return [
        [(token.folded, marked) for marked in reader.variants("body", token.folded)]
        for token in tokenize(typed)
    ]


@pytest.mark.parametrize("typed", ["cho hoa", "cho noi", "noi cho hoa"])
@pytest.mark.parametrize("batches", [1, 3])
def test_odds_are_the_product_of_powers(make_searcher, typed, batches):
    reader = make_searcher(ARTICLES, batches).reader
    words = _words(reader, typed)
    odds = query_odds(words, restore(words, reader.neighbours).steps, reader)
    bodies, titles = _Counted("text"), _Counted("title")
    # Few titles are known, so they have a small share.
    share = len(titles.words) / (len(titles.words) + 2000)
    powers = [
        share * some + (1 - share) * none
        for some, none in ((0.76, 0.84), (0.21, 0.0), (-0.46, -0.16), (0.23, 0.0))
    ]
    for at, step in enumerate(odds):
        befores = words[at - 1] if at else [None]
        assert step.shape == (len(befores), len(words[at]))
        for (row, before), (column, word) in (
            (a, b) for a in enumerate(befores) for b in enumerate(words[at])
        ):
            here = bodies.after(before, word) if at else bodies.alone(word)
            # A word that no title has is never looked for behind one.
            there = titles.after(before, word) if titles.words.count(before) or not at else None
            if there is None:
                there = 0.75 * titles.alone(word)
            odds_by_hand = (here, there, bodies.alone(word), titles.alone(word))
            wanted = math.prod(p**power for p, power in zip(odds_by_hand, powers, strict=True))
            assert step[row, column] == pytest.approx(wanted), (before, word)


def test_a_place_without_forms_stays_as_typed(make_searcher):
    reader = make_searcher(ARTICLES).reader
    cho, hoa = _words(reader, "cho hoa")
    words = [cho, (), hoa]
    odds = query_odds(words, restore(words, reader.neighbours).steps, reader)
    assert [step.shape for step in odds] == [(1, len(cho)), (len(cho), 1), (1, len(hoa))]
    assert all(np.isfinite(step).all() and (step > 0).all() for step in odds)
    assert (odds[1] == 1).all()


def test_an_index_without_titles_prefers_none(make_searcher):
    """Nothing is known of titles: the bodies alone decide."""
    articles = [article["text"] for article in ARTICLES]
    searcher = make_searcher(articles)
    words = _words(searcher.reader, "cho noi")
    steps = restore(words, searcher.reader.neighbours).steps
    bodies = np.array([_Counted("text").alone(word) for word in words[0]])
    odds = query_odds(words, steps, searcher.reader)[0][0]
    shares = odds / bodies ** (0.84 - 0.16)
    assert shares == pytest.approx(np.full(len(shares), shares[0]))


@pytest.mark.parametrize("batches", [1, 3])
def test_a_query_is_read_as_a_title_rather_than_as_running_text(
    make_searcher, batches, monkeypatch
):
    """ "cho hoa" is what the text says more often, but nobody writes a title like that."""
    monkeypatch.setattr(module, "_HALF", 1)  # a few titles will do
    text = [f"Họ đã cho hoa vào giỏ rồi. Số {n}" for n in range(4)]
    text += [{"title": f"Chợ hoa {n}", "text": f"Chợ hoa ngày tết. Bài {n}"} for n in range(3)]
    searcher = make_searcher(text, batches)
    words = _words(searcher.reader, "cho hoa")
    read = restore(words, searcher.reader.neighbours)
    assert [term[1] for term in read.terms] == ["cho", "hoa"]
    understood = searcher.search("cho hoa").understood
    assert understood.restored == "chợ hoa"
    assert understood.suggestions[0] == ("chợ hoa", "marks")
