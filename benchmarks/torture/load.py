"""Readers and writers at once, in processes of their own: nobody sees half of anything.

Every update gives all articles the same number, so that a reader that mixed two generations would
see two numbers. Readers open the index again and again, search it, and keep one of those they opened
until later, when it must still say what it said. Writers wait for each other.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks.torture.cases import fingerprint, needless, update
from benchmarks.torture.trials import Outcome
from searcher.index import IndexReader
from searcher.search import Searcher

READERS = 3
WRITERS = 3
_ARTICLES = 4
_KEPT_FOR = 20  # openings
_UPDATES = 1_000
_TOLD = 10


def run(home: Path, most: int | None) -> Iterator[Outcome]:
    """Update an index while it is read, then from several processes at once."""
    yield from read_on(home / "read", min(most or _UPDATES, _UPDATES))
    yield write_at_once(home / "write", min(most or _UPDATES, _UPDATES) // 10 + 1)


def read_on(home: Path, updates: int, readers: int = READERS) -> tuple[Outcome, Outcome]:
    """Update an index ``updates`` times while other processes read it.

    Returns:
        What became of the updates, and of the readers.
    """
    index, corpus = home / "index", home / "corpus"
    corpus.mkdir(parents=True)
    _write(corpus, 0)
    update(index, [corpus])
    children = [_child(_Reading(index, home / f"{n}.json").run) for n in range(readers)]
    writing = Outcome("updated while others read it")
    try:
        for number in range(1, updates + 1):
            _write(corpus, number)
            try:
                update(index, [])
                problem = None
            except Exception as error:
                problem = f"{type(error).__name__}: {error}"
            writing.check(f"update {number}", problem)
    finally:
        (home / "stop").touch()
        codes = [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]
    if found := needless(index):
        writing.failures.append(f"left over: {', '.join(sorted(found))}")
    reading = Outcome("opened and searched while being updated")
    for number, code in enumerate(codes):
        if code:
            reading.check(f"reader {number}", f"it ended with {code}")
            continue
        told = json.loads((home / f"{number}.json").read_text(encoding="utf-8"))
        reading.tried += told["opened"]
        reading.failures += told["failures"]
        if told["generations"] < min(updates, _KEPT_FOR) // 2:
            reading.failures.append(f"reader {number} saw {told['generations']} generations only")
    return writing, reading


def write_at_once(home: Path, updates: int) -> Outcome:
    """Let several processes bring their own source into one index, ``updates`` times each.

    They begin together, with an index that is not there yet.
    """
    index = home / "index"
    home.mkdir(parents=True)

    def write(writer: int) -> None:
        corpus = home / f"corpus-{writer}"
        corpus.mkdir()
        for number in range(updates):
            _write(corpus, number, f"w{writer}-")
            update(index, [corpus], wait=120)

    children = [_child(lambda writer=each: write(writer)) for each in range(WRITERS)]
    outcome = Outcome("updated by several processes at once")
    for child in children:
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        outcome.tried += updates
        if code:
            outcome.failures.append(f"a writer ended with {code}")
    found = fingerprint(index) or {"articles": {}}
    texts = {article.text for article, _ in found["articles"].values()}
    if len(found["articles"]) != WRITERS * _ARTICLES or texts != {_text(updates - 1)}:
        outcome.failures.append(f"{len(found['articles'])} articles say {sorted(texts)}")
    if left := needless(index):
        outcome.failures.append(f"left over: {', '.join(sorted(left))}")
    return outcome


def _text(number: int) -> str:
    return f"Nêu gương lần {number}"


def _write(corpus: Path, number: int, prefix: str = "a") -> None:
    # Each with a title of its own: the same article twice is indexed once.
    names = [f"{prefix}{n}" for n in range(_ARTICLES)]
    rows = [{"id": name, "title": f"Bài {name}", "text": _text(number)} for name in names]
    text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    (corpus / "a.jsonl").write_text(text, encoding="utf-8")


def _child(action: Callable[[], object]) -> int:
    child = os.fork()
    if child == 0:
        code = 3
        try:
            action()
            code = 0
        finally:
            os._exit(code)
    return child


class _Reading:
    """One process that reads until it is told to stop."""

    def __init__(self, index: Path, report: Path) -> None:
        self._index = index
        self._report = report
        self._failures: list[str] = []
        self._last = 0
        self._kept: tuple[IndexReader, str] | None = None

    def run(self) -> None:
        opened = 0
        generations = set()
        # Whoever comes last has everything to see that there was.
        while not (self._index.parent / "stop").exists() or not opened:
            opened += 1
            try:
                generations.add(self._look(opened))
            except Exception as error:
                self._failures.append(f"opening {opened}: {type(error).__name__}: {error}")
        told = {
            "opened": opened,
            "generations": len(generations),
            "failures": self._failures[:_TOLD],
        }
        self._report.write_text(json.dumps(told), encoding="utf-8")

    def _look(self, opened: int) -> int:
        reader = IndexReader.open(self._index)
        text = self._said_by(reader)
        number = int(text.rpartition(" ")[2])
        if number < self._last:
            self._failures.append(f"opening {opened}: {number} after {self._last}")
        self._last = number
        if self._kept is None:
            self._kept = reader, text
        elif opened % _KEPT_FOR == 0:
            old, said = self._kept
            if self._said_by(old) != said:
                self._failures.append(f"opening {opened}: an open reader changed its mind")
            if old.is_current() and reader.generation > old.generation:
                self._failures.append(f"opening {opened}: an old reader thinks it is current")
            old.close()
            self._kept = reader, text
        else:
            reader.close()
        time.sleep(0)
        return number

    def _said_by(self, reader: IndexReader) -> str:
        """Return the one text of all articles, as the index and a search have it."""
        docs = reader.live().nonzero()[0].tolist()
        texts = {reader.article(doc).text for doc in docs}
        found = Searcher(reader).search("nêu gương lần", limit=2 * _ARTICLES)
        hits = {passage.text for hit in found.hits for passage in hit.passages}
        if len(docs) != _ARTICLES or len(texts) != 1 or hits != texts or found.total != _ARTICLES:
            raise AssertionError(f"{len(docs)} articles say {sorted(texts)}, found {sorted(hits)}")
        return texts.pop()
