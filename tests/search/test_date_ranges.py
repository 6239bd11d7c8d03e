"""The days that a person names."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.errors import DateImpossible, DatesBackwards, DateUnknown, QueryError
from searcher.search.date_ranges import DateRange, parse_dates
from tests.text.strategies import any_text

TODAY = dt.date(2024, 3, 14)  # a Thursday of a leap year


def shape(text, today=TODAY):
    found = parse_dates(text, today)
    return f"{found.since or ''} {found.until or ''}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("20/11/2018", "2018-11-20 2018-11-20"),
        ("1/2/2018", "2018-02-01 2018-02-01"),
        ("20-11-2018", "2018-11-20 2018-11-20"),
        ("20.11.2018", "2018-11-20 2018-11-20"),
        ("2018-11-20", "2018-11-20 2018-11-20"),
        ("2018/11/20", "2018-11-20 2018-11-20"),
        ("ngày 20/11/2018", "2018-11-20 2018-11-20"),
        ("20 tháng 11 năm 2018", "2018-11-20 2018-11-20"),
        ("20 thang mot 2018", "2018-01-20 2018-01-20"),
        ("20 November 2018", "2018-11-20 2018-11-20"),
        ("Thứ Ba, 20/11/2018", "2018-11-20 2018-11-20"),
        ("29/2/2024", "2024-02-29 2024-02-29"),
        ("11/2018", "2018-11-01 2018-11-30"),
        ("2018-02", "2018-02-01 2018-02-28"),
        ("2020-02", "2020-02-01 2020-02-29"),
        ("12-2018", "2018-12-01 2018-12-31"),
        ("tháng 5/2020", "2020-05-01 2020-05-31"),
        ("tháng 5 năm 2020", "2020-05-01 2020-05-31"),
        ("Tháng Năm 2020", "2020-05-01 2020-05-31"),
        ("tháng năm năm 2020", "2020-05-01 2020-05-31"),
        ("thang chap 2020", "2020-12-01 2020-12-31"),
        ("May 2020", "2020-05-01 2020-05-31"),
        ("sept. 2020", "2020-09-01 2020-09-30"),
        ("quý 4/2018", "2018-10-01 2018-12-31"),
        ("Q1 2018", "2018-01-01 2018-03-31"),
        ("quy 2 nam 2018", "2018-04-01 2018-06-30"),
        ("2018", "2018-01-01 2018-12-31"),
        ("năm 2018", "2018-01-01 2018-12-31"),
        ("nam 2018", "2018-01-01 2018-12-31"),
        ("1945", "1945-01-01 1945-12-31"),
        ("2019..2021", "2019-01-01 2021-12-31"),
        ("2019-2021", "2019-01-01 2021-12-31"),
        ("2019 – 2021", "2019-01-01 2021-12-31"),
        ("2019...2021", "2019-01-01 2021-12-31"),
        ("2019…2021", "2019-01-01 2021-12-31"),
        ("..2020-05", " 2020-05-31"),
        ("2020-05..", "2020-05-01 "),
        ("15/3/2019..4/2019", "2019-03-15 2019-04-30"),
        ("2019 .. nay", "2019-01-01 2024-03-14"),
        ("hôm qua..hôm nay", "2024-03-13 2024-03-14"),
        ("hôm nay", "2024-03-14 2024-03-14"),
        ("HOM NAY", "2024-03-14 2024-03-14"),
        ("hôm_qua", "2024-03-13 2024-03-13"),
        ("hom  qua", "2024-03-13 2024-03-13"),
        ("hôm kia", "2024-03-12 2024-03-12"),
        ("today", "2024-03-14 2024-03-14"),
        ("Yesterday", "2024-03-13 2024-03-13"),
        ("tuần này", "2024-03-11 2024-03-17"),
        ("tuan truoc", "2024-03-04 2024-03-10"),
        ("last_week", "2024-03-04 2024-03-10"),
        ("tháng này", "2024-03-01 2024-03-31"),
        ("tháng trước", "2024-02-01 2024-02-29"),
        ("last month", "2024-02-01 2024-02-29"),
        ("quý này", "2024-01-01 2024-03-31"),
        ("quý trước", "2023-10-01 2023-12-31"),
        ("năm nay", "2024-01-01 2024-12-31"),
        ("năm ngoái", "2023-01-01 2023-12-31"),
        ("last year", "2023-01-01 2023-12-31"),
        ("7 ngày qua", "2024-03-08 2024-03-14"),
        ("2 tuần gần đây", "2024-03-01 2024-03-14"),
        ("last 3 months", "2023-12-14 2024-03-14"),
        ("past 2 years", "2022-03-14 2024-03-14"),
        ("0 ngày qua", "2024-03-14 2024-03-14"),
    ],
)
def test_table(text, expected):
    assert shape(text) == expected


@pytest.mark.parametrize(
    ("text", "today", "expected"),
    [
        ("tháng trước", dt.date(2024, 1, 31), "2023-12-01 2023-12-31"),
        ("last week", dt.date(2024, 1, 1), "2023-12-25 2023-12-31"),
        ("this week", dt.date(2023, 12, 31), "2023-12-25 2023-12-31"),
        ("quý này", dt.date(2024, 12, 31), "2024-10-01 2024-12-31"),
        ("1 tháng qua", dt.date(2024, 3, 31), "2024-02-29 2024-03-31"),
    ],
)
def test_the_ends_of_months_and_years(text, today, expected):
    assert shape(text, today) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "..",
        "…",
        "abc",
        "20/11",
        "20/11/18",
        "18",
        "12345",
        "hôm",
        "2018..mai",
        "5 2018 x",
        "1 day",
        "9" * 100,
        "2018-",
        "..2018..2019",
        "2018..2019..2020",
    ],
)
def test_what_names_no_time(text):
    with pytest.raises(DateUnknown) as caught:
        parse_dates(text, TODAY)
    assert 0 <= caught.value.column <= len(text)


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("31/4/2020", 0),
        ("29/2/2023", 0),
        ("2020-13", 0),
        ("13/2020", 0),
        ("0000", 0),
        ("2019 .. 30/2/2020", 8),
        ("9999 năm qua", 0),
    ],
)
def test_days_that_do_not_exist(text, column):
    with pytest.raises(DateImpossible) as caught:
        parse_dates(text, TODAY)
    assert caught.value.column == column


@pytest.mark.parametrize("text", ["2021..2019", "2021-2019", "hôm nay..hôm qua"])
def test_ranges_that_end_before_they_begin(text):
    with pytest.raises(DatesBackwards):
        parse_dates(text, TODAY)


def test_a_problem_can_be_located_in_a_longer_query():
    with pytest.raises(DateImpossible) as caught:
        parse_dates("2019..31/4/2020", TODAY)
    whole = "đảng date:2019..31/4/2020"
    located = caught.value.within(whole, 10)
    assert type(located) is DateImpossible
    assert whole[located.column :] == "31/4/2020"
    assert located.query == whole


@given(any_text)
def test_any_text_is_a_range_or_a_located_problem(text):
    try:
        found = parse_dates(text, TODAY)
    except QueryError as error:
        assert 0 <= error.column <= len(text)
        return
    assert found.since or found.until


_days = st.dates(min_value=dt.date(1000, 1, 1))


@given(st.none() | _days, st.none() | _days, _days)
def test_a_range_reads_back_as_it_is_written(one, other, today):
    if one and other and one > other:
        one, other = other, one
    if one or other:
        written = DateRange(one, other)
        assert parse_dates(str(written), today) == written


@given(st.dates(min_value=dt.date(2, 1, 1), max_value=dt.date(9998, 12, 31)))
def test_spans_seen_from_any_day(today):
    for name in ("tuần", "tháng", "quý", "năm"):
        this, last = parse_dates(f"{name} này", today), parse_dates(f"{name} trước", today)
        assert this.since <= today <= this.until
        assert last.until + dt.timedelta(days=1) == this.since
