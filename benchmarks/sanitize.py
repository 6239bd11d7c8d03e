"""The tests once more with kernels that watch every access to memory.

The kernels are built with gcc's sanitizers of addresses and of undefined behaviour in a copy of the
checkout, and each of their arrays is handed over in a block of memory of its own, of exactly its
size: reading one element too many of a mapped file would otherwise go unnoticed. What is found ends
the process with a report. Not for measuring: everything is many times slower. Needs gcc and Cython.

The same module is the pytest plugin that does the handing over.
"""

from __future__ import annotations

import os
import runpy
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Callable, Sequence
from functools import wraps
from pathlib import Path
from typing import Any, Final

import numpy as np

TESTS: Final = (
    "tests/kernels",
    "tests/index/codec/test_codec_bigrams.py",
    "tests/index/codec/test_codec_damage.py",
    "tests/index/codec/test_codec_postings.py",
    "tests/index/codec/test_codec_sequences.py",
    "tests/index/test_damage.py",
    "tests/search/test_crafted_segments.py",
    "tests/search/test_search_oracle.py",
)
_SANITIZERS: Final = "-fsanitize=address,undefined"
_CHECKOUT: Final = Path(__file__).resolve().parent.parent
_COPIED: Final = ("searcher", "tests", "benchmarks", "corpus", "pyproject.toml")


def build(copy: Path) -> None:
    """Build the kernels of a copy of the checkout with the sanitizers.

    Raises:
        CalledProcessError: They cannot be built.
    """
    folder = copy / "searcher" / "kernels"
    source = folder / "compiled.pyx"
    command = [sys.executable, "-m", "cython", source, "-o", folder / "compiled.c"]
    subprocess.run(command, check=True)
    digest = runpy.run_path(str(folder / "sources.py"))["digest"](folder)
    built = folder / f"compiled{sysconfig.get_config_var('EXT_SUFFIX')}"
    options = (
        f"-shared -fPIC -O1 -g -fno-omit-frame-pointer -ffp-contract=off {_SANITIZERS}".split()
    )
    command = ["gcc", *options, "-fno-sanitize-recover=all", f"-DSEARCHER_SOURCES={digest}UL"]
    headers = f"-I{sysconfig.get_path('include')}"
    subprocess.run([*command, headers, folder / "compiled.c", "-o", built], check=True)


def run(copy: Path, command: Sequence[str]) -> int:
    """Run Python in a copy of the checkout whose kernels were built with the sanitizers.

    Args:
        copy: The copy.
        command: The arguments of Python.

    Returns:
        Its exit code.
    """
    libraries = [
        subprocess.run(
            ["gcc", f"-print-file-name={name}"], check=True, capture_output=True, text=True
        ).stdout.strip()
        for name in ("libasan.so", "libubsan.so")
    ]
    environment = {
        **os.environ,
        "LD_PRELOAD": ":".join(libraries),
        "PYTHONPATH": str(copy),
        # The interpreter keeps what it allocates; that is no leak of ours.
        "ASAN_OPTIONS": "detect_leaks=0",
        "UBSAN_OPTIONS": "print_stacktrace=1",
    }
    environment.pop("SEARCHER_KERNELS", None)
    return subprocess.run(
        [sys.executable, *command], cwd=copy, env=environment, check=False
    ).returncode


def main(arguments: Sequence[str]) -> int:
    """Build, and run the tests named by the arguments, or :data:`TESTS`."""
    with tempfile.TemporaryDirectory(prefix="searcher-sanitize-") as folder:
        copy = Path(folder, "searcher")
        for name in _COPIED:
            path = _CHECKOUT / name
            if path.is_dir():
                ignored = shutil.ignore_patterns("__pycache__", "*.so")
                shutil.copytree(path, copy / name, ignore=ignored)
            else:
                shutil.copy(path, copy)
        build(copy)
        # What starts processes without our libraries; no kernel is called in it.
        left_out = "--ignore=tests/kernels/test_kernels.py"
        # Their report goes to stderr past Python: it must not be caught.
        options = ["-m", "pytest", "--capture=sys", "-p", "benchmarks.sanitize", left_out]
        return run(copy, [*options, *(arguments or TESTS)])


# --- the plugin ---------------------------------------------------------------------------------


def pytest_load_initial_conftests() -> None:
    """Hand exact copies to all kernels, before any family of them is imported."""
    from searcher import kernels

    assert kernels.COMPILED is not None, kernels.WHY_NUMPY
    for name, each in list(vars(kernels.COMPILED).items()):
        if callable(each) and not name.startswith("_"):
            setattr(kernels.COMPILED, name, exactly(each))


def exactly(kernel: Callable[..., Any]) -> Callable[..., Any]:
    """Return a kernel that gets copies of its arrays, and changes the arrays themselves after all."""

    @wraps(kernel)
    def watched(*arguments: Any, **named: Any) -> Any:
        changed: list[tuple[Any, Any]] = []
        try:
            return kernel(
                *(_copied(each, changed) for each in arguments),
                **{name: _copied(each, changed) for name, each in named.items()},
            )
        finally:
            for original, copy in changed:
                original[...] = copy

    return watched


def _copied(argument: Any, changed: list[tuple[Any, Any]]) -> Any:
    if isinstance(argument, (tuple, list)):
        copies = [_copied(each, changed) for each in argument]
        fields = hasattr(argument, "_fields")
        return type(argument)(*copies) if fields else type(argument)(copies)
    if isinstance(argument, (bytes, bytearray)):
        original = np.frombuffer(argument, np.uint8)
    elif isinstance(argument, memoryview):
        original = np.asarray(argument)
    elif isinstance(argument, np.ndarray):
        original = argument
    else:
        return argument
    copy = original.copy(order="K")
    copy.flags.writeable = original.flags.writeable
    if original.flags.writeable:
        changed.append((original, copy))
    return copy


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
