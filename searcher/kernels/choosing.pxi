# Choosing the best of many scores, and adding to them (see choosing.py).

cdef enum:
    SAMPLE_STEP = 16
    AT_ONCE = 32

# Above 0.
cdef float SMALLEST = 1e-45


cdef void sink(float* heap, Py_ssize_t size, float score) noexcept nogil:
    cdef Py_ssize_t at = 0, child = 1
    while child < size:
        if child + 1 < size and heap[child + 1] < heap[child]:
            child += 1
        if heap[child] >= score:
            break
        heap[at] = heap[child]
        at = child
        child = 2 * at + 1
    heap[at] = score


# A score that a few more than are wanted are probably not below: of a sample, a few more than its
# share; 0 when there are not so many.
cdef float probably_least(
    const float* scores, Py_ssize_t size, float* heap, Py_ssize_t count
) noexcept nogil:
    cdef Py_ssize_t i = 0, sampled = min(count // SAMPLE_STEP + 12, count)
    memset(heap, 0, sampled * sizeof(float))
    while i < size:
        if scores[i] > heap[0]:
            sink(heap, sampled, scores[i])
        i += SAMPLE_STEP
    return heap[0]


# Which of 32 scores are high enough, a bit for each: most are not, which is seen of many at once.
cdef extern from *:
    """
    #ifdef __SSE2__
    #include <emmintrin.h>
    #endif

    static inline uint32_t searcher_high_enough(const float* scores, float low)
    {
        uint32_t found = 0;
        int i;
    #ifdef __SSE2__
        for (i = 0; i < 8; i++) {
            __m128 four = _mm_cmpge_ps(_mm_loadu_ps(scores + 4 * i), _mm_set1_ps(low));
            found |= (uint32_t)_mm_movemask_ps(four) << 4 * i;
        }
    #else
        for (i = 0; i < 32; i++)
            found |= (uint32_t)(scores[i] >= low) << i;
    #endif
        return found;
    }
    """
    uint32_t searcher_high_enough(const float* scores, float low) nogil


# The places of all scores above 0 that are not below another one, ascending; and how many they are.
cdef Py_ssize_t all_from(
    const float* scores, Py_ssize_t size, float low, int32_t* places
) noexcept nogil:
    cdef Py_ssize_t i = 0, j, found = 0
    cdef uint32_t high
    if low <= 0:
        low = SMALLEST
    while i + AT_ONCE <= size:
        high = searcher_high_enough(scores + i, low)
        while high:
            places[found] = <int32_t>(i + lowest_bit(high))
            found += 1
            high &= high - 1
        i += AT_ONCE
    for j in range(i, size):
        places[found] = <int32_t>j
        found += scores[j] >= low
    return found


# The smallest of the highest of some scores (Hoare's selection), which change place.
cdef float least_of_highest(float* scores, Py_ssize_t size, Py_ssize_t count) noexcept nogil:
    cdef Py_ssize_t low = 0, high = size - 1, wanted = count - 1, i, j
    cdef float middle
    while low < high:
        # Of three that stand apart the one between: no order makes it slow that scores come in.
        middle = max(
            min(scores[low], scores[high]),
            min(max(scores[low], scores[high]), scores[(low + high) >> 1]),
        )
        i, j = low, high
        while i <= j:
            while scores[i] > middle:
                i += 1
            while scores[j] < middle:
                j -= 1
            if i <= j:
                scores[i], scores[j] = scores[j], scores[i]
                i += 1
                j -= 1
        if wanted <= j:
            high = j
        elif wanted >= i:
            low = i
        else:
            break
    return scores[wanted]


def best_scores(const float[::1] scores, Py_ssize_t count):
    cdef Py_ssize_t size = scores.shape[0], found = 0, kept = 0, i
    cdef float least = 0
    cdef float* work
    cdef int32_t* places
    cdef int64_t[::1] best
    if count < 1:
        raise ValueError("nothing is wanted")
    if size > 0x7fffffff:
        raise ValueError(f"{size} scores")
    work = <float*>malloc((size + 1) * sizeof(float))
    places = <int32_t*>malloc((size + 1) * sizeof(int32_t))
    try:
        if work == NULL or places == NULL:
            raise MemoryError
        with nogil:
            if count < size:
                least = probably_least(&scores[0], size, work, count)
            if size:
                found = all_from(&scores[0], size, least, places)
            if found < count and least > 0:
                least = 0
                found = all_from(&scores[0], size, least, places)
            if found > count:
                for i in range(found):
                    work[i] = scores[places[i]]
                least = least_of_highest(work, found, count)
                for i in range(found):
                    places[kept] = places[i]
                    kept += scores[places[i]] >= least
                found = kept
        best = np.empty(found, np.int64)
        for i in range(found):
            best[i] = places[i]
    finally:
        free(work)
        free(places)
    return best.base


def holders_of(const float[:, ::1] frequencies):
    cdef Py_ssize_t row, i
    cdef int32_t held
    found = []
    for row in range(frequencies.shape[0]):
        held = 0
        for i in range(frequencies.shape[1]):
            held += frequencies[row, i] != 0
        found.append(held)
    return found


def add_damped(
    float[::1] scores, const float[:, ::1] frequencies, const float[::1] weights, float k1
):
    cdef Py_ssize_t row, i
    cdef float weight, frequency, most = k1 + 1
    if weights.shape[0] != frequencies.shape[0] or scores.shape[0] != frequencies.shape[1]:
        raise ValueError("arrays of different lengths")
    with nogil:
        for row in range(frequencies.shape[0]):
            weight = weights[row]
            for i in range(frequencies.shape[1]):
                frequency = frequencies[row, i]
                scores[i] += frequency * most / (frequency + k1) * weight


def take_better(
    float[::1] scores, int8_t[::1] answers, const float[::1] others, float factor, int8_t number
):
    cdef Py_ssize_t i, j, size = scores.shape[0]
    cdef float* own = &scores[0]
    cdef const float* other = &others[0]
    cdef uint32_t better
    if answers.shape[0] != size or others.shape[0] != size:
        raise ValueError("arrays of different lengths")
    with nogil:
        for i in range(0, size, 32):
            # Few are better, which is seen of many at once.
            better = 0
            if i + AT_ONCE <= size:
                for j in range(AT_ONCE):
                    better |= other[i + j] * factor > own[i + j]
                if not better:
                    continue
            for j in range(i, min(i + AT_ONCE, size)):
                if other[j] * factor > own[j]:
                    own[j] = other[j] * factor
                    answers[j] = number
