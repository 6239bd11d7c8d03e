# Reading token sequences (see sequences.py).

cdef enum:
    AHEAD = 6  # documents that are fetched while one is read: memory is slower than what is done with it
    FIRST_TERM = 2  # 0 and 1 are no ids of terms
    MOST_PAIRS = 64  # as many as a mask has bits
    MOST_WORDS = 32  # the same of an entry of the table
    MOST_AT_ONE_POSITION = 4
    SLOT_VALUES = 1 << 16
    GROUP = 8  # slots


cdef struct Field:
    const uint16_t* slots
    Py_ssize_t slot_count
    const uint32_t* narrow_starts
    const uint64_t* wide_starts
    Py_ssize_t doc_count
    const int64_t* extra_starts
    const uint64_t* places
    const uint32_t* extra_ids
    Py_ssize_t extra_count
    Py_ssize_t id_count
    uint32_t* table
    uint8_t* chosen
    Py_ssize_t table_size


# One document: its slots, what has no slot, and where a walk through both has come to.
cdef struct Walk:
    const uint16_t* slots
    Py_ssize_t count
    Py_ssize_t at
    Py_ssize_t extra
    Py_ssize_t last_extra
    int64_t position
    uint32_t value


# The arrays stay where they are as long as the tuple lives.
cdef Field field_of(arrays) except *:
    cdef Field field
    cdef const uint16_t[::1] slots = arrays[0]
    cdef const uint32_t[::1] narrow
    cdef const uint64_t[::1] wide
    cdef const int64_t[::1] extra_starts = arrays[2]
    cdef const uint64_t[::1] places = arrays[3]
    cdef const uint32_t[::1] extra_ids = arrays[4]
    if arrays[1].itemsize == sizeof(uint32_t):
        narrow = arrays[1]
        field.narrow_starts, field.wide_starts = &narrow[0], NULL
        field.doc_count = narrow.shape[0] - 1
    else:
        wide = arrays[1]
        field.narrow_starts, field.wide_starts = NULL, &wide[0]
        field.doc_count = wide.shape[0] - 1
    if places.shape[0] != extra_ids.shape[0] or extra_starts.shape[0] != field.doc_count + 1:
        raise ValueError("arrays of different lengths")
    field.slots, field.slot_count = &slots[0], slots.shape[0]
    field.extra_starts = &extra_starts[0]
    field.places, field.extra_ids, field.extra_count = &places[0], &extra_ids[0], places.shape[0]
    field.id_count = arrays[5]
    field.table, field.table_size = NULL, max(SLOT_VALUES, field.id_count)
    return field


cdef inline uint64_t start_of(const Field* field, int64_t doc) noexcept nogil:
    return field.wide_starts[doc] if field.narrow_starts == NULL else field.narrow_starts[doc]


# What each term is called, by id; behind it for every value of a slot whether it is called anything,
# in a quarter of the space. Kept from call to call: making it takes as long as reading articles.
cdef uint32_t* spare_table = NULL
cdef Py_ssize_t spare_size = 0


cdef int take_table(Field* field) except -1:
    global spare_table
    field.table, spare_table = spare_table, NULL
    if field.table != NULL and spare_size >= field.table_size:
        field.table_size = spare_size
    else:
        free(field.table)
        field.table = <uint32_t*>calloc(field.table_size + SLOT_VALUES / 4, sizeof(uint32_t))
        if field.table == NULL:
            raise MemoryError
    field.chosen = <uint8_t*>(field.table + field.table_size)
    return 0


# Nothing but zeros may stand in it again.
cdef void give_table_back(Field* field) noexcept:
    global spare_table, spare_size
    if spare_table == NULL:
        spare_table, spare_size = field.table, field.table_size
    else:
        free(field.table)


cdef int check_ids(const Field* field, const int64_t[::1] ids, const int64_t[::1] edges) except -1:
    cdef Py_ssize_t i, words = edges.shape[0] - 1, size = field.id_count
    if words < 0 or edges[0] != 0 or edges[words] != ids.shape[0]:
        raise ValueError("the words do not fit the ids")
    for i in range(words):
        if edges[i] > edges[i + 1]:
            raise ValueError("the words do not fit the ids")
    for i in range(ids.shape[0]):
        if ids[i] < 0 or ids[i] >= size:
            raise IndexError(f"term {ids[i]} of {size}")
    return 0


