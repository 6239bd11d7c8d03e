"""What a session offers while somebody types: queries, commands, and what commands take."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from searcher.cli.installed import InstalledLibrary
from searcher.cli.repl.completing import LIMIT, offers
from searcher.cli.repl.registry import specials
from searcher.cli.repl.session import open_session
from searcher.index import sync


@pytest.fixture(scope="module")
def index(project, tmp_path_factory):
    folder = tmp_path_factory.mktemp("completing") / "index"
    sync(folder, [project / "corpus"], words=False)
    return folder


@pytest.fixture
def session(talk, index):
    env = dataclasses.replace(talk("vi").session.env, library=InstalledLibrary())
    with open_session(env, index) as opened:
        yield opened


def texts(session, line):
    return [each.text for each in offers(session, line, len(line))]


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("trach nhi", "trách nhiệm"),
        ('"trach nhi', "trách nhiệm"),
        ("nguồn:nam", '"Nam Vân Online"'),
        ("ngu", "nguồn:"),
        ("\\ne", "next"),
        (":ne", "next"),
        ("\\sort -d", "-date"),
        ("\\source nam", "Nam Vân Online"),
        ("\\source nam v", "Nam Vân Online"),
        ("\\since 201", "2018"),
        ("\\help pa", "page"),
        ("\\open phap-luat/qu", "phap-luat/quy-dinh-ve-neu-guong.txt"),
    ],
)
def test_what_is_offered(session, line, wanted):
    assert wanted in texts(session, line)


def test_every_command_is_offered_by_its_beginning(session):
    for each in specials():
        assert each.name in texts(session, f"\\{each.name[:-1]}")


def test_numbers_are_those_of_the_results(session):
    session.answer("nêu gương")
    found = offers(session, "\\open ", 6)
    assert [each.text for each in found] == [str(hit.rank) for hit in session.hits]
    assert found[0].about == session.hits[0].title


def test_offers_replace_what_was_typed(session):
    line = "đảng trach nhi"
    for each in offers(session, line, len(line)):
        assert line[: each.start] in ("đảng ", "đảng trach ", "")
    assert len(offers(session, line, len(line))) <= LIMIT


def test_the_right_column_counts(session):
    (found,) = offers(session, "nguồn:nam", 9)
    assert (found.kind, found.about) == ("value", "3 bài")


def test_an_index_that_is_gone_offers_nothing(session, monkeypatch):
    def gone(question):
        raise OSError("gone")

    monkeypatch.setattr(session, "ask", gone)
    assert offers(session, "neu gu", 6) == []


@settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(line=st.text(max_size=20) | st.text(alphabet='\\: "hselpot12', max_size=12))
def test_no_line_fails(session, line):
    for each in offers(session, line, len(line)):
        assert 0 <= each.start <= len(line)
