"""Our own engine behind the benchmarks: the real command line and the real library."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import datasets, engine, measure, quality
from benchmarks.peers import Group
from benchmarks.typed_forms import FORMS


def test_rankings_come_from_the_command_line(collection: Path) -> None:
    dataset = datasets.load(collection)
    found = engine.rankings(dataset.searchable(), quality.typed_groups(dataset), 100)
    assert set(found) == set(FORMS)
    first = {"q1": "d1", "q2": "d2", "q3": "d3", "q4": "d5"}
    for form in ("marked", "unmarked", "half marks", "no tones", "NFD"):
        assert {query: ids[0] for query, ids in found[form].items()} == first, form


def test_answers_are_timed(collection: Path) -> None:
    dataset = datasets.load(collection)
    groups = {
        "some": Group("or", dataset.queries),
        "all": Group("and", [datasets.Query("a", "nuoc nha"), datasets.Query("b", "nuoc vang")]),
        "phrase": Group("phrase", [datasets.Query("a", "le hoi"), datasets.Query("b", "hoi le")]),
    }
    answers = engine.answers(dataset.documents, groups, 10)
    assert answers.rankings["some"]["q3"][0] == "d3"
    assert answers.rankings["all"] == {"a": ["d3"], "b": []}
    assert answers.rankings["phrase"] == {"a": ["d5"], "b": []}
    assert {name: len(times) for name, times in answers.milliseconds.items()} == {
        "some": 4,
        "all": 2,
        "phrase": 2,
    }
    assert answers.engine == engine.NAME
    assert answers.index_s > 0
    assert answers.index_mb > 0


def test_numpy_alone_builds_and_answers(collection: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given = []
    run = measure.run

    def seen(*arguments: object, **named: object) -> measure.Measured:
        given.append(named["env"])
        return run(*arguments, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(measure, "run", seen)
    dataset = datasets.load(collection)
    groups = {"some": Group("or", dataset.queries)}
    found = {}
    for name in (engine.NAME, engine.IN_NUMPY):
        answers = engine.answers(dataset.documents, groups, 10, name=name)
        assert answers.engine == name
        found[name] = answers.rankings
    assert found[engine.NAME] == found[engine.IN_NUMPY]
    assert given == [None, None, *[{"SEARCHER_KERNELS": "numpy"}] * 2]
