# Searching the sorted terms of a dictionary (see dictionary.py).

from libc.string cimport memcmp


cdef struct Terms:
    const uint8_t* keys
    uint64_t size
    const uint32_t* narrow  # where they begin, in one of two widths
    const uint64_t* wide


cdef inline int _compared(
    const Terms* terms, Py_ssize_t row, const uint8_t* prefix, uint64_t length, bint cut
) noexcept nogil:
    """A term, cut to the length of the prefix if wanted, beside it: -1, 0, 1; -2 lies outside."""
    cdef uint64_t start, stop, own
    cdef int order = 0
    if terms.wide != NULL:
        start, stop = terms.wide[row], terms.wide[row + 1]
    else:
        start, stop = terms.narrow[row], terms.narrow[row + 1]
    if start > stop or stop > terms.size:
        return -2
    own = stop - start
    # Of nothing there is no address, which memcmp may not be given.
    if own and length:
        order = memcmp(terms.keys + start, prefix, min(own, length))
    if order:
        return 1 if order > 0 else -1
    if own < length:
        return -1
    return 1 if own > length and not cut else 0


def prefix_range(const uint8_t[::1] keys, starts, const uint8_t[::1] prefix):
    cdef const uint32_t[::1] narrow
    cdef const uint64_t[::1] wide
    cdef const uint8_t* wanted = &prefix[0] if prefix.shape[0] else NULL
    cdef uint64_t length = prefix.shape[0]
    cdef Py_ssize_t rows = 0, first = 0, low, high, middle, step = 1
    cdef int order = 0
    cdef Terms terms
    terms.keys = &keys[0] if keys.shape[0] else NULL
    terms.size = keys.shape[0]
    terms.narrow = NULL
    terms.wide = NULL
    if starts.itemsize == 4:
        narrow = starts
        rows = narrow.shape[0] - 1
        if rows > 0:
            terms.narrow = &narrow[0]
    else:
        wide = starts
        rows = wide.shape[0] - 1
        if rows > 0:
            terms.wide = &wide[0]
    low = 0
    high = rows = max(rows, 0)
    with nogil:
        while low < high:
            middle = (low + high) >> 1
            order = _compared(&terms, middle, wanted, length, False)
            if order == -2:
                break
            if order < 0:
                low = middle + 1
            else:
                high = middle
        first = low
        high = rows
        # Mostly they are few: the end is looked for in steps of twice the size.
        while order != -2 and first + step < rows:
            order = _compared(&terms, first + step - 1, wanted, length, True)
            if order > 0:
                high = first + step - 1
                break
            low = first + step
            step *= 2
        while order != -2 and low < high:
            middle = (low + high) >> 1
            order = _compared(&terms, middle, wanted, length, True)
            if order > 0:
                high = middle
            elif order != -2:
                low = middle + 1
    if order == -2:
        raise ValueError("a term lies outside the array")
    return first, low
