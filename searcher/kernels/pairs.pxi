# How often one term follows another (see pairs.py).

cdef enum:
    LARGE_COUNT = 15
    COUNT_BLOCK = 64
    SORTED_AT_ONCE = 64
    LEAP = 8  # pairs

cdef uint64_t EVEN_BYTES = 0x00ff00ff00ff00ff

cdef int64_t PAST_ALL = 0x7FFFFFFFFFFFFFFF


# Unsigned integers of 1, 2 or 4 bytes.
cdef struct PairColumn:
    const uint8_t* data
    Py_ssize_t count
    int width


cdef struct Pairs:
    const uint8_t* gaps
    Py_ssize_t gap_count
    const uint8_t* counts
    Py_ssize_t count_bytes
    PairColumn wide_gaps
    PairColumn large_counts
    PairColumn large_before


# A walk along one list: the pair it has come to, its id, and the wide gaps up to it.
cdef struct ListWalk:
    Py_ssize_t begin
    Py_ssize_t end
    Py_ssize_t at
    Py_ssize_t wide
    Py_ssize_t wide_end
    int64_t id


# The arrays stay where they are as long as the table lives.
cdef PairColumn pair_column(array) except *:
    cdef PairColumn column
    cdef const uint8_t[::1] data = array.view(np.uint8)
    column.width = array.itemsize
    if array.dtype.kind != "u" or column.width not in (1, 2, 4):
        raise ValueError("numbers of the wrong type")
    column.count = data.shape[0] // column.width
    column.data = &data[0] if data.shape[0] else NULL
    return column


cdef inline int64_t pair_value(const PairColumn* column, Py_ssize_t at) noexcept nogil:
    cdef uint16_t two
    cdef uint32_t four
    if column.width == 1:
        return column.data[at]
    if column.width == 2:
        memcpy(&two, column.data + 2 * at, 2)
        return two
    memcpy(&four, column.data + 4 * at, 4)
    return four


# Goes on to the next pair, or the end; whether there was a gap for it.
cdef inline bint next_in_list(const Pairs* table, ListWalk* walk) noexcept nogil:
    walk.at += 1
    if walk.at >= walk.end:
        walk.id = PAST_ALL
        return True
    cdef uint8_t gap = table.gaps[walk.at]
    if gap:
        walk.id += gap
        return True
    if walk.wide >= walk.wide_end:
        return False
    walk.id += pair_value(&table.wide_gaps, walk.wide)
    walk.wide += 1
    return True


cdef inline int nibble_at(const Pairs* table, Py_ssize_t place) noexcept nogil:
    return table.counts[place >> 1] >> ((place & 1) << 2) & LARGE_COUNT


