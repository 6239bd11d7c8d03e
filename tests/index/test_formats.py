"""Indexes of every format there has been: they open and search right, or say what to do."""

from __future__ import annotations

import dataclasses
import re
import shutil
from pathlib import Path

import pytest

from searcher import open_index
from searcher.errors import IndexOutdated
from searcher.index import check, sync
from searcher.index.folder import MARKER
from searcher.index.manifest import latest_generation, manifest_path, read_manifest
from searcher.index.schema import FORMAT
from tests.index.helpers import articles_below

FIXTURES = Path(__file__).parent / "fixtures"
FORMATS = sorted(int(path.name.removeprefix("format-")) for path in FIXTURES.glob("format-*"))
PROJECT = Path(__file__).parents[2]


@pytest.fixture
def copy(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    return Path(shutil.copytree(FIXTURES / f"format-{request.param}", tmp_path / "index"))


def test_there_is_one_of_this_format_and_of_others() -> None:
    assert FORMAT in FORMATS
    assert len(FORMATS) > 1
    for number in FORMATS:
        assert {path.name for path in (FIXTURES / f"format-{number}").iterdir()} >= {MARKER}


@pytest.mark.parametrize("copy", FORMATS, indirect=True)
def test_an_index_of_any_format_searches_right_or_says_what_to_do(copy: Path) -> None:
    expected = {article.id: article for article in articles_below(PROJECT / "corpus" / "phap-luat")}
    try:
        with open_index(copy) as searcher:
            first = searcher.search("neu guong").hits[0]
            assert first.id == "quy-dinh-ve-neu-guong.txt"
            assert first.title == expected[first.id].title
            found = searcher.search('"thừa kế"').hits
            assert {hit.id for hit in found} == {
                id_
                for id_, article in expected.items()
                if re.search(r"\bthừa kế\b", " ".join([article.title, *article.body]), re.I)
            }
    except IndexOutdated as error:
        assert re.search(r"index format \d|text rules \d", str(error))
        assert "searcher index --rebuild --index" in str(error)
        with pytest.raises(IndexOutdated):
            check(copy)
        with pytest.raises(IndexOutdated):
            sync(copy, [])
        return
    assert check(copy).findings == []


@pytest.mark.parametrize("copy", FORMATS, indirect=True)
def test_an_index_of_any_format_can_be_built_anew(copy: Path) -> None:
    report = sync(copy, [PROJECT / "corpus" / "phap-luat"], rebuild=True, prune=True, words=False)
    assert report.articles >= 4
    assert check(copy).findings == []


@pytest.mark.parametrize("copy", [FORMAT], indirect=True)
@pytest.mark.parametrize("change", [{"format": FORMAT + 1}, {"text_rules": 10_000}])
def test_an_index_of_a_later_version_is_not_misread(copy: Path, change: dict[str, int]) -> None:
    number = latest_generation(copy)
    manifest = dataclasses.replace(read_manifest(copy, number), **change)
    manifest_path(copy, number).write_bytes(manifest.to_bytes())
    (said,) = change.values()
    for look in (open_index, check, lambda path: sync(path, [])):
        with pytest.raises(IndexOutdated, match=str(said)):
            look(copy)
