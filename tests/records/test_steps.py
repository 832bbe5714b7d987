"""What a table of steps says by itself: what ends, what is proposed, what is still to come, and for whom a record waits."""

import pytest

from actip.records.workflow import Move, Workflow

CHECK = Move("check", "Check", ("asked",), "checked", needs=("note",), stamp="checked")
CORRECT = Move("correct", "Correct", ("asked", "checked"), "asked", is_work=False)
NOTE = Move("note", "Note", ("checked",), "checked", may=("remark",))
GRANT = Move("grant", "Grant", ("checked",), "granted", verb="approve", derives=("sum",), office="prosecutor")
REFUSE = Move("refuse", "Refuse", ("checked",), "refused", verb="approve")
INDICT = Move("indict", "Indict", ("granted",), "in_court")
WITHDRAW = Move("withdraw", "Withdraw", ("in_court",), "withdrawn")
CLOSE = Move("close", "Close", ("in_court",), "closed", completes=True)
FLOW = Workflow(
    "asked",
    (CHECK, CORRECT, NOTE, GRANT, REFUSE, INDICT, WITHDRAW, CLOSE),
    goes_on={"in_court": "court-cases"},
)
ALL = frozenset({"change", "approve"})


def test_a_step_ends_what_nothing_follows_here_or_in_a_record_below():
    assert [move.name for move in FLOW.moves if FLOW.ends(move)] == ["refuse", "withdraw", "close"]
    alone = Workflow("asked", (Move("indict", "Indict", ("asked",), "in_court"),), goes_on={"in_court": "court-cases"})
    assert not alone.ends(alone.moves[0])


@pytest.mark.parametrize(
    ("moves", "state", "proposed"),
    [
        ((CORRECT, CHECK), "asked", CHECK),
        ((CORRECT,), "asked", None),
        ((NOTE, GRANT, REFUSE), "checked", GRANT),
        ((REFUSE, GRANT), "checked", None),  # an end stands first: it is for her to choose
        ((NOTE,), "checked", None),  # leaves it where it is
        ((CLOSE, WITHDRAW), "in_court", CLOSE),
        ((), "closed", None),
    ],
)
def test_the_first_step_that_is_work_is_proposed_unless_it_is_an_end_that_is_not_foreseen(moves, state, proposed):
    assert FLOW.expected(moves, state) is proposed


def test_what_any_later_step_may_fill_is_still_to_come():
    assert {"note", "remark", "sum", "checked_at"} <= FLOW.to_come("asked")
    assert FLOW.to_come("granted") & {"note", "remark", "sum", "checked_at"} == set()
    assert FLOW.to_come("closed") == set()


def test_a_record_waits_for_whoever_has_the_verb_and_the_office_of_a_step():
    before_court = {state: [move.name for move in moves] for state, moves in FLOW.waits_for("PRO", ALL).items()}
    assert before_court == {"asked": ["check"], "checked": ["note", "grant", "refuse"], "granted": ["indict"]}
    assert "grant" not in [move.name for move in FLOW.waits_for("POL", ALL)["checked"]]
    assert FLOW.waits_for("PRO", frozenset({"approve"})) == {"checked": [GRANT, REFUSE]}
    assert FLOW.waits_for("PRO", frozenset({"read"})) == {}
