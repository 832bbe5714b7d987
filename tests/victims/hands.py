"""Hands of two kinds that make the same story: through pages, through the API."""

import re

from actip.accounts import person
from actip.accounts.models import User
from actip.records import catalogue, export
from tests.access.conftest import Browser
from tests.access.scene import SESSION


class Pages:
    """What a person does in a browser."""

    def __init__(self, user: User):
        with person.as_system("a browser"):
            User.objects.filter(pk=user.pk).update(sessions=[SESSION], language="en")
            user.refresh_from_db()
        self.user, self.client, self.seen = user, Browser(user).client, []

    def get(self, path: str):
        answer = self.client.get(path)
        self.seen.append((path, answer))
        return answer

    def text(self, path: str) -> str:
        answer = self.get(path)
        assert answer.status_code == 200, (path, answer.status_code)
        return answer.content.decode()

    def add(self, slug: str, **values):
        path = f"/{slug}/new/"
        return self._made(slug, lambda: self._post(path, self._blank(path) | values | {"checked": "yes"}))

    def _blank(self, path: str) -> dict:
        """What an empty form says already."""
        form = (self.client.get(path).context or {}).get("form", ())
        return {field.html_name: field.value() for field in form if field.value() not in (None, "", [])}

    def move(self, slug: str, pk, step: str, **facts):
        path = f"/{slug}/{pk}/moves/{step}/"
        self._post(path, self._blank(path) | facts)

    def give(self, pk, agency, basis: str) -> None:
        """Access to a person."""
        self._post(f"/people/{pk}/assign/", {"agency": agency.pk, "basis": basis})

    def _post(self, path: str, values: dict):
        sent = {
            name: "True" if value is True else value for name, value in values.items() if value not in (None, False)
        }
        answer = self.client.post(path, sent)
        errors = (
            re.findall(r'<li><a href="#id_[^>]*>(.*?)<', answer.content.decode()) if answer.status_code == 422 else ""
        )
        assert answer.status_code == 302, (path, answer.status_code, errors)
        self.seen.append((answer["Location"], answer))

    @staticmethod
    def _made(slug: str, do):
        rows = catalogue.get(slug).model._default_manager
        with person.as_system("before"):
            before = set(rows.values_list("pk", flat=True))
        do()
        with person.as_system("after"):
            (made,) = set(rows.values_list("pk", flat=True)) - before
        return made


class Program(Pages):
    """The same person's program; what the API never carries (tier 4 and 5), she does on pages."""

    def __init__(self, user: User, caller):
        super().__init__(user)
        self.caller = caller

    def add(self, slug: str, **values):
        if export.tier(catalogue.get(slug)) >= 4:
            return super().add(slug, **values)
        return self._made(slug, lambda: self.caller.add(slug, **_json(values)))

    def move(self, slug: str, pk, step: str, **facts):
        if export.tier(catalogue.get(slug)) >= 4:
            super().move(slug, pk, step, **facts)
        else:
            record = self.caller.get(f"{slug}/{pk}/").body
            self.caller.move(slug, record, step, **_json(facts))

    def give(self, pk, agency, basis: str) -> None:
        self.caller.add("assignments", matter=str(pk), agency=agency.pk, basis=basis)


def _json(values: dict) -> dict:
    """Values as a program sends them: keys as text, codes of homes and agencies."""
    return {name: str(value) if hasattr(value, "hex") else value for name, value in values.items()}
