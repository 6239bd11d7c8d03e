"""Reading an article: what is on the screen, where a match is, and what a change of size keeps."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from searcher.articles.model import Article
from searcher.cli.language import Words
from searcher.cli.render.safe import display_width
from searcher.cli.repl.reading import Reading

PARAGRAPH = (
    "Ban Thường vụ Huyện ủy ban hành Quy định về trách nhiệm nêu gương của cán bộ, đảng viên, nhất là "
    "cán bộ lãnh đạo chủ chốt các cấp. "
)
LONG = Article(
    id="tin/dai.txt",
    title="Người đứng đầu nêu gương",
    body=tuple(f"Đoạn {number}. {PARAGRAPH}" for number in range(1, 31)),
    date=dt.date(2019, 1, 11),
    source="Báo Mẫu\x1b[2J",
    path="/kho/tin/dai.txt",
)
SHORT = Article(id="x", title="", body=("Một dòng.",))


def spans(text, words):
    return tuple(match.span() for match in re.finditer(words, text))


def reading_of(article=LONG, words="nêu gương", width=60, height=20, language="vi"):
    reading = Reading(article, Words(language))
    reading.resize(width, height)
    found = reading.matches_at(
        spans(article.title, words), [spans(text, words) for text in article.body]
    )
    reading.show_matches(found, jump=True)
    return reading


def screen(reading):
    return ["".join(text for _, text in row) for row in reading.screen()]


def current(reading):
    """What is shown as the match jumped to, and on which row of the screen."""
    return [
        (number, text)
        for number, row in enumerate(reading.screen())
        for kind, text in row
        if kind == "current"
    ]


def test_the_beginning():
    reading = reading_of()
    rows = screen(reading)
    assert rows[:4] == [
        "Người đứng đầu nêu gương",
        "11/01/2019 · Báo Mẫu␛[2J · tin/dai.txt",
        "",
        "Đoạn 1. Ban Thường vụ Huyện ủy ban hành Quy định về trách",
    ]
    assert len(rows) == 20
    assert current(reading) == [(0, "nêu gương")]
    assert reading.percent < 20


def test_it_opens_at_the_first_match():
    reading = reading_of(words="Đoạn 25")
    assert screen(reading)[0] == "Người đứng đầu nêu gương"  # stays in sight
    assert [text for _, text in current(reading)] == ["Đoạn 25"]
    assert 2 < current(reading)[0][0] < 12


def test_from_match_to_match_and_round():
    reading = reading_of()
    assert len(reading.matches) == 31
    seen = [reading.current]
    for _ in range(31):
        reading.jump(1)
        assert current(reading), reading.current
        seen.append(reading.current)
    assert seen == [*range(31), 0]
    reading.jump(-1)
    assert reading.current == 30
    assert reading.percent == 100


def test_a_jump_goes_on_from_what_is_on_the_screen():
    reading = reading_of()
    reading.to_end()
    reading.jump(-1)
    below = reading.current
    reading.to_start()
    reading.jump(1)
    assert (below, reading.current) > (20, 0)
    reading.turn(3)
    before = screen(reading)
    reading.jump(1)
    assert current(reading)
    assert screen(reading) == before  # it was on the screen


def test_turning_pages_shows_every_row_once_or_twice():
    reading = reading_of(words="(?!)")
    everything = []
    while True:
        rows = screen(reading)[0 if not everything else 1 :]
        fresh = [row for row in rows if row.startswith("Đoạn") and row not in everything]
        everything += fresh
        if reading.percent == 100:
            break
        reading.turn(1)
    assert [row.split(".")[0] for row in everything] == [f"Đoạn {n}" for n in range(1, 31)]
    for _ in range(40):
        reading.turn(-1)
    assert reading.at_start


def test_rows_scroll_one_by_one():
    reading = reading_of(words="(?!)")
    first = screen(reading)
    reading.scroll(1)
    second = screen(reading)
    assert second[1:-1] == first[2:]
    assert second[0] == first[0]  # the title
    reading.scroll(-1)
    assert screen(reading) == first
    reading.scroll(-5)
    assert screen(reading) == first
    reading.scroll(10**6)
    assert screen(reading)[-1].endswith("các cấp.")
    assert len(screen(reading)) == 20


@settings(deadline=None, max_examples=40)
@given(
    st.lists(st.tuples(st.integers(1, 220), st.integers(1, 70)), max_size=6),
    st.integers(0, 30),
)
def test_what_is_looked_at_stays_when_the_size_changes(sizes, jumps):
    reading = reading_of()
    reading.jump(jumps)
    before = screen(reading)
    roomy = True  # once it had no room the match may be out of sight
    for width, height in sizes:
        roomy = roomy and height > 4 and width > 20
        reading.resize(width, height)
        rows = screen(reading)
        assert len(rows) <= height
        assert all(display_width(row) <= max(2, min(width, 100)) for row in rows)
        if roomy:
            assert "".join(text for _, text in current(reading)).replace(" ", "") == "nêugương"
    reading.resize(60, 20)
    if roomy:
        assert set(before) & set(screen(reading))


@settings(deadline=None)
@given(
    st.lists(st.text(st.sampled_from("ab ê\u0301\u0323漢\x1b"), max_size=60), max_size=5),
    st.integers(2, 40),
    st.data(),
)
def test_highlights_fall_on_their_characters(paragraphs, width, data):
    article = Article(id="x", title="ab ê", body=tuple(text or "a" for text in paragraphs))
    found = []
    for text in article.body:
        cuts = sorted(set(data.draw(st.lists(st.integers(0, len(text)), max_size=6))))
        found.append(tuple(zip(cuts[::2], cuts[1::2], strict=False)))
    reading = Reading(article, Words("en"))
    reading.resize(width, 500)
    reading.show_matches(reading.matches_at((), found), jump=False)
    shown = "".join(text for row in reading.screen() for kind, text in row if kind == "match")
    wanted = "".join(
        text[start:end] for text, of in zip(article.body, found, strict=True) for start, end in of
    )
    assert "".join(shown.replace("␛", "\x1b").split(" ")) == "".join(wanted.split(" "))


@pytest.mark.parametrize("keys", ["scroll", "turn", "jump"])
def test_a_short_article_has_nowhere_to_go(keys):
    reading = reading_of(SHORT)
    before = screen(reading)
    assert before == ["x", "", "Một dòng."]
    for steps in (1, -1, 5):
        getattr(reading, keys)(steps)
        assert screen(reading) == before
    assert reading.percent == 100
    assert reading.current is None
