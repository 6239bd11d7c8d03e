"""Building in bulk: any number of processes and any memory give the same index; nothing hangs."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import pytest

from searcher.errors import IndexNotFound, IndexUnreadable
from searcher.index import IndexReader, SyncState, batches, workers
from searcher.index import sync as sync_and_learn
from searcher.index.batches import Budget
from searcher.index.errors import IndexWriteFailed
from searcher.index.schema import FILTER_FIELDS, TEXT_FIELDS
from searcher.index.whoosh_adapter import writer as writer_module
from tests.index.helpers import articles_below, assert_index_holds, write_records

WORDS = (
    "nêu gương neu guong nếu Nêu hòa hoà thuỷ thủy KT-XH 13,8 6.600 m2 UBND ở ý của Ô-xtrây-li-a "
    "漢字 😀 11/01/2019 café không thể một hai ba bốn năm"
).split()
sync = partial(sync_and_learn, words=False)
SMALL = 200_000
"""Memory for which a few hundred articles are many chunks, batches and segments."""


def _records(count: int, seed: int) -> list[dict[str, object]]:
    rng = random.Random(seed)
    return [
        {
            "id": f"bài-{seed}-{number}",
            "title": " ".join(rng.choices(WORDS, k=rng.randint(0, 6))) or "không tên",
            "text": "\n".join(
                " ".join([*rng.choices(WORDS, k=rng.randint(0, 20)), f"từ{rng.randint(0, 400)}"])
                for _ in range(rng.randint(0, 4))
            ),
            "section": rng.choice(["Thời sự", "thoi su", "Kinh tế", ""]),
            "date": f"2019-0{rng.randint(1, 9)}-11",
        }
        for number in range(count)
    ]


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bulk") / "corpus"
    for seed in range(3):
        write_records(folder / f"{seed}.jsonl", _records(120, seed))
    return folder


@pytest.fixture
def helpers(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Make helpers start at once, however little memory; the numbers of the processes that did."""
    started: list[int] = []
    original = workers._Helper.__init__

    def noted(self: workers._Helper) -> None:
        original(self)
        started.append(self.pid)

    monkeypatch.setattr(workers, "START_CHUNKS", 1)
    monkeypatch.setattr(batches, "_HELPER_BYTES", 1)
    monkeypatch.setattr(workers._Helper, "__init__", noted)
    return started


def _gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


def _dump(path: Path) -> dict[str, object]:
    """Everything an index answers, whatever its segments are."""
    with IndexReader.open(path) as reader:
        ids = [reader.id_of(doc) for doc in range(reader.size)]
        found: dict[str, object] = {"articles": [reader.article(doc) for doc in range(reader.size)]}
        for field in (*TEXT_FIELDS, *FILTER_FIELDS):
            for folded, marked in reader.values(field):
                docs, starts, positions = reader.positions(field, folded, marked)
                _, frequencies = reader.postings(field, folded, marked)
                found[f"{field} {folded} {marked}"] = (
                    [ids[doc] for doc in docs],
                    frequencies.tolist(),
                    starts.tolist(),
                    positions.tolist(),
                )
        return found


def _files(path: Path) -> dict[str, bytes]:
    """The content of all segment files by kind, without the random names of segments."""
    return {
        entry.suffixes[-1]: entry.read_bytes()
        for entry in path.iterdir()
        if entry.name.startswith("MAIN_") and entry.suffixes
    }


def test_any_number_of_processes_gives_the_same_index(
    corpus: Path, tmp_path: Path, helpers: list[int]
) -> None:
    reports = []
    for jobs in (1, 2, 3):
        reports.append(sync(tmp_path / str(jobs), [corpus], jobs=jobs))
        # The chunks of the default memory are larger than this corpus.
        sync(tmp_path / f"small {jobs}", [corpus], jobs=jobs, memory=SMALL)
    assert len(helpers) == 10
    assert all(_gone(pid) for pid in helpers)
    assert {(r.added, r.articles, r.problems) for r in reports} == {(360, 360, ())}
    expected = _dump(tmp_path / "1")
    for jobs in (1, 2, 3):
        assert _dump(tmp_path / str(jobs)) == expected
        assert _files(tmp_path / str(jobs)) == _files(tmp_path / "1")
        assert _dump(tmp_path / f"small {jobs}") == _dump(tmp_path / "small 1")
    with IndexReader.open(tmp_path / "small 2") as reader:
        assert_index_holds(reader, articles_below(corpus))


