"""What a user may expect of a search, on texts made for the purpose and on the sample corpus."""

from __future__ import annotations

import unicodedata

import pytest

from searcher.errors import EmptyQuery, UnbalancedQuote
from searcher.text import fold


def ids(results):
    return [hit.id for hit in results.hits]


def shown(text, highlights):
    return [text[start:end] for start, end in highlights]


def highlighted(results):
    return {
        text
        for hit in results.hits
        for passage in hit.passages
        for text in shown(passage.text, passage.highlights)
    }


FORMS = [
    *("neu guong", "nêu guong", "neu gương", "nêu gương", "NÊU GƯƠNG", "Neu Guong"),
    *(unicodedata.normalize("NFD", text) for text in ("nêu gương", "NÊU GƯƠNG")),
]


def test_every_way_of_typing_finds_the_same_articles(corpus_searcher):
    found = {frozenset(ids(corpus_searcher.search(form, limit=100))) for form in FORMS}
    assert len(found) == 1
    assert len(found.pop()) > 5


def test_articles_whose_marks_agree_come_first(make_searcher):
    searcher = make_searcher(
        ["Nếu gương mờ thì lau. Nếu gương vỡ thì thay. Nếu gương ố thì bỏ.", "Cán bộ nêu gương cho dân.",
         "Cần nêu gương."]
    )  # fmt: skip
    assert ids(searcher.search("nêu gương")) == ["a002", "a001", "a000"]
    assert ids(searcher.search("nếu gương"))[0] == "a000"


@pytest.mark.parametrize("query", ['"nêu gương"', '"NÊU guong"', "“nêu gương”"])
def test_a_phrase_must_be_there_with_these_marks(make_searcher, query):
    searcher = make_searcher(
        ["nếu gương mờ", "nêu gương tốt", "gương nêu", "nêu một gương", "nêu\ngương"]
    )
    results = searcher.search(query)
    assert ids(results) == ["a001"]
    assert (results.total, results.partial) == (1, 0)


@pytest.mark.parametrize(
    "query",
    [
        '"nêu gương" "cán bộ"',
        '"cán bộ" "nêu gương"',
        '"cán bộ" đảng "nêu gương" "bộ nêu"',
        '"nêu gương" (đảng OR dân) "cán bộ"',
    ],
)
def test_every_phrase_must_be_there(make_searcher, query):
    searcher = make_searcher(
        ["nêu gương cho dân", "cán bộ vì dân", "cán bộ nêu gương trong đảng", "bộ cán nêu gương"]
    )
    results = searcher.search(query)
    assert ids(results) == ["a002"]
    assert (results.total, results.partial) == (1, 0)


def test_an_unmarked_phrase_is_free(make_searcher):
    searcher = make_searcher(["nếu gương mờ", "nêu gương tốt", "gương nêu", "neu guong"])
    assert set(ids(searcher.search('"neu guong"'))) == {"a000", "a001", "a003"}


def test_a_quality_mark_without_its_tone_reaches_the_toned_syllable(make_searcher):
    searcher = make_searcher(["trách nhiệm cao", "trach nhiem", "trích nhiễm"])
    assert ids(searcher.search("trach nhiêm"))[0] == "a000"
    assert ids(searcher.search('"trach nhiêm"')) == ["a000"]


def test_a_wrong_tone_still_finds(make_searcher):
    searcher = make_searcher(["nghỉ hè", "mùa đông"])
    results = searcher.search("nghĩ")
    assert ids(results) == ["a000"]
    assert (results.total, results.partial) == (0, 1)
    assert highlighted(results) == {"nghỉ"}


def test_more_of_the_wanted_words_comes_first(make_searcher):
    searcher = make_searcher(["lụt lụt lụt lụt lụt", "bão và lụt", "bão bão bão", "nắng"])
    results = searcher.search("bão lụt")
    assert ids(results)[0] == "a001"
    assert (results.total, results.partial) == (1, 2)
    every = searcher.search("bão lụt", mode="all")
    assert (ids(every), every.total, every.partial) == (["a001"], 1, 0)
    assert searcher.search("bão lụt", mode="any").hits == results.hits


def test_exclusions(make_searcher):
    searcher = make_searcher(["đảng viên", "đảng bộ", "đảng bộ xã", "dang vien"])
    # "vien" is not "viên", so it is not left out.
    assert set(ids(searcher.search("đảng -viên"))) == {"a001", "a002", "a003"}
    assert set(ids(searcher.search("dang -vien"))) == {"a001", "a002"}
    assert set(ids(searcher.search('đảng -"bộ xã"'))) == {"a000", "a001", "a003"}


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("phát triển KT-XH của huyện", "ktxh"),
        ("phát triển KT - XH của huyện", "kt-xh"),
        ("phát triển KTXH của huyện", "KT-XH"),
        ("phát triển KTXH của huyện", '"phát triển KT-XH"'),
        ("dịch COVID-19 ở xã", "covid19"),
        ("đi Pa-ri chơi", "pari"),
        ("họp ngày 11/06/2021", "11-6-2021"),
        ("họp ngày 11/06/2021", "2021-06-11"),
        ("họp ngày 11/06/2021", '"ngày 11 6 2021"'),
        ("13,8 tỉ đồng", "13.8 tỷ"),
        ("4.000m2 đất", "4000 m²"),
        ("Hoà bình", "hòa bình"),
        ("KỶ LUẬT", "kỉ luật"),
        ("Ðảng uỷ", "đảng ủy"),
        ("Ð\u00adảng", "dang"),
        ("ý kiến ở xã", "ý ở"),
    ],
)
def test_different_spellings_meet(make_searcher, text, query):
    searcher = make_searcher([text, "một bài khác hẳn"])
    results = searcher.search(query)
    assert ids(results) == ["a000"]
    assert results.total == 1


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("text", ["Cán bộ NÊU GƯƠNG, đảng viên nêu gương.", "Hoà bình, hòa bình."])
def test_highlights_are_whole_words_in_the_authors_characters(make_searcher, text, form):
    text = unicodedata.normalize(form, text)
    searcher = make_searcher([text])
    query = "neu guong" if "GƯƠNG" in unicodedata.normalize("NFC", text) else "hoa binh"
    (hit,) = searcher.search(query).hits
    (passage,) = hit.passages
    assert passage.text == text
    assert [fold(part) for part in shown(text, passage.highlights)] == [query, query]


