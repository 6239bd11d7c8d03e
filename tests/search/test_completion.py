"""Completion: what is offered while a query is being typed.

Checked against the articles themselves: words and pairs of words as a plain loop over the texts finds
them, and marks compared with ``unicodedata`` alone.
"""

from __future__ import annotations

import unicodedata
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from searcher.index import IndexReader, sync
from searcher.search import Searcher
from searcher.search.completion_place import MOST_WORDS, place_of
from searcher.text import tokenize
from searcher.text.input_methods import beginnings

ARTICLES = [
    {
        "id": "phap-luat/neu-guong.txt",
        "title": "Trách nhiệm nêu gương của cán bộ",
        "text": "Đảng viên phải nêu gương mẫu mực.\n\n"
        "Cán bộ nêu gương sáng, nêu gương tốt. Nếu gương vỡ thì thay.",
        "author": "Âu Thị Ý Nhi",
        "source": "Tuổi Trẻ",
        "section": "Hỏi - đáp chính sách",
        "date": "2018-11-20",
    },
    {
        "id": "the-thao/bong-da.txt",
        "title": "Bóng đá Việt Nam vào chung kết",
        "text": "Đội tuyển bóng đá Việt Nam thắng trận.\n\nHòa bình và hoà giải. Đường Đắk Lắk.",
        "author": "Thu Phong",
        "source": "Tuổi Trẻ Cười",
        "section": "Thể thao",
        "date": "2019-03-02",
    },
    {
        "id": "kinh-te.txt",
        "title": "Kinh tế thị trường: quyết định mới",
        "text": "Quyết định về kinh tế thị trường xuất khẩu. Quý vị nghiên cứu kỹ.",
        "source": "Nhân Dân",
        "section": "Kinh tế",
        "date": "2019-12-31",
    },
]


@pytest.fixture
def searcher(make_searcher):
    return make_searcher(ARTICLES)


def offered(searcher, text, **how):
    return [each.text for each in searcher.complete(text, **how)]


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("neu gu", "nêu gương"),
        ("neeu gu", "nêu gương"),
        ("neeu guw", "nêu gương"),
        ("ne6u gu", "nêu gương"),
        ("nêu gu", "nêu gương"),
        ("nêu gươ", "nêu gương"),
        ("neu guong ", "gương sáng"),
        ("neu guong", "nêu gương"),
        ("Neu gu", "Nêu gương"),
        ("NEU GU", "NÊU GƯƠNG"),
        ("ne", "nêu"),
        ("nee", "nêu"),
        ("đả", "đảng"),
        ("dda", "đảng"),
        ("da", "đảng"),
        ("hoa b", "hòa bình"),
        ("hoà b", "hòa bình"),
        ("quye", "quyết"),
        ("qui", "quý"),
        ("nghien cuu k", "cứu kỹ"),
        (unicodedata.normalize("NFD", "nêu gươ"), "nêu gương"),
        ('"neu gu', "nêu gương"),
        ('can bo "neu gu', "nêu gương"),
        ("“neu gu", "nêu gương"),
        ("-ne", "nêu"),
        ("=nê", "nêu"),
        ("(ca OR neu gu", "nêu gương"),
        ("bong VÀ neu gu", "nêu gương"),
        ('"bóng đá" neu gu', "nêu gương"),
        ("title:tra", '"trách nhiệm"'),
        ("tieu_de:tra", '"trách nhiệm"'),
        ('tiêu_đề:"trach nh', "trách nhiệm"),
        ("dak l", "đắk lắk"),
        ("trach nhiem ne", "Trách nhiệm nêu gương của cán bộ"),
    ],
)
def test_words_with_their_marks(searcher, typed, wanted):
    assert wanted in offered(searcher, typed, limit=20)


@pytest.mark.parametrize(
    ("typed", "language", "wanted"),
    [
        ("ti", "vi", ["tiêu_đề:"]),
        ("ti", "en", ["title:"]),
        ("titl", "vi", ["title:"]),
        ("tieu_d", "vi", ["tiêu_đề:"]),
        ("tiê", "vi", ["tiêu_đề:"]),
        ("neu (ngu", "vi", ["nguồn:"]),
        ("neu -ngu", "vi", ["nguồn:"]),
        ("nguon:tuoi", "vi", ['"Tuổi Trẻ"', '"Tuổi Trẻ Cười"']),
        ("source:tre", "vi", ['"Tuổi Trẻ"', '"Tuổi Trẻ Cười"']),
        ("source:cuo", "vi", ['"Tuổi Trẻ Cười"']),
        ('nguồn:"tuoi t', "vi", ['Tuổi Trẻ"', 'Tuổi Trẻ Cười"']),
        ("tac_gia:nhi", "vi", ['"Âu Thị Ý Nhi"']),
        ("mục:(kinh", "vi", ['"Kinh tế"']),
        ("section:hoi d", "vi", []),
        ("date:", "en", ["2019", "2018"]),
        ("date:2", "en", ["2019", "2018"]),
        ("ngày:2018", "vi", []),
        ("ngày:2019-", "vi", ["2019-12", "2019-03"]),
        ("date:2019-1", "vi", ["2019-12"]),
        ("date:2018..2", "en", ["2018..2019", "2018..2018"]),
        ("id:the", "en", ["the-thao/bong-da.txt"]),
        ("neu HO", "vi", ["HOẶC"]),
        ("neu AN", "vi", ["AND"]),
        ("NEU HO", "vi", []),
    ],
)
def test_fields_their_values_and_operators(searcher, typed, language, wanted):
    found = searcher.complete(typed, language=language, limit=20)
    kinds = ("field", "value", "operator")
    assert [each.text for each in found if each.kind in kinds] == wanted


