"""Many threads at one searcher: the same answers as one thread gives, on whichever generation."""

from __future__ import annotations

import dataclasses
import gc
import json
import random
import sys
import weakref
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier, Event

import pytest

from searcher import Filters, Hit, Results, Searcher, open_index
from searcher.index import sync

_SYLLABLES = (
    "nêu gương gương mẫu đạo đức trách nhiệm cán bộ đảng viên công chức nhân dân làng nghề chợ"
    " nổi phở bò bánh mì miền tây sông nước mưa nắng lúa gạo xuất khẩu nghiên cứu khoa học thi"
    " cử giáo dục y tế giao thông UBND KT-XH năm 2018 nếu nếp guong neu duc"
).split()
_QUERIES = (
    "neu guong",
    '"nêu gương"',
    "duc",
    "cán bộ đảng viên",
    "lua gao xuat khau",
    "guowng maaux",
    "UBND",
    "gươ*",
    "nghien~ cuu",
    "(phở OR bánh) AND mì",
    "đạo đức -cán",
    '"lúa gạo"~2',
    "kinh te xa hoi",
    "giao thônk",
    "tiêu_đề:làng nghề",
)
_THREADS = 8


def _records(seed: int, size: int = 150) -> list[dict[str, object]]:
    pick = random.Random(seed)

    def words(most: int) -> str:
        return " ".join(pick.choices(_SYLLABLES, k=pick.randint(2, most)))

    return [
        {
            "id": f"bài-{number}",
            "title": words(6),
            "text": [words(40) for _ in range(pick.randint(1, 5))],
            "date": f"20{pick.randint(10, 24)}-0{pick.randint(1, 9)}-11",
            "source": f"báo {pick.randint(1, 4)}",
            "section": f"mục {pick.randint(1, 9)}",
        }
        for number in range(size)
    ]


def _write(source: Path, seed: int, size: int = 150) -> None:
    lines = [json.dumps(each) for each in _records(seed, size)]
    source.mkdir(exist_ok=True)
    for part in range(3):
        (source / f"{part}.jsonl").write_text("\n".join(lines[part::3]), encoding="utf-8")


@pytest.fixture
def index(tmp_path: Path) -> Path:
    """An index of several segments, with deleted articles."""
    source = tmp_path / "source"
    _write(source, 0, 60)
    sync(tmp_path / "index", [source], words=False)
    _write(source, 1)
    sync(tmp_path / "index", [], words=False)
    return tmp_path / "index"


@pytest.fixture(autouse=True)
def often() -> Iterator[None]:
    """Threads take turns a thousand times as often as usual."""
    interval = sys.getswitchinterval()
    sys.setswitchinterval(5e-6)
    yield
    sys.setswitchinterval(interval)


