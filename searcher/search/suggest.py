"""What else a query may have meant: offered, never searched for unasked.

So far the same words with their marks. Not for what is changed at once (``understand``).
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from searcher.search.keystrokes import in_case
from searcher.search.plan import Plan
from searcher.search.restore import Reading
from searcher.search.results import Suggestion, Understood
from searcher.text import tokenize

# Of 500 headlines typed without marks, readings of at least this probability were right in 70 % of
# cases just above it and in 88 % overall; of those below, one in four.
_LIKELY: Final = 0.5


def with_marks(text: str, plan: Plan, reading: Reading) -> str | None:
    """Write a query with the marks that were most likely meant.

    Args:
        text: The query that was planned.
        plan: Its plan.
        reading: What was most likely meant by ``plan.sequence``.

    Returns:
        The text with the marks, all else as typed; ``None`` when nothing is added to it.
    """
    wanted = [
        (plan.slots[slot].marked, term)
        for slot, term in zip(plan.sequence, reading.terms, strict=True)
        if slot >= 0 and not plan.slots[slot].chosen
    ]
    parts: list[str] = []
    done = at = 0
    last = -1
    for token in tokenize(text):
        # Alternatives, operators, patterns and excluded words are not in the sequence.
        if token.position == last or at == len(wanted) or wanted[at][0] != token.marked:
            continue
        last = token.position
        term = wanted[at][1]
        at += 1
        if term is not None and term[1] != token.marked:
            parts += [text[done : token.start], in_case(term[1], token.text)]
            done = token.end
    return "".join([*parts, text[done:]]) if parts else None


def with_suggestions(understood: Understood, plan: Plan, reading: Reading) -> Understood:
    """Add what else may have been meant.

    Args:
        understood: The query so far.
        plan: Its plan.
        reading: What was most likely meant by ``plan.sequence``.
    """
    restored = with_marks(understood.text, plan, reading)
    likely = restored is not None and reading.probability >= _LIKELY
    suggestions = (Suggestion(restored, "marks"),) if restored is not None and likely else ()
    return replace(understood, restored=restored, suggestions=suggestions)
