"""Answers groups of queries over an open index, in a process of its own.

Job as JSON on stdin, figures as JSON on stdout. Started by ``benchmarks.engine``; what it times is
a ranking, ids and scores as the peers return them, or a whole search with passages and highlights.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any

from benchmarks.measure import own_peak_mb


def host(job: dict[str, Any]) -> dict[str, Any]:
    """Do one job: ``index``, ``depth`` and ``groups`` of ``mode``, ``passages`` and ``queries``."""
    from searcher import open_index

    searcher = open_index(Path(job["index"]))
    groups = {}
    for name, group in job["groups"].items():
        queries = group["queries"]
        depth, mode = job["depth"], group["mode"]
        if queries:
            # One warm-up that is not timed, as the peers have.
            searcher.rank(queries[0][1], limit=depth, mode=mode)
        milliseconds, hits = [], {}
        for query_id, text in queries:
            started = time.perf_counter()
            if group["passages"]:
                found = [hit.id for hit in searcher.search(text, limit=depth, mode=mode).hits]
            else:
                found = [found_id for found_id, _ in searcher.rank(text, limit=depth, mode=mode)]
            milliseconds.append((time.perf_counter() - started) * 1e3)
            hits[query_id] = found
        groups[name] = {"ms": milliseconds, "hits": hits}
    return {"peak_mb": own_peak_mb(), "groups": groups}


if __name__ == "__main__":
    json.dump(host(json.load(sys.stdin)), sys.stdout)
