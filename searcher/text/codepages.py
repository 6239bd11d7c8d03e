"""The Vietnamese encodings from before Unicode as tables: bytes to text.

windows-1258 (Windows; tones are characters of their own), TCVN3 (the .VnTime fonts, also called ABC,
and the standard TCVN 5712:1993 they come from), VNI (the VNI-Times fonts: a letter and a mark are
two bytes) and VISCII (RFC 1456). And the way back from characters to the bytes somebody read
them from. Not for finding out which of them a text is in (``legacy``).
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from typing import Final

from searcher.text.syllable import TONED, is_written

_UNDEFINED: Final = "\ufffe"  # what ``codecs.charmap_decode`` takes for a byte that means nothing
LOST: Final = "\ufffd"
"""Stands for a byte that means nothing in the encoding."""


def _windows(codec: str) -> list[str]:
    return [bytes((byte,)).decode(codec, "replace") for byte in range(256)]


# What Windows does with the five bytes that windows-1252 leaves open: the control character.
_WESTERN: Final = [
    chr(byte) if char == LOST else char for byte, char in enumerate(_windows("cp1252"))
]
_WESTERN_TABLE: Final = "".join(_WESTERN)
_ASCII: Final = "".join(map(chr, range(0x80)))
_WINDOWS_1258: Final = "".join(_windows("cp1258")).replace(LOST, _UNDEFINED)

# RFC 1456. Six capitals found no room above and stand in place of control characters.
_VISCII: Final = (
    _ASCII.translate(dict(zip(b"\x02\x05\x06\x14\x19\x1e", "ẲẴẪỶỸỴ", strict=True)))
    + "ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲÕắằặấầẩậẽẹếềểễệốồổỗỠƠộờởịỰỨỪỬơớƯ"
    "ÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳĐứÒÓÔạỷừửÙÚỹỵÝỡưàáâãảăữẫèéêẻìíĩỉđựòóôõỏọụùúũủýợỮ"
)

# TCVN 5712:1993, form 1: capitals with a tone stand where Windows has quotation marks and dashes.
_LOWER_TCVN: Final = (
    "\xa0ĂÂÊÔƠƯĐăâêôơưđẰ\u0300\u0309\u0303\u0301\u0323àảãáạẲằẳẵắẴẮẦẨẪẤỀặầẩẫấậèỂẻẽéẹềểễếệìỉỄẾỒ"
    "ĩíịòỔỏõóọồổỗốộờởỡớợùỖủũúụừửữứựỳỷỹýỵỐ"
)
_TCVN_STANDARD: Final = (
    _ASCII.translate(
        dict(zip(b"\x01\x02\x04\x05\x06\x11\x12\x13\x14\x15\x16\x17", "ÚỤỪỬỮỨỰỲỶỸÝỴ", strict=True))
    )
    + "ÀẢÃÁẠẶẬÈẺẼÉẸỆÌỈĨÍỊÒỎÕÓỌỘỜỞỠỚỢÙỦŨ"
    + _LOWER_TCVN
)
# The fonts: Windows' own signs, and capitals with a tone only by another font for the same bytes.
_TCVN_FONTS: Final = _ASCII + "".join(_WESTERN[0x80:0xA0]) + _LOWER_TCVN

WESTERN: Final = "windows-1252"
LEGACY: Final = ("tcvn3", "vni", "windows-1258", "viscii")
"""The names of the Vietnamese encodings, in the order of how often files are in them."""


def _vni_table() -> dict[str, str]:
    marks = {  # mark after a letter without one: the same five on ư and ơ, more on a, e and o
        "a": dict(zip("øùûõïâáàåãäêéèúüë", "àáảãạâấầẩẫậăắằẳẵặ", strict=True)),
        "e": dict(zip("øùûõïâáàåãä", "èéẻẽẹêếềểễệ", strict=True)),
        "o": dict(zip("øùûõïâáàåãä", "òóỏõọôốồổỗộ", strict=True)),
        "u": dict(zip("øùûõï", "ùúủũụ", strict=True)),
        "y": dict(zip("øùûõ", "ỳýỷỹ", strict=True)),
        "ô": dict(zip("øùûõï", "ờớởỡợ", strict=True)),
        "ö": dict(zip("øùûõï", "ừứửữự", strict=True)),
    }
    alone = dict(zip("ôöñíìæóòî", "ơưđíìỉĩịỵ", strict=True))
    table = alone | {char.upper(): letter.upper() for char, letter in alone.items()}
    for base, letters in marks.items():
        for mark, letter in letters.items():
            # Whether a mark is a capital is the typist's haste; the letter before it decides.
            for typed in (mark, mark.upper()):
                table[base + typed] = letter
                table[base.upper() + typed] = letter.upper()
    return table


_VNI: Final = _vni_table()
_VNI_MARKS: Final = "øùûõïâáàåãäêéèúüëØÙÛÕÏÂÁÀÅÃÄÊÉÈÚÜË"
# The last alternative: a mark that marks nothing, and letters that VNI does not have.
_VNI_LETTER: Final = re.compile(
    f"[AEOUYaeouyÔôÖö][{_VNI_MARKS}]|[ÔôÖöÑñÍíÌìÆæÓóÒòÎî]|[À-ÖØ-öø-ÿŒœŠšŽžŸƒ]"
)

# Combining tones of TCVN that follow no vowel are the signs that Windows has there: 30 °C, m².
_SIGN: Final = re.compile("(?<![aăâeêioôơuưyAĂÂEÊIOÔƠUƯY])[\u0300\u0301\u0303\u0309\u0323]")
_SIGNS: Final = dict(zip("\u0300\u0309\u0303\u0301\u0323", "°±²³´", strict=True))
_WORD: Final = re.compile(r"[^\W\d_]+")
_STANDARD_CAPITAL: Final = re.compile("[ÀẢÃÁẠẶẬÈẺẼÉẸỆÌỈĨÍỊÒỎÕÓỌỘỜỞỠỚỢÙỦŨÚỤỪỬỮỨỰỲỶỸÝỴ]")
# Toned letters have no capitals in the fonts, the others do.
_CAPITAL, _SMALL, _TONED = "A-ZĂÂÊÔƠƯĐ", "a-zăâêôơưđ", "".join(letter for letter in TONED)
_CAPITALS_WITH_TONE: Final = re.compile(
    rf"(?<![^\W\d_])(?=[{_CAPITAL}]*[{_TONED}])(?=[{_TONED}]*[{_CAPITAL}][{_TONED}]*[{_CAPITAL}])"
    rf"[{_CAPITAL}{_TONED}]+(?![^\W\d_])"
)
_SMALL_WORD: Final = re.compile(f"[{_SMALL}]")

_TABLES: Final = {"windows-1258": _WINDOWS_1258, "viscii": _VISCII, WESTERN: _WESTERN_TABLE}

_FROM_WESTERN: Final = {ord(char): byte for byte, char in enumerate(_WESTERN) if ord(char) > 0xFF}
_BEYOND_BYTES: Final = re.compile("([^\x00-\xff]+)")


def convert(data: bytes, encoding: str) -> str:
    """Read bytes in one of the encodings.

    Args:
        data: Any bytes.
        encoding: One of ``LEGACY``, or ``WESTERN``.

    Returns:
        The text, its letters composed (NFC), with ``LOST`` for each byte that is no letter there.
    """
    if encoding == "tcvn3":
        return _tcvn3(data)
    if encoding == "vni":
        western = _by(_WESTERN_TABLE, data)
        return _VNI_LETTER.sub(lambda match: _VNI.get(match[0], LOST), western)
    return _by(_TABLES[encoding], data)


def bytes_behind(text: str) -> list[bytes | str]:
    """Undo the reading of bytes as windows-1252 or Latin-1.

    Args:
        text: What somebody saw who opened a file in the wrong encoding.

    Returns:
        The bytes, and between them, as strings, what no byte was ever read as.
    """
    pieces = _BEYOND_BYTES.split(text.translate(_FROM_WESTERN))
    return [
        piece if number % 2 else piece.encode("latin-1")
        for number, piece in enumerate(pieces)
        if piece
    ]


def _by(table: str, data: bytes) -> str:
    return unicodedata.normalize("NFC", codecs.charmap_decode(data, "replace", table)[0])


def _tcvn3(data: bytes) -> str:
    """Text in the standard's form if its own capitals make words, else in the fonts' form."""
    standard = _by(_TCVN_STANDARD, data)
    words = filter(_STANDARD_CAPITAL.search, _WORD.findall(standard))
    if sum(map(_evidence, words)) > 0:
        return standard
    fonts = codecs.charmap_decode(data, "strict", _TCVN_FONTS)[0]
    signs = _SIGN.sub(lambda match: _SIGNS[match[0]], fonts)
    return _with_capitals(unicodedata.normalize("NFC", signs))


def _evidence(word: str) -> int:
    """Whether a word with a capital that only the standard has speaks for it: 1, 0 or -1.

    Where the capital is really a quotation mark ("ỎTin"), a dash or three points (a lone "Ặ"), no
    word comes out; but two letters can be anything.
    """
    small = word.lower()
    if len(word) > 1 and (word[1:] == small[1:] or word.isupper()) and is_written(small):
        return int(len(word) > 2)
    return -1


def _with_capitals(text: str) -> str:
    """Write in capitals what a font for capitals showed so.

    "CéNG HßA X· HéI" gives "CộNG HòA Xã HộI": these fonts have no capitals with a tone, others show
    the same bytes as capitals. A word is in capitals when it has two of them and no small letter
    that could have been one; "Xã" is if its line has such words with a tone, and no small one.
    """
    return "".join(map(_line_with_capitals, text.splitlines(keepends=True)))


def _line_with_capitals(line: str) -> str:
    if not _CAPITALS_WITH_TONE.search(line):
        return line
    if not _SMALL_WORD.search(line):
        return line.upper()
    return _CAPITALS_WITH_TONE.sub(lambda match: match[0].upper(), line)


WESTERN_LETTERS: Final[dict[str, frozenset[str]]] = {
    encoding: frozenset(
        char
        for byte, char in enumerate(_WESTERN)
        if char.isalpha() and byte > 0x7F and convert(bytes((byte,)), encoding) == char
    )
    for encoding in LEGACY
}
"""Of each encoding the letters beyond ASCII that windows-1252 has in the same place."""
