"""Which of the Vietnamese encodings from before Unicode a text is in, if any.

A text is read in each of them, and the reading that is Vietnamese wins, if it is Vietnamese enough;
other languages are none of them. Also for such bytes that were once opened in the wrong encoding
and saved as UTF-8 ("ViÖt Nam"). Not for the encodings themselves (``codepages``).
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import AnyStr, Final

from searcher.text.codepages import LEGACY, LOST, WESTERN_LETTERS, bytes_behind, convert
from searcher.text.syllable import is_written

# The most frequent syllables with marks in 3,000 news articles: 57 % of all syllables with marks.
_COMMON: Final = frozenset(
    (
        "và của có là một các không được đã người với những công này để tôi sẽ cũng thể đến về đó như "
        "làm vào nhiều phải năm bị từ nhà đầu ông tại lại số trên nhưng việc chỉ thành hiện đồng sự còn "
        "nước định hơn ngày điều chính thì nhân động thế nhất học trường hàng trước biết mà rất mình vì "
        "bộ thủ đi cơ mới đang giá quốc thời nhận phát bạn đội cả họ viên vụ hợp đây tiền đối thông nên "
        "dụng tình cách lý khác nói cầu chủ cuộc chúng lên thực hội giải vẫn kết trình hành hình nghiệp "
        "nếu văn nào chức tới rằng tiếp dự diễn bằng việt cùng điểm xuất thị tâm tháng thấy thường tế "
        "lần tư chưa đề mỹ đường bình tự đại giới tác cần sản tính ngoài bản phần mặt dân trận án thứ "
        "năng nhiên đấu liên báo độ khách tăng bệnh lớn loại bóng yêu cấp tài sĩ ăn quả pháp giờ cô điện "
        "gì đạo máy lượng quyết vậy phòng nội nguyễn trọng tuổi sử quá toàn dùng bảo triệu vị trở sống "
        "trẻ cảm thương tổng phương"
    ).split()
)

# What no byte was ever read as: a text with one of these was saved as it should be.
_UNICODE: Final = re.compile("[ĂăĐđĨĩŨũƠơƯư\u0300-\u036fẠ-ỹ]")
# Lines without marks say nothing; of long ones the neighbourhood of the marks does.
_MARKED_BYTE: Final = re.compile(rb"[\x80-\xff]")
_MARKED_CHAR: Final = re.compile(r"[^\x00-\x7f]")
_NEIGHBOURHOOD: Final = 4096
_TAG_BYTES: Final = re.compile(rb"<[^<>]{0,2000}>")
_TAG_TEXT: Final = re.compile("<[^<>]{0,2000}>")
_SAMPLE: Final = 65_536
_BEYOND_ASCII: Final = bytes(range(0x80, 0x100))
# A word, with what was lost of it and marks that did not go together with its letters.
_WORD: Final = re.compile(f"(?:[^\\W\\d_]|[{LOST}\u0300-\u036f])+")

# Measured on translated program messages in 42 languages, in the encoding of their Windows, pieces
# of one word to 40 messages, and on pieces of news articles in the encodings here. Foreign texts
# with three different syllables have a share of 0.15 at most, and no common ones among them;
# Vietnamese texts of 15 words or more have 0.2 at least.
_MIN_SHARE: Final = 0.15
_MIN_DIFFERENT: Final = 3
# Shorter texts ("Hµ Néi") must hold common syllables, and hardly anything else.
_MIN_SHORT_SHARE: Final = 0.5
_MIN_SHORT: Final = 2

_NONE: Final[frozenset[str]] = frozenset()


@dataclass(frozen=True, slots=True)
class Recognised:
    """A text that was found to be in one of the encodings.

    Attributes:
        text: What it says, with ``codepages.LOST`` in place of letters that cannot be known.
        encoding: One of ``codepages.LEGACY``.
    """

    text: str
    encoding: str


@dataclass(frozen=True, slots=True)
class _Reading:
    """How Vietnamese a text looks in one encoding.

    Attributes:
        encoding: Which one.
        share: Of all words, how many are syllables with marks that only this encoding makes of the
            bytes, less the words with marks that are no syllables; -1 to 1.
        different: How many different such syllables there are.
        common: How many of those, repeated ones counted again, are common ones.
        worth: To compare readings by: syllables with marks, common ones double, less other words.
    """

    encoding: str
    share: float
    different: int
    common: int
    worth: float

    @property
    def is_vietnamese(self) -> bool:
        if self.different >= _MIN_DIFFERENT and self.common:
            return self.share >= _MIN_SHARE
        return self.common >= _MIN_SHORT and self.share >= _MIN_SHORT_SHARE


def recognise(data: bytes) -> str | None:
    """The encoding of bytes that are not Unicode.

    Args:
        data: A whole file or a piece of it.

    Returns:
        One of ``codepages.LEGACY``; ``None`` when it is Vietnamese in none of them.
    """
    sample = _TAG_BYTES.sub(b" ", b" ".join(_sampled(data, _MARKED_BYTE, b"\n")))
    # UTF-8 with a few broken bytes: in the others such sequences come about by chance only.
    if 2 * _marked_bytes(sample.decode("utf-8", "ignore").encode()) > _marked_bytes(sample):
        return None
    return _best(lambda each: convert(sample, each), 0.0)


def recover(text: str, encoding: str | None = None) -> Recognised | None:
    """Undo that bytes were read as windows-1252 or Latin-1, if they were in one of the encodings.

    Args:
        text: Any text. Where it was saved as it should be, that is seen at once.
        encoding: The only one to think of, if it is known which one such bytes are in. Less evidence
            is enough then.

    Returns:
        What the bytes say; ``None`` for all other texts.
    """
    if text.isascii() or _UNICODE.search(text):
        return None
    sample = _TAG_TEXT.sub(" ", " ".join(_sampled(text, _MARKED_CHAR, "\n")))
    as_it_is = _reading(sample, "").worth
    if encoding is None:
        encoding = _best(lambda each: reread(sample, each), as_it_is)
    elif _reading(reread(sample, encoding), encoding).worth <= max(0.0, as_it_is):
        encoding = None
    return None if encoding is None else Recognised(reread(text, encoding), encoding)


def reread(text: str, encoding: str) -> str:
    """Read the bytes behind a text in the encoding they are in, and keep what is no byte."""
    return "".join(
        piece if isinstance(piece, str) else convert(piece, encoding)
        for piece in bytes_behind(text)
    )


def _marked_bytes(data: bytes) -> int:
    return len(data) - len(data.translate(None, _BEYOND_ASCII))


def _sampled(text: AnyStr, marked: re.Pattern[AnyStr], line_end: AnyStr) -> Iterator[AnyStr]:
    """The lines with marks, or so much around a mark, until it is enough to judge by."""
    size = end = 0
    while size < _SAMPLE and (mark := marked.search(text, end)):
        before = max(end, mark.start() - _NEIGHBOURHOOD)
        start = text.rfind(line_end, before, mark.start()) + 1 or before
        after = mark.start() + _NEIGHBOURHOOD
        end = text.find(line_end, mark.start(), after)
        end = min(after, len(text)) if end < 0 else end
        yield text[start:end]
        size += end - start


def _best(read: Callable[[str], str], as_it_is: float) -> str | None:
    """The encoding in which a sample is most Vietnamese, if it is so in one and no other."""
    readings = sorted(
        (_reading(read(encoding), encoding) for encoding in LEGACY),
        key=lambda reading: -reading.worth,
    )
    best, second = readings[:2]
    alone = best.worth > max(second.worth, as_it_is)
    return best.encoding if best.is_vietnamese and alone else None


def _reading(text: str, encoding: str) -> _Reading:
    """How Vietnamese a text is that was read in an encoding (``""``: as it is)."""
    western = WESTERN_LETTERS.get(encoding, _NONE)
    words = Counter(_WORD.findall(unicodedata.normalize("NFC", text)))
    different: set[str] = set()
    marked = own = bad = common = 0
    for word, count in words.items():
        if word.isascii():
            continue
        small = word.lower()
        # No encoding mixes capitals and small letters in a word; fonts for capitals do.
        whole = word[1:] == small[1:] or word.isupper() or encoding == "tcvn3"
        if not whole or not is_written(small):
            bad += count
        elif len(word) > 1:
            frequent = count * (small in _COMMON)
            common += frequent
            marked += count + frequent
            different.add(small)
            # Letters that windows-1252 has in the same place prove nothing: French has them.
            if not western.issuperset(char for char in word if char > "\x7f"):
                own += count
    share = (own - bad) / max(1, words.total())
    return _Reading(encoding, share, len(different), common, marked - 1.5 * bad)
