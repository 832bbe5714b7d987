"""The triage queue, the pool and the short forms, as intake officers use them."""

from datetime import timedelta

import pytest
from django.db import connections, transaction
from django.test import Client
from django.utils import timezone

from actip.accounts import person
from actip.audit.models import Event
from actip.records import actions, forms
from cases.catalogue.reports import REPORTS
from cases.intake import pool, queue
from cases.intake.channels import channels
from cases.models import Report, Tip
from tests.cases.tips import lines
from tests.conftest import empty
from tests.factories import make
from tests.factories.cases import TRIAGED
from tests.worlds import World

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _plain_static(settings):
    settings.WHITENOISE_AUTOREFRESH = True
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }


@pytest.fixture
def browse(world):
    def sign_in(role_or_user) -> Client:
        user = world.user(role_or_user) if isinstance(role_or_user, str) else role_or_user
        client = Client(headers={"Accept-Language": "en"})
        client.force_login(user, backend="actip.accounts.authentication.Backend")
        return client

    return sign_in


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


# The pool -----------------------------------------------------------------------------------------------------------


def test_the_pool_is_filtered_and_taken_out_one_by_one_or_by_filter(world, browse, send):
    send("TIC", lines(*({"external_id": str(n), "danger": "immediate" if n < 3 else "concern"} for n in range(6))))
    client = browse("TIC")

    page = client.get("/intake/pool/?danger=immediate")
    one = page.context["tips"][0]["tip"]
    assert page.context["total"] == "3"
    assert client.post("/intake/pool/take-out/?danger=immediate", {"tip": str(one.pk)}).status_code == 302
    assert client.post("/intake/pool/take-out/?danger=immediate").status_code == 302

    with world.as_("TIC"):
        assert list(pool.tips(world.ticac.pk).values_list("danger", flat=True)) == ["concern"] * 3
        assert list(Report.objects.values_list("status", "danger")) == [("received", "immediate")] * 3
    assert len(client.get("/intake/").context["rows"]) == 3


@pytest.mark.parametrize(
    ("query", "found"),
    [("external_id=101", 1), ("channel=ncmec", 2), ("channel=media", 0), ("province=TH-50", 1), ("exploitation=begging", 0),
     ("since=2026-11-21", 0), ("until=2569-11-20", 2)],
)  # fmt: skip
def test_each_filter_of_the_pool_says_what_fits(world, browse, send, query, found):
    send("TIC", lines({}, {"external_id": "101", "province": "TH-50"}))

    assert browse("TIC").get(f"/intake/pool/?{query}").context["total"] == str(found)


def test_a_tip_has_a_page_and_is_closed_there_with_a_reason(world, browse, send):
    send("TIC", lines({}))
    with world.as_("TIC"):
        tip = Tip.objects.get()
    client, address = browse("TIC"), f"/intake/pool/{tip.pk}/"

    assert tip.summary in client.get(address).content.decode()
    client.post(f"{address}close/", {"close_reason": " "})
    assert "close_reason" in client.get(address).content.decode()  # still open
    client.post(f"{address}close/", {"close_reason": "ไม่เกี่ยวกับการค้ามนุษย์"})

    page = client.get(address).content.decode()
    assert "ไม่เกี่ยวกับการค้ามนุษย์" in page
    assert 'name="close_reason"' not in page
    with person.as_system("audit"):
        assert Event.objects.filter(verb="open", record_type="tips", record_id=str(tip.pk)).exists()


def test_a_tip_that_was_taken_out_leads_to_its_report(world, browse, send):
    send("TIC", lines({}))
    client = browse("TIC")
    with world.as_("TIC"):
        tip = Tip.objects.get()

    client.post("/intake/pool/take-out/", {"tip": str(tip.pk)})

    with world.as_("TIC"):
        number = Report.objects.get().number
    assert number in client.get(f"/intake/pool/{tip.pk}/").content.decode()
    assert client.post("/intake/pool/take-out/", {"tip": str(tip.pk)}).status_code == 404  # it waits no more


def test_the_pool_of_another_agency_is_neither_seen_nor_taken_out(world, browse, send):
    send("TIC", lines({}))
    with world.as_("TIC"):
        tip = Tip.objects.get()
    stranger = browse("HOT")

    assert stranger.get("/intake/pool/").context["total"] == "0"
    assert stranger.get(f"/intake/pool/{tip.pk}/").status_code == 404
    assert stranger.post("/intake/pool/take-out/", {"tip": str(tip.pk)}).status_code == 404
    assert stranger.post(f"/intake/pool/{tip.pk}/close/", {"close_reason": "x"}).status_code == 404
    assert stranger.post("/intake/pool/take-out/").status_code == 302
    with world.as_("TIC"):
        assert pool.tips(world.ticac.pk).count() == 1


@pytest.mark.parametrize(("role", "status"), [("SPV", 403), ("PRO", 403), ("SHG", 403)])
def test_a_role_that_writes_no_reports_finds_no_pool(world, browse, send, role, status):
    send("TIC", lines({}))
    with world.as_("TIC"):
        tip = Tip.objects.get()
    client = browse(role)

    assert client.get("/intake/pool/").status_code == status
    assert client.get(f"/intake/pool/{tip.pk}/").status_code in (403, 404)
    assert client.post("/intake/pool/take-out/", {"tip": str(tip.pk)}).status_code == status


def test_a_filter_that_cannot_be_understood_takes_nothing_out(world, browse, send):
    send("TIC", lines({}))
    client = browse("TIC")

    assert client.get("/intake/pool/?since=nonsense").status_code == 200
    client.post("/intake/pool/take-out/?since=nonsense")

    with world.as_("TIC"):
        assert pool.tips(world.ticac.pk).count() == 1


def test_tips_of_the_pool_stand_in_no_list_and_in_nobodys_work(world, browse, send):
    send("TIC", lines({"external_id": "7700123"}))
    client = browse("TIC")

    assert client.get("/reports/").context["total"] == 0
    for address in ("/", "/reports/", "/intake/", "/reports/?channel=ncmec", "/reports.csv"):
        assert "7700123" not in client.get(address).content.decode()
    assert "7700123" in client.get("/intake/pool/").content.decode()


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
