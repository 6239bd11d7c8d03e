# Where terms and phrases stand (see occurrences.py); the arrays are those of sequences.pxi.

cdef enum:
    GAP = 0
    FRONT = 1
    BEHIND = 2
    FEW = 16
    AT_A_TIME = 16  # slots
    NEAR = 1000  # slots
    BEFORE_AND_BEHIND = 0x5555  # of a group of slots, two bits for each


# What was found so far: numbers in memory of their own, for nobody knows how many they will be.
cdef struct Numbers:
    int64_t* items
    Py_ssize_t count
    Py_ssize_t room
    bint too_many


cdef inline void push(Numbers* numbers, int64_t number) noexcept nogil:
    cdef int64_t* larger
    if numbers.count == numbers.room:
        larger = <int64_t*>realloc(numbers.items, (2 * numbers.room + 64) * sizeof(int64_t))
        if larger == NULL:
            numbers.too_many = True
            return
        numbers.items, numbers.room = larger, 2 * numbers.room + 64
    numbers.items[numbers.count] = number
    numbers.count += 1


# The numbers as an array; their own memory is free after that.
cdef taken(Numbers* numbers):
    cdef int64_t[::1] array
    try:
        if numbers.too_many:
            raise MemoryError
        array = np.empty(numbers.count, np.int64)
        if numbers.count:
            memcpy(&array[0], numbers.items, numbers.count * sizeof(int64_t))
        return array.base
    finally:
        free(numbers.items)


def occurrences(field, const int64_t[::1] docs, const int64_t[::1] ids, bint gaps):
    cdef Field arrays = field_of(field)
    cdef Numbers keys, which
    cdef Py_ssize_t i
    cdef Walk walk
    check_ids(&arrays, ids, np.array([0, ids.shape[0]], np.int64))
    check_docs(&arrays, docs)
    memset(&keys, 0, sizeof(keys))
    memset(&which, 0, sizeof(which))
    take_table(&arrays)
    with nogil:
        for i in range(ids.shape[0]):
            if ids[i] >= FIRST_TERM:
                arrays.table[ids[i]] = <uint32_t>(i + 1)
        if gaps:
            arrays.table[GAP] = <uint32_t>(ids.shape[0] + 1)
        for i in range(docs.shape[0]):
            begin_walk(&arrays, &walk, docs[i])
            while next_chosen(&arrays, &walk):
                push(&keys, docs[i] << 32 | walk.position)
                push(&which, <int64_t>walk.value - 1)
        arrays.table[GAP] = 0
        for i in range(ids.shape[0]):
            arrays.table[ids[i]] = 0
    give_table_back(&arrays)
    try:
        found = taken(&keys)
    except MemoryError:
        free(which.items)
        raise
    return found, taken(&which)


def phrase_ends(
    field,
    const int64_t[::1] docs,
    const int64_t[::1] ids,
    const int64_t[::1] edges,
    const int64_t[::1] front,
    const int64_t[::1] behind,
    Py_ssize_t place,
    int64_t most,
):
    cdef Field arrays = field_of(field)
    cdef Py_ssize_t i, in_slots, words = edges.shape[0] - 1
    cdef Search search
    cdef Walk walk
    check_ids(&arrays, ids, edges)
    check_docs(&arrays, docs)
    check_ids(&arrays, front, np.array([0, front.shape[0]], np.int64))
    check_ids(&arrays, behind, np.array([0, behind.shape[0]], np.int64))
    if not 1 <= words <= MOST_WORDS:
        raise ValueError(f"a phrase of {words} words")
    if not 0 <= place < max(1, words - 1):
        raise IndexError(f"word {place} of {words} and the next one")
    search.field, search.words, search.place, search.left = &arrays, words, place, most
    memset(&search.keys, 0, sizeof(search.keys))
    take_table(&arrays)
    with nogil:
        set_words(&arrays, ids, edges, front, behind, words)
        set_few(&search.few, front, behind)
        find_in_slots(&search, docs)
        in_slots = search.keys.count
        for i in range(docs.shape[0]):
            if begin_walk(&arrays, &walk, docs[i]):
                among_all(&arrays, &walk, docs[i], words, &search.keys)
        clear_words(&arrays, ids, front, behind)
    give_table_back(&arrays)
    found = taken(&search.keys)
    if in_slots < found.shape[0]:
        found.sort()
    return found


