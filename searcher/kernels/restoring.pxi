# The likeliest forms of a row of words (see restoring.py).

cdef enum:
    CHECKED_STEPS = 8

cdef double SMALL_PATH = 2.0 ** -400
cdef double UNDERFLOW_GUARD = 2.0 ** 400


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
    cdef double[::1] probabilities
    cdef int64_t[::1] path
    cdef double* best
    cdef double* now
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
    best = <double*>calloc(2 * widest, sizeof(double))
    back = <int64_t*>calloc(places + 1, sizeof(int64_t))
    if best == NULL or back == NULL:
        free(best)
        free(back)
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
            places -= max(edges[word + 1] - edges[word], 1)
            chosen = back[places + chosen]
        free(best)
        free(back)
    return path.base, probabilities.base
