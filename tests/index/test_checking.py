"""What ``check`` finds: every damaged byte, and parts of an index that do not belong together."""

from __future__ import annotations

import shutil
import zlib
from pathlib import Path

import pytest

from benchmarks.torture import damage
from benchmarks.torture.cases import Case, cases, fingerprint
from benchmarks.torture.trials import Outcome
from searcher.errors import IndexNotFound, IndexOutdated
from searcher.index import CheckReport, check, sync
from searcher.index.codec.column_file import FOOTER, FOOTER_MAGIC
from searcher.index.folder import LOCK, MARKER
from searcher.index.manifest import latest_generation, manifest_path, read_manifest
from tests.index.helpers import record, vouch, write_records


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> list[Case]:
    return cases(tmp_path_factory.mktemp("cases"))


@pytest.fixture
def index(made: list[Case], tmp_path: Path) -> Path:
    """An index of two segments, with a deleted article."""
    return damage.damageable(made, tmp_path / "try")


def build(home: Path, *texts: str, title: str = "") -> Path:
    records = [record(f"a{n}", text, date="2020-03-01") for n, text in enumerate(texts)]
    write_records(home / "corpus" / "a.jsonl", [{**each, "author": title} for each in records])
    sync(home / "index", [home / "corpus"], words=False, jobs=1)
    return home / "index"


def _kinds(report: CheckReport) -> list[tuple[str, str]]:
    return [(finding.file, finding.kind) for finding in report.findings]


def test_a_sound_index(index: Path) -> None:
    report = check(index)
    assert report.findings == []
    assert report.strays == []
    assert report.articles == 5
    names = {path.name for path in index.iterdir()} - {LOCK}
    assert report.files == len(names)
    assert report.size_bytes == sum((index / name).stat().st_size for name in names)
    quick = check(index, quick=True)
    assert (quick.findings, quick.articles) == ([], 0)
    assert (quick.files, quick.size_bytes) == (report.files, report.size_bytes)


def _assert_found(outcome: Outcome, tried: int) -> None:
    assert outcome.failures == []
    assert outcome.tried == tried


def test_flipped_bits_and_cut_files_are_found(index: Path) -> None:
    _assert_found(damage.flip(index, damage.detected, 2000, seed=2), 2000)
    _assert_found(damage.cut(index, damage.detected, 200, seed=2), 200)
    assert check(index).findings == []


def test_damage_is_told_or_does_not_matter_when_searching(index: Path) -> None:
    _assert_found(damage.flip(index, damage.read, 200, seed=3), 200)
    _assert_found(damage.cut(index, damage.read, 50, seed=3), 50)


def test_what_looks_for_damage_can_fail(index: Path) -> None:
    """A trial that finds nothing wrong with anything would be worthless."""
    outcome = damage.flip(index, lambda *_: "not found", 3)
    assert (outcome.tried, outcome.survived) == (3, 0)
    whole = fingerprint(index)
    assert damage.detected(index, index / MARKER, whole) is not None
    assert damage.read(index, index / MARKER, {"articles": {}}) is not None


def test_missing_files_are_named(index: Path) -> None:
    for path in damage.files_of(index):
        if path.name == manifest_path(index, 2).name:
            continue
        data = path.read_bytes()
        path.unlink()
        assert (path.name, "missing") in _kinds(check(index))
        path.write_bytes(data)
    manifest_path(index, 2).unlink()
    with pytest.raises(IndexNotFound):
        check(index)


def test_a_file_that_cannot_be_read_is_named(index: Path) -> None:
    (path,) = index.glob("catalog-*")
    path.unlink()
    path.mkdir()
    ((name, kind),) = _kinds(check(index))
    assert (name, kind) == (path.name, "unreadable")


def test_strays_are_named_and_harm_nothing(index: Path) -> None:
    for name in ("catalog-1.json.zst", "MAIN_0123.pst", ".searcher-catalog-9.json.zst.new"):
        (index / name).write_bytes(b"x")
    for name in ("notes.txt", "generation-x.json", ".gitignore"):
        (index / name).write_bytes(b"x")
    (index / "folder").mkdir()
    report = check(index)
    assert report.findings == []
    assert {(stray.file, stray.kind) for stray in report.strays} == {
        ("catalog-1.json.zst", "leftover"),
        ("MAIN_0123.pst", "leftover"),
        (".searcher-catalog-9.json.zst.new", "leftover"),
        ("notes.txt", "foreign"),
        ("generation-x.json", "foreign"),
        ("folder", "foreign"),
    }


def test_the_lock_is_no_part_of_an_index(index: Path) -> None:
    (index / LOCK).write_bytes(b"anything")
    assert check(index).findings == []
    (index / LOCK).unlink()
    assert check(index).findings == []


def test_no_index_and_one_of_another_version(tmp_path: Path, index: Path) -> None:
    for place in (tmp_path / "nowhere", tmp_path):
        with pytest.raises(IndexNotFound):
            check(place)
    number = latest_generation(index)
    manifest_path(index, number).write_text(f'{{"format": 2, "generation": {number}}}')
    with pytest.raises(IndexOutdated, match="index format 2"):
        check(index)


@pytest.mark.parametrize("extension", [".pst", ".seq", ".big", ".len", ".sto", ".date.col"])
def test_files_that_do_not_belong_together_are_found(tmp_path: Path, extension: str) -> None:
    """Every checksum fits: what was written was wrong."""
    words = ["một hai ba", "hai ba bốn", "ba bốn năm", "một năm"]
    ours = build(tmp_path / "a", *words, title="Ai đó")
    if extension == ".len":
        words = [f"{text} {text}" for text in words]
    if extension == ".big":
        words = [" ".join(reversed(text.split())) for text in words]
    theirs = build(tmp_path / "b", *words[::-1], title="Ai khác")
    (old,) = ours.glob(f"*{extension}")
    (new,) = theirs.glob(f"*{extension}")
    if extension == ".date.col":
        data = bytearray(new.read_bytes())
        assert len(data) == 4 * 4 + 16
        data[3] ^= 1
        data[16:] = FOOTER.pack(16, zlib.crc32(data[:16]), FOOTER_MAGIC)
        old.write_bytes(data)
    else:
        shutil.copyfile(new, old)
    assert not check(tmp_path / "b" / "index").findings
    vouch(ours)
    assert check(ours, quick=True).findings == []
    report = check(ours)
    assert {finding.kind for finding in report.findings} == {"contradiction"}


def test_a_catalog_of_another_index_is_found(tmp_path: Path) -> None:
    ours = build(tmp_path / "a", "một", "hai")
    theirs = build(tmp_path / "b", "một", "hai", "ba")
    (old,) = ours.glob("catalog-*")
    (new,) = theirs.glob("catalog-*")
    shutil.copyfile(new, old)
    vouch(ours)
    (finding,) = check(ours).findings
    assert (finding.file, finding.kind) == (old.name, "contradiction")
    assert "a2" in finding.detail


def test_files_the_table_of_contents_does_not_list_are_found(tmp_path: Path) -> None:
    ours = build(tmp_path / "a", "một", "hai")
    (segment,) = ours.glob("MAIN_*.pst")
    shutil.copyfile(segment, ours / "MAIN_0123.pst")
    manifest = read_manifest(ours, 1)
    manifest.files["MAIN_0123.pst"] = manifest.files[segment.name]  # type: ignore[index]
    manifest_path(ours, 1).write_bytes(manifest.to_bytes())
    assert _kinds(check(ours)) == [("MAIN_0123.pst", "contradiction")]
