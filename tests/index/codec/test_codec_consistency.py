"""Files that are as they were written but contradict each other are told by name."""

from __future__ import annotations

import random

import numpy as np
import pytest
from whoosh import analysis, fields
from whoosh.filedb.filestore import FileStorage

from searcher.index.codec import writing
from searcher.index.codec.consistency import _sum, contradictions
from searcher.index.codec.container import Container
from tests.index.helpers import resealed

WORDS = ["an", "ba", "ca", *(f"w{i}" for i in range(30))]


def made(folder, seed, length=12, also="x"):
    """An index of one segment: 50 documents whose number and sizes do not depend on the seed."""
    folder.mkdir()
    schema = fields.Schema(
        id=fields.ID(stored=True), body=fields.TEXT(analyzer=analysis.RegexTokenizer(r"\S+"))
    )
    index = FileStorage(str(folder)).create_index(schema)
    rng = random.Random(seed)
    with writing.open_writer(index) as writer:
        for number in range(50):
            words = [*WORDS, *rng.choices(WORDS, k=length), also * (number == 7)]
            rng.shuffle(words)
            writer.add_document(id=str(number), body=" ".join(words))
    return index.storage, index._segments()[0]


@pytest.mark.parametrize("chunk", [1 << 18, 40, 1])
def test_what_was_written_agrees(tmp_path, monkeypatch, chunk):
    monkeypatch.setattr("searcher.index.codec.consistency._TOGETHER", chunk)
    storage, segment = made(tmp_path / "a", 1)
    assert list(contradictions(storage, segment)) == []


@pytest.mark.parametrize(
    ("extension", "told"), [(".pst", ".pst"), (".seq", ".pst"), (".big", ".big"), (".len", ".len")]
)
def test_a_file_of_another_index_is_told(tmp_path, extension, told):
    """Every checksum fits, and so do all the sizes."""
    storage, segment = made(tmp_path / "a", 1)
    _, other = made(tmp_path / "b", 2, length=12 if extension != ".len" else 13)
    name = segment.make_filename(extension)
    data = (tmp_path / "b" / other.make_filename(extension)).read_bytes()
    (tmp_path / "a" / name).write_bytes(data)
    writing.verify(storage, segment)
    found = dict(contradictions(storage, segment))
    assert segment.make_filename(told) in found
    assert all("body" in reason for reason in found.values())


def test_terms_that_are_not_in_order_are_told(tmp_path):
    storage, segment = made(tmp_path / "a", 1)
    path = tmp_path / "a" / segment.make_filename(".trm")
    data = bytearray(path.read_bytes())
    place = data.index(b"anba")
    data[place : place + 4] = b"baan"
    path.write_bytes(resealed(data, Container(storage, path.name, "terms")._sections_end))
    writing.verify(storage, segment)
    found = list(contradictions(storage, segment))
    assert found == [(path.name, "the terms are not in order (body)")]


def test_order_does_not_matter_to_the_sum_of_postings():
    rows, docs, freqs = np.array([1, 1, 2]), np.array([3, 9, 3]), np.array([1, 2, 1])
    order = np.array([2, 0, 1])
    assert _sum(rows, docs, freqs) == _sum(rows[order], docs[order], freqs[order])
    for changed in (
        (rows, docs, np.array([2, 1, 1])),
        (rows, np.array([9, 3, 3]), freqs),
        (np.array([1, 2, 1]), docs, freqs),
        (docs, rows, freqs),
    ):
        assert _sum(*changed) != _sum(rows, docs, freqs)
