"""A case proposes what comes next in law to whoever has to do it: the filing, the next hearing, the judgment; its end comes last."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from actip.access.models import Assignment
from actip.accounts import person
from actip.records import actions
from tests.access.conftest import browsing
from tests.cases.test_story import signed_in
from tests.factories import make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_plain_static")]


def proposed(world, record, slug: str, role: str) -> tuple[str, str] | None:
    """Label and address of the big step on a page, as this role reads it."""
    with browsing(signed_in(world.user(role))) as browser:
        context = browser.get(f"/{slug}/{record.pk}/").context
    action = context["identity"]["action"]
    big = [step for step in context["steps"] if step.get("first")]
    assert [(step["label"], step["url"]) for step in big] == ([(action["label"], action["url"])] if action else [])
    return action and (action["label"], action["url"])


def offered(world, record, slug: str, role: str) -> list[str]:
    with browsing(signed_in(world.user(role))) as browser:
        return [step["label"] for step in browser.get(f"/{slug}/{record.pk}/").context["steps"]]


def test_an_indicted_case_leads_on_to_the_court_and_not_to_its_end(world, trial):
    trial.move("PRO", trial.received(), "indict", decided_on=date(2026, 1, 30))
    assert proposed(world, trial.case, "cases", "POL") is None
    assert "Close the case" in offered(world, trial.case, "cases", "POL")
    assert proposed(world, trial.case, "cases", "PRO")[0] == "New: court case"

    court_case = trial.make("PRO", "court-cases", case=trial.case)
    label, url = proposed(world, trial.case, "cases", "CRT")
    assert label.endswith(court_case.black_number)
    assert url == f"/court-cases/{court_case.pk}/"
    assert proposed(world, trial.case, "cases", "POL") is None


def test_a_trial_leads_on_to_its_next_hearing_and_then_to_the_judgment(world, trial):
    court_case = trial.heard()
    assert proposed(world, court_case, "court-cases", "CRT")[0] == "New: hearing"
    later = trial.make("CRT", "hearings", court_case=court_case, starts_at=timezone.now() - timedelta(days=3))
    first = trial.make("CRT", "hearings", court_case=court_case, starts_at=timezone.now() - timedelta(days=9))
    for hearing in (first, later):
        label, url = proposed(world, court_case, "court-cases", "CRT")
        assert label.startswith("Hearing ")
        assert url == f"/hearings/{hearing.pk}/"
        trial.move("CRT", hearing, "hold")
    assert proposed(world, court_case, "court-cases", "CRT")[0] == "New: judgment"
    trial.judgment(court_case, 0, "convicted")
    assert proposed(world, court_case, "court-cases", "CRT")[0] == "Judgment read"


def test_the_end_of_the_case_is_proposed_once_the_trial_is_over(world, trial):
    court_case = trial.filed(kind="early_testimony")
    court_case = trial.move("CRT", court_case, "hear_early")
    assert (
        proposed(world, court_case, "court-cases", "CRT") is None
    )  # the end of the file, or the trial: the court says which
    trial.move("CRT", court_case, "end_early", final_on=date(2026, 3, 3))
    assert proposed(world, trial.case, "cases", "POL")[0] == "Close the case"


def test_a_referred_report_proposes_a_case_of_its_own_and_still_offers_one_that_is_there(world):
    pol, hot = world.user("POL"), world.user("HOT")
    with person.as_user(hot):
        report = make("reports", by=hot)
        report = actions.move(report, "triage", by=hot, facts={"danger": "concern", "duplicates": "none_found"})
        report = actions.move(report, "refer", by=hot, facts={"referred_to": world.police})
    with person.as_user(pol):
        offer = Assignment.objects.get(matter=report.matter, agency=world.police)
        actions.move(offer, "accept", by=pol)
    assert proposed(world, report, "reports", "POL") == ("New: case", f"/cases/new/?report={report.pk}")
    assert "Link to a case" in offered(world, report, "reports", "POL")
    assert proposed(world, report, "reports", "HOT") is None
