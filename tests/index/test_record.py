"""Stored articles and catalogs come back exactly, and damaged ones are refused."""

from __future__ import annotations

import datetime as dt
import json

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from searcher.articles import Article, Problem
from searcher.index import catalog, packing, record
from searcher.index.catalog import Catalog, CatalogArticle, FileEntry

# All code points, lone surrogates included, and pairs of them that JSON would join.
texts = st.text(st.characters(codec=None), max_size=30) | st.sampled_from(
    ["\ud83d\ude00", "😀", "\ud800", "ne\u0302u gu\u031bo\u031bng", "\u0000\u001f\u2028"]
)
maybe = st.none() | texts
articles = st.builds(
    Article,
    id=texts,
    title=texts,
    body=st.lists(texts, max_size=4).map(tuple),
    date=st.none() | st.dates(),
    author=maybe,
    section=maybe,
    source=maybe,
    url=maybe,
    path=maybe,
)


@given(articles)
def test_an_article_comes_back_as_it_was(article: Article) -> None:
    assert record.decode(record.encode(article)) == article


@given(articles, articles)
def test_the_digest_tells_contents_apart(one: Article, other: Article) -> None:
    same = record.digest(record.encode(one)) == record.digest(record.encode(other))
    assert same == (one == other)


def test_missing_and_empty_are_different() -> None:
    article = Article("a", "", (), author="", date=dt.date(1, 1, 1))
    back = record.decode(record.encode(article))
    assert back.author == ""
    assert back.section is None


@given(st.binary(max_size=60))
def test_foreign_bytes_are_refused(data: bytes) -> None:
    with pytest.raises(ValueError):
        record.decode(data)


def test_the_encoding_comes_back_and_the_usual_one_takes_no_room() -> None:
    for name in ("utf-8", "tcvn3", "vni-in-utf-8"):
        article = Article("a", "t", ("b",), encoding=name)
        encoded = record.encode(article)
        assert record.decode(encoded) == article
        assert (b"encoding" in encoded) == (name != "utf-8")


@pytest.mark.parametrize(
    "value",
    [[], "text", {}, {"id": "a", "title": "t"}, {"id": "a", "title": "t", "body": "no list"},
     {"id": 1, "title": "t", "body": []}, {"id": "a", "title": None, "body": []},
     {"id": "a", "title": "t", "body": [1]}, {"id": "a", "title": "t", "body": [], "date": "soon"},
     {"id": "a", "title": "t", "body": [], "author": 5},
     {"id": "a", "title": "t", "body": [], "encoding": 5}],
)  # fmt: skip
def test_other_json_is_no_article(value: object) -> None:
    with pytest.raises(ValueError):
        record.decode(json.dumps(value).encode())


def test_a_frame_that_claims_too_much_is_not_unpacked() -> None:
    bomb = zstandard.ZstdCompressor(level=19).compress(bytes(packing.MAX_UNPACKED + 1))
    assert len(bomb) < 100_000
    with pytest.raises(ValueError, match="unacceptable size"):
        packing.decompress(bomb)


def test_a_frame_that_hides_its_size_is_not_unpacked() -> None:
    hidden = zstandard.ZstdCompressor(write_content_size=False).compress(b"x" * 1000)
    with pytest.raises(ValueError, match="unacceptable size"):
        packing.decompress(hidden)


def test_what_is_too_large_is_not_packed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packing, "MAX_UNPACKED", 1000)
    with pytest.raises(packing.TooLarge, match="1000"):
        packing.compress(bytes(1001))
    monkeypatch.setattr(record, "MAX_RECORD", 1000)
    with pytest.raises(packing.TooLarge, match="1000"):
        record.encode(Article("a", "", ("x" * 1000,)))


def test_the_largest_record_fits_into_a_packed_block() -> None:
    assert record.MAX_RECORD + (1 << 20) < packing.MAX_UNPACKED


entries = st.builds(
    FileEntry,
    size=st.integers(0, 2**50),
    mtime_ns=st.integers(-1, 2**62),
    digest=texts,
    articles=st.lists(st.builds(CatalogArticle, texts, texts, texts), max_size=3).map(tuple),
    problems=st.lists(
        st.builds(Problem, texts, texts, st.dictionaries(texts, st.integers() | texts)), max_size=2
    ).map(tuple),
)


@given(st.dictionaries(texts, st.dictionaries(texts, entries, max_size=3), max_size=3))
def test_a_catalog_comes_back_as_it_was(sources: dict[str, dict[str, FileEntry]]) -> None:
    back = catalog.from_bytes(catalog.to_bytes(Catalog(sources)))
    assert back.sources == sources
    assert list(back.sources) == list(sources)


@pytest.mark.parametrize(
    "value",
    [5, {"a": 1}, [["s"]], [["s", [["f"]]]], [[1, []]], [["s", [["f", "1", 2, "d", [], []]]]],
     [["s", [["f", 1, 2, "d", [["a"]], []]]]], [["s", [["f", 1, 2, "d", [], [["p"]]]]]]],
)  # fmt: skip
def test_other_json_is_no_catalog(value: object) -> None:
    with pytest.raises(ValueError):
        catalog.from_bytes(packing.compress(json.dumps(value).encode()))
