"""Record types of interviews."""

from actip.records.catalogue import RecordType, register
from cases import models

register(
    RecordType(
        models.Interview,
        code="EVI",
        slug="interviews",
        fields=(
            "case",
            "of_whom",
            "suspect",
            "held_at",
            "place",
            "wished_sex",
            "interviewer",
            "interviewer_sex",
            "wish_reason",
            "language",
            "interpreter_needed",
            "interpreter_present",
            "no_interpreter_reason",
            "support_person",
            "is_child",
            "is_trained",
            "recording",
        ),
        columns=("held_at", "of_whom", "place", "interviewer", "language", "is_child"),
        filters=("of_whom", "place", "held_at", "is_child"),
        parent="case",
    )
)
