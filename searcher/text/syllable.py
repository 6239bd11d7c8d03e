"""The grammar of the Vietnamese syllable: onset + rhyme, and where its tone mark is written.

Works on lower-case text in composed form (NFC) from which the tone has been taken off. Not for
repairing characters (``canonical``) nor for finding words in a text (``tokenize``).

Source of the inventory: Đoàn Thiện Thuật, *Ngữ âm tiếng Việt* (1977), with the spellings of ethnic
place names (Đắk, Lắk, Y Moan) that the national press uses.
"""

from __future__ import annotations

from functools import lru_cache

from searcher.text.chars import (
    ACUTE,
    BREVE,
    CIRCUMFLEX,
    DOT,
    GRAVE,
    HOOK,
    HORN,
    TILDE,
)

#: Initial consonants, longest first, so that the first that fits is the right one.
ONSETS = (
    "ngh",
    *("ch", "gh", "gi", "kh", "ng", "nh", "ph", "qu", "th", "tr"),
    *"bcdđghklmnprstvx",
    "",
)

#: Rhymes as written without the tone, except after ``qu``.
RHYMES = frozenset(
    (
        "a ac ach ai am an ang anh ao ap at au ay ak ăc ăm ăn ăng ăp ăt ăk âc âm ân âng âp ât âu "
        "ây e ec em en eng eo ep et ê êch êm ên êng ênh êp êt êu êc i ia ic ich im in inh ip it "
        "iu iêc iêm iên iêng iêp iêt iêu o oc oi om on ong op ot oong ooc ok ô ôc ôi ôm ôn ông ôp "
        "ôt ôk ơ ơi ơm ơn ơp ơt u ua uc ui um un ung up ut ư ưa ưc ưi ưm ưn ưng ưp ưt ưu uôc uôi "
        "uôm uôn uông uôt uôp ươ ươc ươi ươm ươn ương ươp ươt ươu oa oac oach oai oam oan oang "
        "oanh oao oap oat oay oăc oăm oăn oăng oăt oe oem oen oeo oet uâc uân uâng uât uây uê "
        "uêch uên uênh uêt uêu uơ uy uya uych uyn uynh uyp uyt uyu uyên uyêt y yêm yên yêng yêt "
        "yêu"
    ).split()
)

#: Rhymes after ``qu``, whose u belongs to the onset.
QU_RHYMES = frozenset(
    (
        "a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc ân âng ât ây âu e en eo "
        "et ê êch ên ênh êt i ich in inh it iên iêt ơ ơi ơn ơt ôc y ych yn ynh yt yên yêt yêu"
    ).split()
)

# The same by first letter: few can be that of one syllable.
_NO_ONSET = ("",)
_ONSETS_OF = {
    letter: (*(onset for onset in ONSETS if onset[:1] == letter), "")
    for letter in {onset[:1] for onset in ONSETS if onset}
}

_UNMARK = str.maketrans("ăâđêôơư", "aadeoou")
_QUALITY_LETTERS = "ăâêôơư"
# c and ng are written k and ngh before these.
_FRONT_VOWELS = frozenset("eêiy")
_VOWELS = frozenset("aăâeêioôơuưy")


def _unmarked(rhymes: frozenset[str]) -> frozenset[str]:
    return frozenset(rhyme.translate(_UNMARK) for rhyme in rhymes)


_ANY_RHYMES = RHYMES | _unmarked(RHYMES)
_ANY_QU_RHYMES = QU_RHYMES | _unmarked(QU_RHYMES)

_COMPOSED: dict[str, str] = {}
#: A vowel with a tone (composed) and the vowel and combining tone it is made of.
TONED: dict[str, tuple[str, str]] = {}
for _letter, _forms in {
    "a": "àáãảạ", "ă": "ằắẵẳặ", "â": "ầấẫẩậ", "e": "èéẽẻẹ", "ê": "ềếễểệ", "i": "ìíĩỉị",
    "o": "òóõỏọ", "ô": "ồốỗổộ", "ơ": "ờớỡởợ", "u": "ùúũủụ", "ư": "ừứữửự", "y": "ỳýỹỷỵ",
}.items():  # fmt: skip
    for _tone, _form in zip((GRAVE, ACUTE, TILDE, HOOK, DOT), _forms, strict=True):
        _COMPOSED[_letter + _tone] = _form
        TONED[_form] = (_letter, _tone)

