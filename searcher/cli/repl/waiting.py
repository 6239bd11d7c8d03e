"""Waiting for an answer that may take long, so that Ctrl-C ends the waiting at once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Final, TypeVar

T = TypeVar("T")

# Where the system does not interrupt waiting, Ctrl-C is noticed so often.
_NOTICED_EVERY: Final = 0.1


def interruptible(question: Callable[[], T]) -> T:
    """Call a function in a thread of its own and wait for what it returns.

    Args:
        question: The function. After a Ctrl-C it runs on, with nobody waiting for it.

    Raises:
        KeyboardInterrupt: On Ctrl-C.
        BaseException: What the function raises.
    """
    returned: list[T] = []
    raised: list[BaseException] = []
    done = threading.Event()

    def run() -> None:
        try:
            returned.append(question())
        except BaseException as error:
            raised.append(error)
        finally:
            done.set()

    threading.Thread(target=run, daemon=True).start()
    while not done.wait(_NOTICED_EVERY):
        pass
    if raised:
        raise raised[0]
    return returned[0]
