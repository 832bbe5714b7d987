"""Functions that answer past row security ask by themselves who reaches what: histories, what there is, what is due."""

from datetime import timedelta

import pytest
from django.utils import timezone

from actip.accounts import person
from actip.audit import trail
from actip.records import actions, clocks
from actip.records.models import Clock
from tests.access.conftest import ids, sql
from tests.factories import make

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def history(slug: str, record) -> list[str]:
    return [verb for (verb,) in sql("SELECT verb FROM actip.history(%s, %s)", [slug, str(record.pk)])]


def of_matter(record) -> set[tuple]:
    return set(sql("SELECT record_type, verb FROM actip.matter_history(%s, 100)", [record.matter_id]))


def exist(record, *slugs: str) -> list[str]:
    return sql("SELECT actip.existence(%s, %s)", [record.matter_id, list(slugs)])[0][0]


def looked_at(world, role: str, slug: str, record) -> None:
    with world.as_(role):
        trail.record("open", record_type=slug, record_id=record.pk, matter_id=record.matter_id)


# Histories ------------------------------------------------------------------------------------------------------------


def test_a_history_is_of_the_kind_of_record_that_is_asked_about(world, story):
    """Else whoever reads the case would read what was written to any record of it, under the name of the case."""
    with world.as_("POL"):
        actions.assign(story.case.matter, by=world.user("POL"), agency=world.rights, basis="case_team")
        assert history("suspects", story.suspect) == ["create"]
        assert history("cases", story.case) == ["create"]
    with world.as_("RLP"):  # reads the case, not its suspects
        assert history("cases", story.case) == ["create"]
        assert history("suspects", story.suspect) == history("cases", story.suspect) == []


def test_who_reaches_another_matter_reads_no_history_of_this_one(world, story):
    stranger = world.add_user("POL", "police_two", "stranger")
    with person.as_user(stranger):
        own = make("cases", by=stranger)
        assert history("cases", own) == ["create"]
        assert history("cases", story.case) == []
        assert of_matter(own)
        assert of_matter(story.case) == set()


def test_the_history_of_an_assignment_is_for_who_may_know_of_such_a_matter(world, story):
    """The hotline knows of reports alone: that a person or a case was given to it tells it nothing more."""
    with world.as_("POL"):
        given = actions.assign(story.victim.matter, by=world.user("POL"), agency=world.hotline, basis="case_team")
        assert history("assignments", given)
    with world.as_("HOT"):
        assert history("assignments", given) == []
        assert of_matter(story.victim) == set()


def test_who_only_knows_of_a_matter_has_the_history_of_her_own_agencys_assignments_alone(world, story):
    """As of the assignments themselves: who else works on it, and when that was given, is for who reads it."""
    pol = world.user("POL")
    with world.as_("POL"):
        hers = actions.assign(story.case.matter, by=pol, agency=world.ngo, basis="case_team")
        others = actions.assign(story.case.matter, by=pol, agency=world.rights, basis="case_team")
    of_all = "SELECT record_id FROM actip.matter_history(%s, 100) WHERE record_type = 'assignments'"
    with world.as_("NGO"):  # knows that there is a case
        assert ids(of_all, [story.case.matter_id]) == {str(hers.pk)}
        assert history("assignments", hers)
        assert history("assignments", others) == []
    with world.as_("RLP"):  # reads it
        assert ids(of_all, [story.case.matter_id]) > {str(hers.pk), str(others.pk)}
        assert history("assignments", hers)


def test_who_looked_stands_in_no_history(world, story):
    looked_at(world, "POL", "cases", story.case)
    with world.as_("POL"):
        assert history("cases", story.case) == ["create"]
        assert ("cases", "open") not in of_matter(story.case)
        assert ("cases", "create") in of_matter(story.case)


def test_a_payer_has_the_history_of_a_payment_and_none_of_the_person(world, story):
    payment = story.payment(world)
    with world.as_("FAP"):
        payment = actions.move(payment, "approve", by=world.user("FAP"))
        assert of_matter(payment)
    with world.as_("PAY"):
        assert of_matter(payment) == set()


