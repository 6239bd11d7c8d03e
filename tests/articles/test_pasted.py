"""Pasted texts of many shapes: what is found, and above all what stays."""

from __future__ import annotations

import datetime as dt
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from searcher.articles.boilerplate import is_boilerplate, is_menu, is_number, opens_tail
from searcher.articles.bylines import breadcrumb, is_name, labelled
from searcher.articles.dates import date_line
from searcher.articles.paragraphs import clean, paragraphs
from searcher.articles.pasted import Pasted, is_prose, read_pasted
from searcher.text.decode import split_lines

PROSE = (
    "Sáng sớm, khi sương còn chưa tan trên mặt hồ, bà con trong bản đã gọi nhau ra ruộng. Năm nay "
    "mưa thuận gió hòa, bông lúa nào cũng nặng trĩu, ai đi qua cũng muốn dừng lại ngắm một lúc."
)
SECOND = (
    "Ông trưởng bản kể, cách đây mười năm cả xã mới có hai chiếc máy gặt, nhà nào cũng phải chờ. Bây "
    "giờ thì khác: hợp tác xã lo từ khâu làm đất đến khâu sấy, bà con chỉ việc chọn ngày."
)
TITLE = "Mùa gặt trên cánh đồng bậc thang vùng cao"


def read(*lines: str) -> Pasted:
    return read_pasted(paragraphs("\n".join(lines)))


HEADS = [
    pytest.param([TITLE], {}, id="title"),
    pytest.param(["Nông nghiệp", TITLE], {"section": "Nông nghiệp"}, id="section"),
    pytest.param(["Chuyện quê mình", "", TITLE], {"section": "Chuyện quê mình"}, id="own section"),
    pytest.param([TITLE, TITLE], {}, id="doubled"),
    pytest.param([TITLE, "", TITLE.upper()], {}, id="doubled in capitals"),
    pytest.param([f"{TITLE} - Báo Vùng Cao", TITLE], {}, id="doubled with the site's name"),
    pytest.param(
        ["Trang chủ > Kinh tế > Nông nghiệp", TITLE], {"section": "Nông nghiệp"}, id="breadcrumb"
    ),
    pytest.param([TITLE, "05/10/2020"], {"date": dt.date(2020, 10, 5)}, id="date"),
    pytest.param(
        ["Thứ Hai, 05/10/2020", "Nông nghiệp", TITLE],
        {"date": dt.date(2020, 10, 5), "section": "Nông nghiệp"},
        id="date above",
    ),
    pytest.param(
        [TITLE, "Đăng lúc: 08:15 05/10/2020", "12", "Chia sẻ", "A- A A+"],
        {"date": dt.date(2020, 10, 5)},
        id="counters and buttons",
    ),
    pytest.param(
        [TITLE, "Lò Văn Mây | 05/10/2020 08:15"],
        {"date": dt.date(2020, 10, 5), "author": "Lò Văn Mây"},
        id="signature beside the date",
    ),
    pytest.param(
        [TITLE, "Mây Trắng", "05/10/2020 08:15"],
        {"date": dt.date(2020, 10, 5), "author": "Mây Trắng"},
        id="signature above the date",
    ),
    pytest.param(
        [TITLE, "Tác giả: Vũ Mây", "Nguồn: Bản tin Vùng Cao"],
        {"author": "Vũ Mây", "source": "Bản tin Vùng Cao"},
        id="labels",
    ),
    pytest.param(
        [f"Tiêu đề: {TITLE}", "Chuyên mục: Nông nghiệp", "Ngày đăng: 5/10/2020"],
        {"section": "Nông nghiệp", "date": dt.date(2020, 10, 5)},
        id="all labelled",
    ),
    pytest.param(
        ["KINH TẾ – Thứ Hai, 05/10/2020", TITLE],
        {"section": "KINH TẾ", "date": dt.date(2020, 10, 5)},
        id="section beside the date",
    ),
]
TAILS = [
    pytest.param([], {}, id="nothing"),
    pytest.param(["Hoàng Thị Ban Mai"], {"author": "Hoàng Thị Ban Mai"}, id="signature"),
    pytest.param(["BAN MAI", "Comment"], {"author": "BAN MAI"}, id="capitals"),
    pytest.param(["Ban MaiTAG:", "Ý kiến của bạn"], {"author": "Ban Mai"}, id="glued tags"),
    pytest.param(["ThS. Hà Ban Mai"], {"author": "ThS. Hà Ban Mai"}, id="rank"),
    pytest.param(["Bài và ảnh: Ban Mai"], {"author": "Ban Mai"}, id="text and pictures"),
    pytest.param(["Bài: Ban Mai - Ảnh: Trung Du"], {"author": "Ban Mai"}, id="two credits"),
    pytest.param(["Ban Mai - Trung Du"], {"author": "Ban Mai - Trung Du"}, id="two authors"),
    pytest.param(["Ban Mai (tổng hợp)"], {"author": "Ban Mai (tổng hợp)"}, id="compiled"),
    pytest.param(["Theo Bản tin Vùng Cao"], {"source": "Bản tin Vùng Cao"}, id="after"),
    pytest.param(
        ["Ban Mai", "(Nguồn: Bản tin Vùng Cao)"],
        {"author": "Ban Mai", "source": "Bản tin Vùng Cao"},
        id="source",
    ),
    pytest.param(
        ["Nguồn: https://vungcao.example/a1"], {"url": "https://vungcao.example/a1"}, id="url"
    ),
    pytest.param(
        ["Ban Mai", "Tin liên quan", "Một vụ mùa bội thu ở thung lũng", "Bản nhỏ trong mây"],
        {"author": "Ban Mai"},
        id="other articles",
    ),
    pytest.param(
        ["Ban Mai", "Từ khóa: lúa, nương", "Lượt xem: 1.024", "Quay lại", "Bình luận (2)", "Gửi"],
        {"author": "Ban Mai"},
        id="buttons",
    ),
    pytest.param(
        ["Ban Mai", "Họ tên:", "Email:", "Nội dung:", "Mã xác nhận:"],
        {"author": "Ban Mai"},
        id="form",
    ),
    pytest.param(
        ["Ban Mai", "Đang truy cập", "38104772", "© 2020 Bản tin Vùng Cao. All rights reserved."],
        {"author": "Ban Mai"},
        id="imprint",
    ),
    pytest.param(["Ban Mai   |   Xem thêm ảnh   |   Gửi bạn bè"], {"author": "Ban Mai"}, id="row"),
    pytest.param(["Copyright 2020 by Báo Vùng Cao"], {"source": "Báo Vùng Cao"}, id="copyright"),
]


