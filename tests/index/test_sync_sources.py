"""Sources of every kind, and articles that move, double, and come back: nothing is analysed twice."""

from __future__ import annotations

import os
import shutil
from collections import Counter
from pathlib import Path

import pytest

from searcher.errors import IndexNotFound, SourceEmpty, SourceNotFound
from searcher.index import Change, IndexReader, SyncState, document, forget, ingest, sync
from searcher.index.errors import SourceUnknown
from tests.index.helpers import articles_below, assert_index_holds, record, write_records
from tests.index.test_sync_model import assert_index_is


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    for number in range(4):
        write_text(folder / "tin" / f"{number}.txt", f"Bài số {number}: nêu gương.")
    write_records(folder / "a.jsonl", [record("a1", "không thể"), record("a2", "thuỷ lợi KT-XH")])
    return folder


@pytest.fixture
def index(tmp_path: Path) -> Path:
    return tmp_path / "index"


@pytest.fixture
def analysed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The ids of all articles analysed."""
    found: list[str] = []
    cut = document._cut

    def spy(article: object) -> object:
        found.append(article.id)  # type: ignore[attr-defined]
        return cut(article)  # type: ignore[arg-type]

    monkeypatch.setattr(document, "_cut", spy)
    return found


def write_text(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"Một tiêu đề dài hơn bảy chữ cho bài này\n\n{text}\n", encoding="utf-8")


def counts(report: object) -> dict[str, int]:
    names = ("added", "updated", "moved", "removed", "unchanged", "duplicates")
    return {name: n for name in names if (n := getattr(report, name))}


def ids(index: Path) -> list[str]:
    with IndexReader.open(index) as reader:
        return sorted(reader.id_of(doc) for doc in range(reader.size) if reader.live()[doc])


def snapshot(path: Path) -> dict[str, bytes]:
    return {entry.name: entry.read_bytes() for entry in path.iterdir() if entry.is_file()}


# --- renamed and moved --------------------------------------------------------------------------


def test_a_renamed_file_is_not_analysed_again(
    corpus: Path, index: Path, analysed: list[str]
) -> None:
    sync(index, [corpus])
    analysed.clear()
    (corpus / "tin" / "1.txt").rename(corpus / "mới.txt")
    (corpus / "a.jsonl").rename(corpus / "tin" / "b.jsonl")
    changes: list[Change] = []
    report = sync(index, [], changes=changes.append)
    assert counts(report) == {"moved": 3, "unchanged": 3}
    assert analysed == []
    # The id follows the path; an id of the article's own stays. The path always does.
    assert ids(index) == ["a1", "a2", "mới.txt", "tin/0.txt", "tin/2.txt", "tin/3.txt"]
    with IndexReader.open(index) as reader:
        assert_index_holds(reader, articles_below(corpus))
    assert {(c.action, Path(c.path).name, c.id, c.other) for c in changes} == {
        ("moved", "mới.txt", "mới.txt", "tin/1.txt"),
        ("moved", "b.jsonl", "a1", "a1"),
        ("moved", "b.jsonl", "a2", "a2"),
    }
    assert counts(sync(index, [])) == {"unchanged": 6}


def test_a_renamed_folder_is_not_analysed_again(
    corpus: Path, index: Path, analysed: list[str]
) -> None:
    sync(index, [corpus])
    analysed.clear()
    (corpus / "tin").rename(corpus / "báo")
    assert counts(sync(index, [])) == {"moved": 4, "unchanged": 2}
    assert analysed == []
    with IndexReader.open(index) as reader:
        assert_index_holds(reader, articles_below(corpus))


def test_renamed_and_changed_is_new(corpus: Path, index: Path, analysed: list[str]) -> None:
    sync(index, [corpus])
    analysed.clear()
    (corpus / "tin" / "1.txt").unlink()
    write_text(corpus / "tin" / "9.txt", "Bài số 1: nêu gương, đã sửa.")
    assert counts(sync(index, [])) == {"added": 1, "removed": 1, "unchanged": 5}
    assert analysed == ["tin/9.txt"]


def test_articles_that_change_places(corpus: Path, index: Path, analysed: list[str]) -> None:
    sync(index, [corpus])
    analysed.clear()
    one, two = corpus / "tin" / "1.txt", corpus / "tin" / "2.txt"
    one.rename(corpus / "x")
    two.rename(one)
    (corpus / "x").rename(two)
    write_records(
        corpus / "a.jsonl", [record("a2", "không thể", title="Bài a1"),
                             record("a1", "thuỷ lợi KT-XH", title="Bài a2")],
    )  # fmt: skip
    assert counts(sync(index, [])) == {"moved": 4, "unchanged": 2}
    assert analysed == []
    with IndexReader.open(index) as reader:
        assert_index_holds(reader, articles_below(corpus))
        doc = reader.find("a1")
        assert doc is not None
        assert reader.article(doc).text == "thuỷ lợi KT-XH"


def test_an_article_moves_from_file_to_file(corpus: Path, index: Path, analysed: list[str]) -> None:
    sync(index, [corpus])
    analysed.clear()
    write_records(corpus / "a.jsonl", [record("a1", "không thể")])
    # Both before and behind the file it was in.
    write_records(corpus / "0.jsonl", [record("a2", "thuỷ lợi KT-XH")])
    assert counts(sync(index, [])) == {"moved": 1, "unchanged": 5}
    write_records(corpus / "z.jsonl", [record("a2", "thuỷ lợi KT-XH")])
    (corpus / "0.jsonl").unlink()
    assert counts(sync(index, [])) == {"moved": 1, "unchanged": 5}
    assert analysed == []
    with IndexReader.open(index) as reader:
        assert_index_holds(reader, articles_below(corpus))


def test_old_text_under_another_name_beside_new_text_under_the_old_one(
    corpus: Path, index: Path, analysed: list[str]
) -> None:
    sync(index, [corpus])
    analysed.clear()
    (corpus / "tin" / "1.txt").rename(corpus / "tin" / "1.cũ.txt")
    write_text(corpus / "tin" / "1.txt", "Hoàn toàn khác.")
    assert counts(sync(index, [])) == {"added": 1, "moved": 1, "unchanged": 5}
    assert analysed == ["tin/1.txt"]
    with IndexReader.open(index) as reader:
        assert_index_holds(reader, articles_below(corpus))


# --- records ------------------------------------------------------------------------------------


@pytest.mark.parametrize("with_ids", [True, False])
def test_a_changed_or_appended_record_costs_that_record(
    tmp_path: Path, index: Path, analysed: list[str], with_ids: bool
) -> None:
    def write(texts: list[str]) -> None:
        records = [{"title": f"Bài {text}", "text": text} for text in texts]
        if with_ids:
            records = [{"id": each["text"][-3:], **each} for each in records]
        write_records(path, records)  # type: ignore[arg-type]

    path = tmp_path / "big.jsonl"
    texts = [f"nêu gương số {number:03}" for number in range(300)]
    write(texts)
    sync(index, [path])
    analysed.clear()
    write([*texts, "thêm một bài 300"])
    assert counts(sync(index, [])) == {"added": 1, "unchanged": 300}
    assert len(analysed) == 1
    texts[7] = "đã đổi 007"
    write(texts)
    # The file ends where it ended before: the record appended last is gone.
    assert counts(sync(index, [])) == {"updated": 1, "removed": 1, "unchanged": 299}
    assert len(analysed) == 2
    # Inserted in front: records without ids are called by their lines, which all change.
    texts.insert(0, "bài mới 999")
    write(texts)
    report = sync(index, [])
    assert counts(report) == (
        {"added": 1, "unchanged": 300} if with_ids else {"added": 1, "moved": 300}
    )
    assert len(analysed) == 3
    with IndexReader.open(index) as reader:
        assert_index_holds(reader, articles_below(path))


# --- duplicates ---------------------------------------------------------------------------------


def test_duplicates_are_indexed_once_and_listed(
    corpus: Path, index: Path, analysed: list[str]
) -> None:
    shutil.copy(corpus / "tin" / "1.txt", corpus / "tin" / "1 (copy).txt")
    shutil.copy(corpus / "tin" / "1.txt", corpus / "z.txt")
    report = sync(index, [corpus])
    assert counts(report) == {"added": 6, "duplicates": 2}
    assert [(c.id, c.other) for c in report.examples] == [
        ("tin/1.txt", "tin/1 (copy).txt"),
        ("z.txt", "tin/1 (copy).txt"),
    ]
    assert len(analysed) == 6
    assert report.problems == ()
    again = sync(index, [])
    assert counts(again) == {"unchanged": 6, "duplicates": 2}
    assert again.examples == report.examples
    # When the one that is indexed goes, another takes its place, without being analysed.
    analysed.clear()
    (corpus / "tin" / "1 (copy).txt").unlink()
    assert counts(sync(index, [])) == {"moved": 1, "unchanged": 5, "duplicates": 1}
    assert "tin/1.txt" in ids(index)
    write_text(corpus / "tin" / "1.txt", "Bây giờ đã khác.")
    assert counts(sync(index, [])) == {"added": 1, "moved": 1, "unchanged": 5}
    assert analysed == ["tin/1.txt"]
    with IndexReader.open(index) as reader:
        assert_index_holds(reader, articles_below(corpus))
    # A copy that goes is not missed.
    shutil.copy(corpus / "z.txt", corpus / "zz.txt")
    assert counts(sync(index, [])) == {"unchanged": 7, "duplicates": 1}
    (corpus / "zz.txt").unlink()
    assert counts(sync(index, [])) == {"unchanged": 7}


def test_what_differs_in_anything_but_name_and_place_is_no_duplicate(
    tmp_path: Path, index: Path
) -> None:
    same = {"title": "t", "text": "nêu gương", "author": "A", "date": "2019-01-11"}
    write_records(
        tmp_path / "a.jsonl",
        [{"id": 1, **same}, {"id": 2, **same}, {"id": 3, **same, "date": "2019-01-12"},
         {"id": 4, **same, "author": "B"}, {"id": 5, **same, "url": "https://example.vn"}],
    )  # fmt: skip
    assert counts(sync(index, [tmp_path / "a.jsonl"])) == {"added": 4, "duplicates": 1}
    assert ids(index) == ["1", "3", "4", "5"]


def test_thousands_of_duplicates_take_no_longer_than_others(tmp_path: Path, index: Path) -> None:
    """Looking one up must not go through all of them."""
    write_records(tmp_path / "a.jsonl", [{"id": n, "title": "Trống"} for n in range(4000)])
    report = sync(index, [tmp_path / "a.jsonl"])
    assert counts(report) == {"added": 1, "duplicates": 3999}
    assert len(report.examples) == 100
    write_records(tmp_path / "a.jsonl", [{"id": n, "title": "Trống"} for n in range(1, 4000)])
    assert counts(sync(index, [])) == {"moved": 1, "duplicates": 3998}


# --- sources ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("*.jsonl", ["a1", "a2"]),
        ("tin/[12].txt", ["1.txt", "2.txt"]),
        ("**/*.txt", ["tin/0.txt", "tin/1.txt", "tin/2.txt", "tin/3.txt"]),
        ("t?n", ["tin/0.txt", "tin/1.txt", "tin/2.txt", "tin/3.txt"]),
        ("*/0.*", ["tin/0.txt"]),
    ],
)
def test_patterns(corpus: Path, index: Path, pattern: str, expected: list[str]) -> None:
    (corpus / "tin" / "ảnh.png").write_bytes(b"\x89PNG")
    assert sync(index, [f"{corpus}/{pattern}"]).added == len(expected)
    assert ids(index) == expected
    # It is remembered as a pattern: what comes later belongs to it, too.
    write_text(corpus / "tin" / "2.txt", "Đã đổi.")
    write_text(corpus / "tin" / "8.txt", "Mới tới.")
    write_records(corpus / "b.jsonl", [record("b", "mới")])
    report = sync(index, [])
    assert report.added == (pattern in ("*.jsonl", "**/*.txt", "t?n"))
    with IndexReader.open(index) as reader:
        assert [source.path for source in reader.stats().sources] == [f"{corpus}/{pattern}"]


def test_a_pattern_that_fits_nothing(corpus: Path, index: Path) -> None:
    with pytest.raises(SourceEmpty):
        sync(index, [f"{corpus}/*.md"])
    with pytest.raises(SourceNotFound):
        sync(index, [f"{corpus}/nowhere/*.md"])


def test_a_file_with_signs_of_a_pattern_in_its_name(corpus: Path, index: Path) -> None:
    write_text(corpus / "tin" / "[1].txt", "Ngoặc vuông.")
    assert sync(index, [corpus / "tin" / "[1].txt"]).added == 1
    assert ids(index) == ["[1].txt"]
    (corpus / "tin" / "[1].txt").unlink()
    assert [problem.code for problem in sync(index, []).problems] == ["source-missing"]
    assert ids(index) == ["[1].txt"]


def test_a_pattern_looks_only_where_something_may_fit(
    corpus: Path, index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[str] = []
    scandir = os.scandir
    monkeypatch.setattr(os, "scandir", lambda path: looked.append(str(path)) or scandir(path))
    sync(index, [f"{corpus}/*.jsonl"])
    assert str(corpus) in looked
    assert str(corpus / "tin") not in looked


def test_an_index_within_its_source_is_no_source(corpus: Path) -> None:
    index = corpus / "index"
    report = sync(index, [corpus])
    assert (report.added, report.problems) == (6, ())
    assert counts(sync(index, [])) == {"unchanged": 6}


def test_forgetting_a_source(tmp_path: Path, corpus: Path, index: Path) -> None:
    more = tmp_path / "more"
    write_records(more / "m.jsonl", [record("m", "thêm"), record("a1", "trùng tên")])
    sync(index, [corpus, more, f"{more}/*.json"], prune=True)
    changes: list[Change] = []
    report = forget(index, more, changes=changes.append)
    assert counts(report) == {"removed": 2}
    assert Counter(change.action for change in changes) == {"removed": 2}
    assert {Path(change.path) for change in changes} == {more / "m.jsonl"}
    assert (more / "m.jsonl").exists()
    with IndexReader.open(index) as reader:
        names = [source.path for source in reader.stats().sources]
        assert names == [str(corpus), f"{more}/*.json"]
        assert_index_holds(reader, articles_below(corpus))
    with pytest.raises(SourceUnknown, match="corpus"):
        forget(index, more)
    with pytest.raises(IndexNotFound):
        forget(tmp_path / "nowhere", more)
    # Also one that is not there any more.
    shutil.rmtree(corpus)
    assert counts(forget(index, corpus)) == {"removed": 6}
    forget(index, f"{more}/*.json")
    with pytest.raises(IndexNotFound):
        sync(index, [])
    assert ids(index) == []


def test_what_another_source_has_too_stays_when_one_is_forgotten(
    corpus: Path, index: Path, analysed: list[str]
) -> None:
    sync(index, [corpus])
    assert counts(sync(index, [corpus / "tin"])) == {}
    analysed.clear()
    assert counts(forget(index, corpus)) == {"moved": 4, "removed": 2}
    assert analysed == []
    assert ids(index) == ["0.txt", "1.txt", "2.txt", "3.txt"]
    with IndexReader.open(index) as reader:
        assert_index_holds(reader, articles_below(corpus / "tin"))


# --- only some files ----------------------------------------------------------------------------


def test_only_what_is_named_is_looked_at(corpus: Path, index: Path) -> None:
    sync(index, [corpus])
    write_text(corpus / "tin" / "1.txt", "Đã đổi.")
    write_text(corpus / "tin" / "2.txt", "Cũng đã đổi.")
    write_text(corpus / "sâu" / "hơn" / "5.txt", "Mới.")
    (corpus / "tin" / "3.txt").unlink()
    (corpus / "tin" / "0.txt").unlink()
    only = [str(corpus / "tin" / name) for name in ("1.txt", "3.txt")]
    assert counts(sync(index, [], only=only)) == {"updated": 1, "removed": 1}
    assert counts(sync(index, [], only=[str(corpus / "sâu")])) == {"added": 1}
    assert counts(sync(index, [], only=[str(corpus.parent / "elsewhere")])) == {}
    shutil.rmtree(corpus / "sâu")
    assert counts(sync(index, [], only=[str(corpus / "sâu")])) == {"removed": 1}
    assert counts(sync(index, [])) == {"updated": 1, "removed": 1, "unchanged": 3}


# --- dry runs -----------------------------------------------------------------------------------


def test_a_dry_run_says_what_a_run_then_does(
    corpus: Path, index: Path, analysed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    report = sync(index, [corpus], dry_run=True)
    assert report.dry
    assert (counts(report), report.articles) == ({"added": 6}, 6)
    assert not index.exists()
    assert counts(sync(index, [corpus])) == {"added": 6}
    analysed.clear()
    (corpus / "tin" / "1.txt").rename(corpus / "mới.txt")
    shutil.copy(corpus / "tin" / "2.txt", corpus / "tin" / "0 copy.txt")
    (corpus / "tin" / "2.txt").unlink()
    shutil.copy(corpus / "tin" / "3.txt", corpus / "3 copy.txt")
    (corpus / "tin" / "0.txt").unlink()
    write_records(corpus / "a.jsonl", [record("a1", "đổi"), record("a3", "thêm")])
    (corpus / "xấu.json").write_text("{", encoding="utf-8")
    before = snapshot(index)
    rehearsed: list[Change] = []
    rehearsal = sync(index, [], dry_run=True, changes=rehearsed.append)
    assert snapshot(index) == before
    assert analysed == []
    changes: list[Change] = []
    report = sync(index, [], changes=changes.append)
    assert counts(rehearsal) == counts(report)
    assert rehearsal.articles == report.articles
    assert rehearsal.problems == report.problems
    assert rehearsed == changes
    before = snapshot(index)
    assert counts(forget(index, corpus, dry_run=True)) == {"removed": report.articles}
    assert snapshot(index) == before


# --- long runs ----------------------------------------------------------------------------------


def test_a_long_run_publishes_in_steps_and_goes_on_from_there(
    tmp_path: Path, index: Path, analysed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ingest, "PUBLISH_EVERY", 0.0)
    corpus = tmp_path / "corpus"
    write_records(corpus / "a.jsonl", [record(f"a{n:03}", f"bài số {n}") for n in range(30)])
    write_text(corpus / "b.txt", "Bài cuối.")

    def interrupt(state: SyncState) -> None:
        if state.articles >= 12:
            # So many are found already.
            assert state.published >= 11
            with IndexReader.open(index) as reader:
                assert reader.article_count == state.published
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        sync(index, [corpus], progress=interrupt, jobs=1, words=False)
    with IndexReader.open(index) as reader:
        kept = reader.article_count
        assert_index_holds(reader, articles_below(corpus / "a.jsonl")[:kept])
    analysed.clear()
    monkeypatch.setattr(ingest, "PUBLISH_EVERY", 30.0)
    report = sync(index, [], words=False)
    assert counts(report) == {"added": 31 - kept, "unchanged": kept}
    assert len(analysed) == 31 - kept
    with IndexReader.open(index) as reader:
        assert_index_holds(reader, articles_below(corpus))


def test_a_rebuild_is_published_as_a_whole(
    corpus: Path, index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sync(index, [corpus])
    monkeypatch.setattr(ingest, "PUBLISH_EVERY", 0.0)
    report = sync(index, [], rebuild=True)
    assert (report.added, report.generation) == (6, 2)


@pytest.mark.parametrize("seed", range(3))
def test_steps_change_nothing_about_the_outcome(
    tmp_path: Path, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The random corpus of the model test, published after every article."""
    import random

    from tests.index import test_sync_model as model

    monkeypatch.setattr(ingest, "PUBLISH_EVERY", 0.0)
    rng = random.Random(2000 + seed)
    corpus = model._Corpus(tmp_path / "corpus", rng)
    corpus.write("a/0.jsonl", [model._record(rng)])
    for step in range(5):
        for _ in range(rng.randint(1, 4)):
            corpus.change()
        if not corpus.records:
            corpus.write("a/0.jsonl", [model._record(rng)])
        report = sync(tmp_path / "index", [corpus.folder] if step == 0 else [], words=False)
        expected = articles_below(corpus.folder)
        with IndexReader.open(tmp_path / "index") as reader:
            assert_index_is(reader, expected)
            assert report.articles == reader.article_count


