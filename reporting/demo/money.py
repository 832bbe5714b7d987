"""Money in every state: court claims and orders with what came of them, state compensation, earnings and savings."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from random import Random

from django.db import transaction

from actip.accounts.person import as_system
from actip.records import actions
from cases.models import CaseCharge, Judgment, Report, Suspect
from compensation.models import (
    Claim,
    ClaimHead,
    ExecutionStep,
    IncomeEntry,
    Order,
    OrderChange,
    Receipt,
    StateApplication,
    StateHead,
)
from reporting.demo.cast import Cast
from reporting.demo.steps import Steps
from reporting.demo.trials import COURT, POLICE, PROSECUTOR, Trial
from victims.models import Person, Placement

SEED = 2551
STATE, COMMITTEE, STATE_PAYER, ENFORCER = "compensation", "committee", "state.payer", "officer.execution"
DECIDED = {"grant": COMMITTEE, "refuse": COMMITTEE, "refuse_appeal": COMMITTEE, "pay": STATE_PAYER}
BASIS = "มาตรา 35 พ.ร.บ.ป้องกันและปราบปรามการค้ามนุษย์ พ.ศ. 2551 ตามอัตราค่าจ้างขั้นต่ำ"


class Money(Trial):
    """A trial, the person who claims in it, and what was ordered."""

    def __init__(self, steps: Steps, mark: str, form: str, days: int, *, suspects: int = 1):
        super().__init__(steps, mark, form, days, suspects=suspects)
        self.person: Person = steps.person(POLICE, case=self.case, days=days - 1, age_band="25_over")
        for to, basis in (
            ("oag-trafficking", "case_team"), ("datip", "protection"), ("rlpd-compensation", "case_team"),
            ("msdhs-ranong", "protection"), ("legal-execution", "case_team"),
        ):  # fmt: skip
            steps.share(self.person.matter, POLICE, to, basis)
        self.claim = self.add(PROSECUTOR, Claim(person=self.person, case=self.case))

    def wishes(self, ago: int) -> None:
        self.step("inform", informed_on=self.steps.day(ago + 2))
        self.step("wish")

    def files(self, ago: int, heads: dict[str, int], *, grounds: tuple[str, ...] = ()) -> None:
        """The claim is prepared and filed so many days ago."""
        self.wishes(ago + 8)
        for head, baht in heads.items():
            self.add(PROSECUTOR, ClaimHead(claim=self.claim, head=head, amount=Decimal(baht), basis=BASIS))
        if grounds:
            self.claim.seeks_punitive, self.claim.grounds = True, list(grounds)
            self.claim = self.add(PROSECUTOR, self.claim)
        self.step("prepare", prepared_on=self.steps.day(ago + 5))
        self.step("claim", claimed_on=self.steps.day(ago), court_document=f"คร. {self.steps.rng.randint(1, 90)}/2569")

    def step(self, name: str, *, who: str = PROSECUTOR, **facts) -> None:
        self.claim = self.move(who, self.claim, name, **facts)

    def judged(self, ago: int, amounts: list[tuple[int, int]], *, joint: bool = False, rate: str = "") -> list[Order]:
        """Convicted, and ordered to pay (amount, of which punitive) each; jointly, the others owe the first's debt."""
        court_case = self.move(COURT, self.court(), "hear")
        with self.cast.acting(COURT):
            charges = {charge.suspect_id: charge for charge in CaseCharge.objects.filter(case=self.case)}
            suspects = list(Suspect.objects.filter(case=self.case).order_by("created_at"))
        read_on, red = self.steps.day(ago), f"คม {self.steps.rng.randint(10, 300)}/2569"
        orders: list[Order] = []
        for suspect in suspects[: len(amounts)]:
            verdict = Judgment(
                court_case=court_case, suspect=suspect, charge=charges[suspect.pk], read_on=read_on, outcome="convicted", years=6,
                fine=Decimal(300_000),
            )  # fmt: skip
            self.move(COURT, self.add(COURT, verdict), "confirm")
        self.move(COURT, court_case, "read_judgment", judgment_on=read_on, red_number=red)
        interest = {"interest_rate": Decimal(rate), "interest_from": read_on} if rate else {}
        for suspect, (amount, punitive) in zip(suspects, amounts, strict=False):
            order = Order(
                claim=self.claim, suspect=suspect, ordered_on=read_on, amount=Decimal(amount), punitive=Decimal(punitive), is_joint=joint,
                same_debt_as=orders[0] if joint and orders else None, document=red, **interest,
            )  # fmt: skip
            orders.append(self.add(PROSECUTOR, order))
        self.step("order_part", decided_on=read_on)
        return orders

    def final(self, orders: list[Order], ago: int) -> list[Order]:
        """Nobody appealed."""
        self.step("become_final", final_on=self.steps.day(ago))
        return [self.move(PROSECUTOR, order, "become_final", final_on=self.steps.day(ago)) for order in orders]

    def enforce(self, order: Order, *steps: tuple[str, int]) -> None:
        """Steps of the execution officer, so many days ago each."""
        self.step("request_execution", execution_on=self.steps.day(steps[0][1]))
        for number, (kind, ago) in enumerate(steps, 1):
            self.add(ENFORCER, ExecutionStep(order=order, kind=kind, on_day=self.steps.day(ago), document=f"ยธ. {number}/2569"))  # fmt: skip

    def receive(self, order: Order, baht: int, ago: int, source: str = "execution") -> None:
        self.add(
            ENFORCER,
            Receipt(order=order, received_on=self.steps.day(ago), amount=Decimal(baht), source=source, document="บค. 7/2569"),
        )  # fmt: skip


