r"""The commands of the session, one module a group; the order is that of ``\help``."""

from __future__ import annotations

from typing import Final

GROUPS: Final = ("viewing", "paging", "choosing", "keeping", "upkeep", "meta")
"""The modules here, which are imported when the first command is looked for."""
