"""Loops over arrays that decide how fast a query is: compiled where they can be, else with numpy.

Every kernel is a function of arrays and nothing else, so this folder imports nothing of the package
and knows neither files nor queries. A module a family of kernels (``adding``) has each of them in
numpy, which is also what it means; ``compiled`` has functions of the same names in C, built from
``compiled.pyx`` when the package is installed. They give the same answers to the last bit, and the
tests hold them to it. Without a C compiler, or with ``SEARCHER_KERNELS=numpy`` in the environment,
numpy does all of it.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from importlib import import_module
from types import ModuleType
from typing import Any, TypeVar, cast

VARIABLE = "SEARCHER_KERNELS"

_Kernel = TypeVar("_Kernel", bound=Callable[..., Any])


def _load() -> ModuleType | None:
    if os.environ.get(VARIABLE) == "numpy":
        return None
    try:
        return import_module("searcher.kernels.compiled")
    except ImportError:
        return None


COMPILED = _load()
"""The compiled kernels, ``None`` where numpy does the work."""

IN_NUMPY: dict[str, Callable[..., Any]] = {}
"""Every kernel in numpy, by name, for comparing them."""


def kernel(in_numpy: _Kernel) -> _Kernel:
    """Decorate a kernel in numpy: where there is a compiled one of its name, that takes its place."""
    IN_NUMPY[in_numpy.__name__] = in_numpy
    return cast("_Kernel", getattr(COMPILED, in_numpy.__name__, in_numpy))
