"""Who signed an article and where it is from, as single lines say it.

Recognises labelled lines ("Tác giả: …", "Nguồn: …"), lines that are a person's name, and a publisher
in a copyright line. Not for where in a file such lines count: see ``searcher.articles.pasted``.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Literal, NamedTuple

from searcher.articles.plain import plain

FieldName = Literal["title", "author", "section", "source", "url"]


class Labelled(NamedTuple):
    """A field a line names and the value it gives, as written."""

    field: FieldName
    value: str


_LABELS: dict[str, FieldName] = {
    **dict.fromkeys(("tieu de", "ten bai", "ten bai viet", "title"), "title"),
    **dict.fromkeys(
        (
            "tac gia", "nguoi viet", "bai", "bai viet", "bai va anh", "bai, anh", "tin, anh",
            "tin, bai", "tin bai", "tin va anh", "thuc hien", "nguoi thuc hien", "phong vien",
            "pv", "by", "author",
        ),
        "author",
    ),
    **dict.fromkeys(
        ("chuyen muc", "muc", "danh muc", "the loai", "chuyen trang", "category", "section"),
        "section",
    ),
    **dict.fromkeys(("nguon", "nguon tin", "nguon bai", "theo nguon", "source"), "source"),
    **dict.fromkeys(("link goc", "link bai goc", "duong dan", "lien ket goc", "url"), "url"),
}  # fmt: skip
_MAX_LABEL_CHARACTERS = 24
_MAX_VALUE_CHARACTERS: dict[FieldName, int] = {
    "title": 300, "author": 80, "section": 60, "source": 80, "url": 2000,
}  # fmt: skip

_URL = re.compile(r"https?://\S+")
_THEO = re.compile(r"Theo\s+(?P<name>[^.:;!?]{2,50}?)\.?")
_PHOTO_CREDIT = re.compile(r"[.,;–-]?\s+(?:ảnh|Ảnh|ẢNH)\s*:.*$")
_BREADCRUMB = re.compile(r"\s*(?:>+|»|›|→|/(?=\s))\s*")

# One word of a name: capitals at least at its beginning. "Đ.V" and "H'Hen" are words too.
_NAME_WORD = re.compile(r"[^\W\d_][\w.'’]*")
_JOINER = re.compile(r"\s*(?:[-–—,&/|]|\s(?:và|VÀ)\s)\s*|\s+")
_SUFFIX = re.compile(r"\s*\((?:tổng hợp|th|t/h|ghi|lược ghi|dịch|biên dịch|TTXVN[^)]*)\)$", re.I)
_INITIALS = re.compile(r"(?:[^\W\d_]{1,3}\.){1,4}[^\W\d_]{1,8}\.?|P\.?V\.?|TTXVN|BBT")
_MAX_NAME_CHARACTERS = 60
_MAX_NAME_WORDS = 8

# What begins names of offices, with its marks: "Vụ" is an office, "Vũ" a family name.
_OFFICE = re.compile(
    r"(?:ban (?:bí|biên|chấp|chỉ|dân|giám|liên|nội|quản|thường|tiếp|tổ|tuyên|vận)"
    r"|báo|bộ|chi bộ|công an|công đoàn|công ty|cục|đài|đảng bộ|đảng ủy|đảng uỷ|đoàn thanh"
    r"|hội|huyện|khoa học|mặt trận|phòng|phường|quận|sở|tạp chí|thành phố|thành ủy|thành uỷ|thị trấn"
    r"|thị xã|tỉnh|tổ|tổng|tp|tp\.?hcm|trung tâm|trường|ubnd|ủy ban|uỷ ban|viện|vụ|xã)\b.*"
)
# Written like names of persons, but places, offices held, and headings.
_NO_PERSON = re.compile(
    r"ha noi|sai gon|da nang|hai phong|can tho|viet nam|het|ket luan|loi ket|loi ban|ghi chu|phu luc"
    r"|tai lieu tham khao|con nua|con tiep|tran trong|cam on|thong bao|chu tich|giam doc|hieu truong"
    r"|bi thu|nguyen lieu|cach lam|noi nhan|binh luan|phan hoi"
)
_RANK = re.compile(
    r"(?:(?:PGS|GS|TS|ThS|TH\.S|CN|KS|BS|DS|LS|NSND|NSƯT|CKI{1,2}|BSCKI{1,2})\b[.,\s]*"
    r"|(?:luật gia|luật sư|bác sĩ|bác sỹ|y sĩ|y sỹ|dược sĩ|tiến sĩ|tiến sỹ|thạc sĩ|thạc sỹ|kỹ sư|kĩ sư"
    r"|nhà báo|nhà văn|nhà thơ|cử nhân|giáo sư|phó giáo sư|nghệ nhân|đại tá|thượng tá|trung tá|thiếu tá"
    r"|đại úy|thượng úy|trung úy|linh mục|phóng viên|cô giáo|thầy giáo)\s+)+",
    re.IGNORECASE,
)
_SURNAMES = frozenset(
    "nguyen tran le pham hoang huynh phan vu vo dang bui do ho ngo duong ly li dinh trinh doan cao "
    "mai luong truong ta dao to lam ha phung thai chu chau tang lu vuong kieu quach la ton nong "
    "trieu khuc luu tong dam giang giap thach au".split()
)

_COPYRIGHT = re.compile(
    r"(?:copyright|©|\(c\)|bản quyền)(?:\s|©|\(c\)|\d{4}|[-–,:]|by\b|của\b|thuộc(?: về)?\b)*"
    r"(?P<name>[^.,;|–\n]{3,80})",
    re.IGNORECASE,
)
# A copyright line may name the maker of the website as well; only a press organ is a publisher.
_PRESS = re.compile(r"(?:bao|tap chi|dai|thong tan xa|cong thong tin|trang thong tin)\b.+")


def labelled(line: str) -> Labelled | None:
    """The field and value of a line such as "Tác giả: Kim Ngân" or "Theo Báo Nhân Dân".

    Args:
        line: One line of text.

    Returns:
        ``None`` if the line has no known label, no value, or a value of another sort.
    """
    if line.startswith("(") and line.endswith(")"):
        line = line[1:-1]
    head, colon, value = line.partition(":")
    value = (
        _PHOTO_CREDIT.sub("", value.strip().rstrip(";")).strip()
        if len(value) < 300
        else value.strip()
    )
    if not colon:
        theo = _THEO.fullmatch(line) if len(line) <= _MAX_NAME_CHARACTERS else None
        name = theo["name"].strip() if theo else ""
        is_source = name[:1].isupper() and len(name.split()) <= 6
        return Labelled("source", name) if is_source else None
    if len(head) > _MAX_LABEL_CHARACTERS or not value:
        return None
    field = _LABELS.get(plain(head).strip("•*- "))
    if field is None or len(value) > _MAX_VALUE_CHARACTERS[field]:
        return None
    if field in ("source", "url") and (address := _URL.fullmatch(value)):
        return Labelled("url", address[0])
    if field == "url" or (field == "author" and not is_name(value, least=1)):
        return None
    return Labelled(field, value)


def is_name(line: str, *, least: int = 2) -> bool:
    """Whether a line is written as names of persons are: few words, each with a capital.

    Args:
        line: One line of text.
        least: The fewest words; one word alone is too little where no label says what it is.
    """
    line = unicodedata.normalize("NFC", _SUFFIX.sub("", line[: _MAX_NAME_CHARACTERS + 40])).strip()
    if not line or len(line) > _MAX_NAME_CHARACTERS:
        return False
    if _NO_PERSON.fullmatch(plain(line)) or _OFFICE.fullmatch(line.lower()):
        return False
    line = _RANK.sub("", line, count=1) if _RANK.match(line) else line
    if _INITIALS.fullmatch(line):
        return True
    words = [word for word in _JOINER.split(line) if word]
    return least <= len(words) <= _MAX_NAME_WORDS and all(
        _NAME_WORD.fullmatch(word) and word[0].isupper() and not word.endswith("..")
        for word in words
    )


def begins_with_surname(name: str) -> bool:
    """Whether the first word is one of the common Vietnamese family names."""
    first, _, rest = plain(name).partition(" ")
    return first in _SURNAMES and bool(rest)


def copyright_holder(line: str) -> str | None:
    """The newspaper, magazine or station a copyright line names, as written."""
    if len(line) > 200:
        return None
    match = _COPYRIGHT.search(unicodedata.normalize("NFC", line))
    if match is None:
        return None
    name = match["name"].strip(" -:\t\u00a0")
    return name if _PRESS.fullmatch(plain(name)) else None


def breadcrumb(line: str) -> str | None:
    """The last step of a path such as "Trang chủ > Tin tức > Xây dựng Đảng"."""
    if len(line) > 120:
        return None
    steps = [step for step in _BREADCRUMB.split(line) if step]
    if len(steps) < 2 or not plain(steps[0]).startswith(("trang chu", "home")):
        return None
    return steps[-1].strip()
