"""Words mistaken for others that are words as well: offered, never looked for unasked."""

from __future__ import annotations

import json
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from searcher.index import IndexReader, sync
from searcher.search import Searcher
from searcher.search.mistaken import mistaken
from searcher.text import Agreement, agreement, fold, tokenize
from searcher.text.confusions import confusions

SENTENCES = (
    "Xung đột ở biên giới vẫn chưa dứt",
    "Nhân sâm rất bổ, súng sính trong áo mới",
    "Họ trung thành với lời thề, chung một mái nhà",
    "Chúng tôi làm việc suốt ngày",
    "Sung chín đầy cành, bà con hái xuống",
    "Năm nay lúa được mùa, ai cũng làm ăn khá",
    "Lăm chiếc thuyền nằm trên bến",
    "Đêm giao thừa ai cũng về với gia đình",
    "Da em bé rất mềm, trà xanh tốt cho da",
    "Đồ cũ thì đem cho, cha mẹ bảo vậy",
)


@pytest.fixture(scope="module")
def searcher(tmp_path_factory):
    """Every sentence ten times, among many other words."""
    folder = tmp_path_factory.mktemp("mistaken")
    source = folder / "source"
    source.mkdir()
    rows = [
        {"id": f"{at}-{n}", "text": f"{sentence}. Bài {n} {' '.join(_others(at, n))}."}
        for at, sentence in enumerate(SENTENCES)
        for n in range(10)
    ]
    lines = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    (source / "a.jsonl").write_text(lines, encoding="utf-8")
    sync(folder / "index", [source], words=False)
    with Searcher(IndexReader.open(folder / "index")) as opened:
        yield opened


def _others(at, n):
    """Foreign words: many, for a word that is a large part of an index is no evidence."""
    return [f"zz{(at * 10 + n + k) % 97:x}q" for k in range(300)]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("sung đột", "xung đột"),
        ("Sung đột ở biên giới", "Xung đột ở biên giới"),
        ("SUNG ĐỘT", "XUNG ĐỘT"),
        ("chung thành với lời thề", "trung thành với lời thề"),
        ("lăm nay lúa được mùa", "năm nay lúa được mùa"),
    ],
)
def test_the_other_word_is_offered(searcher, typed, meant):
    answer = searcher.search(typed)
    assert answer.understood.suggestions == ((meant, "spelling"),)
    assert answer.understood.text == typed
    assert answer.understood.expanded == ()


@pytest.mark.parametrize(
    "typed",
    [
        *SENTENCES,
        "sung",  # alone, a word may be meant
        "sung dot",  # without marks too much may be meant
        "sung lăm",  # neither goes with anything like the other
        "chung một mái nhà",
        "=sung đột",
        "2021 đột zz0q",
        "đêm da thừa",  # nobody types "da" for "giao"
    ],
)
def test_what_goes_together_stays(searcher, typed):
    offered = searcher.search(typed).understood.suggestions
    assert all(each.why == "marks" for each in offered)


def test_taken_literally_nothing_is_offered(searcher):
    assert searcher.search("sung đột", literal=True).understood.suggestions == ()


@pytest.mark.parametrize(
    ("typed", "mode", "used"),
    [
        ('"sung đột" -lúa', "some", '"xung đột" -lúa'),
        ("sung đột biên giới", "all", "xung đột biên giới"),
    ],
)
def test_it_is_used_where_nothing_is_found(searcher, typed, mode, used):
    """As other spellings are."""
    understood = searcher.search(typed, mode=mode).understood
    assert understood.text == used
    assert understood.corrected == (("sung", "xung"),)
    assert searcher.search(typed, mode=mode, literal=True).understood.text == typed


def _mistaken(searcher, text):
    reader = searcher.reader
    tokens = tokenize(text)
    agreeing = {
        token.marked: [
            (token.folded, marked)
            for marked in reader.variants("body", token.folded)
            if agreement(token.marked, marked) is not Agreement.CONFLICTING
        ]
        for token in tokens
    }
    return mistaken(tokens, agreeing, reader.vocabulary, reader.neighbours)


_WORDS = sorted({token.marked for text in SENTENCES for token in tokenize(text)})
_MISTAKEN = sorted({other for word in _WORDS for other in confusions(word)})


@given(st.lists(st.sampled_from([*_WORDS, *_MISTAKEN]), max_size=6).map(" ".join))
@example("bỏ xung")
def test_one_word_becomes_one_that_sounds_like_it_and_goes_better(searcher, text):
    found = _mistaken(searcher, text)
    assert len(found) <= 1
    for start, end, meant, spelling in found:
        assert spelling
        assert any(_agree(other, meant) for other in confusions(text[start:end]))
        before = len(text[:start].split())
        words = text.split()
        changed = [*words[:before], meant, *words[before + 1 :]]
        assert _beside(changed) > _beside(words)


def _beside(words):
    """How often neighbours stand side by side in the sentences, in marks that agree."""
    pairs = [
        (one.marked, other.marked) for text in SENTENCES for one, other in pairwise(tokenize(text))
    ]
    return sum(
        _agree(one, first) and _agree(other, second)
        for one, other in pairwise(words)
        for first, second in pairs
    )


def _agree(typed, marked):
    """Marks that were left out may be any."""
    same_letters = fold(typed) == fold(marked)
    return same_letters and agreement(typed, marked) is not Agreement.CONFLICTING


@given(st.text(max_size=40))
def test_any_text_is_read(searcher, text):
    tokens = tokenize(text)
    for each in _mistaken(searcher, text):
        assert any((token.start, token.end) == (each.start, each.end) for token in tokens)
