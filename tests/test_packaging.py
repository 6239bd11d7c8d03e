"""What is built: a wheel and a source distribution, with a C compiler and without one."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
import zipfile

import pytest

from searcher import kernels

pytest.importorskip("setuptools", "77")
pytest.importorskip("Cython")

NEEDED = (
    "CHANGELOG.md ARCHITECTURE.md LICENSE MANIFEST.in Makefile README.md README.vi.md "
    "pyproject.toml setup.py searcher docs"
).split()


@pytest.fixture(scope="module")
def checkout(project, tmp_path_factory):
    """A checkout that may be built in, with what earlier builds may have left in it."""
    folder = tmp_path_factory.mktemp("checkout")
    for name in NEEDED:
        path = project / name
        if path.is_dir():
            ignored = shutil.ignore_patterns("__pycache__", "*.so", "*.pyd")
            shutil.copytree(path, folder / name, ignore=ignored)
        else:
            shutil.copy(path, folder)
    (folder / "tests").mkdir()
    (folder / "tests" / "test_x.py").touch()
    (folder / "searcher" / "kernels" / "compiled.c").write_text("#error of an earlier build\n")
    (folder / "build" / "lib" / "searcher").mkdir(parents=True)
    (folder / "build" / "lib" / "searcher" / "deleted.py").touch()
    return folder


def build(checkout, target, *command, **variables):
    # Another PYTHONPATH would have the package of the tests imported in place of the checkout's.
    environment = {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "CFLAGS")}
    ran = subprocess.run(
        [sys.executable, "setup.py", "-q", *command, "-d", str(target)],
        cwd=checkout,
        env={**environment, **variables},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    (built,) = target.iterdir()
    return built


def installed(wheel, target):
    """What the kernels of an unpacked wheel say."""
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(target)
    code = "from searcher import kernels; print(kernels.__file__, kernels.WHY_NUMPY or 'compiled')"
    ran = subprocess.run(
        [sys.executable, "-c", code],
        cwd=target,
        env={"PATH": "", "PYTHONPATH": str(target)},
        capture_output=True,
        text=True,
        check=True,
    )
    place, said = ran.stdout.split()
    assert place.startswith(str(target))
    return said


@pytest.mark.skipif(kernels.COMPILED is None, reason="the kernels are not compiled here")
def test_a_wheel_has_what_runs_and_nothing_else(checkout, tmp_path):
    wheel = build(checkout, tmp_path / "dist", "bdist_wheel")
    sizes = {each.filename: each.file_size for each in zipfile.ZipFile(wheel).infolist()}
    endings = {name.rpartition(".")[2] for name in sizes if name.startswith("searcher/")}
    assert endings <= {"py", "md", "typed", "so", "pyd"}
    assert {"searcher/py.typed", "searcher/cli/pages/query.en.md"} <= set(sizes)
    assert not any(name.startswith(("tests", "benchmarks")) for name in sizes)
    assert "searcher/deleted.py" not in sizes
    assert any(name.endswith("share/man/man1/searcher.1") for name in sizes)
    (compiled,) = [name for name in sizes if name.endswith((".so", ".pyd"))]
    assert sizes[compiled] < 1_000_000  # no symbols for a debugger
    assert installed(wheel, tmp_path / "site") == "compiled"


@pytest.mark.parametrize("compiler", ["false", "/nowhere/cc"])
def test_without_a_compiler_it_is_built_all_the_same(checkout, tmp_path, compiler):
    wheel = build(checkout, tmp_path / "dist", "bdist_wheel", CC=compiler)
    assert installed(wheel, tmp_path / "site") == "not-built"


def test_sources_hold_what_a_wheel_is_built_from(checkout, tmp_path):
    with tarfile.open(build(checkout, tmp_path / "dist", "sdist")) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert {"setup.py", "docs/searcher.1", "searcher/kernels/compiled.pyx"} <= names
    assert "searcher/kernels/adding.pxi" in names
    assert not any(name.endswith((".so", ".pyd", ".c", ".pyc")) for name in names)
