"""Record types of the complicity of officials."""

from actip.records.catalogue import RecordType, register
from cases import models, workflow
from cases.effects import not_ones_own_unit
from cases.scopes import DISCREET

register(
    RecordType(
        models.OfficialComplicity,
        code="OFC",
        slug="official-complicity",
        fields=("case", "suspect", "agency", "other_agency", "noted_on", "position", "allegation"),
        columns=("noted_on", "suspect", "agency", "other_agency", "status"),
        filters=("status", "noted_on", "decided_on"),
        workflow=workflow.COMPLICITY,
        scope=DISCREET,
        parent="case",
        children=("complicity-conflicts",),
        before_create=not_ones_own_unit,
    )
)
register(
    RecordType(
        models.ComplicityConflict,
        code="OFC",
        slug="complicity-conflicts",
        fields=("complicity", "agency", "reason"),
        columns=("agency", "reason"),
        scope=DISCREET,
        parent="complicity",
        before_create=not_ones_own_unit,
    )
)
