"""Small indexes to search in."""

from __future__ import annotations

import json

import pytest

from searcher.index import IndexReader, sync
from searcher.search import Searcher
from searcher.search.weights import DEFAULT


@pytest.fixture
def make_searcher(tmp_path):
    """Build an index of articles (dicts, or texts that become bodies) and open it.

    ``batches`` splits the articles over as many runs, so that the index has several segments.
    """
    opened = []

    def make(articles, batches=1, name="index", weights=DEFAULT):
        source = tmp_path / f"{name}-source"
        source.mkdir()
        records = [
            {"id": f"a{number:03}", "text": article} if isinstance(article, str) else article
            for number, article in enumerate(articles)
        ]
        for batch in range(batches):
            lines = [json.dumps(record, ensure_ascii=False) for record in records[batch::batches]]
            (source / f"{batch}.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
            sync(tmp_path / name, [source], words=False)
        searcher = Searcher(IndexReader.open(tmp_path / name), weights)
        opened.append(searcher)
        return searcher

    yield make
    for searcher in opened:
        searcher.close()


@pytest.fixture(scope="session")
def corpus_searcher(project, tmp_path_factory):
    """The sample corpus, indexed once."""
    index = tmp_path_factory.mktemp("corpus") / "index"
    sync(index, [project / "corpus"], words=False)
    with Searcher(IndexReader.open(index)) as searcher:
        yield searcher
