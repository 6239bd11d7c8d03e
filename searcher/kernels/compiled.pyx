# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False, cdivision=True
"""The kernels in C. What each one means is said where it stands in numpy; see ``kernels/__init__``.

Nothing is read or written without a look at the length first: where an index comes from a file or
from a caller, it is compared with the size of the array it goes into.
"""

from cpython.bytearray cimport PyByteArray_AS_STRING
from cpython.unicode cimport PyUnicode_DATA, PyUnicode_KIND, PyUnicode_READ
from libc.stdint cimport int8_t, int32_t, int64_t, uint8_t, uint16_t, uint32_t, uint64_t
from libc.stdlib cimport calloc, free, malloc, realloc
from libc.string cimport memcpy, memset

import numpy as np

cdef extern from *:
    """
    #ifndef SEARCHER_SOURCES
    #define SEARCHER_SOURCES 0
    #endif
    """
    const unsigned long SEARCHER_SOURCES

# The digest of the files this was built from (see sources.py), given by setup.py.
SOURCES = SEARCHER_SOURCES

include "adding.pxi"
include "blocks.pxi"
include "chains.pxi"
include "choosing.pxi"
include "dictionary.pxi"
include "postings.pxi"
include "pooling.pxi"
include "sequences.pxi"
include "occurrences.pxi"
include "pairs.pxi"
include "restoring.pxi"
