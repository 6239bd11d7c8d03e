"""A fake world for the command line: streams in memory, and a library that answers from a script."""

from __future__ import annotations

import contextlib
import datetime as dt
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import pytest

from searcher.articles.model import Article
from searcher.cli.environment import Environment
from searcher.cli.language import Words
from searcher.cli.main import run
from searcher.cli.near_ids import near_ids
from searcher.errors import ArticleNotFound, IndexNotFound, UnbalancedQuote
from searcher.index import (
    Change,
    CheckReport,
    IndexLocation,
    IndexStats,
    RepairReport,
    SyncReport,
    SyncState,
)
from searcher.index.folder import build_command
from searcher.index.manifest import ManifestSource
from searcher.search.explain import Explanation, SlotShare, TogetherShare, VariantShare
from searcher.search.filters import Filters
from searcher.search.key_terms import KeyTerm
from searcher.search.related import RelatedArticle
from searcher.search.results import Hit, Passage, Results, Suggestion, Understood
from searcher.text import tokenize

FULL = Article(
    id="xa-hoi/neu-guong.txt",
    title="Người đứng đầu phải nêu gương",
    body=(
        "Ở xã vùng cao, ai cũng biết chuyện bí thư chi bộ nêu gương hiến đất mở đường trước khi "
        "vận động bà con làm theo.",
        "Tên tệp có ký tự lạ: \x1b[31mđỏ\x1b[0m và \u202eđảo\u202c.",
    ),
    date=dt.date(2019, 7, 15),
    author="Nguyễn Văn A",
    section="Xã hội",
    source="Báo Mẫu",
    url="https://example.vn/1",
    path="/tin/xa-hoi/neu-guong.txt",
)
BARE = Article(id="trống rỗng.jsonl#2", title="", body=("Một dòng không có tiêu đề.",))


def make_hit(rank: int, **changes: object) -> Hit:
    """A hit on ``FULL``, or on something like it."""
    text = FULL.body[0]
    start = text.index("nêu gương")
    values: dict[str, object] = {
        "rank": rank,
        "id": FULL.id,
        "title": FULL.title,
        "title_highlights": ((20, 29),),
        "date": FULL.date,
        "author": FULL.author,
        "section": FULL.section,
        "source": FULL.source,
        "path": FULL.path,
        "url": FULL.url,
        "score": 12.5 - rank,
        "complete": True,
        "passages": (Passage(text, ((start, start + 9),), 0, 0, False, False),),
    }
    return Hit(**{**values, **changes})  # type: ignore[arg-type]


def make_results(query: str, hits: Sequence[Hit], **changes: object) -> Results:
    """Results of ``query``; every hit is a full match unless told otherwise."""
    values: dict[str, object] = {
        "query": query,
        "total": sum(hit.complete for hit in hits),
        "partial": sum(not hit.complete for hit in hits),
        "took_ms": 3.21,
        "hits": tuple(hits),
        "offset": 0,
        "understood": Understood(query),
    }
    values |= changes
    values.setdefault("listed", values["total"] + values["partial"])  # type: ignore[operator]
    return Results(**values)  # type: ignore[arg-type]


def sample_hits() -> list[Hit]:
    """One of every kind of hit that looks different."""
    esc = "Đoạn có mã \x1b]0;title\x07 điều khiển và ne\u0302u gu\u031bo\u031bng\u200f dạng NFD."
    at = esc.index("ne\u0302u")
    wide = "漢字 và nêu gương đứng cạnh nhau, đủ dài để phải xuống dòng ở mọi bề rộng được thử."
    return [
        make_hit(1),
        make_hit(
            2,
            id="trống rỗng.jsonl#2",
            title="",
            title_highlights=(),
            date=None,
            author=None,
            section=None,
            source=None,
            path="/tin/trống rỗng.jsonl",
            complete=False,
            passages=(
                Passage(esc, ((at, at + 12),), 0, 5, True, True),
                Passage(wide, ((6, 15),), 1, 0, False, True),
            ),
        ),
        make_hit(3, id="x\x1b[2J.txt", title="", source="Báo\nHai dòng", path=None, passages=()),
    ]


