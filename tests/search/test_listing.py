"""Sorting, facets and groups over an index of several segments, beside plain Python."""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter

import pytest

from searcher.search.facets import FACETS
from searcher.search.filters import Filters
from searcher.search.ordering import SORTS
from searcher.text.collation import collation_key

SOURCES = ["Tuổi Trẻ", "Thanh Niên", "Dân Trí", None]
SECTIONS = ["Thời sự", "Kinh tế", None, None]
AUTHORS = [f"Tác giả {chr(65 + number)}" for number in range(9)] + [None]
WORDS = "an ăn ấn bà ba bạn đà da dạ ơn ôn 9 10 hòa hoà".split()


def made(count=120, seed=5):
    rng = random.Random(seed)
    articles = []
    for number in range(count):
        day = dt.date(2018, 1, 1) + dt.timedelta(rng.randrange(900))
        fields = {
            "id": f"a{number:03}",
            "title": " ".join(rng.choices(WORDS, k=rng.randrange(4))),
            "text": rng.choice(["nêu gương tốt", "nêu gương nêu gương", "nêu", "gương", "khác"]),
            "source": rng.choice(SOURCES),
            "section": rng.choice(SECTIONS),
            "author": rng.choice(AUTHORS),
            "date": day.isoformat() if rng.random() < 0.8 else None,
        }
        articles.append({name: value for name, value in fields.items() if value is not None})
    return articles


@pytest.fixture(scope="module")
def articles():
    return {article["id"]: article for article in made()}


@pytest.fixture
def searcher(make_searcher, articles):
    return make_searcher(list(articles.values()), batches=3)


def value_of(article, name):
    if name in ("year", "month"):
        return article["date"][: 4 if name == "year" else 7] if "date" in article else None
    return article.get(name)


def matching(articles, query):
    """The ids of the articles that hold every word, and of those that hold only some."""
    wanted = query.split()
    held = {
        key: sum(word in f"{each['title']} {each['text']}".split() for word in wanted)
        for key, each in articles.items()
    }
    return (
        {key for key, count in held.items() if count == len(wanted)},
        {key for key, count in held.items() if 0 < count < len(wanted)},
    )


def sort_key(sort, article):
    if sort == "title":
        return (not article["title"], collation_key(article["title"]))
    day = dt.date.fromisoformat(article["date"]).toordinal() if "date" in article else 0
    return (not day, -day if sort == "-date" else day)


@pytest.mark.parametrize("sort", [sort for sort in SORTS if sort != "relevance"])
@pytest.mark.parametrize("mode", ["some", "all", "any"])
def test_any_order_lists_what_holds_everything(searcher, articles, sort, mode):
    complete, partial = matching(articles, "nêu gương")
    everything = searcher.search("nêu gương", limit=500, mode=mode, sort=sort)
    scores = {hit.id: hit.score for hit in everything.hits}
    assert set(scores) == complete | (partial if mode == "any" else set())
    assert everything.listed == len(scores)
    assert (everything.total, everything.partial) == (
        len(complete),
        0 if mode == "all" else len(partial),
    )
    expected = sorted(scores, key=lambda key: (sort_key(sort, articles[key]), -scores[key], key))
    assert [hit.id for hit in everything.hits] == expected
    assert [hit.rank for hit in everything.hits] == list(range(1, len(expected) + 1))
    for limit, offset in ((1, 0), (7, 0), (7, 7), (10, 3), (500, 10), (3, 400)):
        page = searcher.search("nêu gương", limit=limit, offset=offset, mode=mode, sort=sort)
        assert [hit.id for hit in page.hits] == expected[offset : offset + limit]
        assert [hit.rank for hit in page.hits] == [
            place + 1 for place in range(len(expected))[offset : offset + limit]
        ]


@pytest.mark.parametrize("name", FACETS)
@pytest.mark.parametrize("query", ["nêu gương", "gương", "nêu khác", "không-có"])
def test_facets_count_what_holds_everything(searcher, articles, name, query):
    complete, partial = matching(articles, query)
    counted = Counter(value_of(articles[key], name) for key in complete or partial)
    (facet,) = searcher.search(query, limit=1, facets=[name], facet_limit=100).facets
    got = {value.value: value.count for value in facet.values}
    assert facet.unknown == counted.pop(None, 0)
    assert got == counted
    assert (facet.name, facet.others, facet.unlisted) == (name, 0, 0)
    listed = [value.value for value in facet.values]
    if name in ("year", "month"):
        assert listed == sorted(listed)
    else:
        assert [got[value] for value in listed] == sorted(got.values(), reverse=True)


def test_what_is_not_listed_is_counted(searcher, articles):
    found = searcher.search("gương", facets=["author", "month"], facet_limit=2)
    complete, _ = matching(articles, "gương")
    for facet in found.facets:
        counted = Counter(value_of(articles[key], facet.name) for key in complete)
        unknown = counted.pop(None, 0)
        assert len(facet.values) == 2
        assert facet.unlisted == len(counted) - 2
        listed = sum(value.count for value in facet.values)
        assert facet.others + facet.unknown + listed == len(complete)
        assert facet.unknown == unknown
    assert [value.value for value in found.facets[1].values] == sorted(counted)[-2:]


