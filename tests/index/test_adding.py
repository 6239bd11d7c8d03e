"""Articles that a program adds: there until it removes them, whatever happens to files and the index."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from searcher.articles import Article, read_file
from searcher.errors import ArticleNotFound, IndexLocked, SearcherError
from searcher.index import IndexReader, check, disk, forget, repair, sync
from searcher.index.added import AddedArticles, as_read
from searcher.index.adding import Writer, add_articles, remove_articles
from searcher.index.catalog import Catalog
from searcher.index.errors import ArticleOfFile, IndexWriteFailed
from searcher.index.lock import locked
from tests.index.helpers import record, write_records

FULL = Article(
    id="một/hai ba#4",
    title="Nêu gương",
    body=("Cán bộ nêu gương.", "Đảng viên đi trước."),
    date=dt.date(2019, 7, 2),
    author="Thu Phong",
    section="Hỏi đáp",
    source="Báo Mẫu",
    url="https://example.org/1",
)


def article(id_: str, text: str = "nêu gương") -> Article:
    return Article(id=id_, title=f"Bài {id_}", body=(text,))


def held(index: Path) -> dict[str, Article]:
    """All articles of an index, by the ids they are found by."""
    with IndexReader.open(index) as reader:
        found = [reader.article(doc) for doc in reader.live().nonzero()[0].tolist()]
        assert all(reader.find(each.id) is not None for each in found)
    return {each.id: each for each in found}


@pytest.fixture
def index(tmp_path: Path) -> Path:
    """Of one file with one article."""
    write_records(tmp_path / "corpus" / "a.jsonl", [record("a1", "từ tệp")])
    sync(tmp_path / "index", [tmp_path / "corpus"], words=False)
    return tmp_path / "index"


def test_the_size_of_an_index_is_that_of_all_its_files(tmp_path: Path, index: Path) -> None:
    with IndexReader.open(index) as reader:
        assert reader.stats().added_bytes == 0
    add_articles(index, [FULL, article("b", "nêu gương " * 1000)])
    files = [path for path in index.rglob("*") if path.is_file()]
    added = [path for path in files if path.parent.name == "added-articles"]
    with IndexReader.open(index) as reader:
        stats = reader.stats()
    assert stats.size_bytes == sum(path.stat().st_size for path in files)
    assert stats.added_bytes == sum(path.stat().st_size for path in added) > 10_000


def test_an_added_article_is_what_it_was(tmp_path: Path) -> None:
    report = add_articles(tmp_path / "index", [FULL])
    assert (report.added, report.updated, report.articles) == (1, 0, 1)
    assert held(tmp_path / "index") == {FULL.id: FULL}
    assert check(tmp_path / "index").findings == []
    assert check(tmp_path / "index").strays == []


def test_the_same_id_replaces_it(index: Path) -> None:
    add_articles(index, [article("x", "một")])
    report = add_articles(index, [article("x", "hai")])
    assert (report.added, report.updated) == (0, 1)
    assert held(index)["x"].body == ("hai",)
    generation = report.generation
    assert add_articles(index, [article("x", "hai")]).generation == generation


def test_articles_that_say_the_same_are_all_there(index: Path) -> None:
    body = held(index)["a1"].body
    same = [Article(id=id_, title="Bài a1", body=body) for id_ in "xyz"]
    assert add_articles(index, same).added == 3
    assert set(held(index)) == {"a1", *"xyz"}
    assert remove_articles(index, ["y"]).removed == 1
    sync(index, [], rebuild=True, words=False)
    assert set(held(index)) >= {*"xz"}
    assert check(index).findings == []


def test_several_changes_are_one_generation(index: Path) -> None:
    add_articles(index, [article("x"), article("y")])
    before = IndexReader.open(index).generation
    with Writer(index) as writer:
        writer.remove("x")
        writer.add(article("z"))
        writer.add(article("y", "khác"))
        writer.add(article("w"))
        writer.remove("w")
    assert writer.report is not None
    assert writer.report.generation == before + 1
    assert set(held(index)) == {"a1", "y", "z"}


def test_an_exception_changes_nothing(index: Path) -> None:
    with pytest.raises(RuntimeError), Writer(index) as writer:
        writer.add(article("x"))
        raise RuntimeError
    assert set(held(index)) == {"a1"}
    assert not AddedArticles(index)


@pytest.mark.parametrize(
    "wrong",
    [
        Article(id="x", title="", body=()),
        Article(id="x", title=" ", body=("\n",)),
        Article(id="", title="Bài", body=()),
        Article(id=" x", title="Bài", body=()),
        Article(id="\ud800", title="Bài", body=()),
        Article(id="x", title="Bài", body=(), date=dt.date(1, 1, 1)),
    ],
)
def test_what_cannot_be_kept_is_refused(tmp_path: Path, wrong: Article) -> None:
    with pytest.raises(ValueError, match=r"article|id"):
        add_articles(tmp_path / "index", [article("y"), wrong])
    assert not (tmp_path / "index").exists()


def test_articles_of_files_are_the_files_own(index: Path) -> None:
    for change in (
        lambda: add_articles(index, [article("y"), article("a1")]),
        lambda: remove_articles(index, ["a1"]),
        lambda: remove_articles(index, ["a1"], missing_ok=True),
    ):
        with pytest.raises(ArticleOfFile, match=r"a1.*a\.jsonl"):
            change()
    assert set(held(index)) == {"a1"}
    assert not AddedArticles(index)


def test_removing_what_is_not_there(index: Path) -> None:
    add_articles(index, [article("x")])
    with pytest.raises(ArticleNotFound, match="không"):
        remove_articles(index, ["x", "không"])
    assert "x" in held(index)
    assert remove_articles(index, ["x", "không"], missing_ok=True).removed == 1
    assert set(held(index)) == {"a1"}


def test_a_file_with_the_same_id_comes_under_another_name(index: Path, tmp_path: Path) -> None:
    add_articles(index, [article("x")])
    write_records(tmp_path / "corpus" / "a.jsonl", [record("x", "từ tệp khác")])
    for rebuild in (False, True):
        sync(index, [], rebuild=rebuild, words=False)
        assert held(index)["x"].body == ("nêu gương",)
        assert set(held(index)) == {"x", "a.jsonl#x"}


def test_only_one_writer(index: Path) -> None:
    with locked(index), pytest.raises(IndexLocked):
        add_articles(index, [article("x")])
    assert not AddedArticles(index)


def test_text_is_text_whatever_it_looks_like(tmp_path: Path) -> None:
    odd = [
        article("1", "ViÖt Nam ®· vµ ®ang ®æi míi, céng hßa x· héi chñ nghÜa"),
        article("2", "\x7f" * 300),
        article("3", "một\u2028hai"),
        article("4", "\x00\x01 điều khiển"),
        article("5", "n" + "\u0302\u0301" + "u gương"),
    ]
    add_articles(tmp_path / "index", odd)
    assert held(tmp_path / "index") == {each.id: as_read(each) for each in odd}
    assert held(tmp_path / "index")["1"].body == odd[0].body
    assert {each.encoding for each in held(tmp_path / "index").values()} == {"utf-8"}


@settings(max_examples=40)
@given(
    st.builds(
        Article,
        id=st.just("x"),
        title=st.text(max_size=20),
        body=st.lists(st.text(min_size=1, max_size=20), max_size=3).map(tuple),
        author=st.none() | st.text(max_size=5),
        source=st.none() | st.text(max_size=5),
        url=st.none() | st.text(max_size=5),
        date=st.none() | st.dates(dt.date(1900, 1, 1), dt.date(2100, 1, 1)),
    )
)
def test_what_is_kept_is_what_is_read(given_article: Article) -> None:
    try:
        clean = as_read(given_article)
    except ValueError:
        return
    assert as_read(clean) == clean
    with TemporaryDirectory() as folder:
        kept = AddedArticles(Path(folder))
        (file,) = kept.change({"x": clean}, {})
        (read,) = read_file(file, root=file.parent, encoding="utf-8")
        assert isinstance(read, Article)
        assert Article(**{**_fields(read), "path": None}) == clean
        assert kept.places(Catalog(home=Path(folder)), ["x", "y"]) == {"x": file}


def _fields(each: Article) -> dict[str, object]:
    return {name: getattr(each, name) for name in Article.__slots__}


# --- accidents ----------------------------------------------------------------------------------


def test_what_a_dead_writer_wrote_is_found_by_the_next_run(index: Path) -> None:
    AddedArticles(index).change({"x": article("x")}, {})  # and it dies
    assert "x" not in held(index)
    sync(index, [], words=False)
    assert "x" in held(index)


def test_adding_again_what_a_dead_writer_wrote(index: Path) -> None:
    AddedArticles(index).change({"x": as_read(article("x"))}, {})
    assert add_articles(index, [article("x")]).added == 1
    assert "x" in held(index)


def test_many_are_kept_in_small_files_and_new_ones_touch_few(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("searcher.index.added._FILE_BYTES", 1000)
    index = tmp_path / "index"
    add_articles(index, [article(f"{number:02}", "nêu gương " * 5) for number in range(40)])
    folder = AddedArticles(index).path
    before = {file: file.stat().st_mtime_ns for file in folder.iterdir()}
    assert len(before) == 5
    assert all(file.stat().st_size <= 1000 for file in before)
    add_articles(index, [article("40"), article("00", "khác")])
    after = {file: file.stat().st_mtime_ns for file in folder.iterdir()}
    assert sum(after[file] != before.get(file) for file in after) == 2
    remove_articles(index, [f"{number:02}" for number in range(30)])
    assert len(list(folder.iterdir())) < 5
    assert set(held(index)) == {f"{number:02}" for number in range(30, 41)}


@pytest.mark.parametrize("file_bytes", [100, 1 << 18])
def test_a_full_disk_loses_nothing(
    index: Path, monkeypatch: pytest.MonkeyPatch, file_bytes: int
) -> None:
    """When it is full before all files of the articles are written, nothing has changed."""
    monkeypatch.setattr("searcher.index.added._FILE_BYTES", file_bytes)
    add_articles(index, [article("x")])
    before = {file.name: file.read_bytes() for file in AddedArticles(index).path.iterdir()}
    writes = iter(range(100))

    class Full(disk.System):
        def write(self, descriptor: int, data: memoryview) -> int:
            if next(writes) > 3:
                raise OSError(28, "No space left on device")
            return super().write(descriptor, data)

    monkeypatch.setattr(disk, "system", Full())
    with pytest.raises(IndexWriteFailed):
        add_articles(index, [article(str(number)) for number in range(20)])
    monkeypatch.undo()
    after = {file.name: file.read_bytes() for file in AddedArticles(index).path.iterdir()}
    assert (after == before) == (file_bytes == 100)
    assert set(held(index)) == {"a1", "x"}
    sync(index, [], words=False)
    assert len(held(index)) == (2 if after == before else 22)


def test_a_damaged_line_stays_for_somebody_to_mend(index: Path) -> None:
    add_articles(index, [article("x")])
    (file,) = AddedArticles(index).path.iterdir()
    file.write_bytes(b'{"id": "x", "text": "n\n' + file.read_bytes())
    add_articles(index, [article("x", "đã sửa")])
    assert file.read_bytes().startswith(b'{"id": "x", "text": "n\n')
    assert held(index)["x"].body == ("đã sửa",)


def test_forgetting_them_is_for_good(index: Path) -> None:
    add_articles(index, [article("x")])
    assert forget(index, index / "added-articles").removed == 1
    sync(index, [], words=False)
    assert set(held(index)) == {"a1"}


def test_removing_the_last_one_leaves_nothing_to_stumble_over(index: Path) -> None:
    add_articles(index, [article("x")])
    remove_articles(index, ["x"])
    for rebuild in (False, True):
        assert sync(index, [], rebuild=rebuild, words=False).problems == ()
    with IndexReader.open(index) as reader:
        assert [Path(each.path).name for each in reader.stats().sources] == ["corpus"]


def test_an_index_that_moves_takes_them_along(index: Path, tmp_path: Path) -> None:
    add_articles(index, [article("x"), article("y")])
    there = tmp_path / "elsewhere"
    shutil.move(index, there)
    assert add_articles(there, [article("x", "hai")]).updated == 1
    report = sync(there, [], words=False)
    assert (report.added, report.removed, report.problems) == (0, 0, ())
    shutil.move(there, index)
    sync(index, [], rebuild=True, words=False)
    assert set(held(index)) == {"a1", "x", "y"}
    assert held(index)["x"].body == ("hai",)


@pytest.mark.parametrize("victim", ["*.pst", "*.sto", "catalog-*", "_MAIN_*.toc", "generation-*"])
def test_repairing_brings_them_back(index: Path, victim: str) -> None:
    add_articles(index, [article("x"), article("y")])
    for file in index.glob(victim):
        data = bytearray(file.read_bytes())
        data[len(data) // 2] ^= 0x55
        file.write_bytes(data)
    report = repair(index, words=False)
    assert report.lost == ()
    assert set(held(index)) == {"a1", "x", "y"}
    assert check(index).findings == []


# --- like a dictionary --------------------------------------------------------------------------

IDS = st.sampled_from(["a", "b", "c/d", "Đ", "e e"])
WORDS = st.lists(st.sampled_from("nêu gương mẫu cán bộ làng".split()), min_size=1, max_size=4)
TEXTS = WORDS.map(" ".join)
STEPS = st.one_of(
    st.tuples(st.just("add"), st.dictionaries(IDS, TEXTS, min_size=1, max_size=3)),
    st.tuples(st.just("remove"), st.sets(IDS, min_size=1, max_size=2)),
    st.tuples(st.just("files"), st.dictionaries(IDS, TEXTS, max_size=3)),
    st.tuples(st.sampled_from(["sync", "rebuild", "move", "repair"]), st.none()),
)


@settings(max_examples=7, deadline=None)
@given(st.lists(STEPS, min_size=3, max_size=9))
def test_like_two_dictionaries(steps: list[tuple[str, object]]) -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        source, index, other = folder / "corpus", folder / "index", folder / "other"
        write_records(source / "0.jsonl", [record("tệp-0", "luôn có")])
        added: dict[str, str] = {}
        on_disk = in_index = {"tệp-0": "luôn có"}
        sync(index, [source], words=False)
        for step, value in steps:
            if step == "add":
                assert isinstance(value, dict)
                new = {id_: f"chương trình {text}" for id_, text in value.items()}
                add_articles(index, [article(id_, text) for id_, text in new.items()])
                added |= new
            elif step == "remove":
                assert isinstance(value, set)
                there = value & added.keys()
                assert remove_articles(index, value, missing_ok=True).removed == len(there)
                added = {id_: text for id_, text in added.items() if id_ not in value}
            elif step == "files":
                assert isinstance(value, dict)
                # One that says the same as another is a duplicate, which is tested elsewhere.
                texts = {f"tệp-{id_}": f"{id_} {text}" for id_, text in value.items()}
                on_disk = {"tệp-0": "luôn có", **texts}
                lines = [json.dumps(record(*each)) for each in on_disk.items()]
                (source / "0.jsonl").write_text("\n".join(lines), encoding="utf-8")
            elif step == "move":
                shutil.move(index, other)
                index, other = other, index
            else:
                if step == "repair":
                    next(index.glob("*.pst")).write_bytes(b"broken")
                    assert repair(index, words=False).lost == ()
                else:
                    sync(index, [], rebuild=step == "rebuild", words=False)
                in_index = on_disk
            found = {id_: each.body[0] for id_, each in held(index).items()}
            assert found == {**added, **in_index}
        assert check(index).findings == []


def test_the_error_names_the_file(index: Path) -> None:
    with pytest.raises(SearcherError) as caught:
        add_articles(index, [article("a1")])
    assert caught.value.code == "article-of-file"
    assert caught.value.details["id"] == "a1"
