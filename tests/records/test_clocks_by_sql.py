"""A limit past the actions: it hangs where it hung, ends once, and is answered and noted late, once, each in her own name."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from actip.accounts import person
from actip.records import clocks
from tests.access.conftest import refuses, sql, tried
from tests.factories import make
from tests.records.test_clocks import late  # noqa: F401  a fixture
from tests.rows import copied

pytestmark = pytest.mark.django_db
ANSWER = "breach_reason = 'because', reason_at = now(), reason_by_id = {}"
NOTE = "breach_note = 'seen', note_at = now(), note_by_id = {}"


def update(what: str) -> str:
    return f"UPDATE records_clock SET {what} WHERE id = %s"


def test_it_stays_where_it_hangs_and_ends_once(world, late):  # noqa: F811
    pol = world.user("POL")
    with person.as_user(pol):
        other = make("cases", by=pol)
        end = "ended_at = now()"
        assert tried(update(end), [late.pk])  # the control
        for what in (
            f"matter_id = '{other.matter_id}'",
            "rule_id = (SELECT r.id FROM records_rule r WHERE r.code = 'DL-03' LIMIT 1)",
            "record_type = 'suspects'",
            f"record_id = '{other.pk}'",
            "starts_at = starts_at + interval '1 hour'",
            "due_at = due_at + interval '1 hour'",
        ):
            assert refuses(update(f"{end}, {what}"), [late.pk]), what
        sql(update(end), [late.pk])
        for again in ("ended_at = NULL", "ended_at = ended_at - interval '3 hours'"):
            assert refuses(update(again), [late.pk]), again


def test_it_is_not_born_answered(world, late):  # noqa: F811
    pol, spv = world.user("POL"), world.user("SPV")
    fresh = {"starts_at": "2026-01-01T00:00:00Z", "due_at": "2026-01-02T00:00:00Z"}
    with person.as_user(pol):
        assert tried(*copied("records_clock", late, **fresh))  # the control
        answered = {"breach_reason": "because", "reason_at": "2026-01-03T00:00:00Z", "reason_by_id": pol.pk}
        noted = {"breach_note": "seen", "note_at": "2026-01-03T00:00:00Z", "note_by_id": spv.pk}
        for more in (answered, noted):
            assert refuses(*copied("records_clock", late, **fresh, **more)), more


def test_the_reason_is_given_by_who_works_on_it_until_it_is_noted(world, late):  # noqa: F811
    pol, colleague, spv = world.user("POL"), world.add_user("POL", "police", "colleague"), world.user("SPV")
    with person.as_user(pol):
        kept = clocks.start(make("cases", by=pol), "DL-01", timezone.now() - timedelta(hours=1))
        assert refuses(update(ANSWER.format(pol.pk)), [kept.pk])  # not late
        assert refuses(update(ANSWER.format(colleague.pk)), [late.pk])
        sql(update(ANSWER.format(pol.pk)), [late.pk])
        for what in ("breach_reason = 'another'", "reason_at = now() - interval '1 year'"):
            assert tried(update(what), [late.pk]), what  # the control: hers
    with person.as_user(colleague):
        for what in (
            f"reason_by_id = {colleague.pk}",
            "breach_reason = 'mine'",
            "reason_at = now() - interval '1 year'",
        ):
            assert tried(update(what), [late.pk]) is ("reason_by_id" in what), what  # only in her own name
    with person.as_user(spv):
        assert refuses(update(NOTE.format(pol.pk)), [late.pk])
        sql(update(NOTE.format(spv.pk)), [late.pk])
        for what in (
            "breach_note = 'another'",
            "note_at = now() - interval '1 year'",
            f"note_by_id = {spv.pk}, breach_note = 'x'",
        ):
            assert refuses(update(what), [late.pk]), what
    with person.as_user(pol):
        for what in ("breach_reason = 'another'", "reason_at = '2026-01-01'"):
            assert refuses(update(what), [late.pk]), what


def test_whoever_only_reads_gives_no_reason(world, late):  # noqa: F811
    pro = world.user("PRO")
    with person.as_system("a reader"):
        sql(
            "INSERT INTO access_assignment (id, matter_id, agency_id, basis, state, is_lead, starts_at, note, reason, version,"
            " created_at, updated_at) VALUES (%s, %s, %s, 'case_team', 'accepted', false, now(), '', '', 1, now(), now())",
            [uuid.uuid4(), late.matter_id, pro.agency_id],
        )
    with person.as_user(pro):
        assert sql("SELECT id FROM records_clock")
        assert refuses(update(ANSWER.format(pro.pk)), [late.pk])
