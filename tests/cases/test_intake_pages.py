"""The triage queue, the pool and the short forms, as intake officers use them."""

from datetime import timedelta

import pytest
from django.db import connections, transaction
from django.utils import timezone

from actip.accounts import person
from actip.records import actions, forms
from cases.catalogue.reports import REPORTS
from cases.intake import pool, queue
from cases.intake.channels import channels
from cases.models import Report
from tests.conftest import empty
from tests.factories import make
from tests.factories.cases import TRIAGED
from tests.worlds import World

pytestmark = pytest.mark.django_db


def received(user, danger: str, hours: float, **values) -> Report:
    return make("reports", by=user, danger=danger, received_at=timezone.now() - timedelta(hours=hours), **values)


# Short forms --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", list(channels()))
def test_every_channel_has_a_short_form_of_eight_questions_or_fewer(code):
    channel = channels()[code]
    shown = forms.form_class(REPORTS, channel.fields, required=channel.required)
    must = {
        field.name
        for field in Report._meta.fields
        if not field.blank and not field.has_default() and field.name in REPORTS.fields
    }

    needed = [name for name, field in shown.base_fields.items() if field.required]
    assert len(needed) <= 8
    assert must <= set(needed)
    assert set(channel.initial) <= set(channel.fields)
    assert len(set(channel.fields)) == len(channel.fields)


def test_a_channel_shows_only_what_fits_it(world, browse):
    client = browse("MFA")

    embassy = client.get("/intake/new/embassy/")
    saved = client.post(
        "/intake/new/embassy/",
        {"channel": "embassy", "received_at": "22/11/2569 09:32", "country": "MY", "exploitation": "prostitution",
         "danger": "concern", "people_count": "2", "summary": "โทรมาที่สถานทูต", "relation": "friend"},
    )  # fmt: skip

    assert "province" not in embassy.context["form"].fields
    assert saved.status_code == 302
    with world.as_("MFA"):
        report = Report.objects.get()
    assert (report.channel, report.country, report.province) == ("embassy", "MY", "")
    assert client.get("/intake/new/nothing/").status_code == 404


def test_a_channels_own_agency_finds_it_first(world, browse):
    first, others = (some for _title, some in browse("LAB").get("/intake/new/").context["parts"])

    assert "pipo" in [channel.code for channel in first]
    assert len(first) + len(others) == len(channels())


def test_a_draft_of_a_short_form_is_kept_and_offered(world, browse):
    client = browse("HOT")

    client.post("/drafts/intake/new/hotline_1300/", {"summary": "ครึ่งเรื่อง"})

    assert client.get("/intake/new/hotline_1300/").context["offer"]
    assert "/intake/new/hotline_1300/" in client.get("/").content.decode()


# The queue ----------------------------------------------------------------------------------------------------------


def test_the_queue_is_by_danger_and_then_by_age(world, browse):
    hot = world.user("HOT")
    with person.as_user(hot):
        made = [
            received(hot, *each)
            for each in (("none_seen", 9), ("immediate", 1), ("unknown", 50), ("concern", 3), ("immediate", 4))
        ]
        done = received(hot, "immediate", 5)
        actions.move(done, "triage", by=hot, facts=TRIAGED)

    page = browse("HOT").get("/intake/")

    order = [made[place].number for place in (4, 1, 3, 0, 2)]
    assert [row["cells"][0]["value"] for row in page.context["rows"]] == order
    assert [tile["value"] for tile in page.context["tiles"]] == ["2", "1", "1", "1"]
    assert f"/reports/{made[4].pk}/moves/triage/" in page.content.decode()


def test_the_queue_is_filtered_by_channel_and_by_danger(world, browse):
    hot = world.user("HOT")
    with person.as_user(hot):
        received(hot, "immediate", 1)
        wanted = received(hot, "concern", 1, channel="family_line")
    client = browse("HOT")

    for query in ("?channel=family_line", "?danger=concern", "?danger=concern&channel=family_line"):
        rows = client.get(f"/intake/{query}").context["rows"]
        assert [row["cells"][0]["value"] for row in rows] == [wanted.number]
    assert client.get("/intake/?danger=none_seen").context["rows"] == []
    assert len(client.get("/intake/?channel=%00&danger=x&after=y").context["rows"]) == 2


def test_the_queue_goes_on_where_its_page_ended(world, browse, monkeypatch):
    monkeypatch.setattr(queue, "PAGE", 2)
    hot = world.user("HOT")
    with person.as_user(hot):
        for danger, hours in (("concern", 1), ("immediate", 1), ("concern", 2), ("none_seen", 1), ("concern", 3)):
            received(hot, danger, hours)
    client, seen, address = browse("HOT"), [], "/intake/"

    while address:
        page = client.get(address)
        seen += [row["cells"][0]["value"] for row in page.context["rows"]]
        address = page.context["next"]

    assert len(seen) == len(set(seen)) == 5


@pytest.mark.parametrize(
    ("role", "status"), [("HOT", 200), ("POL", 200), ("SPV", 403), ("PRO", 403), ("SHG", 403), ("AUD", 403)]
)
def test_the_queue_opens_to_intake_roles_which_find_it_in_their_navigation(world, browse, role, status):
    client = browse(role)

    assert client.get("/intake/").status_code == status
    assert ('href="/intake/"' in client.get("/").content.decode()) == (status == 200)


def test_the_queue_holds_and_counts_nothing_out_of_reach(world, browse):
    other = world.user("LAB")
    with person.as_user(other):
        theirs = received(other, "immediate", 1)
    hot = world.user("HOT")
    with person.as_user(hot):
        lost = received(hot, "immediate", 2)
    with person.as_system("ends an assignment"):
        lost.matter.assignments.update(state="ended")

    page = browse("HOT").get("/intake/")

    assert page.context["rows"] == []
    assert [tile["value"] for tile in page.context["tiles"]] == ["0"] * 4
    assert theirs.number not in page.content.decode()
    assert lost.number not in page.content.decode()
    with person.as_user(hot):
        assert queue.counts(world.labour.pk)["immediate"] == 0  # not even when asked for another agency's queue


# The control --------------------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_the_control_without_the_policy_the_counts_would_tell():
    """The queue and the pool count nothing out of reach because of row security: with a hole in it they do."""
    empty()
    with transaction.atomic():
        world = World()
        lab = world.user("LAB")
        with person.as_user(lab):
            received(lab, "immediate", 1)
    stranger = world.user("HOT")

    def counted() -> int:
        with person.as_user(stranger), transaction.atomic():
            return queue.counts(world.labour.pk)["immediate"] + len(queue.page(world.labour.pk)[0])

    assert counted() == 0
    with connections["owner"].cursor() as owner:
        owner.execute("CREATE POLICY hole ON cases_report FOR SELECT USING (true)")
        try:
            assert counted() == 2
        finally:
            owner.execute("DROP POLICY hole ON cases_report")
    assert counted() == 0
    assert pool.CAP
