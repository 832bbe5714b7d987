"""Titles and ranks before a name, which are no part of it when names are compared."""

import re

_FORCES = "|".join(
    f"{grade}{branch}(?:เอก|โท|ตรี)"
    for branch in ("ตำรวจ", "")
    for grade in (
        "พล",
        "พัน",
        "ร้อย",
        "จ่าสิบ",
        "สิบ",
        "พลเรือ",
        "พลอากาศ",
        "นาวา",
        "นาวาอากาศ",
        "เรือ",
        "เรืออากาศ",
        "พันจ่า",
        "จ่า",
    )
)
# Never before a dependent vowel: นายิกา and นางาม are names.
_NO_VOWEL = "(?![ะ-ฺ็-๎])"
THAI = "|".join(
    (
        rf"(?:ว่าที่\s*)?(?:{_FORCES}|ดาบตำรวจ|พลตำรวจ|พลทหาร)(?:หญิง)?{_NO_VOWEL}",
        rf"(?:นางสาว|นาย|นาง|เด็กชาย|เด็กหญิง){_NO_VOWEL}",
        r"(?:ดช|ดญ|นส|ดร|คุณ|ด\.ช|ด\.ญ|น\.ส)(?=\s)",
        r"(?:[ก-ฮ]{1,3}\.)+(?:หญิง)?",
    )
)
LATIN = r"(?:mr|mrs|ms|miss|mister|master|dr|prof|khun)(?:\.|(?=\s))|(?:pol|gen|lt|maj|col|capt|sub|sgt|cpl|adm)\."
TITLE = re.compile(rf"\s*(?:{THAI}|{LATIN})\s*", re.IGNORECASE)


def without_titles(name: str) -> str:
    """The name without what stands before it; a name that is nothing but a title stays as it is."""
    place = 0
    while found := TITLE.match(name, place):
        place = found.end()
    return name[place:] if name[place:].strip() else name
