"""Khmer letters written in Latin ones, near enough to compare how a name sounds."""

CONSONANTS = {
    "ក": "k", "ខ": "kh", "គ": "k", "ឃ": "kh", "ង": "ng", "ច": "ch", "ឆ": "ch", "ជ": "ch", "ឈ": "ch", "ញ": "nh", "ដ": "d",
    "ឋ": "th", "ឌ": "d", "ឍ": "th", "ណ": "n", "ត": "t", "ថ": "th", "ទ": "t", "ធ": "th", "ន": "n", "ប": "b", "ផ": "ph",
    "ព": "p", "ភ": "ph", "ម": "m", "យ": "y", "រ": "r", "ល": "l", "វ": "v", "ស": "s", "ហ": "h", "ឡ": "l", "អ": "",
}  # fmt: skip
VOWELS = {
    "ា": "a", "ិ": "i", "ី": "i", "ឹ": "oe", "ឺ": "eu", "ុ": "o", "ូ": "ou", "ួ": "uo", "ើ": "eu", "ឿ": "eu", "ៀ": "ie",
    "េ": "e", "ែ": "e", "ៃ": "ai", "ោ": "o", "ៅ": "au", "ំ": "m", "ះ": "h", "ឥ": "e", "ឦ": "ei", "ឧ": "o", "ឯ": "e", "ឪ": "au",
    "ឫ": "r", "ឬ": "r",
}  # fmt: skip
SUBSCRIPT, SHORT = "្", "់"


def is_khmer(text: str) -> bool:
    return any("ក" <= char <= "៿" for char in text)


def to_latin(text: str) -> str:
    """`សុខា` becomes `sokha`; a vowel that is not written is passed over."""
    text = text.replace("ស្រី", "srey ").strip()
    found = []
    for place, char in enumerate(text):
        if char in CONSONANTS:
            after = text[place + 1 : place + 2]
            closes = place > 0 and after not in VOWELS and after not in (SUBSCRIPT,) and char in "បព"
            found.append("p" if closes else CONSONANTS[char])
        elif "ក" <= char <= "៿":
            found.append("" if char in (SUBSCRIPT, SHORT) else VOWELS.get(char, ""))
        else:
            found.append(char)
    return "".join(found)
