"""Who signs for an item: rules of custody in words; the database holds them whoever writes (sql/evidence.sql)."""

from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import Q
from django.utils.translation import gettext as _

from cases.evidence import codes
from cases.models import Evidence


def sign_for_seizure(evidence, by) -> None:
    """Whoever enters an item answers for it first, in her own name; the system signs for nobody."""
    evidence.seized_by = evidence.custodian = by


def sign_the_offer(transfer, by) -> None:
    """The giver is who holds the item now. Raises ValidationError for anybody else, and for an item that has left custody."""
    item = transfer.evidence if transfer.evidence_id else None
    transfer.offered_by = by
    if item is None or by is None:
        return
    if item.status != "held":
        raise ValidationError(_("This item is no longer held; there is nothing to hand over."))
    if item.custodian_id and item.custodian_id != by.pk:
        raise ValidationError(_("Only the custodian hands an item over. Ask whoever signed for it last."))
    transfer.number = item.transfers + 1


def is_offered_to(transfer, by) -> None:
    """Two people sign: the taker is another officer, of the agency that it was offered to."""
    if by is not None and transfer.offered_by_id == by.pk:
        raise ValidationError(_("Two people sign a hand-over: who gives cannot take."))
    wanted = transfer.to_agency_id or getattr(transfer.offered_by, "agency_id", None)
    if by is not None and wanted and by.agency_id != wanted:
        raise ValidationError(_("This item is offered to another agency."))


def offered_elsewhere(by) -> Q:
    """Hand-overs that are offered to another agency than hers."""
    within = Q(to_agency=None) & ~Q(offered_by__agency=by.agency_id)
    return within | Q(to_agency__isnull=False) & ~Q(to_agency=by.agency_id)


def is_the_givers(transfer, by) -> None:
    """An offer is withdrawn by who made it."""
    if by is not None and transfer.offered_by_id not in (None, by.pk):
        raise ValidationError(_("Only who offered the item withdraws the offer."))


def alarm_by_hand(alarm, by) -> None:
    """What the program finds, people do not report."""
    if by is not None and alarm.kind in codes.BY_PROGRAM:
        raise ValidationError({"kind": _("The program raises this alarm itself. Choose what you noticed.")})


def fault(evidence) -> str:
    """What forbids to submit the item to court: "", or file, custody, offer, alarm. The database's own answer."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT actip.evidence_fault(%s)", [evidence.pk])
        return cursor.fetchone()[0]


def is_whole(evidence) -> bool:
    """Whether each giver is the last taker, none is missing, and the custodian is who took it last."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT actip.custody_is_whole(%s)", [evidence.pk])
        return bool(cursor.fetchone()[0])


def faults() -> dict[str, str]:
    """In words."""
    return {
        "file": _(
            "A file of this item was altered or is missing: it cannot be submitted until it is restored and checked again."
        ),
        "custody": _("The chain of custody has a gap: the item cannot be submitted to court."),
        "offer": _("The item is offered to somebody; it can be submitted once that is answered."),
        "alarm": _("There is an alarm about this item; answer it first."),
    }


def is_sound(evidence, by) -> None:
    """Only what is whole goes to court: every file as it arrived, custody without a gap, no alarm unanswered."""
    found = fault(evidence)
    if found:
        raise ValidationError(faults()[found], code=f"evidence_{found}")


def held_by(user) -> int:
    """How many items she is the custodian of, for whoever may ask (sql/40_leaving.sql)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT actip.evidence_held_by(%s)", [user.pk])
        return cursor.fetchone()[0]


def held_rows(user):
    """The same items, as far as they are within reach."""
    return Evidence.objects.filter(custodian=user, status="held").order_by("pk")
