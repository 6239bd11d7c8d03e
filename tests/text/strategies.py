"""Strings that are hard on a tokenizer."""

from __future__ import annotations

import unicodedata

from hypothesis import strategies as st

_VIETNAMESE = (
    "aàáãảạăằắẵẳặâầấẫẩậbcdđeèéẽẻẹêềếễểệghiìíĩỉịklmnoòóõỏọôồốỗổộơờớỡởợpqrstuùúũủụưừứữửựvxyỳýỹỷỵ"
)
_MARKS = "\u0300\u0301\u0302\u0303\u0306\u0309\u031b\u0323\u0308\u0340"
_INVISIBLE = "\u00ad\u200b\u200c\u200d\u200e\u2060\ufeff"
_JOINERS = "-\u2010\u2011\u2013/.,'\u2019_ \u00a0+#@"
_ODD = "ÐðƉɖⅫ½²³ﬁ№㎡ＮＵ漢字かｶﾞ각Москваßİſ\u1100\u1161\u11a8\ud800\udfff\x00\x1b\x1f"

hard_characters = st.sampled_from(
    _VIETNAMESE
    + _VIETNAMESE.upper()
    + _MARKS * 3
    + _INVISIBLE * 2
    + _JOINERS * 4
    + "0123456789" * 2
    + _ODD
)

#: Anything at all, with the characters that matter to us far more often than chance would have them.
any_text = st.one_of(st.text(hard_characters, max_size=40), st.text(max_size=40))

syllables = st.sampled_from(
    (
        "nêu gương trách nhiệm hòa thủy khỏe quý giá người được nghĩa thuở quốc khuỷu ngoằn kỷ tỷ "
        "y ở đảng"
    ).split()
)
vietnamese_text = st.lists(syllables, min_size=1, max_size=12).map(" ".join)


def cp1258_style(text: str) -> str:
    """Quality marks precomposed, tones as combining characters: how windows-1258 stores letters."""
    out = []
    for char in text:
        parts = unicodedata.normalize("NFD", char)
        tones = [c for c in parts if c in "\u0300\u0301\u0303\u0309\u0323"]
        rest = "".join(c for c in parts if c not in tones)
        out.append(unicodedata.normalize("NFC", rest) + "".join(tones))
    return "".join(out)
