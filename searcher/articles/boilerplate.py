"""Lines that belong to the web page and not to the article: forms, counters, buttons, copyright.

Says only what a single line is, by its plain form; where such lines may be cut is decided in
``searcher.articles.pasted``. Whatever is not certain is no boilerplate: a line too many in the body
does little harm, a lost one is gone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from searcher.articles.plain import plain

# Site footers are the longest boilerplate; paragraphs are longer still.
_MAX_CHARACTERS = 400

# After these headings comes a list of other articles, or what readers wrote.
_TAIL_HEADINGS = re.compile(
    r"(?:"
    r"(?:cac |nhung )?(?:tin(?: tuc)?|bai|tin bai|bai viet|bai bao)(?: \w+)? "
    r"(?:khac|lien quan|moi|moi nhat|moi hon|cu hon|da dua|da dang|cung chuyen muc|cung chu de"
    r"|noi bat|doc nhieu|doc nhieu nhat|xem nhieu)"
    r"|tin lien quan|cung chuyen muc|cung tac gia|co the ban quan tam|ban co the quan tam"
    r"|(?:doc|xem) nhieu(?: nhat)?|doc them|xem them|moi nhat|tin nong"
    r"|(?:gui |viet |cac |y kien )?(?:binh luan|phan hoi|y kien)"
    r"(?: cua ban| ban doc| cua ban doc| doc gia| phan hoi| binh luan| bai viet)*"
    r"|(?:de lai|gui)(?: mot| cho chung toi)? (?:binh luan|tra loi|phan hoi|loi nhan|nhan xet)"
    r"(?: cua ban)?"
    r"|comments?|leave a (?:reply|comment)|related (?:posts|articles|news)|you may also like"
    r")"
)

_FIELD = re.compile(
    r"(?:ho(?: va)? ten|ten(?: cua ban)?|tieu de|nguoi gui|e-?mail(?: cua ban)?|dia chi(?: e-?mail)?"
    r"|(?:so )?dien thoai|noi dung(?: binh luan| phan hoi| gop y| gui)?|thu dien tu|website"
    r"|ma (?:xac nhan|xac thuc|bao mat|bao ve|kiem tra|an toan)|captcha)"
    r" ?(?P<end>[*: ]*|\(bat buoc\)[*: ]*)"
)

_SOCIAL = (
    r"(?:facebook|zalo|twitter|google\+?|google plus|pinterest|linkedin|youtube|tiktok|messenger)"
)
_LINES = re.compile(
    r"(?:"
    # forms and what stands around them
    r"vui long (?:nhap|dang nhap|go tieng viet|bat javascript|ghi ro nguon|dien day du).*"
    r"|(?:ban )?(?:can|phai|hay) dang nhap.*|dang nhap|dang ky|(?:hay )?nhap ma (?:bao|xac|kiem|an).*"
    r"|anh captcha|ma captcha|tai lai ma|lam moi ma|gui di|nhap lai|gui binh luan|huy bo"
    r"|required fields.*|your email address will not be published.*"
    r"|email cua ban se khong duoc.*"
    r"|(?:binh luan|phan hoi|y kien|comments?)(?: ban doc| cua ban| ban doc moi)? ?[(\[]? ?\d+ ?[)\]]?"
    # counters
    r"|\d[\d.,]* (?:binh luan|phan hoi|comments?|luot (?:xem|doc|thich|truy cap|chia se)|views?|likes?)"
    r"|(?:so )?(?:luot |nguoi )?(?:xem|doc|truy cap|thich|views?) ?: ?[\d.,]*"
    r"|(?:so )?luot (?:xem|doc|truy cap|thich)(?: [\d.,]+)?"
    r"|(?:dang |hien )?(?:truc tuyen|online)(?: ?:? ?[\d.,]+)?"
    r"|(?:tong |so )+(?:luot |nguoi )?(?:truy cap|luot xem)(?: ?:? ?[\d.,]+)?"
    r"|dang truy cap(?: ?:? ?[\d.,]+)?|(?:hom nay|hom qua|tuan nay|thang nay) ?: ?[\d.,]+"
    r"|danh gia(?: bai viet| cua ban)? ?:?|\d(?:[.,]\d)? ?/ ?5(?: \(.*\))?"
    # rights and imprint
    r"|(?:copyright|coppyright|©|\(c\)) .*|©.*|all rights reserved.*"
    r"|ban quyen (?:thuoc|cua|©|\(c\)|\d|by|noi dung).*|.{0,80}giu ban quyen.*"
    r"|.{0,20}ghi ro nguon.*(?:phat hanh|su dung|trich dan|dang lai|website|trang|bao).*"
    r"|(?:powered|designed|developed) by .*|thiet ke(?: va phat trien)? (?:boi|web).*"
    r"|giay phep (?:so|hoat dong|thiet lap|xuat ban).*(?:gp-|gp\b|bttt|thong tin va truyen thong).*"
    r"|(?:pho )?tong bien tap ?:.*|toa soan ?:.*|co quan chu quan ?:.*"
    # buttons and ways to elsewhere
    r"|nguoi dang(?: bai)? ?:[^:]*"
    r"|lien he(?: -)? gop y(?: quay lai)?|gop y|quay lai|tro lai|ve (?:dau trang|trang chu)"
    r"|len dau trang|back to top|trang chu|doc tiep|xem tiep|trang (?:truoc|sau)|quang cao"
    r"|ban in|in (?:bai(?: viet| nay)?|trang(?: nay)?|tin)"
    r"|gui (?:email|mail|bai viet|cho ban be|ban be|cau hoi)|in ra giay|xem them anh"
    r"|(?:chia se|share|like|tweet|thich)"
    rf"(?: (?:bai viet|tin|len|qua|tren|voi ban be|this|on|{_SOCIAL}|[,|/-]))*(?: ?: ?{_SOCIAL}*)?"
    rf"|{_SOCIAL}(?:[ ,|/-]+{_SOCIAL})*"
    rf"|theo doi (?:chung toi|bao .*|.* tren) ?(?:tren )?(?:{_SOCIAL}|google news).*"
    r"|luu bai(?: viet)?|nghe (?:doc )?(?:bai(?: viet| bao)?|tin)|co chu|a ?- ?(?:a )?a ?\+|google news"
    r"|(?:tags?|tu khoa|chu de) ?:.*"
    r"|(?:>+|»+) ?(?:xem them|doc them|moi ban doc|moi xem|tin lien quan|xem)\b.*"
    r"|(?:xem them|doc them|tin lien quan) ?: .+"
    r")"
)
_BULLET = re.compile(r"^[•*+·▪►\s-]+")
_END = re.compile(r"[\s:.!…»>-]+$")
_COUNT = re.compile(r" ?[(\[] ?\d+ ?[)\]]$")
_GAP = re.compile(r"\s{2,}|\s*[|•·]\s*")
_NUMBER = re.compile(r"\d{1,12}|\d{1,3}(?:[.,]\d{3})+")

# "Kim NgânTAG:": the label of an empty list of tags, glued to the signature.
_GLUED_TAGS = re.compile(r"(?<=\w)\s*(?:TAGS?|Tags)\s*:.*$")


def opens_tail(line: str) -> bool:
    """Whether a line is a heading after which the page goes on without the article."""
    if len(line) > _MAX_CHARACTERS:
        return False
    return _TAIL_HEADINGS.fullmatch(_COUNT.sub("", _core(line))) is not None


def is_boilerplate(line: str) -> bool:
    """Whether a line, whatever stands around it, is the page's and not the author's."""
    if len(line) > _MAX_CHARACTERS:
        return False
    text = plain(line)
    if _LINES.fullmatch(text) or _LINES.fullmatch(_core(line)):
        return True
    field = _FIELD.fullmatch(_BULLET.sub("", text, count=1))
    return field is not None and "*" in field["end"]


def parts_of(line: str) -> list[str]:
    """What a page shows side by side on one line: parts between wide gaps, bars or dots."""
    return list(filter(None, map(str.strip, _GAP.split(line[:_MAX_CHARACTERS]))))


def is_menu(line: str) -> bool:
    """Whether a line is a row of buttons: three or more short parts, or one that is a button."""
    parts = parts_of(line)
    if len(line) > _MAX_CHARACTERS or len(parts) < 2 or any(len(p.split()) > 5 for p in parts):
        return False
    return len(parts) > 2 or any(
        is_boilerplate(piece) or opens_tail(piece) for part in parts for piece in part.split(" - ")
    )


def is_number(line: str) -> bool:
    """Whether a line is a number and nothing else: beside boilerplate, a counter."""
    return len(line) <= _MAX_CHARACTERS and _NUMBER.fullmatch(line) is not None


def form_lines(lines: Sequence[str]) -> set[int]:
    """Indices of the empty fields of forms: two or more labels with nothing behind them.

    A single "Nội dung:" may well be the author's, "Họ tên:" followed by "Email:" is not.

    Args:
        lines: Neighbouring lines without blank ones.
    """
    fields = [
        len(line) <= _MAX_CHARACTERS
        and _FIELD.fullmatch(_BULLET.sub("", plain(line), count=1)) is not None
        for line in lines
    ]
    return {
        index
        for index, is_field in enumerate(fields)
        if is_field and any(fields[max(0, index - 1) : index] + fields[index + 1 : index + 2])
    }


def without_glued_tags(line: str) -> str:
    """A short line without the "TAG:" that was glued to its end."""
    return line if len(line) > _MAX_CHARACTERS else _GLUED_TAGS.sub("", line).rstrip()


def _core(line: str) -> str:
    """The plain form without a bullet before and punctuation behind."""
    return _END.sub("", re.sub(r"^[•*+·▪►»>|\s-]+", "", plain(line)))
