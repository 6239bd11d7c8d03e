"""Bytes to text: encodings, what is refused, and where the first bad byte is."""

from __future__ import annotations

import codecs
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.text.decode import BinaryData, UndecodableText, decode, split_lines, utf16_of

VERSE = "Làng tôi ở vốn làm nghề chài lưới,\nnước bao vây cách biển nửa ngày sông.\n"
TEXTS = [
    pytest.param(VERSE, id="nfc"),
    pytest.param(unicodedata.normalize("NFD", VERSE), id="nfd"),
    pytest.param("khong dau\r\nxuong dong\r\n", id="unmarked"),
    pytest.param("một mẩu giấy 😀 và chữ Hán 漢字 ở giữa câu văn", id="astral"),
]


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize(
    ("mark", "codec", "encoding"),
    [
        (b"", "utf-8", "utf-8"),
        (codecs.BOM_UTF8, "utf-8", "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le", "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be", "utf-16-be"),
        (b"", "utf-16-le", "utf-16-le"),
        (b"", "utf-16-be", "utf-16-be"),
    ],
)
def test_unicode_files_keep_every_character(
    text: str, mark: bytes, codec: str, encoding: str
) -> None:
    decoded = decode(mark + text.encode(codec))
    assert decoded.text == text
    assert decoded.encoding == encoding


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "PDF"),
        (b"PK\x03\x04\x14\x00\x06\x00", "ZIP, DOCX or EPUB"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "PNG"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "JPEG"),
        (b"{\\rtf1\\ansi chao}", "RTF"),
        ("một chữ\x00 lạc".encode(), "NUL"),
        (bytes(range(1, 9)) * 20, "control characters"),
        (b"\xff\xfe\x00\x00L\x00\x00\x00", "NUL"),
    ],
)
def test_what_is_no_text_is_called_binary(data: bytes, kind: str) -> None:
    with pytest.raises(BinaryData) as caught:
        decode(data)
    assert caught.value.details["kind"] == kind
    assert caught.value.code == "binary"


def test_a_nul_is_located() -> None:
    with pytest.raises(BinaryData) as caught:
        decode(b"ab\x00cd efgh ijkl")
    assert caught.value.details["offset"] == 2


@pytest.mark.parametrize(
    ("good", "bad", "line", "column"),
    [
        (b"", b"\xe1", 1, 1),
        ("đường".encode(), b"\xff", 1, 6),
        ("một\nhai\r\nba ".encode(), b"\xe9t\xe9", 3, 4),
        (codecs.BOM_UTF8 + "ở".encode(), b"\xc3", 1, 2),
        ("nửa chữ: ".encode(), "ế".encode()[:2], 1, 10),
    ],
)
def test_the_first_bad_byte_is_located(good: bytes, bad: bytes, line: int, column: int) -> None:
    with pytest.raises(UndecodableText) as caught:
        decode(good + bad)
    assert caught.value.details == {"offset": len(good), "line": line, "column": column}
    assert str(line) in str(caught.value)


def test_odd_utf16_with_a_mark_is_undecodable() -> None:
    data = codecs.BOM_UTF16_LE + "dòng một\ndòng".encode("utf-16-le") + b"\x41"
    with pytest.raises(UndecodableText) as caught:
        decode(data)
    assert caught.value.details == {"offset": len(data) - 1, "line": 2, "column": 5}


@pytest.mark.parametrize("data", [b"", codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE])
def test_nothing_is_an_empty_text(data: bytes) -> None:
    assert decode(data).text == ""


def test_a_few_control_characters_do_not_make_text_binary() -> None:
    text = "in đậm \x1b[1mnêu gương\x1b[0m, rồi một tiếng chuông \x07 ở cuối dòng"
    assert decode(text.encode()).text == text


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\u2028", "\u2029", "\x85", "\x0b", "\x0c"])
def test_every_line_end_splits_once(end: str) -> None:
    assert split_lines(f"một{end}hai{end}{end}ba") == ["một", "hai", "", "ba"]


def test_other_separators_do_not_split() -> None:
    assert split_lines("a\x1cb\x1eb\u00a0c") == ["a\x1cb\x1eb\u00a0c"]


@given(st.binary(max_size=400))
def test_any_bytes_are_decoded_or_refused(data: bytes) -> None:
    try:
        decoded = decode(data)
    except (BinaryData, UndecodableText) as error:
        assert 0 <= error.details["offset"] <= len(data)  # type: ignore[operator]
        return
    # Whatever was accepted encodes to the same bytes again, but for the mark.
    body = decoded.text.encode(decoded.encoding)
    assert data.endswith(body)
    assert len(data) - len(body) <= 3


@given(st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=200))
def test_any_text_saved_as_utf8_comes_back(text: str) -> None:
    data = text.encode()
    if utf16_of(data) is None and not data.startswith((codecs.BOM_UTF8, b"%PDF-", b"{\\rtf")):
        assert decode(data).text == text
