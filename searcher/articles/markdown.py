"""Markdown becomes the paragraphs a reader sees.

Takes the markup off and keeps the words: emphasis, links, pictures (their descriptions), headings,
lists, quotations, tables, code, inline HTML. Every pattern is linear in the length of a line. Not a
renderer: what is ambiguous in Markdown is left as it was typed.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence

from searcher.articles.paragraphs import Paragraph, clean

_FENCE = re.compile(r" {0,3}(?P<fence>`{3,}|~{3,})[^`]*")
_HEADING = re.compile(r" {0,3}(?P<level>#{1,6})(?:[ \t]+(?P<text>.*))?")
_UNDERLINE = re.compile(r" {0,3}(?P<mark>=+|-+)[ \t]*")
_RULE = re.compile(r" {0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})")
_ITEM = re.compile(r"[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]+(?:\[[ xX]\][ \t]+)?(?P<text>.*)")
_QUOTE = re.compile(r"(?:[ \t]{0,3}>[ \t]?)+")
_TABLE_RULE = re.compile(r"[ \t|:-]+")
_DEFINITION = re.compile(r" {0,3}\[[^\]]{1,200}\]:[ \t]*\S+.*")
_HARD_BREAKS = ("  ", "\\", "<br>", "<br/>", "<br />")

_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_CODE = re.compile(r"(`{1,3})(?!`)([^`]+)\1(?!`)")
_COMMENT = re.compile(r"<!--[^<>]*-->")
_PICTURE = re.compile(r"!\[([^\[\]]{0,1000})\](?:\([^()\n]{0,2000}\)|\[[^\[\]]{0,200}\])")
_LINK = re.compile(
    r"\[([^\[\]]{1,1000})\](?:\([^()\n]{0,2000}(?:\([^()\n]{0,500}\)[^()\n]{0,500})?\)|\[[^\[\]]{0,200}\])"
)
_FOOTNOTE = re.compile(r"\[\^[^\[\]]{1,50}\]:?")
_AUTOLINK = re.compile(r"<((?:https?://|mailto:)[^<>\s]{1,2000})>")
_BREAK = re.compile(r"<br ?/?>", re.IGNORECASE)
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,500}>")
# Emphasis opens before and closes behind something that is no space; each run is looked at once
# because its content may not hold the mark itself.
_EMPHASIS = re.compile(r"(\*{1,3}|~~)(?=\S)([^*~\n]{1,5000}?)(?<=\S)\1")
_UNDERSCORES = re.compile(r"(?<!\w)(_{1,3})(?=\S)([^_\n]{1,5000}?)(?<=\S)\1(?!\w)")

# Escaped characters wait in the private use area while the markup is taken off.
_PRIVATE = 0x10FF00


def read_markdown(lines: Sequence[str]) -> tuple[str, list[Paragraph]]:
    """Take a Markdown text apart.

    Args:
        lines: The lines without the front matter.

    Returns:
        The text of the first heading if nothing stands above it and it is of the first level (else
        ``""``), and all other paragraphs; headings are paragraphs.
    """
    title = ""
    found: list[Paragraph] = []
    for number, (text, is_title) in enumerate(_blocks(lines)):
        seen = clean(without_markup(text)) if text else ""
        if not seen:
            continue
        if is_title and not found and not title:
            title = seen
        else:
            found.append(Paragraph(seen, number))
    return title, found


def without_markup(text: str) -> str:
    """The words of one paragraph that a reader sees; its line ends become spaces."""
    text = _ESCAPE.sub(lambda match: chr(_PRIVATE + ord(match[1])), text)
    text = _CODE.sub(lambda match: _shielded(match[2]), text)
    text = _AUTOLINK.sub(lambda match: _shielded(match[1].removeprefix("mailto:")), text)
    text = _BREAK.sub(" ", _COMMENT.sub("", text))
    text = _TAG.sub("", text)
    text = _PICTURE.sub(r"\1", text)
    text = _LINK.sub(r"\1", text)
    text = _FOOTNOTE.sub("", text)
    for _ in range(3):
        # Emphasis inside emphasis: the inner pair first, then the outer one.
        text = _UNDERSCORES.sub(r"\2", _EMPHASIS.sub(r"\2", text))
    text = html.unescape(text)
    return "".join(
        chr(ord(char) - _PRIVATE) if _PRIVATE <= ord(char) < _PRIVATE + 128 else char
        for char in text
    ).replace("\n", " ")


def _shielded(text: str) -> str:
    """Code and addresses, whose signs are no markup."""
    return "".join(
        chr(_PRIVATE + ord(char)) if char.isascii() and not char.isalnum() else char
        for char in text
    )


def _blocks(lines: Sequence[str]) -> Iterator[tuple[str, bool]]:
    """The raw text of each block and whether it is a heading of the first level."""
    block: list[str] = []
    fence = ""
    for line in lines:
        if fence:
            closing = _FENCE.fullmatch(line)
            if closing and closing["fence"].startswith(fence) and not line.strip(" `~"):
                fence = ""
            else:
                yield _shielded(line.strip()), False
            continue
        opening = _FENCE.fullmatch(line)
        heading = _HEADING.fullmatch(line)
        underline = _UNDERLINE.fullmatch(line)
        item = _ITEM.fullmatch(line)
        if underline and block and "|" not in block[-1]:
            yield "\n".join(block), underline["mark"].startswith("=")
            block = []
        elif opening or heading or item or _skipped(line):
            if block:
                yield "\n".join(block), False
            block = []
            if opening:
                fence = opening["fence"]
            elif heading:
                yield _heading_text(heading["text"] or ""), heading["level"] == "#"
            elif item and not _RULE.fullmatch(line):
                block = [item["text"]]
        else:
            line = _row(_QUOTE.sub("", line, count=1) if _QUOTE.match(line) else line)
            is_last = line.endswith(_HARD_BREAKS)
            block.append(clean(line.removesuffix("\\")))
            if is_last:
                yield "\n".join(block), False
                block = []
    if block:
        yield "\n".join(block), False


def _heading_text(text: str) -> str:
    """A heading without the number signs that may close it."""
    text = text.rstrip()
    opened = text.rstrip("#")
    return opened if opened[-1:] in ("", " ", "\t") else text


def _skipped(line: str) -> bool:
    """Lines that show nothing: blank ones, rules, link definitions, the rule below a table's head."""
    return (
        not clean(_QUOTE.sub("", line, count=1))
        or _RULE.fullmatch(line) is not None
        or _DEFINITION.fullmatch(line) is not None
        or ("|" in line and "-" in line and _TABLE_RULE.fullmatch(line) is not None)
    )


def _row(line: str) -> str:
    """A table row's cells beside each other; it ends its paragraph, as a hard break does."""
    stripped = line.strip()
    if not (stripped.startswith("|") and stripped.endswith("|") and len(stripped) > 2):
        return line
    return " ".join(filter(None, map(str.strip, stripped.split("|")))) + "\\"
