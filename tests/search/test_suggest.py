"""What is offered besides the results."""

from __future__ import annotations

import pytest

ARTICLES = [
    *(f"Đảng viên phải nêu gương trước nhân dân. {n}" for n in range(12)),
    *(f"Nếu trời mưa thì ở nhà, gương mặt ai cũng buồn. {n}" for n in range(4)),
    "Công ty Samsung ở Hà Nội.",
]


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("neu guong", "nêu gương"),
        ("NEU GUONG", "NÊU GƯƠNG"),
        ("Neu guong, neu troi mua", "Nêu gương, nếu trời mưa"),
        ("nêu guong", "nêu gương"),
        ('"neu guong" -mua', '"nêu gương" -mua'),
        ("samsung ha noi", "samsung hà nội"),
        ("neeu guong", "nêu gương"),
    ],
)
def test_marks_are_offered(make_searcher, typed, offered):
    understood = make_searcher(ARTICLES).search(typed).understood
    assert understood.restored == offered
    assert understood.suggestions == ((offered, "marks"),)


@pytest.mark.parametrize("typed", ["nêu gương", "Nêu  GƯƠNG", "samsung 2021", "xyz", "ở"])
def test_what_was_typed_is_never_offered(make_searcher, typed):
    understood = make_searcher(ARTICLES).search(typed).understood
    assert understood.restored is None
    assert understood.suggestions == ()


def test_an_unlikely_reading_is_not_offered(make_searcher):
    searcher = make_searcher(["bàn", "bán", "bạn", "bản", "bần", "bẩn"])
    understood = searcher.search("ban").understood
    assert understood.restored is not None
    assert understood.suggestions == ()
    assert searcher.search("ban", literal=True).understood.restored is None


def test_what_stands_nowhere_is_not_offered(make_searcher):
    searcher = make_searcher(
        ["Ấy là chuyện bán cá.", "Ấy, nhận rồi dán lại.", "Dán tem, nhận quà, bán hoa."]
    )
    assert searcher.search("ay ban nhan dan").understood.suggestions == ()
    assert searcher.search("ban hoa").understood.suggestions == (("bán hoa", "marks"),)
    assert searcher.search("nhan").understood.suggestions == (("nhận", "marks"),)
