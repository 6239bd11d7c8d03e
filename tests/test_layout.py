"""The shape of the package: imports go one way, modules stay small, only the command line prints."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "searcher"
#: The path of the data. A folder imports only from itself and from those before it.
ROOMS = ("kernels", "text", "articles", "index", "search", "cli")
MODULES = sorted(PACKAGE.rglob("*.py"))
LONGEST_MODULE = 350


def room_of(path):
    """The number of the folder a module lies in; the package's own modules are below or above all."""
    parts = path.relative_to(PACKAGE).parts
    if len(parts) > 1:
        return ROOMS.index(parts[0])
    return -1 if parts[0] == "errors.py" else len(ROOMS)


def imported(path):
    """Every ``searcher`` module a file imports, wherever in the file it does."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            yield node.module
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def room_of_name(name):
    parts = name.split(".")
    if len(parts) == 1:
        return len(ROOMS)  # the package itself gathers from everywhere
    return (
        -1 if parts[1] == "errors" else ROOMS.index(parts[1]) if parts[1] in ROOMS else len(ROOMS)
    )


def identify(path):
    return path.relative_to(PACKAGE).as_posix()


@pytest.mark.parametrize("path", MODULES, ids=identify)
def test_imports_follow_the_path_of_the_data(path):
    if room_of(path) == len(ROOMS):
        return
    for name in imported(path):
        if name.split(".")[0] == "searcher" and name != "searcher":
            assert room_of_name(name) <= room_of(path), f"{identify(path)} imports {name}"


@pytest.mark.parametrize("path", MODULES, ids=identify)
def test_modules_are_small_and_say_what_they_are_for(path):
    source = path.read_text(encoding="utf-8")
    assert source.count("\n") <= LONGEST_MODULE
    assert ast.get_docstring(ast.parse(source))


def test_kernels_know_nothing_of_the_package_but_each_other():
    for path in MODULES:
        if path.parent.name == "kernels":
            own = {name for name in imported(path) if name.split(".")[0] == "searcher"}
            assert all(f"{name}.".startswith("searcher.kernels.") for name in own), path.name


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.pxi")), ids=identify)
def test_what_is_compiled_is_small_and_stands_in_numpy_too(path):
    assert path.read_text(encoding="utf-8").count("\n") <= LONGEST_MODULE
    assert path.parent.name == "kernels"
    assert path.with_suffix(".py").exists()
    text = path.with_name("compiled.pyx").read_text(encoding="utf-8")
    assert text.count(f'include "{path.name}"') == 1


def test_only_the_adapter_and_the_codec_know_whoosh():
    knowing = {
        identify(path).rsplit("/", 1)[0]
        for path in MODULES
        if any(name.split(".")[0] == "whoosh" for name in imported(path))
    }
    assert knowing <= {"index/whoosh_adapter", "index/codec"}


def test_every_folder_of_the_package_has_its_tests():
    tests = Path(__file__).resolve().parent
    assert all((tests / room).is_dir() for room in ROOMS)


@pytest.mark.parametrize(
    "heavy",
    [
        "pyvi",
        "sklearn",
        "scipy",
        "trafilatura",
        "lxml",
        "rich.progress",
        "rich.markdown",
        "prompt_toolkit",
        "asyncio",
        "unidecode",
        "Cython",
        "importlib.metadata",
    ],
)
def test_a_query_imports_nothing_heavy(heavy, project, tmp_path):
    code = (
        "import sys\n"
        "from searcher.cli.main import run\n"
        "code = 0\n"
        "try:\n"
        f"    code = run(['search', 'neu guong', '--index', {str(tmp_path / 'index')!r}])\n"
        "except SystemExit as stop:\n"
        "    code = stop.code\n"
        f"sys.exit(99 if {heavy!r} in sys.modules else code)\n"
    )
    environment = {"PYTHONPATH": str(project), "PATH": "", "SEARCHER_LANG": "en"}
    build = [sys.executable, "-m", "searcher", "index", str(project / "corpus" / "doi-song")]
    subprocess.run(
        [*build, "--no-words", "--index", str(tmp_path / "index")],
        check=True,
        capture_output=True,
        env=environment,
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, env=environment, check=False
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
