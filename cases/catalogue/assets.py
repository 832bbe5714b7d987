"""Record types of assets."""

from actip.records.catalogue import RecordType, register
from cases import models, workflow

register(
    RecordType(
        models.Asset,
        code="AST",
        slug="assets",
        desk=6,
        fields=("case", "suspect", "kind", "description", "value", "currency", "holder", "identified_on"),
        columns=("kind", "value", "currency", "holder", "status", "restrained_on", "identified_on"),
        filters=("kind", "status", "currency", "holder", "identified_on", "restrained_on"),
        workflow=workflow.ASSET,
        parent="case",
        children=("asset-numbers",),
    )
)
register(
    RecordType(
        models.AssetNumber,
        code="AST",
        slug="asset-numbers",
        fields=("asset", "number"),
        columns=("asset", "updated_at"),
        parent="asset",
    )
)
