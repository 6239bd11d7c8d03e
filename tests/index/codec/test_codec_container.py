from __future__ import annotations

import json
import struct
import zlib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from whoosh.filedb.filestore import FileStorage, RamStorage

from searcher.errors import SearcherError
from searcher.index.codec.container import Container, ContainerWriter
from searcher.index.codec.errors import CorruptSegment


def write(storage, meta=None):
    writer = ContainerWriter(storage, "x.abc", "things")
    grown = writer.stream("grown", "<u2")
    grown.append(np.array([1, 2]))
    writer.add("whole", np.arange(5), "<u4")
    writer.add("empty", np.zeros(0), "<f4")
    grown.append(np.array([3]))
    writer.close(meta or {"n": 7, "đ": [1]})


@pytest.fixture(params=["file", "memory"])
def storage(request, tmp_path):
    return FileStorage(str(tmp_path)) if request.param == "file" else RamStorage()


def test_arrays_and_meta_come_back(storage):
    write(storage)
    found = Container(storage, "x.abc", "things")
    assert found.array("whole", "<u4").tolist() == [0, 1, 2, 3, 4]
    assert found.array("grown").tolist() == [1, 2, 3]
    assert found.array("grown").dtype == np.uint16
    assert found.array("empty").tolist() == []
    assert found.meta == {"n": 7, "đ": [1]}
    assert found.number("n") == 7
    assert "whole" in found
    assert "other" not in found
    found.verify()


def test_views_cannot_be_written_to(storage):
    write(storage)
    with pytest.raises(ValueError, match="read-only"):
        Container(storage, "x.abc", "things").array("whole")[0] = 1


def test_a_stream_larger_than_memory_keeps_its_order(tmp_path):
    storage = FileStorage(str(tmp_path))
    writer = ContainerWriter(storage, "big", "things")
    stream = writer.stream("numbers", "<u4")
    for start in range(0, 2_000_000, 250_000):
        stream.append(np.arange(start, start + 250_000))
    assert stream.size == 2_000_000
    writer.close({})
    assert (Container(storage, "big", "things").array("numbers") == np.arange(2_000_000)).all()


def test_every_shorter_file_is_refused(tmp_path):
    storage = FileStorage(str(tmp_path))
    write(storage)
    path = tmp_path / "x.abc"
    whole = path.read_bytes()
    for size in range(len(whole)):
        path.write_bytes(whole[:size])
        with pytest.raises(CorruptSegment) as caught:
            Container(storage, "x.abc", "things")
        assert caught.value.details["file"] == "x.abc"


def test_every_flipped_bit_is_noticed(tmp_path):
    storage = FileStorage(str(tmp_path))
    write(storage)
    path = tmp_path / "x.abc"
    whole = path.read_bytes()
    for at in range(len(whole)):
        for bit in (1, 0x80):
            damaged = bytearray(whole)
            damaged[at] ^= bit
            path.write_bytes(damaged)
            with pytest.raises(CorruptSegment):
                Container(storage, "x.abc", "things").verify()


def test_parts_are_checked_where_they_are_read_and_nowhere_else(tmp_path):
    storage = FileStorage(str(tmp_path))
    writer = ContainerWriter(storage, "x.abc", "things")
    writer.add("numbers", np.arange(10_000), "<u4")
    writer.close({})
    path = tmp_path / "x.abc"
    damaged = bytearray(path.read_bytes())
    # Element 5,000: bytes 20,008 to 20,011, in the block of the bytes 16,384 to 20,479.
    damaged[20_008] ^= 1
    path.write_bytes(damaged)
    first, stop = (16_384 - 8) // 4, (20_480 - 8) // 4

    def checks():
        return Container(storage, "x.abc", "things").part_checks("numbers")

    checks().part(0, first)
    checks().part(stop, 10_000)
    checks().part(7, 7)
    checks().parts(np.array([0, stop, 5000]), np.array([first, 10_000, 5000]))
    checks().elements(np.array([[0, first - 1], [stop, 9999]]))
    for part in ((0, 10_000), (first, first + 1), (first - 1, first + 1), (stop - 1, stop)):
        with pytest.raises(CorruptSegment, match=r"x\.abc"):
            checks().part(*part)
        with pytest.raises(CorruptSegment, match=r"x\.abc"):
            checks().parts(np.array([1, part[0]]), np.array([2, part[1]]))
    with pytest.raises(CorruptSegment):
        checks().elements(np.array([3, 5000]))
    container = Container(storage, "x.abc", "things")
    assert container.array("numbers", checked=False)[4999] == 4999
    with pytest.raises(CorruptSegment):
        container.array("numbers")


