"""Everything that touches Whoosh, its private parts included: nothing outside imports it.

Whoosh gives us the format of the files, segments and their merging, storage, locks and the writing
of postings. What we do not leave to it: reading is block-wise into numpy arrays, exact field
lengths are columns of their own, and nothing in an index folder is unpickled except plain values
and the four classes a table of contents is made of. Not for what an index means: see ``reader``
and ``synchronise`` above. Runs on whoosh3 and on the Whoosh 2.7.4 it comes from; the files are the
same.
"""

from __future__ import annotations

from searcher.index.whoosh_adapter.damage import Damaged
from searcher.index.whoosh_adapter.segment import Segment
from searcher.index.whoosh_adapter.store import Store
from searcher.index.whoosh_adapter.writer import Writer

__all__ = ["Damaged", "Segment", "Store", "Writer"]
