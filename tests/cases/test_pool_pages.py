"""The pool of tips as intake officers use it: filtered, opened, taken out, closed."""

import pytest

from actip.accounts import person
from actip.audit.models import Event
from cases.intake import pool
from cases.models import Report, Tip
from tests.cases.tips import lines

pytestmark = pytest.mark.django_db


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
