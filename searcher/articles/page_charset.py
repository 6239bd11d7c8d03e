"""What a saved web page is in: Unicode, an older Vietnamese encoding, or what the page declares.

What a page declares counts last: pages in the fonts from before Unicode declare iso-8859-1 or
nothing, and pages that were converted and saved anew often declare what they once were in. Letters
of such fonts are also written as entities (``C&eacute;ng hßa``). Not for the text of a page.
"""

from __future__ import annotations

import html
import re
from typing import Final

from searcher.text.codepages import LEGACY, bytes_behind
from searcher.text.decode import (
    ENCODINGS,
    UTF_8,
    Decoded,
    UndecodableText,
    decode,
    decode_older,
    recover,
)

_HEAD_BYTES: Final = 4096
_DECLARED: Final = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_:.-]{2,30})""")
# Names of ours for names in pages. Latin-1 in a page is windows-1252 (WHATWG Encoding Standard).
_OURS: Final = {
    "iso-8859-1": "windows-1252",
    "latin1": "windows-1252",
    "us-ascii": "windows-1252",
    "cp1252": "windows-1252",
    "cp1258": "windows-1258",
    "tcvn": "tcvn3",
    "tcvn-5712": "tcvn3",
    "x-viet-tcvn5712": "tcvn3",
    "x-viet-vni": "vni",
    "csviscii": "viscii",
    "viscii1.1-1": "viscii",
}
# Others that pages really are in, as Python calls them. Nothing else is looked up.
_FOREIGN: Final = re.compile(
    r"windows-125[0-7]|windows-874|iso-8859-(?:[2-9]|1[013-6])|koi8-[ru]|gbk|gb2312|gb18030|big5"
    r"|shift_jis|euc-jp|euc-kr"
)
_GBK: Final = {"gbk": "gb18030", "gb2312": "gb18030", "windows-874": "cp874"}

_ENTITY: Final = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,31});")
_ENTITY_BYTES: Final = re.compile(_ENTITY.pattern.encode("ascii"))
# What entities of a page stand for that are not letters of a font: markup and spaces.
_KEPT: Final = frozenset("<>&\"'\xa0")


def decode_page(data: bytes, encoding: str | None = None) -> Decoded:
    """Decode a saved web page.

    Args:
        data: All its bytes.
        encoding: As for ``searcher.text.decode.decode``.

    Raises:
        BinaryData: It is no text.
        UndecodableText: It is text in no known encoding, nor in the one it declares.
    """
    try:
        found = decode(data, encoding)
        if found.encoding == UTF_8:
            return recover(_ENTITY.sub(_letter, found.text), encoding) or found
    except UndecodableText:
        found = None
    if found is not None and found.encoding not in LEGACY:
        return found
    # Bytes of fonts, and between them others of the same as entities.
    raw = _ENTITY_BYTES.sub(_byte, data)
    try:
        return decode_older(raw, encoding)
    except UndecodableText:
        if found is not None:
            return found
        declared = declared_charset(data) if encoding is None else None
        if declared is None:
            raise
    return _as_declared(data, declared)


def declared_charset(data: bytes) -> str | None:
    """What a page says it is in, if that is one of ``ENCODINGS`` or one Python can read."""
    match = _DECLARED.search(data[:_HEAD_BYTES])
    if match is None:
        return None
    name = match[1].decode("ascii").lower()
    name = _OURS.get(name, name)
    if name in ENCODINGS:
        return name
    return _GBK.get(name, name) if _FOREIGN.fullmatch(name) else None


def _as_declared(data: bytes, declared: str) -> Decoded:
    if declared in ENCODINGS:
        return decode_older(data, declared)
    try:
        return Decoded(data.decode(declared), declared)
    except UnicodeDecodeError as error:
        raise UndecodableText(offset=error.start, line=1, column=1) from None


def _letter(match: re.Match[str]) -> str:
    """The letter an entity stands for; markup as it is."""
    char = html.unescape(match[0])
    return char if len(char) == 1 and char not in _KEPT else match[0]


def _byte(match: re.Match[bytes]) -> bytes:
    """The byte of windows-1252 that an entity stands for; any other entity as it is."""
    char = html.unescape(match[0].decode("ascii"))
    pieces = bytes_behind(char)
    is_byte = len(char) == 1 and char not in _KEPT and isinstance(pieces[0], bytes)
    return pieces[0] if is_byte and isinstance(pieces[0], bytes) else match[0]
