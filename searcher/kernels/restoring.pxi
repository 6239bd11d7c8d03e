# The likeliest forms of a row of words (see restoring.py).

cdef enum:
    CHECKED_STEPS = 8

cdef double SMALL_PATH = 2.0 ** -400
cdef double UNDERFLOW_GUARD = 2.0 ** 400


cdef void find_confidence(
    const int64_t* edges, Py_ssize_t words, const double* probabilities, Py_ssize_t cells,
    const int64_t* path, double* confidence, double* forward, double* behind, double* now,
) noexcept nogil:
    """How likely each form of a path is, given all words; ``forward`` has a place for each form."""
    cdef Py_ssize_t word, row, column, columns, rows = 1, cell = 0, place = 0
    cdef double total, way
    now[0] = 1
    for word in range(words):
        columns = max(edges[word + 1] - edges[word], 1)
        for column in range(columns):
            forward[place + column] = 0
        for row in range(rows):
            for column in range(columns):
                forward[place + column] += now[row] * probabilities[cell + column]
            cell += columns
        total = 0
        for column in range(columns):
            total += forward[place + column]
        for column in range(columns):
            forward[place + column] /= total
            now[column] = forward[place + column]
        place += columns
        rows = columns
    for column in range(rows):
        behind[column] = 1
    for word in range(words - 1, -1, -1):
        columns = max(edges[word + 1] - edges[word], 1)
        rows = max(edges[word] - edges[word - 1], 1) if word else 1
        place -= columns
        total = 0
        for column in range(columns):
            total += forward[place + column] * behind[column]
        confidence[word] = forward[place + path[word]] * behind[path[word]] / total
        cell -= rows * columns
        total = 0
        for row in range(rows):
            way = 0
            for column in range(columns):
                way += probabilities[cell + row * columns + column] * behind[column]
            now[row] = way
            total = max(total, way)
        for row in range(rows):
            behind[row] = now[row] / total


def likeliest_path(
    const int64_t[::1] edges,
    const double[::1] alone,
    const double[::1] context,
    const double[::1] spread,
    const int64_t[::1] together,
    double discount,
):
    cdef Py_ssize_t words = edges.shape[0] - 1, size = alone.shape[0]
    cdef Py_ssize_t word, rows, row, column, columns, begin, chosen, before = 0
    cdef Py_ssize_t pairs = 0, cells = 0, places = 0, widest = 1
    cdef double kept, way, most
    cdef double[::1] probabilities, confidence, prior
    cdef int64_t[::1] path
    cdef double* best
    cdef double* now
    cdef double* forward
    cdef int64_t* back
    if words < 0 or edges[0] != 0 or edges[words] != size:
        raise ValueError("the words do not fit their forms")
    rows = 0
    for word in range(words):
        if edges[word] > edges[word + 1]:
            raise ValueError("the words do not fit their forms")
        columns = edges[word + 1] - edges[word]
        pairs += rows * columns
        cells += max(rows, 1) * max(columns, 1)
        places += max(columns, 1)
        widest = max(widest, columns)
        rows = columns
    if context.shape[0] != size or spread.shape[0] != size or together.shape[0] != pairs:
        raise ValueError("arrays of different lengths")
    probabilities = np.empty(cells, np.float64)
    path = np.empty(words, np.int64)
    confidence = np.empty(words, np.float64)
    prior = np.empty(words, np.float64)
    best = <double*>calloc(2 * widest, sizeof(double))
    back = <int64_t*>calloc(places + 1, sizeof(int64_t))
    forward = <double*>calloc(places + 1, sizeof(double))
    if best == NULL or back == NULL or forward == NULL:
        free(best)
        free(back)
        free(forward)
        raise MemoryError
    with nogil:
        now = best + widest
        best[0] = 1
        rows = cells = pairs = places = 0
        for word in range(words):
            begin = edges[word]
            columns = edges[word + 1] - begin
            for row in range(max(rows, 1)):
                for column in range(max(columns, 1)):
                    if columns == 0:
                        way = 1
                    elif rows == 0:
                        way = alone[begin + column]
                    else:
                        kept = <double>together[pairs] - discount
                        pairs += 1
                        if kept < 0:
                            kept = 0
                        way = kept / context[before + row]
                        way = way + spread[before + row] * alone[begin + column]
                    probabilities[cells] = way
                    cells += 1
                    way = best[row] * way
                    if row == 0 or way > now[column]:
                        now[column] = way
                        back[places + column] = row
            before = begin
            rows = columns
            columns = max(columns, 1)
            places += columns
            most = now[0]
            for column in range(columns):
                best[column] = now[column]
                if now[column] > most:
                    most = now[column]
            # Many small factors would vanish; a power of two changes nothing else.
            if word % CHECKED_STEPS == 0 and most < SMALL_PATH:
                for column in range(columns):
                    best[column] *= UNDERFLOW_GUARD
        chosen = 0
        for column in range(max(rows, 1)):
            if best[column] > best[chosen]:
                chosen = column
        for word in range(words - 1, -1, -1):
            path[word] = chosen
            most = 0
            for column in range(edges[word], edges[word + 1]):
                most += alone[column]
            prior[word] = alone[edges[word] + chosen] / most if edges[word] < edges[word + 1] else 1
            places -= max(edges[word + 1] - edges[word], 1)
            chosen = back[places + chosen]
        find_confidence(
            &edges[0], words, &probabilities[0], cells, &path[0], &confidence[0], forward, best, now
        )
        free(best)
        free(back)
        free(forward)
    return path.base, prior.base, confidence.base, probabilities.base
