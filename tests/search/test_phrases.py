"""Where phrases stand, and how often, against the tokens of the articles."""

from __future__ import annotations

from itertools import pairwise, product

import numpy as np
import pytest

from searcher.search.phrases import phrase_postings
from searcher.search.planning import plan
from searcher.search.query_parser import parse
from searcher.search.scoring import Scorer
from searcher.search.slots import SlotBook
from searcher.search.weights import DEFAULT
from searcher.text import tokenize

ARTICLES = [
    {"id": "a", "title": "TP HCM: HCM, hcm", "text": "hcm " * 300},
    {"id": "b", "title": "Nêu gương", "text": "Nếu gương, nêu gương; neu guong. KT-XH và KTXH."},
    {"id": "c", "text": "gương nêu gương. HCM"},
    {"id": "d", "title": "HCM", "text": "KT - XH, kt-xh-kt, gương"},
    {"id": "e", "title": "KT-XH: kt", "text": "nêu"},
]


@pytest.mark.parametrize("batches", [1, 3])
@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ('"hcm"', [{"hcm"}]),
        ('"ktxh"', [{"ktxh"}]),
        ('"neu"', [{"neu", "nêu", "nếu"}]),
        ('"nêu"', [{"nêu", "nếu"}]),
        ('"nếu"', [{"nếu"}]),
        ('"nêu gương"', [{"nêu", "nếu"}, {"gương"}]),
        ('"neu guong"', [{"neu", "nêu", "nếu"}, {"guong", "gương"}]),
        ('"gương nêu"', [{"gương"}, {"nêu", "nếu"}]),
        ('"vàng"', []),
        ("title:hcm", [{"hcm"}]),
        # The glued form and the word it begins with share a place.
        ("title:k*", [{"kt", "ktxh"}]),
        ("title:(nêu)", [{"nêu", "nếu"}]),
    ],
)
def test_a_phrase_is_found_as_often_as_it_stands_there(make_searcher, query, wanted, batches):
    reader = make_searcher(ARTICLES, batches).reader
    scorer = Scorer(reader, DEFAULT)
    (phrase,) = plan(parse(query), SlotBook(reader, DEFAULT)).phrases
    found = phrase_postings(scorer, phrase)
    expected = np.zeros(reader.size)
    for doc, field in product(range(reader.size), phrase.fields):
        article = reader.article(doc)
        text = article.title if field == "title" else "\n".join(article.body)
        expected[doc] += standing(wanted, text) * float(scorer.norms[field][doc])
    assert found.docs.tolist() == np.flatnonzero(expected).tolist()
    assert np.allclose(found.frequencies, expected[found.docs])


def standing(wanted, text):
    """How often words stand side by side, each at its position one of those wanted there."""
    places = [
        {token.position for token in tokenize(text or "") if token.marked in forms}
        for forms in wanted
    ]
    ends = places[0] if places else set()
    for _, following in pairwise(places):
        ends = {place + 1 for place in ends} & following
    return len(ends)
