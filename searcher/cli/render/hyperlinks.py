"""Links on a terminal (OSC 8): what they may lead to, and which terminals understand them.

The form is that of "Hyperlinks in terminal emulators"
(https://gist.github.com/egmontkob/eb114294efbcd5adb1944c9f3cb5feda): the address in ASCII 32–126, the
name of the host in links to files.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

# Terminals cut longer addresses off, which would lead elsewhere (VTE: 2083).
_LONGEST: Final = 2083
# RFC 3986: what is written as it is in a path, and in a whole address.
_IN_PATHS: Final = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/")
_IN_ADDRESSES: Final = _IN_PATHS | frozenset(b":?#[]@!$&'()*+,;=%")
_ADDRESS: Final = re.compile(r"https?://[^/?#\s]", re.IGNORECASE)

_PROGRAMS: Final = frozenset(
    {"iterm.app", "wezterm", "vscode", "ghostty", "hyper", "tabby", "rio", "mintty", "zed"}
)
_TERMINALS: Final = (
    "xterm-kitty", "xterm-ghostty", "foot", "wezterm", "alacritty", "contour", "rio", "konsole",
)  # fmt: skip
_VTE_SINCE: Final = 5000  # 0.50; what came before it crashed now and then
_KONSOLE_SINCE: Final = 201200
_TMUX_SINCE: Final = (3, 4)


def target(link: str, *, host: bool = True) -> str | None:
    """Return the address of a link, or nothing where nobody should be led to.

    Args:
        link: The absolute path of a file, or an address of the web, as it was read; it may hold
            anything.
        host: Whether the address of a file names this machine; browsers want none.

    Returns:
        A ``file``, ``http`` or ``https`` address of printable ASCII without spaces and quotes.
    """
    if _ADDRESS.match(link):
        address = _encoded(link.encode("utf-8", "replace"), _IN_ADDRESSES)
    elif Path(link).is_absolute():
        try:
            path = os.fsencode(link)
        except UnicodeEncodeError:
            return None
        slash = "" if path.startswith(b"/") else "/"
        if os.sep == "\\":
            path = path.replace(b"\\", b"/")
        address = f"file://{_host() if host else ''}{slash}{_encoded(path, _IN_PATHS)}"
    else:
        return None
    return address if len(address) <= _LONGEST else None


def linked(text: str, link: str) -> str:
    """Return ``text``, which may hold colours, with a link around it where there is a target."""
    address = target(link)
    return f"\x1b]8;;{address}\x1b\\{text}\x1b]8;;\x1b\\" if address else text


def understood_by(variables: Mapping[str, str]) -> bool:
    """Whether the terminal that a process runs in is known to show links.

    Args:
        variables: The process environment; terminals say there what they are.
    """
    term = variables.get("TERM", "")
    program = variables.get("TERM_PROGRAM", "").lower()
    if term in ("dumb", "linux") or "STY" in variables:
        return False
    if "TMUX" in variables or term.startswith(("tmux", "screen")):
        # Around tmux there may be a terminal that does; what counts is whether tmux lets links pass.
        version = _numbers(variables.get("TERM_PROGRAM_VERSION", ""))
        return program == "tmux" and version >= _TMUX_SINCE
    if program == "apple_terminal":
        return False
    return (
        program in _PROGRAMS
        or term.startswith(_TERMINALS)
        or any(variables.get(name) for name in ("WT_SESSION", "KITTY_WINDOW_ID", "DOMTERM"))
        or _numbers(variables.get("VTE_VERSION", "")) >= (_VTE_SINCE,)
        or _numbers(variables.get("KONSOLE_VERSION", "")) >= (_KONSOLE_SINCE,)
    )


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"[0-9]{1,9}", version)[:3])


def _encoded(text: bytes, plain: frozenset[int]) -> str:
    return "".join(chr(byte) if byte in plain else f"%{byte:02X}" for byte in text)


@cache
def _host() -> str:
    """The name of this machine: over ssh a terminal should know that the file is not its own."""
    import platform

    return _encoded(platform.node().encode("utf-8", "replace"), _IN_PATHS - {ord("/")})
