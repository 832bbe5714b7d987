"""manage.py secure: apply row security, guards, audit triggers and grants. Run after every migrate."""

from django.core.management.base import BaseCommand
from django.db import connections, transaction

from actip.records import security
from actip.vault import marks


class Command(BaseCommand):
    help = "Apply row security, guards, audit triggers and grants from the matrix and the catalogue."

    def add_arguments(self, parser):
        parser.add_argument("--database", default="owner")

    def handle(self, *args, database: str, **options):
        count = apply(database)
        self.stdout.write(f"Row security in force: {count} statements.")


def apply(database: str = "owner") -> int:
    """Run every statement in one transaction as the deploying role; returns how many."""
    statements = security.statements()
    with transaction.atomic(using=database), connections[database].cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
        cursor.execute(
            "INSERT INTO actip_private.context_key (inner_pad, outer_pad) VALUES (%s, %s)"
            " ON CONFLICT (only_row) DO UPDATE SET inner_pad = excluded.inner_pad, outer_pad = excluded.outer_pad",
            security.context_key(),
        )
        marks.keep(database)
    return len(statements)
