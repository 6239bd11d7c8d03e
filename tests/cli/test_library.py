"""Guessing at mistyped ids; the rest of ``library`` is exercised by the real command."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.cli.near_ids import near_ids

IDS = ["tin/a.txt", "tin/ab.txt", "luat/a.txt", "Thời sự/Bão số 3.md", "x.jsonl#17", "x.jsonl#18"]


@pytest.mark.parametrize(
    ("wanted", "near"),
    [
        ("ab.txt", ["tin/ab.txt"]),
        ("THỜI SỰ", ["Thời sự/Bão số 3.md"]),
        ("a.txt", ["tin/a.txt", "luat/a.txt"]),
        ("x.jsonl", ["x.jsonl#17", "x.jsonl#18"]),
        ("tin/abc.txt", ["tin/ab.txt"]),
        ("zzzzzz", []),
        ("", []),
    ],
)
def test_near_ids(wanted: str, near: list[str]) -> None:
    assert near_ids(wanted, IDS)[: len(near) or None] == near


@given(st.text(max_size=12), st.lists(st.text(max_size=12), max_size=8))
def test_near_ids_are_ids(wanted: str, ids: list[str]) -> None:
    found = near_ids(wanted, ids)
    assert len(found) <= 3
    assert set(found) <= set(ids)
    assert len(set(found)) == len(found)
