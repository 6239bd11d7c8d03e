"""Waiting that Ctrl-C ends, and an index left alone with whom nobody waits for."""

from __future__ import annotations

import signal
import threading

import pytest

from searcher.cli.language import Words
from searcher.cli.repl.current_index import CurrentIndex
from searcher.cli.repl.waiting import interruptible

PATIENCE = 20


def test_what_is_returned_and_raised():
    assert interruptible(lambda: 7) == 7
    with pytest.raises(ZeroDivisionError):
        interruptible(lambda: 1 // 0)


def test_ctrl_c_ends_the_waiting():
    begun, go = threading.Event(), threading.Event()

    def slow():
        begun.set()
        go.wait(PATIENCE)

    def interrupt():
        assert begun.wait(PATIENCE)
        signal.raise_signal(signal.SIGINT)

    threading.Thread(target=interrupt).start()
    try:
        with pytest.raises(KeyboardInterrupt):
            interruptible(slow)
        assert not go.is_set()
    finally:
        go.set()


def test_who_is_left_alone_keeps_the_index_and_closes_it(library, tmp_path):
    index = CurrentIndex(library, tmp_path, Words("en"))
    begun, go, closed = threading.Event(), threading.Event(), threading.Event()

    def slow(archive):
        begun.set()
        assert go.wait(PATIENCE)
        return archive

    answers = []
    thread = threading.Thread(target=lambda: answers.append(index.ask(slow)))
    thread.start()
    assert begun.wait(PATIENCE)
    before = index._desk
    before._opened.callback(closed.set)
    index.abandon()
    others = index.ask(lambda archive: archive)
    assert not closed.is_set()
    go.set()
    thread.join(PATIENCE)
    assert closed.is_set()
    assert answers[0] is not others


def test_an_index_that_nobody_uses_is_not_left(library, tmp_path):
    index = CurrentIndex(library, tmp_path, Words("en"))
    before = index.ask(lambda archive: archive)
    index.abandon()
    assert index.ask(lambda archive: archive) is before
