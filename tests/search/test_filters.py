"""Filters: masks over an index of several segments with deletions, beside plain loops."""

from __future__ import annotations

import datetime as dt
import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from searcher.errors import EmptyName
from searcher.index import IndexReader, sync
from searcher.index.columns import Value
from searcher.search.filters import (
    NONE,
    Filters,
    allowed,
    dated,
    from_files,
    matching_values,
    named,
    with_ids,
)
from searcher.text import canonical, fold

ARTICLES = {
    "báo/a.jsonl": [
        {"id": "1", "text": "một", "source": "Tuổi Trẻ", "section": "Thời sự", "date": "2019-07-15"},
        {"id": "2", "text": "hai", "source": "TUỔI  TRẺ", "author": "Lê Hoà", "date": "2020-01-01"},
        {"id": "3", "text": "ba", "source": "Tuổi Trẻ Cười", "author": "Lê Hòa"},
        {"id": "gone", "text": "đã xoá", "source": "Tuổi Trẻ", "date": "2019-07-15"},
    ],
    "khác/b.jsonl": [
        {"id": "4", "text": "bốn", "source": "Thanh Niên", "section": "Kinh tế", "date": "2019-12-31"},
        {"id": "x*", "text": "năm", "section": "kinh te", "author": "Trần Thị Mai Hương"},
        {"id": "xy", "text": "sáu", "author": "Mai"},
    ],
}  # fmt: skip


@pytest.fixture(scope="module")
def reader(tmp_path_factory):
    root = tmp_path_factory.mktemp("filters")
    for batch in (0, 1, 2):
        for name, articles in ARTICLES.items():
            path = root / "corpus" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            kept = [each for each in articles if batch < 2 or each["id"] != "gone"]
            lines = [json.dumps(each) for each in kept[: len(kept) if batch else 2]]
            path.write_text("\n".join(lines), encoding="utf-8")
        sync(root / "index", [root / "corpus"], words=False)
    with IndexReader.open(root / "index") as opened:
        assert opened.size > opened.article_count == 6
        yield opened


def ids(reader, mask):
    assert mask.dtype == np.bool_
    assert mask.shape == (reader.size,)
    return sorted(reader.id_of(doc) for doc in mask.nonzero()[0].tolist())


@pytest.mark.parametrize(
    ("field", "names", "found"),
    [
        ("source", ["Tuổi Trẻ"], "1 2"),
        ("source", ["tuoi tre"], "1 2"),
        ("source", ["TUOI TRẺ"], "1 2"),
        ("source", ["tuôi tre"], "1 2"),
        ("source", ["tuổi trề"], ""),
        ("source", ["trẻ"], "1 2 3"),
        ("source", ["tuoi tre*"], "1 2 3"),
        ("source", ["trẻ *"], "1 2 3"),
        ("source", ["cười"], "3"),
        ("source", ["tuoi tre cuoi"], "3"),
        ("source", ["tuoi cuoi"], ""),
        ("source", ["tuổi tr"], ""),
        ("source", ["thanh niên", "cuoi"], "3 4"),
        ("source", [NONE], "x* xy"),
        ("source", [NONE, "thanh nien"], "4 x* xy"),
        ("section", ["Kinh tế"], "4"),
        ("section", ["kinh te"], "4 x*"),
        ("author", ["Lê Hòa"], "2 3"),
        ("author", ["le hoa"], "2 3"),
        ("author", ["mai"], "xy"),
        ("author", ["thị mai"], "x*"),
        ("author", [], ""),
    ],
)
def test_a_name_is_compared_like_the_words_of_a_query(reader, field, names, found):
    assert ids(reader, named(reader, field, names)) == found.split()


@pytest.mark.parametrize("name", ["", " ", "…", "--"])
def test_a_name_without_a_word_is_an_error(reader, name):
    with pytest.raises(EmptyName):
        named(reader, "source", [name])


