"""A session without a terminal: queries, commands, numbers, settings, a changing index."""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from searcher.cli.installed import InstalledLibrary
from searcher.cli.repl.registry import Refusal
from searcher.errors import IndexCorrupt

from .conftest import FOUND


def ranks(out):
    return [int(each) for each in re.findall(r"^ *(\d+)\. Bài số", out, re.MULTILINE)]


def test_a_query_shows_its_first_page(talk):
    out, err = talk().said("nêu gương")
    assert ranks(out) == list(range(1, 11))
    assert err == ""


@pytest.mark.parametrize(
    ("lines", "shown"),
    [
        (["\\next"], (11, 20)),
        (["\\n", ":tiep"], (21, 25)),
        (["\\n", "\\n", "\\prev"], (11, 20)),
        (["\\page 3"], (21, 25)),
        (["\\page 3", "\\p"], (11, 20)),
        (["\\set limit 20", "\\n"], (21, 25)),
    ],
)
def test_results_are_numbered_across_pages(talk, lines, shown):
    chat = talk()
    chat.said("nêu gương", *lines[:-1])
    out, err = chat.said(lines[-1])
    assert (ranks(out)[0], ranks(out)[-1]) == shown
    assert err == ""


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (["\\next"], "There are no results yet"),
        (["không", "\\next"], "There are no results yet"),
        (["mưa", "\\prev"], "This is the first page."),
        (["mưa", "\\page 3", "\\n"], "There is no page 4; the last one is 3."),
        (["mưa", "\\page 0"], "“0” is no whole number from 1."),
        (["mưa", "\\page"], "PAGE is missing: \\page PAGE"),
        (["\\nxt"], "There is no command \\nxt. Did you mean \\next?"),
        (["\\zzzzz"], "There is no command \\zzzzz. All of them: \\help"),
        (["\\help xyzzy!"], "There is no command \\xyzzy!. All of them: \\help"),
        (["\\set limit 0"], "“0” is not a whole number from 1 to 1,000."),
        (["\\set sort up"], "“up” is none of: relevance, date, -date, title."),
        (["\\set color on"], "“color” is none of: limit"),
        (["\\since hôm nào"], "is no date"),
        (["\\until 2018", "\\since 2019"], "This range ends before it begins"),
        (["\\source Báo Mâu"], "No article has the source “Báo Mâu”. There are: “Báo Mẫu”."),
        (['"nêu gương'], 'This quotation mark is never closed (column 1).\n  "nêu gương\n  ^'),
    ],
)
def test_what_cannot_be_done_is_told(talk, lines, told):
    chat = talk()
    chat.said(*lines[:-1])
    before = chat.session.settings
    out, err = chat.said(lines[-1])
    assert out == ""
    assert told in err
    assert err.startswith("searcher: ")
    assert chat.session.settings == before


def test_answers_say_what_became_of_a_line(talk):
    session = talk().session
    lines = ["mưa", "không", "\\n", "", "   ", "\\zzzzz", '"']
    assert [session.answer(line) for line in lines] == [
        "found", "nothing", "failed", "done", "done", "failed", "failed",
    ]  # fmt: skip


def test_a_query_that_fails_leaves_what_is_on_the_screen(talk):
    chat = talk()
    chat.said("mưa", "\\n", '"nắng')
    assert (chat.session.query, chat.session.page) == ("mưa", 2)
    assert chat.session.hit(11).id == "bài-11"


def test_a_result_is_known_by_its_number_whichever_page_is_shown(talk, library):
    session = talk().session
    session.answer("mưa")
    asked = len(library.calls)
    assert [session.hit(number).id for number in (1, 10)] == ["bài-1", "bài-10"]
    assert len(library.calls) == asked
    assert session.hit(FOUND).id == f"bài-{FOUND}"
    for number in (0, FOUND + 1):
        with pytest.raises(Refusal):
            session.hit(number)


def test_numbers_are_searched_for_where_no_result_has_them(talk):
    session = talk().session
    assert not session.is_result("3")
    assert session.answer("2018") == "found"
    assert session.query == "2018"
    assert not session.is_result(str(FOUND + 1))
    assert not session.is_result("9" * 5000)
    assert not session.is_result("３")


def test_settings_are_asked_of_every_search_and_repeat_the_last_one(talk, library):
    chat = talk()
    chat.said("mưa", "\\n")
    out, err = chat.said("\\since 2018")
    assert ranks(out)[0] == 1
    assert err == "since = 2018\n"
    assert library.how["filters"].since.isoformat() == "2018-01-01"
    chat.said("\\source Báo; -", "\\sort -date", "\\all", "\\set literal on", "nắng")
    assert library.how["filters"].sources == ("Báo", "-")
    assert (library.how["sort"], library.how["literal"]) == ("-date", True)
    assert library.calls[-1] == ("search", "nắng", 10, 0, "all")
    chat.said("\\since", "\\source default", "\\sort", "\\all off", "\\set literal off")
    assert "filters" not in library.how
    assert library.calls[-1] == ("search", "nắng", 10, 0, "some")
    chat.said("\\author thu phong", "\\any", "\\clear")
    assert "filters" not in library.how
    assert library.calls[-1][-1] == "some"


