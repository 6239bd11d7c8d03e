"""The ``key: value`` lines between two ``---`` at the top of a Markdown file.

Understands the part of YAML that people use for articles: plain and quoted values, lists in
brackets or on lines with dashes, folded and literal blocks, comments; what is nested under a key is
passed over. Not a YAML parser, and strict: what it does not understand it refuses.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from searcher.articles.problems import Skipped

_FENCE = re.compile(r"---\s*")
_CLOSING = re.compile(r"(?:---|\.\.\.)\s*")
_KEY = re.compile(r"(?P<key>[^\W\d][\w .-]{0,60}?)\s*:(?:\s+(?P<value>.*))?")
_LIST_ITEM = re.compile(r"\s*-\s+(?P<value>.*)")
_IGNORED = re.compile(r"\s*(?:#.*)?")
_BLOCK = re.compile(r"[|>][+-]?\d?\s*(?:#.*)?")
_COMMENT = re.compile(r"(?<!\s)\s+#.*$")
_ITEM = re.compile(r"""\s*("(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^,"'\[\]][^,]*)?\s*(?:,|$)""")
_ESCAPE = re.compile(r"\\(.)")
_ESCAPED = {"n": "\n", "t": "\t", "r": "\r"}

_MAX_LINES = 1000


def split_front_matter(lines: Sequence[str]) -> tuple[dict[str, object], int]:
    """Read the front matter of a file.

    Args:
        lines: All lines of the file.

    Returns:
        The fields (keys in lower case; values are strings or lists of strings), and the number of
        lines they take with their fences; no fields and 0 where the file has no front matter: no
        fence at the very top, none that closes it, or no key right behind it.

    Raises:
        Skipped: ``bad-front-matter``, with the line, 1-based.
    """
    if not lines or not _FENCE.fullmatch(lines[0]):
        return {}, 0
    closing = next(
        (i for i in range(1, min(len(lines), _MAX_LINES)) if _CLOSING.fullmatch(lines[i])), 0
    )
    first = next((line for line in lines[1:closing] if not _IGNORED.fullmatch(line)), "")
    if not closing or not _KEY.fullmatch(first):
        # Text between two horizontal rules.
        return {}, 0
    fields: dict[str, object] = {}
    at = 1
    while at < closing:
        if _IGNORED.fullmatch(lines[at]):
            at += 1
            continue
        match = _KEY.fullmatch(lines[at])
        if match is None:
            raise Skipped("bad-front-matter", line=at + 1)
        end = at + 1
        while end < closing and _belongs(lines[end]):
            end += 1
        value = (match["value"] or "").strip()
        fields[match["key"].lower()] = _value(value, lines[at + 1 : end], at + 1)
        at = end
    return fields, closing + 1


def _belongs(line: str) -> bool:
    """Whether a line goes on with the value of the key above it."""
    return line[:1] in (" ", "\t") or not line.strip() or _LIST_ITEM.fullmatch(line) is not None


def _value(value: str, below: Sequence[str], line: int) -> object:
    if _BLOCK.fullmatch(value):
        separator = "\n" if value.startswith("|") else " "
        return separator.join(text.strip() for text in below).strip()
    if value and not value.startswith("#"):
        if value.startswith("["):
            return _flow_list(value, line)
        more = [text.strip() for text in below if text.strip()]
        return _scalar(" ".join((value, *more)), line)
    items = [match["value"] for text in below if (match := _LIST_ITEM.fullmatch(text))]
    return [_scalar(item.strip(), line) for item in items if ": " not in item]


def _flow_list(value: str, line: int) -> list[str]:
    value = value if value.endswith("]") else _COMMENT.sub("", value)
    if not value.endswith("]"):
        raise Skipped("bad-front-matter", line=line)
    inside, at, items = value[1:-1], 0, []
    while at < len(inside):
        match = _ITEM.match(inside, at)
        if match is None or match.end() == at:
            raise Skipped("bad-front-matter", line=line)
        if match[1]:
            items.append(_scalar(match[1].strip(), line))
        at = match.end()
    return items


def _scalar(value: str, line: int) -> str:
    quote = value[:1]
    if quote not in ("'", '"'):
        plain = _COMMENT.sub("", value)
        return "" if plain in ("~", "null") else plain
    pattern = r'"((?:[^"\\]|\\.)*)"' if quote == '"' else r"'((?:[^']|'')*)'"
    match = re.fullmatch(pattern + r"\s*(?:#.*)?", value)
    if match is None:
        raise Skipped("bad-front-matter", line=line)
    if quote == "'":
        return match[1].replace("''", "'")
    return _ESCAPE.sub(lambda escape: _ESCAPED.get(escape[1], escape[1]), match[1])
