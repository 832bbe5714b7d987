"""Where a case, its court files and its evidence have room for a record: pages offer what can be added, the database refuses the rest."""

from actip.accounts.models import User
from cases.models import Case, CourtCase, Evidence, Judgment, Report
from cases.models.prosecution import OPEN


def of_case(report: Report, user: User) -> bool:
    """A case is opened from a report that was triaged, and from the one that others were merged into."""
    return report.status not in ("received", "merged")


def of_reporter(report: Report, user: User) -> bool:
    """A merged report is only read."""
    return report.status != "merged"


def of_prosecution(case: Case, user: User) -> bool:
    """The file of a case lies with one prosecutor at a time."""
    return not case.prosecutions.filter(status__in=OPEN).exists()


def of_judgment(court_case: CourtCase, user: User) -> bool:
    """Early testimony ends without one."""
    return court_case.kind == "charge"


def of_appeal(above: CourtCase | Judgment, user: User) -> bool:
    """An appeal is against a judgment."""
    return not isinstance(above, CourtCase) or above.judgments.exists()


def of_transfer(item: Evidence, user: User) -> bool:
    """Who holds an item hands it over."""
    return item.status == "held" and item.custodian_id in (None, user.pk)
