"""Stored articles come back exactly, and damaged ones are refused."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from searcher.articles import Article
from searcher.index import packing, record

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
    same = record.digest(record.content(one)) == record.digest(record.content(other))
    nameless = [dataclasses.replace(each, id="", path=None) for each in (one, other)]
    assert same == (nameless[0] == nameless[1])


@given(articles, texts, maybe)
def test_another_name_or_place_is_the_same_content(
    article: Article, name: str, path: str | None
) -> None:
    other = dataclasses.replace(article, id=name, path=path)
    assert record.content(other) == record.content(article)
    assert record.decode(record.named(record.content(article), name, path)) == other


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
