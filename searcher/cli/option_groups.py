"""Which options belong together, where a command has many: the sections of its help and of the manual."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import click

# Fewer are read faster than headings.
_MANY: Final = 20
_GROUPS: Final = {
    "find": "mode literal since until sources sections authors paths",
    "order": "limit page sort group_by group_size",
    "count": "facets facet_limit",
    "form": "form template view html null explain",
}
_OF: Final = {name: group for group, names in _GROUPS.items() for name in names.split()}


def grouped(options: Sequence[click.Option]) -> list[tuple[str, list[click.Option]]]:
    """Return options in sections; each has a key, ``help.{key}`` being its heading.

    Args:
        options: All options of a command, in their order.
    """
    if len(options) <= _MANY:
        return [("options", list(options))]
    sections: dict[str, list[click.Option]] = {name: [] for name in (*_GROUPS, "common")}
    for option in options:
        sections[_OF.get(option.name or "", "common")].append(option)
    return [(f"options-{key}", own) for key, own in sections.items() if own]
