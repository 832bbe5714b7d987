"""The only way to write: save, move, assign, reveal. Each checks the door, writes in one transaction, labels the audit.

PostgreSQL checks again beneath (policies, guards) and writes the audit rows by trigger; what is refused there is
OutOfReach here, in the same words as for something that does not exist.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.db import IntegrityError, ProgrammingError, connection, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from actip.access import matrix
from actip.access.decide import decide
from actip.access.models import Assignment, Matter
from actip.accounts import person
from actip.audit import trail
from actip.records import catalogue, export
from actip.records.catalogue import RecordType
from actip.records.validation import from_database, validate
from actip.records.workflow import Move
from actip.thai.text import clean_text
from actip.thai.times import format_datetime
from actip.vault.blind import store_tokens
from actip.vault.fields import open_sealed
from actip.vault.sealing import CannotOpenError

Row = TypeVar("Row", bound=models.Model)


class Refused(Exception):
    """The role may not do this with this kind of record at all: 403."""


class OutOfReach(Exception):
    """For this person the record does not exist: 404."""


class Conflict(Exception):
    """Somebody changed the record since it was read: 409 on pages, 412 in the API. `theirs` is the row as it is now."""

    def __init__(self, theirs):
        super().__init__(_("Somebody else changed this record in the meantime."))
        self.theirs = theirs


@contextmanager
def gate(model: type[models.Model]) -> Iterator[None]:
    """Translate PostgreSQL's refusals, undoing the write alone: row security and guards to OutOfReach, a broken
    constraint to ValidationError.
    """
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        raise trail.breaking(from_database(error, model)) from error
    except ProgrammingError as error:
        if getattr(error.__cause__, "pgcode", "") == "42501":
            raise OutOfReach from error
        raise


def require(by, kind: RecordType, verb: str, step: Move | None = None) -> None:
    """Raise Refused unless `by`, who must be the one acting, may use the verb on this kind of record, and make the step."""
    acting = person.current()
    if acting is None or (not acting.is_system and acting.user_id != getattr(by, "pk", None)):
        raise Refused(_("Sign in to do this."))
    if acting.is_system:
        return
    if not decide(by, kind.code, verb):
        raise Refused(_("Your role does not allow this."))
    if step and not step.is_of(by.role):
        raise Refused(for_another(step))


def for_another(step: Move) -> str:
    """Whose step it is, to somebody of another office."""
    offices = ", ".join(matrix.label(matrix.roles()[role]) for role in step.offices)
    return _("This step is for another office to record: %(offices)s.") % {"offices": offices}


def save(record: Row, *, by, version: int | None = None, entered=None) -> Row:
    """Create or change a record, fully validated.

    version: the one that the person had before her; a different one now raises Conflict. entered: the fields that were
    asked for, if not all (a link that she may not see is left as it is). Raises Refused, OutOfReach, ValidationError.
    """
    kind = catalogue.of(record)
    adding = record._state.adding
    require(by, kind, "create" if adding else "change")
    with gate(type(record)), trail.label("create" if adding else "change", record_id=record.pk):
        if adding:
            if kind.before_create:
                kind.before_create(record, by)
            _place(record, kind)
            record.save(force_insert=True)
        else:
            validate(record, kind.fields if entered is None else entered)
            _update(record, kind, record.version if version is None else version)
        _index(record)
        if follows := kind.on_create if adding else kind.on_change:
            follows(record, by)
    return record


def move(record: Row, name: str, *, by, facts: dict | None = None, version: int | None = None) -> Row:
    """Make one step of the record's workflow with the facts that it needs; returns the record as it is now.

    The row is locked first, so that of two people pressing at once the second is told what happened.
    Raises KeyError for an unknown step, Refused, OutOfReach, Conflict, ValidationError.
    """
    kind = catalogue.of(record)
    step = kind.workflow.by_name[name]
    require(by, kind, step.verb, step)
    facts = facts or {}
    with gate(type(record)):
        record = locked(record)
        if version is not None and version != record.version:
            raise Conflict(record)
        came_from = getattr(record, kind.workflow.field)
        _check_step(record, step, came_from, facts)
        _apply(record, step, by, facts)
        setattr(record, kind.workflow.field, step.target)
        for rule in filter(None, (step.whose, step.guard)):
            rule(record, by)
        validate(record, facts)
        with trail.label("move", {"move": name, "from": came_from, "to": step.target}, record_id=record.pk):
            _update(record, kind, record.version)
        if step.effect:
            step.effect(record, by)
    return record


def assign(
    matter: Matter, *, by, agency, officer=None, basis: str, until=None, note: str = "", rests_on=None
) -> Assignment:
    """Give an agency, or one officer of it, access to a matter: offered on a referral, else at once.

    rests_on: the id of the record (a consent) with which this access ends. Assigning who is assigned already changes
    nothing, nor does offering to who was asked already or leads. Raises OutOfReach, ValidationError.
    """
    held = Assignment.objects.filter(
        matter=matter, agency=agency, officer=officer, state__in=("offered", "accepted"), until=until
    )
    if basis == "referral":
        held = held.filter(models.Q(basis="referral", state="offered") | models.Q(is_lead=True))
    found = held.first()
    if found and rests_on is None:
        return found
    acting = person.current()
    assignment = Assignment(
        matter=matter, agency=agency, officer=officer, basis=basis, until=until, note=note, rests_on=rests_on,
        state="offered" if basis == "referral" else "accepted",
        assigned_by_id=acting.user_id if acting else None,
        from_agency_id=acting.agency_id if acting else None,
    )  # fmt: skip
    with gate(Assignment), trail.label("assign", {"agency": agency.code, "basis": basis}, record_id=assignment.pk):
        validate(assignment, ("agency",))  # who works where: the database
        assignment.save(force_insert=True)
        catalogue.of(assignment).on_create(assignment, by)
    return assignment


def reveal(record: models.Model, *, by, reason: str) -> dict[str, str]:
    """Open the encrypted fields of one record for a stated reason; the look is audited in the same transaction.

    Returns field name -> plaintext. Raises Refused, ValidationError (no reason).
    """
    kind = catalogue.of(record)
    require(by, kind, "read")
    if len(reason := clean_text(reason)) < 5:
        raise ValidationError({"reason": _("Say why you need to see this.")}, code="required")
    return revealed(record, reason=reason)


def revealed(record: models.Model, *, reason: str, **detail) -> dict[str, str]:
    """The encrypted fields of a row, audited; for callers that have asked already whether she may (reveal, a broken glass)."""
    kind = catalogue.of(record)
    with transaction.atomic():
        _noted("reveal", record, purpose=reason, fields=kind.sealed, detail=detail)
        return {name: open_sealed(record, name) for name in kind.sealed}


def opened(record: models.Model) -> None:
    """Note that somebody was shown a record by another page than its own; raises if that cannot be written, so that nothing is shown."""
    _noted("open", record)


def served(record: models.Model, **detail) -> None:
    """Note that the content of a record's file was given out; raises if that cannot be written, so that nothing is given."""
    _noted("export", record, detail=detail)