_TONELESS = str.maketrans({form: letter for form, (letter, _) in TONED.items()})

#: The quality letter and the plain letter and mark it is made of.
QUALITY_OF = {
    "ă": ("a", BREVE),
    "â": ("a", CIRCUMFLEX),
    "ê": ("e", CIRCUMFLEX),
    "ô": ("o", CIRCUMFLEX),
    "ơ": ("o", HORN),
    "ư": ("u", HORN),
}


def take_tones(word: str) -> tuple[str, str]:
    """Split a lower-case NFC word into its letters without tones and its tone marks in order.

    >>> take_tones("gương"), take_tones("trách")
    (('gương', ''), ('trach', '́'))
    """
    if word.isascii():
        return word, ""
    letters = word.translate(_TONELESS)
    if letters == word:
        return word, ""
    return letters, "".join([TONED[char][1] for char in word if char in TONED])


# What is asked about comes from outside, so not everything is remembered; syllables are some 7,000.
@lru_cache(maxsize=16384)
def split(toneless: str) -> tuple[str, str] | None:
    """Split a toneless lower-case syllable into onset and rhyme, or ``None`` if it is not one.

    Rhymes whose quality marks were not typed ("uong", "iet") count: so people write, and the tone
    of what they write has a place too. ``gi`` is an onset only before a vowel other than i.

    >>> split("gương"), split("quyên"), split("gin"), split("pele")
    (('g', 'ương'), ('qu', 'yên'), ('g', 'in'), None)
    """
    if len(toneless) > 7:
        return None
    for onset in _ONSETS_OF.get(toneless[:1], _NO_ONSET):
        if not toneless.startswith(onset):
            continue
        rhyme = toneless[len(onset) :]
        if onset == "gi" and (not rhyme or rhyme[0] == "i" or rhyme[0] not in _VOWELS):
            continue
        if (rhyme[:1] in _FRONT_VOWELS and onset in ("c", "ng")) or (
            rhyme[:1] in "eê" and onset == "g"
        ):
            continue
        if rhyme[:1] not in _FRONT_VOWELS and onset in ("gh", "ngh"):
            continue
        if rhyme in (_ANY_QU_RHYMES if onset == "qu" else _ANY_RHYMES):
            return onset, rhyme
    return None


def is_syllable(word: str) -> bool:
    """Whether a lower-case NFC word is one well-formed syllable with at most one tone."""
    toneless, tones = take_tones(word)
    return len(tones) <= 1 and split(toneless) is not None


def place_tone(onset: str, rhyme: str, tone: str) -> str:
    r"""Write a syllable with its tone on the letter where the old style puts it.

    The tone goes to the last vowel with a quality mark; else, before a final consonant, to the last
    vowel; else to the middle one of three vowels and to the first of two.

    Args:
        onset: As given by ``split``.
        rhyme: As given by ``split``.
        tone: One combining tone mark, or ``""``.

    >>> place_tone("h", "oa", "\u0300"), place_tone("ng", "ươi", "\u0300")
    ('hòa', 'người')
    """
    if not tone:
        return onset + rhyme
    vowels = [index for index, char in enumerate(rhyme) if char in _VOWELS]
    marked = [index for index in vowels if rhyme[index] in _QUALITY_LETTERS]
    if marked:
        target = marked[-1]
    elif vowels[-1] < len(rhyme) - 1:
        target = vowels[-1]
    else:
        target = vowels[1] if len(vowels) == 3 else vowels[0]
    return onset + rhyme[:target] + _COMPOSED[rhyme[target] + tone] + rhyme[target + 1 :]


_STOPS = ("c", "ch", "p", "t")


@lru_cache(maxsize=65536)
def is_written(word: str) -> bool:
    """Whether a lower-case NFC word is a syllable with all its marks, as printed text has them.

    Stricter than ``is_syllable``: "uong" is none, and a syllable that ends in a stop carries one of
    the two tones it can have.

    >>> is_written("đường"), is_written("đuòng"), is_written("các"), is_written("cac")
    (True, False, True, False)
    """
    toneless, tones = take_tones(word)
    parts = split(toneless)
    if parts is None or len(tones) > 1:
        return False
    onset, rhyme = parts
    if rhyme not in (QU_RHYMES if onset == "qu" else RHYMES):
        return False
    return tones in (ACUTE, DOT) or not rhyme.endswith(_STOPS)
