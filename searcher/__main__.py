"""``python -m searcher``: the same as the command ``searcher``."""

from __future__ import annotations

import sys

from searcher.cli.main import run

sys.exit(run())
