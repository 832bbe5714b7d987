"""The list of agencies that a program names in a referral."""

import pytest

from actip.accounts import person
from tests.api.conftest import body_of
from tests.factories.cases import TRIAGED

pytestmark = pytest.mark.django_db


def test_agencies_are_listed_by_code_with_both_names(police, world):
    rows = police.get("agencies/").body["results"]

    assert [row["code"] for row in rows] == sorted(row["code"] for row in rows)
    assert {"code": world.police.code, "kind": "police", "name_th": world.police.name_th, "name_en": world.police.name_en,
            "province": world.police.province} in rows  # fmt: skip


def test_of_one_kind(police):
    rows = police.get("agencies/?kind=prosecutor").body["results"]

    assert {row["kind"] for row in rows} == {"prosecutor"}
    assert police.get("agencies/?kind=%00nothing").body["results"] == []


def test_a_closed_agency_is_not_offered(police, world):
    with person.as_system("closes an agency"):
        world.prosecutor.is_active = False
        world.prosecutor.save()

    assert world.prosecutor.code not in [row["code"] for row in police.get("agencies/").body["results"]]


def test_a_listed_code_is_what_a_referral_takes(police):
    report = police.move("reports", police.add("reports", **body_of("reports")), "triage", **TRIAGED)
    (code,) = [row["code"] for row in police.get("agencies/?kind=province").body["results"]][:1]

    assert police.move("reports", report, "refer", referred_to=code)["status"] == "referred"


def test_nobody_reads_it_without_signing_in(client):
    assert client.get("/api/v1/agencies/").status_code == 401
