"""The manifest: every change of it is noticed, and what it says of files is held against them."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.index.codec.errors import CorruptSegment
from searcher.index.disk import FileSum
from searcher.index.manifest import (
    CATALOG,
    Files,
    Manifest,
    ManifestSource,
    latest_generation,
    part_name,
    read_manifest,
)
from searcher.index.schema import FORMAT

MANIFEST = Manifest(
    format=FORMAT,
    text_rules=1,
    generation=7,
    created=1.5,
    updated=2.5,
    sources=(ManifestSource("/bài viết", 3, 40), ManifestSource("/\udcff", 0, 0)),
    files={"MAIN_a1.trm": FileSum(10, 1), "catalog-7.sqlite": FileSum(0, 2**32 - 1)},
)


def test_what_goes_in_comes_out() -> None:
    assert Manifest.from_bytes(MANIFEST.to_bytes()) == MANIFEST


def test_every_flipped_bit_is_noticed() -> None:
    data = MANIFEST.to_bytes()
    for place in range(8 * len(data)):
        changed = bytearray(data)
        changed[place // 8] ^= 1 << place % 8
        with pytest.raises(ValueError, match=r"."):
            Manifest.from_bytes(bytes(changed))


def test_every_cut_and_every_addition_is_noticed() -> None:
    data = MANIFEST.to_bytes()
    for changed in [*(data[:stop] for stop in range(len(data))), data + b"\n", data + data]:
        with pytest.raises(ValueError, match=r"."):
            Manifest.from_bytes(changed)


@given(st.binary(max_size=100))
def test_anything_else_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        Manifest.from_bytes(data)


@pytest.mark.parametrize(
    "name", ["../x", "/etc/passwd", "a/b", "", ".hidden", "a\x00", "ư", "a" * 200, "..", "a\\b"]
)
def test_no_file_lies_elsewhere(name: str) -> None:
    manifest = dataclasses.replace(MANIFEST, files={name: FileSum(1, 1)})
    with pytest.raises(ValueError, match="cannot be"):
        Manifest.from_bytes(manifest.to_bytes())


@pytest.mark.parametrize("found", [FileSum(-1, 1), FileSum(True, 1), FileSum(1.5, 1)])  # type: ignore[arg-type]
def test_sums_are_numbers(found: FileSum) -> None:
    manifest = dataclasses.replace(MANIFEST, files={"x": found})
    with pytest.raises(ValueError, match="cannot be"):
        Manifest.from_bytes(manifest.to_bytes())


def test_those_of_other_formats_say_no_more_than_which() -> None:
    line = b'{"format":2,"text_rules":1,"generation":7,"created":1.0,"updated":1.0,"sources":[]}'
    assert Manifest.from_bytes(line).format == 2
    newer = dataclasses.replace(MANIFEST, format=FORMAT + 1)
    assert Manifest.from_bytes(newer.to_bytes()).format == FORMAT + 1
    assert Manifest.from_bytes(newer.to_bytes()).files == {}


def test_the_latest_is_the_largest_number(tmp_path: Path) -> None:
    assert latest_generation(tmp_path) == 0
    for name in (
        "generation-9.json",
        "generation-10.json",
        "generation-x.json",
        "generation-11.js",
    ):
        (tmp_path / name).write_bytes(MANIFEST.to_bytes())
    assert latest_generation(tmp_path) == 10
    with pytest.raises(CorruptSegment, match="another generation"):
        read_manifest(tmp_path, 10)


def test_parts() -> None:
    assert MANIFEST.part(CATALOG) == part_name(CATALOG, 7) == "catalog-7.sqlite"
    assert part_name(CATALOG, 7, 2) == "catalog-7-2.sqlite"
    with pytest.raises(ValueError, match="without a lexicon"):
        MANIFEST.part("lexicon")


def test_files_are_what_the_manifest_says(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"data")
    (tmp_path / "unlisted").write_bytes(b"data")
    files = Files(tmp_path, {"x": FileSum.of(b"data"), "gone": FileSum(1, 1)})
    assert files.read("x", 4) == b"data"
    with pytest.raises(CorruptSegment, match="unacceptable size"):
        files.read("x", 3)
    with pytest.raises(CorruptSegment, match="does not list it"):
        files.open_file("unlisted")
    with pytest.raises(FileNotFoundError):
        files.open_file("gone")
    (tmp_path / "x").write_bytes(b"date")
    with pytest.raises(CorruptSegment, match="checksum"):
        files.read("x", 4)
    (tmp_path / "x").write_bytes(b"data!")
    with pytest.raises(CorruptSegment, match="length"):
        files.open_file("x")
