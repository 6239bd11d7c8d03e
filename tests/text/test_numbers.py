"""Numbers, dates and units on their own."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.text import canonical, tokenize
from searcher.text.numbers import date_numbers, plain_number, split_unit


@given(st.integers(min_value=1000, max_value=10**15))
def test_grouped_in_the_vietnamese_and_the_english_way(number):
    assert plain_number(f"{number:,}") == str(number)
    assert plain_number(f"{number:,}".replace(",", ".")) == str(number)


@given(st.integers(min_value=0, max_value=999), st.integers(min_value=1, max_value=99))
def test_decimal_comma_and_point(whole, part):
    assert plain_number(f"{whole},{part}") == plain_number(f"{whole}.{part}") == f"{whole}.{part}"


@given(st.dates(min_value=dt.date(1000, 1, 1)))
def test_every_day_has_its_iso_date(day):
    written = f"{day.day}/{day.month:02}/{day.year}"
    assert date_numbers(written) == ((str(day.day), str(day.month), str(day.year)), day.isoformat())
    assert day.isoformat() in [token.marked for token in tokenize(f"ngày {written}.")]
    assert canonical(written) == f"{day.day} {day.month} {day.year}"


@pytest.mark.parametrize("written", ["30/2/2020", "31/13/2021", "00/01/2020", "2021-02-29"])
def test_a_day_that_never_was(written):
    assert date_numbers(written)[1] is None


@pytest.mark.parametrize(
    ("word", "cut"),
    [
        ("30km", 2),
        ("4000m2", 4),
        ("5G", 0),
        ("5g", 0),
        ("250g", 3),
        ("100triệu", 3),
        ("19h", 0),
        ("km", 0),
        ("", 0),
    ],
)
def test_units(word, cut):
    assert split_unit(word) == cut
