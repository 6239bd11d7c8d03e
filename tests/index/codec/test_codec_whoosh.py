"""Ordinary Whoosh queries over the codec, against the model, under random sequences of operations."""

from __future__ import annotations

import random
from collections import Counter
from itertools import pairwise
from types import SimpleNamespace

import numpy as np
import pytest
from codec_model import Doc, Model
from hypothesis import given, settings
from hypothesis import strategies as st
from whoosh import analysis, fields, formats, query, scoring
from whoosh.filedb.filestore import FileStorage, RamStorage
from whoosh.query import spans

from searcher.index.codec import SegmentArrays, writing
from searcher.index.codec.batch import BatchDocument, FieldBatch
from searcher.index.codec.errors import CorruptSegment
from searcher.index.codec.neighbours import NeighbourCounts
from searcher.index.codec.stored import StoredReader
from searcher.index.codec.whoosh_codec import ArrayCodec, ArraySegment

WORDS = ["an", "anh", "ba", "bao", "ca", "da"]


def schema():
    return fields.Schema(
        id=fields.ID(stored=True, unique=True),
        body=fields.TEXT(analyzer=analysis.RegexTokenizer(r"\S+")),
        number=fields.NUMERIC(sortable=True, stored=True),
    )


class Both:
    """An index and its model, changed together.

    ``way`` is how documents get in: through Whoosh's own writer, ours, or as arrays.
    """

    def __init__(self, way, storage=None):
        self.way = way
        self.index = (storage or RamStorage()).create_index(schema())
        self.model = Model()
        self.count = 0

    def writer(self):
        if self.way == "whoosh":
            return self.index.writer(codec=ArrayCodec())
        return writing.open_writer(self.index)

    def add(self, texts):
        docs = []
        for words in texts:
            docs.append(Doc(str(self.count), words, self.count % 7))
            self.count += 1
        writer = self.writer()
        if self.way == "arrays":
            self.add_arrays(writer, docs)
        else:
            for doc in docs:
                writer.add_document(id=doc.id, body=" ".join(doc.words), number=doc.number)
        writer.commit(merge=False)
        if docs:
            self.model.segments.append(docs)

    def add_arrays(self, writer, docs):
        fields_of = {"id": [[doc.id] for doc in docs], "body": [doc.words for doc in docs]}
        batches = {}
        for name, texts in fields_of.items():
            vocabulary = list({word: None for words in texts for word in words})
            ids = [vocabulary.index(word) for words in texts for word in words]
            numbers = [i for i, words in enumerate(texts) for _ in words]
            positions = [p for words in texts for p in range(len(words))]
            batches[name] = FieldBatch.from_tokens(
                [word.encode() for word in vocabulary],
                np.array(ids, np.int64),
                np.array(numbers, np.int64),
                np.array(positions, np.int64) if name == "body" else None,
            )
        writer.add_batch(
            batches,
            [
                BatchDocument(
                    stored={"id": doc.id, "number": doc.number},
                    lengths={"body": len(doc.words)},
                    columns={"number": doc.number},
                )
                for doc in docs
            ],
        )

    def delete(self, number):
        if not self.count:
            return
        doc_id = str(number % self.count)
        writer = self.writer()
        writer.delete_by_term("id", doc_id)
        writer.commit(merge=False)
        self.model.delete(doc_id)

    def optimize(self):
        if self.way == "whoosh":
            self.index.optimize(codec=ArrayCodec())
        else:
            writing.optimize(self.index)
        self.model.optimize()

    def found(self, q, limit=None):
        with self.index.searcher(weighting=scoring.BM25F()) as searcher:
            return {hit["id"]: hit.score for hit in searcher.search(q, limit=limit)}


def term(word):
    return query.Term("body", word)


def number_terms_missing(both):
    """Arrays carry no terms of the number field, so range queries on it do not apply."""
    return both.way == "arrays"


def check_neighbours(both):
    """Counts of terms and of pairs; documents that are deleted but not merged away count."""
    segments = both.index._segments()
    arrays = [SegmentArrays(both.index.storage, segment) for segment in segments]
    words = [doc.words for doc in both.model.docs]
    pairs = Counter(pair for w in words for pair in pairwise([None, *w]))
    order = [None, *WORDS]
    asked = [(a, b) for a in order for b in WORDS]
    occurring, together = NeighbourCounts(arrays, ["body"]).neighbour_counts(
        [word.encode() for word in WORDS],
        np.array([order.index(a) - 1 for a, _ in asked]),
        np.array([WORDS.index(b) for _, b in asked]),
    )
    assert occurring.tolist() == [sum(w.count(word) for w in words) for word in WORDS]
    assert together.tolist() == [pairs[pair] for pair in asked]