def test_a_payer_asks_where_somebody_lived_while_the_payment_waits_for_her_and_never_else(world, story):
    """Else she would follow her from home to home, day by day: the payer knows code and amount."""
    payment, today = story.payment(world), timezone.localdate()

    def told(role: str) -> bool:
        with world.as_(role):
            return sql("SELECT actip.residence_on(%s, %s)", [payment.pk, today]) != [(None,)]

    assert not told("PAY")
    with world.as_("FAP"):
        payment = actions.move(payment, "approve", by=world.user("FAP"))
    assert told("PAY")
    with world.as_("PAY"):
        payment = actions.move(payment, "pay", by=world.user("PAY"), facts={"paid_on": today})
    assert not told("PAY")
    assert told("FND"), "who reads the payment reads it whole"


# What there is --------------------------------------------------------------------------------------------------------


@pytest.fixture
def told(world):
    """A report whose reporter is known, and one without, both read by the prosecutor."""
    hot = world.user("HOT")
    with world.as_("HOT"):
        report, other = make("reports", by=hot), make("reports", by=hot)
        make("reporters", by=hot, report=report)
        for one in (report, other):
            actions.assign(one.matter, by=hot, agency=world.prosecutor, basis="case_team")
    return report, other


def test_that_there_is_a_reporter_is_for_writers_of_the_report_to_know(world, told):
    report, other = told
    with world.as_("HOT"):
        assert exist(report, "reporters") == ["reporters"]
        assert ("reporters", "create") in of_matter(report)
        assert exist(other, "reporters") == []
    with world.as_("PRO"):
        assert of_matter(report)
        assert exist(report, "reporters") == []
        assert not [slug for slug, _verb in of_matter(report) if slug == "reporters"]


def test_what_was_opened_last_is_ones_own(world, story):
    looked_at(world, "PMJ", "people", story.victim)
    looked_at(world, "POL", "cases", story.case)
    opened = "SELECT record_type, record_id FROM actip.recently_opened(10)"
    with world.as_("POL"):
        assert sql(opened) == [("cases", str(story.case.pk))]
    with world.as_("PRO"):
        assert sql(opened) == []


# What is due ----------------------------------------------------------------------------------------------------------


def due(until: str = "infinity") -> set:
    return ids("SELECT actip.due_first(%s, 100)", [until])


def unnoted() -> set:
    return ids("SELECT actip.unnoted_first(100)")


def test_limits_name_matters_to_whom_they_are_open_and_none_besides(world, story):
    """The office of money laundering knows of cases, not of people, whatever was assigned to it."""
    now, pol = timezone.now(), world.user("POL")
    with world.as_("POL"):
        free, ended = make("cases", by=pol), make("cases", by=pol)
        runs = [make("cases", by=pol) for _ in range(2)]
        for one, hours in ((runs[0], 1), (runs[1], 30), (ended, 50), (story.victim, 60)):
            clock = clocks.start(one, "DL-01", now - hours * HOUR)
            if one in (ended, story.victim):
                actions.assign(one.matter, by=pol, agency=world.amlo, basis="case_team")
            if one is ended:
                Clock.objects.filter(pk=clock.pk).update(ended_at=now - 2 * HOUR)
        actions.assign(runs[1].matter, by=pol, agency=world.amlo, basis="case_team")
        assert due() == {runs[0].pk, runs[1].pk, story.victim.pk}
        assert due(str(now)) == {runs[1].pk, story.victim.pk}
        assert unnoted() == {ended.pk}
        assert free.pk not in due() | unnoted()
        late = Clock.objects.get(matter_id=story.victim.pk)
    with world.as_("AML"):
        assert (due(), unnoted()) == ({runs[1].pk}, {ended.pk})
    with person.as_system("and once hers has ended late"):
        Clock.objects.filter(pk=late.pk).update(ended_at=now - HOUR)
    with world.as_("AML"):
        assert unnoted() == {ended.pk}
    with person.as_user(world.add_user("POL", "police_two")):
        assert (due(), unnoted()) == (set(), set())
