"""Everything that touches Whoosh beside the codec, its private parts included.

Whoosh gives us the schema, segments and their merging, storage, locks and the table of contents.
What we do not leave to it: nothing in an index folder is unpickled except segments, as plain values
(``toc``), and reading goes to the arrays (``segment``); neither imports Whoosh, so searching does
not. ``store`` and ``writer`` do. Not for what an index means: see ``reader`` and ``synchronise``
above.
"""
