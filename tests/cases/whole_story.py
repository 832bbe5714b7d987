"""One case from a tip to a final judgment, told once; a teller (pages or API) does each step as the right person.

A teller has `add`, `move`, `give`, `hand_over`, `accept`, `attach`, `finds`, `sees_nothing`. Values are as the API takes them.
"""

from datetime import timedelta

from django.utils import timezone

from actip.accounts import person
from cases.models import CaseCharge, CourtCase

TIP = {"received_at": "2026-01-03T10:00", "channel": "hotline_1300", "danger": "immediate"}
# Which suspect (0 to 2), under what provision, what the first court says, and what is final.
CHARGES = (
    (0, "ATIP-6-ADULT", {"outcome": "convicted", "years": 8}, "convicted"),
    (0, "PC-282", {"outcome": "convicted", "years": 3}, "acquitted"),
    (1, "ATIP-6-ADULT", {"outcome": "acquitted"}, "acquitted"),
    (2, "ATIP-6-1", {"outcome": "convicted", "years": 12, "months": 6, "fine": "400000.00"}, "convicted"),
    (2, "PC-282", {"outcome": "acquitted"}, "acquitted"),
)  # fmt: skip
SUSPECTS = (
    {"kind": "natural", "nationality": "TH", "sex": "male", "age_band": "25_over"},
    {"kind": "juristic", "nationality": "TH", "sex": "unknown", "age_band": "unknown"},
    {"kind": "natural", "nationality": "MM", "sex": "female", "age_band": "25_over"},
)


