"""Reading a file of the Counter Trafficking Data Collaborative line by line; what is wrong with a line is said, not guessed.

One line is one profile. An empty flag is *unknown*, not *no*; -99 and 0 for a country are the publisher's signs for unknown.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from actip.thai.provinces import STATELESS, UNKNOWN_COUNTRY, countries

COLUMNS = (
    "yearOfRegistration",
    "gender",
    "ageBroad",
    "citizenship",
    "isForcedLabour",
    "isSexualExploit",
    "CountryOfExploitation",
)
LONGEST = 20_000  # bytes of one line; the widest published file has 63 short columns
EMPTY = ("", "-99")
SEXES = {"Female": "female", "Male": "male", "Trans/Transgender/NonConforming": "other", "": "unknown"}
# The publisher's bands in ours. A band that straddles two of ours is no band of ours: 9--17 and 24--26 are not stated.
AGES = {
    "0--8": "under_15", "9--17": "unknown", "18--20": "18_24", "21--23": "18_24", "24--26": "unknown", "27--29": "25_over",
    "30--38": "25_over", "39--47": "25_over", "48+": "25_over", "": "unknown",
}  # fmt: skip
FLAGS = {"1": True, "0": False, "": None}
YEARS = range(1990, 2101)


class NotThisFormat(Exception):
    """The file does not begin as these files do."""


class BadLine(Exception):
    """What is wrong with one line, for the person who imports it."""


@dataclass(frozen=True, slots=True)
class Profile:
    """One line in our codes; `source` is the line as it was published, which says more than the codes can."""

    year: int
    sex: str
    age_band: str
    nationality: str
    exploitation: str
    source: str


def header(line: bytes) -> dict[str, int]:
    """Where each column stands, from the first line. Raises NotThisFormat."""
    try:
        names = [name.strip() for name in next(csv.reader([line.decode("utf-8-sig").rstrip("\r\n")]), [])]
    except (UnicodeDecodeError, csv.Error) as error:
        raise NotThisFormat(
            "The first line is not one line of comma-separated UTF-8 text, so this is no CTDC file."
        ) from error
    if missing := [name for name in COLUMNS if name not in names]:
        raise NotThisFormat(f"The first line does not name the columns {', '.join(missing)}, so it is no CTDC file.")
    return {name: names.index(name) for name in COLUMNS} | {"": len(names)}


def lines(file: BinaryIO) -> Iterator[tuple[int, bytes | None, int]]:
    """Number, content and size of each line after the first; the content of a line beyond all measure is None."""
    number = 1
    while line := file.readline(LONGEST + 1):
        number += 1
        size = len(line)
        if size > LONGEST and not line.endswith(b"\n"):
            while rest := file.readline(LONGEST):
                size += len(rest)
                if rest.endswith(b"\n"):
                    break
            yield number, None, size
        else:
            yield number, line, size


def profile(line: bytes | None, places: dict[str, int], country: str) -> Profile | None:
    """What a line says, or None for a profile of another country or an empty line. Raises BadLine."""
    if line is None:
        raise BadLine(f"longer than {LONGEST:,} bytes")
    values = _values(line, places)
    if values is None:
        return None
    year, gender, age, citizenship, labour, sexual, exploited_in = values
    if exploited_in not in countries() and exploited_in not in ("", "0"):
        raise BadLine(f"CountryOfExploitation {_shown(exploited_in)} is no country code")
    if exploited_in != country:
        return None
    return Profile(
        year=_year(year),
        sex=_known(SEXES, gender, "gender"),
        age_band=_known(AGES, age, "ageBroad"),
        nationality=_nationality(citizenship),
        exploitation=_exploitation(_known(FLAGS, labour, "isForcedLabour"), _known(FLAGS, sexual, "isSexualExploit")),
        source="|".join(values),
    )


def _values(line: bytes, places: dict[str, int]) -> list[str] | None:
    """The seven values of a line, in the order of COLUMNS; None for an empty line."""
    try:
        text = line.decode().rstrip("\r\n")
    except UnicodeDecodeError as error:
        raise BadLine("not text in UTF-8") from error
    if not text.strip(" ,"):
        return None
    if "\0" in text:
        raise BadLine("holds a NUL character")
    cells = _quoted(text) if '"' in text else text.split(",")
    if len(cells) != places[""]:
        raise BadLine(f"{len(cells)} values where the first line names {places['']} columns")
    found = [cells[places[name]].strip() for name in COLUMNS]
    return ["" if value in EMPTY else value for value in found]


def _quoted(text: str) -> list[str]:
    try:
        return next(csv.reader([text], strict=True))
    except csv.Error as error:
        raise BadLine("a quotation mark is not closed") from error


def _year(value: str) -> int:
    if not (value.isascii() and value.isdigit() and len(value) == 4 and int(value) in YEARS):
        raise BadLine(f"yearOfRegistration {_shown(value)} is no year of the common era from {YEARS[0]} on")
    return int(value)


def _known(codes: dict, value: str, column: str):
    try:
        return codes[value]
    except KeyError:
        raise BadLine(f"{column} {_shown(value)} is not a value of this column") from None


def _nationality(code: str) -> str:
    if code in ("", "0"):
        return UNKNOWN_COUNTRY
    if code not in countries() or code in (STATELESS, UNKNOWN_COUNTRY):
        raise BadLine(f"citizenship {_shown(code)} is no country code")
    return code


def _exploitation(labour: bool | None, sexual: bool | None) -> str:
    """One form where exactly one is said. Both, neither, or nothing said: not stated (one code cannot say it)."""
    if labour and not sexual:
        return "forced_labour"
    if sexual and not labour:
        return "other_sexual"
    return "unknown"


def _shown(value: str) -> str:
    """A value for a message: short, and without signs that would move the rest of the line."""
    return repr(value[:40])
