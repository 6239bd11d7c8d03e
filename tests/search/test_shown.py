"""What is shown of hits is what a slow and simple way of working it out shows."""

from __future__ import annotations

import json
import random
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from searcher.index import IndexReader, sync
from searcher.search import Searcher
from searcher.search.listing import Listing
from searcher.search.matching import Matcher
from searcher.search.standing import standing
from searcher.text.tokenize import CHAIN, RUNS, chain_pieces, word_or_chain
from tests.search import shown_oracle as oracle
from tests.text.strategies import any_text

WORDS = (
    "nêu nếu nều neu gương guong Gương NÊU gưỡng hoà hòa bình binh bính đảng đang Ðảng đáng ủy uỷ "
    "KT-XH kt xh KTXH T.Ư TW Tp.HCM 24/6/2004 24 6 2004 COVID-19 Pa-ri pari Pari C++ 4.000m2 4000 "
    "O'Neal m² và của là các ở 東京 _ *** “hoà bình”! quy qui kỷ kỉ luật"
).split()
ENDS = [".", "!", ",", "", "…", ".”", " -", ":"]
QUERIES = [
    "neu guong",
    "nêu gương",
    "nếu gương hoa binh",
    '"nêu gương"',
    '"neu guong" dang uy',
    '"hòa bình"~2 đảng',
    'title:"hoa binh" và',
    "KT-XH",
    "ktxh dang",
    "24/6/2004 neu",
    "T.Ư đảng ủy",
    "tw",
    "ki luat dang",
    "kỷ luật",
    "gươn* neu",
    "hoà~ bình",
    "Ðảng",
    "đ*",
    "pari OR covid-19",
    "đảng (nêu OR gương) -hòa",
    "東京 m2",
    "c++ o'neal neu neu",
]


def text_of(chance, words):
    return " ".join(
        chance.choice(WORDS) + chance.choice(ENDS if chance.random() < 0.2 else [""])
        for _ in range(words)
    )


def articles(seed, count):
    chance = random.Random(seed)
    for number in range(count):
        body = [text_of(chance, chance.randint(1, 60)) for _ in range(chance.randint(1, 9))]
        body = [unicodedata.normalize(chance.choice(["NFC", "NFC", "NFD"]), each) for each in body]
        yield {
            "id": f"a{number:03}",
            "title": text_of(chance, chance.randint(1, 9)),
            "text": "\n\n".join(body),
        }


@pytest.fixture(scope="module")
def searcher(tmp_path_factory):
    folder = tmp_path_factory.mktemp("shown")
    for batch in range(2):
        lines = [
            json.dumps({**article, "id": f"{batch}{article['id']}"}, ensure_ascii=False)
            for article in articles(batch, 40)
        ]
        (folder / "source").mkdir(exist_ok=True)
        (folder / "source" / f"{batch}.jsonl").write_text("\n".join(lines), encoding="utf-8")
        sync(folder / "index", [folder / "source"], words=False)
    with Searcher(IndexReader.open(folder / "index")) as opened:
        yield opened


def short_enough(article):
    return all(
        end - start <= oracle.LONGEST
        for paragraph in article.body
        for start, end in oracle.sentences(paragraph)
    )


@pytest.mark.parametrize("query", QUERIES)
def test_hits_show_what_the_slow_way_shows(searcher, query):
    now = searcher._now()
    listing = Listing(30)
    ranking = now.ranker.ranking(query, "any", listing, lenient=False, literal=False)
    hits = searcher.search(query, limit=30, mode="any").hits
    assert hits
    for hit, found in zip(hits, ranking.listed.hits, strict=True):
        article = searcher.reader.article(found.doc)
        assert hit.id == article.id
        scored = ranking.queries[ranking.answered_by(found.doc)]
        title, *body = oracle.matches_in(scored.plan, (article.title, *article.body))
        assert hit.title_highlights == oracle.highlights(article.title, title)
        if short_enough(article):
            expected = oracle.passages(scored.plan, scored.candidates.idf, article.body, body)
            shown = [(p.paragraph, p.start, p.start + len(p.text)) for p in hit.passages]
            assert shown == expected
        for passage in hit.passages:
            end = passage.start + len(passage.text)
            spans = oracle.highlights(article.body[passage.paragraph], body[passage.paragraph])
            within = [(max(a, passage.start), min(z, end)) for a, z in spans]
            assert passage.text == article.body[passage.paragraph][passage.start : end]
            assert passage.highlights == tuple(
                (a - passage.start, z - passage.start) for a, z in within if a < z
            )


@pytest.mark.parametrize("query", QUERIES)
def test_the_index_knows_what_reading_the_text_finds(searcher, query):
    reader = searcher.reader
    docs = list(range(0, reader.size, 3))
    for plan in searcher._now().ranker.plans(query):
        matcher = Matcher(plan)
        by_doc = standing(reader, docs[::-1], matcher.terms)
        for doc in docs:
            article = reader.article(doc)
            texts = (article.title, *article.body)
            known, read = matcher.stood(texts, by_doc[doc]), matcher.read(texts)
            assert known.places == read.places
            slow = oracle.matches_in(plan, texts)
            for number, matches in enumerate(slow):
                expected = [match[:4] for match in matches]
                assert [tuple(match) for match in known.matches(number)] == expected


def test_an_index_that_speaks_of_other_paragraphs_is_not_believed(searcher):
    reader = searcher.reader
    (plan,) = searcher._now().ranker.plans("nêu gương")
    matcher = Matcher(plan)
    first, second = [
        next(d for d in range(reader.size) if len(reader.article(d).body) == n) for n in (3, 7)
    ]
    article = reader.article(first)
    texts = (article.title, *article.body)
    wrong = standing(reader, [second], matcher.terms)[second]
    assert matcher.stood(texts, wrong).places == matcher.read(texts).places
    # With as many paragraphs: nothing that is not there is pointed at.
    wrong = wrong._replace(body=wrong.body[:3])
    for number, text in enumerate(texts):
        for match in matcher.stood(texts, wrong).matches(number):
            assert text[match.start : match.end]


@settings(max_examples=60, deadline=None)
@given(any_text | st.lists(st.sampled_from([*WORDS, " ", "-", ".", "/", "\n"])).map("".join))
def test_the_fast_expression_finds_the_same_chains(text):
    chains = list(word_or_chain().finditer(text))
    assert [match.span() for match in chains] == [match.span() for match in CHAIN.finditer(text)]
    for match in chains:
        pieces, advance = chain_pieces(match[0])
        if match.lastindex == 1:
            assert (len(pieces), advance) == (1, 1)
            assert (pieces[0].start, pieces[0].end) == (0, len(match[0]))
        elif match.lastindex:
            assert advance == len(RUNS.findall(match[0]))
