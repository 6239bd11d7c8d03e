# Posting lists, taken together (see pooling.py); what they are stands in postings.pxi.

cdef extern from *:
    """
    #include <stdint.h>
    #include <string.h>
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
    /* Steps of a saturated frequency. Whole numbers added to this one stand in its lowest bits, and
       what is not whole is rounded to the next even one. Without a branch and with nothing but the
       oldest instructions, so that several are worked out at once. */
    static uint16_t saturated(double worth, float k1, float steps_in_one) {
        float frequency = (float)worth, steps;
        uint32_t whole;
        steps = frequency * (k1 + 1.0f) / (frequency + k1) * steps_in_one + 12582912.0f;
        memcpy(&whole, &steps, 4);
        whole -= 0x4b400000u;
        return (uint16_t)(whole | (whole >> 16 ? 0xffffffffu : 0));
    }
    /* The same of many, which are cleared; returns how many are not 0. */
    static int64_t all_saturated(
        double* worth, uint16_t* steps, int64_t size, float k1, float steps_in_one
    ) {
        int64_t at, found = 0;
        for (at = 0; at < size; at++) {
            steps[at] = saturated(worth[at], k1, steps_in_one);
            worth[at] = 0;
        }
        for (at = 0; at < size; at++) found += steps[at] != 0;
        return found;
    }
    """
    int lowest_bit(uint64_t bits) noexcept nogil
    uint16_t saturated(double worth, float k1, float steps_in_one) noexcept nogil
    int64_t all_saturated(
        double* worth, uint16_t* steps, int64_t size, float k1, float steps_in_one
    ) noexcept nogil

cdef enum:
    DENSE = 6
    MOST_KEPT = 1 << 20  # documents
    HELD = 1  # a mark of a document
    AGREEING = 3  # it is held with marks that agree
    TOGETHER = 8  # postings, marks

cdef uint64_t ONES = 0x0101010101010101


cdef struct Sums:
    Py_ssize_t size
    Py_ssize_t room  # size at most
    double* worth
    uint8_t* marks  # up to a multiple of TOGETHER, the last ones 0
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


cdef inline uint64_t eight(const uint8_t* bytes) noexcept nogil:
    cdef uint64_t together
    memcpy(&together, bytes, 8)
    return together


# Whether one of eight bytes is WIDE.
cdef inline bint any_wide(const uint8_t* bytes) noexcept nogil:
    cdef uint64_t gone = ~eight(bytes)
    return (gone - ONES & ~gone & ONES << 7) != 0


# How many of eight bytes have their lowest bit.
cdef inline Py_ssize_t count_lowest(uint64_t bytes) noexcept nogil:
    return (bytes & ONES) * ONES >> 56


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
    cdef int64_t at = start, doc = -1, safe = -1, j
    cdef uint32_t frequency = 1
    cdef double factor = 1 if agrees else conflicting
    cdef uint8_t mark = AGREEING if agrees else HELD
    # Nothing that is written can change these, which is not seen of what is behind a pointer.
    cdef const uint8_t* gaps = field.gaps
    cdef const uint8_t* frequencies = field.frequencies
    cdef const float* worth = field.worth
    cdef double* total = sums.worth + field.base
    cdef uint8_t* marks = sums.marks + field.base
    if field.live == NULL:
        # From here on the next ones could be too large.
        safe = field.count - TOGETHER * (WIDE + 1)
        if not agrees:
            sums.all_agree = False
    while at < stop:
        if (
            doc < safe and at + TOGETHER <= stop and not any_wide(gaps + at)
            and (frequencies == NULL or not any_wide(frequencies + at))
        ):
            for j in range(at, at + TOGETHER):
                doc += gaps[j] + 1
                if frequencies != NULL:
                    frequency = frequencies[j]
                total[doc] += <double>worth[doc] * frequency * factor
                marks[doc] |= mark
            at += TOGETHER
            continue
        if gaps[at] != WIDE:
            doc += gaps[at] + 1
        elif wide[0] < wide_stop:
            doc += <int64_t>field.wide_gaps[wide[0]] + 1
            wide[0] += 1
        else:
            return UNFIT
        if doc >= field.count:
            return UNKNOWN
        if field.live == NULL or field.live[doc]:
            if frequencies != NULL:
                frequency = frequencies[at]
                if frequency == WIDE:
                    frequency = wide_frequency(field, at)
            total[doc] += <double>worth[doc] * frequency * factor
            marks[doc] |= mark
            if not agrees:
                sums.all_agree = False
        at += 1
    return NULL


