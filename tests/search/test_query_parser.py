"""How a query is understood, what is no query, and that nothing is lost on the way."""

from __future__ import annotations

import datetime as dt
import random
import re
import time
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.errors import (
    DateImpossible,
    DatesBackwards,
    DateUnknown,
    EmptyQuery,
    FieldEmpty,
    LoneOperator,
    MatchesEverything,
    MisspeltField,
    NumberTooLarge,
    OnlyExclusions,
    OnlyWords,
    QueryError,
    QueryTooDeep,
    QueryTooLong,
    TooManyOperators,
    TooManyPatterns,
    UnbalancedParenthesis,
    UnbalancedQuote,
    UnknownField,
)
from searcher.search import query_parser
from searcher.search.query_parser import (
    MOST_CHARACTERS,
    MOST_DEPTH,
    MOST_OPERATORS,
    MOST_PATTERNS,
    literal,
    parse,
)
from searcher.search.query_printer import normal_form
from searcher.search.query_tree import And, Group, Node, Or, Word
from searcher.text import tokenize
from tests.text.strategies import any_text

TODAY = dt.date(2024, 3, 14)


def understood(query):
    return normal_form(parse(query, TODAY))


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        # Words, phrases, exclusions.
        ("nêu gương", "nêu gương"),
        ('"nêu gương"', '"nêu gương"'),
        ('"nêu   gương!"', '"nêu gương"'),
        ("“nêu gương” đảng", '"nêu gương" đảng'),
        ("«nêu gương»", '"nêu gương"'),
        ('"nêu gương"~3', '"nêu gương"~3'),
        ('"nêu gương"~0', '"nêu gương"'),
        ("đảng -viên", "đảng -viên"),
        ('-"nêu gương" đảng', '-"nêu gương" đảng'),
        ("kinh tế -xã hội", "kinh tế -xã hội"),
        ("-KT-XH đảng", "-KT-XH đảng"),
        ("đảng -a;b", 'đảng -"a b"'),
        ('a"b c"d', 'a "b c" d'),
        ('"" đảng', "đảng"),
        ("“đảng", "đảng"),
        ("-“mở đóng đảng", "-mở đóng đảng"),
        # Operators.
        ("a OR b", "a OR b"),
        ("a HOẶC b", "a OR b"),
        ("a HOA\u0323\u0306C b", "a OR b"),
        ("a HOAC b", "a OR b"),
        ("a VÀ b", "a AND b"),
        ("a AND b", "a AND b"),
        ("a NOT b", "a -b"),
        ("a KHÔNG b", "a -b"),
        ("a KHONG b", "a -b"),
        ('a NOT "b c"', 'a -"b c"'),
        ("nêu gương OR kỷ luật AND đảng", "nêu gương OR kỷ luật AND đảng"),
        ("(a OR b) c", "(a OR b) c"),
        ("a AND (b OR c)", "a AND (b OR c)"),
        ("(a AND b) OR c", "a AND b OR c"),
        ("a OR (b OR (c))", "a OR b OR c"),
        ("a (b c) d", "a b c d"),
        ("a (-b)", "a -b"),
        ("a -(b c)", "a -(b c)"),
        ("a NOT (b OR c)", "a -(b OR c)"),
        ("a AND -b -c", "a AND -b AND -c"),
        ("a AND NOT b", "a AND -b"),
        # Patterns, fuzzy words, exact words.
        ("gươ*", "gươ*"),
        ("GƯƠ*", "gươ*"),
        ("wild?card*", "wild?card*"),
        ("*gương", "*gương"),
        ("KT-XH*", "KT xh*"),
        ("chó~ chó~2", "chó~ chó~2"),
        ("=nêu", "=nêu"),
        ('="nêu gương"', '="nêu gương"'),
        ("a -=nêu -gươ* -chó~", "a -=nêu -gươ* -chó~"),
        # Fields.
        ("title:đảng", "title:đảng"),
        ("tiêu_đề:đảng", "title:đảng"),
        ("tieu_de:đảng", "title:đảng"),
        ("TITLE:đảng", "title:đảng"),
        ('title:"nêu gương"~2', 'title:"nêu gương"~2'),
        ("title:kinh-tế", "title:kinh-tế"),
        ("title:(a OR b) c", "title:(a OR b) c"),
        ("a -title:b", "a -title:b"),
        ("title:gươ* title:chó~ title:=nêu", "title:gươ* title:chó~ title:=nêu"),
        ('tác_giả:"Nguyễn Văn A"', 'author:"Nguyễn Văn A"'),
        ("tac_gia:An nguồn:TTXVN mục:xã_hội", "author:An source:TTXVN section:xã_hội"),
        ("nguồn:(TTXVN OR VnExpress)", "source:(TTXVN OR VnExpress)"),
        ("id:a/b-c.txt", "id:a/b-c.txt"),
        ('id:"a (1).txt"', 'id:"a (1).txt"'),
        ("path:phap-luat/*", "path:phap-luat/*"),
        ("ngày:20/11/2018", "date:2018-11-20"),
        ("date:2019..2021", "date:2019-01-01..2021-12-31"),
        ("date:..2020-05", "date:..2020-05-31"),
        ('ngày:"hôm qua"', "date:2024-03-13"),
        ("ngày:hôm_qua", "date:2024-03-13"),
        ("ngay:hom_qua", "date:2024-03-13"),
        ("ngày:“tháng trước” đảng", "date:2024-02-01..2024-02-29 đảng"),
        ("đảng -date:2020", "đảng -date:2020-01-01..2020-12-31"),
        ("(date:2020, đảng)", "date:2020-01-01..2020-12-31 đảng"),
    ],
)
def test_the_normal_form(query, expected):
    assert understood(query) == expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("kinh tế - xã hội", "kinh tế xã hội"),
        ("kinh tế-xã hội", "kinh tế-xã hội"),
        ("KT - XH", "KT - XH"),
        ("a -- b", "a b"),
        ("5\u2033 \u2212 x", "5 x"),
        ("(Dân trí) - Sáng nay", "Dân trí Sáng nay"),
        ('(theo "Dân trí")', 'theo "Dân trí"'),
        ("Nguồn: TTXVN", "Nguồn TTXVN"),
        ("Ảnh:Minh Đức", "Ảnh Minh Đức"),
        ("TP.HCM: cháy lớn", "TP.HCM cháy lớn"),
        ("TP.HCM:cháy lớn", "TP.HCM cháy lớn"),
        ("lúc 10:30, tỉ số 3:2", "lúc 10 30 tỉ số 3 2"),
        ("mức:3 quả:thắng người:Việt", "mức 3 quả thắng người Việt"),
        ("tin nong:chay lon", "tin nong chay lon"),
        ("a || b && c + d", "a b c d"),
        ("https://a.vn/b?c=d&e=(f", None),
        ("xem www.a.vn/b*c~d?e=f nhé", "xem www.a.vn/b c d e f nhé"),
        ("Vì sao? Tại sao?", "Vì sao Tại sao"),
        ("Vì sao?Tại ai?", "Vì sao Tại ai"),
        ("khách sạn 5* ở Huế", "khách sạn 5 ở Huế"),
        ("** tin mới ** * hôm nay", "tin mới hôm nay"),
        ("**nêu gương**", "nêu gương"),
        ("khoảng 5~6 triệu, ~7", "khoảng 5 6 triệu 7"),
        ("1 + 1 = 2", "1 1 2"),
        ("a) phần đầu b) phần sau", "a phần đầu b phần sau"),
        ("vui quá :) =)) ;)) :((", "vui quá"),
        ("(…) ông nói (...)", "ông nói"),
        ("ĐẢNG VÀ NHÀ NƯỚC", "ĐẢNG và NHÀ NƯỚC"),
        ("KHÔNG ĐỂ AI BỊ BỎ LẠI", "không ĐỂ AI BỊ BỎ LẠI"),
        ("viêm VA ở trẻ", "viêm VA ở trẻ"),
        ("Không ai và hoặc", "Không ai và hoặc"),
        ("đảng, VÀ, nhà nước", "đảng và nhà nước"),
        ("title: đảng", "title đảng"),
        ("C++ và C#", "C++ và C#"),
    ],
)
def test_what_is_pasted_is_words(query, expected):
    if expected is None:
        with pytest.raises(UnbalancedParenthesis):
            parse(query, TODAY)
        return
    tree = parse(query, TODAY)
    assert normal_form(tree) == expected