@pytest.mark.parametrize(("tail", "tail_says"), TAILS)
@pytest.mark.parametrize(("head", "head_says"), HEADS)
def test_every_head_with_every_tail(
    head: list[str], head_says: dict[str, object], tail: list[str], tail_says: dict[str, object]
) -> None:
    if set(head_says) & set(tail_says):
        pytest.skip("head and tail each name another one")
    found = read(*head, "", PROSE, "", "Một vụ mùa khác", "", SECOND, "", *tail)
    assert found.title == TITLE
    assert found.body == [PROSE, "Một vụ mùa khác", SECOND]
    said = {**tail_says, **head_says}
    for name in ("date", "author", "section", "source", "url"):
        assert getattr(found, name) == said.get(name), name


def test_a_signature_in_head_and_tail_is_one() -> None:
    found = read(TITLE, "Lò Văn Mây | 05/10/2020", PROSE, SECOND, "LÒ VĂN MÂY", "Bình luận")
    assert found.author == "Lò Văn Mây"
    assert found.body == [PROSE, SECOND]


POEM = [
    "Chiều về trên bến vắng",
    "Khói bếp quyện vào mây",
    "Con đò nằm gối sóng",
    "Đợi một người qua đây",
]
RECIPE = [
    "Cách nấu chè đậu xanh",
    "",
    "Nguyên liệu:",
    "- 200 g đậu xanh",
    "- 100 g đường",
    "- 1 ống vani",
    "",
    "Cách làm:",
    "1. Ngâm đậu hai giờ",
    "2. Nấu nhừ",
    "3. Thêm đường",
]
ADDRESSES = [
    "Nguyễn Văn Bưởi, 12 Lê Lợi",
    "Trần Thị Cam, 7 Hàng Lược",
    "Lê Văn Quýt, 99 Phố Huế",
    "Email: hoi@caycanh.example",
    "Điện thoại: 024 555 0101",
]

