"""The 13-digit Thai national ID: checked, never refused. Victims often hold a 0, 00, 6 or 7 number, or none at all."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actip.thai.text import clean_text, to_ascii_digits

LENGTH = 13
PERSON_CLASSES = {
    "0": gettext_lazy("no civil registration status, or migrant worker register"),
    "1": gettext_lazy("Thai, birth registered in time"),
    "2": gettext_lazy("Thai, birth registered late"),
    "3": gettext_lazy("Thai or alien in the first registration of 1984"),
    "4": gettext_lazy("Thai or alien who moved before receiving a number"),
    "5": gettext_lazy("Thai added to the register later"),
    "6": gettext_lazy("entered unlawfully or stays temporarily"),
    "7": gettext_lazy("child of class 6, born in Thailand"),
    "8": gettext_lazy("alien with lawful residence, or naturalised"),
}


@dataclass(frozen=True)
class Result:
    """What a typed number is: its digits, whether the check digit fits, its person class ("" if it is no such number)."""

    normalised: str
    valid_checksum: bool
    person_class: str

    @property
    def warning(self) -> str:
        """A sentence for the clerk, or "" when there is nothing to say. It warns and never blocks."""
        if not self.normalised or self.valid_checksum:
            return ""
        if not is_thirteen_digits(self.normalised):
            return _("A Thai national ID has 13 digits. Check the number, or choose another kind of document.")
        return _("The check digit of this national ID does not fit. Check the number against the card.")


def check(text: str) -> Result:
    """Read a national ID as typed, with or without hyphens, in Thai or Arabic digits."""
    number = normalise(text)
    if not is_thirteen_digits(number):
        return Result(number, valid_checksum=False, person_class="")
    valid = number[0] in PERSON_CLASSES and check_digit(number[:12]) == number[12]
    return Result(number, valid_checksum=valid, person_class=number[0] if number[0] in PERSON_CLASSES else "")


def normalise(text: str) -> str:
    """The number without spaces and hyphens, in Arabic digits, capital letters: one form for exact lookup of any document."""
    try:
        plain = to_ascii_digits(clean_text(text))
    except ValidationError:
        return ""
    return "".join(char for char in plain if char.isalnum()).upper()


def is_thirteen_digits(number: str) -> bool:
    return len(number) == LENGTH and number.isascii() and number.isdigit()


def check_digit(first_twelve: str) -> str:
    """The thirteenth digit: (11 - sum of digits weighted 13 to 2, modulo 11) modulo 10."""
    total = sum(weight * int(digit) for weight, digit in zip(range(LENGTH, 1, -1), first_twelve, strict=True))
    return str((11 - total % 11) % 10)


def display(text: str) -> str:
    """1-2345-67890-12-1, as printed on the card; any other number as it was normalised."""
    return _grouped(normalise(text))


def mask(text: str) -> str:
    """x-xxxx-xxxxx-12-1: enough to tell two papers apart, too little to use. Other documents keep their last two characters."""
    number = normalise(text)
    if is_thirteen_digits(number):
        return _grouped("x" * 10 + number[10:])
    return "x" * (len(number) - 2) + number[-2:] if len(number) >= 6 else "x" * len(number)


def _grouped(number: str) -> str:
    if len(number) != LENGTH:
        return number
    return "-".join((number[0], number[1:5], number[5:10], number[10:12], number[12]))
