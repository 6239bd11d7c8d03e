"""The measures against their definitions, the test of significance against enumeration."""

from __future__ import annotations

import itertools
import math
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks import datasets, metrics

DOCUMENTS = [f"d{n}" for n in range(130)]
rankings = st.permutations(DOCUMENTS).flatmap(
    lambda order: st.integers(0, len(order)).map(lambda size: order[:size])
)
judgements = st.sets(st.sampled_from(DOCUMENTS), min_size=1, max_size=20)


@settings(max_examples=40, deadline=None)
@given(rankings, judgements)
def test_against_definitions(ranking: list[str], relevant: set[str]) -> None:
    pytest.importorskip("ir_measures")
    values = metrics.score({"q": dict.fromkeys(relevant, 1)}, {"q": ranking})
    gain = sum(1 / math.log2(n + 2) for n, d in enumerate(ranking[:10]) if d in relevant)
    ideal = sum(1 / math.log2(n + 2) for n in range(min(10, len(relevant))))
    first = next((1 / n for n, d in enumerate(ranking[:10], 1) if d in relevant), 0.0)
    assert values["ndcg@10"]["q"] == pytest.approx(gain / ideal)
    assert values["mrr@10"]["q"] == pytest.approx(first)
    assert values["recall@100"]["q"] == pytest.approx(
        len(relevant & set(ranking[:100])) / len(relevant)
    )


def test_unanswered_counts_nothing_and_unjudged_is_left_out() -> None:
    pytest.importorskip("ir_measures")
    values = metrics.score({"a": {"x": 1}, "b": {"y": 1}}, {"a": ["x"], "c": ["x"]})
    assert values["mrr@10"] == {"a": 1.0, "b": 0.0}
    assert metrics.means(values)["ndcg@10"] == 0.5
    assert math.isnan(metrics.means({"ndcg@10": {}})["ndcg@10"])


def test_run_is_ordered_by_rank() -> None:
    lines = ["q1 Q0 a 2 5.0 x", "q1 Q0 b 1 5.0 x", "", "q2 Q0 a 1 0.1 x\n"]
    assert metrics.read_run(lines) == {"q1": ["b", "a"], "q2": ["a"]}


@pytest.mark.parametrize(
    "lines", [["q1 Q0 a 1 5.0"], ["q1 Q0 a b 1 5.0 x"], ["q Q0 a 1 2 x", "q Q0 a 2 1 x"]]
)
def test_damaged_run_is_refused(lines: list[str]) -> None:
    with pytest.raises(metrics.RunError, match=r"Line [12] of the run"):
        metrics.read_run(lines)


@settings(max_examples=20, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=1, max_size=8))
def test_p_value_is_near_the_exact_one(pairs: list[tuple[int, int]]) -> None:
    ours = {f"q{n}": a / 4 for n, (a, _) in enumerate(pairs)}
    theirs = {f"q{n}": b / 4 for n, (_, b) in enumerate(pairs)}
    differences = [a - b for a, b in pairs]
    signs = list(itertools.product((1, -1), repeat=len(pairs)))
    sums = [abs(sum(s * d for s, d in zip(row, differences, strict=True))) for row in signs]
    exact = sum(value >= abs(sum(differences)) for value in sums) / len(signs)
    assert metrics.randomisation_test(ours, theirs, rounds=4000) == pytest.approx(exact, abs=0.05)


def test_p_value_needs_the_same_queries() -> None:
    with pytest.raises(ValueError, match="same queries"):
        metrics.randomisation_test({"a": 1.0}, {"b": 1.0})


def test_p_value_is_small_for_a_clear_difference() -> None:
    ours = {str(n): 1.0 for n in range(50)}
    theirs = {str(n): 0.5 for n in range(50)}
    assert metrics.randomisation_test(ours, theirs, rounds=1000) < 0.01
    assert metrics.randomisation_test(ours, ours) == 1.0


def test_evaluate_asks_one_half_in_one_form(collection: Path) -> None:
    pytest.importorskip("ir_measures")
    dataset = datasets.load(collection)
    asked = []

    def search(query: str) -> list[tuple[str, float]]:
        asked.append(query)
        return [("d5", 3.0), ("d3", 2.0), ("d2", 1.0)]

    values = metrics.evaluate(search, dataset, "unmarked", "tune")
    assert asked == ["gia vang Ha Noi", "nuoc lu"]
    assert values["mrr@10"] == pytest.approx((1 / 3 + 1 / 2) / 2)
    assert values["recall@100"] == 1.0
