"""The journey at the level of actions: from a report to a payment, each step by the right person."""

from datetime import date

import pytest
from django.utils import timezone

from actip.access.models import Assignment, Feed
from actip.accounts import person
from actip.records import actions
from cases.models import Case, Report, Suspect
from compensation.models import FundPayment
from tests.factories import make
from tests.factories.cases import referred
from victims.models import Person, Shelter, VictimIdentity

pytestmark = pytest.mark.django_db


def test_from_first_report_to_first_payment(world):
    hot, pol, pmj, shg, fap, pay = (world.user(role) for role in ("HOT", "POL", "PMJ", "SHG", "FAP", "PAY"))

    with person.as_user(hot):
        report = make("reports", by=hot)
        referred(report, by=hot, to=world.police)
    with person.as_user(pol):
        offer = Assignment.objects.get(state="offered")
        actions.move(offer, "accept", by=pol)
        report = Report.objects.get()
        case = make("cases", by=pol, report=report)
        assert Report.objects.get().status == "linked"
        suspect = make("suspects", by=pol, case=case)
        make("suspect-identities", by=pol, suspect=suspect)
        victim = make("people", by=pol, case=case)
        make("identities", by=pol, person=victim)
        actions.assign(victim.matter, by=pol, agency=world.province, basis="protection")
    with person.as_user(world.user("SHG")):
        assert not Person.objects.exists()
    with person.as_system("a shelter"):
        shelter = make("shelters", agency=world.shelter)
        make("shelter-addresses", shelter=shelter)
    with person.as_user(pmj):
        victim = Person.objects.get()
        decision = make("identification-decisions", by=pmj, person=victim)
        actions.move(decision, "protect", by=pmj, facts={"protection_started_at": timezone.now()})
        facts = {
            "decided_on": date(2026, 1, 9), "reasons": "ครบองค์ประกอบ", "act_found": True, "means_found": True, "purpose_found": True,
            "police_present": True, "msdhs_present": True, "other_present": "health", "own_words": "อยากกลับบ้าน",
        }  # fmt: skip
        actions.move(decision, "decide_victim", by=pmj, facts=facts)
        assert Person.objects.get().status == "victim"
        placement = make("placements", by=pmj, person=victim, shelter=Shelter.objects.get())
    with person.as_user(shg):
        actions.move(placement, "accept", by=shg)
        actions.move(placement, "place", by=shg, facts={"placed_on": date(2026, 1, 10)})
        payment = make("fund-payments", by=shg, person=Person.objects.get())
        assert not Case.objects.exists()
        assert not Suspect.objects.exists()
    with person.as_user(fap):
        actions.move(FundPayment.objects.get(), "approve", by=fap)
    with person.as_user(pay):
        assert not Person.objects.exists()
        payment = FundPayment.objects.get()
        payment = actions.move(payment, "pay", by=pay, facts={"paid_on": date(2026, 2, 1)})
        assert (payment.status, payment.residence) == ("paid", "government_shelter")
        assert not VictimIdentity.objects.exists()
        assert Feed.objects.count() == 0
