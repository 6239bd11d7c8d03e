"""Real pages as people paste them: all that is said about the article, and nothing of it lost."""

from __future__ import annotations

import datetime as dt
import unicodedata
from pathlib import Path

import pytest

from searcher.articles import Article, read_file
from searcher.text.decode import split_lines

EXPECTED = {
    "hai-duong-nguoi-dung-dau": (
        "Nâng cao trách nhiệm người đứng đầu: Chuyển biến rõ nét trong công việc",
        dt.date(2021, 6, 11), "HOÀNG BIÊN", None, None,
    ),
    "hai-lang-neu-cao-trach-nhiem": (
        "Nêu cao trách nhiệm người đứng đầu cấp ủy trong thực hiện nhiệm vụ ở Hải Lăng",
        dt.date(2022, 1, 28), "Hiếu Giang", None, "BÁO QUẢNG TRỊ",
    ),
    "vinh-yen-chat-luong-dang-vien": (
        "Tạo sự chuyển biến mạnh mẽ về chất lượng đảng viên", None, None, None, None,
    ),
    "yen-lac-guong-mau": (
        "Yên Lạc xây dựng người lãnh đạo gương mẫu, trách nhiệm",
        dt.date(2019, 1, 11), "Kim Ngân", "Xây dựng Đảng", None,
    ),
    "yen-lac-tu-phe-binh": (
        "Huyện Yên Lạc nâng cao trách nhiệm qua tự phê bình và phê bình",
        dt.date(2019, 7, 15), "Thu Hằng", "Đưa NQ của Đảng vào cs", None,
    ),
}  # fmt: skip

# The lines of each page that are no paragraph of the article, told by a human reader.
NOT_BODY = {
    "hai-duong-nguoi-dung-dau": (
        "THỨ SÁU, 11/06/2021 08:44:15", "Comment", "Vui lòng nhập tiếng việt có dấu",
    ),
    "hai-lang-neu-cao-trach-nhiem": (
        "Ngày cập nhật: 28/01/2022 06:07:42", "Liên hệ - Góp ý  Quay lại!", "Bình luận của bạn:",
        "Ảnh CAPTCHA", "Nhập mã bảo mật trên", "Bình luận bạn đọc (0)", "CÁC TIN KHÁC", "Trực tuyến",
        "146924450", "Copyright 2022 by BÁO QUẢNG TRỊ",
    ),
    "vinh-yen-chat-luong-dang-vien": ("12", "Phản hồi", "Các tin khác"),
    "yen-lac-guong-mau": (
        "Thứ Sáu, 11/01/2019", "Kim NgânTAG:", "Ý kiến của bạn", "Họ tên:", "Email:",
    ),
    "yen-lac-tu-phe-binh": (
        "Ngày đăng: 15/07/2019", "• Tiêu đề *", "• Người gửi *", "• Email*", "• Nội dung bình luận*",
    ),
}  # fmt: skip


def the_article(path: Path, root: Path) -> Article:
    (article,) = read_file(path, root=root)
    assert isinstance(article, Article)
    return article


@pytest.mark.parametrize("name", EXPECTED)
@pytest.mark.parametrize("form", ["as is", "NFC", "NFD", "utf-16"])
def test_title_date_author_section_source(
    shared: Path, tmp_path: Path, name: str, form: str
) -> None:
    original = (shared / "articles" / f"{name}.txt").read_bytes()
    text = original.decode("utf-8")
    path = tmp_path / f"{name}.txt"
    if form == "utf-16":
        path.write_bytes(text.encode("utf-16"))
    elif form == "as is":
        path.write_bytes(original)
    else:
        path.write_text(unicodedata.normalize(form, text), encoding="utf-8")  # type: ignore[arg-type]
    article = the_article(path, tmp_path)
    found = (article.title, article.date, article.author, article.section, article.source)
    assert tuple(
        unicodedata.normalize("NFC", v) if isinstance(v, str) else v for v in found
    ) == tuple(unicodedata.normalize("NFC", v) if isinstance(v, str) else v for v in EXPECTED[name])
    assert article.id == f"{name}.txt"
    if form == "NFD":
        assert not unicodedata.is_normalized("NFC", article.body[0])


@pytest.mark.parametrize("name", EXPECTED)
def test_the_body_is_every_other_line(shared: Path, name: str) -> None:
    folder = shared / "articles"
    title, _, author, section, _ = EXPECTED[name]
    other = {
        "",
        *(" ".join(line.split()) for line in (*NOT_BODY[name], title, author or "", section or "")),
    }
    lines = split_lines((folder / f"{name}.txt").read_text(encoding="utf-8"))
    expected = [line.strip() for line in lines if " ".join(line.split()) not in other]
    assert list(the_article(folder / f"{name}.txt", folder).body) == expected