# The count of a pair; 0 where there is none.
cdef int64_t count_at(const Pairs* table, Py_ssize_t place) noexcept nogil:
    cdef Py_ssize_t before, other
    cdef int64_t rank
    if place >> 1 >= table.count_bytes or place // COUNT_BLOCK >= table.large_before.count:
        return 0
    cdef int64_t count = nibble_at(table, place)
    if count == LARGE_COUNT:
        rank = pair_value(&table.large_before, place // COUNT_BLOCK)
        before = place // COUNT_BLOCK * COUNT_BLOCK
        for other in range(before, place):
            rank += nibble_at(table, other) == LARGE_COUNT
        if rank >= table.large_counts.count:
            return 0
        count += pair_value(&table.large_counts, rank)
    return count + 1


# Whether the rest of a list has as many wide gaps as are left for it.
cdef bint fits(const Pairs* table, const ListWalk* walk) noexcept nogil:
    cdef Py_ssize_t at, left = walk.wide
    for at in range(walk.at + 1, walk.end):
        left += table.gaps[at] == 0
    return left == walk.wide_end


# Passes over pairs, some at once, as long as the id they come to is below another one.
cdef inline void leap(const Pairs* table, ListWalk* walk, int64_t id) noexcept nogil:
    cdef uint64_t gaps, sums
    while walk.at + LEAP < walk.end:
        memcpy(&gaps, table.gaps + walk.at + 1, LEAP)
        # The sums of neighbouring bytes, then of all of them.
        sums = (gaps & EVEN_BYTES) + (gaps >> 8 & EVEN_BYTES)
        sums = sums * <uint64_t>0x0001000100010001 >> 48
        # A byte of 0 stands for a wide gap (Mycroft's test).
        if (gaps - ONES & ~gaps & ONES << 7) != 0 or walk.id + <int64_t>sums >= id:
            return
        walk.at += LEAP
        walk.id += sums


# Adds the counts of the pairs of one list, in the order that ``order`` says; whether the arrays fit.
cdef bint add_in_list(
    const Pairs* table, ListWalk* walk, const int64_t* seconds, const Py_ssize_t* order,
    Py_ssize_t count, int64_t* found,
) noexcept nogil:
    cdef Py_ssize_t i, place
    cdef int64_t own
    for i in range(count):
        place = order[i]
        leap(table, walk, seconds[place])
        while walk.id < seconds[place]:
            if not next_in_list(table, walk):
                return False
        if walk.at < walk.end and walk.id == seconds[place]:
            own = count_at(table, walk.at)
            if own == 0:
                return False
            found[place] += own
    return True


# Up to the first pair of a list; whether the arrays fit.
cdef bint begin_list(
    const Pairs* table, ListWalk* walk, const int64_t[::1] starts, const int64_t[::1] wide_starts,
    int64_t number,
) noexcept nogil:
    walk.begin, walk.end = starts[number], starts[number + 1]
    walk.wide, walk.wide_end = wide_starts[number], wide_starts[number + 1]
    if (
        walk.begin < 0 or walk.begin > walk.end or walk.end > table.gap_count
        or walk.wide < 0 or walk.wide > walk.wide_end
        or walk.wide_end > table.wide_gaps.count
    ):
        return False
    walk.at, walk.id = walk.begin - 1, 0
    return next_in_list(table, walk)


# The arrays stay where they are as long as ``arrays`` lives.
cdef Pairs pairs_of(arrays) except *:
    cdef Pairs table
    cdef const uint8_t[::1] gaps = arrays[0]
    cdef const uint8_t[::1] counts = arrays[1]
    table.gaps, table.gap_count = &gaps[0] if gaps.shape[0] else NULL, gaps.shape[0]
    table.counts, table.count_bytes = &counts[0] if counts.shape[0] else NULL, counts.shape[0]
    table.wide_gaps = pair_column(arrays[4])
    table.large_counts = pair_column(arrays[5])
    table.large_before = pair_column(arrays[6])
    return table


# Puts one more place where it belongs in the order of the ids.
cdef inline void put_in_order(
    Py_ssize_t* order, Py_ssize_t taken, const int64_t* ids, Py_ssize_t place
) noexcept nogil:
    cdef Py_ssize_t j = taken
    while j and ids[order[j - 1]] > ids[place]:
        order[j] = order[j - 1]
        j -= 1
    order[j] = place


def pair_counts(arrays, const int64_t[::1] firsts, const int64_t[::1] seconds):
    cdef const int64_t[::1] starts = arrays[2]
    cdef const int64_t[::1] wide_starts = arrays[3]
    cdef Py_ssize_t size = firsts.shape[0], lists = starts.shape[0] - 1
    cdef Py_ssize_t i = 0, taken
    cdef Py_ssize_t[SORTED_AT_ONCE] order
    cdef int64_t first, current = -1
    cdef int64_t[::1] found = np.zeros(size, np.int64)
    cdef Pairs table = pairs_of(arrays)
    cdef ListWalk walk
    cdef bint good = True
    memset(&walk, 0, sizeof(walk))
    if seconds.shape[0] != size:
        raise ValueError("arrays of different lengths")
    if wide_starts.shape[0] != starts.shape[0]:
        raise ValueError("a list outside the arrays")
    if size == 0:
        return found.base
    with nogil:
        while i < size and good:
            first = firsts[i]
            if first < 0 or first >= lists or seconds[i] < 1:
                i += 1
                continue
            # Some pairs of one list, in the order of their ids.
            taken = 0
            while i < size and firsts[i] == first and taken < SORTED_AT_ONCE:
                if seconds[i] > 0:
                    put_in_order(order, taken, &seconds[0], i)
                    taken += 1
                i += 1
            if first != current or seconds[order[0]] < walk.id:
                if current >= 0 and not fits(&table, &walk):
                    good = False
                    break
                current = first
                good = begin_list(&table, &walk, starts, wide_starts, first)
            if good:
                good = add_in_list(&table, &walk, &seconds[0], order, taken, &found[0])
        if good and current >= 0:
            good = fits(&table, &walk)
    if not good:
        raise ValueError("pairs that do not fit together")
    return found.base


def add_successive(arrays, const int64_t[::1] ids, const int64_t[::1] edges, int64_t[::1] found):
    cdef const int64_t[::1] starts = arrays[2]
    cdef const int64_t[::1] wide_starts = arrays[3]
    cdef Py_ssize_t words = edges.shape[0] - 1, lists = starts.shape[0] - 1
    cdef Py_ssize_t word, i, begin, taken, size, cells = 0
    cdef Py_ssize_t[SORTED_AT_ONCE] order
    cdef const int64_t* seconds
    cdef Pairs table = pairs_of(arrays)
    cdef ListWalk walk
    cdef bint good = True
    if wide_starts.shape[0] != starts.shape[0]:
        raise ValueError("a list outside the arrays")
    if words < 0 or edges[0] != 0 or edges[words] != ids.shape[0]:
        raise ValueError("the words do not fit the ids")
    for word in range(words):
        if edges[word] > edges[word + 1]:
            raise ValueError("the words do not fit the ids")
        if word:
            cells += (edges[word] - edges[word - 1]) * (edges[word + 1] - edges[word])
    if cells != found.shape[0]:
        raise ValueError("there is no place for these pairs")
    if cells == 0:
        return
    cells = 0
    with nogil:
        for word in range(1, words):
            size = edges[word + 1] - edges[word]
            if size == 0 or edges[word] == edges[word - 1]:
                continue
            seconds = &ids[edges[word]]
            begin = 0
            while begin < size and good:
                taken = 0
                while begin < size and taken < SORTED_AT_ONCE:
                    if seconds[begin] > 0:
                        put_in_order(order, taken, seconds, begin)
                        taken += 1
                    begin += 1
                for i in range(edges[word - 1], edges[word]):
                    if ids[i] < 0 or ids[i] >= lists or taken == 0:
                        continue
                    good = (
                        begin_list(&table, &walk, starts, wide_starts, ids[i])
                        and add_in_list(
                            &table, &walk, seconds, order, taken,
                            &found[cells + (i - edges[word - 1]) * size],
                        )
                        and fits(&table, &walk)
                    )
                    if not good:
                        break
            if not good:
                break
            cells += size * (edges[word] - edges[word - 1])
    if not good:
        raise ValueError("pairs that do not fit together")
