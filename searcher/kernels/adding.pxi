# Adding the shares of slots to the scores of all articles (see adding.py).

ctypedef fused count_t:
    uint8_t
    uint16_t


def add_sparse(
    float[::1] scores,
    count_t[::1] matched,
    const int32_t[::1] docs,
    const uint16_t[::1] steps,
    agreeing,
    float weight,
):
    cdef const uint8_t[::1] agrees = agreeing
    cdef bint all_agree = agreeing is None
    cdef Py_ssize_t size = min(scores.shape[0], matched.shape[0])
    cdef Py_ssize_t count = docs.shape[0]
    cdef Py_ssize_t i
    cdef int32_t doc
    if steps.shape[0] != count or (not all_agree and agrees.shape[0] != count):
        raise ValueError("arrays of different lengths")
    with nogil:
        for i in range(count):
            doc = docs[i]
            if doc < 0 or doc >= size:
                with gil:
                    raise IndexError(f"document {doc} of {size}")
            scores[doc] += steps[i] * weight
            matched[doc] += all_agree or agrees[i] != 0
