"""Full validation of a record before it is written, and the database's own refusals in the same words."""

import re
from functools import cache

from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, connection, models, transaction
from django.db.models.sql import Query
from django.utils.translation import gettext as _

from actip.vault.fields import EncryptedField

SENTENCES: dict[
    str, object
] = {}  # of what triggers refuse on many record types: name of the constraint -> sentence; apps add theirs


def validate(record: models.Model, entered) -> None:
    """Raise ValidationError with everything that is wrong with a record.

    Links that were not entered now are taken as they are: who makes a step may not see what they point at.
    """
    skipped = {
        field.name
        for field in record._meta.fields
        if isinstance(field, models.ForeignKey) and field.name not in entered
    }
    errors: dict = {}
    for check in (
        lambda: record.clean_fields(exclude=skipped),
        record.clean,
        lambda: record.validate_unique(exclude={"id"}),
        lambda: _validate_checks(record),
    ):
        try:
            check()
        except ValidationError as error:
            errors = error.update_error_dict(errors)
    if errors:
        raise ValidationError(errors)


def _validate_checks(record: models.Model) -> None:
    """As Django's validate_constraints, which asks the database once for each check: here it is asked once for all. What may be
    there once only (UniqueConstraint) the table says when the row is written, in the same words: `from_database`.
    """
    checks = [each for each in record._meta.constraints if isinstance(each, models.CheckConstraint)]
    if checks and (broken := _broken(record, checks)):
        raise ValidationError(
            [ValidationError(each.get_violation_error_message(), each.violation_error_code) for each in broken]
        )


def _broken(record: models.Model, checks: list[models.CheckConstraint]) -> list[models.CheckConstraint]:
    """The checks that the record does not pass; unknown passes, as it does in a table."""
    statement, given, fields = _question(type(record))
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, [*given, *(_value(record, field) for field in fields)])
            passed = cursor.fetchone()
    except DatabaseError:  # a value that its column could not hold: said elsewhere, and the table refuses it
        return []
    return [each for each, passes in zip(checks, passed, strict=True) if not passes]


@cache
def _question(model: type[models.Model]) -> tuple[str, list, list[models.Field]]:
    """One statement that asks all checks of a model about the values of one record: its text, what the checks hold, and the
    fields whose values follow. Compiled once: making it anew took longer than the write itself.
    """
    asked, given = [], []
    for each in model._meta.constraints:
        if isinstance(each, models.CheckConstraint):
            query = Query(model, alias_cols=False)
            text, held = query.build_where(each.condition).as_sql(query.get_compiler(connection=connection), connection)
            asked.append(f"({text}) IS NOT FALSE")
            given += held
    fields = [each for each in model._meta.concrete_fields if any(f'"{each.column}"' in text for text in asked)]
    row = ", ".join(f'%s::{_type(field)} AS "{field.column}"' for field in fields)
    return f"SELECT {', '.join(asked)} FROM (SELECT {row}) AS entered", given, fields


def _value(record: models.Model, field: models.Field):
    """As the column holds it; of what is encrypted, which is sealed when the row is written, only whether there is any."""
    value = getattr(record, field.attname)
    if isinstance(field, EncryptedField):
        return b"" if value else None
    return field.get_db_prep_value(value, connection)


def _type(field: models.Field) -> str:
    """A column's type without its length: a cast to that would cut what is too long."""
    return re.sub(r"\(.*?\)", "", field.db_type(connection) or "text")


def from_database(error: IntegrityError, model: type[models.Model]) -> ValidationError:
    """The sentence of the constraint that the database found broken (another request may have been quicker).

    SENTENCES, and before them a model's REFUSALS, say what triggers refuse: name of the constraint -> sentence.
    """
    name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
    own = {each.name: each.get_violation_error_message() for each in model._meta.constraints}
    sentence = (SENTENCES | getattr(model, "REFUSALS", {}) | own).get(name)
    other = _("This does not go together with what is recorded already.")
    return ValidationError(sentence or other, code=name or "conflict")
