"""The first two administrators of an installation come from a command; the third from a proposal that two made."""

import io

import pytest
from django.core.management import CommandError, call_command

from actip.accounts import person
from actip.accounts.models import User

pytestmark = pytest.mark.django_db
PASSWORD = "a boat that no river carries"


@pytest.fixture
def add(monkeypatch):
    def do(name: str, password: str = PASSWORD) -> str:
        monkeypatch.setattr("sys.stdin", io.StringIO(f"{password}\n"))
        said = io.StringIO()
        call_command("add_administrator", name, stdout=said)
        return said.getvalue()

    return do


def test_two_are_added_and_no_third(add):
    assert "first can sign in" in add("first")
    add("second")
    with pytest.raises(CommandError, match="two administrators already"):
        add("third")

    with person.as_system("a test"):
        made = list(User.objects.order_by("username"))
    assert [(user.username, user.is_staff, user.is_superuser) for user in made] == [
        ("first", True, False),
        ("second", True, False),
    ]
    assert made[0].check_password(PASSWORD)
    assert made[0].agency.kind == "system"


def test_a_taken_name_and_a_weak_password_are_refused_in_words(add):
    add("first")
    with pytest.raises(CommandError, match="taken"):
        add("first")
    with pytest.raises(CommandError):
        add("second", "short")
    assert User.objects.count() == 1
