"""A Whoosh codec that keeps posting lists and token sequences as arrays.

Two faces on the same files: Whoosh's own (``whoosh_codec``: every ordinary query works) and
:class:`SegmentArrays`, which hands out numpy arrays for ranking. Writing goes through ``writing``,
batches of arrays through ``batch``. Not for durability (nothing here calls fsync), not for the
table of contents, not for text: terms are bytes.

A segment is a few files ``<index>_<segment>.<ext>``, each explained in the module that writes it:

======  =================  ===========================================================
file    module             what
======  =================  ===========================================================
.trm    ``dictionary``     sorted terms, where their lists begin, their ids
.pst    ``postings``       documents and frequencies, as gaps in bytes
.seq    ``sequences``      the tokens of every document in order: all positions
.big    ``bigrams``        how often terms occur, and follow each other
.len    ``lengths``        exact field lengths
.sto    ``stored``         stored fields, compressed
.*.col  ``per_document``   Whoosh's columns, each with a checksum at its end
======  =================  ===========================================================

All but the columns share one container format with checksums (``container``, ``block_checks``).
Damage of any kind is :class:`CorruptSegment`. Nothing is pickled. ``neighbours`` sums the counts of
``bigrams`` over the segments of an index, ``phrase_scan`` finds phrases in the sequences.
"""

from __future__ import annotations

from searcher.index.codec.arrays import SegmentArrays
from searcher.index.codec.errors import CorruptSegment

__all__ = ["CorruptSegment", "SegmentArrays"]