def looked(what: str, record_id=None, **detail) -> None:
    """Note that somebody opened what is no record of the catalogue: the rows behind a figure, a tip of the pool."""
    trail.record("open", record_type=what, record_id=record_id, detail=detail)


def listed(kind: RecordType, rows: int, below: models.Model | None = None) -> None:
    """Note that records of a type of tier 4 or 5 were looked through: a list of several people's, or those `below` one record."""
    if export.tier(kind) >= 4:
        looked("lists", below and below.pk, of=kind.slug, rows=rows)


@contextmanager
def writing(row: models.Model, verb: str) -> Iterator[None]:
    """Around a write to a row that is no record of the catalogue: its event says the verb; refusals as those of records."""
    with gate(type(row)), trail.label(verb, record_id=row.pk):
        yield


def exported(what: str, columns: Iterable[str] = (), *, purpose: str = "", **detail) -> None:
    """Note that several records left the system in one file, in the transaction that makes it; raises if that cannot be written."""
    trail.record("export", record_type=what, purpose=purpose, fields=columns, detail=detail)


def made_already(record: models.Model, step: Move) -> str:
    """What to tell whoever comes second: by whom a step was made, and when, where the record says so."""
    who = getattr(record, f"{step.stamp}_by", None)
    if who is None:
        return _("This step is not possible now; it may have been made already.")
    at = format_datetime(getattr(record, f"{step.stamp}_at"))
    return _("This was done already, by %(who)s, %(at)s.") % {"who": who, "at": at}


