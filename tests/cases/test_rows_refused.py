"""What no row of a report, a case or a trial ever says, whoever writes it and past every form."""

import pytest

from tests.rows import LATER, ONE, holds, in_order, positive, says, whole

pytestmark = pytest.mark.django_db
HASH = "0123456789abcdef" * 4
LENGTHS = {"sha256": 64, "sha1": 40, "md5": 32}
TOLD = {"country": "TH", "province": "", "district": "", "latitude": None, "is_online": False}
NEAR = {"country": "TH", "latitude": 13.7, "longitude": 100.5}
NO_SENTENCE = {"forfeiture": "", "is_death": False, "is_life": False, "is_suspended": False}
TERMS = ({"days": 1}, {"months": 1}, {"years": 1}, {"is_suspended": True})
SENTENCES = (
    *TERMS, {"fine": 1}, {"probation_years": 1}, {"suspended_years": 1}, {"forfeiture": "x"}, {"is_death": True}, {"is_life": True},
)  # fmt: skip
STEPS_OF_A_TRIAL = (
    "filed_on accepted_on evidence_listing_on judgment_on appeal_judgment_on leave_sought_on leave_decided_on supreme_judgment_on"
    " final_on"
).split()


def told(table: str) -> list[tuple]:
    """Where something was told of: a report, a tip."""
    return [
        *(
            (f"{table}_has_a_place", TOLD | place, TOLD)
            for place in ({"province": "TH-10"}, {"district": "Mueang"}, {"latitude": 13.7}, {"country": "MM"}, {"is_online": True})
        ),
        (f"{table}_province_in_thailand", {"country": "TH", "province": "TH-10"}, {"country": "MM"}),
        *whole(f"{table}_coordinates_in_pairs", ("latitude", "longitude"), first=13.7),
        *(
            (f"{table}_coordinates_near_thailand", NEAR, {axis: place})
            for axis, places in (("latitude", (3.9, 22.1)), ("longitude", (95.4, 107.6)))
            for place in places
        ),
        *((f"{table}_year_is_common_era", {"received_at": LATER}, {"received_at": year}) for year in ("2569-01-02", "1850-01-02")),
    ]  # fmt: skip


