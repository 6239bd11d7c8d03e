# Which blocks have not been checked yet (see blocks.py).

cdef enum:
    BLOCK_SHIFT = 12


# Numbers of one of two widths, where they lie in a file.
cdef struct Column:
    const uint32_t* narrow
    const uint64_t* wide
    Py_ssize_t size
    int64_t item_bytes


cdef Column column_of(array) except *:
    cdef Column column
    cdef const uint32_t[::1] narrow
    cdef const uint64_t[::1] wide
    column.narrow, column.wide, column.item_bytes = NULL, NULL, array.itemsize
    if array.itemsize == sizeof(uint32_t):
        narrow = array
        column.size = narrow.shape[0]
        column.narrow = &narrow[0] if column.size else NULL
    else:
        wide = array
        column.size = wide.shape[0]
        column.wide = &wide[0] if column.size else NULL
    return column


# Larger numbers than can be are as large as any that cannot.
cdef inline int64_t number_at(const Column* column, Py_ssize_t at) noexcept nogil:
    if column.wide == NULL:
        return column.narrow[at]
    return <int64_t>min(column.wide[at], <uint64_t>1 << 62)


# Of the file in which an array lies, and where it does.
cdef struct Blocks:
    const uint8_t* seen
    int64_t count
    int64_t offset
    int64_t item_bytes


cdef Blocks blocks_of(const uint8_t[::1] seen, int64_t offset, int64_t item_bytes) except *:
    cdef Blocks blocks
    if not 0 <= offset <= 1 << 60 or not 0 < item_bytes <= 16:
        raise ValueError(f"elements of {item_bytes} bytes at {offset}")
    blocks.seen, blocks.count = (&seen[0] if seen.shape[0] else NULL), seen.shape[0]
    blocks.offset, blocks.item_bytes = offset, item_bytes
    return blocks


# The first block from one on that is not seen and holds something before an element; the number of
# blocks when there is none. More elements than the file has bytes are not counted.
cdef inline int64_t next_unseen(const Blocks* blocks, int64_t block, int64_t stop) noexcept nogil:
    cdef int64_t behind = min(max(stop, 0), blocks.count << BLOCK_SHIFT) * blocks.item_bytes
    behind = min(((behind + blocks.offset - 1) >> BLOCK_SHIFT) + 1, blocks.count)
    while block < behind:
        if not blocks.seen[block]:
            return block
        block += 1
    return blocks.count


cdef inline int64_t block_at(const Blocks* blocks, int64_t first) noexcept nogil:
    first = min(max(first, 0), blocks.count << BLOCK_SHIFT)
    return (first * blocks.item_bytes + blocks.offset) >> BLOCK_SHIFT


# Adds the blocks of a part that are not seen to a set; None for no set yet.
cdef unseen_also(const Blocks* blocks, int64_t first, int64_t stop, found):
    cdef int64_t block
    if max(first, 0) >= stop:
        return found
    block = next_unseen(blocks, block_at(blocks, first), stop)
    if block == blocks.count:
        return found
    if found is None:
        found = set()
    while block < blocks.count:
        found.add(block)
        block = next_unseen(blocks, block + 1, stop)
    return found


def unseen_of_parts(
    const uint8_t[::1] seen,
    int64_t offset,
    int64_t item_bytes,
    const int64_t[::1] firsts,
    const int64_t[::1] stops,
):
    cdef Blocks blocks = blocks_of(seen, offset, item_bytes)
    cdef Py_ssize_t i
    found = None
    if firsts.shape[0] != stops.shape[0]:
        raise ValueError("arrays of different lengths")
    for i in range(firsts.shape[0]):
        found = unseen_also(&blocks, firsts[i], stops[i], found)
    return sorted(found) if found else []


def unseen_of_rows(
    const uint8_t[::1] seen, int64_t offset, int64_t item_bytes, starts, const int64_t[::1] rows
):
    cdef Blocks blocks = blocks_of(seen, offset, item_bytes)
    cdef Column column = column_of(starts)
    cdef Py_ssize_t i
    found = None
    for i in range(rows.shape[0]):
        if not 0 <= rows[i] < column.size - 1:
            raise IndexError(f"a row that is not below {column.size - 1}")
    for i in range(rows.shape[0]):
        found = unseen_also(
            &blocks, number_at(&column, rows[i]), number_at(&column, rows[i] + 1), found
        )
    return sorted(found) if found else []