def test_a_setting_before_the_first_query_searches_for_nothing(talk, library):
    out, _ = talk().said("\\sort title")
    assert out == ""
    assert not [call for call in library.calls if call[0] == "search"]


def test_all_settings_are_shown(talk):
    chat = talk()
    chat.said("\\set limit 20", "\\set view table")
    out, _ = chat.said("\\set")
    assert re.search(r"^limit +20  ", out, re.MULTILINE)
    assert re.search(r"^since +-  ", out, re.MULTILINE)
    assert {re.match(r"\w+ +\S+ +", line).end() for line in out.splitlines()} == {20}
    assert len(out.splitlines()) == 12
    assert chat.said("\\set view")[0].split()[:2] == ["view", "table"]


def test_history(talk):
    chat = talk()
    chat.said("mưa", "", "\\n")
    assert chat.said("\\history 2")[0] == "2  \\n\n3  \\history 2\n"
    assert len(chat.said("\\history")[0].splitlines()) == 4


@pytest.mark.parametrize("language", ["en", "vi"])
def test_help_names_every_command(talk, language):
    from searcher.cli.repl.registry import specials

    chat = talk(language)
    out, _ = chat.said("\\help")
    for each in specials():
        assert f"\n\\{each.name}" in out
        about, _ = chat.said(f"\\help {each.name}")
        assert about.startswith(f"\\{each.name}")
        assert chat.session.words.say(each.key).split()[0] in about
    assert chat.said("\\help \\n")[0].startswith("\\next")
    assert chat.said("\\help query")[0].startswith("# ")


def test_leaving(talk):
    chat = talk()
    chat.said("\\q")
    assert chat.session.leaving


def test_a_new_generation_is_taken_up_with_a_word(talk, library):
    chat = talk()
    chat.said("mưa")
    library.generation += 1
    out, err = chat.said("\\next")
    assert ranks(out) == list(range(11, 21))
    assert err == "The index has changed: generation 8, 12,353 articles.\n"
    assert chat.said("\\next")[1] == ""


def test_an_index_that_goes_away_is_told_once(talk, library):
    chat = talk()
    library.generation += 1
    library.exists = False
    out, err = chat.said("mưa")
    assert ranks(out)
    assert err.count("There is no index at /here/index") == 1
    assert chat.said("mưa")[1] == ""
    library.exists = True
    assert "generation 8" in chat.said("mưa")[1]


def test_a_damaged_index_is_told(talk, library):
    chat = talk()
    library.failure = IndexCorrupt(path="/here/index", file="x.pst", reason="r", command="c")
    assert chat.said("mưa")[1] == (
        "searcher: The index at /here/index is damaged: x.pst (r). Repair it with: c\n"
    )
    library.failure = None
    assert ranks(chat.said("mưa")[0])


LINES = st.one_of(
    st.text(max_size=40),
    st.builds(
        "{}{} {}".format,
        st.sampled_from(["\\", ":"]),
        st.sampled_from(["next", "set", "page", "help", "since", "tu", "sort", "clear", "n", "p"]),
        st.one_of(st.text(max_size=12), st.integers().map(str), st.sampled_from(["limit 3", "on"])),
    ),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=300)
@given(st.lists(LINES, max_size=4))
def test_no_line_raises(talk, lines):
    chat = talk()
    out, err = chat.said(*lines)
    assert "Internal error" not in err
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f]", out + err)


PARTS = (
    'nêu|gương|neeu|guwowng|AND|OR|NOT|-viên|=nêu|gươ*|chó~|"nêu gương"~2|(|)|"|ngày:2019|mục:|1|2|'
    "tiêu_đề:gương|\\next|\\facet|\\sort title|\\since 2018|\\explain|\\terms|\\show|\\related|\\?"
)
QUERIES = st.lists(st.sampled_from(PARTS.split("|")), max_size=4).map(" ".join)


@pytest.fixture(scope="module")
def corpus_index(project, tmp_path_factory):
    from searcher.index import sync

    index = tmp_path_factory.mktemp("session") / "index"
    sync(index, [project / "corpus"], words=False)
    return index


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None
)
@given(st.lists(QUERIES, min_size=1, max_size=4))
def test_no_line_raises_with_a_real_index(talk, corpus_index, lines):
    chat = talk(path=corpus_index, library=InstalledLibrary())
    assert "Internal error" not in chat.said(*lines)[1]