@pytest.mark.parametrize(
    "typed", ["", " ", "nêu, ", "nêu.", "gươ*", "gươ?n", "cho~", '"nêu gương"', "zzz", "nguồn:zzz"]
)
def test_nothing_to_offer(searcher, typed):
    assert all(each.kind in ("word", "phrase") for each in searcher.complete(typed))
    if typed != "nêu, ":
        assert not searcher.complete(typed)


def test_only_what_stands_left_of_the_cursor_counts(searcher):
    text = "neu gu và thêm"
    assert searcher.complete(text, 6) == searcher.complete("neu gu")
    assert searcher.complete(text, -1) == searcher.complete(text, len(text) + 5)


def test_spans_are_code_points_of_the_text(searcher):
    text = 'đi "' + unicodedata.normalize("NFD", "nêu gư")
    for each in searcher.complete(text):
        assert each.end == len(text)
        assert text[: each.start].endswith(('"', " "))


def test_an_open_quotation_is_closed_once(searcher):
    text = 'nguồn:"tuoi t"'
    found = searcher.complete(text, len(text) - 1)
    assert [text[: each.start] + each.text + text[each.end :] for each in found] == [
        'nguồn:"Tuổi Trẻ"',
        'nguồn:"Tuổi Trẻ Cười"',
    ]


def test_a_phrase_goes_on_only_as_an_article_does(searcher):
    # "gương vỡ" is there, but not behind "bộ nêu".
    assert "gương vỡ" not in offered(searcher, '"bộ nêu guong v', limit=50)
    assert "gương vỡ" in offered(searcher, '"guong v', limit=50)


def test_deleted_articles_offer_nothing(tmp_path):
    source = tmp_path / "source"
    source.mkdir()
    (source / "a.txt").write_text("Tiêu đề\n\nsúc vật quái gở\n", encoding="utf-8")
    (source / "b.txt").write_text("Tiêu đề khác\n\nsúc tích vô cùng\n", encoding="utf-8")
    sync(tmp_path / "index", [source], words=False)
    (source / "a.txt").unlink()
    sync(tmp_path / "index", [source], words=False)
    with Searcher(IndexReader.open(tmp_path / "index")) as searcher:
        assert offered(searcher, "quai g") == []
        assert "súc vật" not in offered(searcher, "suc v")
        assert "súc tích" in offered(searcher, "suc t")


def test_several_segments_are_one_index(make_searcher):
    whole = make_searcher(ARTICLES, name="whole")
    parts = make_searcher(ARTICLES, batches=3, name="parts")
    for typed in ("neu gu", "t", "bong d", '"kinh te t', "nguon:t", "date:20", "id:"):
        one, other = whole.complete(typed, limit=50), parts.complete(typed, limit=50)
        assert {each.text for each in one} == {each.text for each in other}


def test_the_same_question_has_the_same_answer(searcher, make_searcher):
    other = make_searcher(ARTICLES, name="again")
    for typed in ("neu gu", "t", "bong d", "nguon:t"):
        assert searcher.complete(typed) == searcher.complete(typed) == other.complete(typed)


def test_threads_get_the_answers_of_one(corpus_searcher):
    typed = ["neu gu", '"trach nhi', "nguồn:n", "dang vi", "t", "date:2", "trach nhiem ne", "id:p"]
    alone = [corpus_searcher.complete(each) for each in typed]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(corpus_searcher.complete, typed * 5)) == alone * 5


# --- against the articles themselves --------------------------------------------------------------


@pytest.fixture(scope="module")
def rows(corpus_searcher):
    """The words of every title and paragraph of the sample corpus, each with its alternatives."""
    found = []
    reader = corpus_searcher.reader
    for doc in range(reader.size):
        article = reader.article(doc)
        for text in (article.title, *article.body):
            row = {}
            for token in tokenize(text):
                row.setdefault(token.position, set()).add(token.marked)
            found.append([row[position] for position in sorted(row)])
    return found


def stands(rows, words):
    """Whether words stand side by side anywhere."""
    return any(
        all(word in row[start + at] for at, word in enumerate(words))
        for row in rows
        for start in range(len(row) - len(words) + 1)
    )


def bare(text):
    letters = unicodedata.normalize("NFD", text.lower()).replace("đ", "d")
    return "".join(char for char in letters if not unicodedata.combining(char))


def marks(text):
    decomposed = unicodedata.normalize("NFD", text.lower()).replace("đ", "d\u0335")
    return sorted(char for char in decomposed if unicodedata.combining(char))


