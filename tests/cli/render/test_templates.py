"""Templates of --format: what they write, and where they are wrong."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.cli.fields import FIELDS
from searcher.cli.render.safe import display_width
from searcher.cli.render.templates import cut, parse_template
from searcher.errors import QueryError
from tests.cli.conftest import FULL, make_hit

HIT = make_hit(7, title="Nêu gương 漢字", score=1.23456, date=dt.date(2019, 7, 5), author=None)


@pytest.mark.parametrize(
    ("template", "line"),
    [
        ("", ""),
        ("{rank} {id}", f"7 {FULL.id}"),
        (r"{title}\t{date}", "Nêu gương 漢字\t2019-07-05"),
        (r"a\\b\n\x41\u1ebf\{\}", "a\\b\nAế{}"),
        ("{{rank}} }}{{", "{rank} }{"),
        ("[{author}]", "[]"),
        ("[{author:3}]", "[   ]"),
        ("{title:.9}|", "Nêu gương|"),
        ("{title:.11}|", "Nêu gương |"),  # a wide character does not fit into one column
        ("{title:.12}|", "Nêu gương 漢|"),
        ("{title:16}|", "Nêu gương 漢字  |"),
        ("{title:>16}|", "  Nêu gương 漢字|"),
        ("{title:·^16}|", "·Nêu gương 漢字·|"),
        ("{title:_<12.9}|", "Nêu gương___|"),
        ("{rank:3}|{rank:<3}|{rank:03}|{rank:x^3}", "  7|7  |007|x7x"),
        ("{score}|{score:.2}|{score:8.1}|{score:08.2}", "1.2346|1.23|     1.2|00001.23"),
        ("{date:%d/%m/%Y}|{date:%y%%}", "05/07/2019|19%"),
        ("{ rank }", "7"),
        ("{complete} {section} {source}", "yes Xây dựng Đảng Báo Mẫu"),
    ],
)
def test_what_a_template_writes(template: str, line: str) -> None:
    hit = HIT if "section" not in template else make_hit(1, section="Xây dựng Đảng")
    assert parse_template(template)(hit) == line


@pytest.mark.parametrize(
    ("template", "code", "column"),
    [
        ("{titel}", "template-field", 1),
        ("ab {rank}{}", "template-field", 10),
        ("a{b", "template-brace", 1),
        ("a}b", "template-brace", 1),
        ("{rank}}", "template-brace", 6),
        (r"ab\q", "template-escape", 2),
        ("ab\\", "template-escape", 2),
        (r"\ud800", "template-escape", 0),
        ("{title:zz}", "template-spec", 7),
        ("{title:05}", "template-spec", 7),
        ("{title:99999}", "template-spec", 7),
        ("{date:%H}", "template-spec", 6),
        ("{rank:%d}", "template-spec", 6),
    ],
)
def test_mistakes_have_a_place(template: str, code: str, column: int) -> None:
    with pytest.raises(QueryError) as raised:
        parse_template(template)
    assert (raised.value.code, raised.value.column, raised.value.query) == (code, column, template)


def test_values_cannot_break_a_line_or_a_terminal() -> None:
    hit = make_hit(1, title="a\tb\nc\x1b[31m\u202ed")
    assert parse_template("{title}")(hit) == "a b␊c␛[31m�d"


@given(st.text(alphabet="{}:\\tnx<>^0159.%dmY rankdateti\x1b", max_size=25))
def test_every_template_is_understood_or_refused(template: str) -> None:
    try:
        line = parse_template(template)
    except QueryError as error:
        assert 0 <= error.column <= len(template)
        assert str(error)
    else:
        assert isinstance(line(HIT), str)


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=30), st.integers(0, 20))
def test_a_cut_line_fits_and_lacks_nothing_that_would(text: str, columns: int) -> None:
    shown = cut(text, columns)
    assert text.startswith(shown)
    assert display_width(shown) <= columns
    assert shown == text or display_width(text[: len(shown) + 1]) > columns


def test_every_field_has_a_value() -> None:
    for name in FIELDS:
        assert parse_template(f"{{{name}}}")(make_hit(1))