WHOLE = [
    pytest.param(POEM, id="poem"),
    pytest.param([*POEM, "", *POEM], id="poem of two stanzas"),
    pytest.param([POEM[0], POEM[0], *POEM[1:]], id="song with a refrain"),
    pytest.param(ADDRESSES, id="addresses"),
    pytest.param([PROSE], id="one paragraph"),
    pytest.param([PROSE, SECOND], id="two paragraphs"),
    pytest.param(["mua sữa"], id="one short line"),
    pytest.param(["mua sữa", "trả sách", "gọi cho mẹ"], id="notes"),
    pytest.param(["Bình luận"], id="only what looks like furniture"),
    pytest.param(["1", "2", "3"], id="numbers"),
    pytest.param(["- một", "- hai", "- ba"], id="list"),
    pytest.param([PROSE, "Danh sách trúng thưởng", "Lê Thị Na", "Hồ Văn Mít"], id="names"),
    pytest.param([PROSE, "Trần Đình Ổi", "Chủ tịch hội", "Nguyễn Văn Me"], id="signed by two"),
    pytest.param(
        [PROSE, "01/02/2020", SECOND, "03/04/2020", PROSE, "05/06/2020", SECOND], id="chronicle"
    ),
    pytest.param([PROSE, "Liên hệ: 024 555 0101", "Email: hoi@cay.example"], id="contact"),
]


@pytest.mark.parametrize("lines", WHOLE)
def test_a_text_without_head_or_tail_stays_whole(lines: list[str]) -> None:
    found = read(*lines)
    assert found.body == [line for line in lines if line]
    assert (found.title, found.date, found.section, found.source) == ("", None, None, None)


def test_a_recipe_keeps_all_its_lines_below_its_title() -> None:
    found = read(*RECIPE)
    assert found.title == RECIPE[0]
    assert found.body == [line for line in RECIPE[1:] if line]


def test_a_poem_with_title_and_poet() -> None:
    found = read("Bến chiều", "", *POEM, "", *POEM, "", "Tác giả: Mây Trắng")
    assert found.title == "Bến chiều"
    assert found.author == "Mây Trắng"
    assert found.body == POEM + POEM


def test_a_diary_is_not_dated_by_its_first_entry() -> None:
    found = read(TITLE, "01/02/2020", PROSE, "03/04/2020", SECOND)
    assert found.date is None
    assert found.body == ["01/02/2020", PROSE, "03/04/2020", SECOND]


def test_the_date_of_publication_wins_over_that_of_the_last_change() -> None:
    found = read(TITLE, "Ngày đăng: 01/02/2020", "Cập nhật: 03/04/2020", PROSE)
    assert found.date == dt.date(2020, 2, 1)
    assert found.body == [PROSE]


def test_captions_are_body() -> None:
    captions = ["Ruộng bậc thang mùa lúa chín. Ảnh: M.T", "Trong ảnh: Bà con gặt lúa."]
    found = read(TITLE, "", PROSE, "", *captions, "", SECOND, captions[0])
    assert found.body == [PROSE, *captions, SECOND, captions[0]]


def test_furniture_in_the_middle_is_kept_because_it_may_be_the_authors() -> None:
    found = read(TITLE, "", PROSE, "Bình luận", SECOND)
    assert found.body == [PROSE, "Bình luận", SECOND]


def test_wrapped_text_is_filled_again() -> None:
    wrapped = [
        "Sáng sớm, khi sương còn chưa tan trên mặt hồ, bà con trong",
        "bản đã gọi nhau ra ruộng. Năm nay mưa thuận gió hòa, bông",
        "lúa nào cũng nặng trĩu.",
    ]
    found = read(TITLE, "", *wrapped, "", *wrapped)
    assert found.title == TITLE
    assert found.body == [" ".join(wrapped)] * 2


def test_verses_are_not_filled() -> None:
    assert [p.text for p in paragraphs("\n".join(POEM))] == POEM


