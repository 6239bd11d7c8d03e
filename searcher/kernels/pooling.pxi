# Posting lists, taken together (see pooling.py); what they are stands in postings.pxi.

cdef extern from *:
    """
    #include <stdint.h>
    #if defined(_MSC_VER)
    #include <intrin.h>
    static int lowest_bit(uint64_t bits) {
        unsigned long place;
        if (_BitScanForward(&place, (unsigned long)bits)) return (int)place;
        _BitScanForward(&place, (unsigned long)(bits >> 32));
        return 32 + (int)place;
    }
    #else
    static int lowest_bit(uint64_t bits) { return __builtin_ctzll(bits); }
    #endif
    /* Of bits in pairs, nibbles, bytes (Warren, Hacker's Delight, 5-1). */
    static int count_bits(uint64_t bits) {
        bits -= bits >> 1 & 0x5555555555555555ULL;
        bits = (bits & 0x3333333333333333ULL) + (bits >> 2 & 0x3333333333333333ULL);
        return (int)((((bits + (bits >> 4)) & 0x0f0f0f0f0f0f0f0fULL) * 0x0101010101010101ULL) >> 56);
    }
    """
    int lowest_bit(uint64_t bits) noexcept nogil
    int count_bits(uint64_t bits) noexcept nogil

cdef enum:
    DENSE = 6


cdef struct Sums:
    Py_ssize_t size
    double* worth
    uint64_t* held  # bits
    uint64_t* agreeing
    bint all_agree


cdef uint32_t wide_frequency(const Postings* field, int64_t posting) noexcept nogil:
    cdef Py_ssize_t low = 0, high = field.wide_frequency_size, middle
    while low < high:
        middle = (low + high) >> 1
        if field.wide_frequency_postings[middle] < <uint64_t>posting:
            low = middle + 1
        else:
            high = middle
    if low < field.wide_frequency_size and field.wide_frequency_postings[low] == <uint64_t>posting:
        return field.wide_frequencies[low]
    return WIDE


cdef const char* add_list(
    const Postings* field,
    int64_t start,
    int64_t stop,
    int64_t* wide,
    int64_t wide_stop,
    bint agrees,
    double conflicting,
    Sums* sums,
) noexcept nogil:
    """Add one list to the sums; why it cannot be, NULL if it can."""
    cdef int64_t at, place, word = -1, doc = -1
    cdef uint64_t bits = 0
    cdef uint32_t frequency = 1
    cdef double worth
    for at in range(start, stop):
        if field.gaps[at] != WIDE:
            doc += field.gaps[at] + 1
        elif wide[0] < wide_stop:
            doc += <int64_t>field.wide_gaps[wide[0]] + 1
            wide[0] += 1
        else:
            return UNFIT
        if doc >= field.count:
            return UNKNOWN
        if field.live != NULL and not field.live[doc]:
            continue
        if field.frequencies != NULL:
            frequency = field.frequencies[at]
            if frequency == WIDE:
                frequency = wide_frequency(field, at)
        worth = <double>field.worth[doc] * frequency
        if not agrees:
            worth *= conflicting
        place = doc + field.base
        sums.worth[place] += worth
        # A word of bits is written once only, when all postings in it are known.
        if place >> 6 != word:
            if bits:
                sums.held[word] |= bits
                if agrees:
                    sums.agreeing[word] |= bits
            word, bits = place >> 6, 0
        bits |= <uint64_t>1 << (place & 63)
    if bits:
        sums.held[word] |= bits
        if agrees:
            sums.agreeing[word] |= bits
        else:
            sums.all_agree = False
    return NULL


cdef inline uint16_t saturated(float frequency, float k1, float steps_in_one) noexcept nogil:
    # Without a branch, for half of the articles may hold the slot. Whole numbers added to this one
    # stand in its lowest bits, and what is not whole is rounded to the next even one.
    cdef float rounding = 12582912.0
    cdef float steps = frequency * (k1 + <float>1) / (frequency + k1) * steps_in_one + rounding
    cdef uint32_t whole
    memcpy(&whole, &steps, 4)
    whole -= <uint32_t>0x4b400000
    return <uint16_t>(whole if whole < 65535 else 65535)


cdef taken_together(Sums* sums, double k1_wide):
    """What the kernels return for one slot; clears the sums."""
    cdef Py_ssize_t words = (sums.size + 63) >> 6, known = 0, agreeing = 0, at, word
    cdef float k1 = <float>k1_wide, steps_in_one = <float>(65535 / (k1_wide + 1))
    cdef uint64_t bits
    cdef int32_t[::1] docs
    cdef uint16_t[::1] new_steps
    cdef uint8_t[::1] flags
    cdef uint16_t* steps
    cdef const double* worth = sums.worth
    with nogil:
        for word in range(words):
            known += count_bits(sums.held[word])
            agreeing += count_bits(sums.agreeing[word])
    held = found = None
    dense = known * DENSE > sums.size
    whole = np.empty(sums.size if dense else known, np.uint16)
    new_steps = whole
    steps = &new_steps[0]
    if dense:
        if not sums.all_agree:
            found = np.empty((sums.size + 7) >> 3, np.uint8)
            flags = found
            memcpy(&flags[0], sums.agreeing, flags.shape[0])
        with nogil:
            for at in range(sums.size):
                steps[at] = saturated(<float>worth[at], k1, steps_in_one)
            for word in range(words):
                bits = sums.held[word]
                while bits:
                    at = (word << 6) + lowest_bit(bits)
                    # However little it is worth, an article that holds a slot is found.
                    if steps[at] == 0:
                        steps[at] = 1
                    bits &= bits - 1
            memset(sums.worth, 0, sums.size * sizeof(double))
    else:
        held = np.empty(known, np.int32)
        docs = held
        if not sums.all_agree:
            found = np.empty(known, np.uint8)
            flags = found
        with nogil:
            known = 0
            for word in range(words):
                bits = sums.held[word]
                while bits:
                    at = (word << 6) + lowest_bit(bits)
                    docs[known] = <int32_t>at
                    steps[known] = saturated(<float>worth[at], k1, steps_in_one)
                    if steps[known] == 0:
                        steps[known] = 1
                    if not sums.all_agree:
                        flags[known] = sums.agreeing[word] >> (at & 63) & 1
                    sums.worth[at] = 0
                    known += 1
                    bits &= bits - 1
    memset(sums.held, 0, words * sizeof(uint64_t))
    memset(sums.agreeing, 0, words * sizeof(uint64_t))
    sums.all_agree = True
    return held, whole, found, agreeing or known


