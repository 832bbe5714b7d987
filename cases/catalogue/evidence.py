"""Record types of evidence, its custody, and the register of child-abuse material."""

from actip.records.catalogue import RecordType, register
from cases import models, room, workflow
from cases.evidence import custody

register(
    RecordType(
        models.Evidence,
        code="EVI",
        slug="evidence",
        desk=5,
        fields=(
            "case",
            "kind",
            "description",
            "seized_on",
            "seized_province",
            "seizure_reference",
            "seized_place",
            "seizing_unit",
            "seal_number",
            "source",
            "tool",
            "examiner",
            "image_hash",
            "acquired_on",
        ),
        columns=(
            "kind",
            "seal_number",
            "seizure_reference",
            "description",
            "custodian",
            "status",
            "seized_by",
            "transfers",
        ),
        filters=("status", "kind", "seized_province", "seized_on"),
        parent="case",
        children=("evidence-files", "custody-transfers", "evidence-alarms"),
        workflow=workflow.EVIDENCE,
        changeable=("held",),
        before_create=custody.sign_for_seizure,
        room=room.below_evidence,
    )
)
register(
    RecordType(
        models.EvidenceFile,
        code="EVI",
        slug="evidence-files",
        fields=("evidence", "label"),
        columns=("label", "media", "size", "status", "sha256"),
        filters=("status", "media"),
        parent="evidence",
        workflow=workflow.FILE,
        changeable=("sound",),
        api="cases.evidence.api.Files",
    )
)
register(
    RecordType(
        models.CustodyTransfer,
        code="EVI",
        slug="custody-transfers",
        fields=("evidence", "place", "condition", "seal_number", "to_agency"),
        columns=("number", "place", "seal_number", "condition", "offered_by", "taken_by", "taken_at", "status"),
        filters=("status",),
        parent="evidence",
        workflow=workflow.TRANSFER,
        changeable=("offered",),
        before_create=custody.sign_the_offer,
    )
)
register(
    RecordType(
        models.EvidenceAlarm,
        code="EVI",
        slug="evidence-alarms",
        fields=("evidence", "kind", "note"),
        columns=("kind", "note", "file", "answered_by", "answered_at", "status"),
        filters=("status", "kind"),
        parent="evidence",
        workflow=workflow.ALARM,
        changeable=("raised",),
        before_create=custody.alarm_by_hand,
    )
)
register(
    RecordType(
        models.AbuseMaterial,
        code="DIG",
        slug="abuse-material",
        fields=("case", "carrier", "count", "seizure_reference", "custodian"),
        columns=("carrier", "count", "seizure_reference", "custodian"),
        parent="case",
        children=("abuse-hashes",),
    )
)
register(
    RecordType(
        models.AbuseHash,
        code="DIG",
        slug="abuse-hashes",
        fields=("material", "algorithm", "value"),
        columns=("algorithm", "value"),
        parent="material",
    )
)
