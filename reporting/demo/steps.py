"""The steps of a story of today, each made through the actions by the user whose work it is, as a page would make it."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random

from django.db.models import prefetch_related_objects
from django.utils import timezone

from actip.access.models import Assignment, Matter
from actip.records import actions
from cases.models import Case, CaseCharge, Prosecution, Report, Suspect, SuspectIdentity
from compensation.models import BankAccount, FundPayment, StateApplication
from compensation.payables import PAYABLES
from reporting.demo import names
from reporting.demo.cast import Cast
from reporting.demo.files import FACTS, INVESTIGATORS, SUMMARIES
from reporting.demo.people import DOCUMENTS, LANGUAGES, PURPOSES
from victims.models import IdentificationDecision, Person, Placement, SafetyNote, VictimIdentity

NOTE = "ส่งเรื่องเพื่อดำเนินการตามอำนาจหน้าที่"
OFFICE = "สำนักงานคดีค้ามนุษย์ สำนักงานอัยการสูงสุด"
# The broker whom Thai suspects of forced labour call: what links their cases in the chart of links.
BROKER = "0900555019"
FINDINGS = {
    "act_found": True, "means_found": True, "purpose_found": True, "police_present": True, "msdhs_present": True,
    "other_present": "labour", "reasons": "องค์ประกอบความผิดครบถ้วนตามผลการสัมภาษณ์", "own_words": "อยากกลับไปทำงาน ไม่อยากให้ครอบครัวรู้เรื่อง",
}  # fmt: skip


class Steps:
    """`who` is a username, `to` the code of an agency; days and hours are counted back from now."""

    def __init__(self, cast: Cast, rng: Random):
        self.cast, self.rng = cast, rng
        self.now = timezone.now()
        self.today = timezone.localdate()

    def day(self, ago: int) -> date:
        return self.today - timedelta(days=ago)

    def hour(self, ago: float) -> datetime:
        return self.now - timedelta(hours=ago)

    def report(self, who: str, form: str, *, hours: float, **values) -> Report:
        """Somebody takes a report so many hours ago; `triaged` once danger was looked at."""
        values = {
            "province": "TH-10",
            "danger": "concern",
            "people_count": 2,
            "channel": "hotline_1300",
            "relation": "friend",
        } | values
        values.setdefault("summary", SUMMARIES[form])
        with self.cast.acting(who) as by:
            report = Report(received_at=self.hour(hours), exploitation=form, **values)
            actions.save(report, by=by)
        return report

    def triage(self, report: Report, who: str) -> None:
        with self.cast.acting(who) as by:
            actions.move(report, "triage", by=by, facts={"danger": report.danger, "duplicates": "none_found"})

    def refer(self, report: Report, who: str, to: str) -> None:
        """Triaged, and offered to the agency; it waits there until somebody accepts."""
        with self.cast.acting(who) as by:
            report.refresh_from_db()
            if report.status == "received":
                self.triage(report, who)
            actions.move(report, "refer", by=by, facts={"referred_to": self.cast.agency(to)})
            prefetch_related_objects([report], "matter")  # who answers the offer does not reach it yet

    def answer(self, matter: Matter, who: str, *, reason: str = "") -> None:
        """Accept the offer, or decline it for a reason."""
        with self.cast.acting(who) as by:
            offer = Assignment.objects.get(matter=matter, agency=by.agency, state="offered")
            actions.move(offer, "decline" if reason else "accept", by=by, facts={"reason": reason} if reason else {})

    def share(self, matter: Matter, who: str, to: str, basis: str) -> None:
        """Give another agency access; with the basis `referral` it is asked first."""
        with self.cast.acting(who) as by:
            note = NOTE if basis == "referral" else ""
            actions.assign(matter, by=by, agency=self.cast.agency(to), basis=basis, note=note)

    def case(self, who: str, report: Report, *, days: int) -> Case:
        """A case opened from a report, triaged if it was not, with a suspect or two."""
        with self.cast.acting(who) as by:
            report.refresh_from_db()
            if report.status == "received":
                self.triage(report, who)
            case = Case(
                report=report, opened_on=self.day(days), investigator=INVESTIGATORS.get(by.agency.code, "station"), facts=FACTS,
                exploitation=report.exploitation, province=report.province, is_online=report.channel in ("ticac", "ncmec"),
            )  # fmt: skip
            actions.save(case, by=by)
            for _ in range(self.rng.choice((1, 1, 2))):
                self.suspect(case, by, days)
        return case

    def suspect(self, case: Case, by, days: int) -> None:
        """Another suspect, arrested, with an identity and a charge."""
        sex, nationality = self.rng.choice(("male", "female")), self.rng.choice(("TH", "TH", "MM", "KH"))
        suspect = Suspect(
            case=case,
            nationality=nationality,
            sex=sex,
            age_band="25_over",
            arrested_on=self.day(days - 1),
            arrest_province=case.province,
        )
        actions.save(suspect, by=by)
        full_name, heard = names.name(self.rng, nationality, sex)
        phone = names.phone(self.rng)
        if nationality == "TH" and case.exploitation == "forced_labour":
            phone = BROKER
        actions.save(SuspectIdentity(suspect=suspect, full_name=full_name, other_names=heard, phone=phone), by=by)
        provision = "ATIP-6-1" if case.exploitation == "forced_labour" else "ATIP-6-ADULT"
        charge = CaseCharge(case=case, suspect=suspect, provision=provision, offence_on=self.day(days + 10))
        actions.save(charge, by=by)

    def advance(self, case: Case, who: str, state: str, *, days: int) -> None:
        """Bring a case to a state, step by step; its charges are laid with the opinion."""
        with self.cast.acting(who) as by:
            actions.move(case, "inquire", by=by)
            if state == "suspended":
                actions.move(case, "suspend", by=by)
            if state in ("inquiry", "suspended"):
                return
            for charge in CaseCharge.objects.filter(case=case):
                actions.move(charge, "lay", by=by, facts={"laid_on": self.day(days)})
            actions.move(case, "send_opinion", by=by, facts={"opinion_on": self.day(days)})
        if state != "opinion_sent":
            self.share(case.matter, who, "oag-trafficking", "case_team")
            self.prosecute(case, state, days=days - 1)

    def prosecute(self, case: Case, state: str, *, days: int) -> Prosecution:
        """The prosecutor's file of a case, and what she decides in it."""
        number = f"{self.rng.randint(20, 400)}/2569"
        file = Prosecution(case=case, received_on=self.day(days), office=OFFICE, file_number=number)
        step, facts = {
            "further_inquiry": ("order_further_inquiry", {"further_inquiry_on": self.today}),
            "indicted": ("indict", {"decided_on": self.today}),
        }.get(state, ("", {}))
        with self.cast.acting("prosecutor") as by:
            file = actions.save(file, by=by)
            return actions.move(file, step, by=by, facts=facts) if step else file

    def endangered(self, person: Person, who: str, *, days: int) -> None:
        """Her employer looks for her: nobody puts him through."""
        note = SafetyNote(
            person=person, noted_on=self.day(days), kind="no_contact", relation="employer", who="นายจ้างคนเดิม (สมมติ)",
            advice="ไม่ต่อสายโทรศัพท์จากภายนอกให้ และไม่ยืนยันว่าอยู่ที่ใด", account="ส่งคนไปถามหาที่หอพักสองครั้ง",
        )  # fmt: skip
        with self.cast.acting(who) as by:
            actions.save(note, by=by)

    def person(
        self, who: str, *, case: Case | None = None, report: Report | None = None, days: int, **values
    ) -> Person:
        """Somebody met, with an identity."""
        rng = self.rng
        values = {"sex": "female", "age_band": "18_24", "nationality": rng.choice(("TH", "MM", "LA", "KH"))} | values
        nationality = values["nationality"]
        language = LANGUAGES.get(nationality, "other")
        source = case or report
        if source:
            values = {"exploitation": source.exploitation, "province": source.province} | values
        with self.cast.acting(who) as by:
            found = Person(
                case=case, report=report, first_contact_on=self.day(days), language=language,
                interpreter_needed=language not in ("th", "lo"), **values,
            )  # fmt: skip
            actions.save(found, by=by)
            full_name, heard = names.name(rng, nationality, found.sex)
            identity = VictimIdentity(
                person=found, full_name=full_name, other_names=heard, document_kind=DOCUMENTS.get(nationality, "passport"),
                document=names.document(rng) if nationality in ("TH", "MM") else "", phone=names.phone(rng),
            )  # fmt: skip
            actions.save(identity, by=by)
        return found

    def identification(
        self, found: Person, who: str, *, days: int, hours: float = 0, leave: float = 0
    ) -> IdentificationDecision:
        """Opened; under temporary protection since so many hours; with leave of the court since so many."""
        with self.cast.acting(who) as by:
            decision = IdentificationDecision(
                person=found, opened_on=self.day(days), province=found.province or "TH-10"
            )
            actions.save(decision, by=by)
            if hours:
                actions.move(decision, "protect", by=by, facts={"protection_started_at": self.hour(hours)})
            if leave:
                actions.move(decision, "extend", by=by, facts={"court_leave_at": self.hour(leave)})
        return decision

    def decide(self, decision: IdentificationDecision, who: str, *, days: int, step: str = "decide_victim") -> None:
        with self.cast.acting(who) as by:
            actions.move(decision, step, by=by, facts=FINDINGS | {"decided_on": self.day(days)})

    def placement(self, found: Person, who: str, shelter: str, *, days: int) -> Placement:
        """Offered to a shelter; `outside` needs none."""
        home = self.cast.shelters.get(shelter)
        with self.cast.acting(who) as by:
            stay = Placement(
                person=found, kind=home.kind if home else "outside", shelter=home, offered_on=self.day(days),
                agreement="best_interest" if found.is_child else "consent",
            )  # fmt: skip
            actions.save(stay, by=by)
        return stay

    def receive(self, stay: Placement, who: str, *, days: int) -> None:
        """The shelter accepts, and the person moves in."""
        with self.cast.acting(who) as by:
            actions.move(stay, "accept", by=by)
            actions.move(stay, "place", by=by, facts={"placed_on": self.day(days)})

    def request(self, found: Person, who: str, kind: str, baht: int) -> FundPayment:
        with self.cast.acting(who) as by:
            payment = FundPayment(person=found, kind=kind, amount=Decimal(baht), purpose=PURPOSES[kind])
            actions.save(payment, by=by)
        return payment

    def look_at(self, payment: FundPayment, step: str) -> None:
        """The Fund's secretary checks the documents (`check`), recommends, or sends back."""
        with self.cast.acting("fund.secretary") as by:
            facts = {"back_reason": "ขาดใบเสร็จรับเงินฉบับจริง"} if step == "send_back" else {}
            actions.move(FundPayment.objects.get(pk=payment.pk), step, by=by, facts=facts)

    def approve(self, payment: FundPayment, *, refused: str = "") -> None:
        with self.cast.acting("fund.approver") as by:
            actions.move(
                payment, "refuse" if refused else "approve", by=by, facts={"refuse_reason": refused} if refused else {}
            )

    def account(self, of: FundPayment | StateApplication, who: str, *, number: str) -> None:
        """Where the money is to go, as one payer writes it down; the other pays."""
        hangs = next(each.link for each in PAYABLES if each.kind.model is type(of))
        with self.cast.acting(who) as by:
            of = type(of).objects.get(pk=of.pk)
            written = BankAccount(bank="006", account_number=number, account_name="บัญชีสมมุติ")
            setattr(written, hangs, of)
            actions.save(written, by=by)

    def pay(self, payment: FundPayment, *, days: int = 0) -> None:
        with self.cast.acting("fund.payer") as by:
            actions.move(payment, "pay", by=by, facts={"paid_on": self.day(days)})