def test_little_memory_makes_more_segments_and_the_same_answers(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = []
    end_segment = writer_module.Writer.end_segment

    def counted(self: writer_module.Writer) -> None:
        written.append(1)
        end_segment(self)

    monkeypatch.setattr(writer_module.Writer, "end_segment", counted)
    for memory, least, most in ((1 << 29, 1, 1), (SMALL, 2, 8), (1, 2, 8)):
        written.clear()
        index = tmp_path / str(memory)
        sync(index, [corpus], memory=memory)
        with IndexReader.open(index) as reader:
            assert least <= reader.stats().segments <= most
            assert_index_holds(reader, articles_below(corpus))
    # With next to no memory every article was a segment of its own, and they were merged.
    assert len(written) > 360


def test_the_memory_decides_how_many_processes_analyse(
    corpus: Path, tmp_path: Path, helpers: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "_HELPER_BYTES", SMALL)
    sync(tmp_path / "index", [corpus], jobs=3, memory=SMALL)
    assert helpers == []
    sync(tmp_path / "more", [corpus], jobs=3, memory=5 * SMALL)
    assert len(helpers) == 2


def test_a_budget_grows_with_the_memory() -> None:
    small, large, huge = (Budget.of(megabytes << 20) for megabytes in (64, 512, 4096))
    assert small.chunk_bytes < large.chunk_bytes
    assert small.batch_tokens < large.batch_tokens == huge.batch_tokens
    assert small.segment_bytes < large.segment_bytes < huge.segment_bytes < 4096 << 20
    assert 1 == small.helpers < large.helpers < huge.helpers


def test_a_helper_tells_of_articles_that_fail(
    tmp_path: Path, helpers: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The number of a failed article is the same whoever analysed it."""
    from searcher.index import record

    write_records(tmp_path / "corpus" / "a.jsonl", _records(40, 5))
    named = record.named

    def spoilt(said: bytes, article_id: str, path: str | None) -> bytes:
        return b"[]" if article_id == "bài-5-7" else named(said, article_id, path)

    monkeypatch.setattr(record, "named", spoilt)
    for jobs in (1, 2):
        report = sync(tmp_path / str(jobs), [tmp_path / "corpus"], jobs=jobs, memory=SMALL)
        assert report.added == report.articles == 39
        assert [problem.details["id"] for problem in report.problems] == ["bài-5-7"]
    assert len(helpers) == 2


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs signals")
@pytest.mark.parametrize("after", [1, 150])
def test_a_killed_helper_is_one_clear_message(
    corpus: Path, tmp_path: Path, helpers: list[int], after: int
) -> None:
    index = tmp_path / "index"
    write_records(tmp_path / "old" / "a.jsonl", _records(3, 9))
    sync(index, [tmp_path / "old"], jobs=1)

    def kill(state: SyncState) -> None:
        if helpers and state.articles >= after:
            os.kill(helpers[0], signal.SIGKILL)

    with pytest.raises(IndexWriteFailed, match="helper process"):
        sync(index, [corpus], jobs=2, memory=SMALL, progress=kill)
    assert all(_gone(pid) for pid in helpers)
    with IndexReader.open(index) as reader:
        assert_index_holds(reader, articles_below(tmp_path / "old"))
    assert sync(index, [corpus], jobs=1).added == 360


def test_an_interrupted_bulk_build_leaves_no_process(
    corpus: Path, tmp_path: Path, helpers: list[int]
) -> None:
    def interrupt(state: SyncState) -> None:
        if state.articles >= 200:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        sync(tmp_path / "index", [corpus], jobs=2, memory=SMALL, progress=interrupt)
    assert len(helpers) == 2
    assert all(_gone(pid) for pid in helpers)
    with pytest.raises(IndexNotFound):
        IndexReader.open(tmp_path / "index")
    assert not list((tmp_path / "index").glob("MAIN*.*"))


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs signals")
def test_helpers_end_with_the_process_that_started_them(corpus: Path, tmp_path: Path) -> None:
    program = (
        "import sys, time\n"
        "from pathlib import Path\n"
        "from searcher.index import batches, sync, workers\n"
        "workers.START_CHUNKS = batches._HELPER_BYTES = 1\n"
        "def wait(state):\n"
        "    if state.articles >= 100:\n"
        "        analysts = [each for each in __import__('gc').get_objects()\n"
        "                    if isinstance(each, workers._Helper)]\n"
        "        print(*(each.pid for each in analysts), flush=True)\n"
        "        time.sleep(60)\n"
        "sync(Path(sys.argv[2]), [Path(sys.argv[1])], jobs=2, memory=200_000, words=False,\n"
        "     progress=wait)\n"
    )
    child = subprocess.Popen(
        [sys.executable, "-c", program, str(corpus), str(tmp_path / "index")],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    )
    assert child.stdout is not None
    pids = [int(word) for word in child.stdout.readline().split()]
    child.kill()
    child.wait()
    child.stdout.close()
    assert len(pids) == 2
    deadline = time.monotonic() + 20
    while not all(_is_over(pid) for pid in pids):
        assert time.monotonic() < deadline, "a helper lives on"
        time.sleep(0.05)


def _is_over(pid: int) -> bool:
    """Whether a process has ended, though nobody may have waited for it."""
    try:
        status = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return _gone(pid)
    return status == "Z"


def test_no_more_processes_is_no_reason_to_stop(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: object) -> None:
        raise OSError("no more processes")

    monkeypatch.setattr(workers, "START_CHUNKS", 1)
    monkeypatch.setattr(workers._Helper, "__init__", refuse)
    assert sync(tmp_path / "index", [corpus], jobs=2, memory=SMALL).added == 360
    with IndexReader.open(tmp_path / "index") as reader:
        assert_index_holds(reader, articles_below(corpus))


@pytest.mark.parametrize("huge", [False, True])
def test_blocks_packed_with_a_dictionary_come_back(tmp_path: Path, huge: bool) -> None:
    """Enough text for many stored blocks; with an article of unusual length no dictionary."""
    rng = random.Random(4)
    texts = [" ".join(rng.choices(WORDS, k=800)) for _ in range(160)]
    if huge:
        texts[1] *= 150
    records: list[dict[str, object]] = [
        {"id": f"a{number}", "title": f"Bài {number}", "text": text}
        for number, text in enumerate(texts)
    ]
    write_records(tmp_path / "corpus" / "a.jsonl", records)
    sync(tmp_path / "index", [tmp_path / "corpus"])
    (stored,) = (tmp_path / "index").glob("*.sto")
    data = stored.read_bytes()
    assert (b'"dictionary_blocks": 4' in data) != huge
    expected = articles_below(tmp_path / "corpus")
    with IndexReader.open(tmp_path / "index") as reader:
        assert [reader.article(doc) for doc in reversed(range(160))] == expected[::-1]
    # Damage of the dictionary is damage of everything packed with it. It is not in the first
    # 4096 bytes, which hold what is read when the index is opened.
    first = max(data.index(b"\x28\xb5\x2f\xfd") + 200, 4096)
    stored.write_bytes(data[:first] + bytes(30) + data[first + 30 :])
    damaged = []
    with IndexReader.open(tmp_path / "index") as reader:
        for doc in range(160):
            try:
                assert reader.article(doc) == expected[doc]
            except IndexUnreadable:  # noqa: PERF203
                damaged.append(doc)
    assert damaged
    assert (159 in damaged) != huge
