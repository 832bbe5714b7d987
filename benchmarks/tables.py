"""The tables to fill, in order, each with its columns and what its rows are made from."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from benchmarks import rows, sealed
from benchmarks.world import Counts


@dataclass(frozen=True)
class Table:
    """A table to fill. `rows(counts, start, stop)` for the `of(counts)` things that it is made from."""

    name: str
    columns: str
    rows: Callable[[Counts, int, int], Iterator[tuple]]
    of: Callable[[Counts], int]


ROOT = "id, version, created_at, updated_at, matter_id"
_MATTER = "id, kind, number, status, opened_at, touched_at, next_due_at"
_ASSIGNMENT = (
    "id, matter_id, agency_id, officer_id, basis, state, is_lead, starts_at, note, reason, assigned_by_id, from_agency_id,"
    " version, created_at, updated_at"
)
_CASES, _PEOPLE, _REPORTS, _SUSPECTS = (
    (lambda counts: counts.cases), (lambda counts: counts.people), (lambda counts: counts.reports), (lambda counts: counts.suspects),
)  # fmt: skip
TABLES = [
    Table("made_matter", _MATTER, rows.case_matters, _CASES),
    Table("made_matter", _MATTER, rows.people_matters, _PEOPLE),
    Table("made_matter", _MATTER, rows.report_matters, _REPORTS),
    Table("access_assignment", _ASSIGNMENT, rows.case_assignments, _CASES),
    Table("access_assignment", _ASSIGNMENT, rows.people_assignments, _PEOPLE),
    Table("access_assignment", _ASSIGNMENT, rows.report_assignments, _REPORTS),
    Table(
        "cases_case", f"{ROOT}, report_id, opened_on, investigator, exploitation, province, is_online, is_special_case, special_number,"
        " special_on, facts, opinion_on, received_by_prosecutor_on, decided_on, closed_on, close_reason, status", rows.cases, _CASES,
    ),
    Table(
        "cases_report", f"{ROOT}, received_at, channel, province, exploitation, danger, people_count, summary, children_count, language,"
        " interpreter_needed, relation, is_anonymous, external_id, referred_to_id, close_reason, status", rows.reports, _REPORTS,
    ),
    Table(
        "victims_person", f"{ROOT}, case_id, report_id, first_contact_on, sex, age_band, nationality, exploitation, province, language,"
        " interpreter_needed, source, external_id, status, age_basis, corrected_age_band, corrected_age_basis", rows.people, _PEOPLE,
    ),
    Table(
        "cases_suspect", f"{ROOT}, case_id, number_in_case, kind, nationality, sex, age_band, arrested_on, arrest_province", rows.suspects, _SUSPECTS,
    ),
    Table("cases_suspectidentity", f"{ROOT}, suspect_id, key_id, full_name, document", sealed.suspect_identities, _SUSPECTS),
    Table("victims_victimidentity", f"{ROOT}, person_id, key_id, document_kind, full_name, document, phone, has_family_name", sealed.victim_identities, _PEOPLE),
    Table("vault_token", "row_id, kind, code, matter_id, hashes", sealed.suspect_tokens, _SUSPECTS),
    Table("vault_token", "row_id, kind, code, matter_id, hashes", sealed.victim_tokens, _PEOPLE),
    Table(
        "victims_identificationdecision", f"{ROOT}, person_id, opened_on, province, police_present, msdhs_present, other_present,"
        " protection_started_at, court_leave_at, act_found, means_found, purpose_found, reasons, own_words, dissent, decided_on,"
        " decided_at, decided_by_id, status, new_facts, interviewer_sex, wished_sex, interpreter, reflection_end, dissenting, referral",
        rows.decisions, _PEOPLE,
    ),
    Table(
        "records_clock", "id, matter_id, rule_id, record_type, record_id, starts_at, due_at, ended_at, breach_reason, breach_note",
        rows.clocks, _PEOPLE,
    ),
    Table(
        "victims_placement", f"{ROOT}, person_id, kind, shelter_id, offered_on, agreement, placed_on, left_on, left_reason, moves_freely,"
        " limit_reason, review_on, decline_reason, status, needs, override_reason, phones_freely, phone_limit_reason", rows.placements, _PEOPLE,
    ),
    Table(
        "compensation_fundpayment", f"{ROOT}, person_id, kind, amount, purpose, payee_code, requested_by_id, requested_at, approved_at,"
        " approved_by_id, refuse_reason, paid_at, paid_by_id, paid_on, residence, reverse_reason, status", rows.payments, _PEOPLE,
    ),
]  # fmt: skip