class Book:
    """Keys of what was entered so far, and the story in chapters; each says what the next person finds, and who finds nothing."""

    def __init__(self, world, teller):
        self.world, self.tell = world, teller
        self.colleague = world.add_user("POL", "police", "colleague")

    def whole(self):
        for chapter in (self.report, self.inquiry, self.charges, self.victims, self.evidence, self.prosecutor,
                        self.court, self.appeals, self.assets):  # fmt: skip
            chapter()
            self.tell.sees_nothing()

    def report(self):
        tell = self.tell
        self.tip = tell.add("HOT", "reports", **TIP)
        tell.finds("HOT", "reports", self.tip, "triage")
        tell.move("HOT", "reports", self.tip, "triage", danger="immediate", duplicates="none_found")
        tell.move("HOT", "reports", self.tip, "refer", referred_to=tell.agency("police"))
        tell.accept("POL")
        self.case = tell.add("POL", "cases", report=self.tip)
        assert self.status("HOT", "reports", self.tip) == "linked"
        tell.finds("POL", "cases", self.case, "inquire")

    def inquiry(self):
        tell = self.tell
        tell.move("POL", "cases", self.case, "inquire")
        self.suspects = [tell.add("POL", "suspects", case=self.case, **who) for who in SUSPECTS]
        for number, suspect in enumerate(self.suspects):
            tell.add(
                "POL", "suspect-identities", suspect=suspect, full_name=f"ผู้ต้องหา {number}", phone=f"081000000{number}"
            )
        first = self.suspects[0]
        tell.move(
            "POL", "suspects", first, "arrest", arrested_at="2026-01-06T20:00", station_at="2026-01-06T22:30",
            arrest_province="TH-10", arrest_place="ท่าเรือ",
        )  # fmt: skip
        tell.finds("POL", "suspects", first, "bring_to_court")
        tell.move("POL", "suspects", first, "bring_to_court", court_at="2026-01-08T09:00")
        search = tell.add("POL", "searches", case=self.case, searched_at="2026-01-06T19:00")
        tell.finds("POL", "searches", search, "report")
        tell.move("POL", "searches", search, "report", reported_on="2026-01-07")
        tell.move("POL", "searches", search, "give_copy", copy_on="2026-01-08")

    def charges(self):
        tell = self.tell
        self.charged = []
        for place, provision, _first, _final in CHARGES:
            charge = tell.add(
                "POL", "case-charges", case=self.case, suspect=self.suspects[place], provision=provision, offence_on="2025-11-01"
            )  # fmt: skip
            tell.finds("POL", "case-charges", charge, "lay")
            tell.move("POL", "case-charges", charge, "lay", laid_on="2026-01-10")
            self.charged.append(charge)
        for number, (first, last) in enumerate((("2026-01-08", "2026-01-19"), ("2026-01-20", "2026-01-31")), 1):
            tell.add("POL", "remands", suspect=self.suspects[0], number=number, from_on=first, to_on=last)

    def victims(self):
        tell = self.tell
        self.victims = [tell.add("POL", "people", case=self.case) for _ in range(2)]
        for number, victim in enumerate(self.victims):
            tell.add("POL", "identities", person=victim, full_name=f"Ma Aye {number}", document=f"001234567890{number}")
            tell.add(
                "POL", "interviews", case=self.case, of_whom="victim", held_at=f"2026-01-09T1{number}:00", place="shelter",
                interviewer=self.world.user("POL").pk, interviewer_sex="female", recording=f"วีดิทัศน์ {number}",
            )  # fmt: skip
        tell.add(
            "POL", "interviews", case=self.case, of_whom="suspect", suspect=self.suspects[2], held_at="2026-01-10T09:00",
            place="station", interviewer=self.world.user("POL").pk, interviewer_sex="female",
        )  # fmt: skip

    def evidence(self):
        tell = self.tell
        self.item = tell.add("POL", "evidence", case=self.case)
        self.file = tell.attach("POL", self.item)
        offer = tell.add("POL", "custody-transfers", evidence=self.item)
        tell.finds(self.colleague, "custody-transfers", offer, "take")
        tell.move(self.colleague, "custody-transfers", offer, "take", taken_condition="ผนึกสมบูรณ์")

    def prosecutor(self):
        tell = self.tell
        tell.finds("POL", "cases", self.case, "send_opinion")
        tell.move("POL", "cases", self.case, "send_opinion", opinion_on="2026-01-20")
        tell.sees_nothing("PRO")
        tell.hand_over("POL", self.case, "prosecutor")
        tell.accept("PRO")
        tell.finds("PRO", "cases", self.case)
        file = tell.add("PRO", "prosecutions", case=self.case, received_on="2026-01-22")
        tell.finds("PRO", "prosecutions", file, "order_further_inquiry")
        tell.move(
            "PRO",
            "prosecutions",
            file,
            "order_further_inquiry",
            further_inquiry_on="2026-01-25",
            inquiry_points="สอบพยานเพิ่ม",
        )
        assert self.status("POL", "cases", self.case) == "further_inquiry"
        tell.finds("POL", "cases", self.case, "send_opinion")
        tell.move("POL", "cases", self.case, "send_opinion", opinion_on="2026-01-28")
        self.file_again = tell.add("PRO", "prosecutions", case=self.case, received_on="2026-01-29")
        tell.finds("PRO", "prosecutions", self.file_again, "indict")
        tell.move("PRO", "prosecutions", self.file_again, "indict", decided_on="2026-01-30")
        assert self.outcomes() == ["indicted"] * 5

    def court(self):
        tell = self.tell
        self.trial = tell.add("PRO", "court-cases", case=self.case, prosecution=self.file_again, filed_on="2026-02-02")
        tell.sees_nothing("CRT")
        tell.hand_over("PRO", self.case, "court")
        tell.accept("CRT")
        tell.finds("CRT", "court-cases", self.trial, "accept")
        tell.move("CRT", "court-cases", self.trial, "accept", accepted_on="2026-02-03")
        tell.move("CRT", "court-cases", self.trial, "list_evidence", evidence_listing_on="2026-02-20")
        tell.move("CRT", "court-cases", self.trial, "hear")
        again = timezone.localtime() + timedelta(days=2)
        heard = tell.add(
            "CRT", "hearings", court_case=self.trial, starts_at="2026-03-02T09:30", kind="witness", room="704"
        )
        tell.move("CRT", "hearings", heard, "hold", measures=["screen", "support_person"])
        late = tell.add(
            "CRT", "hearings", court_case=self.trial, starts_at="2026-03-09T09:30", kind="witness", room="704"
        )
        tell.finds("CRT", "hearings", late, "hold")
        tell.move(
            "CRT", "hearings", late, "postpone", postpone_reason="force_majeure", postponed_to=again.strftime("%Y-%m-%dT09:30")
        )  # fmt: skip
        tell.hears_next("POL", self.case, again.date())
        self.judgments = [
            self.judge(place, "first", "2026-06-01", **first) for place, (_who, _what, first, _final) in enumerate(CHARGES)
        ]  # fmt: skip
        tell.finds("CRT", "court-cases", self.trial, "read_judgment")
        tell.move("CRT", "court-cases", self.trial, "read_judgment", judgment_on="2026-06-01", red_number="คม 90/2569")
        assert self.outcomes() == [first["outcome"] for _who, _what, first, _final in CHARGES]

    def judge(self, place: int, instance: str, read_on: str, **sentence) -> str:
        found = self.tell.add(
            "CRT", "judgments", court_case=self.trial, suspect=self.suspects[CHARGES[place][0]], charge=self.charged[place],
            instance=instance, read_on=read_on, **{"years": None} | sentence,
        )  # fmt: skip
        self.tell.finds("CRT", "judgments", found, "confirm")
        self.tell.move("CRT", "judgments", found, "confirm")
        return found

    def appeals(self):
        tell = self.tell
        appeal = tell.add(
            "PRO", "appeals", court_case=self.trial, judgment=self.judgments[1], level="appeal", appellant="defendant",
            filed_on="2026-06-20",
        )  # fmt: skip
        tell.finds("CRT", "appeals", appeal, "decide")
        tell.move("CRT", "appeals", appeal, "decide", result="reversed", decided_on="2026-09-01")
        second = self.judge(1, "appeal", "2026-09-01", outcome="acquitted")
        tell.move("CRT", "court-cases", self.trial, "read_appeal_judgment", appeal_judgment_on="2026-09-01")
        assert self.outcomes() == [final for _who, _what, _first, final in CHARGES]
        last = tell.add(
            "PRO", "appeals", court_case=self.trial, judgment=second, level="supreme", appellant="prosecutor", filed_on="2026-09-20"
        )  # fmt: skip
        tell.finds("CRT", "court-cases", self.trial, "grant_leave")
        tell.move("CRT", "court-cases", self.trial, "grant_leave", leave_decided_on="2026-10-01")
        tell.move("CRT", "appeals", last, "decide", result="affirmed", decided_on="2026-11-02")
        self.judge(1, "supreme", "2026-11-02", outcome="acquitted")
        tell.move(
            "CRT",
            "court-cases",
            self.trial,
            "read_supreme_judgment",
            supreme_judgment_on="2026-11-02",
            final_on="2026-11-02",
        )
        with person.as_user(self.world.user("CRT")):
            assert CourtCase.objects.get().status == "final"
        assert self.outcomes() == [final for _who, _what, _first, final in CHARGES]

    def assets(self):
        tell = self.tell
        tell.sees_nothing("AML")
        tell.give("POL", self.case, "amlo")
        tell.finds("AML", "cases", self.case)
        self.asset = tell.add(
            "AML", "assets", case=self.case, suspect=self.suspects[2], kind="account", value="250000.00"
        )
        tell.add("AML", "asset-numbers", asset=self.asset, number="123-4-56789-0")
        tell.finds("AML", "assets", self.asset, "restrain")
        tell.move("AML", "assets", self.asset, "restrain", restrained_on="2026-02-01", restraint_order="ปปง. 7/2569")
        tell.finds("AML", "assets", self.asset, "extend")
        tell.move("AML", "assets", self.asset, "extend", extended_on="2026-04-20")
        tell.move("AML", "assets", self.asset, "forfeit", forfeited_on="2026-06-01")
        tell.move("AML", "assets", self.asset, "give_back", returned_on="2026-11-10", returned_value="250000.00")
        assert self.status("AML", "assets", self.asset) == "returned"
        tell.move("POL", "cases", self.case, "close", closed_on="2026-11-20", close_reason="คดีถึงที่สุด")

    def status(self, role: str, slug: str, pk) -> str:
        from actip.records import catalogue

        with person.as_user(self.world.user(role)):
            return catalogue.get(slug).model._default_manager.get(pk=pk).status

    def outcomes(self) -> list[str]:
        with person.as_user(self.world.user("POL")):
            found = {str(charge.pk): charge.status for charge in CaseCharge.objects.all()}
        return [found[str(charge)] for charge in self.charged]
