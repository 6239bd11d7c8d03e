"""Which of the lines above a text is its headline, and which one its section.

Measured on pasted pages: the headline is the line that stands there twice, else the first of at
least seven words; a shorter line before it is the section. Where the lines do not tell, there is no
headline: an article without one is found by its text, a wrong one would be shown to everybody.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence
from dataclasses import dataclass

from searcher.articles.bylines import is_name
from searcher.articles.paragraphs import Paragraph
from searcher.articles.plain import plain

_TITLE_WORDS = 7
_SECTION_WORDS = 6
_MAX_TITLE_CHARACTERS = 300
# More lines than this above the first prose are no head but a poem or a list.
_MAX_HEAD_LINES = 6

_BULLET = re.compile(r"[-–—•*+▪►>]\s|\(?\d{1,3}[.)/]\s|[a-zđ][.)]\s")
_NO_TITLE_END = re.compile(r"[:,;]$|(?<![.…])\.$")
_CAPTION = re.compile(r"\b(?:anh(?: minh hoa)?|photo|nguon|do hoa)\s*:|^(?:trong anh|anh minh hoa)")
_SITE_SUFFIX = re.compile(r"\s*[-–—|]\s*\S.{0,60}$")

# Rubrics of Vietnamese newspapers, in plain form.
_SECTIONS = frozenset(
    (
        "am nhac", "am thuc", "an ninh", "ban doc", "bat dong san", "bien dao", "bong da",
        "cai cach hanh chinh", "chinh tri", "chinh tri - xa hoi", "chuyen doi so",
        "cong nghe", "dan sinh", "dan toc", "dat va nguoi", "dau tu", "dia phuong", "dien anh",
        "doanh nghiep", "doi ngoai", "doi song", "du lich", "gia dinh", "giai tri", "giao duc",
        "giao thong", "gioi tre", "goc nhin", "hoat dong", "hoc tap va lam theo bac", "khoa giao",
        "khoa hoc", "khoa hoc - cong nghe", "kinh doanh", "kinh te", "lam dep", "lich su",
        "moi truong", "nghe thuat", "nhan vat", "nhip song", "nong nghiep", "nong thon moi",
        "phap luat", "phong su", "phong su - ky su", "quan su", "quoc phong", "quoc phong - an ninh",
        "quoc te", "suc khoe", "tai chinh", "tam long nhan ai", "the gioi", "the thao", "thi truong",
        "thoi su", "tin tuc", "tin trong nuoc", "tin trong tinh", "truyen", "tho", "tuyen sinh",
        "van hoa", "van hoa - the thao", "van hoa - xa hoi", "van hoc", "van nghe", "viec lam", "xa hoi",
        "xa luan", "xay dung dang", "xe", "y kien", "y te",
    )
)  # fmt: skip


def is_known_section(text: str) -> bool:
    """Whether a text is one of the usual rubrics of Vietnamese newspapers."""
    return len(text) <= 60 and plain(text) in _SECTIONS


@dataclass(frozen=True, slots=True)
class Headline:
    """What the head of a text says.

    Attributes:
        title: The headline, ``""`` where there is none.
        taken: Indices of the lines that are the headline or its repetition.
        index: Index of the headline's last line, ``None`` where it has none.
        section_index: Index of the line above it that can be its rubric, if there is one.
    """

    title: str = ""
    taken: frozenset[int] = frozenset()
    index: int | None = None
    section_index: int | None = None


def choose_title(
    free: Sequence[tuple[int, Paragraph]],
    *,
    all_paragraphs: Sequence[Paragraph],
    known: str,
    dated: Sequence[int],
    followed_by_prose: bool,
) -> Headline:
    """Find headline and section.

    Args:
        free: The lines of the head that are nothing else, with their indices.
        all_paragraphs: The whole text.
        known: The headline, where something else already told it; only its repetitions are sought.
        dated: Indices of the date lines in the head.
        followed_by_prose: Whether running text follows the head.
    """
    if known:
        same = [index for index, line in free if _same_title(known, line.text)]
        return Headline(known, taken=frozenset(same), index=same[-1] if same else -1)
    # Without prose a line that is there twice is the refrain of a song.
    if followed_by_prose and (doubled := _doubled(free)):
        return doubled
    if followed_by_prose and len(free) <= _MAX_HEAD_LINES:
        return _by_length(free, dated)
    return _by_layout(free, all_paragraphs, dated)


def _doubled(free: Sequence[tuple[int, Paragraph]]) -> Headline | None:
    """The line that stands there twice, or once more with the name of the site."""
    for place, (index, line) in enumerate(free):
        if not _can_be_title(line.text):
            continue
        copies = [other for other, copy in free[place + 1 :] if _same_title(line.text, copy.text)]
        if copies:
            title, first = line.text, index
            shortest = min(copies, key=lambda other: len(dict(free)[other].text))
            if len(dict(free)[shortest].text) < len(title):
                title = dict(free)[shortest].text
            taken = frozenset((first, *copies))
            return _with_section(Headline(title, taken, copies[-1]), free[:place])
    return None


def _by_length(free: Sequence[tuple[int, Paragraph]], dated: Sequence[int]) -> Headline:
    candidates = [
        (place, index, line)
        for place, (index, line) in enumerate(free)
        if _can_be_title(line.text) and not _CAPTION.search(plain(line.text))
    ]
    if not candidates:
        return Headline()
    chosen = next(
        (entry for entry in candidates if len(entry[2].text.split()) >= _TITLE_WORDS), None
    )
    first = candidates[0]
    if chosen is None:
        # Only short lines: the first is the headline, unless it is a rubric.
        chosen = candidates[1] if len(candidates) > 1 and _is_rubric(*candidates[:2]) else first
    elif (
        chosen is not first
        and not is_known_section(first[2].text)
        and any(first[1] < date < chosen[1] for date in dated)
    ):
        # The date follows the headline; so the long line behind it is a lead or a caption.
        chosen = first
    place, index, line = chosen
    return _with_section(Headline(line.text, frozenset((index,)), index), free[:place])


def _is_rubric(first: tuple[int, int, Paragraph], second: tuple[int, int, Paragraph]) -> bool:
    """Whether the first of two short lines is the section above the second, by name or capitals."""
    if is_known_section(first[2].text):
        return True
    neighbours = second[1] == first[1] + 1 and not is_name(second[2].text)
    return neighbours and first[2].text.isupper() and not second[2].text.isupper()


def _by_layout(
    free: Sequence[tuple[int, Paragraph]], everything: Sequence[Paragraph], dated: Sequence[int]
) -> Headline:
    """For texts of short lines: a first line that stands apart or is followed by a date or a label."""
    if not free or free[0][0] > 1 or len(everything) < 3:
        return Headline()
    index, line = free[0]
    if not _can_be_title(line.text) or len(line.text.split()) < 2:
        return Headline()
    sizes: dict[int, int] = {}
    for paragraph in everything:
        sizes[paragraph.block] = sizes.get(paragraph.block, 0) + 1
    following = everything[index + 1] if index + 1 < len(everything) else None
    stands_apart = sizes[line.block] == 1 and any(size > 1 for size in sizes.values())
    has_label_below = following is not None and following.text.endswith(":")
    if stands_apart or has_label_below or index + 1 in dated:
        return Headline(line.text, frozenset((index,)), index)
    return Headline()


def _with_section(found: Headline, before: Sequence[tuple[int, Paragraph]]) -> Headline:
    """Add the line right above the headline, if it can be a rubric."""
    if not before or len(before) > 2:
        return found
    index, line = before[-1]
    text = line.text
    if len(text.split()) > _SECTION_WORDS or _BULLET.match(text) or re.search(r"[.,;:!?…]$", text):
        return found
    return dataclasses.replace(found, section_index=index)


def _can_be_title(text: str) -> bool:
    return (
        len(text) <= _MAX_TITLE_CHARACTERS
        and any(map(str.isalpha, text))
        and not _BULLET.match(text)
        and not _NO_TITLE_END.search(text)
    )


def _same_title(title: str, line: str) -> bool:
    """Whether two lines are the same headline, perhaps with the name of the site behind one."""
    if max(len(title), len(line)) > _MAX_TITLE_CHARACTERS:
        return False
    one, other = plain(title), plain(line)
    if one == other:
        return True
    short, long = sorted((one, other), key=len)
    suffix = long[len(short) :]
    return (
        len(short.split()) >= 4
        and long.startswith(short)
        and _SITE_SUFFIX.fullmatch(suffix) is not None
    )
