"""Dates in the administration are of the era of the page's language."""

import re

import pytest
from django.utils import timezone

from tests.accounts.conftest import add_user


@pytest.fixture
def administrator(client, agency):
    user = add_user("chief", agency=agency, role="ADM", is_staff=True)
    client.force_login(user)
    return user


def test_a_thai_page_of_a_user_and_its_history_are_of_the_buddhist_era(client, administrator):
    client.cookies["language"] = "th"
    year = timezone.localdate().year
    for page in ("change", "history"):
        text = client.get(f"/admin/accounts/user/{administrator.pk}/{page}/").content.decode()
        assert not re.search(rf"\D{year}\D", text)
        assert page == "history" or re.search(rf"\D{year + 543}\D", text)


def test_no_date_is_typed_there(client, administrator):
    """Django's own date fields know no Buddhist Era: one that is added takes its form field from actip.thai.fields."""
    for page in (
        f"agency/{administrator.agency_id}/change/",
        "user/add/",
        f"user/{administrator.pk}/change/",
        "apiclient/add/",
    ):
        text = client.get(f"/admin/accounts/{page}").content.decode()
        assert "<form" in text
        assert "vDateField" not in text
        assert "vTimeField" not in text
