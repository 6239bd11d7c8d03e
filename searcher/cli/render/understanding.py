"""What a query was understood as, for people (sentences) and for machines.

The object ``"understood"`` of ``search --json``::

    {"text": str,               the query as it was searched for
     "restored": str,           the same with its likeliest marks, or null when it has them
     "decoded": [{"typed": str, "meant": str}],         words read as Telex, VNI or VIQR keystrokes
     "expanded": [{"typed": str, "also": str}],         abbreviations, full forms and
                                                        other tones also looked for
     "corrected": [{"typed": str, "meant": str}],       words changed since nothing was found
     "suggestions": [{"text": str, "why": "marks" | "spelling"}]}       what may have been meant
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from searcher.cli.language import Words
    from searcher.search.results import Understood


def understood_json(understood: Understood) -> dict[str, Any]:
    """Return the object described at the top of this module."""
    return {
        "text": understood.text,
        "restored": understood.restored,
        "decoded": [each._asdict() for each in understood.decoded],
        "expanded": [{"typed": typed, "also": also} for typed, also in understood.expanded],
        "corrected": [each._asdict() for each in understood.corrected],
        "suggestions": [each._asdict() for each in understood.suggestions],
    }


def understood_sentences(
    understood: Understood, words: Words, literal: str = "--literal"
) -> Iterator[str]:
    """Return what a person should know beside the results: what was changed, and what to try.

    Args:
        understood: What the query was taken to mean.
        words: The language of the run.
        literal: What to type to have nothing changed.
    """
    if understood.decoded:
        yield words.say("understood.decoded", query=understood.text, literal=literal)
    if understood.corrected:
        typed = ", ".join(each.typed for each in understood.corrected)
        yield words.say("understood.corrected", query=understood.text, typed=typed, literal=literal)
    if understood.expanded:
        also = "; ".join(f"{each.meant} ({each.typed})" for each in understood.expanded)
        yield words.say("understood.expanded", also=also, literal=literal)
    for suggestion in understood.suggestions:
        yield words.say("understood.suggestion", query=suggestion.text)
