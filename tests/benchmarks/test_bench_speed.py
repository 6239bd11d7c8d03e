"""The speed benchmarks: what is asked, in which order, and how figures become tables."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from benchmarks import datasets, engine, growth, session, speed, tokenizer
from benchmarks.datasets import Query
from benchmarks.growth import Cold, Size
from benchmarks.peers import Answers, Peers

LONG = Query("long", "Đội tuyển thắng đậm ở vòng đấu cuối")


def test_groups_are_fixed_and_half_unmarked() -> None:
    queries = [LONG._replace(id=f"q{n}") for n in range(10)]
    queries.append(Query("q10", "– – – – – –"))
    groups = speed.query_groups(queries, count=50)
    assert groups == speed.query_groups(queries, count=50)
    assert [query.text for query in groups["headline"].queries[:2]] == [
        "Đội tuyển thắng đậm ở vòng đấu cuối",
        "Doi tuyen thang dam o vong dau cuoi",
    ]
    sizes = {name: {len(q.text.split()) for q in group.queries} for name, group in groups.items()}
    assert sizes["1–3 syllables"] == {1, 2, 3}
    assert sizes["and"] == {2, 3, 4}
    assert sizes["phrase"] == {2, 3}
    assert sizes["prefix"] == {1, 2}
    operators = ["and", "phrase", "prefix"]
    assert [groups[name].operator for name in operators] == operators


def test_a_new_process_is_asked_other_headlines_first() -> None:
    others = [Query("o", "Bà con thu hoạch lúa sớm hơn mọi năm")]
    groups = speed.query_groups([LONG], others, count=3)
    assert list(groups)[:2] == [engine.FIRST, "headline"]
    assert groups[engine.FIRST].queries == others
    assert list(groups)[1:] == list(speed.query_groups([LONG], count=3))


def test_short_queries_need_long_ones() -> None:
    with pytest.raises(datasets.DatasetError, match="No query has the 4 words"):
        speed.query_groups([Query("q", "giá vàng tăng")])


def test_ratio_is_taken_within_rounds() -> None:
    # The machine is ten times slower in the second round: the ratio does not notice.
    assert speed.median_ratio([1.0, 10.0, 1.0], [2.0, 20.0, 2.0]) == 0.5
    nan = float("nan")
    assert speed.median_ratio([1.0], [nan]) != speed.median_ratio([1.0], [nan])


@pytest.mark.parametrize("compiled", [False, True])
def test_rounds_take_turns(
    collection: Path, peer_folder: Path, monkeypatch: pytest.MonkeyPatch, compiled: bool
) -> None:
    dataset = datasets.load(collection)
    order: list[str] = []

    def ours(*_: object, name: str = engine.NAME) -> Answers:
        order.append(name)
        times = {name: [1.0, 3.0, 2.0] for name in ("headline", "1–3 syllables", "and", "phrase")}
        return Answers(name, 2.0, 4.0, None, times, {})

    ask = Peers.ask

    def theirs(self: Peers, name: str, *rest: object) -> Answers:
        order.append(name)
        return ask(self, name, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(engine, "answers", ours)
    monkeypatch.setattr(engine, "kernels", lambda: "compiled" if compiled else "numpy")
    monkeypatch.setattr(Peers, "ask", theirs)
    peers = Peers(peer_folder, Path(sys.executable))
    found = speed.measure_speed(
        dataset.documents, [*dataset.queries, LONG], peers, ["toy", "broken"], rounds=2
    )
    own = [engine.NAME, engine.IN_NUMPY] if compiled else [engine.NAME]
    assert order == [*own, "toy", "broken", *own[1:], "toy", engine.NAME]
    assert list(found.figures) == [*own, "toy"]
    text = speed.describe(found, "command", "data", 2)
    assert "| searcher | 2.00 | 4.0 | – | 2.00 | 3.00 |" in text
    assert "Not measured: broken: " in text
    ratios = text.split("searcher ÷ engine")[1]
    toy = next(line for line in ratios.splitlines() if line.startswith("| toy "))
    cells = [cell.strip() for cell in toy.strip("|").split("|")]
    assert cells[2] == "2.67"  # 4.0 MB against 1.5 MB
    assert cells[-2:] == ["–", "–"]  # the peers' scripts have no phrases


def test_cold_and_growth_tables() -> None:
    cold = Cold(30, [0.2, 0.4, 0.3], [0.1, 0.2, 0.1], 50.0, None, [0.5, 0.7, 0.6])
    text = growth.describe_cold(cold, "command", "data")
    assert "| 300 |" in text
    assert "| ratio | 3.00 |" in text
    assert "| one new article, `searcher index` | 600 |" in text
    text = growth.describe_growth([Size(1000, 3.0, 2.0, 1.5, None, 0.4, 0.9)], "command", "data")
    assert "| 1,000 | 3.0 | 2.00 | 2.000 | 1.5 | 0.50 | – | 0.40 | 0.90 |" in text


def test_a_session_table() -> None:
    told = session.describe(
        session.Session(30, [0.3, 0.5, 0.4], [0.2, 0.2, 0.3], [4.0, 6.0], [12.0, 30.0]), "c", "d"
    )
    assert "| start to prompt | 400 | 500 |" in told
    assert "| key to letter on the screen | 5.0 | 6.0 |" in told
    assert "3 sessions at a pseudo-terminal over 30 articles" in told


def test_tokenizer_rates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "slow_once.py").write_text(
        "import time\n"
        "seen = set()\n"
        "def tokenize(text):\n"
        "    time.sleep(0 if text in seen else 0.05)\n"
        "    seen.add(text)\n"
        "term_keys = tokenize\n"
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    texts = ["Nước lũ lên nhanh.", "Giá vàng 13,8 triệu"]
    assert tokenizer.count_syllables(texts) == 4 + 5
    rates = tokenizer.measure_tokenizer(texts, passes=2, module="slow_once")
    assert [rate.function for rate in rates] == ["term_keys", "tokenize"]
    for rate in rates:
        assert rate.cold <= 9 / 0.1
        assert rate.warm > rate.cold
    shown = tokenizer.describe([tokenizer.Rate("f", 500_000, 2_500_000)], "command", "data")
    assert "| `f` | 0.50 | 2.50 | 0.50 | 2.50 |" in shown