def test_a_missing_file_and_another_kind_are_named(storage):
    with pytest.raises(CorruptSegment, match=r"nowhere\.abc"):
        Container(storage, "nowhere.abc", "things")
    write(storage)
    with pytest.raises(CorruptSegment, match="other than postings"):
        Container(storage, "x.abc", "postings")
    assert issubclass(CorruptSegment, SearcherError)
    assert CorruptSegment.code == "index-file-corrupt"


def forged(directory: object) -> bytes:
    """A container whose checksums are right and whose directory is whatever is given."""
    body = b"SRCHSEG1" + bytes(16)
    sums = struct.pack("<I", zlib.crc32(body))
    if isinstance(directory, dict):
        directory = {"blocks": len(body), **directory}
    text = directory if isinstance(directory, bytes) else json.dumps(directory).encode()
    start = len(body + sums)
    fields = struct.pack("<QQII", start, len(text), zlib.crc32(text), zlib.crc32(sums))
    return body + sums + text + fields + struct.pack("<I4s", zlib.crc32(fields), b"SEG2")


def test_a_forged_container_is_otherwise_read(tmp_path):
    directory = {"kind": "things", "sections": {"a": [8, 8, "|u1"]}, "meta": {}}
    (tmp_path / "x").write_bytes(forged(directory))
    assert Container(FileStorage(str(tmp_path)), "x", "things").array("a").tolist() == [0] * 8


@pytest.mark.parametrize(
    "section",
    [
        [0, 8, "|u1"],
        [8, 17, "|u1"],
        [8, 1 << 70, "|u1"],
        [-8, 8, "|u1"],
        [8, -8, "|u1"],
        [9, 4, "<u4"],
        [8, 3, "<u4"],
        [8, 8, "O"],
        [8, 8, "<i8"],
        [8.0, 8, "|u1"],
        [True, 8, "|u1"],
        [8, 8],
        "abc",
        {"a": 1},
        None,
    ],
)
def test_sections_outside_the_file_are_refused(tmp_path, section):
    (tmp_path / "x").write_bytes(forged({"kind": "things", "sections": {"a": section}, "meta": {}}))
    container = Container(FileStorage(str(tmp_path)), "x", "things")
    with pytest.raises(CorruptSegment):
        container.array("a")


@pytest.mark.parametrize(
    "directory",
    [
        b"",
        b"\xff\xfe",
        b"[" * 100_000,
        [],
        None,
        {},
        {"kind": "things", "sections": 5, "meta": {}},
        {"kind": "things", "sections": {}, "meta": None},
        {"kind": ["things"], "sections": {}, "meta": {}},
        {"kind": "things", "sections": {}, "meta": {}, "blocks": 16},
        {"kind": "things", "sections": {}, "meta": {}, "blocks": 1 << 60},
        {"kind": "things", "sections": {}, "meta": {}, "blocks": -1},
        {"kind": "things", "sections": {}, "meta": {}, "blocks": 1 << 80},
        {"kind": "things", "sections": {}, "meta": {}, "blocks": None},
    ],
)
def test_other_directories_are_refused(tmp_path, directory):
    (tmp_path / "x").write_bytes(forged(directory))
    with pytest.raises(CorruptSegment):
        Container(FileStorage(str(tmp_path)), "x", "things")


@pytest.mark.parametrize("value", [None, -1, 1.5, "7", True, 1 << 80])
def test_numbers_of_the_directory_are_checked(storage, value):
    write(storage, {"n": value})
    with pytest.raises(CorruptSegment):
        Container(storage, "x.abc", "things").number("n")


@given(st.binary(max_size=200))
def test_any_bytes_are_a_container_or_refused(data):
    storage = RamStorage()
    with storage.create_file("x") as file:
        file.write(data)
    with pytest.raises(CorruptSegment):
        Container(storage, "x", "things")
