"""Reading: answers of several segments, the cache, and Whoosh's own queries over our files."""

from __future__ import annotations

import itertools
import os
import random
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from searcher.errors import IndexNotFound
from searcher.index import IndexReader, sync
from searcher.index import reader as reader_module
from searcher.index.gathering import Wanted, Weighing
from searcher.index.reader import KEY_SHIFT
from searcher.index.whoosh_adapter import segment as segment_module
from tests.index.helpers import (
    articles_below,
    assert_index_holds,
    occurrences,
    record,
    texts_of,
    write_records,
)


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
        assert (docs.dtype, frequencies.dtype) == (np.int64, np.int32)
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
        found = reader.prefix("body", "neu")
        shared = [*reader.postings("body", "neu", "nêu"), reader.live(), reader.lengths("body")]
        for array in (*shared, found.docs, found.frequencies, found.bounds, reader.columns.dates):
            with pytest.raises(ValueError, match="read-only"):
                array[0] = 0


def test_a_small_cache_gives_the_same_answers(
    index: Path, corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader_module, "CACHE_BYTES", 2000)
    with IndexReader.open(index) as reader:
        for _ in range(2):
            assert_index_holds(reader, articles_below(corpus))
            assert 1 <= len(reader._cache) <= 2


def test_the_cache_is_bounded(index: Path) -> None:
    with IndexReader.open(index) as reader:
        for folded, marked in reader.values("body"):
            reader.postings("body", folded, marked)
        assert 0 < reader._cache.size_bytes <= reader_module.CACHE_BYTES


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


# --- prefix() and occurrences() against brute force ----------------------------------------------

TEXTS = (
    "KT-XH nêu gương",
    "phát triển KT-XH, XH và KT - XH\nneu guong",
    "T.Ư nếu nêu nêu Ô-xtrây-li-a",
    "",
    "COVID-19 ngày 11/06/2021 tại TP.HCM gọi 0913.456.789",
    "neu neu NÊU KT-XH KT-XH",
)


def _several_segments(tmp_path: Path, seed: int) -> tuple[Path, Path]:
    """A corpus after some syncs: several segments, some articles deleted or changed."""
    rng = random.Random(seed)
    source = tmp_path / "corpus"
    texts = [rng.choices(TEXTS, k=6) for _ in range(4)]

    def write(number: int) -> None:
        records = [record(f"{number}-{n}", text) for n, text in enumerate(texts[number])]
        write_records(source / f"{number}.jsonl", records)

    for number in range(4):
        write(number)
        sync(tmp_path / "index", [source])
    for number in range(3):
        texts[number][rng.randrange(5)] += " thêm"
        del texts[number][5]
        write(number)
    sync(tmp_path / "index", [source])
    return tmp_path / "index", source


@pytest.mark.parametrize("seed", range(6))
def test_prefixes_and_occurrences_are_those_of_the_text(tmp_path: Path, seed: int) -> None:
    rng = random.Random(seed)
    path, _ = _several_segments(tmp_path, seed)
    with IndexReader.open(path) as reader:
        live = np.flatnonzero(reader.live())
        assert len(reader._segments) > 2
        assert len(live) < reader.size
        for field in ("title", "body"):
            expected = {
                int(doc): occurrences(texts_of(reader.article(int(doc)), field)) for doc in live
            }
            terms = sorted({term for found in expected.values() for term in found})
            _assert_prefixes(reader, field, expected, terms)
            for _ in range(30):
                docs = np.array(sorted(rng.sample(range(reader.size), rng.randint(0, reader.size))))
                chosen = rng.sample(terms, rng.randint(0, len(terms)))
                chosen.insert(rng.randint(0, len(chosen)), ("khong", "ở đâu cả"))
                keys, which = reader.occurrences(field, docs.astype(np.int64), chosen)
                assert keys.dtype == which.dtype == np.int64
                assert (np.diff(keys) >= 0).all()
                pairs = [
                    (int(key), chosen[int(index)]) for key, index in zip(keys, which, strict=True)
                ]
                assert sorted(pairs) == sorted(
                    (doc << KEY_SHIFT | position, term)
                    for doc in docs.tolist()
                    if doc in expected
                    for term in chosen
                    for position in expected[doc].get(term, ())
                )