def test_of_an_unmarked_query_only_the_reading_beside_its_neighbour_is_shown(make_searcher):
    searcher = make_searcher(["Nếu có thể, hãy nêu gương. Gương sáng. Nếu không thì thôi."])
    assert highlighted(searcher.search("neu guong")) == {"nêu gương", "Gương"}


def test_the_reading_that_is_meant_comes_first(make_searcher):
    meant = [f"Đảng viên nêu gương cho dân {number}." for number in range(8)]
    searcher = make_searcher(["Nếu gương mờ thì lau.", *meant, "Soi gương mà nếu bẩn thì rửa."])
    found = ids(searcher.search("neu guong", limit=20))
    assert set(found) == {f"a{number:03}" for number in range(10)}
    assert found.index("a000") > 7
    assert ids(searcher.search("nếu gương"))[0] == "a000"


def test_words_of_a_phrase_are_shown_only_where_the_phrase_is(make_searcher):
    searcher = make_searcher(["Gương vỡ. Nêu gương tốt. Nêu ý kiến."])
    assert highlighted(searcher.search('"nêu gương"')) == {"Nêu gương"}
    assert highlighted(searcher.search('"nêu gương" kiến')) == {"Nêu gương", "kiến"}


def test_the_title_counts_more_and_is_highlighted(make_searcher):
    searcher = make_searcher(
        [
            {"id": "body", "text": "Chuyện về lũ lụt miền Trung"},
            {"id": "title", "title": "Lũ lụt", "text": "Miền Trung"},
        ]
    )
    first = searcher.search("lũ lụt").hits[0]
    assert first.id == "title"
    assert shown(first.title, first.title_highlights) == ["Lũ lụt"]
    (passage,) = first.passages
    assert (passage.text, passage.highlights) == ("Miền Trung", ())


def test_an_article_without_a_body_has_no_passage(make_searcher):
    (hit,) = make_searcher([{"id": "t", "title": "Chỉ có đầu đề"}]).search("đầu đề").hits
    assert hit.passages == ()


def test_nothing_found(make_searcher):
    results = make_searcher(["một bài"]).search("xyzzy")
    assert (results.hits, results.total, results.partial) == ((), 0, 0)


def test_an_index_without_articles_that_match_phrases_and_exclusions(make_searcher):
    searcher = make_searcher(["a"])
    assert searcher.search('"b c" -d').hits == ()


@pytest.mark.parametrize(("query", "error"), [("", EmptyQuery), ('"a', UnbalancedQuote)])
def test_bad_queries_are_errors(make_searcher, query, error):
    with pytest.raises(error):
        make_searcher(["a"]).search(query)


def test_a_query_of_ten_thousand_words(make_searcher):
    searcher = make_searcher(["đầu voi đuôi chuột", "khác"])
    results = searcher.search(" ".join(["voi", *(f"tu{number}" for number in range(10_000))]))
    assert ids(results) == ["a000"]


def test_metadata_of_a_hit(make_searcher):
    (hit,) = (
        make_searcher(
            [
                {
                    "id": "m",
                    "title": "T",
                    "text": "nội dung",
                    "date": "2021-06-11",
                    "author": "Hà",
                    "source": "Báo",
                    "category": "Mục",
                }
            ]
        )
        .search("nội dung")
        .hits
    )
    assert (str(hit.date), hit.author, hit.source, hit.section) == (
        "2021-06-11",
        "Hà",
        "Báo",
        "Mục",
    )
    assert hit.path.endswith("0.jsonl")


def test_highlight_of_one_article(corpus_searcher):
    doc = corpus_searcher.reader.find("phap-luat/quy-dinh-ve-neu-guong.txt")
    article = corpus_searcher.reader.article(doc)
    found = corpus_searcher.highlight(article, "neu guong")
    assert shown(article.title, found.title) == ["nêu gương"]
    assert len(found.body) == len(article.body)
    assert {
        fold(part)
        for text, spans in zip(article.body, found.body, strict=True)
        for part in shown(text, spans)
    } >= {"neu guong"}


def test_the_five_real_articles(shared, tmp_path):
    from searcher.index import IndexReader, sync
    from searcher.search import Searcher

    sync(tmp_path / "index", [shared / "articles"], words=False)
    with Searcher(IndexReader.open(tmp_path / "index")) as searcher:
        for form in FORMS:
            results = searcher.search(form)
            assert results.total == 5, form
            assert all(hit.passages and hit.passages[0].highlights for hit in results.hits), form
            assert "nêu gương" in highlighted(results), form
        assert ids(searcher.search("tu phe binh"))[0] == "yen-lac-tu-phe-binh.txt"
        assert ids(searcher.search("KT-XH", literal=True)) == ["hai-lang-neu-cao-trach-nhiem.txt"]
        assert ids(searcher.search("KT-XH")) == [
            "hai-lang-neu-cao-trach-nhiem.txt",
            "vinh-yen-chat-luong-dang-vien.txt",  # kinh tế - xã hội
        ]
        assert searcher.search('"nêu gương"').total == 5
        assert searcher.search("ky luat", mode="all").total == 3
