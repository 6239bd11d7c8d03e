"""Tokens of known texts, read from tables."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest

from searcher.text import canonical, fold, tokenize

CASES = Path(__file__).parent / "cases" / "normalisation.tsv"


def unescape(written):
    return re.sub(r"\\u([0-9a-fA-F]{4})", lambda match: chr(int(match[1], 16)), written)


def read_cases(path):
    lines = path.read_text(encoding="utf-8").split("\n")[1:]
    return [line.split("\t") for line in lines if line]


def alternatives(text):
    """The tokens that share the position of the one before them, as ``form@position``."""
    tokens = tokenize(text)
    return [
        f"{token.marked}@{token.position}"
        for before, token in pairwise(tokens)
        if token.position == before.position
    ]


@pytest.mark.parametrize(("written", "marked", "folded", "alts"), read_cases(CASES))
def test_table(written, marked, folded, alts):
    text = unescape(written)
    assert canonical(text) == marked
    assert fold(text) == folded
    assert alternatives(text) == alts.split()


def test_shared_table(shared):
    for written, marked, folded, *note in read_cases(shared / "cases" / "normalisation_cases.tsv"):
        text = unescape(written)
        assert (canonical(text), fold(text)) == (marked, folded), written
        assert alternatives(text) == re.findall(r"alt=(\S+@\d+)", "".join(note)), written


def test_offsets_point_into_the_decomposed_original():
    text = "Ho\u0323p be\u0302\u0301n KT - XH"
    spans = {token.marked: text[token.start : token.end] for token in tokenize(text)}
    assert spans == {
        "họp": "Ho\u0323p",
        "bến": "be\u0302\u0301n",
        "kt": "KT",
        "xh": "XH",
        "ktxh": "KT - XH",
    }


def test_a_token_ends_before_a_trailing_soft_hyphen():
    assert tokenize("l\u00adượng\u00ad!")[0].text == "l\u00adượng"


def test_one_letter_words_and_frequent_words_are_kept():
    text = "Ở xã ấy, ý là của ô và y"
    assert [token.marked for token in tokenize(text)] == "ở xã ấy ý là của ô và y".split()


def test_a_blob_is_cut_to_a_bounded_term():
    (token,) = tokenize("a" * 100_000)
    assert len(token.text) == 100_000
    assert len(token.marked) == len(token.folded) == 100


def test_a_long_chain_costs_linear_time():
    tokens = tokenize("a-" * 50_000 + "b")
    assert len({token.position for token in tokens}) == 50_001
