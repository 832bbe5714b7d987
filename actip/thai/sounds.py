"""How a name sounds: one key for the spellings that a listener cannot tell apart, in Thai and in Latin letters.

The Thai key follows the idea of LK82 (Lorchirachoonkul 1982): consonants by the sound they make at the start or at the end of a syllable,
silent letters left out. Vowels keep their quality but not their length. The Latin key is for names of the region written as heard.
"""

import re

_VOWELS_AFTER = "ะัาิีึืฺุูำI"
_STARTS = {
    "k": "ก", "K": "ขฃคฅฆ", "G": "ง", "c": "จ", "C": "ฉชฌ", "s": "ซศษส", "y": "ญย", "d": "ดฎ", "t": "ตฏ",
    "T": "ฐฑฒทธถ", "n": "นณ", "b": "บ", "p": "ป", "P": "ผพภ", "f": "ฝฟ", "m": "ม", "r": "รลฬฤฦ", "w": "ว", "h": "หฮ", "0": "อ",
}  # fmt: skip
_ENDS = {
    "K": "กขฃคฅฆ",
    "G": "ง",
    "T": "จฉชซฌฎฏฐฑฒดตถทธศษส",
    "P": "บปผพฝฟภ",
    "N": "นณญรลฬ",
    "M": "ม",
    "Y": "ย",
    "W": "ว",
}
LEADING = "เแโ"
NOT_THAI = re.compile(r"[^\W\d_ก-๎]")
NOT_LATIN = re.compile(r"[^\W\d_\u0000-\u024f\u1e00-\u1eff]")
START = {letter: sound for sound, letters in _STARTS.items() for letter in letters}
END = {letter: sound for sound, letters in _ENDS.items() for letter in letters}
QUALITY = {
    "ะ": "a", "ั": "a", "า": "a", "ำ": "aM", "ิ": "i", "ี": "i", "ึ": "v", "ื": "v", "ุ": "u", "ู": "u",
    "เ": "e", "แ": "E", "โ": "o", "I": "I",
}  # fmt: skip

THAI_RULES = tuple(
    (re.compile(pattern), right)
    for pattern, right in (
        ("[ก-ฮ][ิุ]?์", ""),  # silenced by thanthakhat
        ("[่้๊๋็ํ๎ฯๆ]", ""),  # tone marks and the like
        ("ฤๅ?|ฦๅ?", "ร"),
        (f"([ก-ฮ])รร(?=[ก-ฮ](?![{_VOWELS_AFTER}]))", r"\1ั"),  # ธรรม
        ("([ก-ฮ])รร", r"\1ัน"),  # วรรณา, สวรรค์
        (
            f"([{_VOWELS_AFTER}][ก-ฮ]|[เแโ][ก-ฮ][ชตทดกขคษ])(?:[ทดตษ]|(?<!พ)ร)$",
            r"\1",
        ),  # จันท(ร์), ภัทร, เพชร, ลักษ(ณ์); not สุภาพร
        ("(?<=[าีู])([ตธดม])[ิุ]", r"\1"),  # ชาติ, ธาตุ, ภูมิ
        ("(?<=[าีู])([รน])ะ", r"\1"),  # วีระ, วีร
        ("^ทร(?=[าัุงว])", "ซ"),  # ทราย, ทรง
        ("ไทร", "ไซ"),
        ("[สศซ]ร(?=[ีะ])|[สศซ]ร(?=อย)", "ส"),  # ศรี, สระ, สร้อย
        (f"([เแ])[สศซ]ร(?=[ก-ฮ](?![{_VOWELS_AFTER}])|ิ|าะ?$)", r"\1ส"),  # เศรษฐ, เสริม, เศร้า
        ("จริ", "จิ"),
        ("ห(?=[งญนมยรลว])", ""),  # หญิง, หลวง
        ("อย(?=[ูา])", "ย"),  # อยู่
        ("ัย", "I"),
        (f"[ไใ]([กขคตทปผพ][รล]|[ก-ฮ])(?:ย(?![{_VOWELS_AFTER}]))?", r"\1I"),  # ไชย is ชัย
    )
)

