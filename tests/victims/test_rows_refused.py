"""What no row about a person ever says, whoever writes it and past every form."""

import pytest

from tests.rows import EARLIER, LATER, ONE, OTHER, apart, holds, in_order, positive, says

pytestmark = pytest.mark.django_db
VICTIM = {"status": "decided_victim_tip", "act_found": True, "purpose_found": True}
AREAS = ("family", "health", "legal", "money", "safety", "work_or_school")
SAFE = {"assessed_on": LATER, "consented_on": LATER, "consent_form": "A.1"}
WITHDRAWN = {"status": "withdrawn", "given_on": EARLIER, "withdrawn_on": LATER, "withdrawal_reason": "why"}

PERSON = [
    ("person_age_correction_has_a_basis", {"corrected_age_band": "15_17", "corrected_age_basis": "birth"}, {"corrected_age_basis": ""}),
    ("person_age_correction_has_a_basis", {"corrected_age_band": "", "corrected_age_basis": ""}, {"corrected_age_basis": "birth"}),
    *apart("merge_needs_two_people", ("requested_by_id", "approved_by_id")),
    ("merge_needs_two_people", {"approved_by_id": 1, "requested_by_id": 2}, {"requested_by_id": None}),
    *(
        case
        for state in ("approved", "undone")
        for case in says("merge_approved_by_somebody", {"status": state}, approved_at=LATER, approved_by_id=1)
    ),
    *(
        ("merge_of_two_records", {"status": state, "person_id": ONE, "merged_id": OTHER}, {"merged_id": ONE})
        for state in ("approved", "undone")
    ),
    ("same_person_rejected_with_a_note", {"status": "rejected", "note": "another"}, {"note": ""}),
    ("witness_number_is_drawn", {"programme_number": "WP-7K3QF2DM"}, {"programme_number": "WP-7K3QF2DU"}),
    *(
        case
        for state in ("running", "extended")
        for case in says("witness_runs_between_dates", {"status": state}, decided_on=LATER, runs_until=LATER, starts_on=LATER)
    ),
    *in_order("witness_dates_in_order", "starts_on", "runs_until"),
    *apart("glass_reviewed_by_another", ("broken_by_id", "reviewed_by_id")),
    *says("glass_review_finds_something", {"reviewed_at": LATER}, finding="needed", review="seen"),
]  # fmt: skip
IDENTIFIED = [
    *(
        ("identification_victim_has_findings", VICTIM | {"status": state}, {found: answer})
        for state in ("decided_victim_tip", "decided_victim_forced_labour")
        for found in ("act_found", "purpose_found")
        for answer in (False, None)
    ),
    ("identification_not_victim_is_referred", {"status": "decided_not_victim", "referral": "health"}, {"referral": ""}),
    *(
        case
        for state in ("decided_victim_tip", "decided_victim_forced_labour", "decided_not_victim", "undetermined")
        for case in says(
            "identification_decided_by_somebody", {"status": state}, decided_at=LATER, decided_by_id=1, decided_on=LATER
        )
    ),
    *says(
        "screening_done_is_complete",
        {"status": "done"},
        screened_on=LATER,
        outcome="unclear",
        form_code="nrm",
        interviewer="x",
        language="my",
        place="x",
    ),
    ("identification_reopened_for_new_facts", {"supersedes_id": ONE, "new_facts": "a letter"}, {"new_facts": ""}),
    ("identification_dissent_has_a_member", {"dissent": "no", "dissenting": ["police"]}, {"dissenting": []}),
    ("identification_dissenting_codes", {"dissenting": ["police"]}, {"dissenting": ["army"]}),
    ("team_rule_required_codes", {"required": ["police"]}, {"required": ["army"]}),
    ("team_rule_one_of_codes", {"one_of": ["police"]}, {"one_of": ["army"]}),
    *in_order("identification_decided_after_opening", "opened_on", "decided_on"),
    *in_order("identification_protection_in_order", "protection_started_at", "protection_ended_at"),
    *says("screening_has_interpreter_or_reason", {"status": "done", "no_interpreter": ""}, interpreter="yes"),
]
CONSENT = [
    ("consent_kinds_codes", {"kinds": ["VPR"]}, {"kinds": ["SUS"]}),
    ("consent_names_records", {"kinds": ["VPR"]}, {"kinds": []}),
    *in_order("consent_ends_after_it_was_given", "given_on", "until"),
    ("consent_on_paper_has_a_number", {"how": "paper", "reference": "A.1"}, {"reference": ""}),
    *says(
        "consent_withdrawn_with_date_and_reason",
        {"status": "withdrawn", "given_on": EARLIER},
        withdrawn_on=LATER,
        withdrawal_reason="why",
    ),
    ("consent_withdrawn_with_date_and_reason", WITHDRAWN, {"withdrawn_on": EARLIER, "given_on": LATER}),
]
HOME = [
    ("bed_code_names_nobody", {"code": "HOME-1"}, {"code": "มะ เอ"}),
    *in_order("bed_opens_before_it_closes", "open_from", "open_until"),
    ("shelter_has_beds", {"beds": 1}, {"beds": 0}),
    ("shelter_has_beds", {"beds": 2000}, {"beds": 2001}),
    *says(
        "shelter_private_is_registered", {"kind": "private_registered"}, registration_number="A.1", registered_until=LATER
    ),
    ("placement_in_a_shelter_names_it", {"kind": "private_registered", "shelter_id": ONE}, {"shelter_id": None}),
    ("placement_bed_has_first_night", {"bed_id": ONE, "first_night": LATER}, {"first_night": None}),
    *in_order("placement_nights_in_order", "first_night", "last_night"),
    *in_order("placement_begins_after_offer", "offered_on", "placed_on"),
    *in_order("placement_ends_after_beginning", "placed_on", "left_on"),
    *says("placement_left_with_reason", {"left_on": LATER}, left_reason="home"),
    *says("placement_limit_has_reason_and_review", {"moves_freely": False}, limit_reason="why", review_on=LATER),
    *says("placement_phone_limit_has_reason_and_review", {"phones_freely": False}, phone_limit_reason="why", review_on=LATER),
]  # fmt: skip
CARE = [
    *says("plan_is_agreed_with_her", {"status": "agreed"}, agreed_on=LATER),
    *says("plan_closes_with_outcome", {"status": "closed"}, closed_on=LATER, outcome="well"),
    *says("reintegration_began_on_a_day", {"status": "active"}, started_on=LATER),
    *says("reintegration_closes_with_outcome", {"status": "closed"}, closed_on=LATER, outcome="well"),
    *(
        (
            "followup_finds_nothing_of_nobody",
            {"way": "not_found"} | dict.fromkeys(AREAS, "unknown"),
            {area: "well"},
        )
        for area in AREAS
    ),
    ("service_is_planned_or_delivered", {"planned_on": LATER}, {"planned_on": None}),
    *says("service_is_delivered_by_somebody", {"delivered_on": LATER}, delivered_by="a nurse"),
    *positive("service_takes_hours", "hours"),
    ("service_takes_hours", {"hours": 1000}, {"hours": 1001}),
    ("incident_serious_is_told", {"is_serious": True, "told": ["police"]}, {"told": []}),
    *says("health_only_a_certificate_is_attached", {"is_attached": True, "kind": "certificate"}, attached_on=LATER),
    ("health_only_a_certificate_is_attached", {"is_attached": True, "kind": "certificate", "attached_on": LATER}, {"kind": "note"}),
    *(
        ("return_is_assessed_and_consented", SAFE | {"status": "returned", "is_safe": True}, broken)
        for broken in ({"is_safe": False}, {"is_safe": None}, {"consent_form": ""}, *({day: None} for day in ("assessed_on", "consented_on")))
    ),
    *in_order("return_follows_consent", "consented_on", "returned_on"),
    *says("return_cancelled_with_reason", {"status": "cancelled"}, cancel_reason="why"),
    *says("return_across_a_border_names_the_country", {"direction": "foreigner_home"}, country="MM"),
    *says("return_in_thailand_names_the_province", {"direction": "thai_home_province"}, province="TH-10"),
]  # fmt: skip
WORK = [
    *in_order("job_begins_after_consent", "consented_on", "started_on"),
    *in_order("job_ends_after_it_began", "started_on", "ended_on"),
    ("job_wage_not_negative", {"wage": 0}, {"wage": -1}),
    *(
        ("job_has_its_wage", {"status": state, "started_on": LATER, "wage": 9, "wage_per": "day"}, broken)
        for state in ("working", "ended")
        for broken in ({"started_on": None}, {"wage": None}, {"wage_per": ""})
    ),
    *positive("deduction_above_zero"),
    *positive("savings_above_zero"),
    *(("sale_has_pieces_and_makers", {"makers": 1, "pieces": 1}, broken) for broken in ({"makers": 0}, {"makers": 501}, {"pieces": 0})),
    *(
        ("sale_share_within_price", {"price": 10, "share": 10}, broken)
        for broken in ({"share": 11}, {"share": -1}, {"price": 0, "share": 0})
    ),
]  # fmt: skip


@pytest.mark.parametrize(("check", "sound", "broken"), PERSON + IDENTIFIED + CONSENT + HOME + CARE + WORK)
def test_the_table_refuses_what_breaks_it(check, sound, broken):
    assert holds(check, sound)
    assert not holds(check, sound | broken)
