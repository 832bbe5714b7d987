"""What else happens when a court case takes a step: clocks, the next hearing, the step that an appeal means."""

from actip.records import actions
from cases import court_clocks
from cases.models.court import CourtCase
from cases.models.hearing import Hearing

DATES_OF_A_TRIAL = ("judgment_on", "appeal_judgment_on", "leave_sought_on", "leave_decided_on", "supreme_judgment_on")
# The step that an appeal to a court means, while the court case is in a state.
STEP_OF_AN_APPEAL = {("judgment", "appeal"): "appeal", ("appeal_judgment", "supreme"): "seek_leave"}


def file_received(prosecution, by):
    """A file has come to the prosecutor, or the day was corrected."""
    court_clocks.file_received(prosecution)


def filed(court_case, by):
    """A charge was filed, or the day was corrected: the time in court begins."""
    court_clocks.charge_filed(court_case)


def refused(court_case, by):
    court_clocks.court_case_ended(court_case, court_case.filed_on)


def judgment_read(court_case, by):
    court_clocks.judgment_read(court_case, court_case.judgment_on)


def appeal_judgment_read(court_case, by):
    court_clocks.judgment_read(court_case, court_case.appeal_judgment_on)


def appealed(court_case, by):
    """The term ends with the first appeal that was filed in it."""
    first = court_case.appeals.filter(level="appeal").order_by("filed_on").first()
    court_clocks.appealed(court_case, first.filed_on if first else court_case.judgment_on)


def leave_sought(court_case, by):
    court_clocks.appealed(court_case, court_case.leave_sought_on)


def ended(court_case, by):
    court_clocks.court_case_ended(court_case, court_case.final_on)


def begins_again(court_case, by):
    court_clocks.trial_begins_again(court_case)


def set_term(appeal, by):
    """The last day of the term stands on the appeal, where the rule is in use."""
    if appeal.judgment_id:
        appeal.due_on = court_clocks.last_day_to_appeal(appeal.judgment.read_on)


def carry_on(appeal, by):
    """An appeal brings its court case to the next court; nothing to do where it is there already."""
    court_case = CourtCase.objects.get(pk=appeal.court_case_id)
    step = STEP_OF_AN_APPEAL.get((court_case.status, appeal.level))
    if step:
        facts = {"leave_sought_on": appeal.filed_on} if step == "seek_leave" else {}
        actions.move(court_case, step, by=by, facts=facts)


def hearing_planned(hearing, by):
    """What was postponed without a new day has one now."""
    court_clocks.next_hearing_is_known(hearing.court_case)


def hearing_postponed(hearing, by):
    """The new time is planned at once, in the same room and for the same purpose; without one a limit runs until there is."""
    court_case = hearing.court_case
    if not hearing.postponed_to and not court_case.hearings.filter(status="planned").exists():
        court_clocks.postponed_without_a_day(hearing)
    if hearing.postponed_to:
        again = Hearing(
            court_case=hearing.court_case, starts_at=hearing.postponed_to, kind=hearing.kind, room=hearing.room
        )
        actions.save(again, by=by)
