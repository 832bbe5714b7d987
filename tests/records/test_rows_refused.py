"""What no row of the machinery ever says: limits, assignments, changes of roles, the trail, keys."""

import pytest
from django.db import models

from actip.records import catalogue
from tests.rows import EARLIER, LATER, apart, holds, in_order, says

pytestmark = pytest.mark.django_db
BUDDHIST, LONG_AGO = "2569-01-02", "1850-01-02"
ANSWERED = {"breach_reason": "why", "reason_at": LATER, "reason_by_id": 1}
NOTED = {"breach_note": "seen", "note_at": LATER, "note_by_id": 2}

ROWS = [
    ("clock_runs_forward", {"starts_at": EARLIER, "due_at": LATER}, {"due_at": EARLIER}),
    *in_order("clock_ends_after_start", "starts_at", "ended_at"),
    *(
        ("clock_reason_by_somebody", ANSWERED, broken)
        for broken in ({"breach_reason": ""}, {"reason_at": None}, {"reason_by_id": None})
    ),
    *(
        ("clock_note_by_somebody", NOTED, broken)
        for broken in ({"breach_note": ""}, {"note_at": None}, {"note_by_id": None})
    ),
    *(
        ("clock_reason_by_somebody", {"breach_reason": ""}, {"breach_reason": ""} | {one: ANSWERED[one]})
        for one in ANSWERED
    ),
    *(("clock_note_by_somebody", {"breach_note": ""}, {"breach_note": ""} | {one: NOTED[one]}) for one in NOTED),
    ("clock_note_answers_a_reason_of_another", ANSWERED | NOTED, {"note_by_id": 1}),
    ("clock_note_answers_a_reason_of_another", ANSWERED | NOTED, {"breach_reason": ""}),
    *(
        ("extension_lengthens", {"amount": 1, "due_before": EARLIER, "due_after": LATER}, broken)
        for broken in ({"amount": 0}, {"amount": 3661}, {"due_after": EARLIER})
    ),
    ("assignment_ends_after_start", {"starts_at": EARLIER, "until": LATER}, {"until": EARLIER}),
    *says("assignment_declined_with_reason", {"state": "declined"}, reason="not ours"),
    ("role_change_has_reason", {"reason": "new officer"}, {"reason": ""}),
    *says("role_change_decided_by_somebody", {"state": "confirmed"}, decided_at=LATER, decided_by_id=1),
    ("role_change_decided_by_somebody", {"state": "proposed"}, {"decided_at": LATER, "decided_by_id": 1}),
    *(
        ("role_change_decided_by_somebody", {"state": "proposed"}, {one: value})
        for one, value in {"decided_at": LATER, "decided_by_id": 1, "state": "refused"}.items()
    ),
    *apart("role_change_of_another", ("proposed_by_id", "user_id")),
    *(
        ("role_change_by_two", {"state": "confirmed", "proposed_by_id": 1, "decided_by_id": 2, "user_id": 3}, broken)
        for broken in ({"decided_by_id": 1}, {"decided_by_id": 3}, {"decided_by_id": None})
    ),
    *apart("client_by_two", ("changed_by_id", "confirmed_by_id")),
    ("client_has_no_password", {"is_client": True, "password": "!none"}, {"password": "argon2$x"}),
    ("event_verb_is_a_word", {"verb": "open"}, {"verb": "open; drop"}),
    ("datakey_wrapped_or_destroyed", {"wrapped": "\\x00", "destroyed_at": None}, {"wrapped": None}),
    ("datakey_wrapped_or_destroyed", {"wrapped": "\\x00", "destroyed_at": None}, {"destroyed_at": LATER}),
]


@pytest.mark.parametrize(("check", "sound", "broken"), ROWS)
def test_the_table_refuses_what_breaks_it(check, sound, broken):
    assert holds(check, sound)
    assert not holds(check, sound | broken)


def test_no_day_of_a_record_is_in_the_buddhist_era():
    """2569 for 2026 would move a figure by five centuries: each day that is entered is in a check of its table."""
    of_years = {
        kind.table: [
            check.name
            for check in kind.model._meta.constraints
            if isinstance(check, models.CheckConstraint) and check.name.endswith("are_common_era")
        ]
        for kind in catalogue.all_types()
    }
    entered = [
        (kind.table, field.column)
        for kind in catalogue.all_types()
        for field in kind.model._meta.fields
        if type(field) is models.DateField and field.editable
    ]

    let_through = [
        (table, column)
        for table, column in entered
        for year in (BUDDHIST, LONG_AGO)
        if all(holds(check, {column: year}) for check in of_years[table])
    ]

    assert let_through == []
