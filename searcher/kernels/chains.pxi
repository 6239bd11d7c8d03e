# Cutting texts into chains (see chains.py).

ctypedef fused character_t:
    uint8_t
    uint16_t
    uint32_t

cdef enum:
    _WORD = 1
    _JOINER = 2
    _HYPHEN = 4
    _SPACE = 8
    _SIGN = 16
    _KNOWN = 128


cdef class ChainCodes:
    # Open addressing: a slot holds the number of a chain, or -1; at most half of them are taken.
    cdef object _pattern_match, _kind, _code_of
    cdef bytearray _kinds
    cdef list _chains
    cdef int32_t[::1] _slots
    cdef uint64_t[::1] _hashes
    cdef int32_t[::1] _codes
    cdef int32_t[::1] _found
    cdef uint64_t _seed
    cdef bint _busy

    def __init__(self, pattern, kind_of, code_of):
        self._pattern_match = pattern.match
        self._kind = kind_of
        self._code_of = code_of
        self._kinds = bytearray(0x110000)
        # Nobody who writes a text knows which of its chains collide.
        self._seed = <uint64_t> hash("chains")
        self._found = np.empty(1024, np.int32)
        self.clear()

    def clear(self):
        if self._busy:
            raise RuntimeError("codes are being given")
        self._replace(np.full(4096, -1, np.int32), np.empty(2048, np.uint64), np.empty(2048, np.int32))
        self._chains = []

    cdef int _replace(self, int32_t[::1] slots, uint64_t[::1] hashes, int32_t[::1] codes) except -1:
        # At once, when all of them are there: making one may be interrupted.
        self._slots, self._hashes, self._codes = slots, hashes, codes
        return 0

    def __len__(self):
        return len(self._chains)

    def cut(self, str text, codes):
        # What is asked of Python lets other threads in; what they would change here is being read.
        if self._busy:
            raise RuntimeError("codes are being given")
        self._busy = True
        try:
            return self._cut_into(text, codes)
        finally:
            self._busy = False

    cdef Py_ssize_t _cut_into(self, str text, codes) except -1:
        cdef Py_ssize_t length = len(text)
        if length > self._found.shape[0]:
            self._found = np.empty(length, np.int32)
        cdef int kind = PyUnicode_KIND(text)
        cdef const void* data = PyUnicode_DATA(text)
        cdef Py_ssize_t count
        if kind == 1:
            count = self._cut(text, <const uint8_t*> data, length)
        elif kind == 2:
            count = self._cut(text, <const uint16_t*> data, length)
        else:
            count = self._cut(text, <const uint32_t*> data, length)
        codes.frombytes(np.asarray(self._found)[:count].view(np.uint8))
        return count

    cdef int _kind_of(self, uint32_t character) except -1:
        """The kind of a character that was not met before."""
        cdef int kind = self._kind(chr(character)) | _KNOWN
        self._kinds[<Py_ssize_t> character] = kind
        return kind

    cdef Py_ssize_t _cut(self, str text, const character_t* characters, Py_ssize_t length) except -1:
        cdef const uint8_t* kinds = <const uint8_t*> PyByteArray_AS_STRING(self._kinds)
        cdef Py_ssize_t count = 0
        cdef Py_ssize_t at = 0
        cdef Py_ssize_t start
        cdef int kind
        while at < length:
            kind = kinds[characters[at]]
            if not kind & _KNOWN:
                kind = self._kind_of(characters[at])
            if not kind & _WORD:
                at += 1
                continue
            start = at
            while True:
                # Over a run of word characters; kind is that of what stands behind it.
                while kind & _WORD:
                    at += 1
                    if at == length:
                        break
                    kind = kinds[characters[at]]
                    if not kind & _KNOWN:
                        kind = self._kind_of(characters[at])
                if at + 1 >= length:
                    break
                if kind & _JOINER:
                    kind = kinds[characters[at + 1]]
                    if not kind & _KNOWN:
                        kind = self._kind_of(characters[at + 1])
                    if kind & _WORD:
                        at += 1
                        continue
                break
            if at < length:
                kind = kinds[characters[at]]
                if kind & _SPACE and at + 1 < length:
                    kind = kinds[characters[at + 1]]
                    if not kind & _KNOWN:
                        kind = self._kind_of(characters[at + 1])
                    kind = _SIGN if kind & _HYPHEN else 0
                if kind & _SIGN:
                    at = self._pattern_match(text, start).end()
            self._found[count] = self._code(text, characters, start, at)
            count += 1
        return count

    cdef int32_t _code(
        self, str text, const character_t* characters, Py_ssize_t start, Py_ssize_t end
    ) except? -2147483648:
        """The code of the chain between two places."""
        cdef uint64_t hashed = self._seed
        cdef Py_ssize_t at
        for at in range(start, end):
            hashed = (hashed ^ characters[at]) * <uint64_t> 0x9E3779B97F4A7C15
            hashed ^= hashed >> 29
        cdef uint64_t mask = self._slots.shape[0] - 1
        cdef uint64_t slot = hashed & mask
        cdef int32_t number
        while self._slots[slot] >= 0:
            number = self._slots[slot]
            if self._hashes[number] == hashed and _same(
                self._chains[number], characters, start, end
            ):
                return self._codes[number]
            slot = (slot + 1) & mask
        chain = text[start:end]
        cdef int32_t code = self._code_of(chain)
        self._remember(chain, hashed, code)
        return code

    cdef int _remember(self, str chain, uint64_t hashed, int32_t code) except -1:
        cdef Py_ssize_t count = len(self._chains)
        cdef Py_ssize_t number
        if count == self._codes.shape[0]:
            self._replace(
                np.full(4 * count, -1, np.int32),
                np.concatenate([self._hashes, np.empty(count, np.uint64)]),
                np.concatenate([self._codes, np.empty(count, np.int32)]),
            )
            for number in range(count):
                self._slots[self._free(self._hashes[number])] = number
        # First: a slot that names a chain that is not there would be read all the same.
        self._chains.append(chain)
        self._hashes[count] = hashed
        self._codes[count] = code
        self._slots[self._free(hashed)] = count
        return 0

    cdef uint64_t _free(self, uint64_t hashed):
        """The first free slot for a chain."""
        cdef uint64_t mask = self._slots.shape[0] - 1
        cdef uint64_t slot = hashed & mask
        while self._slots[slot] >= 0:
            slot = (slot + 1) & mask
        return slot


cdef bint _same(
    str chain, const character_t* characters, Py_ssize_t start, Py_ssize_t end
):
    """Whether a chain stands between two places."""
    if len(chain) != end - start:
        return False
    cdef int kind = PyUnicode_KIND(chain)
    cdef const void* data = PyUnicode_DATA(chain)
    cdef Py_ssize_t at
    for at in range(end - start):
        if PyUnicode_READ(kind, data, at) != characters[start + at]:
            return False
    return True
