"""A terminal for tests: a real process on a pseudo-terminal, and what a person sees of it."""

from __future__ import annotations

import os
import sys
import time

import pytest

pexpect = pytest.importorskip("pexpect", reason="needs pexpect (development extra)")
pyte = pytest.importorskip("pyte", reason="needs pyte (development extra)")

PATIENCE = 60
PROGRAM = ("-m", "searcher")


class _Screen(pyte.Screen):
    """Answers when it is asked where the cursor is, as terminals do."""

    def __init__(self, columns, rows, child):
        self.child = child
        super().__init__(columns, rows)

    def write_process_input(self, data):
        self.child.send(data.encode())


class Terminal:
    """One run of a program at a terminal.

    Args:
        arguments: What Python is to run.
        folder: Where.
        columns: The width of the terminal.
        rows: Its height.
        variables: Of its environment, beside a few that programs need.
    """

    def __init__(self, *arguments, folder, columns=80, rows=60, **variables):
        kept = {key: os.environ[key] for key in ("PATH", "PYTHONPATH") if key in os.environ}
        environment = {
            **kept,
            "LANG": "C.UTF-8",
            "TERM": "xterm-256color",
            "HOME": str(folder),
            "XDG_STATE_HOME": str(folder / "state"),
            **variables,
        }
        self.child = pexpect.spawn(
            sys.executable, list(arguments), cwd=str(folder), env=environment,
            dimensions=(rows, columns), timeout=PATIENCE,
        )  # fmt: skip
        self.screen = _Screen(columns, rows, self.child)
        self._stream = pyte.ByteStream(self.screen)

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.child.close(force=True)

    @property
    def lines(self):
        return [line.rstrip() for line in self.screen.display]

    @property
    def text(self):
        return "\n".join(self.lines).rstrip()

    def until(self, condition, *, what="it"):
        """Read what the program writes until something is so."""
        deadline = time.monotonic() + PATIENCE
        while not condition():
            assert time.monotonic() < deadline, f"{what} did not come. The screen:\n{self.text}"
            self._read()

    def _read(self):
        try:
            self._stream.feed(self.child.read_nonblocking(65536, timeout=0.2))
        except pexpect.TIMEOUT:
            return
        except pexpect.EOF:
            assert not self.child.isalive(), "the output ended"
            pytest.fail(f"It ended. The screen:\n{self.text}")

    def shows(self, *texts):
        for text in texts:
            self.until(lambda text=text: text in self.text, what=repr(text))

    def hides(self, text):
        self.until(lambda: text not in self.text, what=f"an end of {text!r}")

    def type(self, text):
        self.child.send(text.encode())

    def enter(self, text=""):
        self.type(text + "\r")

    def control(self, key):
        self.child.sendcontrol(key)

    def resize(self, columns, rows):
        self.child.setwinsize(rows, columns)
        self.screen.resize(rows, columns)

    def ends(self):
        """Wait for the end; return the exit code."""
        self.child.timeout = PATIENCE
        self._stream.feed(self.child.read())
        self.child.wait()
        return self.child.exitstatus
