"""Waiting that Ctrl-C ends."""

from __future__ import annotations

import signal
import threading

import pytest

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
