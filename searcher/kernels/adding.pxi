# Adding the shares of slots to the scores of all articles (see adding.py).

ctypedef fused count_t:
    uint8_t
    uint16_t


cdef int add_to_some(
    float* scores, count_t* matched, Py_ssize_t size,
    const int32_t[::1] docs, const uint16_t[::1] steps, agreeing, float weight, bint matches,
) except -1:
    cdef const uint8_t[::1] agrees = agreeing
    cdef bint all_agree = agreeing is None
    cdef Py_ssize_t count = docs.shape[0], i
    cdef int32_t doc = 0
    if steps.shape[0] != count or (not all_agree and agrees.shape[0] != count):
        raise ValueError("arrays of different lengths")
    with nogil:
        for i in range(count):
            doc = docs[i]
            if doc < 0 or doc >= size:
                break
            scores[doc] += steps[i] * weight
            if matches:
                matched[doc] += all_agree or agrees[i] != 0
    if count and not 0 <= doc < size:
        raise IndexError(f"document {doc} of {size}")
    return 0


cdef int add_to_all(
    float* scores, count_t* matched, Py_ssize_t size,
    const uint16_t[::1] steps, agreeing, float weight, bint matches,
) except -1:
    cdef const uint8_t[::1] bits = agreeing
    cdef const uint16_t* step = &steps[0]
    cdef bint all_agree = agreeing is None
    cdef Py_ssize_t i
    cdef uint64_t eight, counts
    if steps.shape[0] != size or (not all_agree and bits.shape[0] != (size + 7) >> 3):
        raise ValueError("arrays of different lengths")
    with nogil:
        for i in range(size):
            scores[i] += step[i] * weight
        if not matches:
            return 0
        if all_agree:
            for i in range(size):
                matched[i] += step[i] != 0
            return 0
        if count_t is uint8_t:
            for i in range(size >> 3):
                # Eight bits to eight bytes: each byte keeps one bit, then a carry makes it its top.
                eight = bits[i] * <uint64_t>0x0101010101010101 & <uint64_t>0x8040201008040201
                eight = (eight + <uint64_t>0x00406070787c7e7f) >> 7 & <uint64_t>0x0101010101010101
                memcpy(&counts, matched + 8 * i, 8)
                counts += eight
                memcpy(matched + 8 * i, &counts, 8)
            for i in range(size & ~7, size):
                matched[i] += bits[i >> 3] >> (i & 7) & 1
        else:
            for i in range(size):
                matched[i] += bits[i >> 3] >> (i & 7) & 1
    return 0


cdef int add_shares(
    shares, besides, parts, const float[::1] factors, float[::1] scores, uint8_t[::1] complete,
    count_t* matched,
) except -1:
    cdef Py_ssize_t size = scores.shape[0], i
    cdef count_t wanted = len(factors) - 1
    cdef const float[::1] added
    cdef const uint8_t[::1] fulfilled
    cdef float* score = &scores[0]
    cdef uint8_t* whole = &complete[0]
    cdef float[256] by_count
    memset(score, 0, size * sizeof(float))
    for matches, added_alike in ((True, shares), (False, besides)):
        for docs, steps, agreeing, weight in added_alike:
            if docs is None:
                add_to_all[count_t](score, matched, size, steps, agreeing, weight, matches)
            else:
                add_to_some[count_t](score, matched, size, docs, steps, agreeing, weight, matches)
    for added, found in parts:
        fulfilled = found.view(np.uint8)
        if added.shape[0] != size or fulfilled.shape[0] != size:
            raise ValueError("arrays of different lengths")
        for i in range(size):
            score[i] += added[i]
            matched[i] += fulfilled[i] != 0
    # Above what is wanted only if the numbers of a slot are not distinct.
    if count_t is uint8_t:
        for i in range(256):
            by_count[i] = factors[min(i, wanted)]
    with nogil:
        for i in range(size):
            if count_t is uint8_t:
                score[i] *= by_count[matched[i]]
            else:
                score[i] *= factors[min(matched[i], wanted)]
        for i in range(size):
            whole[i] = matched[i] == wanted
    return 0


def add_up(shares, besides, parts, const float[::1] factors, float[::1] scores, complete):
    cdef uint8_t[::1] whole = complete.view(np.uint8)
    cdef Py_ssize_t size = scores.shape[0], wanted = len(shares) + len(parts)
    cdef void* matched
    if wanted > 0xffff or factors.shape[0] != wanted + 1 or whole.shape[0] != size:
        raise ValueError("arrays of different lengths")
    matched = calloc(size + 1, 1 if wanted <= 0xff else 2)
    if matched == NULL:
        raise MemoryError
    try:
        if wanted <= 0xff:
            add_shares[uint8_t](shares, besides, parts, factors, scores, whole, <uint8_t*>matched)
        else:
            add_shares[uint16_t](
                shares, besides, parts, factors, scores, whole, <uint16_t*>matched
            )
    finally:
        free(matched)


def add_up_some(
    shares, besides, const float[::1] factors, const int64_t[::1] some, Py_ssize_t size,
    float[::1] scores, complete,
):
    cdef uint8_t[::1] whole = complete.view(np.uint8)
    cdef Py_ssize_t count = some.shape[0], wanted = len(shares), i, at, own
    cdef const int32_t[::1] docs
    cdef const uint16_t[::1] steps
    cdef const uint8_t[::1] agrees
    cdef bint all_agree, matches
    cdef float weight
    cdef uint16_t* matched
    if wanted > 0xffff or factors.shape[0] != wanted + 1:
        raise ValueError("arrays of different lengths")
    if scores.shape[0] != count or whole.shape[0] != count:
        raise ValueError("arrays of different lengths")
    for i in range(count):
        if some[i] < 0 or some[i] >= size:
            raise IndexError(f"document {some[i]} of {size}")
    matched = <uint16_t*>calloc(count + 1, sizeof(uint16_t))
    if matched == NULL:
        raise MemoryError
    try:
        for i in range(count):
            scores[i] = 0
        for place, (numbers, steps, agreeing, weight) in enumerate((*shares, *besides)):
            matches = place < wanted
            all_agree = agreeing is None
            agrees = agreeing
            if numbers is None:
                if steps.shape[0] != size or (not all_agree and agrees.shape[0] != (size + 7) >> 3):
                    raise ValueError("arrays of different lengths")
                with nogil:
                    for i in range(count):
                        at = some[i]
                        scores[i] += steps[at] * weight
                        if not matches:
                            continue
                        if all_agree:
                            matched[i] += steps[at] != 0
                        else:
                            matched[i] += agrees[at >> 3] >> (at & 7) & 1
                continue
            docs = numbers
            own = docs.shape[0]
            if steps.shape[0] != own or (not all_agree and agrees.shape[0] != own):
                raise ValueError("arrays of different lengths")
            with nogil:
                at = 0
                for i in range(count):
                    while at < own and docs[at] < some[i]:
                        at += 1
                    if at < own and docs[at] == some[i]:
                        scores[i] += steps[at] * weight
                        matched[i] += matches and (all_agree or agrees[at] != 0)
        with nogil:
            for i in range(count):
                scores[i] *= factors[matched[i]]
                whole[i] = matched[i] == wanted
    finally:
        free(matched)
