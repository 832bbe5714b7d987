"""The consonants of a name in classes that survive a change of script: `สมชาย` and `Somchai` both have TMTY.

Vowels are left out, since Thai does not write many of them and everybody romanises the others as she likes. A consonant
sounds otherwise at the end of a syllable, and where Thai syllables end is not written: sounds that may stand for one
another are one class. Khmer and Burmese arrive here in Latin letters.
"""

import re

from actip.thai.sounds import is_read, thai_sound

LEAST = 3  # fewer consonants say too little
# Classes: K, G (ng), T (c, s, t, d), N (n, r, l), P (b, p, f), M, Y; W and H count at the start of a word alone.
FROM_THAI = str.maketrans("kcCstTdDnrbfmhwyIWaiuveEo0", "KTTTTTTTNNPPMHWYY---------")
SILENT = re.compile("(?<=[นรมง])[ทดตธ]ร?[ิุ]?์|(?<=เพช)ร")  # จันทร์, พงษ์, เพชรดี
LATIN = tuple(
    (re.compile(pattern), right)
    for pattern, right in (
        ("[^a-z]", ""),
        ("^sr(?=[aeiouy])", "s"),
        ("aye", "e"),
        ("ng", "G"),
        ("nh", "n"),
        ("(?<=[aeiou])x$", "k"),  # Sirilux
        ("tch|chh?|ky|gy|th|ht|dh|sh|hs|[jszxtd]", "T"),
        ("kh|hk|gh|ck|[kgqc]", "K"),
        ("ph|hp|bh|[pbf]", "P"),
        ("(?<=[aeiou])r(?![aeiouy])", ""),  # Somporn, Prasert
        ("[aeou][iy]e?(?!(?:[GnTKPm])(?![aeiouy])|[aeiou])", "Y"),  # Somchai, not Khaing
        ("(?<=.)[wvh]", ""),  # Kaew, Sawat
        ("v", "w"),
        ("[lr]", "n"),
        ("y(?=[aeiou])", "Y"),
        ("(?<=[nG])[TK]$", ""),  # Myint, Narongk
        ("[aeiouy]", ""),
    )
)


def skeleton(word: str) -> str:
    """The classes of one word's consonants, repeated ones once; "" for a word without any, or in another script."""
    if not is_read(word):
        return ""
    if any("ก" <= char <= "๎" for char in word):
        key = thai_sound(SILENT.sub("", word)).translate(FROM_THAI).replace("-", "")
    else:
        key = word.lower()
        for pattern, right in LATIN:
            key = pattern.sub(right, key)
        key = key.upper()
    key = key[:1] + re.sub("[WH]", "", key[1:])
    return re.sub(r"(.)\1+", r"\1", key)
