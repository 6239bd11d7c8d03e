"""Fixtures every test folder shares."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

# A shell starts its background jobs with SIGINT ignored, and what tests start would inherit that:
# Ctrl-C could not be tested there.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

PROJECT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def project() -> Path:
    """The root of the checkout."""
    return PROJECT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real articles and benchmarks beside the checkout; the test is skipped without it."""
    folder = Path(os.environ.get("SEARCHER_SHARED", PROJECT.parent / "shared"))
    if not folder.is_dir():
        pytest.skip("needs the real articles and benchmarks beside the checkout (SEARCHER_SHARED)")
    return folder
