"""What a trigger refuses is told in a sentence that says what to do: a constraint's name alone helps nobody."""

import re
from pathlib import Path

from django.apps import apps

from actip.records.validation import SENTENCES

ROOT = Path(__file__).parents[2]
NAMED = re.compile(r"CONSTRAINT = '(\w+)'")
# A check of the record or a guard of the step says it before, with the field or the names; the trigger is met by two at once alone.
SAID_BEFORE = {
    "appeal_of_one_court_case", "assignment_consent_in_force", "assignment_officer_of_agency", "bed_called_after_its_home",
    "consent_child_has_guardian", "court_case_after_decision", "court_case_of_one_case", "custody_giver_holds_it",
    "delegation_to_colleague", "evidence_file_is_not_listed", "evidence_is_sound", "glass_has_reason", "glass_second_person",
    "hearing_after_filing", "identification_decided_already", "identification_supersedes_its_own", "judgment_after_filing",
    "judgment_of_one_case", "merge_of_open_records", "on_the_first_order", "order_shares_one_debt", "payment_steps_made",
    "payment_within_limit", "placement_bed_of_its_home", "placement_misfit_has_reason", "placement_sex_fits_home",
    "prosecution_after_opening", "run_of_one_regime", "state_sum_of_heads",
}  # fmt: skip
# Nobody causes it through the program: a fault of ours, or SQL by hand.
OURS = {
    "clock_of_a_record", "identity_document_indexed", "ledger_balances", "ledger_is_kept", "ledger_mirrors", "line_with_its_entry",
    "money_stays",
}  # fmt: skip

BY_ITS_PAGE = {"match_question_limit", "user_still_owns"}  # catches it and says more


def told() -> set[str]:
    """Names of constraints for which a model has a sentence, or all have."""
    names = set(SENTENCES)
    for model in apps.get_models():
        names |= set(getattr(model, "REFUSALS", ())) | {each.name for each in model._meta.constraints}
    return names


def raised() -> set[str]:
    files = list(ROOT.glob("*/**/sql/**/*.sql"))
    return {name for path in files for name in NAMED.findall(path.read_text(encoding="utf-8"))}


def test_whatever_a_trigger_refuses_has_its_sentence():
    assert raised() - told() - SAID_BEFORE - OURS - BY_ITS_PAGE == set()


def test_the_lists_of_exceptions_name_what_there_is():
    assert raised() >= (SAID_BEFORE | OURS | BY_ITS_PAGE)
    assert not (SAID_BEFORE | OURS | BY_ITS_PAGE) & told()
