"""Burmese names: the honorifics before them, and the script written in Latin letters as papers in Thailand write it."""

import re

# What stands before a name by age and sex, in three scripts. It may also be part of the name (Maung Maung), so that a
# name is compared with it and without it.
HONORIFICS = re.compile(
    r"^(?:(?:u|daw|ma|ko|maung|mg|saw|naw|nang|nan|sai|nai|mi|ashin)\s+|(?:ดอว์|ดอ|อู|มะ|โก|หม่อง|หมอง|ซอ|นอ)\s+"
    r"|(?:ဦး|ဒေါ်|ကို|မောင်|စော|နော်|နန်း|စိုင်း|မ(?=[က-အဧ])(?!.်)))\s*(?=\S)",
    re.IGNORECASE,
)
STARTS = {
    "က": "k", "ခ": "kh", "ဂ": "g", "ဃ": "g", "င": "ng", "စ": "s", "ဆ": "s", "ဇ": "z", "ဈ": "z", "ည": "ny", "ဉ": "ny",
    "ဋ": "t", "ဌ": "ht", "ဍ": "d", "ဏ": "n", "တ": "t", "ထ": "ht", "ဒ": "d", "ဓ": "d", "န": "n", "ပ": "p", "ဖ": "hp",
    "ဗ": "b", "ဘ": "b", "မ": "m", "ယ": "y", "ရ": "y", "လ": "l", "ဝ": "w", "သ": "th", "ဟ": "h", "ဠ": "l", "အ": "",
    "ဣ": "i", "ဤ": "i", "ဥ": "u", "ဦ": "u", "ဧ": "e", "ဩ": "aw", "ဪ": "aw",
}  # fmt: skip
MEDIALS = {"ျ": "y", "ြ": "y", "ွ": "w", "ှ": "h"}
SYLLABLE = re.compile("([က-ဪ])([ျ-ှ]*)([ါ-ဵ]*)(?:([က-အ])[့း]*်)?[ံ့း်]*")
# What a vowel and the consonant that closes it sound like together.
RIMES = {
    "က": "et", "ောက": "auk", "ိုက": "aik", "င": "in", "ောင": "aung", "ိုင": "aing", "စ": "it", "ည": "i", "ဉ": "in",
    "တ": "at", "ပ": "at", "ိတ": "eik", "ိပ": "eik", "ုတ": "ok", "ုပ": "ok", "န": "an", "မ": "an", "ိန": "ein",
    "ိမ": "ein", "ုန": "on", "ုမ": "on", "ယ": "e",
}  # fmt: skip
VOWELS = {"": "a", "ာ": "a", "ိ": "i", "ီ": "i", "ု": "u", "ူ": "u", "ေ": "e", "ဲ": "e", "ော": "aw", "ို": "o"}


def is_burmese(text: str) -> bool:
    return any("က" <= char <= "႟" for char in text)


def without_honorific(name: str) -> str:
    """The name without U, Daw, Ma and the like before it; one that is nothing else stays."""
    return HONORIFICS.sub("", name, count=1)


def to_latin(text: str) -> str:
    """`အောင်` becomes `aung`; stacked letters are read one after the other."""
    text = text.replace("ါ", "ာ").replace("္", "်").replace("ာ်", "ာ")
    return SYLLABLE.sub(_syllable, text)


def _syllable(found: re.Match[str]) -> str:
    start, medials, vowel, closing = found.groups()
    begins = STARTS.get(start, "") + "".join(MEDIALS[char] for char in medials if char != "ှ")
    begins = begins.replace("khy", "ch")
    if "ှ" in medials:
        begins = f"h{begins}"
    if start in "ဣဤဥဦဧဩဪ":
        return begins
    if closing:
        return begins + RIMES.get(vowel + closing, VOWELS.get(vowel, "a") + STARTS.get(closing, "")[:1])
    if "ံ" in found.group(0):
        return f"{begins}on" if vowel == "ု" else f"{begins}an"
    return "aye" if start == "အ" and vowel == "ေ" else begins + VOWELS.get(vowel, "a")
