"""One tip of a batch: read from a line of JSON or CSV, checked as strictly as a form would. The format: docs/intake.md."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

import orjson
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from actip.thai.dates import BANGKOK
from actip.thai.provinces import countries, provinces
from actip.thai.text import clean_text
from cases import codes
from cases.models.told import NEAR

LONGEST = 40_000  # bytes of a line
# The names in a CyberTip's own export, and ours.
ALIASES = {"reportId": "external_id", "dateReceived": "received_at", "incidentSummary": "summary"}
EARLIEST = datetime(1998, 1, 1, tzinfo=UTC)  # the year in which the CyberTipline began
TO_COME = timedelta(days=1)
WHOLE = re.compile(r"[0-9]{1,6}", re.ASCII)
PLACES = Decimal("0.00001")


class BadTip(Exception):
    """A line that is refused; the message says why, and holds nothing of what the line tells."""


class Tip(NamedTuple):
    """The columns of actip.staged_tip after batch, line and id, in order; None is NULL."""

    external_id: str
    channel: str
    received_at: str
    exploitation: str
    danger: str
    people_count: int
    children_count: int | None
    province: str
    district: str
    country: str
    is_online: str
    latitude: Decimal | None
    longitude: Decimal | None
    language: str
    summary: str


def from_json(line: bytes, channel: str, now: datetime) -> Tip:
    """A tip from a line that holds one JSON object. Raises BadTip."""
    if len(line) > LONGEST:
        raise BadTip(_("The line is too long."))
    try:
        found = orjson.loads(line)
    except orjson.JSONDecodeError:
        raise BadTip(_("The line is no JSON.")) from None
    if not isinstance(found, dict):
        raise BadTip(_("The line holds no JSON object."))
    return tip(found, channel, now)


def from_cells(names: list[str], cells: list[str], channel: str, now: datetime) -> Tip:
    """A tip from a row of CSV; an empty cell is one that was not given. Raises BadTip."""
    if len(cells) != len(names):
        raise BadTip(_("The row has another number of cells than the heading."))
    if sum(map(len, cells)) > LONGEST:
        raise BadTip(_("The line is too long."))
    return tip({name: cell for name, cell in zip(names, cells, strict=True) if cell != ""}, channel, now)


def tip(given: dict, channel: str, now: datetime) -> Tip:
    """A tip from names and values; `channel` where the tip names none. Raises BadTip, naming the field."""
    values = {ALIASES.get(name, name): value for name, value in given.items()}
    if surplus := values.keys() - READ.keys():
        raise BadTip(_("There is no field %(name)s.") % {"name": sorted(map(str, surplus))[0][:40]})
    values.setdefault("channel", channel)
    made: dict = {}
    for name, read in READ.items():
        try:
            made[name] = read(values.get(name), now)
        except (ValueError, TypeError, OverflowError, InvalidOperation, ValidationError):
            raise BadTip(_("%(name)s: this value is not understood or not allowed.") % {"name": name}) from None
    _together(made)
    return Tip(**made)


def _together(made: dict) -> None:
    """What the constraints of a report say of several fields. Raises BadTip."""
    if made["children_count"] is not None and made["children_count"] > made["people_count"]:
        raise BadTip(_("There cannot be more children than people."))
    if made["province"] and made["country"] != "TH":
        raise BadTip(_("A place abroad has no province of Thailand."))
    latitude, longitude = made["latitude"], made["longitude"]
    is_placed = made["province"] or made["district"] or latitude is not None
    if not is_placed and made["country"] == "TH" and made["is_online"] == "f":
        raise BadTip(
            _(
                "Say where: the province, the district or place, or the coordinates; or that it happened abroad or online."
            )
        )
    if (latitude is None) != (longitude is None):
        raise BadTip(_("Give both latitude and longitude, or neither."))
    if latitude is not None and made["country"] == "TH":
        south, north, west, east = NEAR
        if not (south <= latitude <= north and west <= longitude <= east):
            raise BadTip(_("This point is far from Thailand. Check the coordinates, or choose the country it lies in."))


Reader = Callable[[object, datetime], object]


def _text(longest: int, *, needed: bool = False, lines: bool = False) -> Reader:
    def read(value, _now):
        if value is None and not needed:
            return ""
        if isinstance(value, int) and not isinstance(value, bool):
            value = str(value)
        if not isinstance(value, str):
            raise TypeError
        found = clean_text(value, multiline=lines)
        if len(found) > longest or (needed and not found):
            raise ValueError
        return found

    return read


def _code(choices, default: str | None = None) -> Reader:
    known = {code for code, _label in choices} if not isinstance(choices, dict) else set(choices)

    def read(value, _now):
        value = default if value is None else value
        if value not in known and not (value == "" and default == ""):
            raise ValueError
        return value

    return read


def _count(least: int, default: int | None) -> Reader:
    def read(value, _now):
        if value is None:
            return default
        if isinstance(value, str) and WHOLE.fullmatch(value):
            value = int(value)
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= 100_000:
            raise ValueError
        return value

    return read


def _degrees(limit: int) -> Reader:
    def read(value, _now):
        if value is None:
            return None
        if isinstance(value, bool):
            raise TypeError
        found = Decimal(str(value))
        if not -limit <= found <= limit:
            raise ValueError
        return found.quantize(PLACES)

    return read


def _moment(value, now: datetime) -> str:
    """ISO 8601; without an offset it is Bangkok time."""
    found = datetime.fromisoformat(value)
    if found.tzinfo is None:
        found = found.replace(tzinfo=BANGKOK)
    if not EARLIEST <= found <= now + TO_COME:
        raise ValueError
    return found.isoformat()


def _yes(value, _now) -> str:
    """What comes in batches came from the network, unless it says otherwise."""
    if value is None or value is True or value in ("true", "1"):
        return "t"
    if value is False or value in ("false", "0"):
        return "f"
    raise ValueError


READ: dict[str, Reader] = {
    "external_id": _text(80, needed=True),
    "channel": _code(codes.CHANNELS),
    "received_at": _moment,
    "exploitation": _code(codes.EXPLOITATION, "unknown"),
    "danger": _code(codes.DANGERS, "unknown"),
    "people_count": _count(1, 1),
    "children_count": _count(0, None),
    "province": _code(provinces(), ""),
    "district": _text(200),
    "country": _code(countries(), "TH"),
    "is_online": _yes,
    "latitude": _degrees(90),
    "longitude": _degrees(180),
    "language": _code(codes.LANGUAGES, "unknown"),
    "summary": _text(20_000, needed=True, lines=True),
}