cdef int check_docs(const Field* field, const int64_t[::1] docs) except -1:
    cdef Py_ssize_t i
    cdef uint64_t end
    for i in range(docs.shape[0]):
        if docs[i] < 0 or docs[i] >= field.doc_count:
            raise IndexError(f"document {docs[i]} of {field.doc_count}")
        end = start_of(field, docs[i] + 1)
        if start_of(field, docs[i]) > end or end > <uint64_t>field.slot_count:
            raise ValueError("a sequence lies outside the slots")
        if not (
            0
            <= field.extra_starts[docs[i]]
            <= field.extra_starts[docs[i] + 1]
            <= field.extra_count
        ):
            raise ValueError("what has no slot lies outside the arrays")
    return 0


cdef inline uint32_t extra_value(const Field* field, Py_ssize_t at) noexcept nogil:
    cdef uint32_t term = field.extra_ids[at]
    return field.table[term] if term < field.table_size else 0


cdef extern from *:
    """
    #if defined(_MSC_VER)
    #include <xmmintrin.h>
    #define fetch(place) _mm_prefetch((const char*)(place), _MM_HINT_T0)
    #else
    #define fetch(place) __builtin_prefetch(place)
    #endif
    """
    void fetch(const void* place) noexcept nogil


# Have a document that is read soon fetched from memory.
cdef inline void fetch_slots(const Field* field, int64_t doc) noexcept nogil:
    cdef uint64_t at = start_of(field, doc), end = start_of(field, doc + 1)
    while at < end:
        fetch(field.slots + at)
        at += 32


# Begin with a document; returns whether anything chosen in it has no slot of its own.
cdef bint begin_walk(Field* field, Walk* walk, int64_t doc) noexcept nogil:
    cdef Py_ssize_t i
    walk.slots = field.slots + start_of(field, doc)
    walk.count = start_of(field, doc + 1) - start_of(field, doc)
    walk.at = 0
    walk.extra = field.extra_starts[doc]
    walk.last_extra = field.extra_starts[doc + 1]
    for i in range(walk.extra, walk.last_extra):
        if extra_value(field, i):
            return True
    return False


# On to the next chosen term; at one position that with the slot comes first.
cdef bint next_chosen(Field* field, Walk* walk) noexcept nogil:
    cdef int64_t position
    while True:
        if walk.extra < walk.last_extra:
            position = <uint32_t>field.places[walk.extra]
            if walk.at >= walk.count or position < walk.at:
                walk.value = extra_value(field, walk.extra)
                walk.extra += 1
                if walk.value:
                    walk.position = position
                    return True
                continue
        if walk.at >= walk.count:
            return False
        walk.value = field.table[walk.slots[walk.at]]
        walk.at += 1
        if walk.value:
            walk.position = walk.at - 1
            return True


cdef void count_pairs(uint64_t hit, uint32_t* counts, uint64_t* touched) noexcept nogil:
    touched[0] |= hit
    while hit:
        counts[lowest_bit(hit)] += 1
        hit &= hit - 1


def add_pairs(
    float[:, ::1] frequencies,
    Py_ssize_t first,
    const float[::1] worth,
    field,
    const int64_t[::1] docs,
    const int64_t[::1] ids,
    const int64_t[::1] edges,
    const int64_t[:, ::1] pairs,
):
    cdef Field arrays = field_of(field)
    cdef Py_ssize_t i, begin, end, words = edges.shape[0] - 1
    cdef uint64_t* masks
    check_ids(&arrays, ids, edges)
    check_docs(&arrays, docs)
    if not 0 <= first <= frequencies.shape[1] - docs.shape[0]:
        raise ValueError("there is no place for these documents")
    if pairs.shape[0] != frequencies.shape[0] or pairs.shape[1] != 2:
        raise ValueError("there is no place for these pairs")
    if worth.shape[0] < arrays.doc_count:
        raise ValueError("arrays of different lengths")
    for i in range(pairs.shape[0]):
        if min(pairs[i, 0], pairs[i, 1]) < 0 or max(pairs[i, 0], pairs[i, 1]) >= words:
            raise IndexError(f"a pair of words that are not among {words}")
    # Of every term: in which pairs it is the first, and in which the second.
    take_table(&arrays)
    masks = <uint64_t*>calloc(ids.shape[0] + 1, 2 * sizeof(uint64_t))
    if masks == NULL:
        give_table_back(&arrays)
        raise MemoryError
    with nogil:
        begin = 0
        while begin < pairs.shape[0]:
            end = min(begin + MOST_PAIRS, pairs.shape[0])
            add_few_pairs(
                &arrays, frequencies, first, worth, docs, ids, edges, pairs, begin, end, masks
            )
            begin = end
        free(masks)
    give_table_back(&arrays)


