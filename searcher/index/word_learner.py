"""Learning words while articles are indexed: a sample of sentences goes to a process of its own.

The process imports pyvi, so that this one never does; it is started when enough has come together
for that to be worth its two seconds, and what is too little is kept for a later run. Nothing here
can stop or spoil a run: whatever goes wrong, no words were learnt, and the result says why. Not for
choosing sentences (``word_sample``) nor for keeping words (``lexicon``).
"""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from queue import SimpleQueue
from types import TracebackType
from typing import Any, BinaryIO

from searcher.index.definitions import DefinitionCounter
from searcher.index.packing import from_json, to_json
from searcher.index.word_sample import Sampler, SampleState
from searcher.text.words import WordsUnavailable, compounds

FIRST_START = 2_000
"""Code points of sentences that are worth starting the process for an index without words."""

LATER_START = 20_000
"""The same for an index with words: one new article is searchable at once."""

PATIENCE = 60.0
"""Seconds to wait at the end of a run for what is left to be learnt."""

_MOST_ANSWERED = 64 << 20  # bytes
_GRACE = 5.0  # seconds for a killed process to let go of its pipes
_SERVE = "import sys; sys.path[:] = sys.argv[1:]; from searcher.index import word_learner as w; w.serve()"


@dataclass(frozen=True, slots=True)
class Learnt:
    """What a run has learnt.

    Attributes:
        state: Where the next run goes on.
        counts: Canonical marked syllables with a space between them → how often they were a word;
            and the definitions of abbreviations (see ``definitions``).
        problem: Why no words were learnt; ``None`` when all went well.
    """

    state: SampleState
    counts: Mapping[str, int] = field(default_factory=dict)
    problem: WordsUnavailable | None = None


class Learner:
    """Learns words from articles as they come by. Use it in a ``with`` statement."""

    def __init__(
        self,
        state: SampleState,
        *,
        known: bool = False,
        active: bool = True,
        command: Sequence[str] | None = None,
    ) -> None:
        """Start no process yet.

        Args:
            state: Of the index so far; ``SampleState()`` for a new one.
            known: Whether the index has words already.
            active: Whether to learn; else no article is looked at, and ``finish`` only says what
                the next run starts from.
            command: What to run instead of the process that asks pyvi.
        """
        self._before = state
        self._active = active
        self._sampler = Sampler(state)
        self._waiting = list(state.pending)
        self._carried = len(self._waiting)
        self._size = sum(map(len, self._waiting))
        self._start_at = LATER_START if known else FIRST_START
        # Isolated: neither the working directory nor the environment decides what is imported.
        self._command = command or [sys.executable, "-I", "-c", _SERVE, *sys.path]
        self._conversation: _Conversation | None = None
        self._definitions = DefinitionCounter()

    def __enter__(self) -> Learner:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def forget_pending(self) -> None:
        """Drop the sentences earlier runs left, if they are still here: their articles may be gone.

        Call it when an article is removed or updated.
        """
        self._before = replace(self._before, pending=())
        self._size -= sum(map(len, self._waiting[: self._carried]))
        del self._waiting[: self._carried]
        self._carried = 0

    def offer(self, paragraphs: Sequence[str]) -> None:
        """Let the words of a new article be learnt, if it is part of the sample. Never waits.

        What the process has not got to yet is held in memory: part of the sample, at most some
        megabytes however large the corpus is.

        Args:
            paragraphs: Its title and the paragraphs of its body.
        """
        if not self._active:
            return
        self._definitions.offer(paragraphs)
        for sentence in self._sampler.take(paragraphs):
            self._size += len(sentence)
            self._waiting.append(sentence)
        if self._waiting and self._size >= self._start_at:
            if self._conversation is None:
                self._conversation = _Conversation(self._command)
            self._conversation.say(self._waiting)
            self._waiting = []
            self._carried = 0

    def finish(self, patience: float = PATIENCE) -> Learnt:
        """Return what was learnt: all of the sample, or none of it; and every definition.

        Args:
            patience: Seconds to wait at most.
        """
        defined = self._definitions.counts
        if self._conversation is None:
            return Learnt(self._sampler.state(self._waiting), defined)
        try:
            counts = self._conversation.answer(patience)
        except WordsUnavailable as problem:
            return Learnt(self._before, defined, problem)
        finally:
            self.close()
        return Learnt(self._sampler.state(()), {**counts, **defined})

    def close(self) -> None:
        """End the process, whatever it is doing. Harmless when repeated."""
        if self._conversation is not None:
            self._conversation.end()


class _Conversation:
    """The process that learns, seen from the one that started it.

    A thread does the writing and the reading, so that nobody waits for a full pipe.
    """

    def __init__(self, command: Sequence[str]) -> None:
        self._lines: SimpleQueue[bytes | None] = SimpleQueue()
        self._process: subprocess.Popen[bytes] | None = None
        self._answer = b""
        self._failure = ""
        self._thread = threading.Thread(target=self._talk, daemon=True)
        try:
            self._process = subprocess.Popen(  # noqa: S603 - this very interpreter
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                start_new_session=True,  # Ctrl-C is dealt with by the one who started it
            )
        except OSError as error:
            self._failure = error.strerror or str(error)
            return
        self._thread.start()

    def say(self, sentences: Sequence[str]) -> None:
        if self._process is not None:
            self._lines.put(b"".join(to_json(sentence) + b"\n" for sentence in sentences))

    def answer(self, patience: float) -> dict[str, int]:
        if self._process is None:
            raise WordsUnavailable(reason=self._failure)
        self._lines.put(None)
        self._thread.join(patience)
        if self._thread.is_alive():
            raise WordsUnavailable(reason=f"that took more than {patience:g} seconds")
        return _understood(self._answer)

    def end(self) -> None:
        if self._process is None:
            return
        self._process.kill()
        self._process.wait()
        self._lines.put(None)
        self._thread.join(_GRACE)
        if not self._thread.is_alive():  # else it still holds them
            for stream in (self._process.stdin, self._process.stdout):
                with suppress(OSError):
                    if stream is not None:
                        stream.close()

    def _talk(self) -> None:
        process: Any = self._process
        with suppress(OSError, ValueError):  # it has ended early; it may have said why
            while (lines := self._lines.get()) is not None:
                process.stdin.write(lines)
                process.stdin.flush()
        with suppress(OSError, ValueError):
            process.stdin.close()
        with suppress(OSError, ValueError):
            self._answer = process.stdout.read(_MOST_ANSWERED + 1)


def _understood(answer: bytes) -> dict[str, int]:
    try:
        value = from_json(answer) if len(answer) <= _MOST_ANSWERED else None
    except ValueError:
        value = None
    if isinstance(value, str):
        raise WordsUnavailable(reason=value)
    if not isinstance(value, dict) or not all(isinstance(n, int) for n in value.values()):
        raise WordsUnavailable(reason="the process that learns them has died")
    return value


def serve() -> None:
    """Be the process that learns: sentences as lines of JSON in, one JSON value out."""
    answer: dict[str, int] | str
    try:
        answer = dict(compounds(_sentences(sys.stdin.buffer)))
    except WordsUnavailable as error:
        answer = str(error.details["reason"])
    with suppress(BrokenPipeError):
        sys.stdout.buffer.write(to_json(answer))
        sys.stdout.buffer.flush()


def _sentences(lines: BinaryIO) -> Iterator[str]:
    for line in lines:
        yield str(from_json(line))
