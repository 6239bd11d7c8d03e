"""Answers groups of queries over an open index, in a process of its own.

Job as JSON on stdin, figures as JSON on stdout. Started by ``benchmarks.engine``; what it times is
a whole search as a user of the library gets it: ranking, passages and highlights.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any

from benchmarks.measure import own_peak_mb


def host(job: dict[str, Any]) -> dict[str, Any]:
    """Do one job: ``index``, ``depth`` and ``groups`` of ``mode`` and ``queries``."""
    from searcher import open_index

    searcher = open_index(Path(job["index"]))
    groups = {}
    for name, group in job["groups"].items():
        queries = group["queries"]
        if queries:
            # One warm-up that is not timed, as the peers have.
            searcher.search(queries[0][1], limit=job["depth"], mode=group["mode"])
        milliseconds, hits = [], {}
        for query_id, text in queries:
            started = time.perf_counter()
            found = searcher.search(text, limit=job["depth"], mode=group["mode"])
            milliseconds.append((time.perf_counter() - started) * 1e3)
            hits[query_id] = [hit.id for hit in found.hits]
        groups[name] = {"ms": milliseconds, "hits": hits}
    return {"peak_mb": own_peak_mb(), "groups": groups}


if __name__ == "__main__":
    json.dump(host(json.load(sys.stdin)), sys.stdout)