def jointly(steps: Steps, mark: str) -> Money:
    """Two owe one debt together; half a year of execution brought a part of it."""
    money = Money(steps, mark, "forced_labour", 420, suspects=2)
    money.files(380, {"lost_wages": 186_000, "pain": 100_000, "treatment": 24_500})
    orders = money.final(money.judged(300, [(240_000, 0), (240_000, 0)], joint=True, rate="5.00"), 260)
    money.enforce(orders[0], ("writ", 240), ("tracing", 200), ("seizure", 150), ("sale", 70), ("distribution", 35))
    money.step("trace", who=ENFORCER, traced_on=steps.day(200))
    money.receive(orders[0], 45_000, 35)
    money.receive(orders[0], 12_500, 12, "voluntary")
    money.step("receive_part")
    return money


def punished(steps: Steps, mark: str) -> Money:
    """Punitive damages besides; not final yet."""
    money = Money(steps, mark, "slavery", 200)
    money.files(160, {"lost_wages": 96_000, "pain": 150_000, "punitive": 100_000}, grounds=("confinement", "gain"))
    money.judged(40, [(210_000, 60_000)])
    return money


def idle(steps: Steps, mark: str) -> Money:
    """Final for months, and nobody took a step."""
    money = Money(steps, mark, "prostitution", 330)
    money.files(290, {"lost_opportunity": 80_000, "pain": 70_000})
    money.final(money.judged(200, [(120_000, 0)]), 165)
    return money


def idle_again(steps: Steps, mark: str) -> Money:
    """A writ, and then nothing for three months."""
    money = Money(steps, mark, "forced_labour", 360, suspects=2)
    money.files(320, {"lost_wages": 140_000})
    orders = money.final(money.judged(250, [(60_000, 0), (45_000, 0)]), 215)
    money.enforce(orders[0], ("writ", 95))
    return money


def lost(steps: Steps, mark: str) -> Money:
    """A little was found; the rest was written off."""
    money = Money(steps, mark, "begging", 500)
    money.files(460, {"lost_wages": 60_000, "pain": 40_000})
    [order] = money.final(money.judged(400, [(100_000, 0)]), 365)
    money.enforce(order, ("writ", 350), ("tracing", 310), ("seizure", 280), ("distribution", 230))
    money.receive(order, 12_000, 230)
    rest = {"kind": "write_off", "amount": Decimal(88_000), "reason": "จำเลยไม่มีทรัพย์สินอื่นตามรายงานของเจ้าพนักงานบังคับคดี"}
    money.add(PROSECUTOR, OrderChange(order=order, on_day=steps.day(90), document="ยธ. 41/2569", **rest))
    money.step("give_up", irrecoverable_reason="สืบทรัพย์แล้วไม่พบทรัพย์สินอื่น")
    return money


def settled(steps: Steps, mark: str) -> Money:
    """Paid in full, in two parts."""
    money = Money(steps, mark, "other_sexual", 260)
    money.files(220, {"treatment": 15_000, "pain": 50_000})
    [order] = money.final(money.judged(150, [(55_000, 0)]), 115)
    for baht, ago in ((30_000, 100), (25_000, 66)):
        money.receive(order, baht, ago, "voluntary")
    money.step("receive")
    return money


def filed(steps: Steps, mark: str) -> Money:
    """Filed with the court, which has not decided."""
    money = Money(steps, mark, "forced_labour", 110)
    money.files(60, {"lost_wages": 132_000, "treatment": 8_400})
    money.court()
    return money


def wished(steps: Steps, mark: str) -> Money:
    """She wishes to claim; the sum is being worked out."""
    money = Money(steps, mark, "prostitution", 45)
    money.wishes(6)
    return money


STORIES: tuple[Callable[[Steps, str], Money], ...] = (
    jointly, punished, idle, idle_again, lost, settled, filed, wished, wished, wished,
)  # fmt: skip


