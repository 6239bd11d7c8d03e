"""Catalogs come back as they were, and nothing else is taken for one."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from searcher.articles import Problem
from searcher.index import catalog_database
from searcher.index.catalog import Catalog
from searcher.index.catalog_database import CatalogDamaged, places, working_copy
from searcher.index.catalog_entries import FileEntry
from searcher.index.sources import Source

texts = st.text(st.characters(codec=None), max_size=20) | st.sampled_from(
    ["\ud83d\ude00", "\ud800", "ne\u0302u", "\u0000"]
)
problems = st.lists(
    st.builds(Problem, texts, texts, st.dictionaries(texts, st.integers(0, 2**40) | texts)),
    max_size=2,
).map(tuple)


def _stored(catalog: Catalog, path: Path) -> Path:
    with catalog.content() as content:
        path.write_bytes(content if isinstance(content, bytes) else content.read_bytes())
    catalog.close()
    return path


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    """A small catalog as a run leaves it."""
    catalog = Catalog()
    source = catalog.remember(Source("/p"))
    file = catalog.begin_file("/p/a.txt", source)
    catalog.end_file(FileEntry(file, source, 5, 6, b"digest"))
    catalog.add_article(file, "a.txt", "a.txt", b"content")
    return _stored(catalog, tmp_path / "filled")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(
    path=st.text(st.characters(codec="utf-8", exclude_characters="\0")).map("/p/".__add__),
    size=st.integers(0, 2**60),
    mtime_ns=st.integers(-1, 2**62),
    digest=st.binary(max_size=16),
    found=problems,
    own_id=texts,
    id_=texts,
)
def test_a_catalog_comes_back_as_it_was(
    tmp_path: Path,
    path: str,
    size: int,
    mtime_ns: int,
    digest: bytes,
    found: tuple[Problem, ...],
    own_id: str,
    id_: str,
) -> None:
    catalog = Catalog()
    source = catalog.remember(Source.of("/p/*.txt"))
    file = catalog.begin_file(path, source)
    entry = FileEntry(file, source, size, mtime_ns, digest, found)
    catalog.end_file(entry)
    number = catalog.add_article(file, own_id, id_, b"content")
    catalog.add_article(file, own_id, None, b"content")
    stored = _stored(catalog, tmp_path / "one")
    back = Catalog(stored)
    assert not back.modified
    assert back.sources() == {source: Source("/p/*.txt", ("*.txt",))}
    assert back.file(path) == entry
    article = back.holder(b"content")
    assert article is not None
    assert (article.number, article.own_id, article.id) == (number, own_id, id_)
    copy = back.duplicate(b"content")
    assert copy is not None
    assert (copy.own_id, copy.id) == (own_id, None)
    assert list(back.duplicates([source])) == [(path, own_id, id_)]
    assert places(stored) == {id_: path}
    back.close()


def test_file_names_that_are_not_text(tmp_path: Path) -> None:
    path = b"/p/\xff\xfe.txt".decode("utf-8", "surrogateescape")
    catalog = Catalog()
    catalog.begin_file(path, 1)
    found = catalog.file(path)
    assert found is not None
    assert catalog.place_of(found.number) == (path, 1)
    catalog.close()


@pytest.mark.parametrize(
    "change",
    [
        "CREATE TRIGGER t AFTER INSERT ON files BEGIN DELETE FROM sources; END",
        "CREATE VIEW v AS SELECT 1",
        "DROP TABLE sources",
        "ALTER TABLE files ADD COLUMN more",
        "PRAGMA user_version = 99",
    ],
)
def test_other_databases_are_refused(filled: Path, change: str) -> None:
    with sqlite3.connect(filled) as database:
        database.execute(change)
    database.close()
    for opening in (lambda: working_copy(filled), lambda: places(filled)):
        with pytest.raises(CatalogDamaged):
            opening()


@pytest.mark.parametrize("data", [b"", b"rubbish" * 1000, b"SQLite format 3\0" + bytes(5000)])
def test_other_files_are_refused(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "other").write_bytes(data)
    with pytest.raises(CatalogDamaged):
        working_copy(tmp_path / "other")
    with pytest.raises(FileNotFoundError):
        working_copy(tmp_path / "nowhere")


def test_every_cut_is_noticed(filled: Path) -> None:
    whole = filled.read_bytes()
    for size in range(0, len(whole), 997):
        filled.write_bytes(whole[:size])
        with pytest.raises(CatalogDamaged):
            working_copy(filled)


def test_a_large_catalog_is_lent_as_a_file(
    filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catalog_database, "_IN_MEMORY", 0)
    catalog = Catalog(filled)
    with catalog.content() as content:
        assert isinstance(content, Path)
        assert places(content) == places(filled)
    assert not content.exists()
    catalog.remember(Source("/more"))
    again = Catalog(_stored(catalog, tmp_path / "again"))
    assert [source.name for source in again.sources().values()] == ["/p", "/more"]
    again.close()
