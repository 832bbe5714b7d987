"""Somebody under a programme, asked for from outside: no private question knows her, no answer costs more than for nobody."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from actip.accounts import person
from tests.victims.browsers import browsing
from tests.victims.test_witness import Witness
from victims.matching import private

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_plain_static")]


@pytest.fixture
def witness(world):
    return Witness(world)


def test_the_private_question_knows_nothing_of_her(witness):
    """Who had her before would learn from "another agency may know her" that she is locked away."""
    stranger = witness.world.add_user("POL", "police_two")
    questions = {
        "purpose": "at a checkpoint",
        "full_name": "",
        "birth_date": "",
        "nationality": "",
        "document": "0012345678901",
    }

    def known(user) -> bool:
        with person.as_user(user):
            return private.ask(by=user, **questions)

    assert known(stranger) is True  # the control: somebody knows her
    programme = witness.programme()
    assert not any(known(user) for user in (stranger, witness.world.user("POL")))
    witness.end(programme)
    assert known(stranger) is True


def test_as_much_is_done_to_find_nothing_of_her_as_of_somebody_who_never_was(witness):
    """The same questions to the database, in the same order, so that nobody reads from a clock that she is hidden."""
    never = "0b0f3c0e-0000-4000-8000-00000000000a"
    programme = witness.programme()
    pages = [(f"people/{witness.victim.pk}/", f"people/{never}/"), (f"witness-programmes/{programme.pk}/", f"witness-programmes/{never}/"),
             (f"people/{witness.victim.pk}/glass/shelter-addresses/", f"people/{never}/glass/shelter-addresses/")]  # fmt: skip
    for user in [*witness.others(), witness.world.user("NGO")]:
        with browsing(user) as browser:
            for pair in pages:
                asked = []
                for path in pair:
                    browser.get("/" + path)
                    with CaptureQueriesContext(connection) as queries:
                        browser.get("/" + path)
                    asked.append([re.sub(r"'[^']*'|[0-9a-f]{32,}|[0-9]+", "?", each["sql"]) for each in queries])
                assert asked[0] == asked[1], (user.role, pair)
