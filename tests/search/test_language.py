"""What queries with operators find, against plain loops over the tokens of the articles."""

from __future__ import annotations

import datetime as dt
import random
import time
from itertools import product

import pytest

from searcher.errors import OnlyExclusions, TooManyExpansions
from searcher.search.query_parser import parse
from searcher.search.query_tree import (
    And,
    Dates,
    Field,
    Group,
    Not,
    Or,
    Pattern,
    Phrase,
    Word,
)
from searcher.text import Agreement, agreement, tokenize
from tests.search.test_query_parser import TODAY

ARTICLES = [
    {"id": "guong", "title": "Nêu gương", "text": "cán bộ nêu gương trước dân", "date": "2018-11-20",
     "author": "Nguyễn Văn An", "source": "Báo Nhân Dân", "section": "Xây dựng Đảng"},
    {"id": "luat", "title": "Kỷ luật", "text": "kỷ luật nghiêm minh, nêu cao tấm gương",
     "date": "2019-05-02", "author": "Trần Thị Bình", "source": "Tuổi Trẻ", "section": "Pháp luật"},
    {"id": "cho", "title": "Chó và mèo", "text": "con chó cắn con mèo ở chợ", "date": "2020-01-31",
     "source": "Tuổi Trẻ", "section": "Đời sống"},
    {"id": "khong-dau", "title": "cho meo", "text": "con cho can con meo o cho"},
    {"id": "hoc", "title": "Học tập", "text": "học sinh học thuộc bài; nếu gương vỡ\nthì thay",
     "date": "2020-01-01", "author": "Nguyễn Thị An"},
    {"id": "ktxh", "title": "Phát triển KT-XH", "text": "kinh tế - xã hội của tỉnh",
     "date": "2018-01-01"},
]  # fmt: skip


@pytest.fixture
def searcher(make_searcher):
    return make_searcher(ARTICLES)


def complete(searcher, query, **options):
    return {hit.id for hit in searcher.search(query, limit=100, **options).hits if hit.complete}


def found(searcher, query):
    return {hit.id for hit in searcher.search(query, limit=100).hits}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        # AND, OR, NOT.
        ("nêu AND gương", {"guong", "luat"}),
        ("kỷ luật OR chó", {"luat", "cho"}),
        ("kỷ luật HOẶC chó HOẶC kinh tế", {"luat", "cho", "ktxh"}),
        ("nêu gương AND (kỷ luật OR chó)", {"luat"}),
        ("gương AND NOT kỷ", {"guong", "hoc"}),
        ("gương VÀ KHÔNG (kỷ OR cán)", {"hoc"}),
        ("gương -(kỷ luật)", {"guong", "hoc"}),
        ("gương -(kỷ mèo)", {"guong", "luat", "hoc"}),
        ("(kỷ OR cán) gương", {"guong", "luat"}),
        ('"kỷ luật" OR "nêu gương"', {"luat", "guong"}),
        # Phrases with room in them.
        ('"nêu gương"', {"guong"}),
        ('"nêu gương"~1', {"guong"}),
        ('"nêu gương"~2', {"guong", "luat"}),
        ('"gương nêu"~5', set()),
        ('"con con"~2', {"cho", "khong-dau"}),
        ('"con con"~1', set()),
        ('gương -"cán gương"~3', {"luat", "hoc"}),
        # Patterns.
        ("gươ*", {"guong", "luat", "hoc"}),
        ("guo*", {"guong", "luat", "hoc"}),
        ("gướ*", set()),
        ("ch*", {"cho", "khong-dau"}),
        ("chó*", {"cho"}),
        ("ky*", {"luat"}),
        ("ki*", {"luat", "ktxh"}),
        ("*ương", {"guong", "luat", "hoc"}),
        ("m?o", {"cho", "khong-dau"}),
        ("h*c", {"hoc"}),
        ("con -m*o", set()),
        # Fuzzy words.
        ("chó~", {"cho", "khong-dau"}),
        ("chò~", {"cho", "khong-dau"}),
        ("gướng~", {"guong", "luat", "hoc"}),
        ("gươn~", {"guong", "luat", "hoc"}),
        ("goưng~", {"guong", "luat", "hoc"}),
        ("meoo~", {"cho", "khong-dau"}),
        ("mxyo~", set()),
        ("mxo~", {"cho", "khong-dau"}),
        # Exact marks.
        ("=chó", {"cho"}),
        ("=cho", {"khong-dau"}),
        ("=neu", set()),
        ("=nêu", {"guong", "luat"}),
        ('="con cho"', {"khong-dau"}),
        # Titles.
        ("title:gương", {"guong"}),
        ('title:"kỷ luật" gương', {"luat"}),
        ("tiêu_đề:chó", {"cho"}),
        ("title:(chó OR kỷ)", {"cho", "luat"}),
        ("title:(cho -chó)", {"khong-dau"}),
        ("gương -title:gương", {"luat", "hoc"}),
        ("title:gươ*", {"guong"}),
        ("title:KTXH", {"ktxh"}),
        # Names, ids, days.
        ("tác_giả:an", {"guong", "hoc"}),
        ('author:"nguyen van an"', {"guong"}),
        ("nguồn:tuổi_trẻ", {"luat", "cho"}),
        ("nguồn:tuổi_trẻ gương", {"luat"}),
        ("nguồn:(tuổi_trẻ OR nhân_dân) gương", {"luat", "guong"}),
        ("gương -nguồn:tuổi_trẻ", {"guong", "hoc"}),
        ("mục:đời_sống", {"cho"}),
        ("id:cho", {"cho"}),
        ("id:k*", {"khong-dau", "ktxh"}),
        ("date:2018", {"guong", "ktxh"}),
        ("ngày:11/2018", {"guong"}),
        ("ngày:..2019 -ngày:2018", {"luat"}),
        ("gương AND date:2018", {"guong"}),
        ("date:2018 OR chó", {"guong", "ktxh", "cho"}),
        ("(date:2018 OR date:2019) gương", {"guong", "luat"}),
        ("date:2020 AND source:tuổi_trẻ", {"cho"}),
        ("NOT date:2020 gương", {"guong", "luat"}),
    ],
)
def test_what_is_found_in_full(searcher, query, expected):
    assert complete(searcher, query) == expected
    # An article found in full is found in every mode.
    assert complete(searcher, query, mode="all") == expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        # Side by side everything is wanted, nothing required.
        ("(kỷ OR cán) mèo", {"luat", "guong", "cho", "khong-dau"}),
        # AND is strict: every word of both sides, in marks that agree.
        ("kỷ luật AND mèo", set()),
        ("kỷ luật AND nêu cao", {"luat"}),
        # What is asked of days and names leaves out.
        ("gương chó date:2018..2019", {"guong", "luat"}),
        ("kỷ gương title:kỷ", {"luat"}),
    ],
)
def test_what_is_found_at_all(searcher, query, expected):
    assert found(searcher, query) == expected


