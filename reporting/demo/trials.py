"""Cases before prosecutor and court: one judged with a conviction and an acquittal, others with hearings in the coming weeks."""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from decimal import Decimal
from random import Random

from django.db import transaction
from django.utils import timezone

from actip.accounts.person import as_system
from actip.records import actions
from cases.models import Appeal, Asset, CaseCharge, CourtCase, Hearing, Judgment, Report, Suspect
from reporting.demo.cast import Cast
from reporting.demo.steps import Steps

SEED = 2559
POLICE, PROSECUTOR, COURT = "police", "prosecutor", "court"


class Trial:
    """One case from the police to the court; days are counted back from today, hearings forward."""

    def __init__(self, steps: Steps, mark: str, form: str, days: int, *, suspects: int = 1):
        self.steps, self.cast = steps, steps.cast
        report = steps.report("hotline", form, hours=24 * days + 30, external_id=mark, people_count=3)
        steps.refer(report, "hotline", "aht-division-1")
        steps.answer(report.matter, POLICE)
        self.case = steps.case(POLICE, report, days=days)
        with self.cast.acting(POLICE) as by:
            while Suspect.objects.filter(case=self.case).count() < suspects:
                steps.suspect(self.case, by, days)
            for to in ("oag-trafficking", "criminal-court-trafficking"):
                actions.assign(self.case.matter, by=by, agency=self.cast.agency(to), basis="case_team")
        steps.advance(self.case, POLICE, "opinion_sent", days=days - 12)
        self.file = steps.prosecute(self.case, "with_prosecutor", days=days - 14)
        self.days = days

    def add(self, who: str, record):
        with self.cast.acting(who) as by:
            return actions.save(record, by=by)

    def move(self, who: str, record, step: str, **facts):
        with self.cast.acting(who) as by:
            actions.move(record, step, by=by, facts=facts)
            return type(record).objects.get(pk=record.pk)

    def victim(self) -> None:
        """Somebody whom an NGO looks after: it sees how far the case is, not the file."""
        found = self.steps.person(POLICE, case=self.case, days=self.days - 1, sex="male", age_band="25_over")
        self.steps.share(found.matter, POLICE, "msdhs-ranong", "protection")
        stay = self.steps.placement(found, "province.ranong", "SKN-11", days=self.days - 2)
        self.steps.receive(stay, "ngo.thafah", days=self.days - 3)

    def court(self, *, listed: bool = True) -> CourtCase:
        """Indicted, filed, accepted; with its evidence listed if said."""
        day = self.steps.day
        self.move(PROSECUTOR, self.file, "indict", decided_on=day(self.days - 24))
        number = f"คม {self.steps.rng.randint(10, 300)}/2569"
        found = CourtCase(
            case=self.case, prosecution=self.file, court="criminal_tip", province="TH-10", black_number=number,
            filed_on=day(self.days - 25),
        )  # fmt: skip
        found = self.move(COURT, self.add(PROSECUTOR, found), "accept", accepted_on=day(self.days - 26))
        if listed:
            found = self.move(COURT, found, "list_evidence", evidence_listing_on=day(self.days - 40))
        return found

    def sitting(self, days: int, hour: int = 9) -> datetime:
        """A time so many days from now, or on the Monday after: courts do not sit at weekends."""
        day = self.steps.day(-days)
        day += timedelta(days=7 - day.weekday() if day.weekday() > 4 else 0)
        return timezone.make_aware(datetime.combine(day, time(hour, 30)))

    def hearing(self, court_case: CourtCase, kind: str, days: int, hour: int = 9, **values) -> Hearing:
        """Planned so many days from now."""
        at = self.sitting(days, hour)
        return self.add(COURT, Hearing(court_case=court_case, starts_at=at, kind=kind, room="704", **values))


def judged(steps: Steps, mark: str) -> None:
    """Two defendants: one convicted, one acquitted; the prosecutor appeals the acquittal."""
    trial = Trial(steps, mark, "forced_labour", 200, suspects=2)
    trial.victim()
    court_case = trial.court()
    held = trial.hearing(court_case, "witness", -60)
    trial.move(COURT, held, "hold", measures=["video_link", "support_person"])
    court_case = trial.move(COURT, court_case, "hear")
    with trial.cast.acting(COURT):
        charges = list(CaseCharge.objects.filter(case=trial.case).order_by("created_at")[:2])
    verdicts = {"convicted": {"years": 8, "fine": Decimal(400_000)}, "acquitted": {}}
    for charge, (outcome, sentence) in zip(charges, verdicts.items(), strict=True):
        judgment = Judgment(
            court_case=court_case, suspect_id=charge.suspect_id, charge=charge, read_on=steps.day(9), outcome=outcome, **sentence
        )  # fmt: skip
        judgment = trial.move(COURT, trial.add(COURT, judgment), "confirm")
    red = f"คม {steps.rng.randint(10, 300)}/2569"
    court_case = trial.move(COURT, court_case, "read_judgment", judgment_on=steps.day(9), red_number=red)
    appeal = Appeal(court_case=court_case, judgment=judgment, appellant="prosecutor", filed_on=steps.day(2))
    trial.add(PROSECUTOR, appeal)
    trial.hearing(court_case, "appeal_judgment", 40)


