"""Record types of shelters and stays."""

from actip.records.catalogue import RecordType, register
from actip.records.scopes import AGENCY, STAY
from victims import models, workflow
from victims.effects import let_shelter_in, watch_review
from victims.scopes import SHELTER

register(
    RecordType(
        models.Shelter,
        code="PLC",
        slug="shelters",
        fields=(
            "code",
            "agency",
            "kind",
            "province",
            "admits",
            "ages",
            "special_needs",
            "beds",
            "registration_number",
            "registered_until",
            "is_open",
        ),
        columns=("code", "kind", "province", "admits", "ages", "beds", "is_open"),
        filters=("kind", "province", "admits", "is_open"),
        masked=("code", "kind", "province"),
        order="code",
        scope=AGENCY,
        children=("beds",),
    )
)
register(
    RecordType(
        models.Bed,
        code="PLC",
        slug="beds",
        fields=("shelter", "code", "open_from", "open_until"),
        columns=("code", "open_from", "open_until"),
        filters=("shelter",),
        order="code",
        scope=SHELTER,
    )
)
register(
    RecordType(
        models.ShelterAddress,
        code="LOC",
        slug="shelter-addresses",
        fields=("shelter", "address", "phone", "directions"),
        columns=("shelter",),
        scope=STAY,
    )
)
register(
    RecordType(
        models.Placement,
        code="PLC",
        slug="placements",
        desk=2,
        fields=(
            "person",
            "kind",
            "shelter",
            "offered_on",
            "agreement",
            "needs",
            "override_reason",
            "bed",
            "first_night",
            "last_night",
            "moves_freely",
            "limit_reason",
            "phones_freely",
            "phone_limit_reason",
            "review_on",
        ),
        columns=("person", "kind", "shelter", "status", "offered_on", "placed_on", "left_on"),
        filters=("status", "kind", "shelter", "placed_on", "left_on"),
        masked=("person", "kind", "status", "placed_on", "left_on"),
        workflow=workflow.PLACEMENT,
        parent="person",
        on_create=let_shelter_in,
        on_change=watch_review,
    )
)