cdef taken_together(Sums* sums, double k1_wide):
    """What the kernels return for one slot; clears the sums."""
    cdef Py_ssize_t known = 0, agreeing = 0, at, place
    cdef float k1 = <float>k1_wide, steps_in_one = <float>(65535 / (k1_wide + 1))
    cdef uint64_t left
    cdef int32_t[::1] docs
    cdef uint16_t[::1] new_steps
    cdef uint8_t[::1] flags
    cdef uint16_t* steps
    cdef const uint8_t* marks = sums.marks
    with nogil:
        for at in range(0, sums.size, 8):
            known += count_lowest(eight(marks + at))
            agreeing += count_lowest(eight(marks + at) >> 1)
    held = found = None
    dense = known * DENSE > sums.size
    whole = np.empty(sums.size if dense else known, np.uint16)
    new_steps = whole
    steps = &new_steps[0]
    if dense:
        if not sums.all_agree:
            found = np.empty((sums.size + 7) >> 3, np.uint8)
            flags = found
        with nogil:
            if all_saturated(sums.worth, steps, sums.size, k1, steps_in_one) != known:
                # However little it is worth, an article that holds a slot is found.
                for at in range(sums.size):
                    if marks[at] and steps[at] == 0:
                        steps[at] = 1
            if not sums.all_agree:
                # The lowest bit of each byte, in their order (Warren, Hacker's Delight, 7-3).
                for at in range(0, sums.size, 8):
                    flags[at >> 3] = (
                        (eight(marks + at) >> 1 & ONES) * <uint64_t>0x0102040810204080 >> 56
                    )
    else:
        held = np.empty(known, np.int32)
        docs = held
        if not sums.all_agree:
            found = np.empty(known, np.uint8)
            flags = found
        with nogil:
            known = 0
            for place in range(0, sums.size, 8):
                left = eight(marks + place) & ONES
                while left:
                    at = place + (lowest_bit(left) >> 3)
                    docs[known] = <int32_t>at
                    steps[known] = saturated(sums.worth[at], k1, steps_in_one)
                    if steps[known] == 0:
                        steps[known] = 1
                    if not sums.all_agree:
                        flags[known] = marks[at] >> 1
                    sums.worth[at] = 0
                    known += 1
                    left &= left - 1
    memset(sums.marks, 0, sums.size)
    sums.all_agree = True
    return held, whole, found, agreeing or known


# Sums of nothing, kept from call to call: clearing new ones takes as long as a posting list.
cdef Sums kept_sums
kept_sums.worth, kept_sums.marks = NULL, NULL


cdef int begin_sums(Sums* sums, Py_ssize_t size) except -1:
    if size < 0 or size > 0x7fffffff:
        raise ValueError(f"{size} documents")
    sums[0] = kept_sums
    kept_sums.worth, kept_sums.marks = NULL, NULL
    if sums.worth == NULL or sums.room < size:
        end_sums(sums, False)
        sums.worth = <double*>calloc(size + 1, sizeof(double))
        sums.marks = <uint8_t*>calloc(size + TOGETHER, 1)
        sums.room = size
    sums.size, sums.all_agree = size, True
    if sums.worth == NULL or sums.marks == NULL:
        end_sums(sums, False)
        raise MemoryError
    return 0


cdef void end_sums(Sums* sums, bint cleared) noexcept:
    global kept_sums
    if cleared and kept_sums.worth == NULL and sums.room <= MOST_KEPT:
        kept_sums = sums[0]
    else:
        free(sums.worth)
        free(sums.marks)


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
    cdef bint cleared = False
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
        cleared = True
        return pools
    finally:
        free(read)
        end_sums(&sums, cleared)


def pool_weighed(
    Py_ssize_t size, const int64_t[::1] docs, const double[::1] worth, double k1
):
    cdef Sums sums
    cdef Py_ssize_t i
    cdef int64_t doc = 0
    if docs.shape[0] != worth.shape[0]:
        raise ValueError("arrays of different lengths")
    cdef bint cleared = False
    begin_sums(&sums, size)
    try:
        with nogil:
            for i in range(docs.shape[0]):
                doc = docs[i]
                if doc < 0 or doc >= size:
                    break
                sums.worth[doc] += worth[i]
                sums.marks[doc] = AGREEING
        if doc < 0 or doc >= size and docs.shape[0]:
            raise IndexError(f"document {doc} of {size}")
        pooled = taken_together(&sums, k1)
        cleared = True
        return pooled
    finally:
        end_sums(&sums, cleared)
