"""Builds ``searcher.kernels.compiled``; everything else about the package stands in pyproject.toml."""

import atexit
import runpy
import shutil
import sys
import tempfile
import warnings
from pathlib import Path

from setuptools import Extension, setup

# pip shows this warning (of folders named like the package) with every installation in place.
warnings.filterwarnings("ignore", "Editable installation")

KERNELS = Path("searcher", "kernels")

# Fused multiplications round once less: the order of two articles must not depend on the processor.
OPTIONS = [] if sys.platform == "win32" else ["-O3", "-g0", "-ffp-contract=off"]

compiled = Extension(
    "searcher.kernels.compiled",
    [str(KERNELS / "compiled.pyx")],
    depends=[str(part) for part in sorted(KERNELS.glob("*.pxi"))],
    # By it an installation in place notices that the sources have changed since.
    define_macros=[
        ("SEARCHER_SOURCES", f"{runpy.run_path(str(KERNELS / 'sources.py'))['digest'](KERNELS)}UL")
    ],
    extra_compile_args=OPTIONS,
    extra_link_args=["-Wl,-s"] if sys.platform == "linux" else [],
    # Where no C compiler is at hand the package does the same with numpy, slower.
    optional=True,
)
compiled.cython_c_in_temp = True

# A folder of its own for every build: several Pythons may build from one checkout at a time, and a
# module that was deleted does not come back out of an earlier build.
scratch = tempfile.mkdtemp(prefix="searcher-build-")
atexit.register(shutil.rmtree, scratch, ignore_errors=True)

# The files of an index are little-endian, and the kernels read them where they lie.
modules = [compiled] if sys.byteorder == "little" else []

setup(ext_modules=modules, options={"build": {"build_base": scratch}})