def check(both):
    model = both.model
    live = {doc.id for doc in model.live}
    assert both.index.doc_count() == len(live)
    assert both.index.doc_count_all() == len(model.docs)
    assert set(both.found(query.Every())) == live
    for segment in both.index._segments():
        assert isinstance(segment, ArraySegment)
        writing.verify(both.index.storage, segment)
    pairs = [(a, b) for a in WORDS[:4] for b in WORDS[2:] if a != b]
    for word in WORDS:
        assert both.found(term(word)) == pytest.approx(
            model.scores([word], model.with_any([word])), rel=1e-5
        )
        without = {doc.id for doc in model.live} - {d.id for d in model.with_any([word])}
        # Whoosh's InverseMatcher may stop at a deleted document behind the last exclusion.
        dead = {doc.id for doc in model.docs if doc.deleted}
        assert set(both.found(query.Not(term(word)))) - dead == without
        everything_but = query.And([query.Every("id"), query.Not(term(word))])
        assert set(both.found(everything_but)) == without
    for a, b in pairs:
        either, every = model.with_any([a, b]), model.with_all([a, b])
        wanted = model.scores([a, b], either)
        assert both.found(query.Or([term(a), term(b)])) == pytest.approx(wanted, rel=1e-5)
        best = both.found(query.Or([term(a), term(b)]), limit=3)
        assert sorted(best.values()) == pytest.approx(sorted(wanted.values())[-3:], rel=1e-5)
        wanted = model.scores([a, b], every)
        assert both.found(query.And([term(a), term(b)])) == pytest.approx(wanted, rel=1e-5)
        best = both.found(query.And([term(a), term(b)]), limit=2)
        assert sorted(best.values()) == pytest.approx(sorted(wanted.values())[-2:], rel=1e-5)
        kept = [doc for doc in model.with_any([a]) if b not in doc.words]
        assert set(both.found(query.And([term(a), query.Not(term(b))]))) == {d.id for d in kept}
        assert both.found(query.AndMaybe(term(a), term(b))) == pytest.approx(
            model.scores([a, b], model.with_any([a])), rel=1e-5
        )
        phrase = both.found(query.Phrase("body", [a, b]))
        assert phrase == pytest.approx(model.scores([a, b], model.with_phrase([a, b])), rel=1e-5)
        near = spans.SpanNear(term(a), term(b), slop=1, ordered=True)
        assert set(both.found(near)) == {doc.id for doc in model.with_phrase([a, b])}
        first = spans.SpanFirst(term(a))
        assert set(both.found(first)) == {d.id for d in model.live if d.words[:1] == [a]}
    check_neighbours(both)
    same = query.Phrase("body", ["ba", "ba"])
    assert set(both.found(same)) == {doc.id for doc in model.with_phrase(["ba", "ba"])}

    def having(condition):
        return {doc.id for doc in model.live if any(condition(word) for word in doc.words)}

    expected = [
        (query.Prefix("body", "an"), having(lambda w: w.startswith("an"))),
        (query.Wildcard("body", "?a*"), having(lambda w: w[1:2] == "a")),
        (query.TermRange("body", "anh", "c"), having(lambda w: "anh" <= w <= "c")),
        (query.FuzzyTerm("body", "ban", maxdist=1), having(lambda w: w in ("ba", "bao"))),
    ]
    if not number_terms_missing(both):
        in_range = {doc.id for doc in model.live if 2 <= doc.number <= 4}
        expected.append((query.NumericRange("number", 2, 4), in_range))
    for q, wanted in expected:
        assert set(both.found(q)) == wanted, q
    with both.index.searcher() as searcher:
        sorted_hits = searcher.search(query.Every(), sortedby="number", limit=None)
        assert [hit["number"] for hit in sorted_hits] == sorted(doc.number for doc in model.live)
        reader = searcher.reader()
        used = sorted({word for doc in model.docs for word in doc.words})
        if model.docs:
            assert [t.decode() for t in reader.lexicon("body")] == used
        for word in used:
            info = reader.term_info("body", word)
            holders = [(i, doc) for i, doc in enumerate(model.docs) if word in doc.words]
            counts = [doc.words.count(word) for _, doc in holders]
            lengths = [len(doc.words) for _, doc in holders]
            assert info.doc_frequency() == len(holders) == reader.doc_frequency("body", word)
            assert info.weight() == sum(counts) == reader.frequency("body", word)
            assert info.max_weight() == max(counts)
            assert (info.min_length(), info.max_length()) == (min(lengths), max(lengths))
            assert (info.min_id(), info.max_id()) == (holders[0][0], holders[-1][0])
        for i, doc in enumerate(model.docs):
            assert reader.doc_field_length(i, "body") == len(doc.words)
            assert reader.stored_fields(i) == {"id": doc.id, "number": doc.number}
        assert reader.field_length("body") == sum(len(doc.words) for doc in model.docs)


