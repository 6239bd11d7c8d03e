"""Runs one peer's script: builds its index once and asks it several groups of queries.

Started by ``benchmarks.peers`` under the Python the peers are installed in, as a file and not as a
module, so it uses the standard library alone. A script defines ``build(docs, path, op)`` and
``ask(handle, query, op)`` and ends with ``peerlib.main(name, build, ask, size, close, setup)``;
this file takes the place of that ``main``. The job comes as JSON on stdin, the answer goes as JSON
to the file it names.
"""

from __future__ import annotations

import json
import os
import re
import runpy
import sys
import tempfile
import time
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any


def host(job: dict[str, Any]) -> dict[str, Any]:
    """Do one job (``folder``, ``script``, ``documents``, ``depth``, ``groups``)."""
    sys.path.insert(0, job["folder"])
    import peerlib  # type: ignore[import-not-found]

    peerlib.TOP = job["depth"]
    answer: dict[str, Any] = {}

    def main(
        engine: str,
        build: Callable[..., Any],
        ask: Callable[..., Any],
        size: Callable[..., float] | None = None,
        close: Callable[..., None] | None = None,
        setup: Callable[..., None] | None = None,
    ) -> None:
        handle = None
        with tempfile.TemporaryDirectory(prefix="peer_", ignore_cleanup_errors=True) as path:
            try:
                if setup:
                    setup(path)
                started = time.perf_counter()
                handle = build(peerlib.read_docs(job["documents"]), path, "or")
                index_s = time.perf_counter() - started
                memory = _peak_mb()
                groups = {
                    name: _ask_all(ask, handle, group, job["depth"])
                    for name, group in job["groups"].items()
                }
                answer.update(
                    engine=engine,
                    index_s=index_s,
                    index_mb=size(handle, path) if size else peerlib.du_mb(path),
                    index_peak_mb=memory,
                    groups=groups,
                )
            finally:
                if close:
                    close(handle)

    peerlib.main = main
    sys.argv = [job["script"]]
    runpy.run_path(job["script"], run_name="__main__")
    return answer


def _ask_all(
    ask: Callable[..., Any], handle: object, group: dict[str, Any], depth: int
) -> dict[str, Any]:
    # Every peer is given composed text, as its documents are: few of them compose it themselves.
    queries = [(name, unicodedata.normalize("NFC", text)) for name, text in group["queries"]]
    if queries:
        ask(handle, queries[0][1], group["op"])  # one warm-up that is not timed
    milliseconds, hits = [], {}
    for name, text in queries:
        started = time.perf_counter()
        found = ask(handle, text, group["op"])[:depth]
        milliseconds.append((time.perf_counter() - started) * 1e3)
        hits[name] = [str(document) for document, _ in found]
    return {"ms": milliseconds, "hits": hits}


def _peak_mb() -> float | None:
    """Most memory held by this process and, beside it, by the server it has started, if any."""
    try:
        started = Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()
        told = [Path("/proc", process, "status").read_text() for process in ("self", *started)]
    except OSError:
        return None
    found = [re.search(r"^VmHWM:\s+(\d+) kB", status, re.MULTILINE) for status in told]
    return sum(int(match[1]) * 1024 / 1e6 for match in found if match) or None


if __name__ == "__main__":
    given = json.load(sys.stdin)
    Path(given["answer"]).write_text(json.dumps(host(given)), encoding="utf-8")
