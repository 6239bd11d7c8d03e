"""The lexicon: what goes in comes out, in any number of steps, and damage is never an answer."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from searcher.index import lexicon as module
from searcher.index.lexicon import Lexicon, Word
from searcher.index.word_sample import SampleState
from searcher.text import compatible, fold

COUNTS = {
    "nêu gương": 7,
    "nếu như": 5,
    "nêu rõ": 2,
    "gương mẫu": 4,
    "gương mặt": 9,
    "kỷ luật": 6,
    "kỹ thuật": 8,
    "quyết định": 11,
    "quy định": 12,
    "chủ nghĩa xã hội": 3,
    "chủ nghĩa": 2,
    "xã hội": 20,
}
STATE = SampleState(1234, 1300, ("Một câu còn chờ.", "lẻ \ud800"))

syllables = st.sampled_from("nêu nếu neu gương guong kỷ kỹ quy quý quyết quyến hòa a ă á ở".split())
words = st.lists(syllables, min_size=2, max_size=5).map(" ".join)
counts = st.dictionaries(words, st.integers(1, 1000), max_size=60)


def lexicon(found, state=STATE):
    return Lexicon(Lexicon().extended(found, state))


@pytest.fixture
def small():
    return lexicon(COUNTS)


@pytest.fixture
def tiny_blocks(monkeypatch):
    monkeypatch.setattr(module, "_BLOCK", 3)


def as_dict(found):
    return {word.marked: word.frequency for word in found}


def test_what_goes_in_comes_out(small):
    assert as_dict(small) == COUNTS
    assert len(small) == len(COUNTS)
    assert small.state == STATE
    assert list(small) == sorted(small)
    assert all(word.folded == fold(word.marked) for word in small)


def test_an_empty_lexicon():
    for empty in (Lexicon(), lexicon({})):
        assert len(empty) == 0
        assert list(empty) == []
        assert empty.frequency(["nêu", "gương"]) == 0
        assert empty.completions("n") == []
        assert empty.spans(["nêu", "gương"]) == []
    assert Lexicon().state == SampleState()


@settings(deadline=None)
@given(st.lists(counts, max_size=4))
def test_learning_in_steps_is_adding(steps):
    found = Lexicon()
    total = Counter()
    for number, step in enumerate(steps):
        found = Lexicon(found.extended(step, SampleState(number)))
        total.update(step)
    assert as_dict(found) == dict(total)


@settings(deadline=None)
@given(counts, words)
def test_frequency_and_prefixes_over_many_blocks(found, asked):
    kept = module._BLOCK
    module._BLOCK = 3
    try:
        lex = lexicon(found)
    finally:
        module._BLOCK = kept
    assert lex.frequency(asked.split(" ")) == found.get(asked, 0)
    assert all(lex.frequency(word.split(" ")) == count for word, count in found.items())
    for length in range(len(fold(asked)) + 1):
        prefix = fold(asked)[:length]
        expected = sorted(
            Word(fold(w), w, count) for w, count in found.items() if fold(w).startswith(prefix)
        )
        assert list(lex.starting_with(prefix)) == expected


def test_the_same_words_give_the_same_bytes():
    turned = dict(reversed(COUNTS.items()))
    assert Lexicon().extended(COUNTS, STATE) == Lexicon().extended(turned, STATE)


def test_nothing_new_leaves_the_blocks_alone(small):
    state = SampleState(9, 9, ())
    again = Lexicon(small.extended({}, state))
    assert (as_dict(again), again.state) == (COUNTS, state)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("neu g", ["nêu gương"]),
        ("nêu", ["nêu gương", "nêu rõ", "nếu như"]),  # what was not typed is free
        ("nếu", ["nếu như"]),
        ("neu", ["nêu gương", "nếu như", "nêu rõ"]),
        ("NÊU GƯƠ", ["nêu gương"]),
        ("g", ["gương mặt", "gương mẫu"]),
        ("gương mâ", ["gương mẫu"]),
        ("gương ma", ["gương mặt", "gương mẫu"]),
        ("ky", ["kỹ thuật", "kỷ luật"]),
        ("ki", ["kỹ thuật", "kỷ luật"]),
        ("kĩ", ["kỹ thuật"]),
        ("quy", ["quy định", "quyết định"]),
        ("quyê", ["quyết định"]),
        ("chu nghia x", ["chủ nghĩa xã hội"]),
        ("nêu ", ["nêu gương", "nêu rõ", "nếu như"]),
        ("x", ["xã hội"]),
        ("z", []),
        ("", []),
        ("…", []),
    ],
)
def test_completions(small, typed, expected):
    assert [word.marked for word in small.completions(typed)] == expected


def test_completions_are_limited_to_the_most_frequent(small):
    assert [word.marked for word in small.completions("q", 1)] == ["quy định"]
    assert small.completions("q", 0) == []


@settings(deadline=None)
@given(counts, st.text(max_size=12))
def test_completing_anything_never_raises(found, typed):
    lexicon(found).completions(typed)


@settings(deadline=None)
@given(counts, words, st.integers(1, 30))
def test_every_word_completes_its_own_beginning_without_marks(found, word, length):
    found = found | {word: 1}
    typed = fold(word)[:length]
    offered = lexicon(found).completions(typed, 1000)
    assert word in {each.marked for each in offered}
    complete = typed.split(" ")[:-1]
    for each in offered:
        assert all(map(compatible, complete, each.marked.split(" ")))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("phải nêu gương trong xã hội", ["nêu gương", "xã hội"]),
        ("chủ nghĩa xã hội", ["chủ nghĩa xã hội"]),
        ("chủ nghĩa xã", ["chủ nghĩa"]),
        ("gương nêu", []),
        ("nêu", []),
        ("", []),
    ],
)
def test_spans(small, text, expected):
    found = text.split()
    assert [" ".join(found[start:end]) for start, end in small.spans(found)] == expected


def test_very_many_words_lose_the_rarest(monkeypatch):
    monkeypatch.setattr(module, "MANY_WORDS", 5)
    found = {"a b": 1, "a c": 2, "a d": 5, "a e": 1, "a g": 2}
    assert as_dict(lexicon(found)) == found
    found |= {"a h": 2}
    assert as_dict(lexicon(found)) == {"a c": 2, "a d": 5, "a g": 2, "a h": 2}
    monkeypatch.setattr(module, "MOST_WORDS", 3)
    assert as_dict(lexicon(found)) == {"a c": 2, "a d": 5, "a g": 2}


def test_every_single_damaged_byte_is_noticed(tiny_blocks):
    data = Lexicon().extended(COUNTS, STATE)
    for place in range(len(data)):
        damaged = bytearray(data)
        damaged[place] ^= 0x55
        try:
            found = as_dict(Lexicon(bytes(damaged)))
        except ValueError:
            continue
        assert found == COUNTS, f"byte {place} changed the words"


@pytest.mark.parametrize("cut", [1, 11, 12, 40, -1, -20])
def test_a_file_cut_short_is_refused(cut):
    with pytest.raises(ValueError, match=r"."):
        Lexicon(Lexicon().extended(COUNTS, STATE)[:cut])


def test_a_file_with_something_behind_it_is_refused():
    with pytest.raises(ValueError, match="damaged"):
        Lexicon(Lexicon().extended(COUNTS, STATE) + b"x")


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_a_file_of_anything_is_refused(data):
    if data:
        with pytest.raises(ValueError, match=r"."):
            Lexicon(data)


def test_a_query_unpacks_only_what_it_needs(monkeypatch):
    found = {f"{a} {b}": 1 for a in map(chr, range(97, 123)) for b in map(chr, range(97, 123))}
    data = Lexicon().extended(found, STATE)
    unpacked = []
    real = module.decompress
    monkeypatch.setattr(module, "decompress", lambda block: unpacked.append(block) or real(block))
    lex = Lexicon(data)
    assert lex.frequency(["m", "n"]) == 1
    assert len(unpacked) == 2  # the table and one block


def test_asking_imports_neither_pyvi_nor_what_it_needs(project):
    code = (
        "import sys\n"
        "from searcher.index.lexicon import Lexicon\n"
        "from searcher.index.word_sample import SampleState\n"
        "lexicon = Lexicon(Lexicon().extended({'nêu gương': 2}, SampleState()))\n"
        "assert lexicon.completions('neu g') and lexicon.frequency(['nêu', 'gương']) == 2\n"
        "sys.exit(bool({'pyvi', 'sklearn', 'scipy', 'unidecode'} & sys.modules.keys()))\n"
    )
    ran = subprocess.run([sys.executable, "-c", code], cwd=project, check=False)
    assert ran.returncode == 0
