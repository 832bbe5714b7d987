"""Reports and tips past the actions: what the database says of them, and what a merged one stays."""

import pytest

from actip.accounts import person
from actip.records import actions
from cases.models import Tip
from tests.access.conftest import refuses, sql, tried
from tests.cases.test_report_ends import triaged
from tests.cases.tips import lines
from tests.compensation.conftest import refused
from tests.factories import make
from tests.rows import copied

pytestmark = pytest.mark.django_db
OWN = "42501"
UPDATE = "UPDATE cases_report SET {} WHERE id = %s"


def test_a_report_is_not_born_acknowledged_and_keeps_who_took_it_in(world):
    hot = world.user("HOT")
    with person.as_user(hot):
        report = make("reports", by=hot)
        assert tried(UPDATE.format("summary = 'x'"), [report.pk])  # the control
        assert refuses(UPDATE.format(f"intake_agency_id = {world.police.pk}"), [report.pk])
        [(fresh, _number)] = sql(
            "SELECT id::text, actip.open_matter(id, 'report') FROM (SELECT gen_random_uuid() AS id) AS x"
        )
        new = {"id": fresh, "matter_id": fresh}
        assert refused(*copied("cases_report", report, **new)) == ""  # the control
        assert refused(*copied("cases_report", report, **new, acknowledged_at="2026-01-01T00:00:00Z")) == OWN


def test_nothing_of_a_merged_report_is_changed(world):
    hot = world.user("HOT")
    with person.as_user(hot):
        survivor, report = triaged(hot), triaged(hot)
        merged = actions.move(report, "merge", by=hot, facts={"merged_into": survivor})
    for by in (person.as_user(hot), person.as_system("an import")):
        with by:
            for what in ("summary = 'x'", "version = version + 1", "updated_at = '2026-01-01'"):
                assert refuses(UPDATE.format(what), [merged.pk]), what


def test_a_tip_becomes_a_report_of_the_agency_that_was_told(world, send):
    send("TIC", lines({}))
    tic = world.user("TIC")
    with person.as_user(tic):
        own, tip = make("reports", by=tic), Tip.objects.get()
    with world.as_("POL"):
        theirs = make("reports", by=world.user("POL"))
        actions.assign(theirs.matter, by=world.user("POL"), agency=world.ticac, basis="case_team")
    answer = f"UPDATE cases_tip SET report_id = %s, answered_by_id = {tic.pk}, answered_at = now() WHERE id = %s"
    with person.as_user(tic):
        assert tried(answer, [own.pk, tip.pk])  # the control
        assert sql("SELECT id FROM cases_report WHERE id = %s", [theirs.pk])
        assert refuses(answer, [theirs.pk, tip.pk])
