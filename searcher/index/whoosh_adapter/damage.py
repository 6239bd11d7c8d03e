"""The error of files that contradict what this package writes. Not for callers above the index."""

from __future__ import annotations


class Damaged(Exception):
    """The files of an index contradict themselves or what this code writes."""
