"""Words that the index hardly holds, and what is offered or taken in their place."""

from __future__ import annotations

import pytest

ARTICLES = [
    *["Ngành giáo dục đổi mới, học sinh chăm ngoan."] * 30,
    *["Cần sửa chữa nhà cửa; chia sẻ khó khăn, kỷ luật nghiêm minh."] * 30,
    *["Điện thoại Samsung Galaxy bán chạy."] * 30,
    *["Nghèn nghẹn trong lòng, nằm im."] * 25,
    "Chim vành khuyên hót.",
]


@pytest.fixture(scope="module")
def searcher(tmp_path_factory):
    import json

    from searcher.index import IndexReader, sync
    from searcher.search import Searcher

    folder = tmp_path_factory.mktemp("spelling")
    lines = [
        json.dumps({"id": str(n), "text": f"{text} Bài {n}."}) for n, text in enumerate(ARTICLES)
    ]
    (folder / "a.jsonl").write_text("\n".join(lines), encoding="utf-8")
    sync(folder / "index", [folder / "a.jsonl"], words=False)
    with Searcher(IndexReader.open(folder / "index")) as opened:
        yield opened


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("nghành giáo dục", "ngành giáo dục"),
        ("Nghành GIÁO DỤC", "Ngành GIÁO DỤC"),
        ("xữa chữa nhà", "sửa chữa nhà"),
        ("chia xẻ khó khăn", "chia sẻ khó khăn"),
        ("kỹ luật", "kỷ luật"),
        ("samsumg galaxy", "samsung galaxy"),
        ("điện thoại samsnug", "điện thoại samsung"),
        ("hộc sinh chăm ngoan", "học sinh chăm ngoan"),
        ("lằm im", "nằm im"),
    ],
)
def test_the_nearest_word_is_offered(searcher, typed, meant):
    understood = searcher.search(typed).understood
    assert (meant, "spelling") in understood.suggestions
    assert understood.text == typed
    assert understood.corrected == ()


@pytest.mark.parametrize(
    "typed",
    ["ngành giáo dục", "vành khuyên", "2021", "chia se", "=nghành giáo", "giáo -nghành", "x"],
)
def test_nothing_is_offered_for_what_is_right(searcher, typed):
    assert all(each.why != "spelling" for each in searcher.search(typed).understood.suggestions)


def test_a_phrase_that_is_nowhere_is_corrected(searcher):
    results = searcher.search('"giáo dụk"')
    assert results.total == 30
    assert results.understood.text == '"giáo dục"'


def test_it_is_used_by_itself_only_when_nothing_at_all_is_found(searcher):
    results = searcher.search("samsumg")
    assert results.total == 30
    assert results.query == "samsumg"
    assert results.understood.text == "samsung"
    assert results.understood.corrected == (("samsumg", "samsung"),)
    assert all(each.why != "spelling" for each in results.understood.suggestions)
    in_part = searcher.search("samsumg galaxy")
    assert in_part.total == 0 and in_part.partial
    assert in_part.understood.corrected == ()


def test_literal_corrects_and_offers_nothing(searcher):
    results = searcher.search("samsumg", literal=True)
    assert results.hits == () and results.understood.suggestions == ()


def test_what_is_like_nothing_stays(searcher):
    results = searcher.search("qwzxvbk")
    assert results.hits == ()
    assert results.understood == type(results.understood)("qwzxvbk")


def test_ranking_alone_corrects_nothing(searcher):
    assert searcher.rank("samsumg") == []
