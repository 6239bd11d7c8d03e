"""Choosing sentences, and a process that learns from them: it may be slow, die, or talk nonsense."""

from __future__ import annotations

import math
import os
import subprocess
import sys
import textwrap
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from searcher.index import word_sample
from searcher.index.word_learner import FIRST_START, LATER_START, Learner, Learnt
from searcher.index.word_sample import Sampler, SampleState
from searcher.text.words import compounds

ARTICLE = ("Cán bộ gương mẫu", "Cán bộ xã phải gương mẫu trước nhân dân. " * 10)
ENOUGH = FIRST_START // sum(map(len, ARTICLE)) + 1

COUNT_LINES = """
    import json, sys
    count = 0
    for line in sys.stdin.buffer:
        json.loads(line)
        count += 1
    print(json.dumps({"dòng chữ": count}))
"""


@pytest.fixture
def fake(tmp_path):
    """The command of a process that does something else, and the file it leaves its number in."""

    def command(code):
        script = tmp_path / "fake.py"
        note = f"import os\nopen({str(tmp_path / 'pid')!r}, 'w').write(str(os.getpid()))\n"
        script.write_text(note + textwrap.dedent(code), encoding="utf-8")
        return [sys.executable, str(script)]

    return command


def is_alive(tmp_path):
    deadline = time.monotonic() + 10
    while not (tmp_path / "pid").exists() or not (tmp_path / "pid").read_text():
        assert time.monotonic() < deadline, "the process was never started"
        time.sleep(0.01)
    try:
        os.kill(int((tmp_path / "pid").read_text()), 0)
    except ProcessLookupError:
        return False
    return True


def run(command, articles, state=None, patience=30.0, **options):
    with Learner(state or SampleState(), command=command, **options) as learner:
        for article in articles:
            learner.offer(article)
        return learner.finish(patience)


# Choosing sentences


def taken(articles, state=None):
    sampler = Sampler(state or SampleState())
    found = [sentence for article in articles for sentence in sampler.take(article)]
    return found, sampler.state(())


def test_all_of_a_small_corpus_is_taken():
    articles = [("Tít.", "Một. Hai.", "Ba"), (), ("",), ("Bốn\nNăm",)]
    found, state = taken(articles)
    assert "".join(found) == "Tít.Một. Hai.BaBốn\nNăm"
    assert state.offered == len("".join(found)) == state.next_at


def test_of_a_large_corpus_a_falling_share(monkeypatch):
    monkeypatch.setattr(word_sample, "FULL", 10_000)
    sentence = "Một câu dài bốn chục chữ cái, kể cả dấu."
    articles = [(sentence + " " + sentence, sentence)] * 8_000
    sizes = {}
    for many in (80, 800, 8_000):
        found, state = taken(articles[:many])
        sizes[state.offered] = sum(map(len, found))
    for offered, size in sizes.items():
        expected = min(offered, 10_000 * (1 + max(0.0, math.log(offered / 10_000))))
        assert size == pytest.approx(expected, rel=0.1)


@settings(deadline=None)
@given(
    st.lists(st.lists(st.text("ab. \n", max_size=60), max_size=4).map(tuple), max_size=12),
    st.integers(0, 12),
)
def test_runs_go_on_where_the_last_one_ended(articles, cut):
    kept = word_sample.FULL
    word_sample.FULL = 50
    try:
        whole, end = taken(articles)
        first, middle = taken(articles[:cut])
        second, later = taken(articles[cut:], middle)
    finally:
        word_sample.FULL = kept
    assert first + second == whole
    assert later == end
    assert all(len(sentence) > 0 for sentence in whole)


# Learning


def test_words_are_learnt_as_if_here():
    learnt = run(None, [ARTICLE] * ENOUGH)
    assert learnt.problem is None
    assert learnt.counts == dict(compounds(p for _ in range(ENOUGH) for p in ARTICLE))
    assert learnt.counts["gương mẫu"] > 10
    assert learnt.state.offered == ENOUGH * sum(map(len, ARTICLE))
    assert learnt.state.pending == ()


def test_odd_characters_reach_the_process():
    odd = ("lẻ \ud800 \x00 _ \u2028 " * 400,)
    learnt = run(None, [odd, *[ARTICLE] * ENOUGH])
    assert learnt.problem is None
    assert learnt.counts["gương mẫu"] > 10


def test_the_same_articles_teach_the_same():
    assert run(None, [ARTICLE] * ENOUGH) == run(None, [ARTICLE] * ENOUGH)


