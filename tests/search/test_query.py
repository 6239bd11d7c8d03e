"""How a query is cut into clauses."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.errors import EmptyQuery, OnlyExclusions, QueryError, UnbalancedQuote
from searcher.search.query import literal, parse
from tests.text.strategies import any_text


def shape(query):
    """Clauses in a notation of their own: ``+words``, ``"phrase"``, ``-excluded``."""
    out = []
    for clause in parse(query):
        words = " ".join(token.marked for token in clause.tokens)
        words = f'"{words}"' if clause.phrase else words
        out.append(("-" if clause.excluded else "+") + words)
    return out


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("nêu gương", ["+nêu gương"]),
        ('"nêu gương"', ['+"nêu gương"']),
        ("“nêu gương” đảng", ['+"nêu gương"', "+đảng"]),
        ("«nêu gương»", ['+"nêu gương"']),
        ("đảng -viên", ["+đảng", "-viên"]),
        ('-"nêu gương" đảng', ['-"nêu gương"', "+đảng"]),
        ("kinh tế - xã hội", ["+kinh tế xã hội"]),
        ("kinh tế -xã hội", ["+kinh tế", "-xã", "+hội"]),
        ("kinh tế-xã hội", ["+kinh tế xã hội"]),
        ("KT-XH", ["+kt ktxh xh"]),
        ("-KT-XH đảng", ["-kt ktxh xh", "+đảng"]),
        ("a -- b", ["+a b"]),
        ('a"b c"d', ["+a", '+"b c"', "+d"]),
        ('"" đảng', ["+đảng"]),
        ("“đảng", ["+đảng"]),
        ("-“mở đóng đảng", ["-mở", "+đóng đảng"]),
        ("5\u2033 \u2212 x", ["+5 x"]),
        ("ở", ["+ở"]),
    ],
)
def test_table(query, expected):
    assert shape(query) == expected


@pytest.mark.parametrize("query", ["", "   ", "!?…", '""', "-", "–", "\x00", "- -"])
def test_nothing_to_search_for(query):
    with pytest.raises(EmptyQuery):
        parse(query)


@pytest.mark.parametrize(("query", "column"), [("-đảng", 0), ('  -"a b" -c', 2)])
def test_only_exclusions(query, column):
    with pytest.raises(OnlyExclusions) as caught:
        parse(query)
    assert caught.value.column == column


@pytest.mark.parametrize(
    ("query", "column"), [('đảng "nêu', 5), ('"', 0), ('"a" "b', 4), ('-"a', 1)]
)
def test_an_unbalanced_quote_is_located(query, column):
    with pytest.raises(UnbalancedQuote) as caught:
        parse(query)
    assert caught.value.column == column
    assert query[column] == '"'
    assert str(column + 1) in str(caught.value)


def test_a_literal_query_has_no_operators():
    (clause,) = literal('"nêu -gương')
    assert [token.marked for token in clause.tokens] == ["nêu", "gương"]
    assert not clause.phrase
    with pytest.raises(EmptyQuery):
        literal(' "- ')


@given(st.one_of(any_text, st.text("ab -\"“”«»' ", max_size=20)))
def test_every_query_parses_or_is_located(query):
    try:
        clauses = parse(query)
    except QueryError as error:
        assert 0 <= error.column <= len(query)
        return
    assert any(not clause.excluded for clause in clauses)
    for clause in clauses:
        assert clause.tokens
        for token in clause.tokens:
            assert query[token.start : token.end] == token.text


@given(st.lists(st.sampled_from(["nêu", "gương", "y", "KT-XH", "13,8"]), min_size=1, max_size=6))
def test_no_word_is_lost(words):
    tokens = [token for clause in parse(" ".join(words)) for token in clause.tokens]
    assert {token.text for token in tokens} >= {word for word in words if word != "KT-XH"}
