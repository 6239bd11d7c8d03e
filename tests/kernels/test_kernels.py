"""Which kernels are at work, and why where they are not the compiled ones."""

from __future__ import annotations

import importlib
import os
import pkgutil
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

from searcher import kernels
from searcher.kernels.sources import digest

FOLDER = Path(kernels.__file__).parent
needs_compiled = pytest.mark.skipif(
    kernels.COMPILED is None, reason="the kernels are not compiled here"
)


def families():
    return [
        importlib.import_module(f"searcher.kernels.{module.name}")
        for module in pkgutil.iter_modules(kernels.__path__)
        if module.name != "compiled"
    ]


def at_work(root, **variables):
    """Why a package in another folder works with numpy; empty where it does not."""
    code = (
        "from searcher.kernels import COMPILED, WHY_NUMPY, DETAIL, adding\n"
        "compiled = type(adding.add_up).__name__ != 'function'\n"
        "assert compiled == (COMPILED is not None) == (not WHY_NUMPY), WHY_NUMPY\n"
        "assert (WHY_NUMPY == 'unloadable') == bool(DETAIL)\n"
        "print(WHY_NUMPY)\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code],
        cwd=root,
        env={"PATH": "", "PYTHONPATH": os.pathsep.join([str(root), *sys.path]), **variables},
        capture_output=True,
        text=True,
        check=True,
    )
    return ran.stdout.strip()


@pytest.fixture
def package(tmp_path):
    """A package of kernels and nothing else, in a folder where it can be changed."""
    shutil.copytree(FOLDER, tmp_path / "searcher" / "kernels")
    shutil.copy(FOLDER.parent / "__init__.py", tmp_path / "searcher")
    return tmp_path / "searcher" / "kernels"


def compiled_file(package):
    return package / Path(kernels.COMPILED.__file__).name


@needs_compiled
def test_every_kernel_is_compiled():
    families()
    compiled = {
        name for name in vars(kernels.COMPILED) if callable(getattr(kernels.COMPILED, name))
    }
    assert set(kernels.IN_NUMPY) == {name for name in compiled if not name.startswith("_")}


def test_where_they_can_be_compiled_they_are():
    """Otherwise everything passes in numpy, and a broken build or a forgotten one goes unnoticed."""
    compiler = (sysconfig.get_config_var("CC") or "cc").split()[0]
    headers = Path(sysconfig.get_path("include"), "Python.h")
    if kernels.WHY_NUMPY == "switched-off" or not shutil.which(compiler) or not headers.exists():
        pytest.skip("there is nothing to compile with, or numpy is wanted")
    assert kernels.WHY_NUMPY == "", "python setup.py build_ext --inplace"


@needs_compiled
def test_a_copy_is_at_work_and_can_be_switched_off(package):
    assert at_work(package.parent.parent) == ""
    assert at_work(package.parent.parent, SEARCHER_KERNELS="numpy") == "switched-off"


@needs_compiled
def test_what_was_compiled_from_other_sources_is_left_aside(package):
    source = package / "adding.pxi"
    was = source.read_bytes()
    # As long as before and no younger: only the content tells.
    source.write_bytes(was.replace(b"weight", b"height"))
    os.utime(source, ns=(0, 0))
    assert at_work(package.parent.parent) == "outdated"
    source.write_bytes(was)
    assert at_work(package.parent.parent) == ""
    (package / "another.pxi").write_text("")
    assert at_work(package.parent.parent) == "outdated"
    for path in package.glob("*.p[yx][xi]"):
        path.unlink()
    assert at_work(package.parent.parent) == ""  # as in an ordinary installation


@needs_compiled
def test_a_compiled_file_of_before_there_were_digests_is_outdated(package):
    compiled_file(package).unlink()
    (package / "compiled.py").write_text("def add_up(): ...\n")
    assert at_work(package.parent.parent) == "outdated"


@needs_compiled
def test_without_a_compiled_file_numpy_does_the_work(package):
    compiled_file(package).unlink()
    assert at_work(package.parent.parent) == "not-built"


@needs_compiled
@pytest.mark.parametrize("content", [b"", b"\x7fELF", b"of another system" * 100])
def test_a_compiled_file_that_cannot_be_loaded_is_no_traceback(package, content):
    compiled_file(package).write_bytes(content)
    assert at_work(package.parent.parent) == "unloadable"


def test_the_digest_is_of_names_and_contents(tmp_path):
    assert digest(tmp_path) == 0
    seen = set()
    for name, text in [("b.pxi", "x"), ("a.pxi", "x"), ("a.pxi", "y"), ("a.py", "y")]:
        (tmp_path / name).write_text(text)
        seen.add(digest(tmp_path))
    assert len(seen) == 3
    assert max(seen) < 2**32
