"""Every way a day of publication is written, and what is no such day."""

from __future__ import annotations

import datetime as dt
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.articles.dates import date_line, parse_date

JUNE = dt.date(2021, 6, 11)

SAYING_11_JUNE_2021 = [
    "11/06/2021",
    "11/6/2021",
    "11-06-2021",
    "11.06.2021",
    "11 / 06 / 2021",
    "2021-06-11",
    "2021/06/11",
    "2021-06-11T08:44:15+07:00",
    "2021-06-11T08:44:15Z",
    "2021-06-11 08:44",
    "2021-06-11T08:44:15.123456",
    "2021-06-11T23:59:59-0500",
    "Thứ Sáu, 11/06/2021",
    "THỨ SÁU, 11/06/2021 08:44:15",
    "Thứ sáu ngày 11/06/2021",
    "Thứ 6, 11/06/2021, 08:44 (GMT+7)",
    "T6, 11/06/2021",
    "Chủ nhật, 11/6/2021",
    "CN 11/06/2021",
    "08:44 | 11/06/2021",
    "08:44 ngày 11/06/2021",
    "8h44, 11/06/2021",
    "8 giờ 44 phút, ngày 11/6/2021",
    "Ngày đăng: 11/06/2021",
    "Ngày cập nhật: 11/06/2021 08:44:15",
    "Cập nhật lúc 08:44 ngày 11/06/2021",
    "Cập nhật ngày: 11/06/2021",
    "Đăng lúc: 08:44 11/06/2021",
    "Đăng ngày 11/06/2021",
    "Thời gian: 11/06/2021",
    "Ngày: 11/06/2021",
    "Xuất bản: 11/06/2021",
    "Ngày xuất bản: 11-06-2021",
    "Published: 2021-06-11",
    "Posted on June 11, 2021",
    "11 June 2021",
    "Jun 11, 2021",
    "Fri, 11 Jun 2021 08:44:15 +0700",
    "ngày 11 tháng 6 năm 2021",
    "Ngày 11 tháng 06 năm 2021",
    "11 tháng 6 năm 2021",
    "11 Tháng Sáu, 2021",
    "11 Tháng Sáu 2021",
    "Tháng Sáu 11, 2021",
    "Thứ Sáu, ngày 11 tháng 6 năm 2021",
    "11 tháng 6, 2021",
    "(11/06/2021 08:44)",
    "• 11/06/2021",
    "11/06/2021 08:44 AM",
    "11/06/2021 | Lượt xem: 1.234",
    "11/06/2021 - 56 lượt xem",
    "Ngày đăng: 11/06/2021 - Cập nhật: 12/06/2021",
    "Đăng ngày 11/06/2021, lúc 8h30",
    "Thứ Sáu, 11/06/2021\u00a0| 08:44",
]

SAYING_NO_DAY = [
    "",
    "Copyright 2022",
    "© 2022",
    "2022",
    "11/06",
    "6/2021",
    "11/06/21",
    "30/02/2021",
    "31/04/2021",
    "06/25/2021",
    "2021-13-01",
    "0001-01-01",
    "1623401055",
    "20210611",
    "146924450",
    "14/17 chỉ tiêu",
    "Ngày 2.6 vừa qua",
    "Ngày 11/06/2021, Tỉnh ủy họp",
    "Họp ngày 11/06/2021",
    "Số 11/2021/QĐ-UBND",
    "01/01/2019 - 31/12/2019",
    "từ 01/01/2019 đến 31/12/2019",
    "11/06/20211",
    "111/06/2021",
    "Thứ Sáu",
    "08:44:15",
    "Ngày đăng:",
    "tháng 6 năm 2021",
    "11-06/2021",
    "Quy định 08 năm 2018",
]


@pytest.mark.parametrize("line", SAYING_11_JUNE_2021)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_line_says_the_day(line: str, form: str) -> None:
    found = date_line(unicodedata.normalize(form, line))  # type: ignore[arg-type]
    assert found is not None
    assert found.date == JUNE


@pytest.mark.parametrize("line", SAYING_NO_DAY)
def test_what_is_no_day_of_publication(line: str) -> None:
    assert date_line(line) is None


@pytest.mark.parametrize("month", range(1, 13))
def test_month_names(month: int) -> None:
    names = "Một Hai Ba Tư Năm Sáu Bảy Tám Chín Mười;Mười Một;Mười Hai"
    name = [*names.split(";")[0].split(), "Mười Một", "Mười Hai"][month - 1]
    assert parse_date(f"05 Tháng {name}, 2020") == dt.date(2020, month, 5)


@pytest.mark.parametrize(
    ("line", "bare"),
    [
        ("11/06/2021", True),
        ("Ngày 11/06/2021", True),
        ("Thứ Sáu, 11/06/2021", False),
        ("11/06/2021 08:44", False),
        ("Ngày đăng: 11/06/2021", False),
    ],
)
def test_only_a_day_and_nothing_else_is_bare(line: str, bare: bool) -> None:
    found = date_line(line)
    assert found is not None
    assert found.bare is bare


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (dt.date(2020, 1, 2), dt.date(2020, 1, 2)),
        (dt.datetime(2020, 1, 2, 3, 4), dt.date(2020, 1, 2)),
        (1623401055, None),
        (1623401055.0, None),
        (None, None),
        (True, None),
        (["11/06/2021"], None),
        ({"$date": "2021-06-11"}, None),
    ],
)
def test_values_of_records(value: object, expected: dt.date | None) -> None:
    assert parse_date(value) == expected


@given(st.dates(min_value=dt.date(1000, 1, 1), max_value=dt.date(2999, 12, 31)))
def test_every_day_in_every_order(day: dt.date) -> None:
    for text in (
        day.isoformat(),
        f"{day.day}/{day.month}/{day.year}",
        f"{day.day:02}.{day.month:02}.{day.year}",
        f"ngày {day.day} tháng {day.month} năm {day.year}",
    ):
        assert parse_date(text) == day


@given(st.text(max_size=200) | st.from_regex(r"[0-9/.: -]{0,60}|(thang |ngay |[0-9]){0,30}"))
def test_no_text_raises(text: str) -> None:
    found = date_line(text)
    assert found is None or str(found.date.year) in unicodedata.normalize("NFKC", text)