def test_only_days_and_names_list_the_newest_first(searcher):
    hits = searcher.search("ngày:2018..2020").hits
    assert [hit.id for hit in hits] == ["cho", "hoc", "luat", "guong", "ktxh"]


def test_a_better_alternative_comes_first(searcher):
    hits = searcher.search("nêu gương OR mèo cắn").hits
    assert {hit.id for hit in hits[:3]} == {"guong", "luat", "cho"}
    assert [hit.complete for hit in hits] == [True] * 3 + [False] * (len(hits) - 3)


def test_nearer_words_come_first(searcher):
    assert searcher.search("chó~").hits[0].id == "cho"
    assert searcher.search("=cho OR chó~").hits[0].id == "khong-dau"


def test_a_pattern_is_one_word(searcher):
    hits = searcher.search("con h*").hits
    assert {hit.id for hit in hits} == {"cho", "khong-dau", "hoc", "ktxh"}
    assert searcher.search("con m*").total == 2


def test_highlights_follow_the_query(searcher):
    def shown(query, article_id):
        hit = next(hit for hit in searcher.search(query, limit=50).hits if hit.id == article_id)
        texts = [(hit.title, hit.title_highlights)]
        texts += [(passage.text, passage.highlights) for passage in hit.passages]
        return [text[a:b] for text, spans in texts for a, b in spans]

    assert shown('"nêu gương"~2', "luat") == ["nêu", "gương"]
    assert shown("gươ*", "guong") == ["gương", "gương"]
    assert shown("chò~", "cho") == ["Chó", "chó", "chợ"]
    assert shown("title:gương", "guong") == ["gương"]
    assert shown("kỷ luật OR mèo", "cho") == ["mèo", "mèo"]
    assert shown("gương -(kỷ mèo)", "hoc") == ["gương"]
    assert shown("=nêu", "guong") == ["Nêu", "nêu"]
    assert shown("ngày:2018", "guong") == []


def test_highlight_of_an_article(searcher):
    article = searcher.reader.article(searcher.reader.find("luat"))
    spans = searcher.highlight(article, 'title:luật OR "nêu gương"~2')
    assert [article.title[a:b] for a, b in spans.title] == ["luật"]
    assert [article.body[0][a:b] for a, b in spans.body[0]] == ["nêu", "gương"]


@pytest.mark.parametrize(
    "query",
    [
        "nêu gương OR kỷ luật",
        "nêu AND gương AND (kỷ OR cán)",
        "(kỷ OR cán) gương -(mèo chợ)",
        "title:gương nêu",
        "title:(kỷ OR nêu) gương",
        "date:2018",
        "date:2018 OR chó mèo",
        "gươ* chó~ =mèo",
        '"nêu gương"~2 kỷ',
        "(gương (kỷ OR nêu) AND luật) OR con",
    ],
)
def test_the_parts_of_a_score_add_up(searcher, query):
    hits = searcher.search(query, limit=50).hits
    explained = searcher.explain(query, limit=50)
    assert hits
    assert [hit.id for hit in hits] == [name for name, _ in explained]
    for hit, (_, explanation) in zip(hits, explained, strict=True):
        assert explanation.score == pytest.approx(hit.score, rel=1e-3, abs=1e-5)


