"""The whole story of one case, from a tip to a final judgment, through pages; in each chapter the next person finds her work."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from actip.access.models import Assignment
from actip.accounts import person
from actip.records import catalogue, shapes
from actip.thai.dates import format_date
from tests.api.conftest import body_of
from tests.cases import files
from tests.cases.desk import store  # noqa: F401  files lie in a directory of the test's own
from tests.cases.whole_story import Book

pytestmark = pytest.mark.django_db


class Pages:
    """Forms as a browser sends them; somebody's work is the page /."""

    def __init__(self, world):
        self.world, self.browsers = world, {}
        self.stranger = world.add_user("POL", "police_two", "stranger")

    def browser(self, who) -> Client:
        user = self.world.user(who) if isinstance(who, str) else who
        if user.pk not in self.browsers:
            with person.as_system("reads English"):
                type(user).objects.filter(pk=user.pk).update(language="en")
            client = Client(headers={"Accept-Language": "en"})
            client.force_login(user, backend="actip.accounts.authentication.Backend")
            self.browsers[user.pk] = client
        return self.browsers[user.pk]

    def agency(self, code: str):
        return self.world.agencies[code].pk

    def post(self, who, path: str, values: dict) -> str:
        answer = self.browser(who).post(path, values)
        assert answer.status_code == 302, (path, getattr(answer.context["form"], "errors", answer.status_code))
        return answer["Location"]

    def add(self, who, slug: str, **values) -> str:
        before = self.keys(who, slug)
        self.post(who, f"/{slug}/new/", typed(body_of(slug) | values) | {"checked": "1"})
        (new,) = self.keys(who, slug) - before
        return str(new)

    def keys(self, who, slug: str) -> set:
        with person.as_user(self.world.user(who) if isinstance(who, str) else who):
            return set(catalogue.get(slug).model._default_manager.values_list("pk", flat=True))

    def move(self, who, slug: str, pk, step: str, **facts):
        path = f"/{slug}/{pk}/moves/{step}/"
        form = self.browser(who).get(path).context["form"]
        filled = {field.name: field.value() for field in form if field.value() not in (None, "", [])}
        self.post(who, path, filled | typed(facts))

    def give(self, who, case, agency: str):
        self.post(who, f"/cases/{case}/assign/", {"agency": self.agency(agency), "basis": "case_team"})

    def hand_over(self, who, case, agency: str):
        values = {"agency": self.agency(agency), "basis": "referral", "note": "ส่งสำนวนเพื่อดำเนินการต่อ"}
        self.post(who, f"/cases/{case}/assign/", values)

    def accept(self, who):
        with person.as_user(self.world.user(who)):
            (offer,) = Assignment.objects.filter(state="offered").select_related("matter")
        assert shapes.address(offer.matter) in self.work(who)
        self.sees_nothing()
        self.move(who, "assignments", offer.pk, "accept")

    def attach(self, who, item) -> str:
        sent = SimpleUploadedFile("report.pdf", files.pdf())
        return self.post(who, f"/evidence-files/new/?evidence={item}", {"label": "ภาพ", "file": sent}).split("/")[2]

    def work(self, who) -> str:
        return self.browser(who).get("/").content.decode()

    def finds(self, who, slug: str, pk, step: str = ""):
        assert f"/{slug}/{pk}/" in self.work(who), (who, slug, step)
        page = self.browser(who).get(f"/{slug}/{pk}/").content.decode()
        assert f"/{slug}/{pk}/moves/{step}/" in page or not step, (who, slug, step)

    def sees_nothing(self, who=None):
        """Nothing of the story stands in her work, and no address of it opens."""
        page = self.work(who or self.stranger)
        made = [
            slug for slug in ("reports", "cases", "suspects", "court-cases", "evidence", "people") for _ in range(1)
        ]
        with person.as_system("what there is"):
            rows = [
                (slug, pk)
                for slug in made
                for pk in catalogue.get(slug).model._default_manager.values_list("pk", flat=True)
            ]
        assert rows
        for slug, pk in rows:
            assert str(pk) not in page
            assert self.browser(who or self.stranger).get(f"/{slug}/{pk}/").status_code in (403, 404)

    def hears_next(self, who, case, day):
        page = self.browser(who).get(f"/cases/{case}/").content.decode()
        assert "Next hearing" in page
        assert format_date(day) in page


def typed(values: dict) -> dict:
    """As a form sends it: nothing for no, times without a zone."""
    found = {}
    for name, value in values.items():
        if value in (None, False, ""):
            continue
        is_time = isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d.*", value)
        found[name] = value.replace("T", " ")[:16] if is_time else "on" if value is True else value
    return found


def test_the_whole_story_through_pages(world, store):  # noqa: F811
    Book(world, Pages(world)).whole()
