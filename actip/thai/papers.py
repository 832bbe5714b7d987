"""What numbers of papers other than the Thai national ID look like: a doubt is said, never a refusal.

Sources: ICAO Doc 9303 for passports (nine letters and digits at most). The pink card (card of a person without Thai
nationality) carries thirteen digits with the same check digit as a national ID. No published form of border pass numbers
was found, so only what can be no number at all is doubted.
"""

import re

from django.utils.translation import gettext as _

from actip.thai import national_id

PASSPORT = re.compile("[A-Z]{0,3}[0-9]{5,9}|[A-Z0-9]{6,9}")
BORDER_PASS = re.compile("[A-Z0-9]{4,20}")
NON_THAI_CLASSES = "0678"


def warning(kind: str, text: str) -> str:
    """A sentence about a number of this kind (national_id, passport, pink_card, border_pass), or ""."""
    number = national_id.normalise(text)
    if not number:
        return ""
    if kind == "national_id":
        return national_id.check(text).warning
    if kind == "passport" and not (len(number) <= 9 and PASSPORT.fullmatch(number) and any(map(str.isdigit, number))):
        return _("A passport number has 6 to 9 letters and digits. Check it; it is kept as you wrote it.")
    if kind == "pink_card":
        return _pink_card(text, number)
    if kind == "border_pass" and not BORDER_PASS.fullmatch(number):
        return _("A border pass number has 4 to 20 letters and digits. Check it; it is kept as you wrote it.")
    return ""


def _pink_card(text: str, number: str) -> str:
    if not national_id.is_thirteen_digits(number):
        return _("A pink card has 13 digits. Check the number, or choose another kind of document.")
    if not national_id.check(text).valid_checksum:
        return _("The check digit of this pink card does not fit. Check the number against the card.")
    if number[0] not in NON_THAI_CLASSES:
        return _("Numbers of pink cards begin with 0, 6, 7 or 8; this one is a Thai national's.")
    return ""
