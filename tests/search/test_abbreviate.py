"""Abbreviations and full forms, looked for as each other at less weight."""

from __future__ import annotations

import json

import pytest

from searcher.index import IndexReader, sync
from searcher.index.definitions import Definition
from searcher.search import Searcher
from searcher.search.abbreviate import AbbreviationBook, otherwise
from searcher.search.query_parser import parse
from searcher.search.runs import runs

LEARNT = [
    Definition("hdln", "hđln", "hội đồng làng nghề", 1),
    Definition("bv", "bv", "ban vận", 1),
    Definition("tt", "tt", "thị trấn", 4),
]


def ways(query, learnt=LEARNT):
    return [
        text for text, _ in otherwise(query, runs(parse(query), query), AbbreviationBook(learnt))
    ]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("UBND tỉnh", ['"ủy ban nhân dân" tỉnh']),
        ("ubnd tỉnh", ['"ủy ban nhân dân" tỉnh']),
        ("HDND xa", ['"hội đồng nhân dân" xa']),
        ("ủy ban nhân dân tỉnh", ['"UBND" tỉnh']),
        ("uy ban nhan dan tinh", ['"UBND" tinh']),
        ("Uỷ Ban Nhân Dân", ['"UBND"']),
        ("phát triển KT-XH", ['phát triển "kinh tế xã hội"']),
        ("phát triển kinh tế - xã hội", ['phát triển "KTXH"']),
        ('"UBND tỉnh"', ['"ủy ban nhân dân tỉnh"']),
        ("BTV", ['"ban thường vụ"', '"biên tập viên"']),
        ("Bộ Giáo dục và Đào tạo", ['Bộ "GDĐT"']),
        # What the articles define; two letters only when several do.
        ("HĐLN họp", ['"hội đồng làng nghề" họp']),
        ("hoi dong lang nghe hop", ['"HĐLN" hop']),
        ("TT", ['"thị trấn"']),
        ("BV", ['"bệnh viện"']),
        # Each alone, and all together.
        (
            "UBND và HĐND",
            [
                '"ủy ban nhân dân" và HĐND',
                'UBND và "hội đồng nhân dân"',
                '"ủy ban nhân dân" và "hội đồng nhân dân"',
            ],
        ),
    ],
)
def test_queries_in_other_words(query, expected):
    assert ways(query) == expected


@pytest.mark.parametrize(
    "query",
    [
        "nêu gương",
        "thành phố",  # of two syllables
        "ca sĩ",  # a syllable in small letters
        "CA SĨ",  # all is shouted
        "ủy bản nhân dân",  # other marks
        "tỉnh -UBND",  # what is left out
        "=UBND",  # exactly this
        "UBN*",
        "title:UBND",
    ],
)
def test_queries_that_say_it_in_one_way(query):
    assert ways(query) == []


@pytest.fixture(scope="module")
def searcher(tmp_path_factory):
    folder = tmp_path_factory.mktemp("abbreviations")
    texts = {
        "short": "UBND xã đã họp về nước sạch.",
        "full": "Ủy ban nhân dân xã đã họp về nước sạch.",
        "apart": "Nhân dân xã họp.",
        "defines": "Hội đồng làng nghề (HĐLN) bàn việc.",
        "craft": "Ngày mai HĐLN họp.",
        "other": "Trời mưa ở xã.",
    }
    lines = [json.dumps({"id": name, "text": text}) for name, text in texts.items()]
    (folder / "a.jsonl").write_text("\n".join(lines), encoding="utf-8")
    sync(folder / "index", [folder / "a.jsonl"])
    with Searcher(IndexReader.open(folder / "index")) as opened:
        yield opened


def found(results):
    return [hit.id for hit in results.hits if hit.complete]


def test_what_was_typed_comes_first_and_other_words_after_it(searcher):
    results = searcher.search("UBND xã họp")
    assert found(results) == ["short", "full"]
    assert results.total == 2
    assert results.understood.expanded == (("UBND", "ủy ban nhân dân"),)
    assert results.understood.text == "UBND xã họp"
    results = searcher.search("ủy ban nhân dân xã họp")
    assert found(results) == ["full", "short"]
    assert results.understood.expanded == (("ủy ban nhân dân", "UBND"),)


def test_both_ways_are_highlighted(searcher):
    hits = {hit.id: hit for hit in searcher.search("UBND xã").hits}
    for name, words in (("short", "UBND xã"), ("full", "Ủy ban nhân dân xã")):
        passage = hits[name].passages[0]
        assert [passage.text[a:b] for a, b in passage.highlights] == [words]


@pytest.mark.parametrize("query", ["UBND", "ủy ban nhân dân", "UBND họp"])
def test_an_article_is_highlighted_in_the_words_it_has(searcher, query):
    for hit in searcher.search(query).hits:
        article = searcher.reader.article(searcher.reader.find(hit.id))
        found = searcher.highlight(article, query)
        marked = {
            text[start:end]
            for text, spans in zip(article.body, found.body, strict=True)
            for start, end in spans
        }
        for passage in hit.passages:
            assert {passage.text[start:end] for start, end in passage.highlights} <= marked, hit.id


def test_literal_looks_for_nothing_else(searcher):
    results = searcher.search("UBND xã họp", literal=True)
    assert found(results) == ["short"]
    assert results.understood.expanded == ()
    ids = [name for name, _ in searcher.rank("UBND xã họp", literal=True)]
    assert ids == [hit.id for hit in results.hits]


def test_rank_search_and_explain_agree(searcher):
    results = searcher.search("UBND xã họp")
    ranked = searcher.rank("UBND xã họp")
    assert [(hit.id, hit.score) for hit in results.hits] == ranked
    explained = searcher.explain("UBND xã họp")
    assert [name for name, _ in explained] == [name for name, _ in ranked]
    for (_, part), (_, score) in zip(explained, ranked, strict=True):
        assert part.score == pytest.approx(score, rel=1e-5)
    assert [part.factor == 1 for _, part in explained[:2]] == [True, False]


def test_every_word_is_wanted_in_one_of_the_ways(searcher):
    results = searcher.search("UBND xã họp", mode="all")
    assert {hit.id for hit in results.hits} == {"short", "full"}


def test_what_the_articles_define_is_used(searcher):
    results = searcher.search("HĐLN họp")
    assert found(results) == ["craft"]
    assert {"craft", "defines"} <= {hit.id for hit in results.hits}
    assert results.understood.expanded == (("HĐLN", "hội đồng làng nghề"),)
    assert "craft" in {hit.id for hit in searcher.search("hoi dong lang nghe").hits}


def test_what_finds_nothing_is_not_told(searcher):
    assert searcher.search("TNHH").understood.expanded == ()


def test_an_excluded_word_stays_excluded_in_other_words(searcher):
    results = searcher.search("UBND xã -họp")
    assert found(results) == []
    assert [hit.id for hit in results.hits] == ["other"]
