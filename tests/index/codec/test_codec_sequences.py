from __future__ import annotations

from collections import defaultdict

import numpy as np
import pytest
from codec_segments import batch_of, merged_segment, segment_of
from hypothesis import given, settings
from hypothesis import strategies as st
from whoosh.filedb.filestore import RamStorage

from searcher.index.codec.batch import FieldBatch
from searcher.index.codec.sequences import GAP

FAR = 2**31 - 1

positions_in_text = st.one_of(st.integers(0, 12), st.integers(0, 200), st.just(FAR))
documents = st.lists(
    st.lists(st.tuples(st.sampled_from("abcdefgh"), positions_in_text), max_size=15), max_size=6
)


def check_positions(arrays, docs):
    expected = defaultdict(dict)
    for number, tokens in enumerate(docs):
        for term, position in tokens:
            expected[term].setdefault(number, []).append(position)
    for term in "abcdefgh":
        found_docs, starts, positions = arrays.positions("body", term.encode())
        found = {
            int(doc): positions[starts[i] : starts[i + 1]].tolist()
            for i, doc in enumerate(found_docs)
        }
        assert found == {doc: sorted(p) for doc, p in expected[term].items()}
        field = arrays.field("body")
        for doc, p in expected[term].items():
            row = field.terms.row(term.encode())
            assert field.sequences.positions_in(row, doc).tolist() == sorted(p)


def check_sequences(arrays, docs):
    """Every slot holds the lowest term at its position; a slot without one is a gap."""
    for number, tokens in enumerate(docs):
        ids = arrays.sequence("body", number).tolist()
        for position, term_id in enumerate(ids):
            here = [term for term, p in tokens if p == position]
            if here:
                assert arrays.term_of_id("body", term_id) == min(here).encode()
            else:
                assert term_id == GAP
        last = max((p for _, p in tokens), default=-1)
        assert len(ids) == min(last + 1, 4 * len(tokens) + 16)


@given(documents)
def test_positions_and_sequences_equal_the_tokens(docs):
    arrays = segment_of(
        RamStorage(), len(docs), lambda writer: writer.add_batch("body", batch_of(docs))
    )
    check_positions(arrays, docs)
    check_sequences(arrays, docs)
    together = arrays.sequences("body", np.arange(len(docs))[::-1])
    for i, number in enumerate(reversed(range(len(docs)))):
        part = together[1][together[0][i] : together[0][i + 1]]
        assert part.tolist() == arrays.sequence("body", number).tolist()


@given(documents, documents, st.data())
def test_merging_keeps_both_whatever_is_left_out(first, second, data):
    storage = RamStorage()
    one = segment_of(storage, len(first), lambda w: w.add_batch("body", batch_of(first)))
    two = segment_of(storage, len(second), lambda w: w.add_batch("body", batch_of(second)))
    kept = [
        np.array(data.draw(st.lists(st.booleans(), min_size=len(d), max_size=len(d))), bool)
        for d in (first, second)
    ]
    left = [
        t
        for d, k in zip((first, second), kept, strict=True)
        for t, x in zip(d, k, strict=True)
        if x
    ]

    merged = merged_segment(storage, (one, two), kept)
    check_positions(merged, left)
    check_sequences(merged, left)


@given(documents, documents, documents)
def test_documents_around_a_merged_segment_keep_their_places(before, inside, after):
    storage = RamStorage()
    old = segment_of(storage, len(inside), lambda w: w.add_batch("body", batch_of(inside)))
    docs = before + inside + after
    around = before + [[] for _ in inside] + after

    def fill(writer):
        writer.add_batch("body", batch_of(around))
        numbers = np.arange(len(inside), dtype=np.int32) + len(before)
        writer.add_segment(old, numbers, frozenset({"body"}))

    arrays = segment_of(storage, len(docs), fill)
    check_positions(arrays, docs)
    check_sequences(arrays, docs)


