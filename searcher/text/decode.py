"""Bytes become text: which encoding a file is in, or why it is not text at all.

For whole files and for the head of a stream. The characters stay the author's own: nothing is
normalised here (see ``searcher.text.canonical``), only a byte order mark is taken off. What is valid
Unicode is Unicode; what is not may be in an older Vietnamese encoding (``legacy``). Not for
reading files and not for deciding what an article is.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import ClassVar, Final

from searcher.errors import SearcherError
from searcher.text import legacy
from searcher.text.codepages import LEGACY, LOST, WESTERN, convert

UTF_8: Final = "utf-8"
ENCODINGS: Final = (UTF_8, "utf-16-le", "utf-16-be", *LEGACY, WESTERN)
"""What a reader can be told that files are in."""

SAVED_AS_UTF_8: Final = "-in-utf-8"
"""Follows the name of an encoding whose bytes were saved as UTF-8 as if each were a letter."""

# Unicode's line ends (UAX #14, class BK, CR, LF, NL). The information separators U+001C..U+001E,
# which str.splitlines also takes, end no line in any editor.
_LINE_END = re.compile("\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")

# What a text file never begins with. The names are shown to the user.
_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "PDF"),
    (b"PK\x03\x04", "ZIP, DOCX or EPUB"),
    (b"PK\x05\x06", "ZIP"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "DOC or XLS"),
    (b"{\\rtf", "RTF"),
    (b"\x1f\x8b", "gzip"),
    (b"\x28\xb5\x2f\xfd", "zstd"),
    (b"\xfd7zXZ\x00", "xz"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"Rar!\x1a\x07", "RAR"),
    (b"\x89PNG\r\n", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF87a", "GIF"),
    (b"GIF89a", "GIF"),
    (b"OggS\x00", "Ogg"),
    (b"\x7fELF", "ELF"),
    (b"SQLite format 3\x00", "SQLite"),
)

# Control characters that have no place in prose. Tab, line ends, backspace and escape do occur in
# text that was captured from a terminal.
_CONTROLS = bytes(set(range(0x20)) - set(b"\t\n\r\x08\x0b\x0c\x1b")) + b"\x7f"
# In UTF-8 text a control character is a slip of the pen; machine data has every tenth byte there.
_MAX_CONTROL_SHARE = 0.1

# Vietnamese in UTF-16: spaces, line ends and unmarked letters have a NUL as their high byte (about
# 70 % of the characters), while a NUL as low byte is U+0300 in decomposed text (about 5 %).
_MIN_HIGH_NUL_SHARE = 0.3
_MAX_LOW_NUL_SHARE = 0.12
_SNIFF_BYTES = 65_536


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text and the encoding it was in.

    Attributes:
        text: The characters, not normalised, without a byte order mark.
        encoding: One of ``ENCODINGS``, or one of ``LEGACY`` and ``SAVED_AS_UTF_8``.
        lost: How many letters could not be converted; ``LOST`` stands in their place.
    """

    text: str
    encoding: str
    lost: int = 0


class UndecodableText(SearcherError):
    """Bytes that are text in none of the known encodings.

    ``details``: ``offset`` (0-based, bytes), ``line`` and ``column`` (1-based, the column in
    characters) of the first byte that does not fit.
    """

    code: ClassVar[str] = "undecodable"
    template: ClassVar[str] = (
        "Not text in a known encoding (byte {offset}, line {line}, column {column})."
    )


class BinaryData(SearcherError):
    """Bytes that are no text; ``details``: ``offset`` (0-based, bytes) and ``kind`` (a format)."""

    code: ClassVar[str] = "binary"
    template: ClassVar[str] = "Not text but binary data ({kind}, byte {offset})."


def split_lines(text: str) -> list[str]:
    r"""The lines of a text, without their ends, whichever system wrote them.

    Args:
        text: Any text.

    Returns:
        At least one line; ``"\n".join`` of them is the text with uniform line ends.
    """
    return _LINE_END.split(text)


def utf16_of(head: bytes, named: str | None = None) -> str | None:
    """The UTF-16 byte order that a file's beginning shows, by its mark or by its NUL bytes.

    Args:
        head: The first bytes of a file; a few hundred are enough.
        named: What the file is in if it has no mark, where that is known.

    Returns:
        ``"utf-16-le"``, ``"utf-16-be"``, or ``None`` when it is not UTF-16.
    """
    if head.startswith(codecs.BOM_UTF16_LE):
        # FF FE 00 00 is UTF-32, which nobody writes articles in.
        return None if head.startswith(codecs.BOM_UTF32_LE) else "utf-16-le"
    if head.startswith(codecs.BOM_UTF16_BE):
        return "utf-16-be"
    if named is not None:
        return named if named.startswith("utf-16") else None
    if _known_format(head):
        return None
    head = head[:_SNIFF_BYTES]
    pairs = len(head) // 2
    if pairs == 0:
        return None
    first = head[0 : 2 * pairs : 2].count(0) / pairs
    second = head[1 : 2 * pairs : 2].count(0) / pairs
    if second >= _MIN_HIGH_NUL_SHARE and first <= _MAX_LOW_NUL_SHARE:
        return "utf-16-le"
    if first >= _MIN_HIGH_NUL_SHARE and second <= _MAX_LOW_NUL_SHARE:
        return "utf-16-be"
    return None


