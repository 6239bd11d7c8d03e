# Posting lists, decoded (see postings.py).

cdef enum:
    WIDE = 255

cdef const char* OUTSIDE = "a list lies outside the file"
cdef const char* EMPTY = "a list is empty"
cdef const char* UNFIT = "documents do not fit together"
cdef const char* UNKNOWN = "it names a document that does not exist"


cdef struct Postings:
    const uint8_t* gaps
    Py_ssize_t size
    const uint32_t* wide_gaps
    Py_ssize_t wide_size
    const uint8_t* frequencies  # NULL: all are 1
    const uint64_t* wide_frequency_postings
    const uint32_t* wide_frequencies
    Py_ssize_t wide_frequency_size
    const float* worth
    const uint8_t* live  # NULL: all are
    int64_t base
    int64_t count  # of documents


cdef const char* misplaced(
    const Postings* field, const int64_t* starts, Py_ssize_t lists, int64_t wide, int64_t wide_stop
) noexcept nogil:
    """Why some lists cannot be, NULL if they can."""
    cdef Py_ssize_t i
    if lists < 1 or starts[0] < 0 or starts[lists] > field.size or starts[0] > starts[lists]:
        return OUTSIDE
    if wide < 0 or wide > wide_stop or wide_stop > field.wide_size:
        return OUTSIDE
    for i in range(lists):
        if starts[i + 1] <= starts[i]:
            return EMPTY
    return NULL


def documents(
    const uint8_t[::1] gaps,
    const uint32_t[::1] wide_gaps,
    const int64_t[::1] starts,
    int64_t wide_start,
    int64_t wide_stop,
    int64_t count,
):
    cdef Postings field
    cdef const char* wrong
    cdef int64_t[::1] docs
    cdef Py_ssize_t lists = starts.shape[0] - 1, i
    cdef int64_t at, doc, wide = wide_start, first
    if lists < 1:
        raise IndexError("no list")
    field.gaps, field.size = &gaps[0] if gaps.shape[0] else NULL, gaps.shape[0]
    field.wide_gaps, field.wide_size = &wide_gaps[0] if wide_gaps.shape[0] else NULL, wide_gaps.shape[0]
    wrong = misplaced(&field, &starts[0], lists, wide, wide_stop)
    if wrong != NULL:
        raise ValueError(wrong.decode())
    result = np.empty(starts[lists] - starts[0], np.int64)
    docs = result
    first = starts[0]
    with nogil:
        for i in range(lists):
            doc = -1
            for at in range(starts[i], starts[i + 1]):
                if field.gaps[at] != WIDE:
                    doc += field.gaps[at] + 1
                elif wide < wide_stop:
                    doc += <int64_t>field.wide_gaps[wide] + 1
                    wide += 1
                else:
                    wrong = UNFIT
                    break
                if doc >= count:
                    wrong = UNKNOWN
                    break
                docs[at - first] = doc
            if wrong != NULL:
                break
    if wrong == NULL and wide != wide_stop:
        wrong = UNFIT
    if wrong != NULL:
        raise ValueError(wrong.decode())
    return result
