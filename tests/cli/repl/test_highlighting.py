"""What a line looks like while it is typed: what is an operator is marked, and so is the error."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.cli.repl.highlighting import MOST_CHARACTERS, query_error, spans, styled
from searcher.errors import QueryError
from searcher.search.query_parser import parse


@pytest.mark.parametrize(
    ("line", "marked"),
    [
        ("nêu gương", []),
        ('"nêu gương"~2 AND cán', [('"nêu gương"~2', "phrase"), ("AND", "operator")]),
        ("(cán bộ HOẶC đảng)", [("(", "operator"), ("HOẶC", "operator"), (")", "operator")]),
        ("đảng -viên", [("-", "operator"), ("viên", "excluded")]),
        ('đảng -"phê bình" tốt', [("-", "operator"), ('"phê bình"', "excluded")]),
        ("a NOT b c", [("NOT", "operator"), ("b", "excluded")]),
        ("a -(b) d", [("-", "operator"), ("(", "operator"), ("b", "excluded"), (")", "operator")]),
        ("gươ* chó~1", [("gươ*", "pattern"), ("chó~1", "pattern")]),
        ("tiêu_đề:gương x", [("tiêu_đề:", "field")]),
        ("ngày:2019..2021", [("ngày:", "field"), ("2019..2021", "value")]),
        ('ngày:"năm nay" x', [("ngày:", "field"), ("năm nay", "value")]),
        ("a -mục:luật b", [("-", "operator"), ("mục:", "field"), ("luật", "excluded")]),
        ("“nêu gương” x", [("“nêu gương”", "phrase")]),
        ('x "nêu', [('"', "error")]),
        ("nêu) x", [(")", "error")]),
        ("a OR", [("OR", "error")]),
        ("gươ* ngày:hôm_nào x", [("gươ*", "pattern"), ("ngày:", "field"), ("hôm_nào", "error")]),
        ("tittle:x", [("tittle:x", "error")]),
        ("-x", [("-x", "error")]),
        ("\\sort title", [("\\sort", "command")]),
        (" :nẽt", [(":nẽt", "command")]),
        ("\\srot title", [("\\srot", "unknown")]),
        (":)", []),
        ("", []),
        ("...", []),
    ],
)
def test_what_is_marked(line, marked):
    found = spans(line)
    assert [(line[each.start : each.end], each.style) for each in found] == marked


SIGNS = 'nêu|AND | OR | -|=|"|(|)| |~|*|?|mục:|ngày:|2019|“|”|\\|NOT |ne\u0302u|\t|İ|x'
TYPED = st.one_of(
    st.text(max_size=60),
    st.lists(
        st.sampled_from(SIGNS.split("|")),
        max_size=14,
    ).map("".join),
)


@given(TYPED)
def test_every_line_is_marked_and_stays_as_it_is(line):
    assert "".join(text for _, text in styled(line)) == line


@given(TYPED.filter(lambda line: line.lstrip()[:1] not in ("\\", ":")))
def test_the_error_is_where_the_parser_says(line):
    error = query_error(line)
    marked = [each.start for each in spans(line) if each.style == "error"]
    assert marked == ([error.column] if error and error.column < len(line) else [])
    try:
        parse(line)
    except QueryError as told:
        assert error is None or (type(error), error.column) == (type(told), told.column)
    else:
        assert error is None


@pytest.mark.parametrize("part", ["(", '"', "-", "x*", "mục:", "a OR ", "=", "~", ") ", '"x"~ '])
def test_a_line_of_any_content_takes_little_time(part):
    line = (part * MOST_CHARACTERS)[:MOST_CHARACTERS]
    started = time.thread_time()
    spans(line)
    assert time.thread_time() - started < 0.3
    assert spans(line * 2) == []
