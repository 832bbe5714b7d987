"""Every page of every record type for every role answers as the door and the rows say: shown, 403, 404 or 409; never worse."""

import pytest
from django.conf import settings

from actip.access import matrix
from actip.access.decide import verbs
from actip.records import catalogue

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", list(matrix.roles()))
def test_every_page_answers_every_role(story, sign_in, role):
    client, user = sign_in(role), story.world.user(role)

    assert client.get("/").status_code == 200
    for kind in catalogue.all_types():
        mine = verbs(user, kind.code)
        answer = client.get(f"/{kind.slug}/")
        assert answer.status_code == (200 if kind.shown(mine) and kind.scope.listed else 403), kind.slug
        assert client.get(f"/{kind.slug}/new/").status_code == (
            200 if "create" in mine and kind.scope.name != "assignment" else 403
        ), kind.slug
        assert client.get(f"/{kind.slug}.csv").status_code in (200, 403)
    for slug, record in story.records().items():
        page = client.get(f"/{slug}/{record.pk}/")
        mine = verbs(user, catalogue.get(slug).code)
        assert page.status_code in ((200, 404) if catalogue.get(slug).shown(mine) else (403,)), slug
        if page.status_code == 200:
            walk(client, page)


@pytest.mark.parametrize("page", ["detail", "form", "list"])
def test_a_template_of_the_name_of_a_record_type_extends_the_page_that_it_stands_for(page):
    for kind in catalogue.all_types():
        meta = kind.model._meta
        file = settings.BASE_DIR / "templates" / meta.app_label / f"{meta.model_name}_{page}.html"
        assert not file.exists() or f'{{% extends "records/{page}.html" %}}' in file.read_text(encoding="utf-8"), file


def walk(client, page):
    """Whatever the page links to among records opens."""
    seen = set()
    for link in links(page):
        if (
            link not in seen
            and link.startswith("/")
            and not link.startswith(("/static", "/personas", "/profile", "/admin", "/components"))
        ):
            seen.add(link)
            assert client.get(link).status_code == 200, (page.request["PATH_INFO"], link)


def links(page) -> list[str]:
    import re

    return [found.replace("&amp;", "&") for found in re.findall(r'href="([^"#]+)"', page.content.decode())]
