"""Record types of witness protection."""

from actip.records.catalogue import RecordType, register
from cases.scopes import DISCREET
from victims import models, workflow


def number(programme, by):
    """Something of the right shape until the database has drawn the number."""
    programme.programme_number = "WP-00000000"


def take_number(programme, by):
    """The number that the database drew."""
    programme.refresh_from_db(fields=["programme_number"])


register(
    RecordType(
        models.WitnessProgramme,
        code="WPR",
        slug="witness-programmes",
        desk=1,
        fields=("person", "kind", "measures", "requested_on"),
        columns=("person", "programme_number", "kind", "status", "starts_on", "runs_until"),
        filters=("status", "kind", "runs_until"),
        parent="person",
        workflow=workflow.WITNESS,
        scope=DISCREET,
        before_create=number,
        on_create=take_number,
    )
)
