"""Loops over arrays that decide how fast a query is: compiled where they can be, else with numpy.

Every kernel is a function of arrays or texts and nothing else, so this folder imports nothing of
the package and knows neither files nor queries. A module a family of kernels (``adding``) has each
of them in numpy, which is also what it means; ``compiled`` has functions of the same names in C,
built from ``compiled.pyx`` when the package is installed. They give the same answers to the last
bit, and the tests hold them to it. Numpy does all of it where there was no C compiler, where the
sources were changed since (a checkout installed in place), and with ``SEARCHER_KERNELS=numpy`` in
the environment.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any, TypeVar, cast

VARIABLE = "SEARCHER_KERNELS"

_Kernel = TypeVar("_Kernel", bound=Callable[..., Any])


def _load() -> tuple[ModuleType | None, str, str]:
    if os.environ.get(VARIABLE) == "numpy":
        return None, "switched-off", ""
    try:
        compiled = import_module("searcher.kernels.compiled")
    except ModuleNotFoundError:
        return None, "not-built", ""
    except ImportError as error:
        return None, "unloadable", str(error)
    folder = Path(__file__).parent
    if (folder / "compiled.pyx").exists():
        from searcher.kernels.sources import digest

        # Other sources may mean other arguments, and other answers, than what was compiled.
        if digest(folder) != getattr(compiled, "SOURCES", None):
            return None, "outdated", ""
    return compiled, "", ""


COMPILED, WHY_NUMPY, DETAIL = _load()
"""The compiled kernels, or ``None`` where numpy does the work, and why: ``switched-off`` (by the
variable), ``not-built`` (no C compiler, or no headers of Python, when it was installed), ``outdated``
(built from other sources than these) or ``unloadable``, of which the detail tells what the system
said. Both are empty where they are compiled."""

IN_NUMPY: dict[str, Callable[..., Any]] = {}
"""Every kernel in numpy, by name, for comparing them."""


def kernel(in_numpy: _Kernel) -> _Kernel:
    """Decorate a kernel in numpy: where there is a compiled one of its name, that takes its place."""
    IN_NUMPY[in_numpy.__name__] = in_numpy
    return cast("_Kernel", getattr(COMPILED, in_numpy.__name__, in_numpy))
