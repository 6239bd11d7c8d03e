"""Which kernels are at work."""

from __future__ import annotations

import importlib
import pkgutil
import subprocess
import sys

import pytest

from searcher import kernels


def families():
    return [
        importlib.import_module(f"searcher.kernels.{module.name}")
        for module in pkgutil.iter_modules(kernels.__path__)
        if module.name != "compiled"
    ]


@pytest.mark.skipif(kernels.COMPILED is None, reason="the kernels are not compiled here")
def test_every_kernel_is_compiled():
    families()
    compiled = {
        name for name in vars(kernels.COMPILED) if callable(getattr(kernels.COMPILED, name))
    }
    assert set(kernels.IN_NUMPY) == {name for name in compiled if not name.startswith("_")}


def test_they_can_be_switched_off():
    code = "from searcher.kernels import COMPILED, adding; print(COMPILED, adding.add_sparse)"
    ran = subprocess.run(
        [sys.executable, "-c", code],
        env={"SEARCHER_KERNELS": "numpy", "PATH": "", "PYTHONPATH": ":".join(sys.path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert ran.stdout.startswith("None <function add_sparse")
