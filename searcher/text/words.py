"""Words of several syllables ("gương mẫu"), as pyvi finds them in sentences.

Vietnamese puts a space between syllables, not between words; pyvi's model guesses which syllables
make one word. It takes seconds to load and a hundred megabytes, so it is imported when first
needed, and only to learn words while indexing. Not for searching: a word found here never decides
what an article is found by (``tokenize``), and a query looks words up in the lexicon of its index.
"""

from __future__ import annotations

import re
import warnings
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache

from searcher.errors import SearcherError
from searcher.text.chars import WORD_CLASS
from searcher.text.normalise import normalise
from searcher.text.tokenize import tokenize

LONGEST_SENTENCE = 400
"""Code points; what is longer is cut. The memory pyvi needs grows with what it is given at once."""

LONGEST_COMPOUND = 5
"""Syllables; longer joins are chains of names and mistakes."""

# No syllable of a word people write is longer, transliterated names included.
_LONGEST_SYLLABLE = 24
_SENTENCE = re.compile(r"(?s:.+?)(?:(?<=[.!?…;:])[”\"')\]]*(?:\s+|\Z)|[\r\n\u2028\u2029]\s*|\Z)")
# Characters pyvi may be given as they are; all others are made normal first.
_UNUSUAL = re.compile("[^\x20-\x7e\u00a0-\u00ac\u00ae-\u024f\u1ea0-\u1ef9\u2010-\u2026]")
_UNUSUAL_SIGN = re.compile(f"(?![{WORD_CLASS}]){_UNUSUAL.pattern}")
# A lone surrogate makes pyvi crash, and its own joiner must not be in the text.
_UNFIT = re.compile("[\ud800-\udfff_]")
_WORD = re.compile(f"[{WORD_CLASS}]+")
_PROBE = "Học sinh gương mẫu."


class WordsUnavailable(SearcherError):
    """No words can be learnt; everything else works without them."""

    code = "words-unavailable"
    template = "No words were learnt ({reason}). Searching works without them."


def sentence_spans(text: str) -> Iterator[tuple[int, int]]:
    """Cut a text into sentences, roughly: at final punctuation, line ends, and a greatest length.

    Args:
        text: Any text.

    Yields:
        Start and end in code points; every sentence begins where the one before it ends, none is
        longer than ``LONGEST_SENTENCE``, and together they are the whole text.
    """
    for match in _SENTENCE.finditer(text):
        start, end = match.span()
        while end - start > LONGEST_SENTENCE:
            space = text.rfind(" ", start, start + LONGEST_SENTENCE)
            cut = space + 1 if space > start else start + LONGEST_SENTENCE
            yield start, cut
            start = cut
        yield start, end


def compounds(sentences: Iterable[str]) -> Counter[str]:
    """Count the words of two to five syllables in sentences.

    A sentence that pyvi cannot digest is skipped. The result depends on the sentences only.

    Args:
        sentences: Any texts; long ones are cut.

    Returns:
        How often every compound occurs, by its canonical marked syllables with a space between
        them ("gương mẫu"). Every syllable is made of letters only.

    Raises:
        WordsUnavailable: When pyvi is not installed or does not work.
    """
    segment = _segmenter()
    found: Counter[str] = Counter()
    for text in sentences:
        for start, end in sentence_spans(text):
            sentence = _prepared(text[start:end])
            try:
                tokens = segment(sentence).split()
            except Exception:  # noqa: S112 - one odd sentence of a sample tells us nothing
                continue
            found.update(filter(None, (_compound(token) for token in tokens if "_" in token)))
    return found


def _segmenter() -> Callable[[str], str]:
    """Load pyvi and make sure that it works."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of its own code and of the version of its model
            from pyvi import ViTokenizer
        segment: Callable[[str], str] = ViTokenizer.tokenize
        if "_" not in segment(_PROBE):
            raise ValueError("it does not find any words")
    except Exception as error:  # whatever its model, its libraries or their versions do
        reason = (str(error) or type(error).__name__).splitlines()[0][:200]
        raise WordsUnavailable(reason=f"pyvi: {reason}") from error
    return segment


def _prepared(sentence: str) -> str:
    sentence = _UNFIT.sub(" ", sentence)
    if _UNUSUAL.search(sentence):
        # A sign such as № is no word, and must not become one.
        sentence = _UNUSUAL_SIGN.sub(",", sentence)
        sentence = _WORD.sub(_whole, normalise(sentence)[0])
    return sentence


def _whole(word: re.Match[str]) -> str:
    """A word, unless pyvi would cut it at a mark that cannot be composed."""
    return word[0] if word[0].isalnum() else ","


def _compound(token: str) -> str | None:
    """The canonical form of syllables joined by ``_``, if they are a word we want to know."""
    syllables = [_syllable(part) for part in token.split("_")]
    if not 2 <= len(syllables) <= LONGEST_COMPOUND or None in syllables:
        return None
    return " ".join(filter(None, syllables))


@lru_cache(maxsize=65536)
def _syllable(part: str) -> str | None:
    tokens = tokenize(part)
    if len(tokens) != 1 or tokens[0].text != part:
        return None
    marked = tokens[0].marked
    return marked if marked.isalpha() and len(marked) <= _LONGEST_SYLLABLE else None
