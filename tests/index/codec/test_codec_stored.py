from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from whoosh.filedb.filestore import RamStorage

from searcher.index.codec.errors import CorruptSegment
from searcher.index.codec.stored import (
    StoredReader,
    StoredWriter,
    decode_fields,
    encode_fields,
)
from searcher.index.codec.whoosh_codec import ArraySegment

scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False),
    st.text(st.characters()),
    st.binary(max_size=20),
    st.datetimes().map(lambda moment: moment.replace(fold=0)),
    st.dates(),
)
names = st.one_of(st.text(max_size=5), st.just("$"))
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=3),
    max_leaves=8,
)
fields = st.dictionaries(names, values, max_size=5)


def written(documents):
    storage, segment = RamStorage(), ArraySegment("MAIN", doccount=len(documents))
    writer = StoredWriter(storage, segment)
    for document in documents:
        writer.append(encode_fields(document), document)
    writer.close()
    return StoredReader(storage, segment)


@given(fields)
def test_any_plain_values_come_back(document):
    back = decode_fields(encode_fields(document))
    assert back == document
    assert repr(back) == repr(document)


@given(st.lists(fields, max_size=8), st.randoms())
def test_documents_come_back_in_any_order(documents, rng):
    reader = written(documents)
    order = list(range(len(documents)))
    rng.shuffle(order)
    for doc in order:
        assert reader.fields(doc) == documents[doc]


def test_documents_over_many_blocks():
    documents = [{"n": i, "text": str(i) * 9000} for i in range(60)]
    reader = written(documents)
    assert [reader.fields(doc) for doc in range(60)] == documents
    reader.file.verify()


@pytest.mark.parametrize("value", [object(), {1: 2}, {"a": {1, 2}}, [print]])
def test_other_values_are_refused(value):
    with pytest.raises(TypeError, match="cannot be stored"):
        encode_fields({"x": value})


def test_tuples_come_back_as_lists():
    assert decode_fields(encode_fields({"x": (1, (2,))})) == {"x": [1, [2]]}


def test_a_date_and_time_keeps_its_zone():
    moment = dt.datetime(2024, 2, 29, 12, 0, tzinfo=dt.timezone(dt.timedelta(hours=7)))
    assert decode_fields(encode_fields({"x": moment})) == {"x": moment}


@given(st.binary(max_size=60))
def test_any_bytes_are_fields_or_a_value_error(data):
    try:
        found = decode_fields(data)
    except ValueError:
        return
    assert isinstance(found, dict)


@pytest.mark.parametrize(
    "json",
    [
        b'{"a": {"$": 1}}',
        b'{"a": {"$": ["bytes", 5]}}',
        b'{"a": {"$": ["bytes", -1]}}',
        b'{"a": {"$": ["bytes", true]}}',
        b'{"a": {"$": ["date", 5]}}',
        b'{"a": {"$": ["date", "x"]}}',
        b'{"a": {"$": ["mapping", 5]}}',
        b'{"a": {"$": ["pickle", "x"]}}',
        b"[]",
        b"[" * 100_000,
    ],
)
def test_forged_fields_are_refused(json):
    data = len(json).to_bytes(4, "little") + json
    storage, segment = RamStorage(), ArraySegment("MAIN", doccount=1)
    writer = StoredWriter(storage, segment)
    writer.append(data, ())
    writer.close()
    with pytest.raises(CorruptSegment):
        StoredReader(storage, segment).fields(0)
