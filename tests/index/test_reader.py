"""Reading: answers of several segments, the cache, and Whoosh's own queries over our files."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from searcher.errors import IndexNotFound
from searcher.index import IndexReader, sync
from searcher.index import reader as reader_module
from tests.index.helpers import articles_below, assert_index_holds, record, write_records


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    write_records(
        tmp_path / "corpus" / "a.jsonl",
        [
            record("1", "nêu gương tốt\nneu guong", section="Thời sự", date="2019-07-15"),
            record("2", "gương nêu", section="thoi su", author="Lê Hoà"),
            record("3", "nếu không", section="Kinh tế"),
        ],
    )
    return tmp_path / "corpus"


@pytest.fixture
def index(tmp_path: Path, corpus: Path) -> Path:
    path = tmp_path / "index"
    sync(path, [corpus])
    write_records(corpus / "b.jsonl", [record("4", "nêu nêu nêu"), record("5", "")])
    sync(path, [])
    return path


def test_one_range_of_the_dictionary_is_the_folded_form(index: Path) -> None:
    with IndexReader.open(index) as reader:
        assert reader.variants("body", "neu") == ("neu", "nêu", "nếu")
        assert reader.variants("body", "ne") == ()
        assert reader.variants("body", "") == ()
        assert reader.variants("section", "thoi su") == ("thoi su", "thời sự")
        docs, frequencies = reader.postings("body", "neu", "nêu")
        assert [reader.id_of(doc) for doc in docs] == ["1", "2", "4"]
        assert frequencies.tolist() == [1, 1, 3]
        assert docs.dtype == frequencies.dtype == np.int32
        docs, starts, positions = reader.positions("body", "neu", "nêu")
        assert starts.tolist() == [0, 1, 2, 5]
        assert positions.tolist() == [0, 1, 0, 1, 2]
        assert (starts.dtype, positions.dtype) == (np.int64, np.int32)


def test_what_is_not_there_is_empty(index: Path) -> None:
    with IndexReader.open(index) as reader:
        assert [len(each) for each in reader.postings("body", "x", "x")] == [0, 0]
        docs, starts, positions = reader.positions("body", "x", "x")
        assert (len(docs), starts.tolist(), len(positions)) == (0, [0], 0)
        assert reader.find("9") is None
        assert reader.variants("no such field", "neu") == ()
        for doc in (-1, reader.size):
            with pytest.raises(IndexError):
                reader.article(doc)


def test_shared_arrays_cannot_be_changed(index: Path) -> None:
    with IndexReader.open(index) as reader:
        shared = [*reader.positions("body", "neu", "nêu"), reader.live(), reader.lengths("body")]
        for array in (shared[0], *shared[2:]):
            with pytest.raises(ValueError, match="read-only"):
                array[0] = 0


def test_a_small_cache_gives_the_same_answers(
    index: Path, corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader_module, "CACHE_BYTES", 1500)
    with IndexReader.open(index) as reader:
        for _ in range(2):
            assert_index_holds(reader, articles_below(corpus))
            assert 1 <= len(reader._cache) <= 2


def test_the_cache_is_bounded(index: Path) -> None:
    with IndexReader.open(index) as reader:
        for folded, marked in reader.values("body"):
            reader.postings("body", folded, marked)
        assert reader._cached_bytes == sum(found.size_bytes for found in reader._cache.values())


def test_facts(index: Path) -> None:
    with IndexReader.open(index) as reader:
        stats = reader.stats()
        bodies = sum(reader.lengths("body").tolist())
        titles = sum(reader.lengths("title").tolist())
    assert (stats.articles, stats.deleted, stats.segments, stats.generation) == (5, 0, 2, 2)
    assert stats.tokens == bodies + titles
    assert stats.created <= stats.updated
    assert [(source.files, source.articles) for source in stats.sources] == [(2, 5)]


def test_an_empty_place_is_no_index(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(IndexNotFound, match="searcher index"):
            IndexReader.open(path)


def test_whoosh_itself_can_search_the_index(index: Path, corpus: Path) -> None:
    """The files are a Whoosh index: its own queries answer over them."""
    from whoosh import query
    from whoosh.index import open_dir

    write_records(corpus / "a.jsonl", [record("1", "nêu gương tốt"), record("2", "gương nêu")])
    sync(index, [])
    neu, guong = "neu\x1fnêu", "guong\x1fgương"
    queries = {
        query.Term("body", neu): {"1", "2", "4"},
        query.And([query.Term("body", neu), query.Term("body", guong)]): {"1", "2"},
        query.And([query.Term("body", neu), query.Not(query.Term("body", guong))]): {"4"},
        query.Or([query.Term("body", "khong\x1fkhông"), query.Term("body", guong)]): {"1", "2"},
        query.Phrase("body", [neu, guong]): {"1"},
        query.Prefix("body", "neu\x1f"): {"1", "2", "4"},
    }
    with open_dir(str(index)).searcher() as searcher, IndexReader.open(index) as reader:
        for wanted, ids in queries.items():
            docs = set(searcher.docs_for_query(wanted))
            assert {reader.id_of(doc) for doc in docs} == ids, wanted
            ranked = searcher.search(wanted, limit=None)
            assert {hit.docnum for hit in ranked} == docs, wanted
