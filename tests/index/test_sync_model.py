"""Random changes of a corpus, each followed by a sync: the index always equals the corpus."""

from __future__ import annotations

import dataclasses
import os
import random
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from searcher.articles import Article
from searcher.index import IndexReader, SyncReport, sync
from tests.index.helpers import articles_below, assert_index_holds, write_records

WORDS = (
    "nêu gương neu guong nếu Nêu GƯƠNG hòa hoà thuỷ thủy KT-XH 13,8 6.600 m2 UBND ở ý của "
    "ne\u0302u gu\u031bo\u031bng Ô-xtrây-li-a 漢字 😀 11/01/2019 café không thể"
).split()


def _text(rng: random.Random) -> str:
    paragraphs = [
        " ".join(rng.choices(WORDS, k=rng.randint(0, 12))) for _ in range(rng.randint(0, 3))
    ]
    return "\n".join(paragraphs)


def _record(rng: random.Random) -> dict[str, object]:
    # Few ids, so that files compete for them.
    found: dict[str, object] = {
        "id": f"bài-{rng.randint(1, 12)}",
        "title": " ".join(rng.choices(WORDS, k=rng.randint(1, 6))),
        "text": _text(rng),
    }
    if rng.random() < 0.5:
        found["date"] = f"2019-0{rng.randint(1, 9)}-11"
        found["section"] = rng.choice(["Thời sự", "thoi su", "Kinh tế"])
        found["author"] = rng.choice(["Minh Anh", "Lê Hoà"])
    return found


def said(article: Article) -> Article:
    """What an article says, without its name and place."""
    return dataclasses.replace(article, id="", path=None)


def assert_index_is(reader: IndexReader, articles: list[Article]) -> None:
    """The index holds each content once, as one of the articles that have it."""
    places = defaultdict(set)
    for article in articles:
        places[said(article)].add(article.path)
    chosen = []
    for doc in range(reader.size):
        if reader.live()[doc]:
            found = reader.article(doc)
            assert found.path in places[said(found)]
            chosen.append(found)
    assert {said(article) for article in chosen} == set(places)
    assert_index_holds(reader, chosen)


class _Corpus:
    """A folder that changes at random, and what it held at the last sync."""

    def __init__(self, folder: Path, rng: random.Random) -> None:
        self.folder = folder
        self.rng = rng
        self.clock = 1_000_000_000
        self.records: dict[str, list[dict[str, object]]] = {}
        self.synced: dict[str, list[dict[str, object]]] = {}
        folder.mkdir()

    def change(self) -> None:
        rng = self.rng
        names = sorted(self.records)
        action = rng.choice(["new", "new", "change", "append", "drop", "delete", "rename", "touch"])
        name = rng.choice(names) if names else None
        if action == "new" or name is None:
            name = f"{rng.choice('abc')}/{rng.randint(1, 9)}.jsonl"
            self.write(name, [_record(rng) for _ in range(rng.randint(1, 4))])
        elif action == "change":
            records = list(self.records[name])
            if records:
                records[rng.randrange(len(records))] = _record(rng)
            self.write(name, records)
        elif action == "append":
            self.write(name, [*self.records[name], _record(rng)])
        elif action == "drop":
            self.write(name, self.records[name][1:])
        elif action == "delete":
            (self.folder / name).unlink()
            del self.records[name]
        elif action == "rename":
            target = f"{rng.choice('abc')}/{rng.randint(10, 19)}.jsonl"
            (self.folder / target).parent.mkdir(exist_ok=True)
            (self.folder / name).replace(self.folder / target)
            self.records[target] = self.records.pop(name)
        else:
            self.write(name, self.records[name])

    def write(self, name: str, records: list[dict[str, object]]) -> None:
        path = self.folder / name
        write_records(path, records)
        self.records[name] = records
        # Half of the files look old, so that the catalog trusts their times.
        self.clock += 10
        if self.rng.random() < 0.5:
            os.utime(path, (self.clock, self.clock))

    def check_counts(
        self, report: SyncReport, before: Counter[Article], now: Counter[Article]
    ) -> None:
        """Counts agree with the difference of the contents, wherever the articles are."""
        was, is_ = set(map(said, before)), set(map(said, now))
        assert report.added + report.updated == len(is_ - was)
        assert report.removed + report.updated == len(was - is_)
        assert report.added - report.removed == len(is_) - len(was)
        assert report.added + report.updated + report.unchanged + report.moved == len(is_)
        assert report.duplicates == sum(now.values()) - len(is_)
        if before == now and set(self.records) == set(self.synced):
            untouched = all(self.records[name] == self.synced[name] for name in self.records)
            assert not untouched or not report.changed
        self.synced = dict(self.records)


@pytest.mark.parametrize("seed", range(12))
def test_index_equals_corpus_after_random_changes(tmp_path: Path, seed: int) -> None:
    rng = random.Random(seed)
    corpus = _Corpus(tmp_path / "corpus", rng)
    index = tmp_path / "index"
    corpus.write("a/0.jsonl", [_record(rng)])
    before: Counter[Article] = Counter()
    for step in range(14):
        for _ in range(rng.randint(0, 4)):
            corpus.change()
        if not corpus.records:
            corpus.write("a/0.jsonl", [_record(rng)])
        report = sync(index, [corpus.folder] if step == 0 else [])
        expected = articles_below(corpus.folder)
        now = Counter(expected)
        corpus.check_counts(report, before, now)
        before = now
        with IndexReader.open(index) as reader:
            assert reader.generation == report.generation
            assert report.articles == len(set(map(said, expected)))
            assert_index_is(reader, expected)
        again = sync(index, [])
        assert not again.changed
        assert again.generation == report.generation
        assert again.unchanged == report.articles
        assert again.duplicates == report.duplicates


@pytest.mark.parametrize("seed", range(3))
def test_order_of_building_does_not_matter_to_the_content(tmp_path: Path, seed: int) -> None:
    rng = random.Random(1000 + seed)
    corpus = _Corpus(tmp_path / "corpus", rng)
    for _ in range(12):
        corpus.change()
    corpus.write("z/0.jsonl", [_record(rng)])
    for path in sorted(corpus.folder.rglob("*.jsonl"), key=lambda _: rng.random()):
        if articles_below(path):
            sync(tmp_path / "piecewise", [path])
    sync(tmp_path / "at once", [corpus.folder])
    expected = articles_below(corpus.folder)
    for name in ("piecewise", "at once"):
        with IndexReader.open(tmp_path / name) as reader:
            assert_index_is(reader, expected)
    with IndexReader.open(tmp_path / "piecewise") as reader:
        assert reader.stats().segments <= 9