@settings(max_examples=1, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_more_terms_than_fit_into_sixteen_bits(seed):
    rng = np.random.default_rng(seed)
    count = 70_000
    vocabulary = [f"{i:06}".encode() for i in range(count)]
    ids = np.concatenate([rng.permutation(count), rng.integers(0, 3000, 40_000)])
    docs = np.sort(rng.integers(0, 50, len(ids)))
    begins = np.searchsorted(docs, np.arange(50))
    positions = np.arange(len(ids)) - begins[docs]
    storage = RamStorage()
    batch = FieldBatch.from_tokens(vocabulary, ids, docs, positions)
    first = segment_of(storage, 50, lambda writer: writer.add_batch("body", batch))
    everything = (first, np.arange(50, dtype=np.int32), frozenset({"body"}))
    for arrays in (first, segment_of(storage, 50, lambda w: w.add_segment(*everything))):
        starts, found = arrays.sequences("body", np.arange(50))
        rows = arrays.field("body").terms.rows_of(found)
        assert (rows == ids).all()
        assert (np.diff(starts) == np.bincount(docs, minlength=50)).all()
        for term in (*rng.integers(0, count, 30), int(ids[0])):
            at = np.flatnonzero(ids == term)
            found_docs, _, found_positions = arrays.positions("body", vocabulary[term])
            assert found_docs.tolist() == sorted(set(docs[at].tolist()))
            assert found_positions.tolist() == positions[at].tolist()


def test_prefixes_ids_and_unknown_things():
    docs = [[("a", 0), ("b", 1)], [("b", 0), ("b", 2)]]
    arrays = segment_of(RamStorage(), 2, lambda w: w.add_batch("body", batch_of(docs)))
    terms, lists, freqs = arrays.prefix("body", b"")
    assert terms == [b"a", b"b"]
    assert [found.tolist() for found in lists] == [[0], [0, 1]]
    assert [found.tolist() for found in freqs] == [[1], [1, 2]]
    assert arrays.term_ids("body", b"").tolist() == [3, 2]
    assert [arrays.term_of_id("body", i) for i in (2, 3)] == [b"b", b"a"]
    assert len(arrays.term_ids("body", b"c")) == 0
    assert len(arrays.term_ids("other", b"a")) == 0
    assert arrays.prefix("body", b"c") == ([], [], [])
    assert arrays.prefix("other", b"") == ([], [], [])
    assert [len(part) for part in arrays.postings("body", b"c")] == [0, 0]
    assert [len(part) for part in arrays.positions("other", b"c")] == [0, 1, 0]
    assert len(arrays.sequence("other", 0)) == 0
    for wrong in (0, 1, 4, -1):
        with pytest.raises(IndexError):
            arrays.term_of_id("body", wrong)
    for wrong in (-1, 2):
        with pytest.raises(IndexError):
            arrays.sequence("body", wrong)


@given(
    st.lists(st.binary(min_size=1, max_size=4), min_size=1, max_size=20, unique=True),
    st.binary(max_size=3),
)
def test_the_dictionary_finds_terms_and_prefixes(terms, prefix):
    terms.sort()
    batch = FieldBatch(terms, np.ones(len(terms), np.int64), np.zeros(len(terms), np.int32))
    arrays = segment_of(RamStorage(), 1, lambda writer: writer.add_batch("f", batch))
    assert arrays.prefix("f", prefix)[0] == [t for t in terms if t.startswith(prefix)]
    row = arrays.field("f").terms.row(prefix)
    assert row == (terms.index(prefix) if prefix in terms else None)
    with pytest.raises(ValueError, match="no positions"):
        arrays.positions("f", terms[0])


@pytest.mark.parametrize("doc_count", [0, 1])
def test_documents_beyond_the_segment_are_refused(doc_count):
    with pytest.raises(ValueError, match="beyond"):
        segment_of(
            RamStorage(),
            doc_count,
            lambda w: w.add_batch("body", batch_of([[("a", 0)], [("a", 0)]])),
        )


def test_two_sources_of_one_document_are_refused():
    def fill(writer):
        writer.add_batch("body", batch_of([[("a", 0)]]))
        writer.add_batch("body", batch_of([[("a", 3)]]))

    with pytest.raises(ValueError, match="same document"):
        segment_of(RamStorage(), 1, fill)
