"""Protection as it goes on today: screened and not, re-opened, consents given and withdrawn, a record entered twice, a question."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial

from actip.records import actions
from reporting.demo.steps import Steps
from victims.matching import private
from victims.models import Consent, Person, PersonMerge, RightsNotice, Screening, VictimIdentity

SHARED = "MF900123"  # a passport number of no country's series: two offices meet its bearer


def stories() -> Iterator[Callable[[Steps, str], object]]:
    """Each told once, see present.py."""
    for outcome in ("", "none_found", "unclear", "indications_found"):
        yield partial(screening, outcome=outcome)
    yield consenting
    yield entered_twice


def screening(steps: Steps, mark: str, *, outcome: str = "") -> Person:
    """Somebody whom the labour inspector met; with an outcome she was screened, and doubt opened an identification."""
    report = steps.report(
        "labour",
        "forced_labour",
        hours=30,
        external_id=mark,
        province="TH-74",
        channel="labour_inspection",
        people_count=1,
    )
    with steps.cast.acting("labour") as by:
        met = actions.save(
            Person(
                report=report, first_contact_on=steps.day(1), sex="female", age_band="18_24", age_basis="stated", nationality="MM",
                exploitation="forced_labour", province="TH-74", language="my", interpreter_needed=True,
            ),
            by=by,
        )  # fmt: skip
        planned = actions.save(Screening(person=met, planned_on=steps.day(0), province="TH-74"), by=by)
        if outcome:
            facts = {
                "screened_on": steps.day(0), "form_code": "ror_bor_1", "interviewer": "พนักงานตรวจแรงงาน", "language": "my",
                "place": "workplace", "interpreter": "ล่าม 12", "outcome": outcome,
            }  # fmt: skip
            actions.move(planned, "record", by=by, facts=facts)
    return met


def consenting(steps: Steps, mark: str) -> None:
    """Decided a victim yesterday and told of her rights; an organisation helps her as far as she consents: one consent is in
    use, one was withdrawn.
    """
    who = "province.ranong"
    report = steps.report(
        who, "forced_labour", hours=76, external_id=mark, province="TH-85", channel="walk_in", people_count=1
    )
    found = steps.person(who, report=report, days=3, nationality="MM", age_band="18_24", age_basis="estimated")
    steps.decide(steps.identification(found, who, days=2), who, days=1)
    with steps.cast.acting(who) as by:
        notice = RightsNotice(
            person=found, given_on=steps.day(0), given_through="นักสังคมสงเคราะห์", language="my", interpreter="ล่าม 12"
        )
        actions.save(notice, by=by)
        for purpose, withdrawn in (("legal_aid", False), ("evaluation", True)):
            consent = Consent(
                person=found, purpose=purpose, recipient=steps.cast.agency("ngo-tha-fah"), kinds=["VPR", "WEL"], given_on=steps.day(0),
                until=steps.day(0) + timedelta(days=180), how="thumbprint", reference=f"C-{purpose[:1].upper()}/2569", language="my",
                interpreter="ล่าม 12", guardian="official" if found.is_child else "",
            )  # fmt: skip
            actions.save(consent, by=by)
            actions.move(consent, "share", by=by)
            if withdrawn:
                actions.move(
                    consent, "withdraw", by=by, facts={"withdrawn_on": steps.day(0), "withdrawal_reason": "เปลี่ยนใจ"}
                )


def entered_twice(steps: Steps, mark: str) -> None:
    """Two records of one woman, whose merge waits for a second pair of eyes; another office asks about her as well."""
    who = "province.ranong"
    report = steps.report(
        who, "forced_labour", hours=50, external_id=mark, province="TH-85", channel="walk_in", people_count=1
    )
    with steps.cast.acting(who) as by:
        records = []
        for name, other in (("Ma Thandar Khine", "ธันดา ไข"), ("Thandar Khaing", "")):
            record = Person(
                report=report, first_contact_on=steps.day(2), sex="female", age_band="18_24", age_basis="stated", nationality="MM",
                exploitation="forced_labour", province="TH-85", language="my", interpreter_needed=True,
            )  # fmt: skip
            records.append(actions.save(record, by=by))
            actions.save(
                VictimIdentity(
                    person=record, full_name=name, other_names=other, has_family_name="no", birth_date="2545",
                    document_kind="passport", document=SHARED, nickname="ไข" if other else "", phone="0900001234",
                ),
                by=by,
            )  # fmt: skip
        merge = PersonMerge(person=records[0], merged=records[1], evidence="document", reasons="หนังสือเดินทางเล่มเดียวกัน")
        actions.save(merge, by=by)
    with steps.cast.acting("police") as by:
        private.ask(by=by, purpose="พบพยานในคดีอื่น", full_name="", birth_date="", nationality="", document=SHARED)