REPORTS = [
    *told("report"),
    *told("tip"),
    ("report_children_among_people", {"children_count": 2, "people_count": 2}, {"children_count": 3}),
    ("report_not_into_itself", {"id": ONE, "merged_into_id": None}, {"merged_into_id": ONE}),
    ("report_merged_into_another", {"status": "merged", "merged_into_id": ONE}, {"merged_into_id": None}),
    ("report_merged_into_another", {"status": "merged", "merged_into_id": ONE}, {"status": "received"}),
    *says("report_closed_with_reason", {"status": "closed_no_action"}, close_reason="why"),
    *(
        ("report_triaged_with_danger", {"status": "triaged", "danger": "none", "duplicates": "none"}, broken)
        for broken in ({"danger": "unknown"}, {"duplicates": ""})
    ),
    *(
        ("tip_answered_in_one_way", {"answered_at": LATER, "report_id": ONE, "close_reason": ""}, broken)
        for broken in ({"answered_at": None}, {"report_id": None}, {"close_reason": "spam"})
    ),
    ("tip_answered_in_one_way", {"answered_at": LATER, "close_reason": "spam"}, {"answered_at": None}),
    *(("reporter_says_something", {said: "\\x00"}, {said: None}) for said in ("full_name", "phone", "contact")),
]
CASE = [
    *in_order("case_opinion_after_opening", "opened_on", "opinion_on"),
    *in_order("case_closed_after_opening", "opened_on", "closed_on"),
    *in_order("place_ends_after_beginning", "from_on", "to_on"),
    ("place_province_in_thailand", {"country": "TH", "province": "TH-10"}, {"country": "MM"}),
    *whole("place_coordinates_in_pairs", ("latitude", "longitude"), first=13.7),
    *in_order("suspect_station_after_arrest", "arrested_at", "station_at"),
    *in_order("suspect_court_after_station", "station_at", "court_at"),
    *in_order("suspect_released_after_station", "station_at", "released_at"),
    *says("suspect_warrant_has_a_number", {"arrest_warrant": "warrant"}, warrant_number="A.1"),
    *in_order("remand_ends_after_beginning", "from_on", "to_on"),
    *(("remand_periods_are_seven_at_most", {"number": 7}, {"number": number}) for number in (0, 8)),
    *says("search_has_warrant_or_reason", {"has_warrant": True}, warrant_number="A.1"),
    *says("search_has_warrant_or_reason", {"has_warrant": False}, grounds="urgent", reason="why"),
    *in_order("search_copy_after_report", "reported_on", "copy_on"),
    ("interview_wish_met_or_reason", {"wished_sex": "female", "interviewer_sex": "female", "wish_reason": ""}, {"interviewer_sex": "male"}),
    ("interview_wish_met_or_reason", {"wished_sex": "male", "interviewer_sex": "female", "wish_reason": "why"}, {"wish_reason": ""}),
    ("interview_interpreter_or_reason", {"interpreter_needed": True, "interpreter_present": True, "no_interpreter_reason": ""}, {"interpreter_present": False}),
    ("interview_suspect_only_of_suspects", {"of_whom": "suspect", "suspect_id": ONE}, {"of_whom": "witness"}),
    ("complicity_names_an_agency", {"agency_id": 1, "other_agency": ""}, {"agency_id": None}),
    *in_order("complicity_decided_after_noting", "noted_on", "decided_on"),
    *says("complicity_discipline_has_a_measure", {"status": "disciplined"}, measure="dismissed"),
    *says("asset_released_with_reason", {"status": "released"}, release_reason="why"),
    *in_order("asset_restraint_in_order", "identified_on", "restrained_on", "extended_on", "forfeited_on", "returned_on"),
    *in_order("asset_seizure_in_order", "identified_on", "seized_on", "forfeited_on", "returned_on"),
    *in_order("asset_released_after_identified", "identified_on", "restrained_on", "released_on"),
    *(
        case
        for state in ("restrained", "extended")
        for case in says("asset_restrained_by_an_order", {"status": state}, restrained_on=LATER, restraint_order="A.1")
    ),
    *says("asset_extended_on_a_day", {"status": "extended"}, extended_on=LATER),
    *says("asset_seized_on_a_day", {"status": "seized"}, seized_on=LATER),
    *says("asset_forfeited_on_a_day", {"status": "forfeited"}, forfeited_on=LATER),
    *says("asset_returned_whole", {"status": "returned", "returned_value": 1}, returned_on=LATER),
    *(("asset_returned_whole", {"status": "returned", "returned_on": LATER, "returned_value": 1}, {"returned_value": nothing}) for nothing in (0, None)),
    *positive("asset_value_positive", "value"),
]  # fmt: skip
EVIDENCE = [
    ("evidence_image_hash_is_sha256", {"image_hash": HASH}, {"image_hash": HASH[1:]}),
    *says("evidence_electronic_is_complete", {"kind": "electronic"}, source="phone", tool="X", image_hash=HASH, acquired_on=LATER),
    *in_order("evidence_acquired_after_seizure", "seized_on", "acquired_on"),
    *in_order("evidence_submitted_after_seizure", "seized_on", "submitted_on"),
    *in_order("evidence_ended_after_seizure", "seized_on", "ended_on"),
    *says("custody_refused_with_reason", {"status": "refused"}, refuse_reason="broken seal"),
    *(
        ("custody_two_people", {"status": "taken", "offered_by_id": 1, "taken_by_id": 2, "taken_at": LATER}, broken)
        for broken in ({"offered_by_id": None}, {"taken_by_id": None}, {"taken_at": None}, {"taken_by_id": 1})
    ),
    *says("alarm_answered_in_words", {"status": "answered"}, answer="looked at"),
    *in_order("evidence_check_ends_after_start", "started_at", "ended_at"),
    *(("evidence_file_is_hashed", {"sha256": HASH, "size": 1}, broken) for broken in ({"sha256": HASH.upper()}, {"size": 0})),
    ("evidence_file_name_is_random", {"stored_as": HASH[:32]}, {"stored_as": "a photograph"}),
    *(
        ("abuse_hash_has_its_length", {"algorithm": algorithm, "value": HASH[:length]}, {"value": HASH[:other]})
        for algorithm, length in LENGTHS.items()
        for other in {*LENGTHS.values(), length - 1} - {length}
    ),
]  # fmt: skip
TRIAL = [
    *in_order("charge_laid_after_offence", "offence_on", "laid_on"),
    *in_order("charge_indicted_after_laid", "laid_on", "indicted_on"),
    *in_order("charge_decided_after_indictment", "indicted_on", "decided_on"),
    ("charge_has_a_count", {"counts": 1}, {"counts": 0}),
    *(
        ("charge_permission_is_whole", {"permission_number": "A.1", "permission_on": LATER, "permission_document": "A.1"}, broken)
        for broken in ({"permission_number": ""}, {"permission_on": None}, {"permission_document": ""})
    ),
    *(
        ("charge_permission_is_whole", {"permission_number": "", "permission_document": ""}, {one: value})
        for one, value in {"permission_number": "A.1", "permission_on": LATER, "permission_document": "A.1"}.items()
    ),
    *in_order("offence_ends_after_start", "valid_from", "valid_to"),
    *in_order("prosecution_dates_in_order", "received_on", "decided_on", "reviewed_on", "sent_up_on", "attorney_general_on"),
    *in_order("prosecution_inquiry_after_receipt", "received_on", "further_inquiry_on"),
    *(
        case
        for state in ("agreed", "disagreed", "attorney_general", "upheld")
        for case in says("prosecution_reviewed_by_somebody", {"status": state}, reviewed_on=LATER, reviewer="Somchai")
    ),
    *(
        ("prosecution_claim_sum_is_somebodys", {"claim_sum": 1, "claim_sum_by": "her"}, broken)
        for broken in ({"claim_sum": 0}, {"claim_sum_by": ""})
    ),
    *(
        ("prosecution_claim_filed_whole", {"claim_filed_on": LATER, "claim_way": "with", "claim_sum": 1, "claim_wish": "wants"}, broken)
        for broken in ({"claim_way": ""}, {"claim_sum": None}, {"claim_wish": "declines"})
    ),
    *in_order("court_case_retrial_before_new_judgment", "accepted_on", "retrial_on", "judgment_on"),
    *(
        case
        for state in ("judgment", "appeal", "appeal_judgment", "leave_sought", "supreme")
        for case in says("court_case_judged_on_a_day", {"status": state}, judgment_on=LATER, red_number="1/69")
    ),
    *says("court_case_final_on_a_day", {"status": "final"}, final_on=LATER),
    *says("court_case_refused_with_reason", {"status": "refused"}, refuse_reason="why"),
    *says("court_case_retrial_ordered_by_a_court", {"retrial_on": LATER}, retrial_by="appeal", retrial_reason="why"),
    *(
        ("court_case_early_testimony_has_no_judgment", {"kind": "early_testimony", "status": "filed"}, broken)
        for broken in ({"judgment_on": LATER}, {"status": "judgment"})
    ),
    *(("hearing_year_is_common_era", {"starts_at": LATER}, {"starts_at": year}) for year in ("2569-01-02", "1850-01-02")),
    *says("hearing_other_reason_in_words", {"postpone_reason": "other"}, postpone_note="why"),
    *in_order("hearing_postponed_to_later", "starts_at", "postponed_to"),
    ("judgment_life_or_death", {"is_life": True, "is_death": False}, {"is_death": True}),
    *(("judgment_sentence_needs_conviction", {"outcome": "acquitted"} | NO_SENTENCE, broken) for broken in SENTENCES),
    *(("judgment_life_has_no_term", NO_SENTENCE | {whole_life: True}, term) for whole_life in ("is_life", "is_death") for term in TERMS),
    ("judgment_suspended_for_years", {"is_suspended": True, "suspended_years": 2}, {"suspended_years": None}),
    ("judgment_suspended_for_years", {"is_suspended": True, "suspended_years": 2}, {"is_suspended": False}),
    *says("appeal_decided_with_result", {"status": "decided"}, decided_on=LATER, result="upheld"),
    *in_order("court_case_dates_in_order", *STEPS_OF_A_TRIAL),
    *says("court_case_accepted_on_a_day", {"status": "accepted"}, accepted_on=LATER),
    *(
        case
        for state in ("indicted", "suspended", "not_indicted", "agreed", "disagreed", "attorney_general", "upheld")
        for case in says("prosecution_decided_on_a_day", {"status": state}, decided_on=LATER)
    ),
    *positive("judgment_fine_positive", "fine"),
    *in_order("appeal_decided_after_filing", "filed_on", "decided_on"),
    *in_order("appeal_withdrawn_after_filing", "filed_on", "withdrawn_on"),
    *says("appeal_withdrawn_on_a_day", {"status": "withdrawn"}, withdrawn_on=LATER),
]  # fmt: skip


@pytest.mark.parametrize(("check", "sound", "broken"), REPORTS + CASE + EVIDENCE + TRIAL)
def test_the_table_refuses_what_breaks_it(check, sound, broken):
    assert holds(check, sound)
    assert not holds(check, sound | broken)
