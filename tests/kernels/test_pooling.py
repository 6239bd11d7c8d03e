"""Posting lists: numpy and C decode and pool alike, and refuse whatever leads out of the arrays."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from searcher.kernels import COMPILED, IN_NUMPY, pooling
from searcher.kernels.pooling import STEPS, Lists, Run

# Without them there is nothing to compare.
needs_compiled = pytest.mark.skipif(COMPILED is None, reason="the kernels are not compiled here")


def both(name):
    return [IN_NUMPY[name], getattr(pooling, name)]


def lists_of(rng, size, base):
    """Posting lists of one field of a segment, where each begins, and what they consist of."""
    lists = [
        np.sort(rng.choice(size, rng.integers(1, size, endpoint=True), replace=False)).tolist()
        for _ in range(rng.integers(1, 6))
    ]
    gaps = [
        doc - before - 1 for docs in lists for before, doc in zip([-1, *docs], docs, strict=False)
    ]
    counts = rng.choice([1, 1, 2, 3, 254, 255, 256, 2**31], len(gaps)).tolist()
    many = [number for number, count in enumerate(counts) if count >= 255]
    columns = Lists(
        np.minimum(gaps, 255).astype(np.uint8),
        np.array([gap for gap in gaps if gap >= 255], np.uint32),
        np.minimum(counts, 255).astype(np.uint8) if rng.random() < 0.7 else None,
        np.array(many, np.uint64),
        np.array([counts[number] for number in many], np.uint32),
        rng.random(size, np.float32) + np.float32(0.01),
        rng.random(size) < 0.7 if rng.random() < 0.5 else None,
        base,
    )
    edges = np.cumsum([0, *map(len, lists)]).astype(np.int64)
    wide = np.cumsum([0, *(gap >= 255 for gap in gaps)])[edges]
    return columns, edges, wide.tolist(), lists, counts


seeds = st.integers(0, 2**32 - 1).map(np.random.default_rng)


@given(seeds, st.integers(1, 1500))
def test_documents_come_back(rng, size):
    columns, edges, wide, lists, _ = lists_of(rng, size, 0)
    low = rng.integers(len(lists))
    high = rng.integers(low, len(lists)) + 1
    for decode in both("documents"):
        found = decode(
            columns.gaps, columns.wide_gaps, edges[low : high + 1], wide[low], wide[high], size
        )
        assert found.tolist() == [doc for docs in lists[low:high] for doc in docs]


def expected(size, fields, slot, conflicting, k1):
    """What pooling means, an article at a time."""
    sums, agree = {}, set()
    for number, low, high, agreeing in slot:
        columns, edges, _, lists, counts = fields[number]
        for place in range(low, high):
            for doc, count in zip(lists[place], counts[edges[place] :], strict=False):
                if columns.live is not None and not columns.live[doc]:
                    continue
                often = 1 if columns.frequencies is None else count
                share = float(columns.worth[doc]) * often
                share *= 1 if agreeing[place - low] else conflicting
                sums[columns.base + doc] = sums.get(columns.base + doc, 0.0) + share
                if agreeing[place - low]:
                    agree.add(columns.base + doc)
    steps = {doc: max(1, round((total / (total + k1)) * STEPS)) for doc, total in sums.items()}
    return steps, agree


@settings(max_examples=60)
@given(
    seeds,
    st.sampled_from([(1,), (5, 3), (64,), (300, 70), (2000,)]),
    st.sampled_from([0.1, 1 / 3]),
    st.floats(0.1, 3),
)
def test_slots_are_pooled(rng, sizes, conflicting, k1):
    fields, base = [], 0
    for own in sizes:
        fields += [lists_of(rng, own, base) for _ in range(2)]
        base += own
    slots, runs = [], []
    for _ in range(rng.integers(4)):
        slots.append([])
        runs.append([])
        for number in rng.integers(len(fields), size=rng.integers(4)).tolist():
            _, edges, wide, lists, _ = fields[number]
            low = int(rng.integers(len(lists)))
            high = int(rng.integers(low, len(lists))) + 1
            agreeing = (rng.random(high - low) < 0.5).tobytes()
            slots[-1].append((number, low, high, agreeing))
            runs[-1].append(Run(number, edges[low : high + 1], wide[low], wide[high], agreeing))
    columns = [field[0] for field in fields]
    pools = [pool(base, columns, runs, conflicting, k1) for pool in both("pool")]
    assert [_bytes(each) for each in pools[0]] == [_bytes(each) for each in pools[1]]
    for slot, (docs, steps, agreeing, documents) in zip(slots, pools[0], strict=True):
        wanted, agree = expected(base, fields, slot, conflicting, k1)
        held = np.flatnonzero(steps).tolist() if docs is None else docs.tolist()
        assert held == sorted(wanted)
        got = dict(zip(held, steps[steps > 0].tolist(), strict=True))
        assert all(abs(got[doc] - step) <= 1 for doc, step in wanted.items())
        if agreeing is None:
            assert agree == set(wanted)
        elif docs is None:
            assert np.flatnonzero(np.unpackbits(agreeing, bitorder="little")).tolist() == sorted(
                agree
            )
        else:
            assert docs[agreeing != 0].tolist() == sorted(agree)
        assert documents == (len(agree) or len(wanted))


def _bytes(pool):
    *arrays, documents = pool
    return [None if each is None else (each.dtype, each.tobytes()) for each in arrays], documents


@needs_compiled
@given(
    st.lists(st.tuples(st.integers(0, 70), st.floats(0, 1e30)), max_size=80),
    st.integers(71, 1000),
)
def test_weighed_postings_are_pooled_alike(found, size):
    docs = np.array([doc for doc, _ in found], np.int64)
    worth = np.array([share for _, share in found], np.float64)
    first, second = (pool(size, docs, worth, 1.2) for pool in both("pool_weighed"))
    assert _bytes(first) == _bytes(second)


@pytest.mark.parametrize("pool", both("pool_weighed"))
@pytest.mark.parametrize("doc", [-1, 5, 2**40])
def test_weighed_postings_of_no_document_are_an_error(pool, doc):
    with pytest.raises(IndexError):
        pool(5, np.array([0, doc, 1]), np.ones(3), 1.2)


hostile = st.integers(-3, 8) | st.sampled_from([2**31, 2**62, -(2**62)])


@given(st.data())
def test_lists_that_cannot_be_are_refused_by_both(data):
    """Whatever stands in the arrays: an answer or an error, the same of both."""
    gaps = np.array(data.draw(st.lists(st.sampled_from([0, 1, 254, 255]), max_size=6)), np.uint8)
    wide_gaps = np.array(
        data.draw(st.lists(st.sampled_from([0, 255, 2**32 - 1]), max_size=3)), np.uint32
    )
    starts = np.array(data.draw(st.lists(hostile, min_size=2, max_size=4)), np.int64)
    wide = data.draw(hostile), data.draw(hostile)
    count = data.draw(st.sampled_from([1, 5, 300, 2**31]))
    first, second = (
        _answer(lambda decode=decode: decode(gaps, wide_gaps, starts, *wide, count).tolist())
        for decode in both("documents")
    )
    assert first == second
    worth = np.array(
        data.draw(st.lists(st.floats(width=32), min_size=min(count, 9), max_size=9)), np.float32
    )
    wide_at = np.sort(np.array(data.draw(st.lists(st.integers(0, 7), max_size=2)), np.uint64))
    field = Lists(
        gaps, wide_gaps, gaps, wide_at, np.arange(len(wide_at)).astype(np.uint32), worth, None,
        data.draw(st.sampled_from([0, 3, 2**40])),
    )  # fmt: skip
    run = Run(0, starts, *wide, bytes(len(starts) - 1))
    first, second = (
        _answer(lambda pool=pool: list(map(_bytes, pool(12, [field], [[run]], 0.1, 1.2))))
        for pool in both("pool")
    )
    assert first == second


def _answer(decode):
    try:
        return decode()
    except ValueError as error:
        assert len(error.args) == 1 or error.args[1] == 0
        return None


@pytest.mark.parametrize("pool", both("pool"))
@pytest.mark.parametrize("change", range(6))
def test_arrays_that_do_not_fit_are_an_error(pool, change):
    one, none = np.zeros(1, np.uint8), np.zeros(0, np.uint64)
    field = Lists(one, none.astype(np.uint32), None, none, none.astype(np.uint32),
                  np.ones(1, np.float32), None, 0)  # fmt: skip
    run = Run(0, np.array([0, 1]), 0, 0, b"\1")
    assert pool(3, [field], [[run]], 0.1, 1.2)[0][3] == 1
    bad_field = {
        0: field._replace(frequencies=np.ones(2, np.uint8)),
        1: field._replace(wide_frequencies=np.zeros(1, np.uint32)),
        2: field._replace(live=np.zeros(2, np.bool_)),
        3: field._replace(base=-1),
    }.get(change, field)
    bad_run = {4: run._replace(agreeing=b""), 5: run._replace(lists=1)}.get(change, run)
    with pytest.raises((ValueError, IndexError)):
        pool(3, [bad_field], [[bad_run]], 0.1, 1.2)


@pytest.mark.parametrize("pool", both("pool"))
def test_nothing_is_left_of_an_earlier_call(pool):
    rng = np.random.default_rng(5)
    fields = [lists_of(rng, size, 0) for size in (900, 40)]
    calls = [
        (len(columns.worth), [columns], [[Run(0, edges, wide[0], wide[-1], b"\1" * len(lists))]])
        for columns, edges, wide, lists, _ in fields
    ]
    first = [list(map(_bytes, pool(*call, 0.1, 1.2))) for call in calls]
    size, columns, ((run,),) = calls[0]
    for wrong in (run._replace(wide_stop=run.wide_stop + 1), run._replace(lists=1)):
        with pytest.raises((ValueError, IndexError)):
            pool(size, columns, [[run, wrong]], 0.1, 1.2)
        assert [list(map(_bytes, pool(*call, 0.1, 1.2))) for call in calls[::-1]] == first[::-1]
