"""Words that begin or are written alike, against plain loops over all words."""

from __future__ import annotations

import random
from fnmatch import fnmatchcase

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.index import IndexReader, sync
from searcher.search.expansion import MARK, MOST_NEAR, matching, near
from searcher.text import fold, tokenize
from tests.index.helpers import write_records

WORDS = (
    "chó chò cho chợ chờ mèo méo meo nghiêng nghiên nghiền gương gướng guơng nêu nếu neu kỷ kỳ quỳnh "
    "quy thủy thuỷ hòa hoà messi messenger mess café москва straße 13,8 covid-19 漢字 a ă â ở"
).split()


def build(folder, texts, batches=1):
    """An index of some texts, written in several runs, and so in several segments."""
    for batch in range(batches):
        write_records(
            folder / "texts" / f"{batch}.jsonl",
            [{"id": f"{batch}-{n}", "text": text} for n, text in enumerate(texts[batch::batches])],
        )
        sync(folder / "index", [folder / "texts"], words=False)
    return folder / "index"


@pytest.fixture(scope="module")
def reader(tmp_path_factory):
    rng = random.Random(1)
    texts = [" ".join(rng.choices(WORDS, k=12)) for _ in range(60)]
    with IndexReader.open(build(tmp_path_factory.mktemp("vocabulary"), texts, batches=3)) as opened:
        yield opened


def terms(reader):
    return {term for field in ("title", "body") for term in reader.values(field)}


def edits(one, other):
    """The optimal string alignment distance, by its definition."""
    table = [
        [max(i, j) if not i * j else 0 for j in range(len(other) + 1)] for i in range(len(one) + 1)
    ]
    for i in range(1, len(one) + 1):
        for j in range(1, len(other) + 1):
            table[i][j] = min(
                table[i - 1][j] + 1,
                table[i][j - 1] + 1,
                table[i - 1][j - 1] + (one[i - 1] != other[j - 1]),
            )
            if i > 1 and j > 1 and one[i - 1] == other[j - 2] and one[i - 2] == other[j - 1]:
                table[i][j] = min(table[i][j], table[i - 2][j - 2] + 1)
    return table[-1][-1]


@given(data=st.data())
def test_near_words_are_those_of_few_edits(reader, data):
    letters = st.text("cghmnoeiuau", min_size=1, max_size=9)
    word = data.draw(
        letters | st.sampled_from([fold(each).split()[0] for each in WORDS if fold(each)])
    )
    distance = data.draw(st.integers(1, 2))
    found = {form: away for form, (away, _) in reader.vocabulary.near(word, distance).items()}
    if not word.isascii():
        assert found == {}
        return
    folded = {form for form, _ in terms(reader)}
    expected = {form: edits(word, form) for form in folded if form.isascii()}
    assert {f: d for f, d in found.items() if f.isascii()} == {
        form: away for form, away in expected.items() if away <= distance
    }


@pytest.mark.parametrize("prefix", ["", "c", "ch", "ngh", "mess", "zzz", "漢", "1"])
def test_words_that_begin_alike(reader, prefix):
    expected = sorted(term for term in terms(reader) if term[0].startswith(prefix))
    assert reader.vocabulary.beginning_with(prefix) == expected


@pytest.mark.parametrize("letters", ["c", "ch", "ng", "uo", "mess", "zzz", "i", "y", "oa"])
def test_words_that_hold_letters_are_all_there(reader, letters):
    found = reader.vocabulary.holding(letters)
    assert found == sorted(set(found))
    assert set(found) <= terms(reader)
    held = letters.replace("y", "i")
    assert set(found) >= {term for term in terms(reader) if held in term[0].replace("y", "i")}
    assert {term for term in terms(reader) if not term[0].isascii()} <= set(found)


def test_postings_of_many_words_are_those_of_each(reader):
    wanted = sorted(terms(reader))[::2]
    for field in ("title", "body"):
        docs, frequencies, which = reader.vocabulary.postings(field, wanted)
        for number, term in enumerate(wanted):
            got = sorted(
                zip(
                    docs[which == number].tolist(),
                    frequencies[which == number].tolist(),
                    strict=True,
                )
            )
            expected = zip(*(each.tolist() for each in reader.postings(field, *term)), strict=True)
            assert got == list(expected), (field, term)
    assert len(reader.vocabulary.postings("body", [("zzz", "zzz")])[0]) == 0
    assert len(reader.vocabulary.postings("body", [])[0]) == 0


