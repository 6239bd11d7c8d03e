"""An independent scorer: plain dicts and loops over tokens, written from the formulas.

Shares nothing with the package but the tokenizer and the comparison of marks.
"""

from __future__ import annotations

import math
from collections import Counter
from itertools import pairwise

from searcher.text import Agreement, agreement, tokenize

K1, B = 1.2, {"title": 0.5, "body": 0.75}
FIELD_WEIGHT = {"title": 2.0, "body": 1.0}
CONFLICTING, PAIR, RESCORED = 0.1, 0.4, 200


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


def score(articles, query):
    """Article id → (score, complete), for a query of plain words without glued or ambiguous forms."""
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
                    found = agreement(word, marked)
                    if found is None:
                        continue
                    total += norm(doc, field) * (
                        CONFLICTING if found is Agreement.CONFLICTING else 1
                    )
                    agreed |= found is not Agreement.CONFLICTING
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
            if documents:
                repeated = Counter(words)[word]
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
                where = [{p for p, marked in tokens if _agrees(word, marked)} for word in pair]
                total += norm(doc, field) * sum(p + 1 in where[1] for p in where[0])
            if total:
                found[name] = total
        for name, total in found.items():
            bonus[name] += PAIR * idf(len(found), len(scores)) * damped(total)
    return {name: (value + bonus[name], complete[name]) for name, value in scores.items()}


def _agrees(word, marked):
    found = agreement(word, marked)
    return found is not None and found is not Agreement.CONFLICTING
