"""A committed world in which every address leads somewhere, and what is sent to an address when nothing is wrong."""

from datetime import date, timedelta
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from actip.accounts import person, roles
from actip.accounts.models import User
from actip.records import actions, clocks
from cases.intake.batches import Intake
from cases.models import Tip
from tests.access.scene import SESSION
from tests.cases.tips import lines
from tests.compensation.conftest import Money
from tests.compensation.test_approval import delegate
from tests.compensation.test_court import Court, filed
from tests.compensation.test_runs import approved, pay
from tests.factories import make
from tests.hostile.addresses import PART
from tests.pages.conftest import REPORT, Story
from tests.worlds import World
from victims import glass

WHY = "An escort to court at nine tomorrow"
# Parts of addresses -> what is there.
ELSE = {
    "slug": "cases",
    "language": "en",
    "code": "reports",
    "year": 2026,
    "channel": "hotline_1300",
    "name": "inquire",
    "form": "reports/new/",
    "object_id": "1",
    "content_type_id": "1",
    "app_label": "accounts",
    "url": "x",
}


class Scene:
    """`users[role]`, None for nobody; `path(route)` leads to something that is there; `sent(route)`: bodies, each tried."""

    def __init__(self):
        with transaction.atomic():
            self.world = World()
            with person.as_system("a test's world"):
                self.officer = self.world.add_user("POL", "police", "leaves")
                self.colleague = self.world.add_user("POL", "police", "stays")
                approver = self.world.add_user("FAP", "fund", "approves-too")
                User.objects.update(sessions=[SESSION], language="en")
                User.objects.filter(role="ADM").update(is_staff=True)
            self.story, self.money = Story(self.world), Money(self.world)
            self._case()
            self._money(approver)
        self.users = {**self.world.users, "": None}

    def _case(self) -> None:
        pol, adm, case = self.world.user("POL"), self.world.user("ADM"), self.story.case
        with person.as_user(pol):
            clock = clocks.start(case, "DL-01", timezone.now() - timedelta(hours=26))
            item = make("evidence", by=pol, case=case)
            offer = actions.assign(case.matter, by=pol, agency=self.world.prosecutor, basis="referral", note="x")
            opened = glass.smash(self.story.victim, "shelter-addresses", by=pol, reason=WHY, second=self.colleague)
        with person.as_system("a file"):
            file = make("evidence-files", evidence=item)
        with person.as_user(self.world.user("HOT")):
            list(Intake("ncmec").json([lines({})]))
            tip = Tip.objects.get()
        what = {"agency": self.world.police, "role": "SPV", "is_child_cleared": False, "is_staff": False}
        with person.as_user(adm):
            change = roles.propose(self.officer, what, reason="leads the unit", by=adm)
        self.there = {
            "clocks/": clock.pk, "intake/pool/": tip.pk, "tips/": tip.pk, "glass/": opened.pk, "evidence-files/": file.pk,
            "leaving/": self.officer.pk, "role-changes/": change.pk, "cases/": case.pk, "people/": self.story.victim.pk,
        }  # fmt: skip
        self.offer, self.item = offer.pk, item.pk

    def _money(self, approver) -> None:
        run = pay(self.money, [approved(self.money)]).run
        self.waiting, self.ready = self.money.ask("10.00"), approved(self.money, "20.00")
        court = Court(self.world)
        filed(court)
        order = court.order("80000.00", interest_rate=Decimal(5), interest_from=date(2026, 1, 20))
        given = delegate(self.world.user("FAP"), approver)
        self.there |= {"payment-runs/": run.pk, "delegations/": given.pk, "orders/": order.pk}

    def path(self, route: str, **instead: str) -> str:
        """An address of a route that leads to something there, but for the parts given instead."""
        start = next((start for start in self.there if route.removeprefix("api/v1/").startswith(start)), "cases/")
        known = ELSE | {"pk": self.there[start], "offer": self.offer}
        if "/glass/" in route:
            known["slug"] = "shelter-addresses"
        below = f"?evidence={self.item}" if route == "evidence-files/new/" else ""
        return "/" + PART.sub(lambda part: str((known | instead)[part[1]]), route) + below

    def sent(self, route: str) -> list[dict]:
        """Where one wrong value would hide another, or another step is taken: what is right. Else nothing."""
        today, ready, waiting = timezone.localdate().isoformat(), str(self.ready.pk), str(self.waiting.pk)
        delegation = {"starts_on": today, "ends_on": today, "reason": WHY}
        person_ = {
            "full_name": "สมชาย ใจดี",
            "birth_date": "1/2/2540",
            "nationality": "MM",
            "document": "12345",
            "purpose": WHY,
        }
        return {
            "api/v1/token/": [{"grant_type": "client_credentials", "client_id": "a", "client_secret": "b"}],
            "api/v1/clocks/<uuid:pk>/extend/": [{"amount": 1, "authority": WHY, "document": "1/2569", "granted_on": today}],
            "api/v1/payment-approval/": [{"payments": [waiting], "versions": {waiting: 1}}],
            "api/v1/payment-runs/": [{"payments": [ready], "paid_on": today}],
            "api/v1/delegations/": [delegation | {"taker": "approves-too"}],
            "clocks/<uuid:pk>/": [
                {"do": "answer", "answer-text": WHY}, {"do": "note", "note-text": WHY},
                {"do": "extend", "extend-amount": "1", "extend-authority": WHY, "extend-document": "1", "extend-granted_on": today},
            ],
            "delegations/": [delegation | {"taker": "0"}],
            "drafts/<path:form>": [REPORT],
            "glass/<uuid:pk>/": [{"finding": "justified", "review": WHY}],
            "intake/new/<slug:channel>/": [REPORT],
            "known/": [person_ | {"what": "ask"}],
            "language/": [{"_language": "th", "next": "/"}],
            "leaving/<int:pk>/": [{"do": "preview", "colleague": str(self.colleague.pk)}],
            "orders/<uuid:pk>/interest/": [{"amount": "1.00", "until": today}],
            "payment-approval/": [{"payment": waiting}, {"payment": waiting, "step": "confirm", f"version-{waiting}": "1"}],
            "payment-runs/": [{"payment": ready}, {"payment": ready, "step": "pay", "key": "a-key-of-a-run", "paid_on": today}],
            "payment-runs/<uuid:pk>/file/": [{"reason": WHY}],
            "people/<uuid:pk>/glass/<slug:slug>/": [{"reason": WHY, "second": str(self.colleague.pk)}],
            "role-changes/<int:pk>/": [{"answer": "confirm"}],
            "search/": [{"q": "สมชาย"}],
            "sign-in/": [{"login": "a", "password": "b"}],
            "statements/file/": [{"asked": "regime=fund&per=month", "what": what, "shape": "csv", "purpose": WHY} for what in ("totals", "trial")],
        }.get(route, [{}])  # fmt: skip
