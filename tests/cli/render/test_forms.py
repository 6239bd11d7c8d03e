"""The forms of the hits, and the options that choose and count articles."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.cli.environment import Environment
from searcher.cli.fields import FIELDS
from searcher.cli.language import Words
from searcher.cli.render.facets import bar
from searcher.cli.render.forms import cell, write_results
from searcher.cli.render.results import totals_line
from searcher.cli.render.widths import display_width
from searcher.cli.render.wrapping import wrapped
from searcher.search.facets import FACETS, Facet, FacetValue
from searcher.search.filters import Filters
from searcher.search.ordering import SORTS
from searcher.search.results import Group, Hit
from tests.cli.conftest import BARE, FULL, FakeLibrary, RunCli, make_hit, make_results, sample_hits

SOURCES = Facet("source", (FacetValue("Báo Mẫu", 12), FacetValue("b\x1b[1m", 1)), 30, 4, 2)
MONTHS = Facet("month", (FacetValue("2019-07", 8), FacetValue("2019-12", 4)), 5, 3, 0)


@pytest.fixture
def counted(library: FakeLibrary) -> FakeLibrary:
    library.answer = lambda query, limit, *_: make_results(
        query, sample_hits()[:limit], total=2, partial=1, facets=(SOURCES, MONTHS)
    )
    return library


@pytest.fixture
def grouped(library: FakeLibrary) -> FakeLibrary:
    hits = [make_hit(1), make_hit(2, id="b"), make_hit(3, id="c", source=None)]
    groups = (
        Group("source", "Báo Mẫu", 1200, tuple(hits[:2])),
        Group("source", None, 1, tuple(hits[2:])),
    )
    library.answer = lambda query, *_: make_results(
        query, hits, total=1201, groups=groups, listed=7
    )
    return library


def test_the_options_name_what_the_library_has() -> None:
    from searcher.cli import selection

    assert selection.FACETS == FACETS
    assert selection.SORTS == SORTS
    assert all(hasattr(Filters(), attribute) for attribute in selection.NAMED.values())


def test_what_the_library_is_asked(run_cli: RunCli, library: FakeLibrary) -> None:
    run_cli("search", "x")
    assert library.how == {
        "sort": "relevance",
        "facets": (),
        "facet_limit": None,
        "group_by": None,
        "group_size": 3,
        "literal": False,
    }
    run_cli(
        *"search x --since 3/2019 --until 2020 --source a --source=b --section c --author d".split(),
        *"--path e --sort -date --facet year,source --facet year --facet-limit 5".split(),
        *"--group-by author --group-size 2".split(),
    )
    assert library.how == {
        "filters": Filters(
            dt.date(2019, 3, 1), dt.date(2020, 12, 31), ("a", "b"), ("c",), ("d",), (), ("e",)
        ),
        "sort": "-date",
        "facets": ("year", "source"),
        "facet_limit": 5,
        "group_by": "author",
        "group_size": 2,
        "literal": False,
    }
    run_cli("search", "x", "--since", "tháng trước")
    assert library.how["filters"] == Filters(since=dt.date(2024, 4, 1))


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--since", "hôm nảo"], "hôm nảo\n"),
        (["--until", "31/2/2019"], "31/2/2019\n"),
        (["--since", "2020", "--until", "2019"], "2020..2019\n"),
        (["--sort", "newest"], "none of: relevance, date, -date, title"),
        (["--facet", "source,day"], "“day” is none of: source, section"),
        (["--group-by", "title"], "none of"),
        (["--facet-limit", "0"], "from 1 to"),
        (["--limit", "-1"], "from 0 to"),
        (["--format", "{titel}"], "  {titel}\n   ^\n"),
        (["-0"], "-0 goes with --ids or --format only"),
        (["-0", "--csv"], "-0 does not go with --csv"),
        (["--ids", "--explain"], "--explain does not go with --ids"),
        (["--facet", "year", "--jsonl"], "--facet does not go with --jsonl"),
        (["--facet", "year", "--csv"], "--facet does not go with --csv"),
        (["--facet", "year", "--format", "x"], "--facet does not go with --format"),
        (["--explain", "--csv"], "--explain does not go with --csv"),
    ],
)
def test_what_makes_no_sense_is_refused(run_cli: RunCli, options: list[str], told: str) -> None:
    outcome = run_cli("search", "x", *options)
    assert outcome.code == 2
    assert told in outcome.err
    assert not outcome.out


def test_a_search_needs_words_or_a_filter(run_cli: RunCli, library: FakeLibrary) -> None:
    outcome = run_cli("search", "--sort", "date")
    assert outcome.code == 2
    assert "QUERY… is missing" in outcome.err
    assert "searcher search --help" in outcome.err
    assert run_cli("search", "--source", "x").code == 0
    assert ("search", "", 10, 0, "some") in library.calls


def test_names_that_no_article_has_are_told(run_cli: RunCli, library: FakeLibrary) -> None:
    library.answer = lambda query, *_: make_results(query, [])
    outcome = run_cli("search", "--source", "Báo Mâu", "--author", "xyz", "--section", "có")
    assert outcome.code == 1
    assert outcome.err.splitlines()[1:] == [
        "No article is like that.",
        "No article has the source “Báo Mâu”. There are: “Báo Mẫu”.",
        "No article has the author “xyz”.",
    ]


OPENING = "Đoạn có mã ␛]0;title␇ điều khiển và ne\u0302u gu\u031bo\u031bng\ufffd…"
# In a pipe nothing is cut and nothing left out.
ROWS = [
    f"#  Title{'':42}  Date        Source        Section  Author        Article",
    f"1  {FULL.title}{'':18}  15/07/2019  Báo Mẫu       Xã hội   Nguyễn Văn A  xa-hoi/neu-guong.txt",
    f"2  {OPENING}{'':51}trống rỗng.jsonl#2 (/tin/trống rỗng.jsonl)",
    f"3  x␛[2J.txt{'':38}  15/07/2019  Báo␊Hai dòng  Xã hội   Nguyễn Văn A  x␛[2J.txt",
]


def test_brief_table(run_cli: RunCli) -> None:
    lines = run_cli("search", "x", "--brief").out.splitlines()
    assert lines == [*ROWS, "2 articles match fully, 1 in part · 3.2 ms"]


def test_table(run_cli: RunCli) -> None:
    lines = run_cli("search", "x", "--table").out.splitlines()
    assert lines[:5] == [*ROWS[:2], f"   {FULL.body[0]}", "", ROWS[2]]
    assert lines[5] == "   in part"
    assert lines[6].startswith("   … Đoạn có mã ␛]0;title␇")
    assert lines[8:] == ["", ROWS[3], "", "2 articles match fully, 1 in part · 3.2 ms"]


syllables = st.sampled_from("nêu gương người đứng đầu trách nhiệm Đảng uỷ 2019 ở và".split())
names = st.lists(syllables, min_size=1, max_size=9).map(" ".join)
tabled_hits = st.lists(
    st.builds(
        make_hit,
        st.integers(1, 2000),
        title=st.lists(syllables, min_size=1, max_size=30).map(" ".join),
        title_highlights=st.just(()),
        date=st.dates(dt.date(1990, 1, 1)) | st.none(),
        author=names | st.none(),
        section=names | st.none(),
        source=names | st.none(),
        id=st.sampled_from(["a.txt", "mot/hai/ba/bon/nam/sau/bay/tam/chin/muoi.txt"]),
        path=st.none(),
        complete=st.booleans(),
    ),
    min_size=1,
    max_size=4,
)


@given(tabled_hits, st.integers(24, 240))
def test_a_table_says_what_a_list_says(hits: list[Hit], width: int) -> None:
    """Nothing is left out, and nothing said twice, whatever there are columns for."""
    results = make_results("x", hits)
    env = Environment(
        stdin=io.BytesIO(), stdout=io.StringIO(), stderr=io.StringIO(), stdin_is_tty=False,
        stdout_is_tty=True, stderr_is_tty=False, variables={"NO_COLOR": "1"}, width=width,
        words=Words("en"), library=FakeLibrary(), clock=float, today=dt.date.today,
    )  # fmt: skip
    said = []
    for view in ("list", "table", "brief"):
        env = replace(env, stdout=io.StringIO())
        write_results(env, view, results, (), "\n")
        text = env.stdout.getvalue()
        assert all(display_width(line) <= width for line in text.splitlines())
        said.append(Counter(re.findall(r"\w+", text)))
    listed, table, brief = said
    headings = Counter("Title Date Source Section Author Article".split())
    assert not listed - table
    assert not table - listed - headings
    assert not brief - listed - headings
    assert text.count("\n") == len(hits) + 2 + len(
        [*wrapped(totals_line(results, env.words), width)]
    )


@pytest.mark.parametrize(
    ("argv", "variables", "tty", "table"),
    [
        ([], {}, True, True),
        ([], {}, False, False),
        ([], {"SEARCHER_VIEW": "list"}, True, False),
        ([], {"SEARCHER_VIEW": "auto"}, True, True),
        ([], {"SEARCHER_VIEW": "table"}, True, True),
        ([], {"SEARCHER_VIEW": "brief"}, True, True),
        (["--list"], {"SEARCHER_VIEW": "table"}, True, False),
        ([], {"SEARCHER_VIEW": "table"}, False, False),
        (["--view", "list"], {"SEARCHER_VIEW": "table"}, True, False),
        (["--view", "table"], {}, True, True),
        (["--view", "table"], {}, False, True),
        (["--plain"], {"SEARCHER_VIEW": "table"}, True, False),
    ],
)
def test_which_view(
    run_cli: RunCli, argv: list[str], variables: dict[str, str], tty: bool, table: bool
) -> None:
    shown = run_cli("search", "x", *argv, tty=tty, variables={"NO_COLOR": "1", **variables}).out
    assert ("#  Title" in shown) is table


@pytest.mark.parametrize(("width", "table"), [(59, False), (60, True), (200, True)])
def test_a_table_needs_room(run_cli: RunCli, width: int, table: bool) -> None:
    def shown(*argv: str) -> str:
        return run_cli("search", "x", *argv, tty=True, width=width).out

    assert shown() == shown("--view", "auto") == shown("--table" if table else "--list")
    assert shown("--table") != shown("--list")


def test_plain_is_what_a_pipe_gets(run_cli: RunCli) -> None:
    piped = run_cli("search", "x").out
    assert run_cli("search", "x", "--plain", tty=True, width=30).out == piped
    assert run_cli("search", "x", "--plain", "--color", "always", tty=True).out == piped


def test_csv_comes_back(run_cli: RunCli) -> None:
    out = run_cli("search", "x", "--csv").out
    rows = list(csv.DictReader(io.StringIO(out)))
    assert list(rows[0]) == list(FIELDS)
    assert [row["rank"] for row in rows] == ["1", "2", "3"]
    assert rows[0]["title"] == FULL.title
    assert rows[0]["date"] == "2019-07-15"
    assert rows[0]["passage"] == FULL.body[0]
    assert rows[1]["date"] == ""
    assert rows[1]["complete"] == "no"
    assert rows[2]["source"] == "Báo␊Hai dòng"
    assert "\x1b" not in out


@given(st.text(st.characters(codec=None, exclude_categories=()), max_size=30))
def test_no_cell_is_a_formula_or_a_control_sequence(text: str) -> None:
    shown = cell(text)
    assert not shown.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert not re.search("[\x00-\x1f\x7f-\x9f\u202a-\u202e]", shown)
    assert len(shown) - len(text) in (0, 1)


def test_numbers_stay_numbers() -> None:
    assert [cell(value) for value in (-1.5, 3, None, dt.date(2019, 7, 5))] == [
        "-1.5",
        "3",
        "",
        "2019-07-05",
    ]


def test_ids_for_other_commands(run_cli: RunCli) -> None:
    outcome = run_cli("search", "x", "--ids")
    assert outcome.out == f"{FULL.id}\n{BARE.id}\nx␛[2J.txt\n"
    raw = run_cli("search", "x", "--ids", "-0").out
    assert raw == f"{FULL.id}\0{BARE.id}\0x\x1b[2J.txt\0"


def test_format(run_cli: RunCli) -> None:
    out = run_cli("search", "x", "--format", r"{rank}\t{id:.6}").out
    assert out == "1\txa-hoi\n2\ttrống \n3\tx␛[2J.\n"
    assert run_cli("search", "x", "--format", "{rank}", "--null").out == "1\x002\x003\0"


def test_who_counts_lines_is_told_that_there_is_more(run_cli: RunCli, library: FakeLibrary) -> None:
    library.answer = lambda query, *_: make_results(query, [make_hit(1)], total=1200)
    for form in ("--ids", "--csv", "--jsonl", "--format={id}"):
        told = run_cli("search", "x", "-n", "1", form).err
        assert "These are 1 of 1,200; -n and --page show more." in told
    assert "These are" not in run_cli("search", "x", "-n", "1").err


@pytest.mark.parametrize(
    ("options", "shown", "code"), [([], "2\n", 0), (["--any"], "3\n", 0), (["none"], "0\n", 1)]
)
def test_count(
    run_cli: RunCli, library: FakeLibrary, options: list[str], shown: str, code: int
) -> None:
    total = 0 if options == ["none"] else 2
    library.answer = lambda query, *_: make_results(query, [], total=total, partial=1)
    outcome = run_cli("search", "x", "--count", *options)
    assert (outcome.out, outcome.code) == (shown, code)
    assert library.calls[-1][2] == 0  # no hit is looked at


def test_facets_in_a_pipe_are_columns(run_cli: RunCli, counted: FakeLibrary) -> None:
    outcome = run_cli("search", "x", "-n", "0", "--facet", "source,month")
    assert outcome.code == 0
    assert outcome.out == (
        "source\tBáo Mẫu\t12\nsource\tb␛[1m\t1\nsource\t\t2\nmonth\t2019-07\t8\nmonth\t2019-12\t4\n"
    )
    assert "Source: 4 more values" in outcome.err
    rows = list(csv.reader(io.StringIO(run_cli("search", "x", "-n0", "--csv", "--facet=year").out)))
    assert rows[:2] == [["facet", "value", "count"], ["source", "Báo Mẫu", "12"]]


@pytest.mark.parametrize("width", [30, 80])
def test_facets_on_a_terminal_are_bars(run_cli: RunCli, counted: FakeLibrary, width: int) -> None:
    outcome = run_cli(
        "search", "x", "-n", "1", "--facet", "source", "--lang", "vi",
        tty=True, width=width, variables={"NO_COLOR": "1"},
    )  # fmt: skip
    lines = outcome.out.splitlines()
    bars = lines[lines.index("Nguồn") :]
    assert [line.split("  ")[1].strip() for line in bars[1:5]] == [
        "Báo Mẫu",
        "b␛[1m",
        "4 giá trị khác",
        "không rõ",
    ]
    assert max(map(len, bars)) <= width
    assert bars[bars.index("Tháng") + 1].split()[:5] == ["3", "mốc", "trước", "đó", "5"]
    assert bars[bars.index("Tháng") + 2].split()[:2] == ["07/2019", "8"]


@given(st.integers(1, 10**6), st.integers(0, 10**6), st.integers(5, 40))
def test_bars_are_as_long_as_their_share(count: int, more: int, columns: int) -> None:
    for encoding in ("utf-8", "ascii"):
        drawn = bar(count, count + more, columns, encoding)
        drawn.encode(encoding)
        assert 1 <= len(drawn) <= columns
        assert abs(len(drawn) - count / (count + more) * columns) <= 1
    assert len(bar(count, count, columns, "utf-8")) == columns


def test_no_hits_wanted(run_cli: RunCli, counted: FakeLibrary, library: FakeLibrary) -> None:
    shown = run_cli("search", "x", "-n", "0", "--facet", "year", tty=True).out
    assert (
        re.sub(r"\x1b\[[0-9;]*m", "", shown).splitlines()[-1].startswith("2 articles match fully")
    )
    library.answer = lambda query, *_: make_results(query, [], total=2, partial=1)
    assert run_cli("search", "x", "-n", "0").out == "2 articles match fully, 1 in part · 3.2 ms\n"
    library.answer = lambda query, *_: make_results(query, [], total=2, partial=1, offset=9)
    assert run_cli("search", "x", "-n", "3", "--page", "4").out == ""


def test_facets_and_groups_in_json(run_cli: RunCli, counted: FakeLibrary) -> None:
    answer = json.loads(run_cli("search", "x", "--json", "--facet", "source").out)
    assert answer["facets"]["source"] == {
        "values": [{"value": "Báo Mẫu", "count": 12}, {"value": "b\x1b[1m", "count": 1}],
        "others": 30,
        "unlisted": 4,
        "unknown": 2,
    }


def test_groups(run_cli: RunCli, grouped: FakeLibrary) -> None:
    lines = run_cli("search", "x", "--group-by", "source").out.splitlines()
    assert lines[0] == "Báo Mẫu  1,200 articles"
    assert "unknown  1 article" in lines
    assert lines[-1] == "1,201 articles match fully · showing groups 1–2 of 7 · 3.2 ms"
    table = run_cli("search", "x", "--group-by", "source", "--brief").out.splitlines()
    assert [line[:7] for line in table if line[0] in "Bu"] == ["Báo Mẫu", "unknown"]
    answer = json.loads(run_cli("search", "x", "--group-by", "source", "--json").out)
    assert answer["listed"] == 7
    assert answer["groups"] == [
        {"by": "source", "value": "Báo Mẫu", "count": 1200, "ranks": [1, 2]},
        {"by": "source", "value": None, "count": 1, "ranks": [3]},
    ]


def test_show_several(run_cli: RunCli) -> None:
    outcome = run_cli("show", BARE.id, "nope", FULL.id)
    assert outcome.code == 2
    assert "No article has the id “nope”." in outcome.err
    assert outcome.out.split("\n\n* * *\n\n")[0].endswith("Một dòng không có tiêu đề.")
    assert FULL.title in outcome.out.split("\n\n* * *\n\n")[1]
    lines = run_cli("show", BARE.id, FULL.id, "--json").out.splitlines()
    assert [json.loads(line)["id"] for line in lines] == [BARE.id, FULL.id]
