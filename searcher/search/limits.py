"""What a query asks of an article's day, author, source, section, id or file, as masks.

The parts of a query's tree that know nothing of words of the text, evaluated with ``filters``. Not
for options of a search, which are ``filters`` themselves, and never part of a score.
"""

from __future__ import annotations

from searcher.index import IndexReader
from searcher.index.schema import ID
from searcher.search.filters import Bools, dated, from_files, named, with_ids
from searcher.search.query_tree import (
    And,
    Dates,
    Field,
    Group,
    Node,
    Not,
    Or,
    Phrase,
    Verbatim,
    Word,
)


def mask(reader: IndexReader, node: Node) -> Bools:
    """Return which articles fulfil a limit, bool of shape ``[size]``.

    Args:
        reader: The index.
        node: For which ``planning.is_limit`` holds.
    """
    if isinstance(node, Dates):
        return dated(reader, node.range.since, node.range.until)
    if isinstance(node, Field):
        return _fulfilled(reader, node.node, node.name)
    return _fulfilled(reader, node, None)


def _fulfilled(reader: IndexReader, node: Node, field: str | None) -> Bools:
    """The mask of a node, inside a field or not."""
    if isinstance(node, Not):
        return reader.live() & ~_fulfilled(reader, node.node, field)
    if isinstance(node, Or):
        found = reader.live() & False
        for each in node.nodes:
            found = found | _fulfilled(reader, each, field)
        return found
    if isinstance(node, Group | And):
        found = reader.live()
        for each in node.nodes:
            found = found & _fulfilled(reader, each, field)
        return found
    if field is None:
        return mask(reader, node)
    if isinstance(node, Verbatim):
        return (with_ids if field == ID else from_files)(reader, [node.text])
    assert isinstance(node, Word | Phrase)  # noqa: S101 - the parser lets nothing else in
    return named(reader, field, [node.text])