@given(pattern=st.text("cghmnoeu*?", min_size=1, max_size=6).filter(lambda text: "**" not in text))
def test_patterns_without_marks_match_as_file_names_do(reader, pattern):
    # y is filed as i in open syllables, and may be typed as either: no such word matches here.
    expected = {term for term in terms(reader) if fnmatchcase(term[0], pattern)}
    assert set(matching(reader.vocabulary, pattern)) == expected


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("chó*", {"chó"}),
        ("chơ*", {"chợ", "chờ"}),
        ("gư*", {"gương", "gướng"}),
        ("g?ơng", {"gương", "gướng", "guơng"}),
        ("n*u", {"nêu", "nếu", "neu"}),
        ("n*ê*u", {"nêu", "nếu"}),
        ("ky*", {"kỷ", "kỳ"}),
        ("ki*", {"kỷ", "kỳ"}),
        ("quy*", {"quy", "quỳnh"}),
        ("hoà*", {"hòa"}),
        ("ca*", {"café"}),
        ("caf?", {"café"}),
        ("моск*", {"москва"}),
        ("mosk*", {"москва"}),
        ("*漢*", {"漢"}),
    ],
)
def test_patterns_respect_marks(reader, pattern, words):
    assert {marked for _, marked in matching(reader.vocabulary, pattern)} == words


def test_a_pattern_of_many_stars_takes_no_time(reader):
    assert matching(reader.vocabulary, "*".join("a" * 60)) == []
    assert matching(reader.vocabulary, "a" * 5000 + "*") == []


@pytest.mark.parametrize(
    ("word", "distance", "expected"),
    [
        ("chó", None, {"chó": 0, "chò": MARK, "cho": MARK, "chợ": MARK, "chờ": MARK}),
        ("chợ", None, {"chợ": 0, "chờ": MARK, "chó": 2 * MARK, "chò": 2 * MARK, "cho": 2 * MARK}),
        ("meo", None, {"meo": 0, "mèo": 0, "méo": 0}),
        ("nghieng", None, {"nghiêng": 0, "nghiên": 1, "nghiền": 1}),
        ("gưogn", None, {"gương": 1, "gướng": 1, "guơng": 1}),
        ("mesengerr", None, {"messenger": 2}),
        ("mesengerr", 1, {}),
        ("漢", None, {"漢": 0}),
    ],
)
def test_marks_are_nearer_than_letters(reader, word, distance, expected):
    found = {term[1]: away for term, away in near(reader.vocabulary, word, distance)}
    assert found == expected


def test_the_nearest_come_first_and_are_not_too_many(tmp_path):
    texts = [" ".join(f"{a}{b}{c}a" for a in "bcdghklmnpqrst" for b in "lmnprt" for c in "aeiou")]
    with IndexReader.open(build(tmp_path, texts)) as reader:
        found = near(reader.vocabulary, "blaa", 2)
    assert len(found) == MOST_NEAR
    assert found[0] == (("blaa", "blaa"), 0)
    assert [away for _, away in found] == sorted(away for _, away in found)


def test_words_of_removed_articles_are_found_nowhere(tmp_path):
    source = tmp_path / "texts"
    source.mkdir()
    (source / "a.txt").write_text("chó mèo", encoding="utf-8")
    (source / "b.txt").write_text("chuột", encoding="utf-8")
    sync(tmp_path / "index", [source], words=False)
    (source / "b.txt").unlink()
    sync(tmp_path / "index", [source], words=False)
    with IndexReader.open(tmp_path / "index") as reader:
        found = matching(reader.vocabulary, "ch*")
        docs, _, which = reader.vocabulary.postings("body", found)
        assert {found[number][1] for number in which.tolist()} == {"chó"}
        assert len(docs) == 1


def test_every_word_of_a_text_is_in_the_vocabulary(reader):
    assert {token.marked for word in WORDS for token in tokenize(word)} <= {
        m for _, m in terms(reader)
    }
