"""The story of a woman from Myanmar and her brother, a child, told once for hands of two kinds (tests/victims/hands.py)."""

from datetime import date, timedelta

from django.db import connection
from django.db.models import F

from actip.access.models import Assignment, Matter
from actip.accounts import person
from actip.records.models import Clock
from tests.factories import make
from tests.victims.hands import Pages
from tests.victims.sweeping import BROTHER, PLACE, WOMAN, swept
from victims.models import BrokenGlass, IdentificationDecision, ShelterAddress

SCREENED = {
    "screened_on": "2026-01-06", "form_code": "ror_bor_1", "interviewer": "พนักงานตรวจแรงงาน 4", "interpreter": "ล่าม 12",
    "language": "my", "place": "workplace", "outcome": "indications_found",
}  # fmt: skip
FOUND = {
    "decided_on": "2026-01-09", "reasons": "ครบองค์ประกอบ", "act_found": True, "means_found": True, "purpose_found": True,
    "police_present": True, "msdhs_present": True, "other_present": "labour", "own_words": "อยากอยู่กับน้อง",
}  # fmt: skip


class Telling:
    """`hand(role)` makes the hands of a role's user; `stranger` is an officer of an agency that nobody assigned."""

    def __init__(self, world, hand, *, by_code: bool):
        self.world = world
        self.hands = {role: hand(world.user(role)) for role in ("LAB", "POL", "PMJ", "MDT", "NGO", "MFA", "SPV", "FAP")}
        self.strangers = [
            Pages(world.add_user(role, agency)) for role, agency in (("PMJ", "province_two"), ("POL", "police_two"))
        ]
        self.by_code = by_code  # the API names shelters and agencies by their codes
        with person.as_system("a home of the NGO"):
            self.home = make("shelters", agency=world.ngo, kind="private_registered", registration_number="ร.1/2569",
                             registered_until=date(2027, 12, 31), special_needs=["siblings"])  # fmt: skip
            make("shelter-addresses", shelter=self.home, address=PLACE)
            self.beds = [make("beds", shelter=self.home) for _ in range(2)]

    def __getattr__(self, name: str):
        try:
            return self.__dict__["hands"][name.upper()]
        except KeyError:
            raise AttributeError(name) from None

    def number(self, pk) -> str:
        with person.as_system("look"):
            return Matter.objects.get(pk=pk).number

    def clocks(self, pk) -> dict[str, bool]:
        """Code of a rule -> whether its clock still runs, of everything in a matter."""
        with person.as_system("look"):
            found = Clock.objects.filter(matter_id=pk).select_related("rule")
            return {clock.rule.code: clock.ended_at is None for clock in found}

    def finds_in_work(self, hand: Pages, pk) -> None:
        assert self.number(pk) in hand.text("/"), (hand.user.role, "does not find it in my work")

    def finds_nothing(self, hand: Pages, pk) -> None:
        """Not in work, list, search or file; neither the record nor its history is there."""
        number = self.number(pk)
        assert number not in hand.text("/")
        for path in ("/people/", f"/search/?q={number}", "/people.csv"):
            answer = hand.get(path)
            # what was asked for is said again; nothing leads there
            assert f"/people/{pk}" not in answer.content.decode(), path
            if path != f"/search/?q={number}":
                assert number not in answer.content.decode(), path
        for path in (f"/people/{pk}/", f"/people/{pk}/history/", f"/people/{pk}/rights/my/"):
            assert hand.get(path).status_code in (403, 404), path

    def unassigned_find_nothing(self, *people) -> None:
        for stranger in self.strangers:
            for pk in people:
                self.finds_nothing(stranger, pk)

    def found_at_work(self) -> tuple:
        """1. A labour inspection finds both, screens both, and the social ministry's office is offered both."""
        report = self.lab.add(
            "reports", received_at="2026-01-06T10:00", channel="labour_inspection", province="TH-10", danger="concern",
            exploitation="forced_labour", people_count=2, summary="พบแรงงานสองคนที่โรงงาน",
        )  # fmt: skip
        woman = self._person(report, sex="female", age_band="18_24")
        brother = self._person(report, sex="male", age_band="under_15")
        for each in (woman, brother):
            self.unassigned_find_nothing(each)
            screening = self.lab.add("screenings", person=each, planned_on="2026-01-06", province="TH-10")
            self.lab.move("screenings", screening, "record", **SCREENED)
            self._accept(self.pmj, each)
            self.finds_in_work(self.pmj, each)
            self.lab.give(each, self.world.police, "case_team")
            self.finds_in_work(self.pol, each)
        return report, woman, brother

    def _person(self, report, **values):
        return self.lab.add(
            "people", report=report, first_contact_on="2026-01-06", nationality="MM", exploitation="forced_labour",
            province="TH-10", language="my", interpreter_needed=True, age_basis="stated", **values,
        )  # fmt: skip

    def _accept(self, hand, pk) -> None:
        with person.as_system("look"):
            offer = Assignment.objects.get(matter_id=pk, state="offered", agency=hand.user.agency)
        self.finds_in_work(hand, pk)
        hand.move("assignments", offer.pk, "accept")

    def decision_of(self, pk) -> IdentificationDecision:
        with person.as_system("look"):
            return IdentificationDecision.objects.get(person_id=pk)

    def identified(self, *people) -> None:
        """2. Temporary protection with its clocks; a team that is there until it has signed; decisions in their own words."""
        for pk in people:
            decision = self.decision_of(pk)
            assert decision.status == "pending"
            assert decision.screening_id
            self.pmj.move("identification-decisions", decision.pk, "protect", protection_started_at="2026-01-06T12:00")
            assert self.clocks(pk) == {"DL-01": True}
            self.pmj.move("identification-decisions", decision.pk, "extend", court_leave_at="2026-01-07T09:00")
            assert self.clocks(pk) == {"DL-01": False, "DL-02": True}
            self.finds_nothing(self.mdt, pk)
            self.pmj.give(pk, self.world.health, "team")
            self.finds_in_work(self.mdt, pk)
            self.pmj.move("identification-decisions", decision.pk, "decide_victim", **FOUND)
            self.signed()
            self.finds_nothing(self.mdt, pk)
            assert self.clocks(pk)["DL-05"]
            self.pmj.add("rights-notices", person=pk, given_on="2026-01-09", given_through="เจ้าหน้าที่ 7", language="my",
                         interpreter="ล่าม 12", wish="claim")  # fmt: skip
            assert not self.clocks(pk)["DL-05"]
            assert "อยากอยู่กับน้อง" in self.pmj.text(f"/identification-decisions/{decision.pk}/")
            self.unassigned_find_nothing(pk)

    def signed(self) -> None:
        """What waits for the end of the request's transaction; a test's own never ends."""
        with person.as_user(self.pmj.user), connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")

    def named(self, woman, brother) -> None:
        """Who they are, entered by the police; the NGO and the province open it with a reason."""
        for pk, name in ((woman, WOMAN), (brother, BROTHER)):
            self.pol.add("identities", person=pk, full_name=name, has_family_name="no", document_kind="pink_card" if pk == woman else "none",
                         document="0099887766554" if pk == woman else "")  # fmt: skip

    def consent(self, pk, agency, purpose: str, guardian: str = ""):
        """3. Asked in her language; opened to the recipient, whom nothing else lets in."""
        consent = self.pmj.add(
            "consents", person=pk, purpose=purpose, recipient=agency.code if self.by_code else agency.pk,
            kinds=["VPR", "RET"], given_on="2026-01-10", until="2099-12-31", how="thumbprint", reference="C-7/2569",
            language="my", interpreter="ล่าม 12", guardian=guardian,
        )  # fmt: skip
        self.pmj.move("consents", consent, "share")
        return consent

    def sheltered(self, woman, brother) -> list:
        """4. Both in a home of an NGO, a bed each."""
        stays = []
        for pk, bed in zip((woman, brother), self.beds, strict=True):
            self.finds_nothing(self.ngo, pk)
            stay = self.pmj.add(
                "placements", person=pk, kind="private_registered", offered_on="2026-01-10",
                agreement="consent" if pk == woman else "best_interest",
                shelter=self.home.code if self.by_code else self.home.pk, needs=["siblings"],
            )  # fmt: skip
            self.finds_in_work(self.ngo, pk)
            booked = {"bed": str(bed.code) if self.by_code else bed.pk, "first_night": "2026-01-10"}
            self.ngo.move("placements", stay, "accept", **booked)
            self.ngo.move("placements", stay, "place", placed_on="2026-01-10")
            stays.append(stay)
        self.unassigned_find_nothing(woman, brother)
        return stays

    def cared_for(self, woman, brother) -> list:
        """5. Needs, plan, services, health, the child's file, an incident, work that she wants."""
        for pk in (woman, brother):
            self.ngo.add(
                "needs-assessments", person=pk, assessed_on="2026-01-11", areas=["health", "family"], urgency="weeks"
            )
        plan = self.ngo.add("care-plans", person=woman, opened_on="2026-01-11", goals="เรียนภาษาไทย")
        self.ngo.move("care-plans", plan, "agree", agreed_on="2026-01-12")
        self.ngo.add(
            "services",
            plan=plan,
            kind="medical",
            planned_on="2026-01-13",
            delivered_on="2026-01-13",
            delivered_by="hospital",
        )
        note = self.ngo.add("health-notes", person=woman, noted_on="2026-01-13", kind="examination", text="นอนไม่หลับ")
        child = self.ngo.add("child-files", person=brother, best_interest_on="2026-01-12", best_interest="อยู่กับพี่สาว",
                             guardian_kind="relative", risk="low", risk_on="2026-01-12")  # fmt: skip
        incident = self.ngo.add(
            "incidents", person=woman, happened_at="2026-01-14T20:00", kind="threat", account="มีคนมาถามหา"
        )
        job = self.ngo.add("jobs", person=woman, offered_on="2026-02-01", place="outside_shelter", job="sewing")
        self.ngo.move(
            "jobs", job, "consent", told_not_a_condition=True, consented_on="2026-02-02", consent_form="signed"
        )
        self.ngo.move("jobs", job, "begin", started_on="2026-02-03", wage="372", wage_per="day")
        kept = {"health-notes": note, "child-files": child, "incidents": incident, "jobs": job}
        for slug, pk in kept.items():
            assert self.pol.get(f"/{slug}/{pk}/").status_code in (403, 404) or slug == "child-files", slug
        return list(kept.items())

    def escorted(self, woman) -> None:
        """6. The police break the glass for an escort; the supervisor reviews it."""
        page = f"/people/{woman}/glass/shelter-addresses/"
        assert PLACE not in self.pol.text(page)
        self.pol.client.post(page, {"reason": "Escort to the court of Samut Sakhon at 8", "second": self.spv.user.pk})
        with person.as_user(self.pol.user):
            (address,) = ShelterAddress.objects.all()
        assert PLACE in self.pol.client.post(page, {"row": str(address.pk)}).content.decode()
        assert "Escort to the court" in self.spv.text("/")
        with person.as_user(self.spv.user):
            opening = BrokenGlass.objects.get().pk
        answer = self.spv.client.post(
            f"/glass/{opening}/", {"finding": "justified", "review": "The hearing was that day."}
        )
        assert answer.status_code == 302
        self.glass_is_over()
        assert PLACE not in self.pol.client.post(page, {"row": str(address.pk)}).content.decode()

    @staticmethod
    def glass_is_over() -> None:
        with person.as_system("an hour later"):
            hour = timedelta(hours=1)
            BrokenGlass.objects.update(broken_at=F("broken_at") - hour, until=F("until") - hour)

    def paid(self, woman) -> None:
        """7. Money asked for stands on her page with who must act."""
        self.ngo.add("fund-payments", person=woman, kind="living", amount="3000", purpose="ค่าใช้จ่ายเดือนแรก")
        shown = self.ngo.text(f"/people/{woman}/")
        assert "3,000" in shown
        assert "approver decides" in shown
        self.finds_in_work(self.fap, woman)

    def home_again(self, woman) -> None:
        """8. A return that is safe and hers; visits at 3, 6 and 12 months; closed."""
        back = self.ngo.add(
            "returns",
            person=woman,
            direction="foreigner_home",
            requested_on="2026-03-01",
            wished_by_her=True,
            country="MM",
        )
        for step, facts in (
            ("trace", {"traced_on": "2026-03-02"}),
            ("assess", {"assessed_on": "2026-03-05", "is_safe": True, "family_found": True}),
            ("consent", {"consented_on": "2026-03-06", "consent_form": "signed"}),
            ("prepare", {"papers": ["passport"]}),
            ("schedule", {"scheduled_for": "2026-03-20", "papers": ["passport", "ticket"]}),
            ("return", {"returned_on": "2026-03-20", "received_by": "family"}),
        ):
            self.finds_in_work(self.pmj, woman)
            self.ngo.move("returns", back, step, **facts)
        again = self.pmj.add("reintegrations", person=woman, planned_on="2026-03-20", country="MM", help=["housing"])
        self.pmj.move("reintegrations", again, "begin", started_on="2026-03-21")
        for months, day in (("FU-03", "2026-06-20"), ("FU-06", "2026-09-19"), ("FU-12", "2026-11-20")):
            assert self.clocks(woman)[months], months
            self.pmj.add("follow-ups", reintegration=again, visited_on=day, way="call", safety="good")
            assert not self.clocks(woman)[months], months
        self.pmj.move("reintegrations", again, "close", closed_on="2026-11-21", outcome="self_reliant")
        self.unassigned_find_nothing(woman)

    def told(self) -> None:
        """All of it, in order; what a helper of the foreign ministry saw by her consent ends when she takes it back."""
        _report, woman, brother = self.found_at_work()
        self.identified(woman, brother)
        self.named(woman, brother)
        self.finds_nothing(self.mfa, woman)
        consent = self.consent(woman, self.world.foreign, "family_tracing")
        self.consent(brother, self.world.foreign, "family_tracing", guardian="relative")
        self.finds_found(self.mfa, woman)
        self.sheltered(woman, brother)
        self.cared_for(woman, brother)
        self.escorted(woman)
        self.pmj.move("consents", consent, "withdraw", withdrawn_on="2026-02-10", withdrawal_reason="เปลี่ยนใจ")
        self.finds_nothing(self.mfa, woman)
        self.finds_found(self.mfa, brother)
        self.paid(woman)
        self.home_again(woman)
        swept(self.hands.values(), self.strangers)

    def finds_found(self, hand: Pages, pk) -> None:
        assert self.number(pk) in hand.text("/people/")
        assert hand.get(f"/people/{pk}/").status_code == 200
