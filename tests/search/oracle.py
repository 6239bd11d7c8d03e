"""An independent scorer: plain dicts and loops over tokens, written from the formulas.

Shares nothing with the package but the tokenizer and the comparison of marks.
"""

from __future__ import annotations

import math
import unicodedata
from collections import Counter
from itertools import pairwise
from types import MappingProxyType

from searcher.text import Agreement, agreement, tokenize

K1, B = 1.2, {"title": 0.5, "body": 0.75}
FIELD_WEIGHT = {"title": 2.0, "body": 1.0}
CONFLICTING, PAIR, MEANT, RESCORED = 0.1, 0.4, 0.5, 200


def positions_of(article):
    """field → list of (position, marked); paragraphs are one position further apart."""
    fields = {"title": [], "body": []}
    for field, texts in (
        ("title", [article.get("title", "")]),
        ("body", article["text"].split("\n")),
    ):
        base = 0
        for text in texts:
            tokens = tokenize(text)
            fields[field] += [(base + token.position, token.marked) for token in tokens]
            base += (tokens[-1].position + 2) if tokens else 0
    return fields


def idf(documents, articles):
    return math.log(1 + (articles - documents + 0.5) / (documents + 0.5))


def damped(frequency):
    return frequency * (K1 + 1) / (frequency + K1)


def slips(articles, query):
    """Word → the same in the tone that was probably meant, for a query of plain words.

    A word with marks that stands beside its neighbours in the query once at most, in any of their
    forms, and in another tone at least five times, and twenty times as often.
    """
    words = [token.marked for token in tokenize(query)]
    asked = {pair for pair in pairwise(words) if pair[0] != pair[1]}
    forms, beside = set(), Counter()
    for article in articles:
        fields = positions_of(article)
        forms |= {marked for tokens in fields.values() for _, marked in tokens}
        # What stands side by side in titles is not counted in an index.
        beside.update(
            (one, other) for (at, one), (to, other) in pairwise(fields["body"]) if to == at + 1
        )

    def counted(word, form):
        total = 0
        for (one, other), count in beside.items():
            before = any(_agrees(left, one) for left, right in asked if right == word)
            after = any(_agrees(right, other) for left, right in asked if left == word)
            total += count * ((other == form and before) + (one == form and after))
        return total

    found = {}
    for word in {word for pair in asked for word in pair if word not in MARKLESS}:
        typed = sum(counted(word, form) for form in forms if _agrees(word, form))
        tones = {
            form: counted(word, form)
            for form in forms
            if agreement(word, form) is Agreement.CONFLICTING and _differ_in_tone(word, form)
        }
        best = max(tones, key=lambda form: (tones[form], form), default=None)
        if best is not None and typed <= 1 and tones[best] >= max(5, 20 * typed):
            found[word] = best
    return found


TONES = dict.fromkeys(map(ord, "\u0300\u0301\u0303\u0309\u0323"))
MARKLESS = {"neu", "guong", "la", "ma", "dang", "y", "ca"}


def _differ_in_tone(word, form):
    """Whether a word agrees with a form but for the tones of both."""
    toneless = [
        unicodedata.normalize("NFC", unicodedata.normalize("NFD", each).translate(TONES))
        for each in (word, form)
    ]
    return bool(agreement(*toneless))


def score(articles, query, restored=MappingProxyType({})):
    """Article id → (score, complete), for a query of plain words without glued or ambiguous forms.

    Args:
        articles: All of them.
        query: The words.
        restored: Word → the form it was surely meant as, which makes up half of its worth.
    """
    meant = slips(articles, query)

    words = [token.marked for token in tokenize(query)]
    distinct = list(dict.fromkeys(words))
    docs = {article["id"]: positions_of(article) for article in articles}
    average = {f: sum(len(d[f]) for d in docs.values()) / len(docs) or 1.0 for f in FIELD_WEIGHT}

    def norm(doc, field):
        return FIELD_WEIGHT[field] / (1 - B[field] + B[field] * len(doc[field]) / average[field])

    frequency, agrees = {}, {}
    for word in distinct:
        for name, doc in docs.items():
            total, agreed = 0.0, False
            for field, tokens in doc.items():
                for _, marked in tokens:
                    if agreement(word, marked) is None:
                        continue
                    agrees_here = _agrees(word, marked, meant)
                    total += norm(doc, field) * (1 if agrees_here else CONFLICTING)
                    agreed |= agrees_here
            frequency[word, name], agrees[word, name] = total, agreed
    scores, complete = {}, {}
    for name in docs:
        if not any(frequency[word, name] for word in distinct):
            continue
        total = 0.0
        for word in distinct:
            documents = sum(agrees[word, other] for other in docs) or sum(
                frequency[word, other] > 0 for other in docs
            )
            repeated = Counter(words)[word]
            if word in restored:
                repeated *= 1 - MEANT
                alone = {
                    other: sum(
                        norm(doc, field) * sum(marked == restored[word] for _, marked in tokens)
                        for field, tokens in doc.items()
                    )
                    for other, doc in docs.items()
                }
                holders = sum(count > 0 for count in alone.values())
                worth = idf(holders, len(docs)) * damped(alone[name])
                total += MEANT * Counter(words)[word] * worth
            if documents:
                total += idf(documents, len(docs)) * repeated * damped(frequency[word, name])
        held = sum(agrees[word, name] for word in distinct)
        exponent = 3.0 if len(distinct) <= 3 else min(1.0, 2 / len(distinct))
        scores[name] = total * (max(held, 0.5) / len(distinct)) ** exponent
        complete[name] = held == len(distinct)
    assert len(scores) <= RESCORED
    bonus = Counter()
    for pair in dict.fromkeys(pairwise(words)):
        found = {}
        for name in scores:
            doc = docs[name]
            total = 0.0
            for field, tokens in doc.items():
                where = [
                    {p for p, marked in tokens if _agrees(word, marked, meant)} for word in pair
                ]
                total += norm(doc, field) * sum(p + 1 in where[1] for p in where[0])
            if total:
                found[name] = total
        for name, total in found.items():
            bonus[name] += PAIR * idf(len(found), len(scores)) * damped(total)
    return {name: (value + bonus[name], complete[name]) for name, value in scores.items()}


def _agrees(word, marked, meant=MappingProxyType({})):
    found = agreement(word, marked)
    return meant.get(word) == marked or found not in (None, Agreement.CONFLICTING)
