"""What happens seldom on pages: two people at one identity, a filter by yes and no, a log line about no one record."""

import pytest

from actip.accounts import person
from actip.records import actions
from tests.factories import make

pytestmark = pytest.mark.django_db


def test_two_people_change_one_identity_and_neither_name_is_shown(story, sign_in):
    client, other = sign_in("POL"), story.world.add_user("POL", "police", "another")
    url = f"/identities/{story.identity.pk}/change/"
    form = client.get(url).context["form"]
    typed = {name: form[name].value() for name in form.fields if form[name].value()} | {"full_name": "ชื่อของฉัน"}
    with person.as_user(other):
        identity = type(story.identity).objects.get(pk=story.identity.pk)
        identity.full_name = "ชื่อของเขา"
        actions.save(identity, by=other)

    clash = client.post(url, typed)

    assert clash.status_code == 409
    assert "what you typed" in clash.content.decode()
    assert "ชื่อของเขา" not in clash.content.decode()


def test_an_officer_is_named_in_her_own_agency_alone(story, sign_in, world):
    client, url = sign_in("POL"), f"/people/{story.victim.pk}/assign/"
    given = {"agency": str(world.dsi.pk), "basis": "protection", "officer": str(world.user("POL").pk)}

    assert client.post(url, given).context["form"].errors["officer"] == ["This officer works in another agency."]


def test_filters_by_yes_and_no(world, sign_in):
    with world.as_("HOT"):
        for is_online in (True, True, False):
            make("reports", by=world.user("HOT"), is_online=is_online)
    client = sign_in("HOT")

    totals = {asked: client.get(f"/reports/?is_online={asked}").context["total"] for asked in ("true", "false", "")}
    assert totals == {"true": 2, "false": 1, "": 3}


def test_what_is_about_no_one_record_leads_to_no_history(story, sign_in):
    sign_in("HOT").get("/reports.csv")

    (row,) = sign_in("AUD").get("/audit-log/?only=export").context["rows"]
    assert (row["record"], row["url"]) == ("Report", "")
    assert sign_in("AUD").get("/cases/0b0f3c0e-0000-4000-8000-00000000000a/history/").status_code == 404