@pytest.mark.parametrize(
    "line",
    [
        "Vui lòng nhập tiếng Việt có dấu",
        "VUI LÒNG NHẬP TIẾNG VIỆT CÓ DẤU",
        "Ảnh CAPTCHA",
        "Bình luận bạn đọc (0)",
        "3 bình luận",
        "Lượt xem: 12",
        "© 2020 Báo X",
        "Copyright 2022 by X",
        "Bản quyền thuộc về Báo X",
        "Chia sẻ Facebook Zalo",
        "Quay lại!",
        "TAG:",
        "Từ khóa: a, b",
        "Giấy phép số 12/GP-BTTTT do Bộ Thông tin và Truyền thông cấp",
        "• Email*",
        "Trực tuyến: 12",
        "Ghi rõ nguồn khi phát hành lại thông tin từ website này",
        "In bài viết",
        "Người đăng: admin",
    ],
)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_furniture(line: str, form: str) -> None:
    assert is_boilerplate(unicodedata.normalize(form, line))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "line",
    [
        "",
        "Email: hoi@caycanh.example",
        "Địa chỉ: 12 Lê Lợi",
        "Nội dung:",
        "Chia sẻ niềm vui với bà con",
        "Vui lòng liên hệ số 024 555 0101 để đăng ký.",
        "Giấy phép xây dựng là gì?",
        "Bình luận viên bóng đá",
        "Trang chủ nhà sách",
        "Quay lại trường xưa",
        "Xem thêm một buổi chèo",
        "Thích nhất là mùa thu",
        "Gửi mẹ",
        "Tin vui",
        "Đăng ký kết hôn",
        PROSE,
        SECOND,
        TITLE,
    ],
)
def test_no_furniture(line: str) -> None:
    assert not is_boilerplate(line)
    assert not opens_tail(line)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Kim Ngân", True),
        ("HOÀNG BIÊN", True),
        ("Vũ Thị Dong", True),
        ("H'Hen Niê", True),
        ("Y sĩ Nông Thúy", True),
        ("PV", True),
        ("Đ.V", True),
        ("Ban Mai và Trung Du", True),
        ("Hiệu quả trong thực tiễn", False),
        ("UBND Huyện", False),
        ("Phường Tân Mai", False),
        ("KẾT LUẬN", False),
        ("Hà Nội", False),
        ("mây trắng", False),
        ("Lê Lợi 12", False),
        ("", False),
        ("Báo Nhân Dân", False),
    ],
)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_names(line: str, expected: bool, form: str) -> None:
    assert is_name(unicodedata.normalize(form, line)) is expected  # type: ignore[arg-type]


LINES = st.lists(
    st.sampled_from(
        [
            TITLE,
            PROSE,
            SECOND,
            *POEM,
            *RECIPE,
            *ADDRESSES,
            "Kim Ngân",
            "Xã hội",
            "05/10/2020",
            "12",
            "Ngày đăng: 05/10/2020",
            "Bình luận",
            "Email:",
            "Họ tên:",
            "Nguồn: Bản tin",
            "Chia sẻ",
            "TAG:",
            "Kim Ngân | 05/10/2020",
            "A   |   B   |   C",
            "Kim NgânTAG:",
            "Trang chủ > Tin",
            "",
        ]
    )
    | st.text(max_size=30),
    max_size=14,
)


@settings(max_examples=300)
@given(LINES)
def test_every_line_is_in_the_body_or_was_recognised(lines: list[str]) -> None:
    text = "\n".join(lines)
    found = read_pasted(paragraphs(text))
    assert all(part and part == clean(part) for part in found.body)
    body = "\n".join(found.body)
    fields = " ".join(filter(None, (found.title, found.author, found.section)))
    behind_heading = False
    given_lines = [line for line in map(clean, split_lines(text)) if line]
    last_prose = max((i for i, line in enumerate(given_lines) if is_prose(line)), default=-1)
    for number, line in enumerate(given_lines):
        behind_heading |= number > last_prose >= 0 and opens_tail(line)
        recognised = (
            line in body
            or line in fields
            or any(part in line for part in (found.title, found.author or "\0") if part)
            or is_boilerplate(line)
            or opens_tail(line)
            or is_menu(line)
            or is_number(line)
            or labelled(line)
            or breadcrumb(line)
            or date_line(line)
            or line in ("Email:", "Họ tên:")
            or line.endswith("TAG:")
            or behind_heading
        )
        assert recognised, line


@given(st.text())
def test_any_text_keeps_its_order_and_loses_no_title_twice(text: str) -> None:
    found = read_pasted(paragraphs(text))
    positions = [part.text for part in paragraphs(text)]
    assert [part for part in positions if part in found.body] or not found.body or found.title
    assert bool(positions) == bool(found.body or found.title)