LATIN_RULES = tuple(
    (re.compile(pattern), right)
    for pattern, right in (
        ("[^a-z]", ""),
        ("^(?:aye?|ei|ae|e)$", "Y"),  # Aye, Ae
        ("^h?t[ae]t$", "tEt"),  # Htet, Htat
        ("uu", "u"),
        ("ph|hp|bh", "p"),
        ("ht|th|dh", "t"),
        ("tch|kyw|ch|ky|gy|j", "C"),
        ("kh|hk|gh|ck|q|x", "k"),
        ("sh|hs|zh|z", "s"),
        ("^h(?=[lmnwy])", ""),  # Hla, Hnin
        ("ng", "G"),
        ("nk", "Gk"),
        ("^sr", "s"),
        ("v", "w"),
        ("u(?=(t|n|m|d)\\1)", "a"),  # Nuttapong, Natthapong
        ("([bcdfghklmnpqrstwy])\\1+", r"\1"),
        ("(?<=[aeiou])r(?![aeiouyh])", ""),  # Somporn, Thar
        ("(?<=[aeiou])h(?![aeiouy])", ""),
        ("y(?![aeiou])(?<![aeiou]y)", "i"),  # Lynn
        ("a[iy]e?|ey[e]?|ei", "Y"),
        ("au|aw|ao|ou(?=G)|oa", "o"),
        ("oe(?=[b-df-hj-np-tv-xzCG])", "e"),
        ("oe$|ow$", "o"),
        ("(?<=w)e$", "Y"),  # Nwe, Nway
        ("oo|ou|ue", "u"),
        ("ee|ea|ie", "i"),
        ("ae", "e"),
        ("aa", "a"),
        ("i(?=[aou])", "y"),
        ("(?<=[CGbcdfgklmnpst])ine$|Yn?G", "Yn"),  # Khine, Khaing
        ("c(?=[eiY])", "s"),
        ("c", "k"),
        ("g", "k"),
        ("d$", "t"),
        ("b$", "p"),
        ("l$", "n"),
        ("(?<=[nG])[tk]$", ""),  # Myint, Thant
    )
)


def is_read(word: str) -> bool:
    """Whether all its letters are Thai, or all Latin: how a part of a word sounds says nothing of the word."""
    return not (NOT_THAI.search(word) and NOT_LATIN.search(word))


def sound(word: str) -> str:
    """The key of one word, or "" where no rule for its letters is known (Burmese, Khmer, Lao, Chinese and other scripts)."""
    if not is_read(word):
        return ""
    if any("ก" <= char <= "๎" for char in word):
        key = thai_sound(word)
        return f"th.{key}" if key else ""
    key = latin_sound(word)
    return f"la.{key}" if key else ""


def latin_sound(word: str) -> str:
    return _rewritten(word.lower(), LATIN_RULES)


def thai_sound(word: str) -> str:
    """Consonants as starts or ends of syllables with the vowels between them; a vowel that is not written counts nothing."""
    letters = _rewritten(word, THAI_RULES)
    key, place = [], 0
    while place < len(letters):
        step, sounds = _syllable_part(letters, place)
        key.append(sounds)
        place += step
    return re.sub(r"(.)\1+", r"\1", "".join(key))


def _syllable_part(letters: str, place: int) -> tuple[int, str]:
    """How many letters are read here, and their sound."""
    char = letters[place]
    after = letters[place + 1 : place + 2]
    if char in LEADING and after in START:
        return 2, START[after] + QUALITY[char]
    if char in QUALITY:
        return 1, QUALITY[char]
    if char == "อ" and place and letters[place - 1] in START and (not after or after not in _VOWELS_AFTER):
        return 1, "" if letters[place - 2 : place - 1] in (*LEADING,) else "o"  # เธอ, พอ
    if char in START:
        return 1, END[char] if char in END and _closes(letters, place) else START[char]
    return 1, ""


def _closes(letters: str, place: int) -> bool:
    """Whether the consonant ends a syllable: something stands before it, and no vowel of its own after it."""
    after = letters[place + 1 : place + 2]
    return place > 0 and (not after or after not in f"{_VOWELS_AFTER}อ")


def _rewritten(word: str, rules: tuple[tuple[re.Pattern[str], str], ...]) -> str:
    for pattern, right in rules:
        word = pattern.sub(right, word)
    return word
