"""What must hold for the tokens of any string whatever."""

from __future__ import annotations

import unicodedata
from itertools import pairwise

from hypothesis import example, given

from searcher.text import canonical, fold, term_key, term_keys, tokenize
from searcher.text.fold import fold_word
from tests.text.strategies import any_text, cp1258_style, vietnamese_text


def forms(text):
    return [(token.position, token.marked, token.folded) for token in tokenize(text)]


@given(any_text)
@example("\ud800")
@example("a\u0301\u0301")
@example("\u200b\u200b")
def test_never_raises_and_offsets_select_the_tokens_own_characters(text):
    previous = None
    for token in tokenize(text):
        assert text[token.start : token.end] == token.text
        assert token.text
        assert token.marked
        assert token.folded
        assert token.marked in [again.marked for again in tokenize(token.text)]
        if previous is not None:
            assert token.position in (previous.position, previous.position + 1)
            if token.position > previous.position:
                assert token.start >= previous.start
        else:
            assert token.position == 0
        previous = token


@given(any_text)
def test_words_do_not_overlap(text):
    words = {}
    for token in tokenize(text):
        words.setdefault(token.position, token)
    ordered = [words[position] for position in sorted(words)]
    for before, after in pairwise(ordered):
        same_origin = (before.start, before.end) == (after.start, after.end)  # "½" is two numbers
        assert before.end <= after.start or same_origin


@given(any_text)
def test_the_bulk_path_gives_the_same_tokens(text):
    tokens = tokenize(text)
    keys, positions = term_keys(text)
    assert keys == [term_key(token.folded, token.marked) for token in tokens]
    assert positions == [token.position for token in tokens]


@given(any_text)
def test_canonically_equivalent_texts_have_the_same_tokens(text):
    assert forms(unicodedata.normalize("NFD", text)) == forms(unicodedata.normalize("NFC", text))
    assert forms(unicodedata.normalize("NFC", text)) == forms(text)


@given(vietnamese_text)
def test_windows_1258_style_text_has_the_same_tokens(text):
    assert forms(cp1258_style(text)) == forms(text)


@given(any_text)
@example("0µ")  # one word; its transliteration "0m" alone would be a number and a unit
def test_canonical_and_folded_forms_are_idempotent(text):
    assert canonical(canonical(text)) == canonical(text)
    assert fold(canonical(text)) == fold(text)
    assert all(fold_word(token.folded) == token.folded for token in tokenize(text))


@given(any_text, any_text)
def test_folding_never_merges_across_word_boundaries(left, right):
    joined = left + " \n " + right
    assert fold(joined).split() == fold(left).split() + fold(right).split()


@given(vietnamese_text)
def test_letter_case_does_not_matter(text):
    assert forms(text.upper()) == forms(text)
