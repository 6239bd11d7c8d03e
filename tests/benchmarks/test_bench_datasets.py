"""Collections are read whole, and what is damaged is told with its place."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks import datasets
from benchmarks.datasets import Dataset, Document, Qrel, Query, in_half


def test_reads_everything(collection: Path) -> None:
    dataset = datasets.load(collection)
    assert dataset.name == "tiny"
    assert len(dataset.documents) == 5
    assert dataset.documents[0] == Document(
        "d1", "Nêu gương", "Cán bộ phải nêu gương trong học tập và làm việc."
    )
    assert dataset.queries[1] == Query("q2", "giá vàng Hà Nội")
    assert len(dataset.qrels) == 5
    assert not dataset.headlines
    assert dataset.searchable() is dataset.documents
    # A grade of 0 says "not relevant".
    assert dataset.relevant() == {
        "q1": {"d1": 1},
        "q2": {"d2": 1},
        "q3": {"d3": 1},
        "q4": {"d5": 1},
    }


def test_joined_puts_the_title_first() -> None:
    assert Document("a", "Mùa lũ", "Nước lên.").joined == "Mùa lũ Nước lên."
    assert Document("a", "", "Nước lên.").joined == "Nước lên."


def test_headlines_are_searched_without_titles(collection: Path) -> None:
    (collection / "queries.jsonl.gz").rename(collection / "title_queries.jsonl.gz")
    (collection / "qrels.tsv").rename(collection / "title_qrels.tsv")
    (collection / "corpus.jsonl.gz").rename(collection / "docs.jsonl.gz")
    dataset = datasets.load(collection)
    assert dataset.headlines
    assert dataset.documents[0].title == "Nêu gương"
    assert all(document.title == "" for document in dataset.searchable())
    assert [d.text for d in dataset.searchable()] == [d.text for d in dataset.documents]


def test_further_headlines_are_those_nobody_asks_for_yet() -> None:
    titles = {
        "asked": "một hai ba bốn",
        "short": "một hai ba",
        "twin": "năm sáu bảy tám",
        "other twin": "năm sáu bảy tám",
        **{f"d{number}": f"tin số {number} hôm nay" for number in range(30)},
    }
    documents = tuple(Document(name, title, "…") for name, title in titles.items())
    qrels = (Qrel("q", "asked", 1),)
    dataset = Dataset("news", documents, (Query("q", "gì"),), qrels, headlines=False)
    more = datasets.further_headlines(dataset, 10)
    assert more.name == "news-headlines"
    assert more.headlines
    assert len(more.queries) == len({query.id for query in more.queries}) == 10
    assert all(
        query.id.startswith("d") and titles[query.id] == query.text for query in more.queries
    )
    assert more.relevant() == {query.id: {query.id: 1} for query in more.queries}
    assert datasets.further_headlines(dataset, 5).queries == more.queries[:5]
    assert len(datasets.further_headlines(dataset, 99).queries) == 30


def test_without_headlines_there_are_no_further_ones(collection: Path) -> None:
    with pytest.raises(datasets.DatasetError, match="no document has a headline"):
        datasets.further_headlines(datasets.load(collection), 10)


def test_plain_files_and_trec_judgements(collection: Path) -> None:
    for name in ("corpus", "queries"):
        packed = collection / f"{name}.jsonl.gz"
        (collection / f"{name}.jsonl").write_bytes(gzip.decompress(packed.read_bytes()))
    before = datasets.load(collection)
    for name in ("corpus", "queries"):
        (collection / f"{name}.jsonl.gz").unlink()
    (collection / "qrels.tsv").write_text("q1 0 d1 1\nq2 0 d2 1\nq3 0 d3 1\nq4 0 d5 1\nq4 0 d2 0\n")
    assert datasets.load(collection) == before


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("corpus.jsonl.gz", b"not gzip", "corpus.jsonl.gz: damaged"),
        ("corpus.jsonl.gz", gzip.compress(b'{"_id": "a", "text": "x"}\n' * 500)[:-20], "damaged"),
        ("corpus.jsonl.gz", gzip.compress(b'{"_id": "a"\n'), "line 1: not JSON"),
        ("corpus.jsonl.gz", gzip.compress(b"[1]\n"), "line 1: not a JSON object"),
        ("corpus.jsonl.gz", gzip.compress(b'\n{"text": "x"}\n'), "line 2: no field _id or id"),
        ("corpus.jsonl.gz", gzip.compress(b"\xff\xfe\n"), "damaged"),
        ("corpus.jsonl.gz", gzip.compress(b'{"id": "a", "text": ""}\n' * 2), "used twice"),
        ("corpus.jsonl.gz", gzip.compress(b'{"id": "a b", "text": ""}\n'), "holds blanks"),
        ("queries.jsonl.gz", gzip.compress(b'{"_id": "q1"}\n'), "no field text"),
        ("qrels.tsv", b"q1\td1\t1\nq1\td1\tx\n", "line 2: not a judgement"),
        ("qrels.tsv", b"q1\td9\t1\n", "unknown id"),
        ("qrels.tsv", b"q1\td1\t0\n", "judged relevant"),
    ],
)
def test_damage_is_located(collection: Path, name: str, content: bytes, told: str) -> None:
    (collection / name).write_bytes(content)
    with pytest.raises(datasets.DatasetError, match=told):
        datasets.load(collection)


def test_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(datasets.DatasetError, match=r"needs one of corpus\.jsonl\.gz"):
        datasets.load(tmp_path)


@given(st.text())
def test_halves_are_disjoint_and_complete(query_id: str) -> None:
    halves = [in_half(query_id, "tune"), in_half(query_id, "report")]
    assert sorted(halves) == [False, True]
    assert in_half(query_id, "all")


def test_halves_are_fixed_and_fair() -> None:
    # Fixed for ever: moving a query to the other half would report what was tuned.
    assert [in_half(f"q{n}", "report") for n in range(8)] == EXPECTED_HALVES
    assert 450 < sum(in_half(f"q{n}", "report") for n in range(1000)) < 550


EXPECTED_HALVES = [False, True, False, False, True, False, True, True]


def test_relevant_of_a_half(collection: Path) -> None:
    dataset = datasets.load(collection)
    tune, report = dataset.relevant("tune"), dataset.relevant("report")
    assert set(tune) | set(report) == {"q1", "q2", "q3", "q4"}
    assert not set(tune) & set(report)
    assert set(report) == {"q1", "q4"}


def test_digest_tells_any_change() -> None:
    same = datasets.digest(["a", "b"])
    assert datasets.digest(iter(["a", "b"])) == same
    assert len({same, *(datasets.digest(x) for x in (["ab"], ["a", "b", ""], ["b", "a"], []))}) == 5
