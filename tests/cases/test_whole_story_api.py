"""The whole story of one case, from a tip to a final judgment, over the API: each step by a program of the right agency."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from actip.accounts import person
from actip.records import catalogue
from tests.api.conftest import ROOT, Caller, body_of
from tests.cases import files
from tests.cases.desk import store  # noqa: F401  files lie in a directory of the test's own
from tests.cases.whole_story import Book

pytestmark = pytest.mark.django_db
LISTS = (
    "reports",
    "cases",
    "suspects",
    "case-charges",
    "evidence",
    "evidence-files",
    "court-cases",
    "judgments",
    "people",
    "assets",
)


class Programs:
    """A token for each person; somebody's work is what its lists show, with the moves that would work."""

    def __init__(self, world):
        self.world, self.callers = world, {}
        self.stranger = world.add_user("POL", "police_two", "stranger")

    def caller(self, who) -> Caller:
        user = self.world.user(who) if isinstance(who, str) else who
        if user.pk not in self.callers:
            self.callers[user.pk] = Caller(user)
        return self.callers[user.pk]

    def agency(self, code: str):
        return self.world.agencies[code].code

    def add(self, who, slug: str, **values) -> str:
        given = {name: value for name, value in (body_of(slug) | values).items() if value is not None}
        return self.caller(who).add(slug, **zoned(given))["id"]

    def move(self, who, slug: str, pk, step: str, **facts):
        caller = self.caller(who)
        caller.move(slug, caller.get(f"{slug}/{pk}/").body, step, **zoned(facts))

    def give(self, who, case, agency: str):
        self.caller(who).add("assignments", matter=case, agency=self.agency(agency), basis="case_team")

    def hand_over(self, who, case, agency: str):
        values = {"agency": self.agency(agency), "basis": "referral", "note": "ส่งสำนวนเพื่อดำเนินการต่อ"}
        self.caller(who).add("assignments", matter=case, **values)

    def accept(self, who):
        (offer,) = self.caller(who).get("assignments/?state=offered").body["results"]
        self.sees_nothing()
        self.caller(who).move("assignments", offer, "accept")

    def attach(self, who, item) -> str:
        caller, sent = self.caller(who), SimpleUploadedFile("report.pdf", files.pdf())
        answer = caller.browser.post(
            f"{ROOT}evidence-files/", {"evidence": str(item), "label": "ภาพ", "file": sent}, headers=caller.headers
        )
        assert answer.status_code == 201, answer.content
        return answer.json()["id"]

    def finds(self, who, slug: str, pk, step: str = ""):
        """It stands in the list that her program reads, and the step that comes next is offered."""
        listed = [row["id"] for row in self.caller(who).get(f"{slug}/").body["results"]]
        assert str(pk) in listed, (who, slug)
        moves = str(self.caller(who).get(f"{slug}/{pk}/").body["moves"])
        assert step in moves, (who, slug, step, moves)

    def sees_nothing(self, who=None):
        caller = self.caller(who or self.stranger)
        for slug in LISTS:
            answer = caller.get(f"{slug}/")
            assert answer.status == 403 or answer.body["count"] == 0, slug
        with person.as_system("what there is"):
            keys = list(catalogue.get("cases").model._default_manager.values_list("pk", flat=True))
        for pk in keys:
            assert caller.get(f"cases/{pk}/").status == 404

    def hears_next(self, who, case, day):
        rows = self.caller(who).get("hearings/?status=planned").body["results"]
        assert [row["starts_at"][:10] for row in rows] == [day.isoformat()]


def zoned(values: dict) -> dict:
    """Times of Thailand."""
    return {
        name: f"{value}:00+07:00" if isinstance(value, str) and len(value) == 16 and value[10] == "T" else value
        for name, value in values.items()
    }


def test_the_whole_story_over_the_api(world, store):  # noqa: F811
    Book(world, Programs(world)).whole()
