"""Words of several syllables in sentences, and what pyvi must be protected from."""

from __future__ import annotations

import builtins
import subprocess
import sys
import types

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from searcher.errors import SearcherError
from searcher.text import canonical, tokenize
from searcher.text.words import (
    LONGEST_COMPOUND,
    LONGEST_SENTENCE,
    WordsUnavailable,
    compounds,
    sentence_spans,
)
from tests.text.strategies import any_text, vietnamese_text


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Cán bộ phải gương mẫu.", {"cán bộ", "gương mẫu"}),
        ("CÁN BỘ, đảng viên", {"cán bộ", "đảng viên"}),
        # One word in any spelling: tone placement, i/y, decomposed, odd characters.
        ("Họ yêu hoà bình.", {"hòa bình"}),
        ("Kĩ thuật mới.", {"kỹ thuật"}),
        ("Ca\u0301n b\u00f4\u0323 x\u00e3.", {"cán bộ"}),
        ("Cán\u00ad bộ đi làm.", {"cán bộ"}),
        # A word with a mark that fits no letter is not cut there.
        ("b\u0300à bà", set()),
        # Names are words; so are their parts in the order written.
        ("Ông sống ở Hà Nội.", {"hà nội"}),
        # What is not made of letters is no word.
        ("Năm 2019 có 4.000 m2.", set()),
        ("", set()),
        ("   \n\n ", set()),
    ],
)
def test_words_of_a_sentence(sentence, expected):
    assert set(compounds([sentence])) == expected


@pytest.mark.parametrize("fault", ["\ud800", "\udfff", "_", "__", "\x00", "\x1b[31m"])
def test_what_breaks_pyvi_costs_nothing_else(fault):
    found = compounds([f"Cán bộ xã.{fault}", f"{fault}", f"Cán bộ {fault} xã."])
    assert found["cán bộ"] == 2


def test_an_underscore_of_the_author_joins_nothing():
    assert compounds(["Họ đi_ăn_cơm và mua_nhà."]) == compounds(["Họ đi ăn cơm và mua nhà."])
    assert not compounds(["đi_ăn_cơm và mua_nhà"])


@pytest.mark.parametrize(
    ("joined", "expected"),
    [
        ("Cán_bộ", "cán bộ"),
        ("chủ_nghĩa_xã_hội_ta", "chủ nghĩa xã hội ta"),
        ("một_hai_ba_bốn_năm_sáu", None),
        ("mạng_5G", None),
        ("covid19_mới", None),
        ("T._Ư", None),
        ("cán_(bộ", None),
        ("cán__bộ", None),
        ("_", None),
        ("x" * 30 + "_xa", None),
    ],
)
def test_which_joins_are_words(monkeypatch, joined, expected):
    module = types.ModuleType("pyvi")
    module.ViTokenizer = types.SimpleNamespace(tokenize=lambda _: joined)
    monkeypatch.setitem(sys.modules, "pyvi", module)
    assert compounds(["Một câu."]) == ({expected: 1} if expected else {})


def test_frequencies_are_counted_over_all_sentences():
    found = compounds(["Cán bộ xã. Cán bộ huyện.", "Cán bộ tỉnh."])
    assert found["cán bộ"] == 3


@settings(deadline=None, max_examples=150)
@example(["B\u0300A À"])
@example(["A_№"])
@given(st.lists(st.one_of(any_text, vietnamese_text), max_size=4))
def test_any_text_gives_well_formed_words(texts):
    found = compounds(texts)
    written = {token.marked for text in texts for token in tokenize(text)}
    for word, count in found.items():
        syllables = word.split(" ")
        assert count > 0
        assert 2 <= len(syllables) <= LONGEST_COMPOUND
        assert all(map(str.isalpha, syllables))
        assert canonical(word) == word
        assert set(syllables) <= written


@settings(deadline=None)
@given(st.one_of(any_text, st.text(alphabet="ab. \n!”…", max_size=3000)))
def test_sentences_are_the_whole_text_in_short_pieces(text):
    spans = list(sentence_spans(text))
    assert "".join(text[start:end] for start, end in spans) == text
    assert all(0 < end - start <= LONGEST_SENTENCE for start, end in spans)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Một câu. Hai câu! Ba?", ["Một câu. ", "Hai câu! ", "Ba?"]),
        ("“Đi thôi.” Anh nói", ["“Đi thôi.” ", "Anh nói"]),
        ("Giá 4.000 đồng", ["Giá 4.000 đồng"]),
        ("Dòng một\nDòng hai", ["Dòng một\n", "Dòng hai"]),
    ],
)
def test_where_sentences_end(text, expected):
    assert [text[start:end] for start, end in sentence_spans(text)] == expected


def test_a_long_sentence_is_cut_between_words():
    text = "tiếng " * 200
    for start, end in sentence_spans(text):
        assert text[start:end].split() == ["tiếng"] * ((end - start) // 6)


def test_without_pyvi_there_is_one_clear_sentence(monkeypatch):
    real = builtins.__import__

    def without_pyvi(name, *args, **kwargs):
        if name.split(".")[0] == "pyvi":
            raise ModuleNotFoundError("No module named 'pyvi'")
        return real(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", without_pyvi)
    with pytest.raises(WordsUnavailable, match="No words were learnt") as caught:
        compounds(["Cán bộ"])
    assert isinstance(caught.value, SearcherError)
    assert "pyvi" in str(caught.value)


@pytest.mark.parametrize("broken", [lambda _: 1 / 0, lambda text: text, lambda _: None])
def test_a_broken_pyvi_is_noticed_before_anything_is_counted(monkeypatch, broken):
    module = types.ModuleType("pyvi")
    module.ViTokenizer = types.SimpleNamespace(tokenize=broken)
    monkeypatch.setitem(sys.modules, "pyvi", module)
    with pytest.raises(WordsUnavailable):
        compounds(["Cán bộ"])


def test_importing_the_module_does_not_import_pyvi(project):
    code = (
        "import sys, searcher.text.words; sys.exit(bool({'pyvi', 'sklearn'} & sys.modules.keys()))"
    )
    ran = subprocess.run([sys.executable, "-c", code], cwd=project, check=False)
    assert ran.returncode == 0