def refuse_binary(data: bytes) -> None:
    """Raise if bytes that are not UTF-16 are no text either.

    Args:
        data: A whole file or its beginning.

    Raises:
        BinaryData: A known file format, a NUL byte, or too many control characters.
    """
    if kind := _known_format(data):
        raise BinaryData(offset=0, kind=kind)
    nul = data.find(b"\x00")
    if nul >= 0:
        raise BinaryData(offset=nul, kind="NUL")
    controls = len(data) - len(data.translate(None, _CONTROLS))
    if controls > _MAX_CONTROL_SHARE * len(data):
        first = re.search(b"[" + re.escape(_CONTROLS) + b"]", data)
        raise BinaryData(offset=first.start() if first else 0, kind="control characters")


def decode(data: bytes, encoding: str | None = None) -> Decoded:
    """Decode a whole file.

    Args:
        data: All bytes of the file.
        encoding: One of ``ENCODINGS``, if it is known what the files are in; otherwise it is found
            out. What has a byte order mark is what that says; and what is valid UTF-8 with other
            letters than ASCII never is in one of the older encodings.

    Returns:
        Its text and encoding.

    Raises:
        BinaryData: It is no text.
        UndecodableText: It is text in none of the known encodings, or not in the one named.
    """
    found = _utf16(data, encoding)
    if found is not None:
        return found
    refuse_binary(data)
    try:
        # "utf-8-sig" would copy the bytes; a file that is only a mark is an empty text.
        text = data.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError:
        return decode_older(data, encoding)
    return recover(text, encoding) or Decoded(text, UTF_8)


def decode_older(data: bytes, encoding: str | None = None) -> Decoded:
    """Decode bytes that are no Unicode.

    Args:
        data: A whole file or a part of it.
        encoding: As for ``decode``.

    Raises:
        UndecodableText: It is not Vietnamese in any of the older encodings, or the encoding named is
            not one of them.
    """
    found = legacy.recognise(data) if encoding is None else encoding
    if found is None or found not in (*LEGACY, WESTERN):
        raise UndecodableText(**_first_bad_byte(data))
    text = convert(data, found)
    return Decoded(text, found, text.count(LOST))


def recover(text: str, encoding: str | None = None) -> Decoded | None:
    """Read a text that was UTF-8 once more, if its letters are bytes of an older encoding.

    Args:
        text: Any text; it takes no time to see that an ordinary Vietnamese one needs no recovering.
        encoding: As for ``decode``.

    Returns:
        What it says, ``None`` if it says what it says.
    """
    if encoding is not None and encoding not in LEGACY:
        return None
    found = legacy.recover(text) if encoding is None else legacy.recover(text, encoding)
    if found is None:
        return None
    return Decoded(found.text, found.encoding + SAVED_AS_UTF_8, found.text.count(LOST))


def place_of_first_lost(text: str) -> tuple[int, int]:
    """Line and column (1-based, in characters) of the first letter that was lost."""
    return _place(text.partition(LOST)[0])


def _known_format(data: bytes) -> str:
    return next((kind for magic, kind in _MAGIC if data.startswith(magic)), "")


def _utf16(data: bytes, named: str | None) -> Decoded | None:
    encoding = utf16_of(data, named)
    if encoding is None:
        return None
    marked = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        if not marked and named is None:
            return None
        before = data[: error.start - error.start % 2].decode(encoding, "ignore").lstrip("\ufeff")
        line, column = _place(before)
        raise UndecodableText(offset=error.start, line=line, column=column) from None
    text = text[1:] if marked else text
    nul = text.find("\x00")
    if nul >= 0:
        raise BinaryData(offset=2 * (nul + marked), kind="NUL")
    return Decoded(text, encoding)


def _first_bad_byte(data: bytes) -> dict[str, int]:
    """Where the bytes stop being UTF-8."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        line, column = _place(data[: error.start].decode("utf-8").removeprefix("\ufeff"))
        return {"offset": error.start, "line": line, "column": column}
    return {"offset": 0, "line": 1, "column": 1}


def _place(before: str) -> tuple[int, int]:
    """Line and column (1-based) of what comes right after ``before``."""
    ends = list(_LINE_END.finditer(before))
    return len(ends) + 1, len(before) - (ends[-1].end() if ends else 0) + 1
