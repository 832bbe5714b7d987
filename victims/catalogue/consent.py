"""Record types of consent and of notices given."""

from actip.records.catalogue import RecordType, register
from victims import models, workflow
from victims.effects import notice_was_given

register(
    RecordType(
        models.Consent,
        code="VPR",
        slug="consents",
        fields=(
            "person",
            "purpose",
            "recipient",
            "kinds",
            "given_on",
            "until",
            "how",
            "reference",
            "language",
            "interpreter",
            "guardian",
        ),
        columns=("person", "purpose", "recipient", "until", "status", "given_on"),
        filters=("status", "purpose", "given_on", "until"),
        workflow=workflow.CONSENT,
        changeable=("given",),
        parent="person",
    )
)
register(
    RecordType(
        models.RightsNotice,
        code="VPR",
        slug="rights-notices",
        fields=("person", "given_on", "given_through", "language", "interpreter", "wish"),
        columns=("person", "given_on", "language", "wish"),
        filters=("given_on", "language", "wish"),
        parent="person",
        on_create=notice_was_given,
    )
)
