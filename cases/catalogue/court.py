"""Record types of prosecutor and court."""

from actip.records.catalogue import RecordType, register
from cases import court_effects, models, room, workflow
from cases.lookalikes import same_court_number

register(
    RecordType(
        models.Prosecution,
        code="PRC",
        slug="prosecutions",
        desk=1,
        fields=(
            "case",
            "received_on",
            "office",
            "file_number",
            "claim_wish",
            "claim_sum",
            "claim_sum_by",
            "claim_sum_on",
            "claim_way",
            "claim_filed_on",
        ),
        columns=("received_on", "office", "file_number", "status", "decided_on"),
        filters=("status", "received_on", "decided_on", "claim_wish"),
        workflow=workflow.PROSECUTION,
        changeable=("received", "suspended", "not_indicted", "disagreed", "attorney_general", "indicted"),
        parent="case",
        children=("court-cases",),
        on_create=court_effects.file_received,
        on_change=court_effects.file_received,
    )
)
register(
    RecordType(
        models.CourtCase,
        code="PRC",
        slug="court-cases",
        desk=2,
        fields=(
            "case",
            "prosecution",
            "kind",
            "court",
            "province",
            "court_name",
            "black_number",
            "red_number",
            "filed_on",
            "is_trafficking",
            "question_answered_on",
        ),
        columns=("court", "province", "black_number", "red_number", "kind", "filed_on", "status"),
        filters=("status", "court", "province", "kind", "filed_on"),
        workflow=workflow.COURT_CASE,
        parent="case",
        children=("hearings", "judgments", "appeals"),
        lookalikes=same_court_number,
        on_create=court_effects.filed,
        on_change=court_effects.filed,
        room=room.below_court_case,
    )
)
register(
    RecordType(
        models.Hearing,
        code="PRC",
        slug="hearings",
        fields=("court_case", "starts_at", "kind", "room", "measures"),
        columns=("starts_at", "kind", "room", "status", "measures"),
        filters=("status", "kind", "starts_at", "postpone_reason"),
        workflow=workflow.HEARING,
        parent="court_case",
        on_create=court_effects.hearing_planned,
    )
)
register(
    RecordType(
        models.Judgment,
        code="PRC",
        slug="judgments",
        fields=(
            "court_case",
            "suspect",
            "charge",
            "instance",
            "read_on",
            "outcome",
            "years",
            "months",
            "days",
            "is_life",
            "is_death",
            "fine",
            "is_suspended",
            "suspended_years",
            "probation_years",
            "forfeiture",
            "reasons",
        ),
        columns=("read_on", "instance", "outcome", "suspect", "charge", "years", "status"),
        filters=("status", "instance", "outcome", "read_on"),
        workflow=workflow.JUDGMENT,
        parent="court_case",
        children=("appeals",),
    )
)
register(
    RecordType(
        models.Appeal,
        code="PRC",
        slug="appeals",
        fields=("court_case", "judgment", "level", "appellant", "filed_on", "number"),
        columns=("filed_on", "level", "appellant", "due_on", "status", "result"),
        filters=("status", "level", "appellant", "result", "filed_on"),
        workflow=workflow.APPEAL,
        parent="court_case",
        before_create=court_effects.set_term,
        on_create=court_effects.carry_on,
    )
)
