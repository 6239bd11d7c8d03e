"""An index folder from elsewhere: nothing in it is run, nothing outside it is touched or told."""

from __future__ import annotations

import json
import os
import pickle
import shutil
import zlib
from contextlib import suppress
from pathlib import Path

import pytest
import zstandard

from benchmarks.torture import damage
from searcher import open_index
from searcher.errors import IndexCorrupt, SearcherError
from searcher.index import check, packing, repair, sync
from searcher.index.folder import LOCK
from searcher.index.lexicon import Lexicon
from searcher.index.manifest import LEXICON, Manifest, latest_generation, manifest_path, part_name
from searcher.index.word_sample import SampleState
from tests.index.helpers import record, vouch, write_records


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A corpus, and an index of two segments with a deleted article and some words."""
    home = tmp_path_factory.mktemp("built")
    texts = [f"nêu gương số {n}\nthuỷ lợi {n % 3}" for n in range(6)]
    for changed in (texts[3], "đã đổi"):
        texts[3] = changed
        records = [record(f"a{n}", text) for n, text in enumerate(texts)]
        write_records(home / "corpus" / "a.jsonl", records)
        sync(home / "index", [home / "corpus"], words=False, jobs=1)
    words = Lexicon().extended({"nêu gương": 3}, SampleState())
    (home / "index" / part_name(LEXICON, 2)).write_bytes(words)
    vouch(home / "index")
    return home


@pytest.fixture
def home(built: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(built, tmp_path / "home"))


@pytest.fixture
def index(home: Path) -> Path:
    return home / "index"


def do_everything(index: Path) -> None:
    """Open, search, check, repair, update and rebuild; errors must be ours."""
    with suppress(SearcherError), open_index(index) as searcher:
        searcher.search("neu guong")
        searcher.search('"thuỷ lợi"')
    with suppress(SearcherError):
        check(index)
    with suppress(SearcherError):
        repair(index, words=False, jobs=1)
    corpus = index.parent / "corpus"
    write_records(corpus / "b.jsonl", [record("b", "thêm một bài")])
    for rebuild in (False, True):
        with suppress(SearcherError):
            sync(index, [corpus], rebuild=rebuild, words=False, jobs=1)


# --- pickles --------------------------------------------------------------------------------------


class _Malice:
    """Unpickles by making a folder."""

    def __init__(self, mark: Path) -> None:
        self._mark = mark

    def __reduce__(self) -> object:
        return os.mkdir, (str(self._mark),)


def test_the_malice_works_where_nobody_prevents_it(tmp_path: Path) -> None:
    pickle.loads(pickle.dumps(_Malice(tmp_path / "executed")))
    assert (tmp_path / "executed").exists()


def _spoilt(original: bytes, evil: bytes) -> list[bytes]:
    """Places for a pickle in a file: instead of it, in its middle."""
    half = len(original) // 2
    found = [evil, original[:half] + evil + original[half:]]
    if b"\x80\x02" in original:  # a table of contents: in place of every pickle in it
        first = original.index(b"\x80\x02")
        last = original.rindex(b"\x80\x02")
        found += [original[:first] + evil + original[first:], original[:last] + evil]
    return found


@pytest.mark.parametrize("protocol", [0, 2, 4])
def test_no_file_of_an_index_is_executed(home: Path, tmp_path: Path, protocol: int) -> None:
    mark = tmp_path / "executed"
    evil = pickle.dumps(_Malice(mark), protocol)
    pristine = Path(shutil.copytree(home, tmp_path / "pristine"))
    for whole in damage.files_of(pristine / "index"):
        if protocol != 2 and whole.suffix != ".toc":
            continue
        path = home / "index" / whole.name
        for data in _spoilt(whole.read_bytes(), evil):
            shutil.rmtree(home)
            shutil.copytree(pristine, home)
            path.write_bytes(data)
            if not path.name.startswith("generation-"):
                vouch(home / "index")
            do_everything(home / "index")
            assert not mark.exists(), path.name


def test_files_that_whoosh_would_look_for_are_not_executed(index: Path, tmp_path: Path) -> None:
    mark = tmp_path / "executed"
    evil = pickle.dumps(_Malice(mark), 2)
    segment = next(index.glob("MAIN_*.trm")).stem
    for name in (
        "_MAIN_3.toc",
        "_MAIN_999.toc",
        f"{segment}.seg",
        f"{segment}.pkl",
        f"{segment}.fnm",
        "MAIN_evil.trm",
        "schema.pickle",
        "MAIN_WRITELOCK",
        "writer.json",
    ):
        (index / name).write_bytes(evil)
    do_everything(index)
    assert not mark.exists()


# --- names and links ------------------------------------------------------------------------------

ELSEWHERE = ["../outside", "/etc/hostname", "a/b", "..", ".", "", "a\0b", "a" * 300, "C:\\x", "~/x"]


@pytest.mark.parametrize("name", ELSEWHERE)
def test_a_manifest_cannot_name_files_elsewhere(index: Path, name: str) -> None:
    path = manifest_path(index, latest_generation(index))
    content = json.loads(path.read_bytes().partition(b"\n")[0])
    content["files"][name] = [5, 0]
    line = json.dumps(content).encode() + b"\n"
    path.write_bytes(line + f"crc32 {zlib.crc32(line):08x}\n".encode())
    with pytest.raises(ValueError, match="cannot be"):
        Manifest.from_bytes(path.read_bytes())
    with pytest.raises(IndexCorrupt, match=path.name):
        open_index(index)
    assert [finding.file for finding in check(index).findings] == [path.name]


def test_links_in_an_index_tell_nothing_of_what_they_lead_to(index: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("a secret nobody may see")
    pristine = Path(shutil.copytree(index, tmp_path / "pristine"))
    for whole in damage.files_of(pristine):
        shutil.rmtree(index)
        shutil.copytree(pristine, index)
        path = index / whole.name
        path.unlink()
        path.symlink_to(secret)
        for look in (open_index, check, lambda index: sync(index, [])):
            try:
                said = str(look(index))
            except SearcherError as error:
                said = str(error)
            assert "nobody may see" not in said
        assert secret.read_text() == "a secret nobody may see"


def test_nothing_is_written_through_a_link(index: Path, tmp_path: Path) -> None:
    """Links with the names of all files that the next run writes."""
    rehearsal = Path(shutil.copytree(index.parent, tmp_path / "rehearsal"))
    do_everything(rehearsal / "index")
    victim = tmp_path / "victim"
    victim.write_text("precious")
    names = {path.name for path in (rehearsal / "index").iterdir()} | {
        f"{part}-{number}.json.zst" for part in ("catalog", "lexicon") for number in (3, 4)
    }
    names |= {f"generation-{number}.json" for number in (3, 4)}
    names |= {f".searcher-{name}.new" for name in names}
    names |= {"writer.json", ".catalog.work"}
    for name in names - {path.name for path in index.iterdir()} - {LOCK}:
        (index / name).symlink_to(victim)
    do_everything(index)
    assert victim.read_text() == "precious"
    assert not victim.is_symlink()


# --- what unpacks to more than memory holds -------------------------------------------------------


def _frame(data: bytes, claimed: int) -> bytes:
    """A Zstandard frame that says it holds ``claimed`` bytes (RFC 8878, section 3.1.1)."""
    whole = zstandard.ZstdCompressor(write_content_size=False, write_checksum=False).compress(data)
    magic, blocks = whole[:4], whole[6:]
    # Single segment, eight bytes of size.
    return magic + b"\xe0" + claimed.to_bytes(8, "little") + blocks


@pytest.mark.parametrize(
    "frame",
    [
        _frame(b"x" * 100, 1 << 40),
        _frame(b"x" * 100, (1 << 64) - 2),
        _frame(b"x" * 100, packing.MAX_UNPACKED + 1),
        _frame(b"x" * 10_000_000, 100),
        zstandard.ZstdCompressor(write_content_size=False).compress(b"x" * 1_000_000),
        b"",
        b"\x28\xb5\x2f\xfd",
    ],
)
def test_a_bomb_is_refused_before_it_is_unpacked(frame: bytes) -> None:
    with pytest.raises(ValueError, match=r"size|damaged"):
        packing.decompress(frame)


@pytest.mark.parametrize("claimed", [1 << 40, (1 << 64) - 2, packing.MAX_UNPACKED + 1])
def test_bombs_in_an_index_are_damage(index: Path, claimed: int) -> None:
    bomb = _frame(b"[" * 1000, claimed)
    lexicon = index / part_name(LEXICON, 2)
    data = lexicon.read_bytes()
    (length,) = [int.from_bytes(data[8:12], "little")]
    lexicon.write_bytes(data[:8] + len(bomb).to_bytes(4, "little") + bomb + data[12 + length :])
    vouch(index)
    with pytest.raises(IndexCorrupt, match=lexicon.name):
        open_index(index)
    assert [finding.file for finding in check(index).findings] == [lexicon.name]


def test_deep_json_is_damage(index: Path) -> None:
    lexicon = index / part_name(LEXICON, 2)
    table = packing.compress(b"[" * 1_000_000)
    lexicon.write_bytes(lexicon.read_bytes()[:8] + len(table).to_bytes(4, "little") + table)
    vouch(index)
    with pytest.raises(IndexCorrupt, match=lexicon.name):
        open_index(index)
