"""The analysis of an article against brute force from ``tokenize``."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.articles import Article
from searcher.index import chain_memo, record
from searcher.index.document import Analysis, analyse, filter_key
from searcher.index.schema import SEPARATOR, decode_term
from searcher.text import fold
from tests.index.helpers import occurrences

paragraphs = st.lists(
    st.text("nêu gươgNeunđ ,.-KTXH13/ \u0302\u031b\u0301", max_size=40), max_size=5
).map(tuple)


def tokens_of(analysis: Analysis, field: str, number: int) -> dict[tuple[str, str], list[int]]:
    """(folded, marked) → positions of one article of an analysis."""
    tokens = analysis.fields[field]
    start = int(tokens.counts[:number].sum())
    span = slice(start, start + int(tokens.counts[number]))
    found: dict[tuple[str, str], list[int]] = defaultdict(list)
    assert tokens.positions is not None
    for term, position in zip(tokens.ids[span], tokens.positions[span], strict=True):
        folded, _, marked = decode_term(analysis.vocabulary[term]).partition(SEPARATOR)
        found[folded, marked].append(int(position))
    return found


@given(st.lists(st.builds(Article, st.just("a"), st.text(max_size=20), paragraphs), max_size=4))
def test_an_analysis_holds_the_tokens(articles: list[Article]) -> None:
    analysis = analyse(map(record.encode, articles))
    assert len(set(analysis.vocabulary)) == len(analysis.vocabulary)
    assert analysis.failures == {}
    for number, article in enumerate(articles):
        assert tokens_of(analysis, "title", number) == occurrences((article.title,))
        assert tokens_of(analysis, "body", number) == occurrences(article.body)
    for field in ("title", "body"):
        tokens = analysis.fields[field]
        assert int(tokens.counts.sum()) == len(tokens.ids)
        for end, count in zip(np.cumsum(tokens.counts), tokens.counts, strict=True):
            own = tokens.positions[end - count : end]
            assert (np.diff(own) >= 0).all()


def test_one_bad_record_does_not_stop_the_others() -> None:
    good = record.encode(Article("a", "nêu", ("gương",), section="Đời sống"))
    analysis = analyse([good, b"rubbish", good])
    assert list(analysis.failures) == [1]
    for field, count in (("title", 1), ("body", 1), ("section", 1), ("author", 0)):
        assert analysis.fields[field].counts.tolist() == [count, 0, count]


def positions_of(*paragraphs: str) -> list[int]:
    analysis = analyse([record.encode(Article("a", "", paragraphs))])
    positions = analysis.fields["body"].positions
    assert positions is not None
    return positions.tolist()


def test_no_two_paragraphs_are_adjacent() -> None:
    assert positions_of("nêu", "gương") == [0, 2]
    assert positions_of("một hai", "", "…", "ba") == [0, 1, 3]
    assert positions_of("", "một") == [0]


def test_alternatives_count_once_towards_the_next_paragraph() -> None:
    assert positions_of("KT-XH", "nêu") == [0, 0, 1, 3]


def test_a_full_memory_starts_afresh(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chain_memo, "_MOST_CHAINS", 3)
    for number in range(4):
        body = (f"KT-XH nêu {number}", f"gương {number}")
        analysis = analyse([record.encode(Article("a", "", body))])
        assert tokens_of(analysis, "body", 0) == occurrences(body)
        assert len(analysis.vocabulary) == 6


@given(st.text(max_size=40))
def test_any_text_can_be_a_filter(value: str) -> None:
    folded, _, _ = filter_key(value).partition(SEPARATOR)
    assert folded == fold(" ".join(value.split()))
    analysis = analyse([record.encode(Article("a", "", (), section=value))])
    counts = {name: tokens.counts.tolist() for name, tokens in analysis.fields.items()}
    assert counts == {
        "title": [0],
        "body": [0],
        "author": [0],
        "section": [int(bool(value.strip()))],
        "source": [0],
        "encoding": [0],
    }


def test_the_usual_encoding_takes_no_room() -> None:
    articles = [Article("a", "", ("x",), encoding=name) for name in ("utf-8", "tcvn3", "utf-8")]
    analysis = analyse(map(record.encode, articles))
    assert analysis.fields["encoding"].counts.tolist() == [0, 1, 0]
