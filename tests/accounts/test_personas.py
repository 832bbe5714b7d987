"""The invented people of the demonstration."""

import csv
import json
from collections import Counter
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings as configured
from django.contrib.auth import SESSION_KEY
from django.core.management import CommandError, call_command
from django.test import Client

from actip.accounts.models import Agency, ApiClient, User
from actip.accounts.personas import agencies, personas


@pytest.fixture
def loaded(db, settings, tmp_path):
    settings.DEMO = True
    settings.ACTIP_CREDENTIALS_FILE = str(tmp_path / "credentials.json")
    call_command("load_personas", stdout=StringIO())
    return Path(settings.ACTIP_CREDENTIALS_FILE)


def test_outside_demonstration_mode_there_is_no_such_page(client, loaded, settings):
    settings.DEMO = False

    assert client.get("/personas/").status_code == 404
    assert client.post("/personas/", {"username": "police"}).status_code == 404
    assert SESSION_KEY not in client.session
    with pytest.raises(CommandError):
        call_command("load_personas")


def test_one_click_signs_in(client, loaded):
    answer = client.post("/personas/", {"username": "police"})

    assert (answer.status_code, answer["Location"]) == (303, "/")
    assert client.get("/private/").json() == {"user": "police"}
    another = {"username": "police", "_next": "/private/"}
    answer = Client().post("/personas/", another, headers={"Accept-Language": "en"})
    assert (answer["Location"], answer.cookies["django_language"].value) == ("/private/", "en")


def test_the_page_shows_everybody_in_both_languages(client, loaded):
    for language, name, task in [("th", "name_th", "task1_th"), ("en", "name_en", "task1_en")]:
        page = client.get("/personas/", headers={"Accept-Language": language}).content.decode()
        for persona in personas():
            assert persona.row[name] in page
            assert persona.row[task].replace("'", "&#x27;") in page


def test_only_personas_are_signed_in_by_a_click(client, loaded, officer):
    for name in ("officer", "police-api", "", "nobody"):
        assert client.post("/personas/", {"username": name}).status_code == 404
    assert SESSION_KEY not in client.session


def test_a_persona_has_no_password(loaded):
    assert not any(
        user.has_usable_password() for user in User.objects.filter(username__in=[p.username for p in personas()])
    )


def test_credentials_are_the_owners_alone_and_survive_a_second_run(loaded):
    first = loaded.read_text()

    call_command("load_personas", stdout=StringIO())

    assert loaded.stat().st_mode & 0o777 == 0o600
    assert loaded.read_text() == first
    assert len(json.loads(first)) == len(personas()) == ApiClient.objects.count()
    assert Agency.objects.count() == len(agencies())


def test_a_lost_file_gives_new_secrets(loaded):
    first = json.loads(loaded.read_text())
    loaded.unlink()

    call_command("load_personas", stdout=StringIO())

    second = json.loads(loaded.read_text())
    assert second.keys() == first.keys()
    assert second["police"]["client_secret"] != first["police"]["client_secret"]


def test_the_credentials_work(client, loaded):
    mine = json.loads(loaded.read_text())["fund.payer"]

    answer = client.post(
        "/api/v1/token/", {"grant_type": "client_credentials", **mine}, content_type="application/json"
    )

    assert answer.status_code == 200


def test_the_data_is_whole():
    """Roles exist in the matrix, agencies and provinces exist, nothing is empty, and distance can be tested."""
    with (configured.BASE_DIR / "actip/access/roles.csv").open(encoding="utf-8") as file:
        roles = {row["code"] for row in csv.DictReader(file)}
    with (configured.BASE_DIR / "actip/thai/data/provinces.csv").open(encoding="utf-8") as file:
        provinces = {row["code"] for row in csv.DictReader(file)}
    kinds = Counter(agency["kind"] for agency in agencies())

    assert {persona.role for persona in personas()} <= roles
    assert {persona.agency for persona in personas()} == {agency["code"] for agency in agencies()}
    assert {agency["province"] for agency in agencies()} <= provinces
    assert set(kinds) <= dict(Agency.KINDS).keys()
    assert all(
        value for persona in personas() for name, value in persona.row.items() if name not in ("staff", "child_cleared")
    )
    assert {kind for kind, count in kinds.items() if count >= 2} >= {"police", "shelter_gov", "shelter_ngo", "province"}
