"""``python -m searcher``: the same as the command ``searcher``."""

from __future__ import annotations

from searcher.cli.main import main

main()
