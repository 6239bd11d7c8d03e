# Searching the sorted terms of a dictionary (see dictionary.py).

from cpython.bytes cimport PyBytes_FromStringAndSize
from libc.string cimport memcmp


cdef struct Terms:
    const uint8_t* keys
    int64_t size
    Column starts
    Py_ssize_t rows


cdef inline int _compared(
    const Terms* terms, Py_ssize_t row, const uint8_t* prefix, int64_t length, bint cut
) noexcept nogil:
    """A term, cut to the length of the prefix if wanted, beside it: -1, 0, 1; -2 lies outside."""
    cdef int64_t start = number_at(&terms.starts, row), stop = number_at(&terms.starts, row + 1)
    cdef int64_t own = stop - start
    cdef int order = 0
    if start > stop or stop > terms.size:
        return -2
    # Of nothing there is no address, which memcmp may not be given.
    if own and length:
        order = memcmp(terms.keys + start, prefix, min(own, length))
    if order:
        return 1 if order > 0 else -1
    if own < length:
        return -1
    return 1 if own > length and not cut else 0


cdef Terms terms_of(const uint8_t[::1] keys, starts) except *:
    cdef Terms terms
    terms.keys, terms.size = (&keys[0] if keys.shape[0] else NULL), keys.shape[0]
    terms.starts = column_of(starts)
    terms.rows = max(terms.starts.size - 1, 0)
    return terms


# Of terms with a prefix: the first row and the one behind the last. Whether none lies outside.
cdef bint find_range(
    const Terms* terms, const uint8_t[::1] prefix, Py_ssize_t* first_row, Py_ssize_t* stop_row
) noexcept nogil:
    cdef const uint8_t* wanted = &prefix[0] if prefix.shape[0] else NULL
    cdef int64_t length = prefix.shape[0]
    cdef Py_ssize_t first, low = 0, high = terms.rows, middle, step = 1
    cdef int order = 0
    while low < high:
        middle = (low + high) >> 1
        order = _compared(terms, middle, wanted, length, False)
        if order == -2:
            break
        if order < 0:
            low = middle + 1
        else:
            high = middle
    first = low
    high = terms.rows
    # Mostly they are few: the end is looked for in steps of twice the size.
    while order != -2 and first + step < terms.rows:
        order = _compared(terms, first + step - 1, wanted, length, True)
        if order > 0:
            high = first + step - 1
            break
        low = first + step
        step *= 2
    while order != -2 and low < high:
        middle = (low + high) >> 1
        order = _compared(terms, middle, wanted, length, True)
        if order > 0:
            high = middle
        elif order != -2:
            low = middle + 1
    first_row[0], stop_row[0] = first, low
    return order != -2


def prefix_range(const uint8_t[::1] keys, starts, const uint8_t[::1] prefix):
    cdef Terms terms = terms_of(keys, starts)
    cdef Py_ssize_t first, stop
    if not find_range(&terms, prefix, &first, &stop):
        raise ValueError("a term lies outside the array")
    return first, stop


def look_up(columns, const uint8_t[::1] prefix):
    cdef const uint8_t[::1] keys = columns[0]
    cdef const uint8_t[::1] seen = columns[5]
    cdef Terms terms = terms_of(keys, columns[1])
    cdef Column list_starts = column_of(columns[2])
    cdef Column wide_starts = column_of(columns[3])
    cdef Column ids = column_of(columns[4])
    cdef Blocks blocks
    cdef Py_ssize_t first, stop, before, behind, row
    cdef int64_t begin, end
    cdef int64_t[::1] numbers
    if not terms.rows + 1 == terms.starts.size == list_starts.size == wide_starts.size:
        raise ValueError("arrays of different lengths")
    if ids.size and ids.size != terms.rows:
        raise ValueError("arrays of different lengths")
    if not find_range(&terms, prefix, &first, &stop):
        raise ValueError("a term lies outside the array")
    begin, end = number_at(&terms.starts, first), number_at(&terms.starts, stop)
    if not begin <= end <= terms.size:
        raise ValueError("a term lies outside the array")
    starts = np.empty(stop - first + 1, np.int64)
    numbers = starts
    for row in range(first, stop + 1):
        numbers[row - first] = number_at(&list_starts, row)
    own_ids = np.empty(stop - first if ids.size else 0, np.int64)
    numbers = own_ids
    for row in range(numbers.shape[0]):
        numbers[row] = number_at(&ids, first + row)
    # What says that these are all of them: the terms directly before and behind.
    before, behind = max(first - 1, 0), min(stop + 1, terms.rows)
    offsets = columns[6]
    blocks = blocks_of(seen, offsets[0], 1)
    unseen = unseen_also(
        &blocks, number_at(&terms.starts, before), number_at(&terms.starts, behind), None
    )
    blocks = blocks_of(seen, offsets[1], terms.starts.item_bytes)
    unseen = unseen_also(&blocks, before, behind + 1, unseen)
    blocks = blocks_of(seen, offsets[2], list_starts.item_bytes)
    unseen = unseen_also(&blocks, first, stop + 1, unseen)
    blocks = blocks_of(seen, offsets[3], wide_starts.item_bytes)
    unseen = unseen_also(&blocks, first, stop + 1, unseen)
    if ids.size:
        blocks = blocks_of(seen, offsets[4], ids.item_bytes)
        unseen = unseen_also(&blocks, first, stop, unseen)
    return (
        range(first, stop),
        PyBytes_FromStringAndSize(<const char*>terms.keys + begin, end - begin),
        starts,
        (number_at(&wide_starts, first), number_at(&wide_starts, stop)),
        own_ids,
        sorted(unseen) if unseen else [],
    )
