from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from whoosh import analysis, fields, scoring
from whoosh.filedb.filestore import RamStorage
from whoosh.matching import ReadTooFar

from searcher.index.codec.whoosh_codec import ArrayCodec


@pytest.fixture(scope="module")
def searcher():
    rng = random.Random(5)
    index = RamStorage().create_index(
        fields.Schema(
            body=fields.TEXT(analyzer=analysis.RegexTokenizer(r"\S+")),
            tags=fields.KEYWORD,
            name=fields.ID,
        )
    )
    writer = index.writer(codec=ArrayCodec())
    for number in range(1500):
        words = ["x"] * rng.randint(1, 30)
        # Long documents early and short ones late, so that blocks differ in quality.
        words += ["common"] * rng.randint(0, 1 + number // 300)
        words += ["rare"] * (number % 90 == 7)
        rng.shuffle(words)
        writer.add_document(body=" ".join(words), tags=" ".join(words), name=words[0])
    writer.commit()
    with index.searcher(weighting=scoring.BM25F()) as found:
        yield found


def matcher_of(searcher, word="common", field="body"):
    weighting = searcher.weighting.scorer(searcher, field, word)
    return searcher.reader().leaf_readers()[0][0].postings(field, word, scorer=weighting)


def walk(matcher):
    result = []
    while matcher.is_active():
        result.append((matcher.id(), matcher.weight(), matcher.score()))
        matcher.next()
    return result


def test_ids_are_plain_ascending_numbers(searcher):
    ids = [doc for doc, _, _ in walk(matcher_of(searcher))]
    assert ids == sorted(set(ids))
    assert set(map(type, ids)) == {int}
    assert ids == list(matcher_of(searcher).all_ids())
    assert len(ids) > 1000


@settings(deadline=None)
@given(
    st.lists(
        st.one_of(
            st.tuples(st.just("next"), st.just(0)), st.tuples(st.just("to"), st.integers(-5, 1600))
        )
    )
)
def test_any_moves_end_where_a_list_would(searcher, moves):
    for word in ("common", "rare"):
        matcher = matcher_of(searcher, word)
        postings = walk(matcher.copy())
        at = 0
        for move, target in moves:
            if at >= len(postings):
                assert not matcher.is_active()
                with pytest.raises(ReadTooFar):
                    matcher.skip_to(target)
                with pytest.raises(ReadTooFar):
                    matcher.next()
                break
            assert (matcher.id(), matcher.weight(), matcher.score()) == postings[at]
            assert matcher.block_min_id() <= matcher.id() <= matcher.block_max_id()
            if move == "next":
                matcher.next()
                at += 1
            else:
                matcher.skip_to(target)
                while at < len(postings) and postings[at][0] < target:
                    at += 1
        assert walk(matcher) == postings[at:]


def test_no_score_is_above_its_bounds(searcher):
    matcher = matcher_of(searcher)
    qualities = set()
    while matcher.is_active():
        assert matcher.weight() <= matcher.block_max_weight()
        length = searcher.doc_field_length(matcher.id(), "body")
        assert matcher.block_min_length() <= length <= matcher.block_max_length()
        assert matcher.score() <= matcher.block_quality() <= matcher.max_quality()
        qualities.add(matcher.block_quality())
        matcher.next()
    assert len(qualities) > 5


def test_skipping_by_quality_leaves_out_only_what_cannot_score(searcher):
    whole = matcher_of(searcher)
    qualities = sorted(set(iter_qualities(whole.copy())))
    for bound in [0.0, *qualities, qualities[-1] + 1]:
        matcher = matcher_of(searcher)
        found = []
        skipped = 0
        while matcher.is_active():
            skipped += matcher.skip_to_quality(bound)
            if matcher.is_active():
                found.append((matcher.id(), matcher.weight(), matcher.score()))
                matcher.next()
        wanted = [posting for posting in walk(whole.copy()) if posting[2] > bound]
        assert [posting for posting in found if posting[2] > bound] == wanted
        assert (skipped > 0) == (bound >= qualities[0])


def iter_qualities(matcher):
    while matcher.is_active():
        yield matcher.block_quality()
        matcher.next()


def test_a_matcher_that_cannot_contribute_is_replaced(searcher):
    matcher = matcher_of(searcher)
    assert matcher.replace() is matcher
    assert matcher.replace(matcher.max_quality()) is matcher
    assert not matcher.replace(matcher.max_quality() + 0.1).is_active()
    matcher.skip_to(5000)
    assert not matcher.replace().is_active()


def test_copies_move_alone(searcher):
    matcher = matcher_of(searcher)
    matcher.skip_to(400)
    other = matcher.copy()
    here = matcher.id()
    other.skip_to(900)
    assert matcher.id() == here < 900 <= other.id()
    matcher.reset()
    assert matcher.id() == next(iter(matcher_of(searcher).all_ids()))


def test_values_are_those_of_the_format(searcher):
    for field, astypes in (
        ("body", ["frequency", "weight", "positions", "position_boosts"]),
        ("tags", ["frequency", "weight"]),
        ("name", ["frequency", "weight"]),
    ):
        word = "x"
        matcher = matcher_of(searcher, word, field)
        for _ in range(300):
            if not matcher.is_active():
                break
            assert matcher.value_as("weight") == matcher.weight()
            for astype in astypes:
                assert matcher.supports(astype)
                assert matcher.format.decode_as(astype, matcher.value()) == matcher.value_as(astype)
            if field == "body":
                assert len(matcher.value_as("positions")) == matcher.value_as("frequency")
                assert [s.start for s in matcher.spans()] == matcher.value_as("positions")
            matcher.next()


def test_without_a_scorer_there_is_no_quality(searcher):
    reader = searcher.reader().leaf_readers()[0][0]
    assert not reader.postings("body", "common").supports_block_quality()
    assert matcher_of(searcher).supports_block_quality()