cdef void add_few_pairs(
    Field* field,
    float[:, ::1] frequencies,
    Py_ssize_t first,
    const float[::1] worth,
    const int64_t[::1] docs,
    const int64_t[::1] ids,
    const int64_t[::1] edges,
    const int64_t[:, ::1] pairs,
    Py_ssize_t begin,
    Py_ssize_t end,
    uint64_t* masks,
) noexcept nogil:
    cdef uint32_t counts[MOST_PAIRS]
    cdef uint32_t before[MOST_AT_ONE_POSITION]
    cdef uint32_t here[MOST_AT_ONE_POSITION]
    cdef uint32_t* table = field.table
    cdef uint32_t term, previous, known = 0
    cdef uint64_t touched, hit
    cdef Py_ssize_t pair, side, i, k
    cdef int held, held_before
    cdef int64_t word, position
    cdef float* cell
    cdef uint8_t* chosen = field.chosen
    cdef uint32_t before_part, flags, both
    cdef Py_ssize_t j
    cdef const uint16_t* slots
    cdef Walk walk
    for pair in range(begin, end):
        for side in range(2):
            word = pairs[pair, side]
            for i in range(edges[word], edges[word + 1]):
                if ids[i] < FIRST_TERM:
                    continue
                if not table[ids[i]]:
                    known += 1
                    table[ids[i]] = known
                    if ids[i] < SLOT_VALUES:
                        chosen[ids[i]] = 1
                    masks[2 * known] = masks[2 * known + 1] = 0
                masks[2 * table[ids[i]] + side] |= <uint64_t>1 << (pair - begin)
    memset(counts, 0, sizeof(counts))
    for i in range(min(AHEAD, docs.shape[0])):
        fetch_slots(field, docs[i])
    for i in range(docs.shape[0]):
        if i + AHEAD < docs.shape[0]:
            fetch_slots(field, docs[i + AHEAD])
        touched = 0
        if not begin_walk(field, &walk, docs[i]):
            before_part = 0
            for k in range(0, walk.count - GROUP + 1, 8):
                slots = walk.slots + k
                flags = before_part
                for j in range(GROUP):
                    flags = 2 * flags + chosen[slots[j]]
                before_part = flags & 1
                both = flags & (flags >> 1)
                while both:
                    # The lowest bit is that of the last slot.
                    j = GROUP - 1 - lowest_bit(both)
                    hit = masks[2 * table[slots[j - 1]]] & masks[2 * table[slots[j]] + 1]
                    count_pairs(hit, counts, &touched)
                    both &= both - 1
            for k in range(max(1, walk.count - walk.count % GROUP), walk.count):
                slots = walk.slots + k
                hit = masks[2 * table[(slots - 1)[0]]] & masks[2 * table[slots[0]] + 1]
                if hit:
                    count_pairs(hit, counts, &touched)
        else:
            held = held_before = 0
            position = -1
            while next_chosen(field, &walk):
                if walk.position != position:
                    held_before = held if walk.position == position + 1 else 0
                    memcpy(before, here, sizeof(here))
                    held = 0
                    position = walk.position
                for k in range(held_before):
                    hit = masks[2 * before[k]] & masks[2 * walk.value + 1]
                    count_pairs(hit, counts, &touched)
                if held < MOST_AT_ONE_POSITION:
                    here[held] = walk.value
                    held += 1
        while touched:
            pair = lowest_bit(touched)
            cell = &frequencies[begin + pair, first + i]
            cell[0] = <float>(cell[0] + <double>counts[pair] * <double>worth[docs[i]])
            counts[pair] = 0
            touched &= touched - 1
    for pair in range(begin, end):
        for side in range(2):
            word = pairs[pair, side]
            for i in range(edges[word], edges[word + 1]):
                table[ids[i]] = 0
                if ids[i] < SLOT_VALUES:
                    chosen[ids[i]] = 0