def test_too_little_is_kept_for_later_and_starts_no_process(tmp_path, fake):
    command = fake(COUNT_LINES)
    learnt = run(command, [("Một câu.",)])
    assert learnt == Learnt(SampleState(8, 8, ("Một câu.",)))
    assert not (tmp_path / "pid").exists()
    later = run(command, [ARTICLE] * ENOUGH, learnt.state)
    assert later.problem is None
    assert later.state.pending == ()
    assert later.counts["dòng chữ"] == 1 + ENOUGH * (1 + 10)


def test_an_index_with_words_waits_for_more(tmp_path, fake):
    learnt = run(fake(COUNT_LINES), [ARTICLE] * ENOUGH, known=True)
    assert not (tmp_path / "pid").exists()
    assert FIRST_START <= sum(map(len, learnt.state.pending)) < LATER_START


def test_sentences_of_articles_that_are_gone_are_dropped(fake):
    with Learner(SampleState(9, 9, ("Đã xóa.",)), command=fake(COUNT_LINES)) as learner:
        learner.offer(("Còn đây.",))
        learner.forget_pending()
        learner.forget_pending()
        assert learner.finish().state.pending == ("Còn đây.",)


def test_nothing_to_learn_changes_nothing():
    state = SampleState(10, 12, ("Chờ.",))
    assert run(None, [], state) == Learnt(state)


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("import sys; sys.exit(3)", "has died"),
        ("import os; os.kill(os.getpid(), 9)", "has died"),
        ("import sys; sys.stdin.buffer.read(); print('no JSON')", "has died"),
        ("import sys; sys.stdin.buffer.read(); print('[1]')", "has died"),
        ('import sys; sys.stdin.buffer.read(); print(\'{"a b": "x"}\')', "has died"),
        ("print('\"pyvi: it is not there\"')", "pyvi: it is not there"),
    ],
)
def test_whatever_happens_to_the_process_the_run_goes_on(fake, code, reason):
    state = SampleState(5, 5, ("Chờ.",))
    articles = [(f"Tít số {n}.", *ARTICLE[1:] * 5) for n in range(200)]  # more than a pipe holds
    learnt = run(fake(code), articles, state)
    assert learnt.counts == {}
    assert learnt.state == state
    assert reason in str(learnt.problem)


def test_a_process_that_cannot_be_started(tmp_path):
    learnt = run([str(tmp_path / "absent")], [ARTICLE] * ENOUGH * 3)
    assert "No words were learnt" in str(learnt.problem)


def test_a_slow_process_never_makes_anyone_wait_longer_than_said(tmp_path, fake):
    command = fake("import time; time.sleep(600)")
    start = time.monotonic()
    with Learner(SampleState(), command=command) as learner:
        for _ in range(500):  # more than a pipe holds
            learner.offer((ARTICLE[1],))
        assert time.monotonic() - start < 5
        assert is_alive(tmp_path)
        learnt = learner.finish(0.2)
    assert "more than 0.2 seconds" in str(learnt.problem)
    assert time.monotonic() - start < 10
    assert not is_alive(tmp_path)


@pytest.mark.parametrize("stop", [KeyboardInterrupt, ValueError])
def test_the_process_ends_with_the_run(tmp_path, fake, stop):
    with pytest.raises(stop), Learner(SampleState(), command=fake(COUNT_LINES)) as learner:
        for _ in range(ENOUGH):
            learner.offer(ARTICLE)
        assert is_alive(tmp_path)
        raise stop
    assert not is_alive(tmp_path)


def test_closing_twice_is_harmless(fake):
    learner = Learner(SampleState(), command=fake(COUNT_LINES))
    learner.close()
    for _ in range(ENOUGH):
        learner.offer(ARTICLE)
    learner.close()
    learner.close()


def test_the_process_reports_that_pyvi_does_not_work():
    hidden = (
        "import sys; sys.path[:] = sys.argv[1:]; sys.modules['pyvi'] = None\n"
        "from searcher.index import word_learner as w; w.serve()"
    )
    learnt = run([sys.executable, "-I", "-c", hidden, *sys.path], [ARTICLE] * ENOUGH)
    assert "pyvi" in str(learnt.problem)
    assert learnt.state == SampleState()


def test_this_process_never_imports_pyvi(project):
    code = (
        "import sys\n"
        "from searcher.index.word_learner import Learner\n"
        "from searcher.index.word_sample import SampleState\n"
        "with Learner(SampleState()) as learner:\n"
        "    for _ in range(50):\n"
        "        learner.offer(('Cán bộ phải gương mẫu trước nhân dân. ' * 3,))\n"
        "    assert learner.finish().counts['gương mẫu'] == 150\n"
        "sys.exit(bool({'pyvi', 'sklearn'} & sys.modules.keys()))\n"
    )
    ran = subprocess.run([sys.executable, "-c", code], cwd=project, check=False)
    assert ran.returncode == 0