texts = st.lists(st.lists(st.sampled_from(WORDS), max_size=12), min_size=1, max_size=8)
operations = st.lists(
    st.one_of(
        st.tuples(st.just("add"), texts),
        st.tuples(st.just("delete"), st.integers(0, 40)),
        st.tuples(st.just("optimize")),
    ),
    max_size=7,
)


@settings(max_examples=15, deadline=None)
@given(st.sampled_from(["whoosh", "ours", "arrays"]), texts, operations)
def test_any_sequence_of_operations_leaves_what_the_model_has(way, first, steps):
    both = Both(way)
    both.add(first)
    for name, *arguments in steps:
        getattr(both, name)(*arguments)
    check(both)


@pytest.mark.parametrize("way", ["whoosh", "ours", "arrays"])
def test_larger_segments_on_disk(way, tmp_path):
    """Long enough for posting lists of several blocks, with lists that skip."""
    rng = random.Random(way)
    both = Both(way, FileStorage(str(tmp_path)))
    for _ in range(2):
        both.add(
            [
                rng.choices([*WORDS, "x"], [30, 20, 10, 5, 1, 1, 300], k=rng.randint(0, 40))
                for _ in range(300)
            ]
        )
    for number in range(0, 600, 9):
        both.model.delete(str(number))
    with both.writer() as writer:
        writer.merge = False
        for number in range(0, 600, 9):
            writer.delete_by_term("id", str(number))
    check(both)
    both.optimize()
    check(both)


@pytest.mark.parametrize("way", ["whoosh", "ours"])
def test_merging_small_segments_keeps_the_codec(way):
    rng = random.Random(3)
    both = Both(way)
    for _ in range(8):
        writer = both.writer()
        doc = Doc(str(both.count), rng.choices(WORDS, k=9), 1)
        writer.add_document(id=doc.id, body=" ".join(doc.words), number=doc.number)
        writer.commit()
        both.model.segments.append([doc])
        both.count += 1
    assert len(both.index._segments()) < 8
    with both.index.searcher() as searcher:
        # Merged documents come behind the new one; the model learns the order, nothing else.
        order = [fields["id"] for fields in searcher.reader().all_stored_fields()]
    both.model.segments = [sorted(both.model.docs, key=lambda doc: order.index(doc.id))]
    check(both)


def test_segments_of_another_codec_are_taken_over():
    both = Both("ours")
    both.add([["an", "ba"], ["ba"]])
    writer = both.index.writer()
    writer.add_document(id="2", body="ba ca an", number=2)
    writer.commit(merge=False)
    both.model.segments.append([Doc("2", ["ba", "ca", "an"], 2)])
    both.count += 1
    both.add([["ca"]])
    both.optimize()
    check(both)


@pytest.mark.parametrize("way", ["whoosh", "ours"])
def test_a_removed_field_goes_when_segments_are_merged(way):
    both = Both(way)
    both.add([["an"], ["ba"]])
    writer = both.writer()
    writer.remove_field("number")
    writer.commit(optimize=True)
    (segment,) = both.index._segments()
    assert StoredReader(both.index.storage, segment).names == {"id"}
    assert SegmentArrays(both.index.storage, segment).field_names() == ["body", "id"]
    assert set(both.found(term("an"))) == {"0"}


def test_whooshs_own_optimising_gives_up_the_codec_but_no_document():
    both = Both("ours")
    both.add([["an", "ba"], ["ba"]])
    both.index.optimize()
    assert not isinstance(both.index._segments()[0], ArraySegment)
    assert set(both.found(query.Phrase("body", ["an", "ba"]))) == {"0"}


