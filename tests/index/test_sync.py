"""What an indexing run does in every situation a user can bring about."""

from __future__ import annotations

import errno
import os
import signal
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest

from searcher.articles import Article
from searcher.errors import (
    IndexNotFound,
    IndexOutdated,
    IndexUnreadable,
    SourceEmpty,
    SourceNotFound,
)
from searcher.index import IndexReader, SyncState, document, folder, ingest, sync
from searcher.index.errors import IndexFolderForeign, IndexNotWritable, IndexWriteFailed
from searcher.index.manifest import manifest_path
from searcher.index.schema import FORMAT
from searcher.index.whoosh_adapter.writer import Writer
from tests.index.helpers import articles_below, assert_index_holds, record, write_records


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    source = tmp_path / "corpus"
    write_records(source / "a.jsonl", [record("a1", "nêu gương"), record("a2", "neu guong")])
    write_records(source / "b.jsonl", [record("b1", "không thể\nthuỷ lợi")])
    return source


@pytest.fixture
def index(tmp_path: Path) -> Path:
    return tmp_path / "index"


def _snapshot(path: Path) -> dict[str, bytes]:
    return {entry.name: entry.read_bytes() for entry in path.iterdir() if entry.is_file()}


def _ids(index: Path) -> list[str]:
    with IndexReader.open(index) as reader:
        return sorted(reader.id_of(doc) for doc in range(reader.size) if reader.live()[doc])


def _counts(report: object) -> tuple[int, ...]:
    return tuple(getattr(report, name) for name in ("added", "updated", "removed", "unchanged"))


def _look_old(source: Path) -> None:
    for path in source.rglob("*"):
        if path.is_file():
            os.utime(path, (1_000_000_000, 1_000_000_000))


# --- what changed, and only that ----------------------------------------------------------------


def test_the_second_run_does_nothing_at_all(corpus: Path, index: Path) -> None:
    _look_old(corpus)
    assert _counts(sync(index, [corpus])) == (3, 0, 0, 0)
    before = _snapshot(index)
    report = sync(index, [])
    assert _counts(report) == (0, 0, 0, 3)
    assert report.generation == 1
    assert _snapshot(index) == before


