"""The command line of the benchmarks: ``python -m benchmarks --help``."""

from __future__ import annotations

import sys

from benchmarks.commands import main

sys.exit(main(prog_name="python -m benchmarks"))
