"""Damaged segment files: always one exception, naming the file, whatever is read."""

from __future__ import annotations

import random
import shutil

import numpy as np
import pytest
from whoosh import analysis, fields, query
from whoosh.filedb.filestore import FileStorage, RamStorage

from searcher.index.codec import writing
from searcher.index.codec.arrays import SegmentArrays
from searcher.index.codec.errors import CorruptSegment
from searcher.index.codec.inverted import InvertedWriter
from searcher.index.codec.neighbours import NeighbourCounts
from searcher.index.codec.per_document import PerDocumentReader
from searcher.index.codec.whoosh_codec import ArraySegment

WORDS = ["an", "ba", "ca", "da", *(f"w{i}" for i in range(40))]


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """An index of one segment with every kind of file; copies of it are damaged."""
    folder = tmp_path_factory.mktemp("made")
    schema = fields.Schema(
        id=fields.ID(stored=True),
        body=fields.TEXT(analyzer=analysis.RegexTokenizer(r"\S+"), stored=True),
        number=fields.NUMERIC(sortable=True),
    )
    index = FileStorage(str(folder)).create_index(schema)
    rng = random.Random(2)
    with writing.open_writer(index) as writer:
        for number in range(600):
            words = rng.choices(WORDS, k=rng.randint(1, 30)) + ["an"] * (300 * (number == 5))
            writer.add_document(id=str(number), body=" ".join(words), number=number)
    return folder


@pytest.fixture
def copied(made, tmp_path):
    folder = tmp_path / "copy"
    shutil.copytree(made, folder)
    index = FileStorage(str(folder)).open_index()
    return folder, index, index._segments()[0]


def files_of(folder, segment):
    return sorted(
        path for path in folder.iterdir() if path.name.startswith(segment.segment_id() + ".")
    )


def plain(value):
    if isinstance(value, np.ndarray):
        return value.tobytes()
    return [plain(each) for each in value] if isinstance(value, (list, tuple)) else value


def read_everything(storage, segment):
    """Every kind of read there is, and what each of them says, as one value."""
    arrays = SegmentArrays(storage, segment)
    per_document = PerDocumentReader(storage, segment)
    said = []
    for name in arrays.field_names():
        terms, *lists = arrays.prefix(name, b"")
        said += [terms, plain(lists), arrays.prefix(name, b"w1")[0]]
        for term in [*terms[:60], b"", b"nowhere", b"zz"]:
            said.append(plain(arrays.postings(name, term)))
            if name == "body":
                said.append(plain(arrays.positions(name, term)))
                said.append(arrays.term_ids(name, term).tolist())
        if name == "body":
            _, ids = arrays.sequences(name, np.arange(segment.doc_count_all()))
            said.append(ids.tolist())
            said += [arrays.term_of_id(name, each) for each in sorted({*ids.tolist()} - {0})]
            counts = NeighbourCounts([arrays], [name])
            said.append(counts.token_count)
            firsts, seconds = np.divmod(np.arange(len(terms) ** 2 + len(terms)), len(terms))
            said.append(plain(counts.neighbour_counts(terms, firsts - 1, seconds)))
        said.append(arrays.lengths(name).tolist())
    for doc in range(0, segment.doc_count_all(), 50):
        said.append(per_document.stored_fields(doc))
        said.append(per_document.doc_field_length(doc, "body"))
    return said


def merge_into_another(index, segment):
    """Merge the segment as arrays, into memory."""
    storage = RamStorage()
    target = ArraySegment("MAIN", doccount=segment.doc_count_all())
    writer = InvertedWriter(storage, target)
    arrays = SegmentArrays(index.storage, segment)
    numbers = np.arange(arrays.doc_count, dtype=np.int32)
    writer.add_segment(arrays, numbers, frozenset(arrays.field_names()))
    writer.write()


def test_an_intact_segment_is_verified(copied):
    _, index, segment = copied
    writing.verify(index.storage, segment)
    read_everything(index.storage, segment)


def test_each_missing_file_is_named(copied):
    folder, index, segment = copied
    for path in files_of(folder, segment):
        if path.suffix == ".col":
            continue
        data = path.read_bytes()
        path.unlink()
        with pytest.raises(CorruptSegment) as caught:
            writing.verify(index.storage, segment)
        assert caught.value.details["file"] == path.name
        path.write_bytes(data)


def test_each_cut_file_is_named(copied):
    folder, index, segment = copied
    for path in files_of(folder, segment):
        data = path.read_bytes()
        for size in (0, 1, 31, len(data) // 2, len(data) - 1):
            path.write_bytes(data[:size])
            with pytest.raises(CorruptSegment) as caught:
                writing.verify(index.storage, segment)
            assert caught.value.details["file"] == path.name
        path.write_bytes(data)


def test_flipped_bits_are_noticed_in_every_file(copied):
    folder, index, segment = copied
    rng = random.Random(4)
    for path in files_of(folder, segment):
        data = path.read_bytes()
        for _ in range(60):
            damaged = bytearray(data)
            damaged[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
            path.write_bytes(damaged)
            with pytest.raises(CorruptSegment):
                writing.verify(index.storage, segment)
        path.write_bytes(data)


@pytest.mark.parametrize("extension", [".trm", ".pst", ".seq", ".big", ".len", ".sto"])
def test_reading_damaged_files_says_what_was_written_or_raises(copied, extension):
    folder, index, segment = copied
    rng = random.Random(extension)
    (path,) = (path for path in files_of(folder, segment) if path.suffix == extension)
    data = path.read_bytes()
    whole = read_everything(index.storage, segment)
    caught = 0
    for attempt in range(80):
        damaged = bytearray(data)
        start = rng.randrange(len(data))
        for at in range(start, min(start + rng.choice([1, 1, 4, 64]), len(data))):
            damaged[at] = rng.choice([0, 1, 2, 127, 128, 254, 255, rng.randrange(256)])
        path.write_bytes(damaged)
        try:
            # What is damaged is not read, or not told as if it were whole.
            assert read_everything(index.storage, segment) == whole
            if attempt % 5 == 0:
                merge_into_another(index, segment)
        except CorruptSegment:
            caught += 1
    assert caught


def test_a_damaged_column_is_noticed_when_it_is_opened(copied):
    folder, index, segment = copied
    (path,) = (path for path in files_of(folder, segment) if path.suffix == ".col")
    data = path.read_bytes()
    for size in (0, 5, len(data) - 1):
        path.write_bytes(data[:size])
        with index.searcher() as searcher, pytest.raises(CorruptSegment, match="col"):
            searcher.search(query.Every(), sortedby="number")
