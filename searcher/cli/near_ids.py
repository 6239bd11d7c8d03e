"""Ids that may have been meant by one that is not there."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

_NEAR_IDS: Final = 3


def near_ids(wanted: str, ids: Iterable[str]) -> list[str]:
    """Return the ids most like one that was not found.

    Args:
        wanted: What was typed.
        ids: Those there are.

    Returns:
        Up to three, nearest first: first those that ``wanted`` is a part of (a file name without
        its folder), then those spelt alike.
    """
    from difflib import get_close_matches

    plain = wanted.casefold()
    known = {known_id.casefold(): known_id for known_id in ids}
    parts = sorted(
        (key for key in known if plain and plain in key), key=lambda key: (len(key), key)
    )
    alike = get_close_matches(plain, known, n=_NEAR_IDS) if len(parts) < _NEAR_IDS else []
    return [known[key] for key in dict.fromkeys([*parts, *alike])][:_NEAR_IDS]