def _assert_prefixes(
    reader: IndexReader,
    field: str,
    expected: dict[int, dict[tuple[str, str], list[int]]],
    terms: list[tuple[str, str]],
) -> None:
    for folded in {folded for folded, _ in terms} | {"", "neu guong", "n"}:
        found = reader.prefix(field, folded)
        assert found.marked == tuple(marked for form, marked in terms if form == folded)
        assert (found.docs.dtype, found.frequencies.dtype) == (np.int64, np.int32)
        assert len(found.bounds) == len(found.marked) + 1
        for row, marked in enumerate(found.marked):
            span = slice(int(found.bounds[row]), int(found.bounds[row + 1]))
            counts = {
                doc: len(own[folded, marked])
                for doc, own in sorted(expected.items())
                if (folded, marked) in own
            }
            assert found.docs[span].tolist() == list(counts)
            assert found.frequencies[span].tolist() == list(counts.values())


@pytest.mark.parametrize("seed", range(6))
def test_what_stands_side_by_side_is_read_off_the_text(tmp_path: Path, seed: int) -> None:
    rng = random.Random(seed)
    path, _ = _several_segments(tmp_path, seed)
    with IndexReader.open(path) as reader:
        live = np.flatnonzero(reader.live()).tolist()
        for field in ("title", "body"):
            expected = {doc: occurrences(texts_of(reader.article(doc), field)) for doc in live}
            terms = sorted({term for found in expected.values() for term in found})
            for _ in range(30):
                docs = sorted(rng.sample(range(reader.size), rng.randint(0, reader.size)))
                chosen = rng.sample(terms, rng.randint(0, len(terms)))
                chosen.insert(rng.randint(0, len(chosen)), ("khong", "ở đâu cả"))
                cuts = [0, *sorted(rng.sample(range(len(chosen) + 1), min(2, len(chosen))))]
                cuts.append(len(chosen))
                words = [chosen[low:high] for low, high in itertools.pairwise(cuts)]
                pairs = list(itertools.product(range(len(words)), repeat=2))
                worth = np.linspace(1, 2, reader.size, dtype=np.float32)
                found = np.zeros((len(pairs), len(docs)), np.float32)
                reader.add_pairs(
                    field,
                    np.array(docs, np.int64),
                    (chosen, np.array(cuts)),
                    np.array(pairs),
                    worth,
                    found,
                )
                counted = [
                    [
                        worth[doc]
                        * sum(
                            position + 1 in expected[doc].get(second, ())
                            for first in words[one]
                            for second in words[other]
                            for position in expected[doc].get(first, ())
                        )
                        for doc in docs
                        if doc in expected
                    ]
                    for one, other in pairs
                ]
                kept = [place for place, doc in enumerate(docs) if doc in expected]
                np.testing.assert_allclose(found[:, kept], counted, rtol=1e-5)


