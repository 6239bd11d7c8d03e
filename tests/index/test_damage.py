"""Damaged and malicious index folders: a clear error or the right answer, never anything else."""

from __future__ import annotations

import os
import pickle
import random
import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest

from searcher.errors import IndexNotFound, IndexOutdated, IndexUnreadable
from searcher.index import IndexReader, sync
from searcher.index.errors import IndexFolderForeign
from searcher.index.lexicon import Lexicon
from searcher.index.manifest import LEXICON, latest_generation, part_name
from searcher.index.schema import TEXT_FIELDS
from searcher.index.whoosh_adapter.store import Store
from searcher.index.word_sample import SampleState
from tests.index.helpers import articles_below, assert_index_holds, record, vouch, write_records

CLEAR = (IndexNotFound, IndexOutdated, IndexUnreadable)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A corpus and an index of two segments with a deleted article."""
    home = tmp_path_factory.mktemp("built")
    texts = [f"nêu gương số {n}\nthuỷ lợi {n % 3}" for n in range(30)]
    write_records(home / "corpus" / "a.jsonl", [record(f"a{n}", t) for n, t in enumerate(texts)])
    sync(home / "index", [home / "corpus"])
    texts[3] = "đã đổi"
    write_records(home / "corpus" / "a.jsonl", [record(f"a{n}", t) for n, t in enumerate(texts)])
    sync(home / "index", [])
    words = Lexicon().extended({f"nêu gương {n}": n + 1 for n in range(300)}, SampleState())
    (home / "index" / part_name(LEXICON, 2)).write_bytes(words)
    vouch(home / "index")
    return home


@pytest.fixture
def index(built: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(built / "index", tmp_path / "index"))


def _read_everything(index: Path) -> None:
    with IndexReader.open(index) as reader:
        reader.stats()
        list(reader.lexicon)
        for field in TEXT_FIELDS:
            reader.average_length(field)
            docs = np.flatnonzero(reader.live())
            terms = reader.values(field)
            for folded, marked in terms:
                reader.positions(field, folded, marked)
            reader.occurrences(field, docs, terms)
        for doc in range(reader.size):
            reader.article(doc)
            reader.id_of(doc)
        for number in range(30):
            reader.find(f"a{number}")


def _damaged(data: bytes, rng: random.Random) -> Iterator[bytes]:
    for _ in range(6):
        changed = bytearray(data)
        if changed:
            changed[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
        yield bytes(changed)
    for _ in range(3):
        yield data[: rng.randrange(len(data) + 1)]
    yield bytes(rng.randrange(256) for _ in range(len(data)))


def test_damaged_files_give_clear_errors(built: Path, index: Path) -> None:
    rng = random.Random(7)
    refused = 0
    for path in sorted(index.iterdir()):
        original = path.read_bytes()
        for data in _damaged(original, rng):
            path.write_bytes(data)
            try:
                _read_everything(index)
            except CLEAR as error:
                refused += 1
                assert "\n" not in str(error)
                assert "searcher " in str(error)
        path.write_bytes(original)
    assert refused > 50
    with IndexReader.open(index) as reader:
        assert_index_holds(reader, articles_below(built / "corpus"))


def test_updating_a_damaged_index_gives_clear_errors(built: Path, tmp_path: Path) -> None:
    rng = random.Random(11)
    names = sorted(path.name for path in (built / "index").iterdir())
    corpus = Path(shutil.copytree(built / "corpus", tmp_path / "corpus"))
    write_records(corpus / "b.jsonl", [record("b", "thêm")])
    write_records(corpus / "a.jsonl", [record("a1", "đổi")])
    for number, name in enumerate(names):
        index = Path(shutil.copytree(built / "index", tmp_path / f"index-{number}"))
        data = (index / name).read_bytes()
        (index / name).write_bytes(rng.choice(list(_damaged(data, rng))))
        try:
            sync(index, [corpus])
            _read_everything(index)
        except (*CLEAR, IndexFolderForeign):
            continue


@pytest.mark.parametrize(
    "suffix", [".toc", ".trm", ".pst", ".seq", ".len", ".sto", ".json", ".sqlite", "date.col"]
)
def test_missing_files_give_clear_errors(index: Path, built: Path, suffix: str) -> None:
    for path in list(index.iterdir()):
        if path.name.endswith(suffix):
            path.unlink()
    try:
        _read_everything(index)
        sync(index, [])
    except CLEAR:
        return
    pytest.fail("nobody noticed")


# --- nothing that is in an index is executed ----------------------------------------------------


class _Malice:
    """Unpickles by creating a file."""

    def __init__(self, mark: Path) -> None:
        self._mark = mark

    def __reduce__(self) -> object:
        return os.mkdir, (str(self._mark),)


@pytest.fixture
def mark(tmp_path: Path) -> Path:
    return tmp_path / "executed"


def test_the_malice_works_where_nobody_prevents_it(mark: Path) -> None:
    pickle.loads(pickle.dumps(_Malice(mark)))
    assert mark.exists()


def _write_toc(index: Path, number: int, schema: object, segments: object) -> None:
    stream = Store(index).storage.create_file(f"_MAIN_{number}.toc")
    for size in (4, 8, 4):
        stream.write_varint(size)
    stream.write_int(-12345)
    stream.write_int(-111)
    for part in (3, 0, 0):
        stream.write_varint(part)
    stream.write_string(pickle.dumps(schema, 2))
    stream.write_int(number)
    stream.write_int(0)
    stream.write_pickle(segments)
    stream.close()
    vouch(index)


@pytest.mark.parametrize("where", ["schema", "segments", "both"])
def test_a_table_of_contents_is_not_executed(index: Path, mark: Path, where: str) -> None:
    number = latest_generation(index)
    contents = Store(index).read(number)
    evil = _Malice(mark)
    schema = evil if where != "segments" else contents.schema
    segments = evil if where != "schema" else contents.segments
    _write_toc(index, number, schema, segments)
    if where == "schema":  # is not even looked at
        _read_everything(index)
    else:
        with pytest.raises(IndexUnreadable):
            IndexReader.open(index)
        with pytest.raises(IndexUnreadable):
            sync(index, [index.parent])
    assert not mark.exists()


def test_no_other_file_is_executed(index: Path, mark: Path) -> None:
    evil = pickle.dumps(_Malice(mark))
    for path in index.iterdir():
        if path.suffix != ".toc":
            original = path.read_bytes()
            for data in (evil, original[: len(original) // 2] + evil, evil.ljust(len(original))):
                path.write_bytes(data)
                with suppress(*CLEAR):
                    _read_everything(index)
            path.write_bytes(original)
    assert not mark.exists()


def test_a_pickled_class_of_ours_is_only_plain_values(index: Path, mark: Path) -> None:
    """A segment in the table of contents may hold nothing but names and numbers."""
    number = latest_generation(index)
    segments = Store(index).read(number).segments
    segments[0]._deleted = [_Malice(mark)]
    _write_toc(index, number, Store(index).read(number).schema, segments)
    with pytest.raises(IndexUnreadable):
        IndexReader.open(index)
    assert not mark.exists()


@pytest.mark.parametrize("segid", ["../../outside", "/tmp/outside", "", "A", "a" * 65])
def test_segments_cannot_name_files_elsewhere(index: Path, segid: str) -> None:
    number = latest_generation(index)
    contents = Store(index).read(number)
    contents.segments[0].segid = segid
    _write_toc(index, number, contents.schema, contents.segments)
    with pytest.raises(IndexUnreadable, match="contradicts itself"):
        IndexReader.open(index)
