"""Abbreviations that articles define: learnt with every run, kept, and no words."""

from __future__ import annotations

import json

import pytest

from searcher.index import IndexReader, sync
from searcher.index.definitions import Definition, definitions_of
from searcher.index.lexicon import Lexicon

HDLN = Definition("hdln", "hđln", "hội đồng làng nghề", 1)


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "articles").mkdir()

    def write(name, *paragraphs):
        path = tmp_path / "articles" / f"{name}.jsonl"
        path.write_text(json.dumps({"id": name, "text": "\n".join(paragraphs)}), encoding="utf-8")

    def found(**options):
        sync(tmp_path / "index", [tmp_path / "articles"], **options)
        with IndexReader.open(tmp_path / "index") as reader:
            return definitions_of(reader.lexicon), reader

    write.found = found
    write.path = tmp_path / "articles"
    return write


def test_they_are_learnt_and_stay(folder):
    folder("a", "Chủ tịch Hội đồng làng nghề (HĐLN) xã họp.", "HĐLN (HĐLN) họp.")
    assert folder.found()[0] == [HDLN]
    folder("b", "Hội đồng làng nghề (HĐLN) và Hiệp định lâm nghiệp (HĐLN).")
    other = Definition("hdln", "hđln", "hiệp định lâm nghiệp", 1)
    assert folder.found()[0] == [HDLN._replace(articles=2), other]
    (folder.path / "b.jsonl").unlink()
    assert folder.found()[0] == [HDLN._replace(articles=2), other]
    assert folder.found(rebuild=True)[0] == [HDLN]


def test_without_words_nothing_is_learnt(folder):
    folder("a", "Hội đồng làng nghề (HĐLN) xã họp.")
    assert folder.found(words=False)[0] == []


def test_they_are_no_words(folder):
    folder("a", "Hội đồng làng nghề (HĐLN) xã họp. " * 3)
    _, reader = folder.found()
    assert reader.lexicon.completions("hđln") == []
    assert reader.lexicon.completions("~") == []
    assert reader.lexicon.spans("hđln hội đồng làng nghề".split()) in (
        [],
        [(1, 3)],
        [(1, 3), (3, 5)],
    )


def test_an_empty_lexicon_defines_nothing():
    assert definitions_of(Lexicon()) == []