@pytest.mark.parametrize(
    "query", ["", "   ", "!?…", '""', "-", "–", "\x00", "- -", "()", "?", "5\u2033"[1:]]
)
def test_nothing_to_search_for(query):
    with pytest.raises(EmptyQuery):
        parse(query)


@pytest.mark.parametrize(
    ("query", "column", "problem"),
    [
        ("-đảng", 0, OnlyExclusions),
        ('  -"a b" -c', 2, OnlyExclusions),
        ("a OR -b", 5, OnlyExclusions),
        ("-a AND NOT b", 0, OnlyExclusions),
        ("a -(-b)", 4, OnlyExclusions),
        ("title:(-b) a", 7, OnlyExclusions),
        ('đảng "nêu', 5, UnbalancedQuote),
        ('"', 0, UnbalancedQuote),
        ('"a" "b', 4, UnbalancedQuote),
        ('-"a', 1, UnbalancedQuote),
        ("a (b", 2, UnbalancedParenthesis),
        ("((a)", 0, UnbalancedParenthesis),
        ("ab cd) e", 5, UnbalancedParenthesis),
        ("a foo:bar", 2, UnknownField),
        ('a tag:"bar"', 2, UnknownField),
        ("a titel:bar", 2, MisspeltField),
        ("tac_gai:an", 0, MisspeltField),
        ("ngáy:2020", 0, MisspeltField),
        ('a title:""', 2, FieldEmpty),
        ("a title:!!!", 2, FieldEmpty),
        ("a title:(…)", 2, LoneOperator),
        ("a date:xyz", 7, DateUnknown),
        ('a date:"xyz"', 8, DateUnknown),
        ("a date:31/2/2020", 7, DateImpossible),
        ("a date:2019..31/2/2020", 13, DateImpossible),
        ("date:2020..2019", 5, DatesBackwards),
        ("AND", 0, LoneOperator),
        ("a AND", 2, LoneOperator),
        ("OR b", 0, LoneOperator),
        ("a OR OR b", 2, LoneOperator),
        ("a NOT", 2, LoneOperator),
        ("a NOT AND b", 2, LoneOperator),
        ("a HOẶC", 2, LoneOperator),
        ("(a OR) b", 3, LoneOperator),
        ("a -()", 2, LoneOperator),
        ("*", 0, MatchesEverything),
        ("title:*", 6, MatchesEverything),
        ("a -*", 3, MatchesEverything),
        ("=gươ*", 4, OnlyWords),
        ("author:ngu*", 7, OnlyWords),
        ('author:"nguyen an"~2', 7, OnlyWords),
        ("author:=an", 7, OnlyWords),
        ("author:(an OR binh~)", 14, OnlyWords),
        ("nam:2019", 0, UnknownField),
        ("title:(author:an)", 7, OnlyWords),
        ('"a b"~999', 5, NumberTooLarge),
        ('"a b"~', 5, NumberTooLarge),
        ("chó~3", 3, NumberTooLarge),
        (f"{'(' * 40}a{')' * 40}", MOST_DEPTH, QueryTooDeep),
        ("a" * (MOST_CHARACTERS + 1), 0, QueryTooLong),
        ("a OR " * 2_000 + "b", 5 * MOST_OPERATORS + 2, TooManyOperators),
        (
            " ".join(f"{c}a*" for c in "abcdefghijklmnopqrstuvwxyz"),
            4 * MOST_PATTERNS,
            TooManyPatterns,
        ),
    ],
)
def test_every_problem_is_located(query, column, problem):
    with pytest.raises(problem) as caught:
        parse(query, TODAY)
    assert type(caught.value) is problem
    assert caught.value.column == column


