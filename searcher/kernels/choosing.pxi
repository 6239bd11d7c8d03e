# Choosing the best of many scores, and adding to them (see choosing.py).

cdef enum:
    SAMPLE_STEP = 64
    AT_ONCE = 32


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


# Whether any of some scores is high enough: most are not, which is seen of many at once.
cdef inline bint any_from(const float* scores, Py_ssize_t count, float low) noexcept nogil:
    cdef uint32_t found = 0
    cdef Py_ssize_t i
    if count < AT_ONCE:
        return True
    for i in range(AT_ONCE):
        found |= scores[i] >= low
    return found != 0


# The smallest of the highest scores, as many as the heap has room for; 0 when there are not so many.
cdef float least_of_best(
    const float* scores, Py_ssize_t size, float* heap, Py_ssize_t count, float low
) noexcept nogil:
    cdef Py_ssize_t i = 0, j
    memset(heap, 0, count * sizeof(float))
    while i < size:
        if any_from(scores + i, size - i, max(low, heap[0])):
            for j in range(i, min(i + AT_ONCE, size)):
                if scores[j] >= low and scores[j] > heap[0]:
                    sink(heap, count, scores[j])
        i += AT_ONCE
    return heap[0]


def best_scores(const float[::1] scores, Py_ssize_t count):
    cdef Py_ssize_t size = scores.shape[0], found = 0, i, j, sampled
    cdef float least = 0
    cdef float* heap
    cdef int64_t[::1] best
    if count < 1:
        raise ValueError("nothing is wanted")
    if count < size:
        heap = <float*>calloc(count, sizeof(float))
        if heap == NULL:
            raise MemoryError
        with nogil:
            # Of a sample a few more than its share: hardly ever too few are above the last of them.
            sampled = min(3 * count // SAMPLE_STEP + 8, count)
            i = 0
            while i < size:
                if scores[i] > heap[0]:
                    sink(heap, sampled, scores[i])
                i += SAMPLE_STEP
            least = least_of_best(&scores[0], size, heap, count, heap[0])
            if least == 0:
                least = least_of_best(&scores[0], size, heap, count, 0)
            free(heap)
    with nogil:
        for i in range(size):
            found += (scores[i] >= least) & (scores[i] > 0)
    best = np.empty(found, np.int64)
    with nogil:
        i = found = 0
        while i < size:
            if any_from(&scores[i], size - i, least):
                for j in range(i, min(i + AT_ONCE, size)):
                    if scores[j] >= least and scores[j] > 0:
                        best[found] = j
                        found += 1
            i += AT_ONCE
    return best.base


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
