"""The program, with an index in which looking for "chậm" does not end by itself.

Writes the file "begun" in the current folder when it has begun to look.
"""

from __future__ import annotations

import sys
import threading
from pathlib import Path

from searcher.cli import installed
from searcher.cli.main import main

search = installed._Installed.search


def slow(self, query, *, limit, **how):
    if query == "chậm" and limit:
        Path("begun").touch()
        threading.Event().wait()
    return search(self, query, limit=limit, **how)


installed._Installed.search = slow
sys.argv[0] = "searcher"
main()
