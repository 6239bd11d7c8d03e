"""Where the sentences of a paragraph begin and end. Pure; knows nothing of queries."""

from __future__ import annotations

import re

from searcher.text.syllable import QUALITY_OF, TONED

_CAPITALS = "A-ZĐ" + "".join((*TONED, *QUALITY_OF)).upper()
# A full stop ends a sentence when space and something that begins one follow it. In decomposed text
# the plain capital letter comes first.
_END = re.compile(rf"(?:[.!?…]|\./\.)[\"”’»)\]]*(?=\s+[\"“‘«(\[–-]?\s?[{_CAPITALS}0-9]|\s*\Z)")
# … but not after an initial (V. A.) or one of these, which stand before a name.
_ABBREVIATION = re.compile(
    r"(?:^|[\s(“\"./-])(?:[A-ZĐƯÔ]|TP|Tp|TX|TT|Th[sS]|TS|GS|PGS|BS|KS|LS|CN|NSND|NSƯT|St|Mr|Mrs|Ms|Dr|Nxb|NXB|tr)\.\Z"
)


def sentences(paragraph: str) -> list[tuple[int, int]]:
    """Cut a paragraph into sentences.

    Returns:
        Half-open spans in code points, in order, without the spaces between them; at least one
        unless the paragraph is blank.

    >>> [("TP. Huế mưa. Lũ lên!")[a:z] for a, z in sentences("TP. Huế mưa. Lũ lên!")]
    ['TP. Huế mưa.', 'Lũ lên!']
    """
    spans = []
    start = _skip_space(paragraph, 0)
    for match in _END.finditer(paragraph):
        if _ABBREVIATION.search(paragraph, max(start, match.end() - 8), match.end()):
            continue
        if match.end() > start:
            spans.append((start, match.end()))
        start = _skip_space(paragraph, match.end())
    end = len(paragraph.rstrip())
    if start < end:
        spans.append((start, end))
    return spans


def _skip_space(text: str, index: int) -> int:
    while index < len(text) and text[index].isspace():
        index += 1
    return index
