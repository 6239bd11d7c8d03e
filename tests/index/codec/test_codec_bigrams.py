"""Counts of terms and of neighbours, against counting with a dict."""

from __future__ import annotations

import random
from collections import Counter

import numpy as np
import pytest
from codec_segments import batch_of, merged_segment, segment_of
from hypothesis import given, settings
from hypothesis import strategies as st
from whoosh.filedb.filestore import FileStorage, RamStorage

from searcher.index.codec import pair_counter
from searcher.index.codec.batch import FieldBatch
from searcher.index.codec.bigrams import IDS, START
from searcher.index.codec.block_checks import PartChecks
from searcher.index.codec.neighbours import NeighbourCounts

TERMS = "abcdefgh"
positions_in_text = st.one_of(st.integers(0, 12), st.integers(0, 12), st.just(2**31 - 1))
documents = st.lists(
    st.lists(st.tuples(st.sampled_from(TERMS), positions_in_text), max_size=25), max_size=6
)


def pairs_of(docs):
    """(term before or None, term) → how often; of several terms at a place the lowest counts."""
    pairs = Counter()
    for tokens in docs:
        at = {}
        for term, position in tokens:
            if position < 4 * len(tokens) + 16:
                at[position] = min(term, at.get(position, term))
        for position, term in at.items():
            pairs[at.get(position - 1), term] += 1
    return pairs


def check(segments, docs, fields=("body",)):
    counts = NeighbourCounts(segments, fields)
    order = [None, *TERMS, "z"]
    terms = [term.encode() for term in order[1:]]
    asked = [(a, b) for a in order for b in order[1:]]
    occurring, together = counts.neighbour_counts(
        terms,
        np.array([order.index(a) - 1 for a, _ in asked]),
        np.array([order.index(b) - 1 for _, b in asked]),
    )
    expected, pairs = Counter(term for tokens in docs for term, _ in tokens), pairs_of(docs)
    assert occurring.tolist() == [expected[term] for term in order[1:]]
    assert counts.term_counts(terms).tolist() == occurring.tolist()
    assert {pair: n for pair, n in zip(asked, together.tolist(), strict=True) if n} == pairs
    assert counts.token_count == sum(expected.values())
    assert counts.start_count == sum(n for (first, _), n in pairs.items() if first is None)


@settings(deadline=None)
@given(st.lists(documents, min_size=1, max_size=3), st.data())
def test_counts_over_segments_and_after_merging_equal_a_dict(parts, data):
    storage = RamStorage()
    segments = [
        segment_of(storage, len(docs), lambda w, docs=docs: w.add_batch("body", batch_of(docs)))
        for docs in parts
    ]
    check(segments, [tokens for docs in parts for tokens in docs])
    kept = [
        np.array(data.draw(st.lists(st.booleans(), min_size=len(d), max_size=len(d))), bool)
        for d in parts
    ]
    merged = merged_segment(storage, segments, kept)
    left = [t for d, k in zip(parts, kept, strict=True) for t, x in zip(d, k, strict=True) if x]
    check([merged], left)


@settings(deadline=None)
@given(documents, documents)
def test_fields_are_counted_together(titles, bodies):
    size = max(len(titles), len(bodies))

    def fill(writer):
        writer.add_batch("title", batch_of(titles))
        writer.add_batch("body", batch_of(bodies))

    check([segment_of(RamStorage(), size, fill)], titles + bodies, ["body", "none", "title"])


@settings(deadline=None)
@given(st.lists(documents, min_size=1, max_size=2), st.integers(1, 9), st.integers(1, 6))
def test_counts_do_not_depend_on_how_much_is_counted_at_a_time(parts, piece, run):
    storage = RamStorage()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pair_counter, "_PIECE_SLOTS", piece)
        patch.setattr(pair_counter, "_LARGE_RUN", run)
        patch.setattr(pair_counter, "_FINAL_ENTRIES", run)
        patch.setattr(pair_counter, "_MOST_RUNS", run)
        segments = [
            segment_of(storage, len(docs), lambda w, docs=docs: w.add_batch("body", batch_of(docs)))
            for docs in parts
        ]
        merged = merged_segment(storage, segments, [np.ones(len(d), bool) for d in parts])
    check([merged], [tokens for docs in parts for tokens in docs])


def stream_of(seed, vocabulary, tokens, docs):
    """Terms as news has them: a few make up most of the text."""
    rng = np.random.default_rng(seed)
    ids = np.minimum((vocabulary ** rng.random(tokens)).astype(np.int64), vocabulary) - 1
    numbers = np.sort(rng.integers(0, docs, tokens))
    begins = np.searchsorted(numbers, np.arange(docs))
    return ids, numbers, np.arange(tokens) - begins[numbers]