@pytest.mark.parametrize("seed", range(4))
def test_postings_taken_together_are_those_of_each(tmp_path: Path, seed: int) -> None:
    rng = random.Random(seed)
    path, _ = _several_segments(tmp_path, seed)
    with IndexReader.open(path) as reader:
        forms = ["neu", "kt", "ktxh", "oxtraylia", "thanhpho", "khong o dau ca", "covid"]
        worth = {
            field: np.random.default_rng(seed).random(reader.size, np.float32) + np.float32(0.5)
            for field in ("title", "body")
        }
        for _ in range(20):
            wanted = []
            for _ in range(rng.randint(0, 5)):
                folded = rng.sample(forms, rng.randint(0, 3))
                marked = [
                    (form, each)
                    for form in folded
                    for each in {*reader.variants("title", form), *reader.variants("body", form)}
                ]
                agree = set(rng.sample(marked, len(marked) // 2))
                agreeing = {f: {each for form, each in agree if form == f} for f in folded}
                wanted.append(Wanted(agreeing, others=rng.random() < 0.7))
            found = reader.pooled(wanted, Weighing(worth, 0.1, 1.0))
            assert len(found) == len(wanted)
            for (agree, others), (docs, steps, agreeing, documents) in zip(
                wanted, found, strict=True
            ):
                sums: dict[int, float] = {}
                agreed: set[int] = set()
                for field in worth:
                    for form in agree:
                        for each in reader.variants(field, form):
                            if not others and each not in agree[form]:
                                continue
                            holding, counts = reader.postings(field, form, each)
                            factor = 1 if each in agree[form] else 0.1
                            for doc, count in zip(holding.tolist(), counts.tolist(), strict=True):
                                sums[doc] = sums.get(doc, 0) + factor * count * worth[field][doc]
                            if each in agree[form]:
                                agreed.update(holding.tolist())
                if docs is None:
                    docs = np.flatnonzero(steps)
                    steps = steps[docs]
                    if agreeing is not None:
                        agreeing = np.unpackbits(agreeing, bitorder="little")[docs]
                assert docs.tolist() == sorted(sums)
                expected = [65535 * sums[doc] / (sums[doc] + 1) for doc in docs.tolist()]
                assert np.allclose(steps, expected, atol=1.5)
                held = docs if agreeing is None else docs[agreeing != 0]
                assert held.tolist() == sorted(agreed)
                assert documents == (len(agreed) or len(sums))


def test_many_ids_are_those_of_each(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, _ = _several_segments(tmp_path, 1)
    with IndexReader.open(path) as reader:
        live = np.flatnonzero(reader.live())
        one_by_one = [reader.article(doc).id for doc in live.tolist()]
        assert reader.ids_of(live) == one_by_one
        monkeypatch.setattr(segment_module, "_MANY_IDS", 3)
        assert reader.ids_of(live) == one_by_one
        # In any order, over all segments, and some of them twice.
        order = np.random.default_rng(1).integers(0, len(live), 2 * len(live))
        assert reader.ids_of(live[order]) == [one_by_one[place] for place in order.tolist()]
        assert reader.ids_of(live[:0]) == []
        for missing in (reader.size, -1):
            with pytest.raises(IndexError, match="no such document"):
                reader.ids_of(np.append(live, missing))


def test_alternatives_share_a_key(index: Path, corpus: Path) -> None:
    write_records(corpus / "c.jsonl", [record("6", "về KT-XH")])
    sync(index, [])
    with IndexReader.open(index) as reader:
        doc = reader.find("6")
        assert doc is not None
        terms = [("xh", "xh"), ("ktxh", "ktxh"), ("kt", "kt")]
        keys, which = reader.occurrences("body", np.array([doc]), terms)
    assert (keys & 0xFFFFFFFF).tolist() == [1, 1, 2]
    assert (keys >> KEY_SHIFT).tolist() == [doc] * 3
    assert sorted(which[:2].tolist()) == [1, 2]
    assert which[2] == 0


def test_documents_that_do_not_exist_are_refused(index: Path) -> None:
    with IndexReader.open(index) as reader:
        for doc in (-1, reader.size):
            with pytest.raises(IndexError):
                reader.occurrences("body", np.array([doc]), [("neu", "nêu")])


def test_searching_does_not_import_whoosh(index: Path) -> None:
    code = (
        "import sys\n"
        "from pathlib import Path\n"
        "from searcher.index import IndexReader\n"
        "with IndexReader.open(Path(sys.argv[1])) as reader:\n"
        "    docs, _ = reader.postings('body', 'neu', 'nêu')\n"
        "    assert [reader.id_of(doc) for doc in docs] == ['1', '2', '4']\n"
        "    reader.article(0)\n"
        "assert 'whoosh' not in sys.modules\n"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    subprocess.run([sys.executable, "-c", code, str(index)], check=True, env=environment)
