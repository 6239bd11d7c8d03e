"""The hand-written character classes against the Unicode database."""

from __future__ import annotations

import re
import unicodedata

from searcher.text.chars import CJK_CLASS, INVISIBLE, WORD_CLASS


def test_every_mark_of_the_basic_plane_is_part_of_a_word():
    word = re.compile(f"[{WORD_CLASS}]")
    missing = [
        f"{code:04x}"
        for code in range(0x10000)
        if unicodedata.category(chr(code))[0] == "M" and not word.match(chr(code))
    ]
    assert missing == []


def test_no_space_is_part_of_a_word():
    word = re.compile(f"[{WORD_CLASS}]")
    assert [
        f"{code:04x}" for code in range(0x3001) if chr(code).isspace() and word.match(chr(code))
    ] == []


def test_invisible_characters_have_no_width():
    invisible = re.compile(f"[{INVISIBLE}]")
    visible = [
        f"{code:04x}"
        for code in range(0x10000)
        if invisible.match(chr(code))
        and unicodedata.category(chr(code)) not in ("Cf", "Mn", "Cn")
        and code not in (0x115F, 0x1160)  # Hangul fillers are letters in name only
    ]
    assert visible == []


def test_cjk_characters_are_letters_or_numbers():
    cjk = re.compile(f"[{CJK_CLASS}]")
    others = [
        f"{c:04x}"
        for c in range(0x10000)
        if cjk.match(chr(c)) and unicodedata.category(chr(c))[0] not in "LNC"
    ]
    assert others == []
