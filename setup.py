"""Builds ``searcher.kernels.compiled``; everything else about the package stands in pyproject.toml."""

import sys

from setuptools import Extension, setup

# Fused multiplications round once less: the order of two articles must not depend on the processor.
_OPTIONS = [] if sys.platform == "win32" else ["-O3", "-g0", "-ffp-contract=off"]

setup(
    ext_modules=[
        Extension(
            "searcher.kernels.compiled",
            ["searcher/kernels/compiled.pyx"],
            extra_compile_args=_OPTIONS,
            # Where no C compiler is at hand the package does the same with numpy, slower.
            optional=True,
        )
    ]
)