@pytest.mark.parametrize("by", FACETS)
@pytest.mark.parametrize("sort", SORTS)
def test_groups_come_in_the_order_of_their_first_hits(searcher, articles, by, sort):
    complete, _ = matching(articles, "gương")
    counted = Counter(value_of(articles[key], by) for key in complete)
    flat = searcher.search("gương", limit=500, sort=sort, mode="all")
    found = searcher.search("gương", limit=500, sort=sort, group_by=by, group_size=2)
    order = list(dict.fromkeys(value_of(articles[hit.id], by) for hit in flat.hits))
    assert {group.value: group.count for group in found.groups} == counted
    assert found.listed == len(counted)
    if sort != "relevance":  # ties between groups are settled by the first hit's score only
        assert [group.value for group in found.groups][:1] == order[:1]
    for group in found.groups:
        own = [hit.id for hit in flat.hits if value_of(articles[hit.id], by) == group.value]
        assert [hit.id for hit in group.hits] == own[:2]
        assert group.by == by
    assert tuple(hit for group in found.groups for hit in group.hits) == found.hits
    assert [hit.rank for hit in found.hits] == list(range(1, len(found.hits) + 1))
    page = searcher.search("gương", limit=1, offset=1, sort=sort, group_by=by, group_size=2)
    if len(counted) > 1:
        assert [(g.value, g.hits) for g in page.groups] == [
            (g.value, g.hits) for g in found.groups[1:2]
        ]


def test_filters_decide_what_is_found(searcher, articles):
    filters = Filters(since=dt.date(2019, 1, 1), sources=("tuoi tre", "dan tri"))
    complete, partial = matching(articles, "nêu gương")

    def passes(key):
        each = articles[key]
        return each.get("date", "") >= "2019-01-01" and each.get("source") in SOURCES[::2]

    found = searcher.search("nêu gương", limit=500, filters=filters)
    assert {hit.id for hit in found.hits} == set(filter(passes, complete | partial))
    assert found.total == len(set(filter(passes, complete)))
    assert found.listed == found.total + found.partial
    explained = searcher.explain("nêu gương", limit=500, filters=filters)
    assert [key for key, _ in explained] == [hit.id for hit in found.hits]
    assert [part.score for _, part in explained] == pytest.approx(
        [hit.score for hit in found.hits], rel=1e-4
    )


def test_filters_alone_find_everything_that_passes(searcher, articles):
    found = searcher.search(" ", limit=500, filters=Filters(sources=("Dân Trí",)), sort="title")
    expected = [key for key, each in articles.items() if each.get("source") == "Dân Trí"]
    expected.sort(key=lambda key: (sort_key("title", articles[key]), key))
    assert [hit.id for hit in found.hits] == expected
    assert (found.total, found.partial) == (len(expected), 0)
    assert all(hit.complete for hit in found.hits)


def test_nothing_passes(searcher):
    nothing = Filters(sources=("nhân dân",))
    for sort in SORTS:
        found = searcher.search("gương", filters=nothing, sort=sort, facets=FACETS)
        assert (found.total, found.partial, found.hits, found.listed) == (0, 0, (), 0)
        assert all(not facet.values and not facet.unknown for facet in found.facets)
    assert not searcher.search("gương", filters=nothing, group_by="source").groups


def test_titles_of_many_words_are_in_order(make_searcher):
    """So many words that their ranks need several bytes."""
    rng = random.Random(3)
    heads = "a ă â b c ch d đ e ê g h i k l m n ng nh o ô ơ p ph qu r s t th tr u ư v x y".split()
    words = [
        f"{head}{tail}" for head in heads for tail in ("", "a", "an", "ang", "i", "o", "á", "ạ")
    ]
    titles = [" ".join(rng.choices(words, k=rng.randrange(1, 40))) for _ in range(700)]
    titles += titles[:20]
    articles = [
        {"id": f"{number:04}", "title": title, "text": f"tin {number}"}
        for number, title in enumerate(titles)
    ]
    searcher = make_searcher(articles, batches=2, name="titles")
    found = searcher.search("tin", limit=2000, sort="title")
    keys = [collation_key(hit.title)[:32] for hit in found.hits]
    assert len(keys) == len(titles)
    assert keys == sorted(keys)


def test_an_index_without_any_of_it(make_searcher):
    searcher = make_searcher(["nêu gương", "gương"], name="bare")
    for sort in SORTS:
        found = searcher.search("gương", sort=sort, facets=FACETS, group_by="source")
        assert [facet.unknown for facet in found.facets] == [2] * len(FACETS)
        assert [(group.value, group.count) for group in found.groups] == [(None, 2)]