def test_too_many_expansions_are_located(make_searcher):
    searcher = make_searcher(
        [" ".join(f"ba{a}{b}{c}" for a, b, c in product("bcdghklmnpqrst", repeat=3))]
    )
    with pytest.raises(TooManyExpansions) as caught:
        searcher.search("một b* hai")
    assert caught.value.column == 4
    assert caught.value.query == "một b* hai"
    assert searcher.search("bad*s").total == 1


def test_lenient_questions_never_fail(searcher):
    for question in (
        "gương (kỷ",
        "foo:gương",
        'gương "kỷ',
        "date:xyz gương",
        "AND gương",
        "*gương*~",
    ):
        assert searcher.search(question, lenient=True).hits
    with pytest.raises(OnlyExclusions):
        searcher.search("-gương")


# --- an independent oracle ------------------------------------------------------------------------

WORDS = "neu nêu nếu guong gương la là lá ma má dang đảng y ở ca".split()


def holds(node, article, fields=("title", "text")):
    """Whether an article fulfils a node in full, by looping over its tokens."""
    if isinstance(node, Group | And):
        return all(holds(each, article, fields) for each in node.nodes)
    if isinstance(node, Or):
        return any(holds(each, article, fields) for each in node.nodes)
    if isinstance(node, Not):
        return not holds(node.node, article, fields)
    if isinstance(node, Dates):
        day = dt.date.fromisoformat(article["date"])
        return (node.range.since or day) <= day <= (node.range.until or day)
    if isinstance(node, Field):
        return holds(node.node, article, ("title",))
    words = (
        [token.marked for token in tokenize(node.text)] if isinstance(node, Word | Phrase) else []
    )
    slop = node.slop if isinstance(node, Phrase) else 0
    for field in fields:
        tokens = [token.marked for token in tokenize(article[field])]
        if isinstance(node, Pattern):
            start = node.text.rstrip("*")
            if any(agrees(start, token[: len(start)]) for token in tokens):
                return True
        elif any(
            all(agrees(word, tokens[at]) for word, at in zip(words, (begin, *rest), strict=True))
            for begin in range(len(tokens))
            for rest in places(begin, len(words) - 1, len(tokens), begin + len(words) + slop)
        ):
            return True
    return False


def places(after, count, size, end):
    """All ascending choices of places behind another one."""
    if not count:
        yield ()
        return
    for at in range(after + 1, min(size, end)):
        for rest in places(at, count - 1, size, end):
            yield (at, *rest)


def agrees(word, token):
    return agreement(word, token) not in (None, Agreement.CONFLICTING)


def random_node(rng, depth):
    # No quality mark without a tone: what such a syllable means is told from the index.
    word = lambda: rng.choice("neu nếu guong la là ma má dang đảng y ở ca".split())  # noqa: E731
    kind = rng.random()
    if depth == 0 or kind < 0.35:
        return rng.choice(
            (
                word(),
                word(),
                f'"{word()} {word()}"',
                f'"{word()} {word()}"~{rng.randint(1, 3)}',
                f"{rng.choice(('ne', 'gu', 'la', 'ma', 'da', 'đa'))}*",
                f"title:{word()}",
                f"date:{rng.choice(('2018', '2019..', '..2019'))}",
            )
        )
    sign = rng.choice((" ", " AND ", " OR ", " -"))
    sides = [random_node(rng, depth - 1) for _ in range(rng.randint(2, 3))]
    return f"({sign.join(f'({side})' for side in sides)})"


@pytest.mark.parametrize("seed", range(4))
def test_random_queries_find_what_loops_find(make_searcher, seed):
    rng = random.Random(seed)
    articles = [
        {
            "id": f"a{number}",
            "title": " ".join(rng.choices(WORDS, k=rng.randint(1, 4))),
            "text": " ".join(rng.choices(WORDS, k=rng.randint(1, 12))),
            "date": f"{rng.choice((2018, 2019, 2020))}-01-01",
        }
        for number in range(40)
    ]
    searcher = make_searcher(articles, batches=1 + seed % 3)
    for _ in range(60):
        query = random_node(rng, 2)
        tree = parse(query, TODAY)
        expected = {article["id"] for article in articles if holds(tree, article)}
        assert complete(searcher, query) == expected, query


@pytest.mark.parametrize("query", ["gươ*", "ch*", "chó~", "nghiêng~2", "*ương", "=nêu"])
def test_expansion_is_quick(searcher, query):
    searcher.search(query)
    started = time.perf_counter()
    searcher.search(query)
    assert time.perf_counter() - started < 0.5