# A bit for every word that a term may stand for, and marks for the two that are looked for first.
cdef void set_words(
    Field* field,
    const int64_t[::1] ids,
    const int64_t[::1] edges,
    const int64_t[::1] front,
    const int64_t[::1] behind,
    Py_ssize_t words,
) noexcept nogil:
    cdef Py_ssize_t word, i
    for word in range(words):
        for i in range(edges[word], edges[word + 1]):
            if ids[i] >= FIRST_TERM:
                field.table[ids[i]] |= <uint32_t>1 << word
    for i in range(front.shape[0]):
        if FIRST_TERM <= front[i] < SLOT_VALUES:
            field.chosen[front[i]] |= FRONT | (BEHIND if words == 1 else 0)
    for i in range(behind.shape[0]):
        if FIRST_TERM <= behind[i] < SLOT_VALUES and words > 1:
            field.chosen[behind[i]] |= BEHIND


cdef void clear_words(
    Field* field, const int64_t[::1] ids, const int64_t[::1] front, const int64_t[::1] behind
) noexcept nogil:
    cdef Py_ssize_t i
    for i in range(ids.shape[0]):
        field.table[ids[i]] = 0
    for i in range(front.shape[0]):
        if front[i] < SLOT_VALUES:
            field.chosen[front[i]] = 0
    for i in range(behind.shape[0]):
        if behind[i] < SLOT_VALUES:
            field.chosen[behind[i]] = 0


# Many slots are compared with few things in less time than each of them is looked up, where the
# compiler knows vectors; on the processors of today with those that are twice as long.
cdef extern from *:
    """
    #if defined(__GNUC__)
    #define HAS_VECTORS 1
    #if defined(__x86_64__) && defined(__GLIBC__) && !defined(__clang__)
    #define FOR_SEVERAL_PROCESSORS __attribute__((target_clones("avx2", "default")))
    #else
    #define FOR_SEVERAL_PROCESSORS
    #endif
    typedef uint16_t slots_at_once __attribute__((vector_size(32)));

    FOR_SEVERAL_PROCESSORS Py_ssize_t searcher_next_pair(
        const uint16_t* slots, Py_ssize_t at, Py_ssize_t end,
        const uint16_t* front, Py_ssize_t fronts, const uint16_t* behind, Py_ssize_t behinds)
    {
        const slots_at_once* first = (const slots_at_once*)front;
        const slots_at_once* second = (const slots_at_once*)behind;
        for (; at + 16 < end; at += 16) {
            slots_at_once here, next, is_front = {0}, is_behind = {0};
            uint64_t found[4];
            memcpy(&here, slots + at, sizeof(here));
            memcpy(&next, slots + at + 1, sizeof(next));
            for (Py_ssize_t i = 0; i < fronts; i++)
                is_front |= (slots_at_once)(here == first[i]);
            for (Py_ssize_t i = 0; i < behinds; i++)
                is_behind |= (slots_at_once)(next == second[i]);
            is_front &= is_behind;
            memcpy(found, &is_front, sizeof(found));
            if (found[0] | found[1] | found[2] | found[3])
                break;
        }
        return at;
    }
    #else
    #define HAS_VECTORS 0
    #define searcher_next_pair(slots, at, end, front, fronts, behind, behinds) (at)
    #endif
    """
    const bint HAS_VECTORS
    Py_ssize_t searcher_next_pair(
        const uint16_t* slots,
        Py_ssize_t at,
        Py_ssize_t end,
        const uint16_t* front,
        Py_ssize_t fronts,
        const uint16_t* behind,
        Py_ssize_t behinds,
    ) noexcept nogil


# What two neighbours may be, where both can be few things; each as often as a vector has places.
cdef struct Few:
    uint16_t room[(2 * FEW + 1) * AT_A_TIME]
    uint16_t* front
    uint16_t* behind
    Py_ssize_t fronts
    Py_ssize_t behinds


cdef void set_few(Few* few, const int64_t[::1] front, const int64_t[::1] behind) noexcept nogil:
    few.fronts = few.behinds = 0
    # Vectors lie where their length divides the address.
    few.front = few.room + (-(<size_t>few.room) % (2 * AT_A_TIME)) // 2
    few.behind = few.front + FEW * AT_A_TIME
    if HAS_VECTORS and front.shape[0] + behind.shape[0] <= FEW:
        few.fronts = set_vectors(few.front, front)
        few.behinds = set_vectors(few.behind, behind)


cdef Py_ssize_t set_vectors(uint16_t* vectors, const int64_t[::1] ids) noexcept nogil:
    cdef Py_ssize_t count = 0, i, j
    for i in range(ids.shape[0]):
        if FIRST_TERM <= ids[i] < SLOT_VALUES:
            for j in range(AT_A_TIME):
                vectors[count * AT_A_TIME + j] = <uint16_t>ids[i]
            count += 1
    return count


