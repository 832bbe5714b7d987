"""The journey over the API: from a report to a payment, each step by a program of the right agency."""

import pytest

from actip.accounts import person
from tests.api.conftest import body_of
from tests.factories import make
from tests.factories.cases import TRIAGED

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "options", [{"language": "th"}, {"language": "en"}, {"session": True}], ids=["thai", "english", "session"]
)
def test_from_first_report_to_first_payment(world, caller, options):
    hot, pol, pmj, shg, fap, pay = (caller(role, **options) for role in ("HOT", "POL", "PMJ", "SHG", "FAP", "PAY"))

    report = hot.add("reports", **body_of("reports"))
    report = hot.move("reports", report, "triage", **TRIAGED)
    hot.move("reports", report, "refer", referred_to=world.police.code)

    pol.move("assignments", _offer(pol), "accept")
    report = pol.only("reports")
    case = pol.add("cases", **body_of("cases", report=report["id"]))
    assert pol.only("reports")["status"] == "linked"
    suspect = pol.add("suspects", **body_of("suspects", case=case["id"]))
    pol.add("suspect-identities", **body_of("suspect-identities", suspect=suspect["id"]))
    victim = pol.add("people", **body_of("people", case=case["id"]))
    identity = pol.add("identities", **body_of("identities", person=victim["id"]))
    assert identity["full_name"] is None
    assert {"full_name", "document"} <= set(identity["sealed"])
    pol.add("assignments", matter=victim["id"], agency=world.province.pk, basis="protection")
    assert [each["id"] for each in pol.get("cases/").body["results"][0]["people"]] == [victim["id"]]

    assert shg.get("people/").body["count"] == 0
    with person.as_system("a shelter"):
        shelter = make("shelters", agency=world.shelter)
        make("shelter-addresses", shelter=shelter)

    victim = pmj.only("people")
    assert victim["case"] is None, "the case is out of her reach"
    revealed = pmj.post(f"identities/{pmj.only('identities')['id']}/reveal/", {"reason": "To prepare the interview"})
    assert revealed.body["revealed"]["full_name"] == "Ma Aye Aye Khaing"
    decision = pmj.add("identification-decisions", **body_of("identification-decisions", person=victim["id"]))
    decision = pmj.move("identification-decisions", decision, "protect", protection_started_at="2026-01-08T09:00+07:00")
    found = {
        "decided_on": "9/1/2569", "reasons": "ครบองค์ประกอบ", "act_found": True, "means_found": True, "purpose_found": True,
        "police_present": True, "msdhs_present": True, "other_present": "health", "own_words": "อยากกลับบ้าน",
    }  # fmt: skip
    decision = pmj.move("identification-decisions", decision, "decide_victim", **found)
    assert decision["decided_on"] == "2026-01-09"
    assert pmj.only("people")["status"] == "victim"
    pmj.add("placements", **body_of("placements", person=victim["id"], shelter=shelter.code))

    placement = shg.move("placements", shg.only("placements"), "accept")
    shg.move("placements", placement, "place", placed_on="2026-01-10")
    shg.add("fund-payments", **body_of("fund-payments", person=shg.only("people")["id"]))
    assert shg.get("cases/").status == 403 or shg.get("cases/").body["count"] == 0

    fap.move("fund-payments", fap.only("fund-payments"), "approve")

    order = pay.only("fund-payments")
    assert set(order) == {"id", "version", "payee_code", "amount", "status", "paid_on", "sealed", "moves", "links"}
    paid = pay.move("fund-payments", order, "pay", paid_on="2026-02-01")
    assert (paid["status"], paid["amount"]) == ("paid", "3000.00")
    assert pay.get("people/").status == 403
    assert pay.get("identities/").status == 403


def _offer(caller) -> dict:
    offers = caller.get("assignments/?state=offered").body["results"]
    assert len(offers) == 1
    return offers[0]