def test_a_misspelt_field_is_told_the_nearest_name_of_its_language():
    for query, near in (("titel:x", "title"), ("ngòun:x", "nguồn"), ("tac_gai:x", "tác_giả")):
        with pytest.raises(MisspeltField) as caught:
            parse(query)
        assert caught.value.details["near"] == near


def test_a_literal_query_has_no_operators():
    assert normal_form(literal('"nêu -gương OR title:đảng')) == "nêu gương or title đảng"
    with pytest.raises(EmptyQuery):
        literal(' "- ')


# --- nothing is lost, whatever is typed -----------------------------------------------------------

_PIECES = [
    *'"“”«»„()-=~*?:,./+#_½²',
    *(
        "..",
        "…",
        "~2",
        "1)",
        ":)",
        " ",
        " ",
        " ",
        "\u00a0",
        "\t",
        "\u200b",
        "\u00ad",
        "\u0301",
        "\x00",
        "\ud800",
    ),
    *("AND", "OR", "NOT", "VÀ", "HOẶC", "KHÔNG", "HOAC", "VA\u0300", "ĐẢNG"),
    *("title:", "tiêu_đề:", "author:", "nguồn:", "date:", "id:", "path:", "foo:", "Ảnh:"),
    *(
        "nêu",
        "gương",
        "y",
        "a",
        "ở",
        "KT-XH",
        "KT - XH",
        "C++",
        "13,8",
        "2019",
        "hôm_qua",
        "đ",
        "Ð",
    ),
    *("http://", "www.", "漢字", "e\u0301\u0302", "İ", "Ａ", "＊"),
]