cdef int begin_sums(Sums* sums, Py_ssize_t size) except -1:
    if size < 0 or size > 0x7fffffff:
        raise ValueError(f"{size} documents")
    sums.size = size
    sums.worth = <double*>calloc(size + 1, sizeof(double))
    sums.held = <uint64_t*>calloc((size >> 6) + 1, sizeof(uint64_t))
    sums.agreeing = <uint64_t*>calloc((size >> 6) + 1, sizeof(uint64_t))
    sums.all_agree = True
    if sums.worth == NULL or sums.held == NULL or sums.agreeing == NULL:
        end_sums(sums)
        raise MemoryError
    return 0


cdef void end_sums(Sums* sums) noexcept:
    free(sums.worth)
    free(sums.held)
    free(sums.agreeing)


cdef int read_lists(Postings* field, lists, Py_ssize_t size) except -1:
    """Take the addresses of arrays, which live as long as ``lists``."""
    cdef const uint8_t[::1] gaps = lists[0]
    cdef const uint32_t[::1] wide_gaps = lists[1]
    cdef const uint8_t[::1] frequencies
    cdef const uint64_t[::1] wide_frequency_postings = lists[3]
    cdef const uint32_t[::1] wide_frequencies = lists[4]
    cdef const float[::1] worth = lists[5]
    cdef const uint8_t[::1] live
    field.frequencies = field.live = NULL
    field.gaps, field.size = &gaps[0], gaps.shape[0]
    field.wide_gaps, field.wide_size = &wide_gaps[0], wide_gaps.shape[0]
    field.wide_frequency_postings = &wide_frequency_postings[0]
    field.wide_frequencies = &wide_frequencies[0]
    field.wide_frequency_size = wide_frequencies.shape[0]
    field.worth, field.base = &worth[0], lists[7]
    fitting = field.base >= 0 and wide_frequencies.shape[0] == wide_frequency_postings.shape[0]
    if lists[2] is not None:
        frequencies = lists[2]
        field.frequencies = &frequencies[0]
        fitting = fitting and frequencies.shape[0] == field.size
    if lists[6] is not None:
        live = lists[6].view(np.uint8)
        field.live = &live[0]
        fitting = fitting and live.shape[0] == worth.shape[0]
    if not fitting:
        raise ValueError("arrays of different lengths")
    field.count = min(worth.shape[0], size - field.base)
    return 0


def pool(Py_ssize_t size, list fields, list slots, double conflicting, double k1):
    cdef Sums sums
    cdef Postings* read = NULL
    cdef const char* wrong
    cdef const int64_t[::1] starts
    cdef const uint8_t[::1] agreeing
    cdef Py_ssize_t number, i
    cdef int64_t wide, wide_stop
    begin_sums(&sums, size)
    try:
        read = <Postings*>calloc(len(fields) + 1, sizeof(Postings))
        if read == NULL:
            raise MemoryError
        for number, field in enumerate(fields):
            read_lists(&read[number], field, size)
        pools = []
        for runs in slots:
            for number, starts, wide, wide_stop, agreeing in runs:
                if not 0 <= number < len(fields):
                    raise IndexError(f"no field {number}")
                if agreeing.shape[0] != starts.shape[0] - 1:
                    raise ValueError("arrays of different lengths")
                with nogil:
                    wrong = misplaced(
                        &read[number], &starts[0], agreeing.shape[0], wide, wide_stop
                    )
                    for i in range(agreeing.shape[0]):
                        if wrong != NULL:
                            break
                        wrong = add_list(
                            &read[number], starts[i], starts[i + 1], &wide, wide_stop,
                            agreeing[i] != 0, conflicting, &sums,
                        )
                    if wrong == NULL and wide != wide_stop:
                        wrong = UNFIT
                if wrong != NULL:
                    raise ValueError(wrong.decode(), number)
            pools.append(taken_together(&sums, k1))
        return pools
    finally:
        free(read)
        end_sums(&sums)


def pool_weighed(
    Py_ssize_t size, const int64_t[::1] docs, const double[::1] worth, double k1
):
    cdef Sums sums
    cdef Py_ssize_t i
    cdef int64_t doc = 0
    if docs.shape[0] != worth.shape[0]:
        raise ValueError("arrays of different lengths")
    begin_sums(&sums, size)
    try:
        with nogil:
            for i in range(docs.shape[0]):
                doc = docs[i]
                if doc < 0 or doc >= size:
                    break
                sums.worth[doc] += worth[i]
                sums.held[doc >> 6] |= <uint64_t>1 << (doc & 63)
                sums.agreeing[doc >> 6] |= <uint64_t>1 << (doc & 63)
        if doc < 0 or doc >= size and docs.shape[0]:
            raise IndexError(f"document {doc} of {size}")
        return taken_together(&sums, k1)
    finally:
        end_sums(&sums)