@given(st.lists(st.text("aáâ bB-1.", max_size=8), max_size=6), st.text("aáâ bB-1.", max_size=6))
@settings(max_examples=200, deadline=None)
def test_the_whole_name_is_always_meant_by_itself(names, typed):
    values = sorted({Value(fold(name), canonical(name)) for name in names})
    for number, value in enumerate(values):
        if value.marked:
            found = matching_values(values, value.marked, "source")
            assert number in found
            assert all(len(values[n].marked.split()) == len(value.marked.split()) for n in found)
    if canonical(typed):
        for number in matching_values(values, typed, "source"):
            assert f" {fold(typed)} " in f" {values[number].folded} "


@pytest.mark.parametrize(
    ("since", "until", "found"),
    [
        (None, None, "1 2 4"),
        ("2019-07-15", None, "1 2 4"),
        ("2019-07-16", None, "2 4"),
        (None, "2019-12-31", "1 4"),
        ("2019-12-31", "2019-12-31", "4"),
        ("2020-01-02", None, ""),
        ("2020-01-01", "2019-01-01", ""),
    ],
)
def test_both_days_are_included_and_no_date_is_no_day(reader, since, until, found):
    days = [None if day is None else dt.date.fromisoformat(day) for day in (since, until)]
    assert ids(reader, dated(reader, *days)) == found.split()


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (["1"], "1"),
        (["1", "4", "nobody"], "1 4"),
        (["x*"], "x*"),
        (["?"], "1 2 3 4"),
        (["*y"], "xy"),
        (["gone"], ""),
        (["*"], "1 2 3 4 x* xy"),
    ],
)
def test_ids_and_patterns_of_ids(reader, wanted, found):
    assert ids(reader, with_ids(reader, wanted)) == found.split()


@pytest.mark.parametrize(
    ("paths", "found"),
    [
        (["báo"], "1 2 3"),
        (["BAO"], "1 2 3"),
        (["b.jsonl"], "4 x* xy"),
        (["corpus/khac/b.jsonl"], "4 x* xy"),
        (["./corpus/"], "1 2 3 4 x* xy"),
        (["*.jsonl"], "1 2 3 4 x* xy"),
        (["corpus/*/a.jsonl"], "1 2 3"),
        (["corpus\\khac"], "4 x* xy"),
        (["/khác"], ""),
        (["orpus"], ""),
        (["b.jsonl/x"], ""),
        (["", "."], ""),
        (["/"], "1 2 3 4 x* xy"),
    ],
)
def test_paths_are_runs_of_names(reader, paths, found):
    assert ids(reader, from_files(reader, paths)) == found.split()


def test_the_whole_path_is_found_from_the_root(reader):
    path = str(reader.path.parent / "corpus" / "khác")
    assert ids(reader, from_files(reader, [path])) == ["4", "x*", "xy"]


def test_paths_come_from_the_articles_when_the_catalog_is_gone(reader, tmp_path):
    import shutil

    copy = shutil.copytree(reader.path, tmp_path / "index")
    with IndexReader.open(copy) as other:
        for path in copy.glob("catalog-*"):
            path.unlink()
        assert ids(other, from_files(other, ["khac"])) == ["4", "x*", "xy"]


def test_all_filters_together(reader):
    assert not Filters()
    assert ids(reader, allowed(reader, Filters())) == ["1", "2", "3", "4", "x*", "xy"]
    both = Filters(since=dt.date(2019, 1, 1), sources=("tuoi tre", "thanh nien"), paths=("bao",))
    assert both
    assert ids(reader, allowed(reader, both)) == ["1", "2"]
    narrow = Filters(authors=("le hoa",), sections=(NONE,), until=dt.date(2020, 1, 1), ids=("2",))
    assert ids(reader, allowed(reader, narrow)) == ["2"]


def test_columns_name_an_example_of_every_value(reader):
    for field in ("source", "section", "author"):
        column = reader.columns.column(field)
        assert reader.columns.column(field) is column
        for number, doc in enumerate(column.examples.tolist()):
            own = getattr(reader.article(doc), field)
            assert (fold(own), canonical(own)) == column.values[number]
            assert column.codes[doc] == number
        for doc in reader.live().nonzero()[0].tolist():
            own = getattr(reader.article(doc), field)
            expected = -1 if own is None else column.values.index((fold(own), canonical(own)))
            assert column.codes[doc] == expected
