"""Counting while one types: only what stands there now, one at a time, and never in the way."""

from __future__ import annotations

import threading
import time

import pytest

from searcher.cli.repl.live import Count, Live
from searcher.search.results import Change, Understood

from ..conftest import make_results
from .conftest import FOUND, many

PATIENCE = 20


class Watched:
    """A counter, and a way to wait until it has something new."""

    def __init__(self, session):
        self.new = threading.Semaphore(0)
        self.live = Live(session, self.new.release)
        self.live.start()

    def typed(self, *texts):
        for text in texts:
            self.live.typed(text)
        assert self.new.acquire(timeout=PATIENCE)
        return self.live.count(texts[-1])


@pytest.fixture
def watched(talk):
    begun = []

    def begin(session):
        begun.append(Watched(session))
        return begun[-1]

    yield begin
    for each in begun:
        each.live.stop()


def searches(library):
    return [call[1:] for call in library.calls if call[0] == "search"]


def test_only_the_last_of_what_is_typed_in_one_go_is_counted(talk, watched, library):
    counted = watched(talk().session).typed("n", "ne", "nêu", " nêu gương ")
    assert counted == Count(" nêu gương ", FOUND, 0, None)
    assert searches(library) == [("nêu gương", 0, 0, "some")]


def test_what_was_changed_since_is_not_shown(talk, watched, library):
    begun, go = threading.Event(), threading.Event()

    def slow(query, limit, offset, mode):
        if query == "chậm":
            begun.set()
            assert go.wait(PATIENCE)
        return many(query, limit, offset, mode)

    library.answer = slow
    watching = watched(talk().session)
    watching.live.typed("chậm")
    assert begun.wait(PATIENCE)
    started = time.thread_time()
    watching.live.typed("nhanh")
    assert time.thread_time() - started < 0.05
    go.set()
    assert watching.new.acquire(timeout=PATIENCE)
    assert watching.live.count("chậm") is None
    assert watching.live.count("nhanh") == Count("nhanh", FOUND, 0, None)


def test_what_takes_long_can_be_left_alone(talk, watched, library):
    begun, go = threading.Event(), threading.Event()

    def slow(query, limit, offset, mode):
        if query == "chậm":
            begun.set()
            assert go.wait(PATIENCE)
        return many(query, limit, offset, mode)

    library.answer = slow
    session = talk().session
    watching = watched(session)
    watching.live.typed("chậm")
    assert begun.wait(PATIENCE)
    watching.live.restart()
    try:
        assert watching.typed("nhanh") == Count("nhanh", FOUND, 0, None)
        assert session.answer("mưa") == "found"
    finally:
        go.set()


@pytest.mark.parametrize("line", ["", "  ", "\\sort", '"nêu', "\\nope"])
def test_what_is_no_query_is_not_counted(talk, watched, line):
    assert watched(talk().session).typed(line) is None


def test_settings_count(talk, watched, library):
    session = talk().session
    session.answer("\\since 2018")
    session.answer("\\all")
    watching = watched(session)
    watching.typed("mưa")
    assert library.how["filters"].since.year == 2018
    assert searches(library)[-1] == ("mưa", 0, 0, "all")
    session.answer("\\set live off")
    assert watching.typed("nắng") is None


@pytest.mark.parametrize(
    ("understood", "meant"),
    [
        (Understood("neu guong"), None),
        (Understood("neu guong", restored="nêu gương"), "nêu gương"),
        (Understood("nêu gương", decoded=(Change("neeu guowng", "nêu gương"),)), "nêu gương"),
    ],
)
def test_what_is_searched_for_is_told(talk, watched, library, understood, meant):
    library.answer = lambda *_: make_results("", [], total=3, partial=1, understood=understood)
    assert watched(talk().session).typed("neu guong") == Count("neu guong", 3, 1, meant)


def test_a_changed_index_is_noticed_while_nothing_is_typed(talk, watched, library, monkeypatch):
    monkeypatch.setattr("searcher.cli.repl.live.LOOK_EVERY", 0.05)
    session = talk().session
    watching = watched(session)
    watching.typed("mưa")
    library.generation += 1
    assert watching.new.acquire(timeout=PATIENCE)
    assert session.index.generation == library.generation
    assert watching.live.count("mưa") is None
    assert "generation 8" in session.index.news()[0]