def test_the_table_of_contents_holds_plain_values_of_a_segment(tmp_path):
    both = Both("ours", FileStorage(str(tmp_path)))
    both.add([["an"], ["ba"]])
    both.delete(1)
    (toc,) = tmp_path.glob("*.toc")
    assert b"searcher.index.codec.whoosh_codec" in toc.read_bytes()
    assert b"whoosh.codec" not in toc.read_bytes()
    state = both.index._segments()[0].__getstate__()
    assert state["deleted"] == [1]
    assert set(map(type, state.values())) == {str, int, list}


@pytest.mark.parametrize(
    "change",
    [
        {"indexname": "../MAIN"},
        {"indexname": 3},
        {"segid": "../../etc"},
        {"segid": ""},
        {"doccount": -1},
        {"doccount": True},
        {"doccount": 1 << 40},
        {"deleted": [5]},
        {"deleted": [-1]},
        {"deleted": ["0"]},
        {"deleted": None},
    ],
)
def test_forged_segments_are_refused(change):
    good = {"indexname": "MAIN", "segid": "abc", "doccount": 2, "deleted": [0]}
    segment = ArraySegment.__new__(ArraySegment)
    segment.__setstate__(good)
    assert segment.deleted_count() == 1
    with pytest.raises(CorruptSegment):
        segment.__setstate__({**good, **change})
    with pytest.raises(CorruptSegment):
        segment.__setstate__(None)


def test_deleting_and_taking_it_back():
    segment = ArraySegment("MAIN", doccount=2)
    segment.delete_document(1)
    assert list(segment.deleted_docs()) == [1]
    segment.delete_document(1, delete=False)
    assert not segment.has_deletions()
    with pytest.raises(IndexError):
        segment.delete_document(2)


@pytest.mark.parametrize("way", ["whoosh", "ours", "arrays"])
def test_nothing_is_left_when_every_document_is_deleted(way):
    both = Both(way)
    both.add([["an"], ["ba"]])
    both.delete(0)
    both.delete(1)
    both.optimize()
    check(both)
    both.add([["ca"]])
    check(both)


def test_a_cancelled_writer_leaves_the_index_as_it_was():
    both = Both("ours")
    both.add([["an"]])
    writer = both.writer()
    writer.add_document(id="9", body="an ba", number=1)
    writer.cancel()
    check(both)
    both.add([["ba"]])
    check(both)


@pytest.mark.parametrize("format_", [formats.Characters(), formats.PositionBoosts()])
def test_formats_that_hold_more_than_positions_are_refused(format_):
    writer = ArrayCodec().field_writer(RamStorage(), ArraySegment("MAIN"))
    with pytest.raises(ValueError, match="more than positions"):
        writer.start_field("f", SimpleNamespace(format=format_))


@settings(max_examples=30, deadline=None)
@given(texts)
def test_and_not_is_what_it_is_over_whooshs_own_codec(docs):
    """Whoosh's AndNot misses an exclusion at its first match; a codec cannot change that."""
    found = []
    for codec in (None, ArrayCodec()):
        index = RamStorage().create_index(schema())
        with index.writer(codec=codec) as writer:
            for number, words in enumerate(docs):
                writer.add_document(id=str(number), body=" ".join(words), number=1)
        with index.searcher() as searcher:
            for a, b in pairwise(WORDS):
                hits = searcher.search(query.AndNot(term(a), term(b)), limit=None)
                found.append({hit["id"] for hit in hits})
    assert found[: len(WORDS) - 1] == found[len(WORDS) - 1 :]


def test_boosted_documents_keep_their_weights():
    index = RamStorage().create_index(schema())
    for number in (1, 2):
        writer = writing.open_writer(index)
        writer.add_document(id=str(number), body="an an ba", number=1, _body_boost=2.5 * number)
        writer.commit(merge=False)
    for _ in range(2):
        with index.searcher() as searcher:
            matcher = searcher.postings("body", "an")
            assert list(iterate(matcher, lambda m: m.weight())) == [5.0, 10.0]
            matcher = searcher.postings("body", "an")
            assert list(iterate(matcher, lambda m: m.value_as("frequency"))) == [2, 2]
        writing.optimize(index)


def iterate(matcher, read):
    while matcher.is_active():
        yield read(matcher)
        matcher.next()
