"""Record types of work by people in care: jobs, deductions, savings, sales."""

from actip.records.catalogue import RecordType, register
from victims import models, workflow

register(
    RecordType(
        models.Job,
        code="WEL",
        slug="jobs",
        fields=("person", "offered_on", "place", "job", "employer", "wage", "wage_per"),
        columns=("person", "job", "place", "status", "started_on", "ended_on"),
        filters=("status", "place", "job"),
        parent="person",
        workflow=workflow.JOB,
        children=("wage-deductions",),
    )
)
register(
    RecordType(
        models.WageDeduction,
        code="WEL",
        slug="wage-deductions",
        fields=("job", "taken_on", "amount", "reason", "explanation", "explained_on"),
        columns=("job", "taken_on", "amount", "reason", "explained_on"),
        filters=("reason", "taken_on"),
        parent="job",
    )
)
register(
    RecordType(
        models.SavingsLine,
        code="WEL",
        slug="savings",
        fields=("person", "on", "kind", "amount", "shown_on"),
        columns=("person", "on", "kind", "amount", "shown_on"),
        filters=("kind", "on"),
        parent="person",
    )
)
register(
    RecordType(
        models.ProductSale,
        code="WEL",
        slug="product-sales",
        fields=(
            "person",
            "sold_on",
            "sale_number",
            "product",
            "channel",
            "pieces",
            "price",
            "makers",
            "share",
            "paid_on",
        ),
        columns=("person", "sold_on", "sale_number", "product", "channel", "price", "share", "paid_on"),
        filters=("channel", "product", "sold_on", "sale_number"),
        parent="person",
    )
)
