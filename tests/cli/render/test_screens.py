"""Whole screens, as a person sees them: every kind of answer, at several widths, in both languages.

Each golden file holds one screen: stderr first, then stdout; without colour at those widths, and
with colour at 80 columns, an escape character written ``\\e``.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from searcher.cli.render.widths import display_width
from searcher.errors import UnknownField
from searcher.search.facets import Facet, FacetValue
from searcher.search.results import Change, Group, Hit, Passage, Results, Suggestion, Understood
from tests.cli.conftest import FakeLibrary, Outcome, RunCli, make_hit, make_results, sample_hits

GOLDEN = Path(__file__).parent / "golden" / "screens"
WIDTHS = (40, 60, 80, 120, 200)

LONG = (
    "Theo Nghị định số 59/2019/NĐ-CP ngày 01 tháng 7 năm 2019, xem https://vanban.example.vn/portal/"
    "page/chinhphu/hethongvanban?class_id=1&mode=detail&document_id=197259 thì TS. Nguyễn Văn A « nêu "
    "gương » – và 漢字 👩\u200d👩\u200d👧 nghiêm\u00adtúc – được hơn 95,5 % cán bộ noi theo"
)


def hard_hits() -> list[Hit]:
    """Hits that are hard to set: long, wide, without spaces, with what cannot be seen."""
    at = LONG.index("nêu")
    title = (
        "Người đứng đầu cấp ủy, chính quyền phải thật sự gương mẫu, nói đi đôi với làm, trước hết là "
        "nêu gương 漢字"
    )
    found = title.index("nêu")
    return [
        make_hit(
            998,
            title=title,
            title_highlights=((found, found + 9),),
            passages=(Passage(LONG, ((at, at + 9),), 0, 0, True, True),),
            section="Xây dựng Đảng và hệ thống chính trị ở cơ sở",
        ),
        make_hit(
            999,
            title="nghiên\u00adcứu\u200bvềne\u0302ugương" * 4,
            title_highlights=(),
            author=None,
            date=None,
            complete=False,
            id="/mot/duong/dan/rat/dai/khong-co-khoang-trang-nao-ca/va-van-con-nua/bai-viet-so-1.txt",
            passages=(),
        ),
        *(
            make_hit(1000 + n, title=f"👩\u200d👧 Bài {n} 🇻🇳", title_highlights=())
            for n in range(2)
        ),
    ]


def understood(query: str, *_: object) -> Results:
    return make_results(
        query,
        sample_hits()[:1],
        listed=1234,
        total=1234,
        partial=0,
        took_ms=1234.5,
        understood=Understood(
            "UBND nêu gương",
            decoded=(Change("neeu", "nêu"),),
            expanded=(Change("UBND", "ủy ban nhân dân"),),
            suggestions=(Suggestion("ủy ban nhân dân nêu gương", "marks"),),
        ),
    )


def grouped(query: str, *_: object) -> Results:
    hits = sample_hits()
    groups = (
        Group("source", "Báo Mẫu", 1200, tuple(hits[:2])),
        Group("source", None, 1, tuple(hits[2:])),
    )
    return make_results(query, hits, total=1201, groups=groups, listed=7)


def counted(query: str, *_: object) -> Results:
    sources = (FacetValue("Báo Mẫu", 1234), FacetValue("漢字" * 14, 17), FacetValue("Tuổi Trẻ", 1))
    months = (FacetValue("2019-06", 3), FacetValue("2019-07", 12))
    facets = (
        Facet("source", sources, 30, 4, 2),
        Facet("month", months, 5, 2, 0),
        Facet("author", (), 0, 0, 0),
    )
    return make_results(query, [], total=1256, facets=facets)


def nothing(query: str, *_: object) -> Results:
    return make_results(query, [])


def partly(query: str, *_: object) -> Results:
    return make_results(query, sample_hits()[1:2])


def hard(query: str, *_: object) -> Results:
    return make_results(query, hard_hits(), total=12345, offset=997)


def news(query: str, *_: object) -> Results:
    """What most pages look like: titles longer than their column, and names of some length."""
    titles = (
        "Huyện Yên Mẫu: chuyển biến rõ nét trong công việc nhờ người đứng đầu thật sự nêu gương",
        "Nêu gương",
        "Gần 95% chi bộ đăng ký việc làm theo; vẫn còn nơi nói nhiều làm ít",
    )
    hits = [
        make_hit(
            rank,
            title=title,
            title_highlights=((title.lower().index("nêu"), title.lower().index("nêu") + 9),)
            if "nêu" in title.lower()
            else (),
            author="Nguyễn Thị Minh Khai, Trần Văn Ơn",
            section="Xây dựng Đảng và hệ thống chính trị",
            source="Cổng thông tin điện tử huyện Yên Mẫu",
            date=None if rank == 2 else dt.date(2019, 7, rank),
            id=f"ban-tin/2019/bai-{rank}.txt",
            path=f"/tin/ban-tin/2019/bai-{rank}.txt",
        )
        for rank, title in enumerate(titles, 1)
    ]
    return make_results(query, hits, total=3)


def unknown_field(query: str, *_: object) -> Results:
    column = query.index("màu:")
    raise UnknownField(
        query=query, column=column, display_column=column + 1, name="màu", known="tiêu_đề, tác_giả"
    )


SCREENS: dict[str, tuple[Callable[..., Results] | None, list[str]]] = {
    "understood": (understood, ["search", "UBND", "neeu", "gương", "-n", "1"]),
    "groups": (grouped, ["search", "x", "--group-by", "source", "--list"]),
    "groups-table": (grouped, ["search", "x", "--group-by", "source", "--table"]),
    "groups-brief": (grouped, ["search", "x", "--group-by", "source", "--brief"]),
    "facets": (counted, ["search", "x", "-n", "0", "--facet", "source,month,author"]),
    "table": (None, ["search", "x", "--table"]),
    "brief": (None, ["search", "x", "--brief"]),
    "hard": (hard, ["search", "x", "--page", "998", "--list"]),
    "hard-table": (hard, ["search", "x", "--page", "998", "--table"]),
    "hard-brief": (hard, ["search", "x", "--page", "998", "--brief"]),
    "news": (news, ["search", "x"]),
    "explain": (None, ["search", "x", "--explain", "-n", "1"]),
    "nothing": (nothing, ["search", "không có gì"]),
    "partly": (partly, ["search", "x"]),
    "error": (unknown_field, ["search", "nêu 漢字 ne\u0302u màu:đỏ"]),
    "error-far": (unknown_field, ["search", "漢字 nêu gương " * 12 + "màu:đỏ" + " và thế nữa" * 9]),
}


def screen(outcome: Outcome) -> str:
    return outcome.err + outcome.out


@pytest.mark.parametrize("language", ["en", "vi"])
@pytest.mark.parametrize("name", SCREENS)
def test_screen(run_cli: RunCli, library: FakeLibrary, name: str, language: str) -> None:
    library.answer, argv = SCREENS[name]
    argv = [*argv, "--lang", language]
    shown = []
    for width in WIDTHS:
        plain = {"NO_COLOR": "1"}
        outcome = run_cli(*argv, tty=True, stderr_tty=True, width=width, variables=plain)
        assert "\x1b" not in screen(outcome)
        for line in outcome.out.splitlines():
            assert display_width(line) <= width
            assert line == line.rstrip()
        shown.append(f"--- {width} columns\n{screen(outcome)}")
    colored = screen(run_cli(*argv, tty=True, stderr_tty=True, width=80))
    shown.append(f"--- 80 columns, colours\n{colored}".replace("\x1b", "\\e"))
    path = GOLDEN / f"{name}-{language}.txt"
    if os.environ.get("SEARCHER_UPDATE_GOLDEN"):
        path.parent.mkdir(exist_ok=True)
        path.write_text("\n".join(shown), "utf-8", newline="\n")
    assert "\n".join(shown) == path.read_bytes().decode("utf-8")


@pytest.mark.parametrize("width", [40, 80, 120])
@pytest.mark.parametrize("name", ["error", "error-far"])
def test_the_caret_stands_under_its_place(
    run_cli: RunCli, library: FakeLibrary, name: str, width: int
) -> None:
    library.answer, argv = SCREENS[name]
    _, query, caret = run_cli(*argv, stderr_tty=True, width=width).err.splitlines()[-3:]
    assert caret.endswith("^")
    assert display_width(query) <= width
    assert query[: query.index("màu:")] != ""
    assert display_width(query[: query.index("màu:")]) == len(caret) - 1


def test_sentences_are_broken_between_words_and_paths_are_not(
    run_cli: RunCli, library: FakeLibrary
) -> None:
    library.answer = nothing
    told = run_cli("search", "hai ba bốn", stderr_tty=True, width=26).err.splitlines()
    assert told[-2:] == ["Nothing found for: hai ba", "  bốn"]
    path = "/tin-tuc/mot-duong-dan-rat-dai"
    told = run_cli("search", path, stderr_tty=True, width=26).err.splitlines()
    assert told[-1] == f"Nothing found for: {path}"
    told = run_cli("search", "hai ba bốn", width=26).err.splitlines()
    assert told[-1] == "Nothing found for: hai ba bốn"


@pytest.mark.parametrize("width", [1, 3, 8, 19])
@pytest.mark.parametrize("name", SCREENS)
def test_a_screen_that_is_hardly_one(
    run_cli: RunCli, library: FakeLibrary, name: str, width: int
) -> None:
    library.answer, argv = SCREENS[name]
    outcome = run_cli(*argv, tty=True, stderr_tty=True, width=width, variables={"TERM": "dumb"})
    assert outcome.code in (0, 1, 2)
    assert "Internal error" not in outcome.err


@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
@pytest.mark.parametrize("name", SCREENS)
def test_a_terminal_without_unicode_is_aligned(
    run_cli: RunCli, library: FakeLibrary, name: str, encoding: str
) -> None:
    import io

    from searcher.cli.render.encoding import READABLE, register_readable

    register_readable()
    library.answer, argv = SCREENS[name]
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding, READABLE, newline="\n")
    run_cli(*argv, tty=True, width=60, stdout=stream, variables={"NO_COLOR": "1"})
    stream.flush()
    lines = raw.getvalue().decode(encoding).splitlines()
    assert all(len(line) <= 60 for line in lines)
    if {"table", "brief"} & set(name.split("-")):
        date = next(line.index("Date") for line in lines if "Title" in line)
        days = [line.index("15/07/2019") for line in lines if "15/07/2019" in line]
        assert set(days) == {date}
