"""Where a score comes from, for people (lines) and for machines (``"explanation"`` of a hit).

With ``search --json --explain`` every hit also has::

    "explanation": {"slots": [{"typed": str, "restored": bool, "count": int, "part": float,
                               "documents": int, "idf": float, "damped": float, "value": float,
                               "variants": [{"marked": str, "agreement": str, "weight": float,
                                             "frequencies": {"title": int, "body": int}}]}],
                    "coordination": float,
                    "phrases": [{"words": str, "restored": bool, "weight": float, "damped": float,
                                 "value": float}],
                    "pairs": [the same],
                    "wanted": [explanations of parts of the query], "added": [the same],
                    "newest": float, "factor": float, "score": float}

and ``coordination * (sum(slots) + sum(wanted)) + sum(phrases) + sum(pairs) + sum(added) + newest``
of the values and scores, times ``factor``, is its score.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from searcher.cli.render.layout import Line, plain
from searcher.cli.render.safe import neutralise

if TYPE_CHECKING:
    from searcher.cli.language import Words
    from searcher.search.explain import Explanation, SlotShare, TogetherShare


def explanation_json(explanation: Explanation) -> dict[str, Any]:
    """Return the object described at the top of this module."""
    return {
        "slots": [_slot_json(share) for share in explanation.slots],
        "coordination": explanation.coordination,
        "phrases": [_together_json(share) for share in explanation.phrases],
        "pairs": [_together_json(share) for share in explanation.pairs],
        "wanted": [explanation_json(part) for part in explanation.wanted],
        "added": [explanation_json(part) for part in explanation.added],
        "newest": explanation.newest,
        "factor": explanation.factor,
        "score": explanation.score,
    }


def explanation_lines(explanation: Explanation, words: Words, indent: int) -> Iterator[Line]:
    """Return the parts of a score as a person reads them."""
    score = words.say(
        "explain.score",
        score=words.number(explanation.score, 3),
        coordination=words.number(explanation.coordination, 3),
    )
    yield plain(score, "faint", indent)
    if explanation.factor != 1.0:
        factor = words.say("explain.factor", factor=words.number(explanation.factor, 3))
        yield plain(factor, "faint", indent + 2)
    for share in explanation.slots:
        variants = ", ".join(
            words.say(
                "explain.variant",
                marked=neutralise(variant.marked),
                times=words.number(sum(variant.frequencies.values())),
                weight=words.number(variant.weight, 1),
            )
            for variant in share.variants
        )
        slot = words.say(
            "explain.meant" if share.restored else "explain.slot",
            part="" if share.part == 1.0 else f"{words.number(share.part, 1)} × ",
            typed=neutralise(share.typed),
            value=words.number(share.value, 3),
            idf=words.number(share.idf, 3),
            damped=words.number(share.damped, 3),
            documents=words.number(share.documents),
            variants=variants or "–",
        )
        yield plain(slot, "faint", indent + 2)
    for kind, shares in (("phrase", explanation.phrases), ("pair", explanation.pairs)):
        for together in shares:
            line = words.say(
                "explain.restored" if together.restored else f"explain.{kind}",
                words=neutralise(together.words),
                value=words.number(together.value, 3),
                weight=words.number(together.weight, 3),
                damped=words.number(together.damped, 3),
            )
            yield plain(line, "faint", indent + 2)
    if explanation.newest:
        newest = words.say("explain.newest", value=words.number(explanation.newest, 6))
        yield plain(newest, "faint", indent + 2)
    for part in (*explanation.wanted, *explanation.added):
        if part.score:
            yield from explanation_lines(part, words, indent + 2)


def _slot_json(share: SlotShare) -> dict[str, Any]:
    return {
        "typed": share.typed,
        "restored": share.restored,
        "count": share.count,
        "part": share.part,
        "documents": share.documents,
        "idf": share.idf,
        "damped": share.damped,
        "value": share.value,
        "variants": [
            {
                "marked": variant.marked,
                "agreement": variant.agreement,
                "weight": variant.weight,
                "frequencies": variant.frequencies,
            }
            for variant in share.variants
        ],
    }


def _together_json(share: TogetherShare) -> dict[str, Any]:
    return {
        "words": share.words,
        "restored": share.restored,
        "weight": share.weight,
        "damped": share.damped,
        "value": share.value,
    }
