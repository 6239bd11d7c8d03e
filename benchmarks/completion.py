"""How useful completion is while somebody types, and how long a keystroke takes.

Headlines that the index does not hold are typed up to some place, and the first of what is offered
is compared with how they go on. Half of them are for choosing numbers (``--half tuning``), the others
for reporting. Typed as written, without the tone of the syllable at hand (who types with a driver strikes
the tone last), without marks, and as Telex keystrokes. Not for ranking (``quality``).
"""

from __future__ import annotations

import random
import time
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

import numpy as np

from benchmarks import report
from benchmarks.typed_forms import TONES, without_marks

if TYPE_CHECKING:
    from benchmarks.datasets import Document
    from searcher.search import Searcher

PLACES: Final = 2
"""Places in each headline at which completion is asked."""

OFFERED: Final = 5
KEYS_TYPED: Final = 60
"""Headlines that are typed key by key."""

_MOST_LETTERS: Final = 2
_KEPT_OUT: Final = 15
_LONGEST: Final = 100
_TELEX_TONES: Final = dict(zip(TONES, "frxsj", strict=True))
_TELEX_QUALITIES: Final = {"\u0302": None, "\u031b": "w", "\u0306": "w"}


@dataclass(frozen=True, slots=True)
class Moment:
    """Somebody types a headline.

    Attributes:
        words: The syllables before the one that is being typed.
        typing: That one, whole.
        letters: How many letters of it are typed.
        meant: Its canonical form and those of the syllables that follow.
        compound: How many of these are one word.
    """

    words: tuple[str, ...]
    typing: str
    letters: int
    meant: tuple[str, ...]
    compound: int


@dataclass(frozen=True, slots=True)
class Usefulness:
    """What was offered to one way of typing.

    Attributes:
        form: The way of typing.
        moments: How often completion was asked.
        syllable: The share at which one of the first offers had the right syllable.
        compounds: How often the syllable began a word of several.
        compound: The share of those at which one of the first offers had all of it.
    """

    form: str
    moments: int
    syllable: float
    compounds: int
    compound: float


def marked(moment: Moment) -> str:
    """As written, letter by letter."""
    return " ".join([*moment.words, moment.typing[: moment.letters]])


def tone_last(moment: Moment) -> str:
    """As written, but the tone of the syllable at hand is not yet struck."""
    toneless = "".join(
        char for char in unicodedata.normalize("NFD", moment.typing) if char not in TONES
    )
    begun = unicodedata.normalize("NFC", toneless)[: moment.letters]
    return " ".join([*moment.words, begun])


def unmarked(moment: Moment) -> str:
    """Without any marks."""
    return without_marks(marked(moment))


def telex(moment: Moment) -> str:
    """The keys of Telex, the tone at the end of each syllable."""
    keys = keystrokes(unicodedata.normalize("NFC", moment.typing)[: moment.letters])
    # The tone comes last, and the syllable is not at its end.
    toneless = keys[:-1] if keys[-1:] in set(_TELEX_TONES.values()) and len(keys) > 1 else keys
    return " ".join([*map(keystrokes, moment.words), toneless])


FORMS: Final[dict[str, Callable[[Moment], str]]] = {
    "as written": marked,
    "tone last": tone_last,
    "without marks": unmarked,
    "Telex keys": telex,
}


def keystrokes(syllable: str) -> str:
    """What is struck in Telex for a syllable.

    >>> keystrokes("gương"), keystrokes("đến")
    ('guwowng', 'ddeens')
    """
    letters, tone = [], ""
    for char in unicodedata.normalize("NFD", syllable.replace("đ", "dd").replace("Đ", "Dd")):
        if char in _TELEX_TONES:
            tone = _TELEX_TONES[char]
        elif char in _TELEX_QUALITIES:
            letters.append(_TELEX_QUALITIES[char] or letters[-1].lower())
        else:
            letters.append(char)
    return "".join(letters) + tone


