"""What docs/python.md and the README say of the library is so: their examples are run."""

from __future__ import annotations

import doctest
import io
import json
import re
import shutil
import subprocess
import sys
import threading
from contextlib import redirect_stdout
from http.server import ThreadingHTTPServer
from pathlib import Path
from urllib.parse import quote
from urllib.request import urlopen

import pytest

import searcher as package
from searcher import sync


def _blocks(project: Path, name: str) -> list[str]:
    text = (project / name).read_text(encoding="utf-8")
    return re.findall(r"```python\n(.*?)```", text, re.DOTALL)


@pytest.fixture
def here(project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the sample corpus, which relative paths are relative to."""
    shutil.copytree(project / "corpus", tmp_path / "corpus")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.usefixtures("here")
def test_the_examples_of_the_page_say_what_they_say(project: Path) -> None:
    names: dict[str, object] = {}
    runner = doctest.DocTestRunner(verbose=False)
    served = 0
    for number, block in enumerate(_blocks(project, "docs/python.md")):
        if ">>>" in block:
            example = doctest.DocTestParser().get_doctest(
                block, names, f"example {number}", "docs/python.md", 0
            )
            told = io.StringIO()
            runner.run(example, out=told.write, clear_globs=False)
            names.update(example.globs)
            assert runner.failures == 0, told.getvalue()
        else:
            assert (
                len([line for line in block.split("class Search", 1)[1].splitlines() if line]) < 10
            )
            exec(block, names)
            _ask(names["Search"])
            served += 1
    assert runner.tries > 40
    assert served == 1


def _ask(handler: object) -> None:
    handler.log_message = lambda *_: None  # type: ignore[attr-defined]
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)  # type: ignore[arg-type]
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        port = server.server_address[1]
        answers: list[object] = []

        def ask() -> None:
            with urlopen(f"http://127.0.0.1:{port}/?q={quote('neu guong')}") as answer:
                assert answer.headers["Content-Type"] == "application/json; charset=utf-8"
                answers.append(json.load(answer))

        asking = [threading.Thread(target=ask) for _ in range(4)]
        for each in asking:
            each.start()
        for each in asking:
            each.join()
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
    assert len(answers) == 4
    for answer in answers:
        assert isinstance(answer, dict)
        assert answer["hits"][0]["title"] == "Trách nhiệm nêu gương được quy định ở đâu?"
        assert answer["hits"][0]["date"] == "2018-11-20"


@pytest.mark.usefixtures("here")
def test_the_readmes_example_runs(project: Path) -> None:
    sync(Path("index"), ["corpus"], words=False)
    (block,) = _blocks(project, "README.md")
    shown = io.StringIO()
    with redirect_stdout(shown):
        exec(block, {})
    lines = shown.getvalue().splitlines()
    assert lines[0] == "9 12"
    assert "1 Trách nhiệm nêu gương được quy định ở đâu? 2018-11-20" in lines
    assert lines[-1] == "year (FacetValue(value='2018', count=1),) 0"


def test_the_page_names_what_there_is(project: Path) -> None:
    page = (project / "docs/python.md").read_text(encoding="utf-8")
    said = set(re.findall(r"`(?:\w+\.)?(\w+)[(`,]", page))
    public = {name for name in vars(package.Searcher) if not name.startswith("_")}
    public |= {name for name in vars(package.Searcher.__mro__[1]) if not name.startswith("_")}
    assert public <= said | {"weights"}
    errors = {
        name
        for name in package.__all__
        if isinstance(found := getattr(package, name), type)
        and issubclass(found, package.SearcherError)
    }
    assert errors <= said
    functions = {name for name in package.__all__ if name[0].islower()}
    assert functions <= said


def test_everything_exported_is_there_and_nothing_is_read_before_it_is_asked_for() -> None:
    for name in package.__all__:
        assert getattr(package, name) is not None
    assert set(dir(package)) >= set(package.__all__)
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        getattr(package, "nonsense")  # noqa: B009
    code = "import sys, searcher; print('numpy' in sys.modules, len(searcher.__all__) > 20)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8")
    assert done.stdout == "False True\n"