@dataclass
class FakeLibrary:
    """A library that answers from a script and notes what it was asked."""

    answer: Callable[[str, int, int, str], Results] | None = None
    report: SyncReport | None = None
    checked: CheckReport | None = None
    repaired: RepairReport | None = None
    exists: bool = True
    failure: BaseException | None = None
    calls: list[tuple[object, ...]] = field(default_factory=list)
    states: Sequence[SyncState] = ()
    how: dict[str, object] = field(default_factory=dict)
    changes: Sequence[Change] = ()
    late_failure: BaseException | None = None
    generation: int = 7

    def locate(
        self, index: str | None, source: Path | None, variables: Mapping[str, str]
    ) -> IndexLocation:
        self.calls.append(("locate", index, source))
        if index is not None:
            return IndexLocation(Path(index), "option")
        return IndexLocation(Path("/here/index"), "here")

    @contextlib.contextmanager
    def open(self, path: Path) -> Iterator[FakeOpenIndex]:
        if not self.exists:
            raise IndexNotFound(path=path, command=build_command(path))
        yield FakeOpenIndex(self, path)

    def forget(self, path: Path, source: str, **options: object) -> SyncReport:
        self.calls.append(("forget", path, source, options))
        if self.failure is not None:
            raise self.failure
        assert self.report is not None
        return self.report

    def sync(self, path: Path, sources: Sequence[str], **options: object) -> SyncReport:
        self.calls.append(("sync", path, tuple(sources), options))
        if self.failure is not None:
            raise self.failure
        if not sources and not self.exists:
            raise IndexNotFound(path=path, command=build_command(path))
        progress, changes = options["progress"], options["changes"]
        for state in self.states:
            progress(state)  # type: ignore[operator]
        for change in self.changes if changes is not None else ():
            changes(change)  # type: ignore[operator]
        if self.late_failure is not None:
            raise self.late_failure
        assert self.report is not None
        return self.report

    def repair(self, path: Path, **options: object) -> RepairReport:
        self.calls.append(("repair", path, options))
        if (progress := options["progress"]) is not None:
            for state in self.states:
                progress(state)  # type: ignore[operator]
        return self.repaired or RepairReport(CheckReport(path, 3))

    def check(self, path: Path, *, quick: bool, progress: object = None) -> CheckReport:
        if progress is not None:
            progress("checksums", 5, 10)  # type: ignore[operator]
            progress("articles", 43, 43)  # type: ignore[operator]
        self.calls.append(("check", path, quick))
        if not self.exists:
            raise IndexNotFound(path=path, command=build_command(path))
        return self.checked or CheckReport(path, 3, files=12, size_bytes=193_305, articles=43)

    def tokenize(self, text: str) -> list[object]:
        return list(tokenize(text))


