"""The message catalogs: dictionaries from key to template, one for each language.

``en`` and ``vi`` hold what most runs may say; a module of its own, with both languages side by side,
holds what belongs to one area. Those in ``LATER`` are read only when one of their keys is asked for,
for a search should not pay for the words of the session.

Every key stands in both languages with the same placeholders. Two exceptions: ``key.one`` is the
form for a ``count`` of one, which Vietnamese does not need; and the English of ``error.*`` and
``problem.*`` is the template the library itself holds.
"""

from __future__ import annotations

import importlib
from typing import Final

LATER: Final = (
    "config",
    "doctor",
    "manual",
    "repl",
    "viewing",
    "keeping",
    "pager",
    "completion",
    "table",
    "html",
)
"""Modules here that hold all keys beginning with their names (``repl.…``)."""


def catalog(language: str) -> dict[str, str]:
    """Return the messages of one language that are always there.

    Args:
        language: ``"en"`` or ``"vi"``.
    """
    module = importlib.import_module(f"searcher.cli.messages.{language}")
    messages: dict[str, str] = module.MESSAGES
    return dict(messages)


def later(area: str, language: str) -> dict[str, str]:
    """Return the messages of one area in one language; none when there is no such area."""
    if area not in LATER:
        return {}
    module = importlib.import_module(f"searcher.cli.messages.{area}")
    messages: dict[str, str] = getattr(module, language.upper())
    return messages


def everything(language: str) -> dict[str, str]:
    """Return all messages of one language."""
    messages = catalog(language)
    for area in LATER:
        messages |= later(area, language)
    return messages