@pytest.fixture
def forgetful(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything that is remembered is soon forgotten again."""
    for name, value in {
        "searcher.index.reader.CACHE_BYTES": 20_000,
        "searcher.search.scoring.CACHE_BYTES": 20_000,
        "searcher.search.scoring.PHRASE_CACHE_BYTES": 2_000,
        "searcher.search.slots._REMEMBERED": 5,
        "searcher.index.form_memory._MOST_IDS": 10,
        "searcher.index.form_memory._MOST_FORMS": 5,
        "searcher.index.codec.dictionary._MOST_RANGES": 5,
        "searcher.index.codec.neighbours._MOST_REMEMBERED": 40,
        "searcher.index.continuations._MOST_TERMS": 10,
        "searcher.search.completion_trails._MOST_REMEMBERED": 5,
        "searcher.search.completion_words._MOST_REMEMBERED": 5,
    }.items():
        monkeypatch.setattr(name, value)


def _results(found: Results) -> Results:
    return dataclasses.replace(found, took_ms=0.0)


def _streamed(searcher: Searcher, query: str) -> list[Hit]:
    return list(searcher.stream(query, sort="-date"))


# All that can be asked, as values that can be compared.
_QUESTIONS: tuple[Callable[[Searcher, str], object], ...] = (
    lambda s, q: _results(s.search(q)),
    lambda s, q: _results(s.search(q, limit=5, offset=3, sort="title", facets=["source", "year"])),
    lambda s, q: _results(s.search(q, group_by="section", filters=Filters(sources=("báo 2",)))),
    lambda s, q: s.rank(q, limit=50),
    lambda s, q: s.explain(q, limit=3),
    lambda s, q: s.count(q, mode="any"),
    lambda s, q: s.suggest(q),
    lambda s, q: s.complete(q[:6]),
    lambda s, q: s.highlight(s.article("bài-7"), q),
    lambda s, _: s.related("bài-9", limit=5),
    lambda s, _: s.terms("bài-3"),
    _streamed,
)


def _in_threads(work: Callable[[int], None]) -> None:
    with ThreadPoolExecutor(_THREADS) as pool:
        list(pool.map(work, range(_THREADS)))


@pytest.mark.usefixtures("forgetful")
def test_threads_get_the_answers_of_one_thread(index: Path) -> None:
    asked = [(question, query) for question in _QUESTIONS for query in _QUERIES]
    with open_index(index) as alone:
        expected = [question(alone, query) for question, query in asked]
    assert len({repr(answer) for answer in expected}) > len(asked) // 2
    together = Barrier(_THREADS)
    with open_index(index) as shared:

        def ask(seed: int) -> None:
            order = random.Random(seed).sample(range(len(asked)), len(asked) // 3)
            together.wait()
            for number in order:
                question, query = asked[number]
                assert question(shared, query) == expected[number], query

        _in_threads(ask)


def test_threads_get_whole_answers_of_one_generation_while_there_are_new_ones(
    index: Path, tmp_path: Path
) -> None:
    expected: dict[int, dict[str, tuple[Results, list[Hit]]]] = {}
    done = Event()

    def note() -> int:
        with open_index(index) as newest:
            expected[newest.generation] = {
                query: (_results(newest.search(query)), _streamed(newest, query))
                for query in _QUERIES[:4]
            }
            return newest.generation

    first = note()
    with open_index(index) as shared:

        def publish() -> None:
            try:
                for seed in range(2, 5):
                    _write(tmp_path / "source", seed)
                    sync(index, [], words=False)
                    note()
                    assert not shared.is_current()
                    assert shared.refresh()
                    assert shared.is_current()
                    assert not shared.refresh()
            finally:
                done.set()

        def ask(seed: int) -> set[int]:
            pick = random.Random(seed)
            seen = set()
            while not done.is_set():
                query = pick.choice(_QUERIES[:4])
                before = shared.generation
                found, streamed = _results(shared.search(query)), shared.stream(query, sort="-date")
                after = shared.generation
                possible = range(before, after + 1)
                assert found in [expected[number][query][0] for number in possible]
                hits = list(streamed)  # whatever has been published meanwhile
                assert hits in [expected[number][query][1] for number in possible]
                seen.update(possible)
            return seen

        with ThreadPoolExecutor(_THREADS + 1) as pool:
            writer = pool.submit(publish)
            readers = [pool.submit(ask, seed) for seed in range(4)]
            writer.result()
            seen = set().union(*(reader.result() for reader in readers))
        assert shared.generation == first + 3
    assert len(seen) > 1


def test_a_generation_is_let_go_when_its_last_stream_ends(index: Path, tmp_path: Path) -> None:
    with open_index(index) as searcher:
        reader = weakref.ref(searcher.reader)
        streamed = searcher.stream("neu guong")
        first = next(streamed)
        _write(tmp_path / "source", 3, 20)
        sync(index, [], words=False)
        gc.disable()
        try:
            assert searcher.refresh()
            assert reader() is not None
            rest = list(streamed)
            del streamed
            assert reader() is None
        finally:
            gc.enable()
        assert [hit.rank for hit in (first, *rest)] == list(range(1, len(rest) + 2))
        assert len(rest) > searcher.count("neu guong", mode="any")


def test_a_closed_searcher_says_so_and_streams_go_on(index: Path) -> None:
    with open_index(index) as searcher:
        streamed = searcher.stream("neu guong")
        first = next(streamed)
    assert first.rank == 1
    assert next(streamed).rank == 2
    for ask in (
        lambda: searcher.search("neu"),
        lambda: searcher.generation,
        searcher.refresh,
        searcher.is_current,
    ):
        with pytest.raises(ValueError, match="closed"):
            ask()


def test_an_index_built_anew_in_the_same_place_is_a_new_one(index: Path, tmp_path: Path) -> None:
    import shutil

    with open_index(index) as searcher:
        old = searcher.generation
        shutil.rmtree(index)
        assert searcher.count("neu guong") > 0  # what is open stays open
        _write(tmp_path / "source", 5, 10)
        sync(index, [tmp_path / "source"], words=False)
        assert searcher.refresh()
        assert searcher.generation < old
        assert searcher.stats().articles == 10
