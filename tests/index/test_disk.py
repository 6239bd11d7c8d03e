"""Files on disk: what is complete when it is closed, and what remains when it is not."""

from __future__ import annotations

import errno
import os
import zlib
from contextlib import nullcontext
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.torture.faults import Counting, Failing, Full, calls_of, installed
from searcher.index import disk
from searcher.index.disk import FileSum, OutputFolder, Spool, make_folder, temporary_file


def _names(path: Path) -> list[str]:
    return sorted(entry.name for entry in path.iterdir())


@given(st.lists(st.binary(max_size=200), max_size=20))
def test_a_sum_is_that_of_the_content(tmp_path_factory: pytest.TempPathFactory, pieces) -> None:
    folder = OutputFolder(tmp_path_factory.mktemp("sums"))
    with folder.create("x") as file:
        for piece in pieces:
            file.write(piece)
    data = b"".join(pieces)
    assert (folder.path / "x").read_bytes() == data
    assert folder.sums == {"x": FileSum(len(data), zlib.crc32(data))} == {"x": FileSum.of(data)}


def test_arrays_larger_than_the_buffer(tmp_path: Path) -> None:
    values = np.arange(300_000, dtype="<u4")
    folder = OutputFolder(tmp_path)
    with folder.create("x") as file:
        file.write(b"head")
        file.write(values.data)
    data = b"head" + values.tobytes()
    assert (tmp_path / "x").read_bytes() == data
    assert folder.sums["x"] == FileSum.of(data)


def test_a_file_is_synced_when_it_is_closed(tmp_path: Path) -> None:
    order: list[str] = []

    class Noting(Counting):
        def called(self, kind: str) -> None:
            order.append(kind)

    folder = OutputFolder(tmp_path)
    with installed(Noting()):
        folder.write("x", b"data")
        assert order == ["open", "write", "fsync"]
        order.clear()
        folder.replace("y", b"data")
    assert order == ["open", "write", "fsync", "fsync_folder", "replace", "fsync_folder"]


def test_what_was_abandoned_is_gone_and_what_was_replaced_stays(tmp_path: Path) -> None:
    (tmp_path / "theirs").write_bytes(b"x")
    folder = OutputFolder(tmp_path)
    folder.write("part", b"1")
    folder.replace("whole", b"2")
    folder.write("more", b"3")
    half = folder.create("half")
    half.write(b"4")
    folder.abandon()
    assert half.closed
    assert _names(tmp_path) == ["part", "theirs", "whole"]
    assert sorted(folder.sums) == ["part", "whole"]


@pytest.mark.parametrize("at", range(1, 7))
def test_replacing_leaves_the_old_or_the_new_content(tmp_path: Path, at: int) -> None:
    folder = OutputFolder(tmp_path)
    folder.replace("x", b"old")
    with installed(Failing(at, errno.EIO)), pytest.raises(OSError, match=os.strerror(errno.EIO)):
        folder.replace("x", b"new")
    assert (tmp_path / "x").read_bytes() == (b"new" if at == 6 else b"old")
    folder.abandon()
    assert _names(tmp_path) == ["x"]


@pytest.mark.parametrize("size", [0, 1, disk._SPOOL_BYTES, disk._SPOOL_BYTES + 1, 9_000_000])
def test_a_spool_gives_back_what_it_took(tmp_path: Path, size: int) -> None:
    data = np.random.default_rng(1).bytes(size)
    spool = Spool(str(tmp_path))
    for start in range(0, size, 100_000):
        spool.write(data[start : start + 100_000])
    assert _names(tmp_path) == []
    spool.rewind()
    assert b"".join(iter(lambda: spool.read(70_000), b"")) == data
    spool.close()


def test_a_spool_on_a_full_disk_says_so(tmp_path: Path) -> None:
    spool = Spool(str(tmp_path))
    spool.write(bytes(disk._SPOOL_BYTES))
    with installed(Full(1)), pytest.raises(OSError, match=os.strerror(errno.ENOSPC)):
        for _ in range(10):
            spool.write(bytes(100_000))
    spool.close()
    assert _names(tmp_path) == []


def test_a_temporary_file_is_mapped_and_has_no_name(tmp_path: Path) -> None:
    file = temporary_file(str(tmp_path))
    calls = calls_of(lambda: (file.write(bytes(8) + bytes([7] * 8)), file.flush()))
    assert calls.kinds["write"] == 1
    assert np.memmap(file, np.uint64, "r", 8, (1,))[0] == int.from_bytes(bytes([7] * 8), "little")
    assert _names(tmp_path) == []
    file.close()


def test_folders_are_made_and_stay(tmp_path: Path) -> None:
    calls = calls_of(lambda: make_folder(tmp_path / "a" / "b" / "c"))
    assert (tmp_path / "a" / "b" / "c").is_dir()
    assert calls.kinds == {"mkdir": 3, "fsync_folder": 3}
    assert calls_of(lambda: make_folder(tmp_path / "a")).count == 0


@pytest.mark.skipif(os.name == "nt", reason="folders are not synced there")
@pytest.mark.parametrize(("code", "told"), [(errno.EINVAL, False), (errno.EIO, True)])
def test_file_systems_that_cannot_sync_a_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, told: bool
) -> None:
    def refuse(_: int) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(OSError, match=os.strerror(code)) if told else nullcontext():
        OutputFolder(tmp_path).sync()


@pytest.mark.skipif(not hasattr(os, "O_NOFOLLOW"), reason="needs links")
def test_a_link_leads_nowhere(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.write_bytes(b"precious")
    folder = tmp_path / "index"
    folder.mkdir()
    (folder / "x").symlink_to(outside)
    with pytest.raises(OSError, match=r"."):
        OutputFolder(folder).write("x", b"data")
    assert outside.read_bytes() == b"precious"
