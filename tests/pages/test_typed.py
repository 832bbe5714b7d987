"""What is typed: kept as a draft until it is saved, never in place of what is hidden, and answered in words when it cannot be read."""

import pytest

from actip.records import actions
from actip.records.models import Draft
from tests.factories import make
from tests.pages.conftest import REPORT
from victims.models import Person, VictimIdentity

pytestmark = pytest.mark.django_db


def test_what_is_typed_survives_until_it_is_saved(world, sign_in):
    client = sign_in("HOT")
    page = client.get("/reports/new/")

    kept = client.post(page.context["draft_url"], REPORT | {"summary": "ครึ่งเรื่อง"})
    later = sign_in("HOT")
    offered = later.get("/reports/new/")
    resumed = later.get(offered.context["offer"]["url"])
    home = later.get("/")
    saved = later.post("/reports/new/", REPORT)

    assert kept.json()["text"].startswith("Draft saved")
    assert resumed.context["form"]["summary"].value() == "ครึ่งเรื่อง"
    assert home.context["drafts"]
    assert saved.status_code == 302
    with world.as_("HOT"):
        assert not Draft.objects.exists()


def test_a_draft_is_unreadable_in_the_database_and_to_others(world, sign_in):
    sign_in("HOT").post("/drafts/reports/new/", REPORT | {"summary": "ครึ่งเรื่อง"})

    with world.as_("HOT"):
        assert "ครึ่งเรื่อง".encode() not in bytes(Draft.objects.get().content)
    with world.as_("POL"):
        assert not Draft.objects.exists()


def test_a_draft_is_thrown_away_by_a_button(world, sign_in):
    client = sign_in("HOT")
    client.post("/drafts/reports/new/", REPORT)

    client.post("/drafts/reports/new/", {"discard": "yes"})

    assert client.get("/reports/new/").context["offer"] is None


def test_a_draft_of_no_form_is_refused(world, sign_in):
    assert sign_in("HOT").post("/drafts/somewhere/else/", REPORT).status_code == 404
    assert sign_in("HOT").post("/drafts/reports/new/", REPORT | {"summary": "ก" * 300_000}).status_code == 413


def test_switching_the_language_keeps_what_is_typed(world, sign_in):
    client = sign_in("HOT")

    answer = client.post(
        "/reports/new/", REPORT | {"summary": "ครึ่งเรื่อง", "people_count": "", "_language": "th"}, follow=True
    )

    assert answer.context["form"]["summary"].value() == "ครึ่งเรื่อง"
    assert 'lang="th"' in answer.content.decode()


def test_dots_left_in_a_form_change_no_protected_value(story, sign_in):
    client = sign_in("POL")
    url = f"/identities/{story.identity.pk}/change/"
    form = client.get(url).context["form"]
    typed = {name: form[name].value() for name in form.fields} | {"phone": "0899999999"}

    answer = client.post(url, typed)

    assert answer.status_code == 302
    with story.world.as_("POL"):
        opened = actions.reveal(VictimIdentity.objects.get(), by=story.world.user("POL"), reason="to see what is kept")
    assert (opened["full_name"], opened["phone"]) == ("Ma Aye Aye Khaing", "0899999999")


def test_a_link_that_she_may_not_see_is_left_as_it_is(story, sign_in):
    client = sign_in("PMJ")
    url = f"/people/{story.victim.pk}/change/"
    form = client.get(url).context["form"]
    typed = {name: form[name].value() or "" for name in form.fields} | {
        "language": "my",
        "first_contact_on": "6/1/2569",
    }
    typed.pop("interpreter_needed")

    answer = client.post(url, typed)

    assert "case" not in form.fields
    assert answer.status_code == 302
    with story.world.as_("POL"):
        assert Person.objects.get().case_id == story.case.pk


def test_what_was_not_sent_keeps_its_value_and_what_is_empty_is_asked_for(world, sign_in):
    """As in the API: a clerk who leaves a question out has not stated it; one who empties an answer is asked again."""
    client = sign_in("POL")
    with world.as_("POL"):
        victim = make("people", by=world.user("POL"))
    typed = {"person": str(victim.pk), "full_name": "Ma Aye Aye Khaing"}

    unnamed = client.post("/identities/new/", typed | {"full_name": ""})
    emptied = client.post("/identities/new/", typed | {"document_kind": ""})
    saved = client.post("/identities/new/", typed)

    assert list(unnamed.context["form"].errors) == ["full_name"]
    assert list(emptied.context["form"].errors) == ["document_kind"]
    assert saved.status_code == 302
    with world.as_("POL"):
        identity = VictimIdentity.objects.get()
    assert (identity.document_kind, identity.has_family_name) == ("unknown", "unknown")


@pytest.mark.parametrize(
    "typed",
    [
        {"summary": "a\0b"}, {"summary": "a" * 2_000_000}, {"people_count": "๑๒"}, {"summary": "🙂 \u202eabc"},
        {"channel": "no-such-code"}, {"channel": "\0"}, {"received_at": "22/11/3112 10:00"}, {"received_at": "22/11/69 10:00"},
        {"people_count": "99999999999999999999"}, {"people_count": "-1"}, {"province": "TH-10\0"}, {"version": "x\0"},
        {"external_id": "\0"}, {"people_count": "1e400"}, {"received_at": "\0"},
    ],
)  # fmt: skip
def test_bad_input_is_answered_in_words(world, sign_in, typed):
    answer = sign_in("HOT").post("/reports/new/", REPORT | typed)

    assert answer.status_code in (302, 422)


def test_more_than_a_form_can_hold_is_413(world, sign_in):
    assert sign_in("HOT").post("/reports/new/", REPORT | {"summary": "ก" * 3_000_000}).status_code == 413


@pytest.mark.parametrize(
    "path",
    [
        "/reports/?status=nonsense", "/reports/?received_at_from=22/11/3112", "/reports/?cursor=abc", "/reports/?channel=%00",
        "/reports/?cursor=W2ZhbHNlLCJcdTAwMDAiLCJ4Il0=", "/reports/?cursor=W2ZhbHNlLCJ4IiwieSJd", "/reports/?cursor=%ff",
        "/search/?q=%00", "/reports/new/?report=%00", "/people/new/?case=%00", "/reports.csv?status=nonsense", "/reports/?status=",
    ],
)  # fmt: skip
def test_bad_addresses_are_answered_in_words(world, sign_in, path):
    assert sign_in("POL").get(path).status_code in (200, 302, 400, 404)
