"""Counting the queries that are understood."""

from __future__ import annotations

import json

import pytest

from benchmarks import datasets, typed
from benchmarks.datasets import Document
from benchmarks.typed import Pair

DOCUMENTS = [
    *(Document(f"n{n}", "", f"Cán bộ phải nêu gương trong học tập. {n}") for n in range(5)),
    Document("g", "", "Giá vàng hôm nay tăng mạnh ở Hà Nội."),
]


def test_counting():
    keystrokes = [Pair("neeu guwowng", ("Nêu gương",)), Pair("xyz", ("nêu",))]
    unmarked = [
        Pair("NEU GUONG", ("nêu gương", "khác")),
        Pair("gia vang", ("giá vãng",)),
        Pair("nêu gương", ("nêu gương",)),
    ]
    first, second = typed.measure_typed(DOCUMENTS, keystrokes, unmarked)
    assert (first.asked, first.right, first.offered) == (2, 1, 1)
    assert first.wrong == (("xyz", "xyz"),)
    assert (second.asked, second.right) == (3, 2)
    assert second.wrong == (("gia vang", "giá vàng"),)
    text = typed.describe([first, second], "command", "data")
    assert "| without marks, restored | 3 | 2 (67 %) |" in text


def test_pairs_are_read(tmp_path):
    path = tmp_path / "pairs.jsonl"
    rows = [{"typed": "a", "text": "b"}, {"typed": "c", "accented": ["d", "e"]}]
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    assert typed.read_pairs(path) == [Pair("a", ("b",)), Pair("c", ("d", "e"))]


@pytest.mark.parametrize("line", ["{", "{}", "[]", '{"typed": 1}'])
def test_what_is_no_pair_is_told(tmp_path, line):
    path = tmp_path / "pairs.jsonl"
    path.write_text(line, encoding="utf-8")
    with pytest.raises(datasets.DatasetError, match=r"pairs\.jsonl, line 1"):
        typed.read_pairs(path)
