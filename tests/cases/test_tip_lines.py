"""One tip of a batch by itself: what is just taken, and what is just too much."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import orjson
import pytest

from cases.intake import tips

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
LEAST = {"external_id": "1", "received_at": "2026-11-20T09:00:00Z", "summary": "seen in a chat"}


def read(**more) -> tips.Tip:
    return tips.from_json(orjson.dumps(LEAST | more), "ncmec", NOW)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ({}, {"channel": "ncmec", "people_count": 1, "children_count": None, "country": "TH", "is_online": "t", "province": ""}),
        ({"channel": "ticac"}, {"channel": "ticac"}),
        ({"external_id": 5, "district": "x" * 200}, {"external_id": "5", "district": "x" * 200}),
        ({"people_count": 100_000, "children_count": 100_000}, {"people_count": 100_000, "children_count": 100_000}),
        ({"people_count": "7", "children_count": 0}, {"people_count": 7, "children_count": 0}),
        ({"latitude": 4, "longitude": "95.5"}, {"latitude": Decimal(4), "longitude": Decimal("95.5")}),
        ({"latitude": 22, "longitude": 107.5}, {"latitude": Decimal(22)}),
        ({"latitude": "13.123456", "longitude": 100, "is_online": "0"}, {"latitude": Decimal("13.12346"), "is_online": "f"}),
        ({"latitude": -90, "longitude": 180, "country": "GB"}, {"latitude": Decimal(-90), "longitude": Decimal(180)}),
        ({"is_online": False, "province": "TH-10"}, {"is_online": "f", "province": "TH-10"}),
        ({"is_online": "false", "district": "Mae Sot"}, {"is_online": "f"}),
        ({"is_online": False, "country": "MM"}, {"is_online": "f", "country": "MM"}),
        ({"is_online": "1"}, {"is_online": "t"}),
        ({"received_at": "2026-11-20T09:00:00"}, {"received_at": "2026-11-20T09:00:00+07:00"}),
        ({"received_at": "1998-01-01T00:00:00Z"}, {"received_at": "1998-01-01T00:00:00+00:00"}),
        ({"received_at": (NOW + timedelta(days=1)).isoformat()}, {"received_at": "2026-11-24T12:00:00+00:00"}),
        ({"summary": "x" * 20_000}, {"summary": "x" * 20_000}),
        ({"summary": "one\n two "}, {"summary": "one\n two"}),
    ],
)  # fmt: skip
def test_what_is_taken(given, kept):
    found = read(**given)._asdict()

    assert {name: found[name] for name in kept} == kept


@pytest.mark.parametrize(
    "given",
    [
        {"external_id": None}, {"external_id": True}, {"external_id": "x" * 81}, {"external_id": 1.5}, {"district": "x" * 201},
        {"people_count": 100_001}, {"people_count": "1e3"}, {"people_count": 1.5}, {"people_count": "๗"}, {"children_count": -1},
        {"people_count": "1234567"}, {"children_count": False}, {"latitude": True, "longitude": 100}, {"longitude": 100},
        {"latitude": 3.99999, "longitude": 100}, {"latitude": 22.00001, "longitude": 100}, {"latitude": 13, "longitude": 95.49999},
        {"latitude": 13, "longitude": 107.50001}, {"latitude": "90.1", "longitude": 0, "country": "GB"},
        {"latitude": 0, "longitude": -180.1, "country": "GB"}, {"is_online": "yes"}, {"is_online": 1.0 + 1}, {"is_online": "0"},
        {"received_at": "1997-12-31T23:59:59Z"}, {"received_at": (NOW + timedelta(days=1, seconds=1)).isoformat()},
        {"received_at": None}, {"received_at": 5}, {"summary": "x" * 20_001}, {"summary": "\u200b"}, {"country": ""},
        {"exploitation": ""}, {"danger": None, "language": "xx"}, {"channel": ""},
    ],
    ids=str,
)  # fmt: skip
def test_what_is_just_too_much(given):
    with pytest.raises(tips.BadTip):
        read(**given)


def test_the_names_of_a_cybertip_are_known_and_an_empty_cell_was_not_given():
    names = ["reportId", "dateReceived", "incidentSummary", "people_count", "province"]
    cells = ["9", "2026-11-20T09:00:00Z", "seen", "", ""]
    found = tips.from_cells(names, cells, "ncmec", NOW)

    assert (found.external_id, found.summary, found.people_count) == ("9", "seen", 1)
    for wrong in (cells[:-1], [*cells, "x"], ["9", cells[1], "x" * tips.LONGEST, "", ""]):
        with pytest.raises(tips.BadTip):
            tips.from_cells(names, wrong, "ncmec", NOW)
