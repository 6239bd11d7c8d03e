"""Key words of articles, and articles that are alike, on indexes whose answers are plain to see."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from searcher.articles.model import Article
from searcher.errors import ArticleNotFound
from searcher.search.filters import Filters
from searcher.search.key_terms import key_terms
from searcher.search.related import related

TOPICS = {
    "cúm": (
        "Cúm gia cầm lan rộng",
        "Dịch cúm gia cầm đã lan ra nhiều xã. Thú y tiêu hủy gia cầm. Người nuôi gia cầm lo cúm.",
    ),
    "bóng": (
        "Chung kết bóng đá",
        "Đội bóng đá vào chung kết. Khán giả bóng đá đến sân. Trận chung kết ở Hà Nội rất hay.",
    ),
    "lúa": (
        "Vụ lúa đông xuân",
        "Nông dân gặt lúa đông xuân. Ruộng lúa chín vàng. Giá lúa đông xuân tăng ở Long An.",
    ),
}


@pytest.fixture
def searcher(make_searcher):
    articles = [
        {
            "id": f"{topic}-{number}",
            "title": title if number else "",
            "text": f"{text}\nTuy nhiên, người dân cho biết có thể có thêm tin số {number} của các xã.",
            "source": f"báo {number % 2}",
        }
        for topic, (title, text) in TOPICS.items()
        for number in range(6)
    ]
    return make_searcher(articles, batches=2)


@pytest.mark.parametrize("topic", TOPICS)
def test_an_article_is_like_those_of_its_topic(searcher, topic):
    found = related(searcher.reader, f"{topic}-3", 5)
    assert [each.rank for each in found] == [1, 2, 3, 4, 5]
    assert {each.article.id for each in found} == {
        f"{topic}-{number}" for number in (0, 1, 2, 4, 5)
    }
    assert all(0 < each.score <= 1 for each in found)
    assert [each.score for each in found] == sorted((e.score for e in found), reverse=True)
    assert all(len(each.shared) > 1 for each in found)


def test_what_is_shared_stands_in_both(searcher):
    own = searcher.reader.article(searcher.reader.find("cúm-1"))
    for each in related(searcher.reader, "cúm-1", 10):
        for term in each.shared:
            assert term.lower() in f"{own.title} {own.text}".lower()
            assert term.lower() in f"{each.article.title} {each.article.text}".lower()


def test_filters_and_limits(searcher):
    found = related(searcher.reader, "lúa-2", 2, Filters(sources=("báo 1",)))
    assert len(found) == 2
    assert {each.article.source for each in found} == {"báo 1"}
    assert related(searcher.reader, "lúa-2", 5, Filters(sources=("không có",))) == []


def test_unknown_ids(searcher):
    with pytest.raises(ArticleNotFound):
        related(searcher.reader, "nope")


def test_key_words_say_what_it_is_about(searcher):
    article = searcher.reader.article(searcher.reader.find("bóng-1"))
    terms = key_terms(searcher.reader, article, 8)
    assert {"bóng đá", "chung kết"} <= {term.text.lower() for term in terms[:4]}
    assert [term.weight for term in terms] == sorted((t.weight for t in terms), reverse=True)
    assert all(term.count >= 1 and term.idf > 0 for term in terms)
    said = {term.text.lower() for term in terms}
    assert not said & {"tuy nhiên", "có thể", "của", "các", "của các", "cho biết", "người", "1"}
    assert ("Hà Nội", True) in {(term.text, term.name) for term in terms}
    assert len(key_terms(searcher.reader, article, 2)) == 2


def test_an_article_that_says_nothing(make_searcher):
    searcher = make_searcher([{"id": "a", "title": "", "text": "… của các 12"}, "khác"], name="b")
    assert key_terms(searcher.reader, searcher.reader.article(searcher.reader.find("a"))) == []
    assert related(searcher.reader, "a") == []


@given(st.text(st.characters(codec=None, exclude_categories=()), max_size=80), st.text(max_size=80))
@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_text_has_key_words_or_none(corpus_searcher, title, text):
    reader = corpus_searcher.reader
    for term in key_terms(reader, Article("x", title, (text, text))):
        assert term.weight > 0
        assert term.count >= 1
        assert term.text.strip() == term.text


def test_an_article_of_another_index(searcher, make_searcher):
    other = make_searcher(["Hồ Hoàn Kiếm ở Hà Nội có Tháp Rùa. Tháp Rùa rêu phong."], name="o")
    doc = int(other.reader.live().nonzero()[0][0])
    terms = key_terms(searcher.reader, other.reader.article(doc))
    assert terms[0].text == "Tháp Rùa"