def heard(steps: Steps, mark: str) -> None:
    """In the middle of the hearings: one postponed, the next within days."""
    trial = Trial(steps, mark, "prostitution", 120, suspects=2)
    trial.victim()
    court_case = trial.move(COURT, trial.court(), "hear")
    late = trial.hearing(court_case, "witness", -6)
    again = trial.sitting(3)
    trial.move(COURT, late, "postpone", postpone_reason="other_necessary", postpone_note="ล่ามป่วย", postponed_to=again)
    for days, hour in ((4, 13), (17, 9), (24, 9)):
        trial.hearing(court_case, "witness", days, hour, measures=["screen"])


def listed(steps: Steps, mark: str) -> None:
    """Accepted, its evidence to be listed next week."""
    trial = Trial(steps, mark, "slavery", 90)
    court_case = trial.court(listed=False)
    trial.hearing(court_case, "evidence_listing", 8, 13)


def early(steps: Steps, mark: str) -> None:
    """A witness goes home: her testimony is taken before anybody is charged."""
    trial = Trial(steps, mark, "forced_labour", 30)
    found = CourtCase(
        case=trial.case, kind="early_testimony", court="criminal_tip", province="TH-10", filed_on=steps.day(10),
        black_number=f"สพ {steps.rng.randint(1, 60)}/2569",
    )  # fmt: skip
    found = trial.move(COURT, trial.add(PROSECUTOR, found), "accept", accepted_on=steps.day(9))
    found = trial.move(COURT, found, "hear_early")
    trial.hearing(found, "early_testimony", 2, 9, measures=["video_link", "interpreter"])


def reviewed(steps: Steps, mark: str) -> None:
    """Not to be prosecuted, and under review."""
    trial = Trial(steps, mark, "other_sexual", 45)
    reason = "พยานหลักฐานไม่พอฟ้อง"
    trial.move(PROSECUTOR, trial.file, "not_indict", decided_on=steps.day(4), decision_reason=reason)


def waiting(steps: Steps, mark: str) -> None:
    """The file has come, and the claim for compensation is being prepared."""
    trial = Trial(steps, mark, "begging", 25)
    trial.file.claim_wish = "wants"
    trial.add(PROSECUTOR, trial.file)


def seized(steps: Steps, mark: str) -> None:
    """Assets of a DSI case in every stage; one restraint runs out soon."""
    report = steps.report("dsi", "slavery", hours=24 * 100, external_id=mark, channel="foreign_state", province="TH-90")
    case = steps.case("dsi", report, days=99)
    steps.advance(case, "dsi", "inquiry", days=98)
    steps.share(case.matter, "dsi", "amlo", "case_team")
    rows = (
        ("account", "เงินฝากธนาคาร", 1_850_000, 78),
        ("vessel", "เรือประมง ขนาด 60 ตันกรอส", 4_200_000, 30),
        ("cash", "เงินสดที่พบในรถ", 260_000, 0),
    )
    with steps.cast.acting("dsi") as by:
        for kind, description, baht, ago in rows:
            asset = Asset(
                case=case, kind=kind, description=description, value=Decimal(baht), holder="suspect", identified_on=steps.day(80)
            )  # fmt: skip
            actions.save(asset, by=by)
            if ago:
                order = {"restrained_on": steps.day(ago), "restraint_order": f"ย. {ago}/2569"}
                actions.move(asset, "restrain", by=by, facts=order)


STORIES: tuple[Callable[[Steps, str], None], ...] = (judged, heard, listed, early, reviewed, waiting, seized)


def load(cast: Cast) -> int:
    """Tell the stories that were not told yet, each in one transaction; returns how many."""
    with as_system("look for demonstration data"), transaction.atomic():
        told = set(Report.objects.filter(external_id__startswith="DEMO-T").values_list("external_id", flat=True))
    fresh = 0
    for number, story in enumerate(STORIES, 1):
        mark = f"DEMO-T{number:02d}"
        if mark not in told:
            with transaction.atomic():
                story(Steps(cast, Random(SEED + number)), mark)  # noqa: S311  a demonstration, not a secret
            fresh += 1
    return fresh
