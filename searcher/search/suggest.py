"""What else a query may have meant: offered, never searched for unasked.

The same words with their marks, in the likeliest readings, and with other words for those that
hardly any article holds. Not for what is changed at once (``understand``, ``abbreviate``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final, Literal

import numpy as np

from searcher.search.beside import Term
from searcher.search.keystrokes import in_case
from searcher.search.longer_runs import Index, best_paths, weighed
from searcher.search.plan import Plan
from searcher.search.query_odds import query_odds
from searcher.search.restore import Reading, candidates
from searcher.search.results import Suggestion, Understood
from searcher.search.slips import told
from searcher.text import tokenize

# Of 2,900 short queries typed without marks, readings of a probability of 0.5 and more were right in
# 87 %.
_LIKELY: Final = 0.5
# Of those just above 0.2 one in four, which is enough for one of several; but who types marks at all
# leaves few out.
_WITHOUT_MARKS: Final = 0.2
# A reading that is as good as certain needs no second one beside it.
_CERTAIN: Final = 0.8
_MOST_READINGS: Final = 3
# Of a long query hardly any reading is right as a whole but the first.
_MOST_WORDS: Final = 8


def with_suggestions(
    understood: Understood,
    plan: Plan,
    reading: Reading,
    index: Index,
    spelt: str | None = None,
) -> Understood:
    """Add what else may have been meant.

    Args:
        understood: The query so far.
        plan: Its plan.
        reading: What was most likely meant by ``plan.sequence``.
        index: What knows how often words stand side by side.
        spelt: The query with other words for those that hardly any article holds.
    """
    likely = [] if spelt is None else [Suggestion(spelt, "spelling")]
    found = readings(plan, reading, index)
    restored = with_marks(understood.text, plan, found[0][1])
    if restored is not None and spelt is None:
        marked = any(slot.has_marks for slot in plan.slots)
        enough = _LIKELY if marked else _WITHOUT_MARKS
        offered = [
            terms
            for share, terms in found[:_MOST_READINGS]
            if share >= enough and _stands_somewhere(terms, index)
        ]
        texts = [with_marks(understood.text, plan, terms) for terms in offered]
        why: Literal["marks", "spelling"] = "spelling" if told(plan) else "marks"
        likely += [Suggestion(text, why) for text in texts if text is not None]
    return replace(understood, restored=restored, suggestions=tuple(likely))


def _stands_somewhere(terms: Sequence[Term | None], index: Index) -> bool:
    """Whether any two words of a reading stand side by side in the index, if there are two.

    Where none do, the reading is what is frequent word by word, and says nothing of the query.
    """
    pairs = [(one, other) for one, other in pairwise(terms) if one and other]
    if not pairs:
        return True
    order = {term: number for number, term in enumerate({term for pair in pairs for term in pair})}
    firsts, seconds = (
        np.array([order[pair[side]] for pair in pairs], dtype=np.int64) for side in (0, 1)
    )
    asked = list(order), firsts, seconds
    return bool(
        index.neighbours.neighbour_counts(*asked)[1].any()
        or index.title_neighbours.neighbour_counts(*asked)[1].any()
    )


def with_marks(text: str, plan: Plan, terms: Sequence[Term | None]) -> str | None:
    """Write a query with marks.

    Args:
        text: The query that was planned.
        plan: Its plan.
        terms: What is meant by ``plan.sequence``.

    Returns:
        The text with the marks, all else as typed; ``None`` when nothing is added to it.
    """
    wanted = [
        (plan.slots[slot].marked, term)
        for slot, term in zip(plan.sequence, terms, strict=True)
        if slot >= 0
    ]
    parts: list[str] = []
    done = at = 0
    last = -1
    for token in tokenize(text):
        # Alternatives, operators and excluded words are not in the sequence.
        if token.position == last or at == len(wanted) or wanted[at][0] != token.marked:
            continue
        last = token.position
        term = wanted[at][1]
        at += 1
        if term is not None and term[1] != token.marked:
            parts += [text[done : token.start], in_case(term[1], token.text)]
            done = token.end
    return "".join([*parts, text[done:]]) if parts else None


def readings(
    plan: Plan, reading: Reading, index: Index
) -> list[tuple[float, tuple[Term | None, ...]]]:
    """The likeliest readings of a query, the likeliest first, and how likely each is, 0–1.

    Args:
        plan: Its plan.
        reading: The likeliest one by neighbouring words.
        index: Where longer runs of the words are looked for, if that one is not certain.
    """
    if all(step.size == 1 for step in reading.steps):
        return [(1.0, reading.terms)]
    forms = [candidates(plan.slots[slot]) if slot >= 0 else () for slot in plan.sequence]
    steps = reading.steps
    if any(max(1, len(terms)) != step.shape[1] for terms, step in zip(forms, steps, strict=True)):
        return [(reading.probability, reading.terms)]
    odds = query_odds(forms, steps, index)
    likeliest = best_paths(odds)
    # Of the likeliest path the share of all is known, and of the others how much less they are.
    best = Reading((), likeliest[0][1], (), (), odds).probability
    found = [(best * share, path) for share, path in likeliest]
    if best < _CERTAIN and len(forms) <= _MOST_WORDS:
        found = weighed(forms, steps, found, index)
    return [
        (odds, tuple(word[n] if word else None for word, n in zip(forms, path, strict=True)))
        for odds, path in found
    ]