@dataclass
class FakeOpenIndex:
    library: FakeLibrary
    path: Path

    def __post_init__(self) -> None:
        self.generation = self.library.generation

    @property
    def articles(self) -> int:
        return 12345 + self.generation

    def refresh(self) -> bool:
        if self.generation == self.library.generation:
            return False
        if not self.library.exists:
            raise IndexNotFound(path=self.path, command=build_command(self.path))
        self.generation = self.library.generation
        return True

    def search(
        self,
        query: str,
        *,
        limit: int,
        offset: int,
        mode: str,
        lenient: bool = False,
        **how: object,
    ) -> Results:
        self.library.calls.append(("search", query, limit, offset, mode))
        self.library.how = how
        if self.library.failure is not None:
            raise self.library.failure
        if query.count('"') % 2:
            column = query.rindex('"')
            raise UnbalancedQuote(query=query, column=column, display_column=column + 1)
        if self.library.answer is not None:
            return self.library.answer(query, limit, offset, mode)
        return make_results(query, sample_hits()[:limit])

    def explain(
        self, query: str, *, limit: int, offset: int, mode: str, **how: object
    ) -> list[Explanation]:
        found = self.search(query, limit=limit, offset=offset, mode=mode, **how)
        variant = VariantShare("nêu", "exact", 1.0, {"body": 2})
        slot = SlotShare("nêu", 1, 3, 0.5, 1.2, (variant,))
        pair = TogetherShare("nêu gương", False, 0.3, 0.5)
        return [Explanation((slot,), 1.0, (pair,), (pair,)) for _ in found.hits]

    def rank(
        self, query: str, *, limit: int, lenient: bool = False, literal: bool = False
    ) -> list[tuple[str, float]]:
        found = self.search(query, limit=limit, offset=0, mode="some", literal=literal)
        return [(hit.id, hit.score) for hit in found.hits]

    def article(self, article_id: str) -> Article | None:
        return {article.id: article for article in (FULL, BARE)}.get(article_id)

    def near_ids(self, article_id: str) -> list[str]:
        return near_ids(article_id, [FULL.id, BARE.id])

    def suggest(self, query: str) -> tuple[Suggestion, ...]:
        self.library.calls.append(("suggest", query))
        if query.startswith("("):
            raise UnbalancedQuote(query=query, column=0, display_column=1)
        found = (Suggestion("nêu gương", "marks"), Suggestion("nếu\x1b gương", "spelling"))
        return found if query == "neu guong" else ()

    def ids_beginning(self, prefix: str, limit: int) -> list[str]:
        return [each for each in (FULL.id, BARE.id) if each.startswith(prefix)][:limit]

    def key_terms(self, article_id: str, limit: int) -> list[KeyTerm] | None:
        found = [
            KeyTerm("nêu gương", (("neu", "nêu"), ("guong", "gương")), False, 4, 3.0, 9.87654),
            KeyTerm("Kim\x1b Bàng", (("kim", "kim"), ("bang", "bàng")), True, 1, 4.0, 2.0),
        ]
        return found[:limit] if article_id == FULL.id else [] if article_id == BARE.id else None

    def related(self, article_id: str, limit: int, filters: Filters | None) -> list[RelatedArticle]:
        self.library.calls.append(("related", article_id, limit, filters))
        if article_id == BARE.id:
            return []
        if article_id != FULL.id:
            raise ArticleNotFound(id=article_id)
        return [
            RelatedArticle(1, FULL, 0.4567, ("nêu gương", "chi\x1b bộ")),
            RelatedArticle(2, BARE, 0.1, ("đường",)),
        ][:limit]

    def near_names(self, field: str, name: str) -> list[str] | None:
        return {"Báo Mâu": ["Báo Mẫu"], "xyz": []}.get(name)

    def highlight(self, article: Article, query: str) -> tuple[object, object]:
        def spans(text: str) -> tuple[tuple[int, int], ...]:
            at = text.find(query)
            return ((at, at + len(query)),) if at >= 0 else ()

        return spans(article.title), [spans(text) for text in article.body]

    def stats(self) -> IndexStats:
        day = dt.datetime(2024, 2, 29, 12, 30, tzinfo=dt.timezone.utc).timestamp()
        return IndexStats(
            articles=12345,
            deleted=2,
            segments=3,
            generation=7,
            size_bytes=12_345_678,
            terms=54321,
            tokens=6_543_210,
            compounds=4321,
            encodings=(("utf-8", 12000), ("tcvn3", 345)),
            sources=(ManifestSource("/tin\x1b", 11, 12345),),
            created=day,
            updated=day + 86400,
            added_bytes=345_678,
        )


class Outcome(NamedTuple):
    """What a run left behind."""

    code: int
    out: str
    err: str


RunCli = Callable[..., Outcome]


@pytest.fixture
def library() -> FakeLibrary:
    """The fake library; tests set its script."""
    return FakeLibrary()


@pytest.fixture
def run_cli(library: FakeLibrary) -> RunCli:
    """Run the command line in this process, in a fake environment."""

    def run_in_fake(
        *argv: str,
        stdin: bytes = b"",
        tty: bool = False,
        stderr_tty: bool = False,
        stdin_tty: bool = False,
        width: int = 80,
        variables: Mapping[str, str] | None = None,
        stdout: io.TextIOBase | None = None,
    ) -> Outcome:
        out, err = stdout or io.StringIO(), io.StringIO()
        environment = Environment(
            stdin=io.BytesIO(stdin),
            stdout=out,  # type: ignore[arg-type]
            stderr=err,
            stdin_is_tty=stdin_tty,
            stdout_is_tty=tty,
            stderr_is_tty=stderr_tty,
            variables=variables or {},
            width=width,
            words=Words("en"),
            library=library,  # type: ignore[arg-type]
            clock=iter(range(10**6)).__next__,
            today=lambda: dt.date(2024, 5, 15),
        )
        code = run(list(argv), environment)
        shown = out.getvalue() if isinstance(out, io.StringIO) else ""
        return Outcome(code, shown, err.getvalue())

    return run_in_fake
