"""What a repair restores: sound segments stay, the rest comes from the sources, losses are named."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from benchmarks.torture import damage
from benchmarks.torture.cases import Fingerprint, fingerprint
from searcher.errors import IndexCorrupt, IndexNotFound
from searcher.index import SyncState, check, repair, sync
from searcher.index.errors import SourcesGone
from searcher.index.folder import MARKER
from searcher.index.manifest import CATALOG, LEXICON, latest_generation, read_manifest
from tests.index.helpers import record, write_records


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Fingerprint]:
    """Two sources, three segments, and what the index holds."""
    home = tmp_path_factory.mktemp("built")
    for number, name in enumerate(["one/a.jsonl", "two/b.jsonl", "two/c.jsonl"]):
        texts = [f"nêu gương số {number} {n}" for n in range(4)]
        records = [record(f"{number}-{n}", text) for n, text in enumerate(texts)]
        write_records(home / name, records)
        sync(home / "index", [home / "one", home / "two"][: min(number, 1) + 1], words=False)
    # The same content twice: one of them is indexed, the other is known as its duplicate.
    (home / "two" / "d.jsonl").write_bytes((home / "two" / "b.jsonl").read_bytes())
    sync(home / "index", [], words=False)
    return home, fingerprint(home / "index")


@pytest.fixture
def home(built: tuple[Path, Fingerprint], tmp_path: Path) -> Path:
    """The index of a copy that knows the sources where they were built."""
    shutil.copytree(built[0] / "index", tmp_path / "home" / "index")
    return tmp_path / "home"


def _spoil(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 4
    path.write_bytes(data)


def test_a_sound_index_is_left_alone(home: Path) -> None:
    before = {path.name: path.read_bytes() for path in damage.files_of(home / "index")}
    done = repair(home / "index")
    assert done.run is None
    assert done.found.findings == []
    assert {path.name: path.read_bytes() for path in damage.files_of(home / "index")} == before


def test_how_far_a_repair_has_come_is_told(home: Path) -> None:
    told: list[SyncState] = []
    assert repair(home / "index", progress=told.append).run is None
    assert {state.phase for state in told} == {"check"}
    assert told[-1].done_bytes == told[-1].total_bytes > 0


def test_any_damaged_file_is_restored(home: Path, built: tuple[Path, Fingerprint]) -> None:
    index = home / "index"
    pristine = Path(shutil.copytree(index, home / "pristine"))
    for whole in damage.files_of(pristine):
        for how in (_spoil, Path.unlink, lambda path: path.write_bytes(b"")):
            if how is Path.unlink and whole.name in (
                MARKER,
                f"generation-{latest_generation(pristine)}.json",
            ):
                continue
            shutil.rmtree(index)
            shutil.copytree(pristine, index)
            how(index / whole.name)
            done = repair(index, words=False, jobs=1)
            assert done.run is not None
            assert done.lost == ()
            assert check(index).findings == []
            assert fingerprint(index) == built[1]
            one_segment = whole.name.startswith("MAIN_")
            assert done.rebuilt == (whole.name.startswith(("generation-", "_MAIN_", CATALOG))), (
                whole.name
            )
            assert (done.kept, done.restored) == (
                (8, 4) if one_segment else (12, 0) if not done.rebuilt else (0, 12)
            )


def test_what_is_in_no_source_any_more_is_named(tmp_path: Path) -> None:
    index = tmp_path / "index"
    write_records(tmp_path / "a" / "a.jsonl", [record("a", "một"), record("b", "hai")])
    sync(index, [tmp_path / "a"], words=False)
    write_records(tmp_path / "b" / "c.jsonl", [record("c", "ba"), record("d", "bốn")])
    sync(index, [tmp_path / "b"], words=False)
    newest = max(index.glob("MAIN_*.pst"), key=lambda path: path.stat().st_mtime_ns)
    _spoil(newest)
    shutil.rmtree(tmp_path / "b")
    done = repair(index, words=False)
    assert {(each.id, each.path) for each in done.lost} == {
        (name, str(tmp_path / "b" / "c.jsonl")) for name in "cd"
    }
    assert (done.kept, done.restored, done.rebuilt) == (2, 0, False)
    assert check(index).findings == []


def test_a_source_that_is_gone_is_not_given_up_unasked(tmp_path: Path) -> None:
    index = tmp_path / "index"
    write_records(tmp_path / "a" / "a.jsonl", [record("a", "một")])
    sync(index, [tmp_path / "a"], words=False)
    shutil.rmtree(tmp_path / "a")
    toc = next(index.glob("_MAIN_*.toc"))
    _spoil(toc)
    before = {path.name: path.read_bytes() for path in damage.files_of(index)}
    with pytest.raises(SourcesGone, match="--prune"):
        repair(index, words=False)
    assert before.items() <= {p.name: p.read_bytes() for p in damage.files_of(index)}.items()


def test_a_damaged_lexicon_costs_words_only(home: Path, built: tuple[Path, Fingerprint]) -> None:
    index = home / "index"
    _spoil(index / read_manifest(index, latest_generation(index)).part(LEXICON))
    with pytest.raises(IndexCorrupt, match="searcher repair"):
        fingerprint(index)
    done = repair(index, words=False)
    assert (done.rebuilt, done.kept, done.restored) == (False, 12, 0)
    assert fingerprint(index) == built[1]


def test_there_must_be_an_index(tmp_path: Path) -> None:
    with pytest.raises(IndexNotFound):
        repair(tmp_path / "nowhere")
    with pytest.raises(IndexNotFound):
        repair(tmp_path)
    assert list(tmp_path.iterdir()) == []