def moments(searcher: Searcher, headlines: Iterable[str], seed: int) -> list[Moment]:
    """Choose places in headlines: after nothing, one or two letters of some syllable."""
    from searcher.text import tokenize

    rng = random.Random(seed)
    found = []
    for headline in headlines:
        tokens = list({token.position: token for token in tokenize(headline)}.values())
        canonical = tuple(token.marked for token in tokens)
        spans = dict(searcher.reader.lexicon.spans(canonical))
        within = {place for start, end in spans.items() for place in range(start + 1, end)}
        for _ in range(PLACES):
            if len(tokens) < 2:
                continue
            at = rng.randrange(len(tokens))
            letters = rng.randint(0 if at else 1, _MOST_LETTERS)
            word = unicodedata.normalize("NFC", tokens[at].text)
            if at in within or not word.isalpha():
                continue
            found.append(
                Moment(
                    tuple(token.text for token in tokens[:at]),
                    word,
                    min(letters, len(word)),
                    canonical[at:],
                    spans.get(at, at + 1) - at,
                )
            )
    return found


def measure(searcher: Searcher, asked: Sequence[Moment], form: str) -> Usefulness:
    """Ask for completion at every place, typed in one way."""
    from searcher.text import canonical

    typed = FORMS[form]
    syllables = compounds = whole = 0
    for moment in asked:
        text = typed(moment)
        offered = searcher.complete(text, limit=OFFERED)
        size = len(moment.words)
        # What is typed in Telex before the cursor may stay so.
        rows = []
        for each in offered:
            row = canonical(text[: each.start] + each.text).split(" ")
            rows.append(tuple(row[size:]) if each.kind in ("word", "phrase") else ())
        syllables += any(row[:1] == moment.meant[:1] for row in rows)
        if moment.compound > 1:
            compounds += 1
            meant = moment.meant[: moment.compound]
            whole += any(row[: moment.compound] == meant for row in rows)
    return Usefulness(
        form,
        len(asked),
        syllables / max(1, len(asked)),
        compounds,
        whole / max(1, compounds),
    )


def split(
    documents: Sequence[Document], half: Literal["tuning", "reporting"]
) -> tuple[list[Document], list[str]]:
    """Keep every fifteenth document out of the index.

    Returns:
        The others, and headlines of one half of those that are kept out.
    """
    kept = [d for number, d in enumerate(documents) if number % _KEPT_OUT]
    out = [d.title for d in documents[::_KEPT_OUT] if d.title and len(d.title) < _LONGEST]
    return kept, out[half == "reporting" :: 2]


def typing(searcher: Searcher, headlines: Iterable[str]) -> tuple[float, ...]:
    """Type headlines without marks, key by key; returns milliseconds of CPU time of each key."""
    took = []
    for headline in headlines:
        typed = without_marks(headline)
        for size in range(1, len(typed) + 1):
            started = time.thread_time()
            searcher.complete(typed[:size])
            took.append(1000 * (time.thread_time() - started))
    return tuple(took)


def describe(found: Sequence[Usefulness], keys: Sequence[float], command: str, data: str) -> str:
    """The section of the results file."""
    header = (
        "typed",
        "places",
        f"next syllable among {OFFERED}",
        "compounds",
        f"whole compound among {OFFERED}",
    )
    rows = [
        (
            each.form,
            f"{each.moments:,}",
            f"{100 * each.syllable:.1f} %",
            f"{each.compounds:,}",
            f"{100 * each.compound:.1f} %",
        )
        for each in found
    ]
    note = (
        "Each headline is typed up to a random syllable that begins a word, and none, one or two "
        "letters of it; compounds are the words of several syllables that the lexicon of the index "
        "knows. No article of these headlines is in the index; the numbers of the program were "
        "chosen on 450 headlines, of which 14 are among these."
    )
    median, often, rare = np.percentile(keys[1:], (50, 95, 99))
    latency = (
        f"Typing {KEYS_TYPED} of them without marks, {len(keys):,} keystrokes: {median:.1f} ms in the "
        f"median, 95 % under {often:.1f} ms, 99 % under {rare:.1f} ms; the first one after opening the "
        f"index {keys[0]:.0f} ms. CPU time."
    )
    return report.section("Completion", command, data, [report.table(header, rows), note, latency])