def test_files_that_look_the_same_are_not_even_read(
    corpus: Path, index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _look_old(corpus)
    sync(index, [corpus])
    monkeypatch.setattr(ingest, "_digest", lambda _: pytest.fail("a file was read"))
    assert _counts(sync(index, [])) == (0, 0, 0, 3)


def test_a_change_too_quick_for_the_clock_is_seen(corpus: Path, index: Path) -> None:
    sync(index, [corpus])
    path = corpus / "b.jsonl"
    status = path.stat()
    path.write_text(path.read_text(encoding="utf-8").replace("th", "ch"), encoding="utf-8")
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert path.stat().st_size == status.st_size
    assert _counts(sync(index, [])) == (0, 1, 0, 2)


def test_touching_changes_nothing(corpus: Path, index: Path) -> None:
    sync(index, [corpus])
    _look_old(corpus)
    report = sync(index, [])
    assert _counts(report) == (0, 0, 0, 3)
    assert report.generation == 1


def test_one_changed_record_costs_one_article(
    corpus: Path, index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sync(index, [corpus])
    analysed: list[str] = []
    cut = document._cut

    def spy(article: Article) -> object:
        analysed.append(article.id)
        return cut(article)

    monkeypatch.setattr(document, "_cut", spy)
    write_records(
        corpus / "a.jsonl", [record("a1", "nêu gương"), record("a2", "mới"), record("a3", "thêm")]
    )
    assert _counts(sync(index, [])) == (1, 1, 0, 2)
    assert analysed == ["a2", "a3"]


def test_a_deleted_file_and_a_shortened_one(corpus: Path, index: Path) -> None:
    sync(index, [corpus])
    (corpus / "b.jsonl").unlink()
    write_records(corpus / "a.jsonl", [record("a2", "neu guong")])
    assert _counts(sync(index, [])) == (0, 0, 2, 1)
    assert _ids(index) == ["a2"]


def test_the_last_article_can_go(corpus: Path, index: Path) -> None:
    sync(index, [corpus])
    for path in corpus.iterdir():
        path.write_text("\n", encoding="utf-8")
    assert sync(index, []).removed == 3
    with IndexReader.open(index) as reader:
        assert_index_holds(reader, [])


# --- names --------------------------------------------------------------------------------------


def test_articles_of_one_name_are_all_kept(corpus: Path, index: Path) -> None:
    write_records(corpus / "c" / "d.jsonl", [record("a1", "khác"), record("b1", "nữa")])
    sync(index, [corpus])
    assert _ids(index) == ["a1", "a2", "b1", "c/d.jsonl#a1", "c/d.jsonl#b1"]
    with IndexReader.open(index) as reader:
        assert_index_holds(reader, articles_below(corpus))


def test_a_name_once_given_stays(corpus: Path, index: Path) -> None:
    write_records(corpus / "c.jsonl", [record("a1", "khác")])
    sync(index, [corpus])
    (corpus / "a.jsonl").unlink()
    write_records(corpus / "c.jsonl", [record("a1", "khác hẳn")])
    assert _counts(sync(index, [])) == (0, 1, 2, 1)
    assert _ids(index) == ["b1", "c.jsonl#a1"]


def test_a_name_that_became_free_is_used_again(corpus: Path, index: Path) -> None:
    sync(index, [corpus])
    (corpus / "a.jsonl").unlink()
    write_records(corpus / "z.jsonl", [record("a2", "khác"), record("a1", "nữa")])
    assert _counts(sync(index, [])) == (2, 0, 2, 1)
    assert _ids(index) == ["a1", "a2", "b1"]


def test_names_that_are_not_text(corpus: Path, index: Path) -> None:
    raw = os.fsencode(corpus) + b"/\xff\xfe.jsonl"
    try:
        Path(os.fsdecode(raw)).write_text('{"text": "nêu gương"}\n', encoding="utf-8")
    except OSError:
        pytest.skip("this file system has no such names")
    assert sync(index, [corpus]).added == 4
    assert not sync(index, []).changed
    Path(os.fsdecode(raw)).unlink()
    assert _counts(sync(index, [])) == (0, 0, 1, 3)


def test_names_from_several_sources_do_not_clash(tmp_path: Path, index: Path) -> None:
    for folder_name in ("one", "two", "three"):
        write_records(tmp_path / folder_name / "x.jsonl", [record("a", folder_name)])
    sync(index, [tmp_path / "one", tmp_path / "two", tmp_path / "three"])
    assert _ids(index) == ["a", "x.jsonl#a", "x.jsonl#a~2"]


# --- sources ------------------------------------------------------------------------------------


def test_sources_are_remembered(tmp_path: Path, corpus: Path, index: Path) -> None:
    more = tmp_path / "more.jsonl"
    write_records(more, [record("m", "thêm")])
    sync(index, [corpus])
    report = sync(index, [more])
    assert (report.added, report.unchanged, report.articles) == (1, 0, 4)
    write_records(more, [record("m", "đổi")])
    (corpus / "b.jsonl").unlink()
    assert _counts(sync(index, [])) == (0, 1, 1, 2)
    with IndexReader.open(index) as reader:
        stats = reader.stats()
    assert [(s.path, s.files, s.articles) for s in stats.sources] == [
        (str(corpus), 1, 2),
        (str(more), 1, 1),
    ]


def test_a_file_in_two_sources_is_indexed_once(corpus: Path, index: Path) -> None:
    sync(index, [corpus / "a.jsonl"])
    report = sync(index, [corpus])
    assert (report.added, report.articles) == (1, 3)
    assert not sync(index, [corpus]).changed
    assert not sync(index, [corpus / "a.jsonl"]).changed
    assert not sync(index, []).changed


def test_a_missing_source_is_refused_before_anything_is_made(tmp_path: Path, index: Path) -> None:
    with pytest.raises(SourceNotFound):
        sync(index, [tmp_path / "nowhere"])
    assert not index.exists()


def test_an_empty_source_is_refused(tmp_path: Path, index: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "empty" / "picture.png").write_bytes(b"\x89PNG")
    with pytest.raises(SourceEmpty, match=r"\.txt"):
        sync(index, [tmp_path / "empty"])
    with pytest.raises(IndexNotFound):
        IndexReader.open(index)


def test_without_a_source_there_must_be_an_index(index: Path) -> None:
    with pytest.raises(IndexNotFound, match="searcher index"):
        sync(index, [])
    assert not index.exists()


@pytest.mark.parametrize("gone", ["missing", "empty"])
def test_a_vanished_source_keeps_its_articles(corpus: Path, index: Path, gone: str) -> None:
    sync(index, [corpus])
    for path in corpus.iterdir():
        path.unlink()
    if gone == "missing":
        corpus.rmdir()
    report = sync(index, [])
    assert _counts(report) == (0, 0, 0, 3)
    assert [(p.code, p.details) for p in report.problems] == [(f"source-{gone}", {"articles": 3})]
    assert _ids(index) == ["a1", "a2", "b1"]
    with pytest.raises((SourceNotFound, SourceEmpty)):
        sync(index, [corpus])
    with pytest.raises((SourceNotFound, SourceEmpty)):
        sync(index, [], rebuild=True)
    assert _ids(index) == ["a1", "a2", "b1"]
    report = sync(index, [], prune=True)
    assert _counts(report) == (0, 0, 3, 0)
    assert _ids(index) == []
    assert not report.problems


def test_a_folder_that_cannot_be_read_keeps_its_articles(
    corpus: Path, index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_records(corpus / "sub" / "c.jsonl", [record("c1", "một")])
    sync(index, [corpus])
    scandir = os.scandir

    def refuse(path: os.PathLike[str] | str) -> object:
        if Path(path).name == "sub":
            raise PermissionError(errno.EACCES, "Permission denied")
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    report = sync(index, [])
    assert [problem.code for problem in report.problems] == ["unreadable"]
    assert not report.changed
    assert "c1" in _ids(index)


# --- bad input ----------------------------------------------------------------------------------


def test_problems_are_reported_every_time(corpus: Path, index: Path) -> None:
    (corpus / "bad.jsonl").write_text('{"id": "x"\n' + '{"id": "y", "text": "tốt"}\n')
    _look_old(corpus)
    first = sync(index, [corpus])
    second = sync(index, [])
    assert (first.added, second.unchanged) == (4, 4)
    assert len(first.problems) == 1
    assert second.problems == first.problems
    assert second.generation == 1


def test_one_article_that_cannot_be_analysed_leaves_no_trace(
    corpus: Path, index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sync(index, [corpus])
    write_records(corpus / "a.jsonl", [record("a1", "nêu gương"), record("a2", "đổi")])
    write_records(corpus / "c.jsonl", [record("c1", "xấu"), record("c2", "tốt")])
    cut = document._cut

    def fragile(article: Article) -> object:
        if article.id in ("a2", "c1"):
            raise RuntimeError("boom")
        return cut(article)

    with monkeypatch.context() as patch:
        patch.setattr(document, "_cut", fragile)
        report = sync(index, [corpus])
    failed = [("analysis-failed", "a2"), ("analysis-failed", "c1")]
    assert [(p.code, p.details["id"]) for p in report.problems] == failed
    assert _counts(report) == (1, 0, 1, 2)
    expected = [each for each in articles_below(corpus) if each.id not in ("a2", "c1")]
    assert report.articles == len(expected)
    with IndexReader.open(index) as reader:
        assert_index_holds(reader, expected)
    # It is told every time, until the file changes.
    assert [p.details["id"] for p in sync(index, []).problems] == ["a2", "c1"]
    write_records(corpus / "c.jsonl", [record("c1", "xấu"), record("c2", "tốt"), record("c3", "")])
    assert _counts(sync(index, [])) == (2, 0, 0, 3)


def test_a_reader_that_fails_half_way_loses_nothing(
    corpus: Path, index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sync(index, [corpus])
    write_records(corpus / "a.jsonl", [record("a1", "đổi"), record("a2", "neu guong")])
    read_file = ingest.read_file

    def failing(path: Path, *, root: Path, encoding: str | None) -> object:
        for number, item in enumerate(read_file(path, root=root, encoding=encoding)):
            if number:
                raise RuntimeError("boom")
            yield item

    monkeypatch.setattr(ingest, "read_file", failing)
    report = sync(index, [])
    assert [p.code for p in report.problems if "a.jsonl" in p.path] == ["reader-failed"]
    assert _ids(index) == ["a1", "a2", "b1"]
    monkeypatch.setattr(ingest, "read_file", read_file)
    assert sync(index, []).problems == ()
    with IndexReader.open(index) as reader:
        assert_index_holds(reader, articles_below(corpus))


# --- the folder ---------------------------------------------------------------------------------


def test_a_foreign_folder_is_not_touched(tmp_path: Path, corpus: Path) -> None:
    folder_ = tmp_path / "site"
    folder_.mkdir()
    (folder_ / "index.html").write_text("mine")
    before = _snapshot(folder_)
    with pytest.raises(IndexFolderForeign, match="--index"):
        sync(folder_, [corpus])
    assert _snapshot(folder_) == before
    with pytest.raises(IndexNotFound):
        IndexReader.open(folder_)


def test_a_file_in_place_of_the_folder(tmp_path: Path, corpus: Path) -> None:
    (tmp_path / "file").write_text("mine")
    with pytest.raises(IndexFolderForeign):
        sync(tmp_path / "file", [corpus])
    with pytest.raises(IndexNotWritable):
        sync(tmp_path / "file" / "index", [corpus])
    assert (tmp_path / "file").read_text() == "mine"


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere"
)
def test_a_folder_without_permission(corpus: Path, index: Path) -> None:
    sync(index, [corpus])
    (corpus / "b.jsonl").unlink()
    index.chmod(0o500)
    try:
        with pytest.raises(IndexNotWritable):
            sync(index, [])
    finally:
        index.chmod(0o700)


def test_a_gitignore_does_not_disturb(corpus: Path, index: Path) -> None:
    index.mkdir()
    (index / ".gitignore").write_text("*\n")
    assert sync(index, [corpus]).articles == 3
    assert (index / ".gitignore").read_text() == "*\n"


def test_many_small_updates_are_merged(corpus: Path, index: Path) -> None:
    for number in range(24):
        write_records(corpus / f"n{number}.jsonl", [record(f"n{number}", f"bài số {number}")])
        if number % 5 == 4:
            (corpus / f"n{number - 2}.jsonl").unlink()
        sync(index, [corpus])
    with IndexReader.open(index) as reader:
        assert 1 < reader.stats().segments <= 9
        assert_index_holds(reader, articles_below(corpus))


def test_nothing_needless_stays_in_the_folder(corpus: Path, index: Path) -> None:
    sync(index, [corpus])
    for number in range(12):
        write_records(corpus / "n.jsonl", [record("n", f"lần {number}")])
        sync(index, [])
    names = [path.name for path in index.iterdir()]
    assert sum(name.endswith(".toc") for name in names) == 1
    assert sum(name.startswith(("catalog-", "generation-", "lexicon-")) for name in names) == 3
    assert not any(name.endswith((".tmp", ".new")) for name in names)
    with IndexReader.open(index) as reader:
        stats = reader.stats()
        assert_index_holds(reader, articles_below(corpus))
    assert stats.segments <= 9
    assert stats.generation == 13
    assert stats.size_bytes == sum(path.stat().st_size for path in index.iterdir())


def test_what_is_not_ours_stays_in_the_folder(corpus: Path, index: Path) -> None:
    sync(index, [corpus])
    theirs = ["notes-2024.json", "ghi-chu.txt", "report-1.json.zst", "MAIN.txt", ".searcherrc"]
    for name in theirs:
        (index / name).write_text("x")
    (index / "catalog-999.json.zst").write_text("left over")
    write_records(corpus / "n.jsonl", [record("n", "thêm")])
    sync(index, [])
    assert {path.name for path in index.iterdir()} > set(theirs)
    assert not (index / "catalog-999.json.zst").exists()


# --- stopping half-way --------------------------------------------------------------------------


def _stop_at(phase: str, how: Callable[[], object]) -> Callable[[SyncState], None]:
    def progress(state: SyncState) -> None:
        if state.phase == phase and state.articles >= (phase != "scan"):
            how()

    return progress


def _interrupt() -> None:
    raise KeyboardInterrupt


@pytest.mark.parametrize("phase", ["scan", "read", "write"])
def test_an_interrupted_update_changes_nothing(corpus: Path, index: Path, phase: str) -> None:
    sync(index, [corpus])
    expected = articles_below(corpus)
    before = _snapshot(index)
    write_records(corpus / "c.jsonl", [record("c", "thêm")])
    with pytest.raises(KeyboardInterrupt):
        sync(index, [], progress=_stop_at(phase, _interrupt))
    assert _snapshot(index) == before
    assert not (index / "MAIN.tmp").exists()
    with IndexReader.open(index) as reader:
        assert_index_holds(reader, expected)
    assert sync(index, []).added == 1


@pytest.mark.parametrize("phase", ["scan", "read", "write"])
def test_an_interrupted_first_build_is_no_index(corpus: Path, index: Path, phase: str) -> None:
    with pytest.raises(KeyboardInterrupt):
        sync(index, [corpus], progress=_stop_at(phase, _interrupt))
    with pytest.raises(IndexNotFound):
        IndexReader.open(index)
    assert sync(index, [corpus]).added == 3


def _run_and_die(arrange: Callable[[], object], run: Callable[[], object]) -> None:
    child = os.fork()
    if child == 0:
        try:
            arrange()
            run()
        finally:
            os._exit(3)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status), "the child was not killed where it should have been"


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs to fork a process to kill")


@needs_fork
@pytest.mark.parametrize("phase", ["scan", "read", "write"])
def test_a_killed_first_build_is_no_index(corpus: Path, index: Path, phase: str) -> None:
    _run_and_die(lambda: None, lambda: sync(index, [corpus], progress=_stop_at(phase, _die)))
    with pytest.raises(IndexNotFound):
        IndexReader.open(index)
    assert sync(index, [corpus]).added == 3
    assert not (index / "MAIN.tmp").exists()


@pytest.mark.parametrize("where", ["add", "finish"])
def test_a_full_disk_is_one_clear_message(
    corpus: Path, index: Path, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    sync(index, [corpus])
    expected = articles_below(corpus)
    write_records(corpus / "c.jsonl", [record("c", "thêm")])

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr(Writer, where, full)
        with pytest.raises(IndexWriteFailed, match=os.strerror(errno.ENOSPC)):
            sync(index, [])
    with IndexReader.open(index) as reader:
        assert_index_holds(reader, expected)
    assert sync(index, []).added == 1


# --- several processes --------------------------------------------------------------------------


def test_a_reader_keeps_its_generation(corpus: Path, index: Path) -> None:
    sync(index, [corpus])
    expected = articles_below(corpus)
    with IndexReader.open(index) as reader:
        for number in range(10):
            write_records(corpus / "a.jsonl", [record("a1", f"lần {number}")])
            sync(index, [])
        assert_index_holds(reader, expected)


# --- versions -----------------------------------------------------------------------------------


@pytest.mark.parametrize("what", ["text rules", "manifest format", "marker"])
def test_an_index_of_another_version(
    corpus: Path, index: Path, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    from searcher.index import publish

    sync(index, [corpus])
    if what == "text rules":
        for module in (folder, publish):
            monkeypatch.setattr(module, "TEXT_RULES_VERSION", 999)
    elif what == "manifest format":
        path = manifest_path(index, 1)
        line = path.read_text().splitlines()[0]  # it had no more before checksums
        path.write_text(line.replace(f'"format":{FORMAT}', '"format":1'))
    else:
        path = index / folder.MARKER
        path.write_text(path.read_text().replace(str(FORMAT), "1"))
    with pytest.raises(IndexOutdated, match="--rebuild"):
        IndexReader.open(index)
    with pytest.raises(IndexOutdated):
        sync(index, [])
    report = sync(index, [], rebuild=True)
    assert report.added == 3
    with IndexReader.open(index) as reader:
        assert reader.generation == 2
        assert_index_holds(reader, articles_below(corpus))


def test_rebuilding_a_damaged_index(corpus: Path, index: Path) -> None:
    sync(index, [corpus])
    for path in list(index.iterdir()):
        path.write_bytes(b"rubbish")
    with pytest.raises(IndexUnreadable, match="searcher repair"):
        sync(index, [corpus])
    with pytest.raises(IndexNotFound):
        sync(index, [], rebuild=True)
    assert sync(index, [corpus], rebuild=True).added == 3
    with IndexReader.open(index) as reader:
        assert_index_holds(reader, articles_below(corpus))


# --- progress -----------------------------------------------------------------------------------


def test_progress_counts_up_to_the_total(corpus: Path, index: Path) -> None:
    states: list[SyncState] = []
    report = sync(index, [corpus], progress=states.append)
    phases = [state.phase for state in states]
    assert phases == sorted(phases, key=["scan", "read", "write"].index)
    assert set(phases) == {"scan", "read", "write"}
    reading = [state for state in states if state.phase != "scan"]
    assert {state.total_files for state in reading} == {2}
    assert {state.total_bytes for state in reading} == {
        sum(path.stat().st_size for path in corpus.iterdir())
    }
    for one, next_ in pairwise(reading):
        assert one.done_bytes <= next_.done_bytes <= next_.total_bytes
        assert one.articles <= next_.articles
    last = states[-1]
    assert (last.files, last.done_bytes, last.articles) == (2, last.total_bytes, 3)
    assert report.elapsed > 0