def locked(record: Row) -> Row:
    """The row as it is now, locked until the end of the transaction. Raises OutOfReach."""
    found = type(record)._default_manager.select_for_update(of=("self",)).filter(pk=record.pk).first()
    if found is None:
        raise OutOfReach
    return found


def _noted(verb: str, record: models.Model, **more) -> None:
    """An event about one record of the catalogue."""
    matter_id = getattr(record, "matter_id", None)
    trail.record(verb, record_type=catalogue.of(record).slug, record_id=record.pk, matter_id=matter_id, **more)


def _place(record: models.Model, kind: RecordType) -> None:
    """Validate a new record and put it into its matter: a root record opens one, another takes its parent's."""
    if kind.parent and getattr(record, f"{kind.parent}_id"):
        record.matter_id = getattr(record, kind.parent).matter_id
    validate(record, kind.fields)
    if kind.is_root:
        with connection.cursor() as cursor:
            cursor.execute("SELECT actip.open_matter(%s, %s)", [record.pk, record.MATTER_KIND])
            number = cursor.fetchone()[0]
        record.matter = Matter(id=record.pk, kind=record.MATTER_KIND, number=number)


def _update(record: models.Model, kind: RecordType, version: int) -> None:
    """Write the row if its version is still the one given; the version goes up by one. Raises Conflict, OutOfReach."""
    model = type(record)
    record.version, record.updated_at = version + 1, timezone.now()
    try:
        values = {
            field.attname: field.pre_save(record, False)
            for field in model._meta.concrete_fields
            if not field.primary_key and field.name not in ("created_at", "matter")
        }
    except CannotOpenError:  # sealed under a new key since it was read: then its version went up as well
        if model._default_manager.filter(pk=record.pk, version=version).exists():
            raise
        values = {}
    if model._default_manager.filter(pk=record.pk, version=version).update(**values) == 0:
        theirs = model._default_manager.filter(pk=record.pk).first()
        raise Conflict(theirs) if theirs and theirs.version != version else OutOfReach


def _index(record: models.Model) -> None:
    """Renew the blind tokens of a record that has encrypted names or documents."""
    if hasattr(record, "search_keys"):
        store_tokens(catalogue.of(record).code, record.pk, record.matter_id, record.search_keys())


def _check_step(record, step: Move, state: str, facts: dict) -> None:
    """Raise ValidationError unless the step leads on from this state with the facts that it needs, and no others."""
    if state not in step.sources:
        raise ValidationError(made_already(record, step), code="state")
    if surplus := set(facts) - set(step.fields):
        raise ValidationError({name: _("This step does not set this.") for name in surplus})
    missing = [name for name in step.needs if facts.get(name, getattr(record, name)) in (None, "", [])]
    if missing:
        raise ValidationError({name: _("This step needs it.") for name in missing}, code="required")


def _apply(record, step: Move, by, facts: dict) -> None:
    """Set the step's facts and its who-and-when stamp."""
    for name, value in facts.items():
        setattr(record, name, value)
    if step.stamp:
        setattr(record, f"{step.stamp}_by", by)
        setattr(record, f"{step.stamp}_at", timezone.now())