def is_within(some, others):
    rest = list(others)
    return all(mark in rest and (rest.remove(mark) or True) for mark in some)


@settings(max_examples=120, deadline=None)
@given(data=st.data())
def test_everything_offered_is_there_and_begins_as_typed(corpus_searcher, rows, data):
    row = data.draw(st.sampled_from([row for row in rows if len(row) > 3]))
    at = data.draw(st.integers(0, len(row) - 3))
    words = [min(each) for each in row[at : at + data.draw(st.integers(1, 3))]]
    words = [bare(word) if data.draw(st.booleans()) else word for word in words]
    last = words[-1][: data.draw(st.integers(1, len(words[-1])))]
    sign = data.draw(st.sampled_from(["", '"', "(", "-"]))
    typed = sign + " ".join([*words[:-1], last])
    for each in corpus_searcher.complete(typed, limit=20):
        if each.kind == "title":
            # The first of those at one position; "Covid-19" is also one word.
            first = {token.position: token.marked for token in reversed(tokenize(each.text))}
            assert stands(rows, [first[position] for position in sorted(first)])
        if each.kind not in ("word", "phrase"):
            continue
        replaced = typed[each.start : each.end].split()
        new = each.display.split(" ")
        assert stands(rows, new), (typed, each)
        for old, full in zip(replaced, new, strict=False):
            # y and i are one sound at the end of a syllable.
            plain = bare(full).replace("y", "i")
            assert plain.startswith(bare(old).replace("y", "i")) or beginnings(old.lower())
            assert is_within(marks(old), marks(full))


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_a_completed_phrase_is_found(corpus_searcher, rows, data):
    row = data.draw(st.sampled_from([row for row in rows if len(row) > 3]))
    at = data.draw(st.integers(0, len(row) - 3))
    typed = '"' + " ".join([*map(bare, map(min, row[at : at + 2])), ""])
    for each in corpus_searcher.complete(typed):
        found = corpus_searcher.search(typed[: each.start] + each.text + '"', literal=True)
        assert found.total, (typed, each)


@settings(max_examples=300, deadline=None)
@given(
    text=st.one_of(
        st.text(max_size=40),
        st.lists(
            st.sampled_from(
                ["neu", " ", '"', "“", "(", ")", "-", "=", "*", "~", ":", "nguồn:", "date:", "id:",
                 "path:", "title:", "gươ", "..", "2019", "OR ", "VÀ ", "\u0301", "đ", "\ud800", "aa", "w"]
            ),
            max_size=14,
        ).map("".join),
    ),
    cursor=st.one_of(st.none(), st.integers(-3, 60)),
    limit=st.integers(-1, 12),
)  # fmt: skip
def test_no_text_fails(corpus_searcher, text, cursor, limit):
    found = corpus_searcher.complete(text, cursor, limit)
    assert len(found) <= max(0, limit)
    assert len({(each.text.casefold(), each.start) for each in found}) == len(found)
    for each in found:
        assert 0 <= each.start <= each.end <= len(text)
        assert text[each.start : each.end] != each.text


@pytest.mark.parametrize("text", ["a" * 100_000, "a " * 50_000, '"' * 100_001, "(" * 50_000 + "n"])
def test_long_texts_cost_no_more(corpus_searcher, text):
    corpus_searcher.complete(text)


def test_words_far_away_do_not_count(corpus_searcher):
    near = " ".join(["đảng"] * MOST_WORDS)
    one = corpus_searcher.complete(f"quy định {near} vi")
    other = corpus_searcher.complete(f"trách nhiệm {near} vi")
    assert [each.text for each in one if each.kind != "title"] == [
        each.text for each in other if each.kind != "title"
    ]


@pytest.mark.parametrize(
    ("text", "within", "typed", "field"),
    [
        ("neu gu", "words", "neu gu", None),
        ('a "neu gu', "phrase", "neu gu", None),
        ('nguồn:"tuoi t', "value", "tuoi t", "source"),
        ("nguồn:tuo", "value", "tuo", "source"),
        ("nguồn:(tuo", "value", "tuo", "source"),
        ("nguồn:(a) tuo", "words", "tuo", None),
        ("title:(neu gu", "words", "neu gu", "title"),
        ("a -gu", "words", "gu", None),
        ("Ảnh:Minh", "words", "Ảnh:Minh", None),
        ("10:30", "words", "10:30", None),
    ],
)
def test_where_the_cursor_stands(text, within, typed, field):
    place = place_of(text, len(text))
    assert (place.within, place.typed.strip(), place.field) == (within, typed, field)


def test_counts_of_more_words_than_there_was_room_for(make_searcher):
    words = [f"{first}{second}" for first in "bcdghklmnprstvx" for second in "aeiou"]
    body = " ".join(f"{one}{other}" for one in words for other in words[:30])
    neighbours = make_searcher([body]).reader.neighbours
    terms = [(f"{one}{other}",) * 2 for one in words for other in words[:30]]
    assert len(terms) > 2 * 1024
    assert neighbours.term_counts(terms).tolist() == [1] * len(terms)