def random_query(rng):
    count = rng.randint(1, 14)
    return "".join(rng.choice(_PIECES) + rng.choice(("", "", " ")) for _ in range(count))


def round_trip(query):
    """Whether a query parses: then its normal form says the same, on any day."""
    try:
        tree = parse(query, TODAY)
    except QueryError as error:
        assert 0 <= error.column <= len(query)
        return False
    written = normal_form(tree)
    again = parse(written, dt.date(1999, 1, 1))
    assert again == tree, (query, written)
    assert normal_form(again) == written
    return True


def test_ten_thousand_random_queries():
    rng = random.Random(20240314)
    parsed = sum(round_trip(random_query(rng)) for _ in range(10_000))
    # Both outcomes are met often enough to mean something.
    assert 2_000 < parsed < 9_000


@given(st.one_of(any_text, st.lists(st.sampled_from(_PIECES), max_size=25).map("".join)))
def test_any_text_is_a_query_or_a_located_problem(query):
    round_trip(query)


_QUOTED = st.sampled_from(
    [
        *'"""""""-–.,+#:?',
        ": ",
        "? ",
        " ",
        " ",
        " ",
        *_PIECES[-19:],
        "nêu",
        "-y",
        "www.a",
        "KT-",
        "VÀNG",
        "vàng",
    ]
)


@given(st.lists(_QUOTED, max_size=25).map("".join))
def test_quotation_marks_alone_are_understood_as_among_other_signs(query):
    quickly = tree_or_problem(query)
    with patch.object(query_parser, "ANY_SIGN", re.compile("")):  # as if there were others
        assert quickly == tree_or_problem(query)


def tree_or_problem(query):
    try:
        return repr(parse(query))  # with the columns
    except QueryError as error:
        return repr(error), error.column


_WORDS = st.sampled_from(["nêu", "gương", "y", "KT-XH", "13,8", "(đảng)", "viên,", "Dân:", "a?"])


@given(st.lists(_WORDS, min_size=1, max_size=8))
def test_no_word_of_plain_text_is_lost(words):
    query = " ".join(words)
    tree = parse(query)
    nodes = tree.nodes if isinstance(tree, Group) else (tree,)
    assert all(isinstance(node, Word) for node in nodes)
    got = [token.marked for node in nodes for token in tokenize(node.text)]
    assert got == [token.marked for token in tokenize(query)]


def leaves(node: Node):
    for each in getattr(node, "nodes", None) or ([node.node] if hasattr(node, "node") else []):
        yield from leaves(each)
    if isinstance(node, Word):
        yield node.text


@given(st.data())
def test_operators_keep_every_word(data):
    words = data.draw(st.lists(st.sampled_from("abcdxyz"), min_size=2, max_size=6))
    signs = data.draw(
        st.lists(st.sampled_from([" ", " AND ", " OR ", " -", " NOT "]), min_size=5, max_size=5)
    )
    query = words[0] + "".join(sign + word for sign, word in zip(signs, words[1:], strict=False))
    try:
        tree = parse(query)
    except OnlyExclusions:
        return
    assert list(leaves(tree)) == words


@pytest.mark.parametrize(
    "query",
    [
        "(" * 40_000 + "a",
        "a " * 50_000,
        "-(" * 30_000,
        '"' * 99_999,
        "«" * 99_999,
        "a?" * 50_000,
        "*a" * 50_000,
        "~" * 99_999,
        "a OR " * 19_999 + "b",
        "x:" * 50_000,
        ":" * 99_999,
        "\u0301" * 99_999,
        "_" * 99_999,
        "http://" * 14_000,
        "KT - " * 20_000,
    ],
    ids=lambda query: query[:8],
)
def test_hostile_queries_take_bounded_time(query):
    started = time.perf_counter()
    round_trip(query)
    assert time.perf_counter() - started < 8.0


def test_parsing_twelve_words_is_quick():
    query = "trách nhiệm nêu gương của cán bộ đảng viên người đứng đầu"
    parse(query)
    best = min(_timed(query) for _ in range(50))
    assert best < 0.0005


def _timed(query):
    started = time.perf_counter()
    parse(query)
    return time.perf_counter() - started


def test_and_binds_tighter_than_or_and_words_side_by_side_tighter_than_both():
    tree = parse("a b AND c OR d e")
    assert tree == Or(
        (And((Group((Word("a"), Word("b"))), Word("c"))), Group((Word("d"), Word("e"))))
    )
