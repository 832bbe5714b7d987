"""Which move leads where for reports: the process of intake, from received to linked, merged or closed."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from actip.access.models import Assignment
from actip.records import actions
from actip.records.workflow import Move, Workflow
from cases.effects import linked

OPEN = ("received", "triaged", "referred")
WORST_FIRST = ("immediate", "concern", "none_seen", "unknown")
KEPT_IF_BLANK = ("province", "district", "latitude", "longitude", "children_count", "external_id")


def danger_is_known(report, by):
    """Triage says how dangerous it is."""
    if report.danger == "unknown":
        raise ValidationError(
            {"danger": gettext("Say how dangerous it is; ask the reporter again if it is not known.")}
        )


def has_a_lead_elsewhere(report, by):
    """A report goes to another agency, not back to one's own, and to a further one only when the last has answered."""
    if report.referred_to_id == by.agency_id:
        raise ValidationError({"referred_to": gettext("Choose another agency: this one has it already.")})
    waiting = Assignment.objects.filter(matter_id=report.matter_id, basis="referral", state="offered").first()
    if waiting:
        raise ValidationError(
            gettext("%(agency)s has not answered yet. End that offer first, or wait for the answer.")
            % {"agency": waiting.agency}
        )


def offer_to_agency(report, by):
    """The agency is offered the report; responsibility stays until it accepts, which acknowledges the referral."""
    actions.assign(report.matter, by=by, agency=report.referred_to, basis="referral")


def survivor_is_open(report, by):
    """It is merged into another report that still goes on; whoever merges could write into that one as well."""
    if report.merged_into_id == report.pk:
        raise ValidationError({"merged_into": gettext("A report cannot be merged into itself.")})
    survivor = actions.locked(report.merged_into)
    if survivor.status not in OPEN:
        raise ValidationError(
            {"merged_into": gettext("That report does not go on any more. Link this one to its case, or close it.")}
        )


def keep_what_was_told(report, by):
    """The survivor keeps what the merged report told: its text, the worse danger, the higher counts, what it did not know.

    Counts are of the same people told of twice, so they are not added up.
    """
    survivor = actions.locked(report.merged_into)
    told = gettext("From %(number)s:") % {"number": report.number} + "\n" + report.summary
    survivor.summary = f"{survivor.summary}\n\n{told}".strip()
    survivor.danger = min(survivor.danger, report.danger, key=WORST_FIRST.index)
    survivor.people_count = max(survivor.people_count, report.people_count)
    survivor.interpreter_needed = survivor.interpreter_needed or report.interpreter_needed
    survivor.is_online = survivor.is_online or report.is_online
    survivor.received_at = min(survivor.received_at, report.received_at)
    if survivor.children_count is not None and report.children_count is not None:
        survivor.children_count = max(survivor.children_count, report.children_count)
    for name in ("exploitation", "language"):
        if getattr(survivor, name) in ("", "unknown"):
            setattr(survivor, name, getattr(report, name))
    if survivor.country == report.country:
        for name in KEPT_IF_BLANK:
            if getattr(survivor, name) in (None, "") and not _is_another_numbers(name, survivor, report):
                setattr(survivor, name, getattr(report, name))
    actions.save(survivor, by=by, entered=())


def _is_another_numbers(name: str, survivor, report) -> bool:
    """A number belongs to its channel."""
    return name == "external_id" and survivor.channel != report.channel


REPORT = Workflow(
    initial="received",
    moves=(
        Move(
            "triage",
            _("Triage"),
            ("received",),
            "triaged",
            needs=("danger", "duplicates"),
            stamp="triaged",
            guard=danger_is_known,
            compares=True,
        ),
        Move(
            "refer",
            _("Refer"),
            ("triaged", "referred"),
            "referred",
            needs=("referred_to",),
            guard=has_a_lead_elsewhere,
            effect=offer_to_agency,
        ),
        Move(
            "link",
            _("Link to a case"),
            ("triaged", "referred"),
            "linked",
            needs=("linked_case",),
            made_by="cases",
            effect=linked,
            completes=True,
        ),
        Move(
            "merge",
            _("Merge into another report"),
            ("triaged",),
            "merged",
            needs=("merged_into",),
            guard=survivor_is_open,
            effect=keep_what_was_told,
            compares=True,
            is_work=False,
        ),
        Move(
            "close",
            _("Close without action"),
            ("triaged", "referred"),
            "closed_no_action",
            needs=("close_reason",),
            is_work=False,
        ),
    ),
)
