"""The library keeps to itself: it prints nothing, leaves its process as it was, and is typed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

PROGRAM = '''
"""Uses all of the library, as somebody else's program would."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

from searcher import (
    Article,
    Explanation,
    Facet,
    Filters,
    Hit,
    IndexStats,
    KeyTerm,
    QueryError,
    RelatedArticle,
    Results,
    Searcher,
    SearcherError,
    Suggestion,
    SyncReport,
    Token,
    Writer,
    add_articles,
    analyse,
    forget,
    open_index,
    remove_articles,
    sync,
)


def use(index: Path, corpus: Path) -> list[str]:
    report: SyncReport = sync(index, [corpus], words=False)
    assert report.added == 43
    article = Article("một", "Nêu gương", ("Cán bộ nêu gương.",), date=dt.date(2020, 1, 1))
    assert add_articles(index, (article,)).added == 1
    with Writer(index, wait=1.0) as writer:
        writer.add(Article(id="hai", title="Hai", body=()))
        writer.remove("một")
    assert remove_articles(str(index), ["hai"], missing_ok=True).removed == 1
    searcher: Searcher
    with open_index(index) as searcher:
        found: Results = searcher.search("neu guong", limit=3, facets=["source"], sort="-date")
        stream: Iterator[Hit] = searcher.stream("neu guong", filters=Filters(since=dt.date(2018, 1, 1)))
        titles: list[str] = [hit.title for hit in stream]
        first: Hit = found.hits[0]
        facets: tuple[Facet, ...] = searcher.facets(["year"])
        suggestions: tuple[Suggestion, ...] = searcher.suggest("neu guong")
        terms: list[KeyTerm] = searcher.terms(first.id)
        related: list[RelatedArticle] = searcher.related(first.id, limit=2)
        explained: list[tuple[str, Explanation]] = searcher.explain("neu guong")
        stats: IndexStats = searcher.stats()
        same: Article = searcher.article(first.id)
        spans: tuple[tuple[int, int], ...] = searcher.highlight(same, "gương").title
        number: int = searcher.count("gương", mode="any")
        assert facets and suggestions and terms and related and explained and number and spans is not None
        assert stats.articles == len(list(searcher.articles())) and first.id in searcher
        assert not searcher.refresh() and searcher.is_current() and searcher.generation == 4
        try:
            searcher.search('"')
        except QueryError as error:
            assert isinstance(error, SearcherError) and error.code
        assert searcher.complete("neu g") and searcher.rank("neu")
    tokens: list[Token] = analyse("Thuỷ lợi")
    assert forget(index, corpus).removed == 43
    return [*titles, tokens[0].marked]
'''

# As little as possible of what a process has: nothing to read from or write to.
CHECK = """
import gc, locale, logging, os, signal, sys, threading, warnings
import numpy  # whose import adds filters of warnings, for everybody
warnings.simplefilter("error")
def state():
    return (
        [signal.getsignal(each) for each in (signal.SIGINT, signal.SIGTERM)],
        gc.isenabled(), gc.get_threshold(), os.getcwd(), locale.setlocale(locale.LC_ALL),
        dict(os.environ), sys.getrecursionlimit(), sys.getswitchinterval(), sys.excepthook,
        logging.getLogger().handlers, logging.getLogger().level, threading.active_count(),
        warnings.filters[:1], sys.path, list(sys.argv),
    )
sys.stdout = sys.stderr = sys.stdin = None
for descriptor in (0, 1, 2):
    os.close(descriptor)
before = state()
from pathlib import Path
import program
failed = None
try:
    made = program.use(Path("index"), Path(sys.argv[1]))
    assert "thủy" in made, made
    changed = [pair for pair in zip(before, state()) if pair[0] != pair[1]]
    assert not changed, changed
except BaseException as error:
    import traceback
    failed = traceback.format_exc()
Path("outcome").write_text(failed or "fine", encoding="utf-8")
"""


def test_nothing_is_printed_and_the_process_stays_as_it_was(project: Path, tmp_path: Path) -> None:
    (tmp_path / "program.py").write_text(PROGRAM, encoding="utf-8")
    code = f"import sys; sys.path.insert(0, {str(project)!r})\n" + CHECK
    done = subprocess.run(
        [sys.executable, "-c", code, str(project / "corpus")], cwd=tmp_path, capture_output=True
    )
    assert (tmp_path / "outcome").read_text(encoding="utf-8") == "fine"
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


def test_a_program_that_uses_it_all_is_typed(project: Path, tmp_path: Path) -> None:
    program = tmp_path / "program.py"
    cache = (
        project / ".mypy_cache" / "library"
    )  # what it knows of our dependencies takes it longest
    program.write_text(PROGRAM, encoding="utf-8")
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "mypy",
            "--strict",
            "--config-file=",
            f"--cache-dir={cache}",
            str(program),
        ],
        cwd=project,
        capture_output=True,
        encoding="utf-8",
    )
    assert done.stdout.startswith("Success"), done.stdout