@pytest.mark.parametrize("folder", [True, False])
def test_frequent_pairs_and_long_lists(folder, tmp_path, monkeypatch):
    """Counts and gaps too large for the bytes they usually have."""
    monkeypatch.setattr(pair_counter, "_LARGE_RUN", 4000)
    monkeypatch.setattr(pair_counter, "_PIECE_SLOTS", 5000)
    monkeypatch.setattr(pair_counter, "_MOST_RUNS", 3)
    storage = FileStorage(str(tmp_path)) if folder else RamStorage()
    ids, docs, positions = stream_of(7, 3000, 120_000, 40)
    vocabulary = [f"{number:05}".encode() for number in range(3000)]
    batch = FieldBatch.from_tokens(vocabulary, ids, docs, positions)
    arrays = segment_of(storage, 40, lambda w: w.add_batch("body", batch))
    expected = Counter(
        (first if before == doc else None, second)
        for first, second, before, doc in zip(
            [None, *ids.tolist()], ids.tolist(), [None, *docs.tolist()], docs.tolist(), strict=False
        )
    )
    assert max(expected.values()) > 500
    counts = NeighbourCounts([arrays], ["body"])
    firsts = np.array([-1 if a is None else a for a, _ in expected])
    seconds = np.array([b for _, b in expected])
    occurring, together = counts.neighbour_counts(vocabulary, firsts, seconds)
    assert together.tolist() == list(expected.values())
    assert occurring.tolist() == np.bincount(ids, minlength=3000).tolist()
    rng = np.random.default_rng(8)
    firsts, seconds = rng.integers(-1, 3000, 9000), rng.integers(0, 3000, 9000)
    together = counts.neighbour_counts(vocabulary, firsts, seconds)[1].tolist()
    asked = zip(firsts.tolist(), seconds.tolist(), strict=True)
    assert together == [expected[None if a < 0 else a, b] for a, b in asked]
    assert list(tmp_path.glob("tmp*")) == []


def test_when_most_lists_are_checked_the_rest_is_too(tmp_path, monkeypatch):
    ids, docs, positions = stream_of(3, 2000, 60_000, 9)
    vocabulary = [f"{number:05}".encode() for number in range(2000)]
    batch = FieldBatch.from_tokens(vocabulary, ids, docs, positions)
    fresh = segment_of(FileStorage(str(tmp_path)), 9, lambda w: w.add_batch("body", batch))
    expected = Counter(zip(ids[:-1].tolist(), ids[1:].tolist(), strict=True))
    for before in np.flatnonzero(docs[1:] != docs[:-1]).tolist():
        expected[int(ids[before]), int(ids[before + 1])] -= 1
    asked = [pair for pair, count in expected.items() if count]
    random.Random(4).shuffle(asked)
    looked, parts = [], PartChecks.parts
    monkeypatch.setattr(PartChecks, "parts", lambda *given: looked.append(1) or parts(*given))
    counts = NeighbourCounts([fresh], ["body"])
    looks = []
    for first, second in asked[:1200]:
        _, (found,) = counts.neighbour_counts(vocabulary, np.array([first]), np.array([second]))
        assert found == expected[first, second]
        looks.append(len(looked))
    # One list after the other, and never again after some of them.
    assert looks[0] > 0
    assert looks[600] == looks[-1] < 600


def test_terms_beyond_sixteen_bits_are_not_counted_as_neighbours():
    count = IDS + 10
    vocabulary = [f"{number:06}".encode() for number in range(count)]
    ids = np.concatenate([np.arange(count), [5, 6, 5, 6]])
    batch = FieldBatch.from_tokens(vocabulary, ids, np.zeros(len(ids)), np.arange(len(ids)))
    arrays = segment_of(RamStorage(), 1, lambda w: w.add_batch("body", batch))
    counts = NeighbourCounts([arrays], ["body"])
    firsts = np.array([5, 6, 7, count - 3, -1, -1])
    seconds = np.array([6, 5, 8, count - 2, 0, 1])
    occurring, together = counts.neighbour_counts(vocabulary, firsts, seconds)
    assert together.tolist() == [3, 1, 1, 0, 1, 0]
    assert occurring[[5, 6, 7, count - 1]].tolist() == [3, 3, 1, 1]
    everything = np.arange(count + 2)
    # On disk, 1 stands for all of them: nothing may seem to follow it.
    assert not arrays.pair_counts("body", np.ones_like(everything), everything).any()


def test_unknown_ids_and_fields():
    arrays = segment_of(
        RamStorage(), 1, lambda w: w.add_batch("body", batch_of([[("a", 0), ("b", 1)]]))
    )
    ids = np.array([-1, 0, 1, 2, 3, 4, IDS - 1, IDS, 1 << 40])
    assert arrays.term_counts("body", ids).tolist() == [0, 0, 0, 1, 1, 0, 0, 0, 0]
    firsts, seconds = np.repeat(ids, len(ids)), np.tile(ids, len(ids))
    found = arrays.pair_counts("body", firsts, seconds)
    hits = np.flatnonzero(found)
    assert [(int(firsts[i]), int(seconds[i])) for i in hits] == [(START, 2), (2, 3)]
    assert arrays.term_counts("none", ids).tolist() == [0] * len(ids)
    assert arrays.pair_counts("none", ids, ids).tolist() == [0] * len(ids)
    nothing = NeighbourCounts([], ["body"])
    assert nothing.token_count == nothing.start_count == 0
    assert nothing.term_counts([b"a"]).tolist() == [0]


def test_a_field_without_positions_has_no_neighbours():
    batch = FieldBatch([b"a"], np.ones(1, np.int64), np.zeros(1, np.int32))
    arrays = segment_of(RamStorage(), 1, lambda w: w.add_batch("id", batch))
    with pytest.raises(ValueError, match="no positions"):
        arrays.pair_counts("id", np.array([2]), np.array([2]))
