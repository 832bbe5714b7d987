"""Where reports, cases, court files and evidence have room for a record: pages offer what can be added, the database refuses the rest."""

from actip.accounts.models import User
from actip.records.catalogue import RecordType
from cases.models import Case, CourtCase, Evidence, Report
from cases.models.prosecution import OPEN


def below_report(report: Report, child: RecordType, user: User) -> bool:
    """No reporter is added to a merged report; a case is opened from one that was triaged, and from the one that is kept."""
    closed = {"cases": ("received", "merged"), "reporters": ("merged",)}
    return report.status not in closed.get(child.slug, ())


def below_case(case: Case, child: RecordType, user: User) -> bool:
    """The file of a case lies with one prosecutor at a time."""
    return child.slug != "prosecutions" or not case.prosecutions.filter(status__in=OPEN).exists()


def below_court_case(court_case: CourtCase, child: RecordType, user: User) -> bool:
    """Early testimony ends without a judgment; an appeal is against one."""
    if child.slug == "judgments":
        return court_case.kind == "charge"
    return child.slug != "appeals" or court_case.judgments.exists()


def below_evidence(item: Evidence, child: RecordType, user: User) -> bool:
    """Who holds an item hands it over."""
    return child.slug != "custody-transfers" or (item.status == "held" and item.custodian_id in (None, user.pk))
