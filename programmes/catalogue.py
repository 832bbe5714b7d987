"""Record types of prevention and partnership."""

from actip.records.catalogue import RecordType, register
from actip.records.scopes import OPEN
from programmes import models

register(
    RecordType(
        models.PublishedFigure,
        code="CMP",
        slug="published-figures",
        fields=(
            "figure",
            "source",
            "year",
            "name",
            "breakdown",
            "value",
            "number",
            "unit",
            "pillar",
            "check_group",
            "note",
        ),
        columns=("figure", "year", "name", "breakdown", "value", "unit", "source"),
        filters=("year", "pillar", "source", "unit"),
        scope=OPEN,
        order="figure",
    )
)
