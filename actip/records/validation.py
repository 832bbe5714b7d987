"""Full validation of a record before it is written, and the database's own refusals in the same words."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models
from django.utils.translation import gettext as _


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
        record.validate_constraints,
    ):
        try:
            check()
        except ValidationError as error:
            errors = error.update_error_dict(errors)
    if errors:
        raise ValidationError(errors)


def from_database(error: IntegrityError, model: type[models.Model]) -> ValidationError:
    """The sentence of the constraint that the database found broken (another request may have been quicker)."""
    name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", "") or ""
    for constraint in model._meta.constraints:
        if constraint.name == name:
            return ValidationError(constraint.get_violation_error_message(), code=name)
    return ValidationError(_("This does not go together with what is recorded already."), code=name or "conflict")
