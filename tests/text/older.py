"""Text into the encodings from before Unicode, written apart from the package: the tests' oracle.

TCVN3 and VISCII from the letters' places in the published tables, windows-1258 by Python's codec,
VNI by the rule of its fonts: a letter, then its mark.
"""

from __future__ import annotations

import functools
import unicodedata

ALPHABET = (
    "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệghiìỉĩíịklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvxyỳỷỹýỵ"
)
ALPHABET += ALPHABET.upper()
TONES = "\u0300\u0309\u0303\u0301\u0323"

_TCVN3_SMALL = {
    "a": 0xB5, "ă": 0xBB, "â": 0xC7, "e": 0xCC, "ê": 0xD2, "i": 0xD7, "o": 0xDF, "ô": 0xE5,
    "ơ": 0xEA, "u": 0xEF, "ư": 0xF5, "y": 0xFA,
}  # fmt: skip
# Gaps of the code: the tones of a vowel follow each other but for these.
_TCVN3_ODD = {
    "ặ": 0xC6, "è": 0xCC, "ẻ": 0xCE, "ẽ": 0xCF, "é": 0xD0, "ẹ": 0xD1, "ĩ": 0xDC, "í": 0xDD,
    "ị": 0xDE, "ỏ": 0xE1, "õ": 0xE2, "ó": 0xE3, "ọ": 0xE4, "ủ": 0xF1, "ũ": 0xF2, "ú": 0xF3, "ụ": 0xF4,
}  # fmt: skip
_TCVN3_QUALITY = {**dict(zip("ĂÂÊÔƠƯĐ", range(0xA1, 0xA8), strict=True)),
                  **dict(zip("ăâêôơưđ", range(0xA8, 0xAF), strict=True))}  # fmt: skip

_VISCII_ROWS = {
    0x80: "ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐ", 0x90: "ỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲ", 0xA0: "Õắằặấầẩậẽẹếềểễệố",
    0xB0: "ồổỗỠƠộờởịỰỨỪỬơớƯ", 0xC0: "ÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳ", 0xD0: "ĐứÒÓÔạỷừửÙÚỹỵÝỡư",
    0xE0: "àáâãảăữẫèéêẻìíĩỉ", 0xF0: "đựòóôõỏọụùúũủýợỮ",
}  # fmt: skip
_VISCII = {char: row + i for row, chars in _VISCII_ROWS.items() for i, char in enumerate(chars)}
_VISCII |= dict(zip("ẲẴẪỶỸỴ", b"\x02\x05\x06\x14\x19\x1e", strict=True))

_VNI_TONES = dict(zip(TONES, "øûõùï", strict=True))
_VNI_WITH_TONE = {
    "\u0302": dict(zip(TONES, "àåãáä", strict=True)),  # circumflex and tone are one mark
    "\u0306": dict(zip(TONES, "èúüéë", strict=True)),
}
_VNI_QUALITY = {"\u0302": "â", "\u0306": "ê"}
_VNI_I = dict(zip(TONES, "ìæóíò", strict=True))


def as_bytes(text: str, encoding: str) -> bytes:
    """Encode text; what an encoding cannot say is left out. TCVN3: as fonts have it."""
    return b"".join(_encoded(char, encoding) for char in unicodedata.normalize("NFC", text))


def seen_as_western(text: str, encoding: str) -> str:
    """What a reader sees who takes the bytes for windows-1252."""
    data = as_bytes(text, encoding)
    return "".join(
        bytes((b,)).decode("cp1252") if b not in b"\x81\x8d\x8f\x90\x9d" else chr(b) for b in data
    )


def parts(char: str) -> tuple[str, str, str]:
    """A letter, its quality mark and its tone."""
    base, *marks = unicodedata.normalize("NFD", char)
    tone = "".join(mark for mark in marks if mark in TONES)
    return base, "".join(mark for mark in marks if mark not in TONES), tone


def _western(char: str) -> bytes:
    return char.encode("cp1252", "ignore")


def _tcvn3(char: str) -> bytes:
    if char in _TCVN3_QUALITY:
        return bytes((_TCVN3_QUALITY[char],))
    small = char.lower()
    if small in _TCVN3_ODD:
        return bytes((_TCVN3_ODD[small],))
    base, quality, tone = parts(small)
    plain = unicodedata.normalize("NFC", base + quality)
    if tone and plain in _TCVN3_SMALL:
        return bytes((_TCVN3_SMALL[plain] + TONES.index(tone),))
    # Signs of Windows that are not letters here.
    return b"".join(bytes((byte,)) for byte in _western(char) if byte < 0xA0)


def _viscii(char: str) -> bytes:
    return bytes((_VISCII[char],)) if char in _VISCII else char.encode("ascii", "ignore")


def _windows(char: str) -> bytes:
    base, quality, tone = parts(char)
    plain = unicodedata.normalize("NFC", base + quality) if tone else char
    return plain.encode("cp1258", "ignore") + tone.encode("cp1258")


def _vni(char: str) -> bytes:
    base, quality, tone = parts(char)
    small = base.lower()
    if char in "đĐ":
        written = "ñ"
    elif small == "i" and tone:
        written = _VNI_I[tone]
    elif small == "y" and tone == "\u0323":
        written = "î"
    elif quality == "\u031b":
        written = {"o": "ô", "u": "ö"}[small] + _VNI_TONES.get(tone, "")
    elif tone or quality:
        table = _VNI_WITH_TONE.get(quality, _VNI_TONES)
        written = small + (table[tone] if tone else _VNI_QUALITY[quality])
    else:
        return _western(char)
    return _western(written.upper() if char.isupper() else written)


@functools.cache
def _encoded(char: str, encoding: str) -> bytes:
    return _CODERS[encoding](char)


_CODERS = {"tcvn3": _tcvn3, "viscii": _viscii, "windows-1258": _windows, "vni": _vni}