@dataclass(frozen=True)
class Asked:
    """How far an application for state compensation goes: its steps in order, and which payer wrote the account down."""

    steps: tuple[str, ...]
    account: str = ""


STATES = (
    Asked(()),
    Asked(("apply",)),
    Asked(("apply", "grant")),
    Asked(("apply", "refuse")),
    Asked(("apply", "refuse", "appeal")),
    Asked(("apply", "refuse", "appeal", "refuse_appeal")),
    Asked(("apply", "grant", "pay")),
    Asked(("apply", "grant", "pay", "reverse")),
    Asked(("apply", "grant"), account="state.payer"),
    Asked(("apply", "grant"), account="state.payer.second"),
)


def _state(steps: Steps, person: Person, asked: Asked) -> None:
    """One application, brought as far as it goes; who decides and who pays are two others."""
    day = steps.day
    facts = {
        "apply": {"applied_on": day(80)},
        "grant": {"decided_on": day(30), "notified_on": day(25)},
        "refuse": {"decided_on": day(30), "notified_on": day(25), "refuse_reason": "พยานหลักฐานเกี่ยวกับค่ารักษาไม่เพียงพอ"},
        "appeal": {"appealed_on": day(15)},
        "refuse_appeal": {"decided_on": day(3), "refuse_reason": "ไม่มีพยานหลักฐานใหม่"},
        "pay": {"paid_on": day(8)},
        "reverse": {"reverse_reason": "โอนเข้าบัญชีผิด"},
    }  # fmt: skip
    with steps.cast.acting(STATE) as by:
        made = actions.save(StateApplication(person=person, knew_on=day(120)), by=by)
        for head, baht, granted in (("treatment", 18_200, 15_000), ("lost_income", 41_500, 33_000)):
            if "refuse" in asked.steps or "grant" not in asked.steps:
                granted = None
            actions.save(
                StateHead(application=made, head=head, asked=Decimal(baht), granted=granted and Decimal(granted)), by=by
            )
    for step in asked.steps:
        with steps.cast.acting(DECIDED.get(step, STATE)) as by:
            made = actions.move(StateApplication.objects.get(pk=made.pk), step, by=by, facts=facts[step])
    if asked.account:
        steps.account(made, asked.account, number=f"{steps.rng.randrange(10**10):010}")


def _income(cast: Cast, steps: Steps) -> None:
    """What people in the homes earned, put aside and took out; one deduction explained, one entry reversed."""
    with as_system("look for demonstration data"), transaction.atomic():
        stays = list(
            Placement.objects.filter(
                status="placed", person__report__external_id__startswith="DEMO-", shelter__isnull=False
            )
            .select_related("person", "shelter__agency")
            .order_by("created_at", "pk")
        )
    for number, stay in enumerate(stays):
        last = (steps.today - stay.placed_on).days
        lines = [("wage", 3_720, 7), ("sale", 450, 5), ("saving", 1_500, 4)]
        if number % 2:
            lines += [("withdrawal", 600, 2), ("deduction", 120, 3)]
        with transaction.atomic(), cast.acting(cast.officer(stay.shelter.agency).username) as by:
            for kind, baht, ago in lines:
                made = _earned(steps, stay, kind, baht, min(ago, last), by)
            if number == 0:
                actions.move(made, "reverse", by=by, facts={"reverse_reason": "บันทึกซ้ำ"})


def _earned(steps: Steps, stay: Placement, kind: str, baht: int, ago: int, by) -> IncomeEntry:
    entry = IncomeEntry(
        person=stay.person, kind=kind, place="in_shelter", on_day=steps.today - timedelta(days=ago), amount=Decimal(baht),
        source="งานตัดเย็บ" if kind == "wage" else "ตลาดนัดชุมชน", consent="ลายพิมพ์นิ้วมือ 3/2569",
        explanation="ค่าวัสดุที่ตกลงกันไว้" if kind == "deduction" else "",
    )  # fmt: skip
    return actions.save(entry, by=by)


def load(cast: Cast) -> int:
    """Tell the stories that were not told yet, each in one transaction; returns how many."""
    with as_system("look for demonstration data"), transaction.atomic():
        told = set(Report.objects.filter(external_id__startswith="DEMO-M").values_list("external_id", flat=True))
        has_income = IncomeEntry.objects.exists()
    fresh = 0
    for number, (story, asked) in enumerate(zip(STORIES, STATES, strict=True), 1):
        mark = f"DEMO-M{number:02d}"
        if mark not in told:
            with transaction.atomic():
                steps = Steps(cast, Random(SEED + number))  # noqa: S311  a demonstration, not a secret
                _state(steps, story(steps, mark).person, asked)
            fresh += 1
    if not has_income:
        _income(cast, Steps(cast, Random(SEED)))  # noqa: S311  a demonstration, not a secret
    return fresh
