"""Lao letters as the Thai letters that sound alike: one set of rules then serves both scripts."""

FIRST, LAST, APART = 0x0E80, 0x0EDF, 0x80
# Where the two blocks of Unicode do not run side by side.
OTHERWISE = {"ົ": "", "ຼ": "ล", "ຽ": "ย", "ໜ": "หน", "ໝ": "หม", "ໞ": "ก", "ໟ": "ย", "຺": ""}


def is_lao(text: str) -> bool:
    return any(FIRST <= ord(char) <= LAST for char in text)


def to_thai(text: str) -> str:
    """`ສົມໃຈ` becomes `สมใจ`; what is not Lao stays."""
    return "".join(OTHERWISE.get(char, chr(ord(char) - APART) if FIRST <= ord(char) <= LAST else char) for char in text)
