"""What no row of the money side ever says, whoever writes it and past every form."""

import pytest

from tests.rows import LATER, ONE, OTHER, apart, holds, in_order, positive, says, whole

pytestmark = pytest.mark.django_db
REGIMES = {"fund": "FPY", "state_comp": "SPY", "court": "CLM", "witness": "WPR", "income": "WEL"}
AFTERWARDS = ("approved_by_id", "second_by_id", "paid_by_id")
BESIDE_THE_SECOND = ("requested_by_id", "approved_by_id", "approved_for_id", "paid_by_id")
APPROVED = ("half_approved", "approved", "paid", "receipted", "reversed", "returned")

PAYMENTS = [
    *positive("payment_amount_positive"),
    *apart("payment_requester_is_not_approver", ("requested_by_id", "approved_by_id")),
    *apart("payment_payer_is_a_third", ("approved_by_id", "paid_by_id"), ("requested_by_id", "paid_by_id")),
    *apart("payment_delegator_keeps_apart", ("approved_for_id", "requested_by_id"), ("approved_for_id", "paid_by_id")),
    *apart(
        "payment_looked_at_by_another", *((one, "requested_by_id") for one in ("checked_by_id", "recommended_by_id"))
    ),
    *apart("payment_recommender_keeps_apart", *(("recommended_by_id", other) for other in AFTERWARDS)),
    *apart("payment_second_is_another", *(("second_by_id", other) for other in BESIDE_THE_SECOND)),
    *says("payment_second_has_reason", {"second_by_id": 1}, over_reason="why"),
    *(case for state in APPROVED for case in says("payment_approved_by_somebody", {"status": state}, approved_by_id=1)),
    *whole(
        "payment_stamps_whole",
        ("approved_at", "approved_by_id"),
        ("paid_at", "paid_by_id"),
        ("second_at", "second_by_id"),
        ("checked_at", "checked_by_id"),
        ("recommended_at", "recommended_by_id"),
    ),
    *says("payment_paid_by_somebody", {"status": "paid"}, paid_by_id=1, paid_on=LATER, residence="outside"),
    *says("payment_paid_by_somebody", {"status": "returned"}, paid_by_id=1, paid_on=LATER, residence="outside"),
    *says("payment_refused_with_reason", {"status": "refused"}, refuse_reason="why"),
    *says("payment_reversed_with_reason", {"status": "reversed"}, reverse_reason="why"),
    *says("payment_returned_with_reason", {"status": "returned"}, return_reason="why"),
    *says("payment_receipt_is_dated", {"status": "receipted"}, receipt_on=LATER),
    ("bank_account_of_one_payment", {"payment_id": ONE}, {"application_id": OTHER}),
    ("bank_account_of_one_payment", {"payment_id": ONE}, {"payment_id": None}),
    ("run_item_is_one", {"payment_id": ONE}, {"application_id": OTHER}),
    ("run_item_is_one", {"application_id": ONE}, {"application_id": None}),
    ("run_answer_is_dated", {"outcome": "paid", "answered_at": LATER}, {"answered_at": None}),
    ("run_answer_is_dated", {"outcome": "", "answered_at": None}, {"answered_at": LATER}),
    *says("run_returned_with_reason", {"outcome": "returned"}, reason="no such account"),
    ("delegation_has_reason", {"reason": "on leave"}, {"reason": ""}),
    *in_order("limit_ends_after_start", "valid_from", "valid_to"),
]
LEDGER = [
    ("line_debit_or_credit", {"debit": 1, "credit": 0}, {"credit": 1}),
    ("line_debit_or_credit", {"debit": 0, "credit": 1}, {"credit": 0}),
    ("line_debit_or_credit", {"debit": 0, "credit": 1}, {"credit": -1}),
    ("entry_reversal_names_what", {"kind": "reversal", "reverses_id": ONE}, {"reverses_id": None}),
    ("entry_reversal_names_what", {"kind": "payment", "reverses_id": None}, {"reverses_id": ONE}),
    *(
        ("entry_code_of_regime", {"regime": regime, "code": code}, {"code": other})
        for regime, code in REGIMES.items()
        for other in REGIMES.values()
        if other != code
    ),
]
COURT = [
    *positive("claim_head_positive"),
    *positive("order_positive"),
    *positive("receipt_positive"),
    ("order_punitive_within", {"punitive": 0, "amount": 5}, {"punitive": 6}),
    ("order_punitive_within", {"punitive": 0, "amount": 5}, {"punitive": -1}),
    ("order_interest_whole", {"interest_from": LATER, "interest_rate": 5}, {"interest_rate": None}),
    ("order_interest_whole", {"interest_from": LATER, "interest_rate": 5}, {"interest_from": None}),
    ("order_interest_whole", {"interest_from": LATER, "interest_rate": 5}, {"interest_rate": 101}),
    ("order_interest_whole", {"interest_from": LATER, "interest_rate": 5}, {"interest_rate": -1}),
    *in_order("order_final_after_made", "ordered_on", "final_on"),
    *says("order_overturned_with_reason", {"status": "overturned"}, overturned_on=LATER, overturn_reason="why"),
    ("order_shared_is_joint", {"same_debt_as_id": ONE, "is_joint": True}, {"is_joint": False}),
    *positive("rate_above_zero", "rate"),
    *(("rate_of_a_currency", {"currency": "USD"}, {"currency": other}) for other in ("THB", "usd")),
    *says("claim_irrecoverable_with_reason", {"status": "irrecoverable"}, irrecoverable_reason="why"),
    *says("claim_head_withdrawn_with_reason", {"status": "withdrawn"}, withdraw_reason="why"),
    ("order_change_sign", {"kind": "interest", "amount": 1}, {"amount": 0}),
    ("order_change_sign", {"kind": "appeal", "amount": -1}, {"kind": "interest"}),
    ("order_change_reason", {"reason": "interest"}, {"reason": ""}),
    *says("order_change_reversed_with_reason", {"status": "reversed"}, reverse_reason="why"),
    *says("receipt_reversed_with_reason", {"status": "reversed"}, reverse_reason="why"),
    ("claim_punitive_has_grounds", {"seeks_punitive": True, "grounds": ["cruelty"]}, {"grounds": []}),
    *in_order("claim_decided_after_claiming", "claimed_on", "decided_on"),
    *in_order("claim_final_after_decision", "decided_on", "final_on"),
]
OTHERS = [
    *apart("state_decider_is_another", ("entered_by_id", "decided_by_id")),
    *apart("state_payer_is_another", ("entered_by_id", "paid_by_id"), ("decided_by_id", "paid_by_id")),
    *whole("state_stamps_whole", ("decided_at", "decided_by_id"), ("paid_at", "paid_by_id")),
    *in_order("state_knew_after_offence", "offence_on", "knew_on"),
    *in_order("state_applied_after_knowing", "knew_on", "applied_on"),
    *(
        ("state_granted_has_amount", {"status": state, "amount": 1}, {"amount": nothing})
        for state in ("granted", "paid", "reversed", "returned")
        for nothing in (0, None)
    ),
    *says("state_returned_with_reason", {"status": "returned"}, return_reason="why"),
    *(
        case
        for state in ("paid", "reversed", "returned")
        for case in says("state_paid_by_somebody", {"status": state}, paid_by_id=1, paid_on=LATER)
    ),
    *(
        case
        for state in ("refused", "appeal_refused")
        for case in says("state_refused_with_reason", {"status": state}, refuse_reason="why")
    ),
    *says("state_reversed_with_reason", {"status": "reversed"}, reverse_reason="why"),
    *positive("state_head_positive", "asked"),
    ("state_head_granted", {"granted": 0}, {"granted": -1}),
    *positive("witness_cost_positive"),
    *says("witness_cost_reversed_with_reason", {"status": "reversed"}, reverse_reason="why"),
    *positive("income_positive"),
    ("income_with_consent", {"consent": "A.1"}, {"consent": ""}),
    *says("income_deduction_explained", {"kind": "deduction"}, explanation="food"),
    *says("income_reversed_with_reason", {"status": "reversed"}, reverse_reason="why"),
]


@pytest.mark.parametrize(("check", "sound", "broken"), PAYMENTS + LEDGER + COURT + OTHERS)
def test_the_table_refuses_what_breaks_it(check, sound, broken):
    assert holds(check, sound)
    assert not holds(check, sound | broken)
