"""The tables of the older encodings, against independent ones and there and back again."""

from __future__ import annotations

import itertools
import shutil
import subprocess
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.text.codepages import LEGACY, LOST, bytes_behind, convert
from tests.text.older import ALPHABET, as_bytes

ICONV = shutil.which("iconv")


@pytest.mark.parametrize("encoding", LEGACY)
def test_every_vietnamese_letter_comes_back(encoding: str) -> None:
    for letter in ALPHABET:
        # Capitals with a tone are small letters in TCVN3, which another font shows as capitals.
        expected = letter if encoding != "tcvn3" else convert(as_bytes(letter, encoding), encoding)
        assert convert(as_bytes(letter, encoding), encoding) == expected
        assert expected in (letter, letter.lower())


@pytest.mark.skipif(ICONV is None, reason="needs iconv")
@pytest.mark.parametrize(("encoding", "theirs"), [("viscii", "VISCII"), ("tcvn3", "TCVN5712-1")])
def test_single_bytes_mean_what_iconv_says(encoding: str, theirs: str) -> None:
    known = subprocess.run([ICONV, "-l"], capture_output=True, text=True, check=True).stdout
    if theirs not in known.upper():
        pytest.skip(f"iconv without {theirs}")
    for byte in (*range(0x20, 0x7F), *range(0xA1, 0x100)):
        # Combining tones of TCVN are signs unless they follow a vowel.
        data = (
            b"a" + bytes((byte,))
            if encoding == "tcvn3" and 0xB0 <= byte <= 0xB4
            else bytes((byte,))
        )
        run = [ICONV, "-f", theirs, "-t", "UTF-8"]
        said = subprocess.run(run, input=data, capture_output=True, check=True).stdout.decode()
        assert convert(data, encoding) == unicodedata.normalize("NFC", said), hex(byte)


def test_windows_1258_is_composed() -> None:
    data = "Tiê\u0301ng Viê\u0323t co\u0301 đu\u0309 dâ\u0301u: ươ\u0300n".encode("cp1258")
    assert convert(data, "windows-1258") == "Tiếng Việt có đủ dấu: ườn"
    assert convert(b"a\x8ab", "windows-1258") == f"a{LOST}b"


@given(st.text(st.sampled_from([*map(chr, range(0x20, 0x7F)), *ALPHABET]), max_size=60))
def test_windows_1258_means_what_python_says(text: str) -> None:
    data = as_bytes(text, "windows-1258")
    assert convert(data, "windows-1258") == unicodedata.normalize("NFC", data.decode("cp1258"))


@pytest.mark.parametrize(
    ("encoding", "seen", "text"),
    [
        # What these encodings look like where they are taken for windows-1252, and what it says.
        ("tcvn3", "Céng hßa x· héi chñ nghÜa ViÖt Nam", "Cộng hòa xã hội chủ nghĩa Việt Nam"),
        ("tcvn3", "§éc lËp - Tù do - H¹nh phóc", "Độc lập - Tự do - Hạnh phúc"),
        ("tcvn3", "b¸o c¸o “kÕt qu¶”… – n¨m 2001", "báo cáo “kết quả”… – năm 2001"),
        ("tcvn3", "n­íc ®­îc t­ëng", "nước được tưởng"),
        ("tcvn3", "nãng 30°C, réng 5 m²", "nóng 30°C, rộng 5 m²"),
        ("vni", "Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam", "Cộng hòa xã hội chủ nghĩa Việt Nam"),
        ("vni", "Ñoäc laäp - Töï do - Haïnh phuùc", "Độc lập - Tự do - Hạnh phúc"),
        ("vni", "ÑÖÔØNG SAÉT BAÉC NAM, kyõ sö, kyû luaät", "ĐƯỜNG SẮT BẮC NAM, kỹ sư, kỷ luật"),
        (
            "vni",
            "Aùo daøi, thò xaõ, nghæ heø, nghó, Ò Æ Ó Î",
            "Áo dài, thị xã, nghỉ hè, nghĩ, Ị Ỉ Ĩ Ỵ",
        ),
        ("viscii", "Ðµc l§p - Tñ do - HÕnh phúc", "Độc lập - Tự do - Hạnh phúc"),
    ],
)
def test_known_spellings(encoding: str, seen: str, text: str) -> None:
    assert convert(seen.encode("cp1252"), encoding) == text


@pytest.mark.parametrize(
    ("seen", "text"),
    [
        ("CéNG HßA X· HéI CHñ NGHÜA VIÖT NAM", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        ("THñ TR¦ëNG §¥N VÞ", "THỦ TRƯỞNG ĐƠN VỊ"),
        # A capital at the beginning, an abbreviation beside it: nothing is a capital by font.
        ("Bé GD-§T, Së KH&CN", "Bộ GD-ĐT, Sở KH&CN"),
        ("¤ng Hµ ë X· Lµ", "Ông Hà ở Xã Là"),
        ("ngµy lÔ QUèC KH¸NH, x· T", "ngày lễ QUỐC KHÁNH, xã T"),
    ],
)
def test_capitals_by_font(seen: str, text: str) -> None:
    assert convert(seen.encode("cp1252"), "tcvn3") == text


def test_the_standard_of_tcvn_has_capitals_where_windows_has_signs() -> None:
    # QUYẾT ĐỊNH CỦA THỦ TƯỚNG, in the bytes of TCVN 5712:1993.
    assert convert(b"QUY\xdaT \xa7\x91NH C\x9eA TH\x9e T\xa6\x9bNG", "tcvn3") == (
        "QUYẾT ĐỊNH CỦA THỦ TƯỚNG"
    )
    assert convert(b"\x93Lo\xb9i A\x94 v\xb5 \x93B\x94 \x96 c\xdfn n\xf7a\x85", "tcvn3") == (
        "“Loại A” và “B” – còn nữa…"
    )


@given(st.binary(max_size=300), st.sampled_from(LEGACY))
def test_any_bytes_give_composed_text(data: bytes, encoding: str) -> None:
    text = convert(data, encoding)
    assert unicodedata.normalize("NFC", text) == text
    assert "\ufffe" not in text
    assert convert(data, "windows-1252") == bytes_read_by_windows(data)


def bytes_read_by_windows(data: bytes) -> str:
    return "".join(
        bytes((byte,)).decode("cp1252") if byte not in b"\x81\x8d\x8f\x90\x9d" else chr(byte)
        for byte in data
    )


@given(st.binary(min_size=1, max_size=100))
def test_bytes_that_were_read_wrongly_are_found_again(data: bytes) -> None:
    for seen in (bytes_read_by_windows(data), data.decode("latin-1")):
        assert bytes_behind(seen) == [data]


@given(st.text(max_size=60))
def test_what_no_byte_was_read_as_stays(text: str) -> None:
    pieces = bytes_behind(text)
    for one, next_one in itertools.pairwise(pieces):
        assert type(one) is not type(next_one)
    kept = "".join(
        piece if isinstance(piece, str) else convert(piece, "windows-1252") for piece in pieces
    )
    assert kept == "".join(
        bytes_read_by_windows(char.encode("latin-1")) if char < "\xa0" else char for char in text
    )
