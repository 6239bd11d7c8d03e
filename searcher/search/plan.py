"""What a query asks of one index: the words looked up, and how they go together.

A plan is a list of what is looked for (slots, phrases, exclusions), all that ranking by neighbours,
highlighting and guessing at marks need to know. How it goes together is said apart, by conditions
that name the entries of these lists by their numbers; a query without AND, OR, fields and
parentheses has none. Values only: made in ``planning``, evaluated in ``candidates`` and ``boolean``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from searcher.search.query_tree import Node
from searcher.search.slots import FIELDS, Slot

#: A word that stands for more terms than this has no neighbours worth counting.
MOST_PAIRED = 200


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that stand together.

    Attributes:
        ways: The ways it may be written, each a sequence of slots.
        slop: How many other words may stand among them.
        fields: Where it is looked for.
    """

    ways: tuple[tuple[Slot, ...], ...]
    slop: int = 0
    fields: tuple[str, ...] = FIELDS


@dataclass(frozen=True, slots=True)
class Plan:
    """What a query asks of one index.

    Attributes:
        slots: The distinct wanted syllables, in order of first appearance.
        counts: How often each slot stands in the query.
        sequence: The wanted syllables in the order typed, as indexes into ``slots``; ``-1`` where a
            clause ends whose last word is not followed by the next one's first.
        phrases: What must stand together.
        phrase_only: Indexes of the slots that were typed inside quotation marks only.
        excluded: What must not be there; a single word is a phrase of one.
        condition: How all this goes together; ``None`` when every slot is wanted, every phrase must
            be there and nothing excluded may.
        meant: For each slot the slot of the one form that was surely meant; ``None`` where the marks
            are typed or nobody knows, and none at all until it is asked (see ``meant``).
    """

    slots: tuple[Slot, ...]
    counts: tuple[int, ...]
    sequence: tuple[int, ...]
    phrases: tuple[Phrase, ...]
    phrase_only: frozenset[int]
    excluded: tuple[Phrase, ...]
    condition: Condition | None = None
    meant: tuple[Slot | None, ...] = ()


@dataclass(frozen=True, slots=True)
class Bounds:
    """What every article of an answer must fulfil, without a share in its score.

    Attributes:
        excluded: Numbers of excluded phrases.
        barred: Whole plans; an article that holds everything one of them wants is left out.
        limits: What is asked of the day, the author, … (see ``limits``).
    """

    excluded: tuple[int, ...] = ()
    barred: tuple[Plan, ...] = ()
    limits: tuple[Node, ...] = ()


@dataclass(frozen=True, slots=True)
class Together:
    """Side by side.

    Attributes:
        slots: Numbers of the wanted slots.
        counts: How often each of them is wanted.
        phrases: Numbers of the phrases that must be there.
        wanted: Conditions that count like a word.
        required: Conditions that must be fulfilled.
        bounds: What else must hold.
    """

    slots: tuple[int, ...]
    counts: tuple[int, ...]
    phrases: tuple[int, ...]
    wanted: tuple[Condition, ...]
    required: tuple[Condition, ...]
    bounds: Bounds


@dataclass(frozen=True, slots=True)
class Every:
    """All of some conditions, each of them in full."""

    conditions: tuple[Condition, ...]
    bounds: Bounds


@dataclass(frozen=True, slots=True)
class Either:
    """Any of some conditions."""

    conditions: tuple[Condition, ...]


Condition: TypeAlias = Together | Every | Either

#: The plan of no words at all.
NOTHING = Plan((), (), (), (), frozenset(), ())
