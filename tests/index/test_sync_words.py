"""The words of an index from run to run: learnt, kept, carried over, and never in the way."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path

import pytest

from searcher.errors import IndexUnreadable
from searcher.index import IndexReader, run, sync
from searcher.index.lexicon import Word
from searcher.index.manifest import LEXICON, part_name
from searcher.index.word_learner import FIRST_START, LATER_START, Learner
from searcher.index.word_sample import SampleState
from tests.index.helpers import articles_below, assert_index_holds, record, vouch, write_records

SENTENCE = "Cán bộ phải gương mẫu trước nhân dân. "
ENOUGH = FIRST_START // len(SENTENCE) + 1
ONE_FOR_EACH_LINE = (
    "import json, sys; print(json.dumps({'gương mẫu': len(list(sys.stdin.buffer))}))"
)


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    write_records(tmp_path / "corpus" / "a.jsonl", [record("a", SENTENCE * ENOUGH)])
    return tmp_path / "corpus"


@pytest.fixture
def index(tmp_path: Path) -> Path:
    return tmp_path / "index"


@pytest.fixture
def learn_with(monkeypatch):
    """Let another program do the learning."""

    def use(code):
        command = [sys.executable, "-c", code]
        monkeypatch.setattr(run, "Learner", partial(Learner, command=command))

    return use


def words_of(index: Path) -> list[Word]:
    with IndexReader.open(index) as reader:
        assert reader.stats().compounds == len(reader.lexicon)
        return list(reader.lexicon)


def state_of(index: Path) -> SampleState:
    with IndexReader.open(index) as reader:
        return reader.lexicon.state


def test_words_are_learnt_and_can_be_looked_up(corpus: Path, index: Path) -> None:
    assert sync(index, [corpus]).unlearnt is None
    with IndexReader.open(index) as reader:
        assert reader.lexicon.frequency(["gương", "mẫu"]) == ENOUGH
        assert reader.lexicon.frequency(["phải", "gương"]) == 0
        assert reader.stats().compounds == len(reader.lexicon) > 0
    assert "pyvi" not in sys.modules


def test_words_stay_from_run_to_run(corpus: Path, index: Path, learn_with) -> None:
    learn_with(ONE_FOR_EACH_LINE)
    sync(index, [corpus])
    (word,) = words_of(index)
    assert word == Word("guong mau", "gương mẫu", word.frequency)
    assert word.frequency >= ENOUGH
    write_records(corpus / "b.jsonl", [record("b", SENTENCE)])
    assert sync(index, []).added == 1
    assert words_of(index) == [word]
    assert any(SENTENCE.strip() in text for text in state_of(index).pending)
    write_records(corpus / "c.jsonl", [record("c", SENTENCE * (LATER_START // len(SENTENCE)))])
    sync(index, [])
    assert words_of(index)[0].frequency > word.frequency
    assert state_of(index).pending == ()
    assert [path.name for path in index.glob("lexicon-*")] == ["lexicon-3.json.zst"]


def test_a_run_without_words_keeps_those_there_are(corpus: Path, index: Path, learn_with) -> None:
    learn_with(ONE_FOR_EACH_LINE)
    sync(index, [corpus])
    known, state = words_of(index), state_of(index)
    learn_with("import sys; sys.exit('nobody shall ask')")
    write_records(corpus / "b.jsonl", [record("b", SENTENCE * ENOUGH * 20)])
    report = sync(index, [], words=False)
    assert (report.added, report.unlearnt) == (1, None)
    assert words_of(index) == known
    assert state_of(index) == state


@pytest.mark.parametrize("words", [True, False])
@pytest.mark.parametrize("change", ["delete", "update"])
def test_text_of_articles_that_are_gone_does_not_wait_to_be_learnt(
    tmp_path: Path, index: Path, change: str, words: bool
) -> None:
    records = [record("a", "Bí mật."), record("b", "Công khai.")]
    write_records(tmp_path / "a.jsonl", records)
    sync(index, [tmp_path / "a.jsonl"])
    assert "Bí mật." in state_of(index).pending
    records[:1] = [record("a", "Đã sửa.")] if change == "update" else []
    write_records(tmp_path / "a.jsonl", records)
    sync(index, [], words=words)
    assert "Bí mật." not in state_of(index).pending


def test_text_that_is_gone_is_not_kept_when_learning_fails(
    corpus: Path, index: Path, learn_with
) -> None:
    write_records(corpus / "a.jsonl", [record("a", "Bí mật.")])
    sync(index, [corpus])
    (corpus / "a.jsonl").unlink()
    write_records(corpus / "b.jsonl", [record("b", SENTENCE * ENOUGH)])
    learn_with("import sys; sys.exit(1)")
    assert sync(index, []).unlearnt is not None
    assert state_of(index).pending == ()


def test_whatever_happens_to_the_learner_the_articles_are_indexed(
    corpus: Path, index: Path, learn_with
) -> None:
    learn_with("import sys; sys.exit(1)")
    report = sync(index, [corpus])
    assert "No words were learnt" in str(report.unlearnt)
    assert report.problems == ()
    assert words_of(index) == []
    assert state_of(index) == SampleState()
    with IndexReader.open(index) as reader:
        assert_index_holds(reader, articles_below(corpus))


def test_an_open_reader_keeps_its_words(corpus: Path, index: Path, learn_with) -> None:
    learn_with(ONE_FOR_EACH_LINE)
    sync(index, [corpus])
    with IndexReader.open(index) as reader:
        write_records(corpus / "b.jsonl", [record("b", SENTENCE)])
        sync(index, [])
        assert not (index / part_name(LEXICON, 1)).exists()
        assert reader.lexicon.frequency(["gương", "mẫu"]) >= ENOUGH


def test_damaged_words_are_told_and_built_anew(corpus: Path, index: Path, learn_with) -> None:
    learn_with(ONE_FOR_EACH_LINE)
    sync(index, [corpus])
    path = index / part_name(LEXICON, 1)
    data = path.read_bytes()
    path.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))  # the last block, not the table
    with pytest.raises(IndexUnreadable, match="lexicon-1"):
        IndexReader.open(index)
    vouch(index)
    with IndexReader.open(index) as reader, pytest.raises(IndexUnreadable, match="searcher repair"):
        reader.lexicon.frequency(["gương", "mẫu"])
    path.write_bytes(data[:20])
    with pytest.raises(IndexUnreadable, match="searcher repair"):
        IndexReader.open(index)
    write_records(corpus / "b.jsonl", [record("b", "thêm")])
    with pytest.raises(IndexUnreadable, match="searcher repair"):
        sync(index, [])
    sync(index, [], rebuild=True)
    assert [word.marked for word in words_of(index)] == ["gương mẫu"]


def test_words_do_not_change_what_is_found(corpus: Path, tmp_path: Path, learn_with) -> None:
    learn_with(ONE_FOR_EACH_LINE)
    sync(tmp_path / "with", [corpus])
    sync(tmp_path / "without", [corpus], words=False)
    for name in ("with", "without"):
        with IndexReader.open(tmp_path / name) as reader:
            assert_index_holds(reader, articles_below(corpus))
    assert state_of(tmp_path / "without") == SampleState()