# --- many files ---------------------------------------------------------------------------------


def test_memory_does_not_grow_with_the_number_of_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Files that are only made up, so that there can be many of them."""
    import tracemalloc
    from types import SimpleNamespace

    from searcher.articles import Article
    from searcher.index import sources

    class Made(type(Path())):  # type: ignore[misc]
        def stat(self, **_: object) -> SimpleNamespace:
            return SimpleNamespace(st_size=100, st_mtime_ns=10**18)

    def read_file(path: Path, *, root: Path, encoding: str | None) -> object:
        yield Article(path.name, f"Bài {path.name}", (path.name,), path=str(path))

    def peak(count: int) -> int:
        monkeypatch.setattr(
            sources.Source,
            "walk",
            lambda self, **_: (Made(f"{tmp_path}/{number}.txt") for number in range(count)),
        )
        tracemalloc.start()
        try:
            assert sync(tmp_path / "index", [tmp_path], dry_run=True).added == count
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    monkeypatch.setattr(ingest, "_digest", lambda path: path.name.encode())
    monkeypatch.setattr(ingest, "read_file", read_file)
    # Kept in memory, what is known of so many files would take more than two megabytes, every time;
    # tables of Python itself take as much now and then, when they grow.
    assert min(peak(3000) for _ in range(4)) < 1_000_000