# A phrase that is being looked for, and how far the documents are behind.
cdef struct Search:
    Field* field
    Few few
    Py_ssize_t words
    Py_ssize_t place
    int64_t left
    Py_ssize_t doc
    Numbers keys


# Where words have slots of their own. Documents that lie near each other are read in one go, with
# what lies between them.
cdef void find_in_slots(Search* search, const int64_t[::1] docs) noexcept nogil:
    cdef const Field* field = search.field
    cdef Py_ssize_t i = 0, end
    cdef Py_ssize_t gap = NEAR if search.few.fronts and search.few.behinds else 0
    cdef uint64_t at
    search.doc = 0
    while i < docs.shape[0] and search.left > 0:
        at = start_of(field, docs[i])
        end = start_of(field, docs[i] + 1)
        i += 1
        while i < docs.shape[0] and end <= <Py_ssize_t>start_of(field, docs[i]) <= end + gap:
            end = start_of(field, docs[i] + 1)
            i += 1
        if i + 1 < docs.shape[0]:
            fetch_slots(field, docs[i])
            fetch_slots(field, docs[i + 1])
        find_between(search, docs, at, end)


cdef void find_between(
    Search* search, const int64_t[::1] docs, Py_ssize_t at, Py_ssize_t end
) noexcept nogil:
    cdef const Few* few = &search.few
    while few.fronts and few.behinds and at + AT_A_TIME < end and search.left > 0:
        at = searcher_next_pair(
            search.field.slots, at, end, few.front, few.fronts, few.behind, few.behinds
        )
        if at + AT_A_TIME < end:
            look_at_each(search, docs, at, at + AT_A_TIME + 1)
            at += AT_A_TIME
    if search.left > 0:
        look_at_each(search, docs, at, end)


cdef void look_at_each(
    Search* search, const int64_t[::1] docs, Py_ssize_t begin, Py_ssize_t end
) noexcept nogil:
    cdef Py_ssize_t k, j, apart = 2 if search.words > 1 else 0
    cdef Py_ssize_t before = search.place + (search.words > 1)
    cdef const uint16_t* slots = search.field.slots
    cdef const uint8_t* chosen = search.field.chosen
    cdef uint32_t marks = 0, both
    for k in range(begin, end - GROUP + 1, 8):
        for j in range(GROUP):
            marks = 4 * marks + chosen[slots[k + j]]
        both = (marks >> apart) & (marks >> 1) & BEFORE_AND_BEHIND
        if both:
            for j in range(GROUP):
                if both >> 2 * (GROUP - 1 - j) & 1:
                    look_at_all(search, docs, k + j - before)
    for k in range(end - (end - begin) % GROUP, end):
        marks = 4 * marks + chosen[slots[k]]
        if (marks >> apart) & (marks >> 1) & 1:
            look_at_all(search, docs, k - before)


# Look at all the words of what may be a phrase, by the slot of the first.
cdef void look_at_all(Search* search, const int64_t[::1] docs, Py_ssize_t first) noexcept nogil:
    cdef Field* field = search.field
    cdef Py_ssize_t word, begin
    cdef int64_t doc
    cdef Walk walk
    while search.doc < docs.shape[0] and (
        <Py_ssize_t>start_of(field, docs[search.doc] + 1) <= first
    ):
        search.doc += 1
    if search.doc == docs.shape[0]:
        return
    doc = docs[search.doc]
    begin = start_of(field, doc)
    if first < begin or first + search.words > <Py_ssize_t>start_of(field, doc + 1):
        return
    for word in range(search.words):
        if not field.table[field.slots[first + word]] >> word & 1:
            return
    if not begin_walk(field, &walk, doc):
        push(&search.keys, doc << 32 | (first + search.words - 1 - begin))
        search.left -= 1


# The same where a position may hold several terms; word for word, as many beginnings as there are.
cdef void among_all(
    Field* field, Walk* walk, int64_t doc, Py_ssize_t words, Numbers* keys
) noexcept nogil:
    cdef uint32_t here = 0, before = 0, begun = 0, whole = <uint32_t>1 << (words - 1)
    cdef int64_t position = -1
    while next_chosen(field, walk):
        if walk.position != position:
            if begun & whole:
                push(keys, doc << 32 | position)
            before = begun if walk.position == position + 1 else 0
            position, here = walk.position, 0
        here |= walk.value
        begun = (before << 1 | 1) & here
    if begun & whole:
        push(keys, doc << 32 | position)
