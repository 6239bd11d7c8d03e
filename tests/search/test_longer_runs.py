"""Readings weighed by runs of three words, against counting and multiplying by hand."""

from __future__ import annotations

import math
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.search import longer_runs, query_odds
from searcher.search.longer_runs import best_paths, weighed
from searcher.search.restore import restore
from searcher.text import tokenize

# "bán" is likely before "hàng" and after "nhà", and yet it is the table that stands between them.
ARTICLES = [
    *(f"Nhà bán rồi. Cửa nhà bán xong. Số {n}" for n in range(3)),
    *(f"Họ bán hàng. Chị bán hàng. Em bán hàng. Số {n}" for n in range(3)),
    *(f"Trong nhà bàn hàng đầu. Số {n}" for n in range(3)),
    "Một bài khác hẳn, nói về chuyện khác.",
]


@st.composite
def _steps(draw):
    sizes = draw(st.lists(st.integers(1, 4), min_size=1, max_size=4))
    share = st.floats(0.001, 1.0)
    return [
        np.array(draw(st.lists(share, min_size=a * b, max_size=a * b))).reshape(a, b)
        for a, b in zip([1, *sizes], sizes, strict=False)
    ]


@given(_steps(), st.integers(1, 6))
def test_the_best_paths_are_the_best_of_all(steps, most):
    everything = []
    for path in product(*(range(step.shape[1]) for step in steps)):
        before = (0, *path[:-1])
        everything.append(
            math.prod(s[a, b] for s, a, b in zip(steps, before, path, strict=True)),
        )
    everything.sort(reverse=True)
    found = best_paths(steps, most)
    assert len(found) == min(most, len(everything)) == len({path for _, path in found})
    wanted = [odds / everything[0] for odds in everything[:most]]
    assert [odds for odds, _ in found] == pytest.approx(wanted)
    for odds, path in found:
        before = (0, *path[:-1])
        own = math.prod(s[a, b] for s, a, b in zip(steps, before, path, strict=True))
        assert own / everything[0] == pytest.approx(odds)


def _words(reader, typed):
    return [
        [(token.folded, marked) for marked in reader.variants("body", token.folded)]
        for token in tokenize(typed)
    ]


def _stands(run):
    """How often three words stand side by side in the articles: read, not counted by arrays."""
    rows = [[(t.folded, t.marked) for t in tokenize(text)] for text in ARTICLES]
    return sum(
        tuple(row[at : at + len(run)]) == tuple(run)
        for row in rows
        for at in range(len(row) - len(run) + 1)
    )


@pytest.mark.parametrize("typed", ["nha ban hang", "trong nha ban hang dau", "em ban hang nhe"])
@pytest.mark.parametrize("batches", [1, 3])
def test_odds_are_those_of_absolute_discounting(make_searcher, typed, batches):
    reader = make_searcher(ARTICLES, batches).reader
    words = _words(reader, typed)
    steps = restore(words, reader.neighbours).steps
    paths = best_paths(steps)
    wanted = {}
    for odds, path in paths:
        terms = [word[n] if word else None for word, n in zip(words, path, strict=True)]
        for at in range(2, len(terms)):
            run = terms[at - 2 : at + 1]
            if None in run or not _stands(run[:2]):
                continue
            two = float(steps[at][path[at - 1], path[at]])
            before = _stands(run[:2])
            three = max(_stands(run) - 0.75, 0) / before + 0.75 * before ** (0.9 - 1) * two
            odds *= (three / two) ** 0.7
        wanted[path] = odds
    scale = sum(odds for odds, _ in paths) / sum(wanted.values())
    found = weighed(words, steps, paths, reader)
    assert [odds for odds, _ in found] == sorted((odds for odds, _ in found), reverse=True)
    ratios = {path: odds / (wanted[path] * scale) for odds, path in found}
    # Runs that all readings share are left out: they change nothing.
    assert len(ratios) == len(paths)
    assert max(ratios.values()) == pytest.approx(min(ratios.values()))


@pytest.mark.parametrize("batches", [1, 3])
def test_a_run_that_stands_in_the_index_is_preferred(make_searcher, batches):
    searcher = make_searcher(ARTICLES, batches)
    words = _words(searcher.reader, "nha ban hang")
    likeliest = restore(words, searcher.reader.neighbours).terms
    assert [marked for _, marked in likeliest] == ["nhà", "bán", "hàng"]
    assert searcher.search("nha ban hang").understood.restored == "nhà bàn hàng"
    assert searcher.search("NHA ban, hang").understood.restored == "NHÀ bàn, hàng"


def test_pairs_of_titles_count_extra(make_searcher, monkeypatch):
    monkeypatch.setattr(query_odds, "_HALF", 1)  # a few titles will do
    text = [f"Cô ấy {word} hoa rồi. Số {n}" for word in ("bán", "bàn") for n in range(2)]
    text.append("Lại bán hoa.")
    titled = [{"id": f"t{n}", "title": f"Bàn hoa {n}", "text": f"Bài {n}"} for n in range(4)]
    plain = [{**article, "title": f"Tin {n}"} for n, article in enumerate(titled)]
    assert (
        make_searcher([*text, *plain], name="a").search("ban hoa").understood.restored == "bán hoa"
    )
    assert (
        make_searcher([*text, *titled], name="b").search("ban hoa").understood.restored == "bàn hoa"
    )


class _WithWords:
    """A reader that knows some words of several syllables."""

    def __init__(self, reader, *words):
        self._reader = reader
        self._words = [tuple(word.split()) for word in words]

    def __getattr__(self, name):
        return getattr(self._reader, name)

    @property
    def lexicon(self):
        return self

    def spans(self, syllables):
        assert None not in syllables
        return [
            (at, at + len(word))
            for word in self._words
            for at in range(len(syllables) - len(word) + 1)
            if tuple(syllables[at : at + len(word)]) == word
        ]


def test_each_syllable_of_a_word_counts_extra(make_searcher):
    reader = make_searcher(ARTICLES).reader
    words = _words(reader, "ban hang")
    paths = [(0.5, (n, 0)) for n in range(len(words[0]))]
    found = {
        words[0][path[0]][1]: odds
        for odds, path in weighed(words, [], paths, _WithWords(reader, "bàn hàng"))
    }
    assert found["bàn"] / found["bán"] == pytest.approx(math.exp(2 * 0.42))
    # What stays as typed is between words, not in them.
    apart = weighed(
        [words[0], (), words[1]],
        [],
        [(odds, (a, 0, b)) for odds, (a, b) in paths],
        _WithWords(reader, "bàn hàng"),
    )
    assert [odds for odds, _ in apart] == pytest.approx([0.5, 0.5])


def test_little_is_looked_through(make_searcher, monkeypatch):
    """With no room to count in, the pairs decide as before."""
    searcher = make_searcher(ARTICLES)
    monkeypatch.setattr(longer_runs, "_MOST_TOKENS", 0)
    assert searcher.search("nha ban hang").understood.restored == "nhà bán hàng"
