from django.core.management.base import BaseCommand
from django.db import transaction

from actip.accounts import person
from programmes import checks
from programmes.checks import RatioCheck, Report, SumCheck


class Command(BaseCommand):
    help = "Say which published sums and shares do not add up, and which figures were published in two versions."

    def handle(self, *args, **options):
        with person.as_system("check published figures"), transaction.atomic():
            report = checks.check()
        for line in lines(report):
            self.stdout.write(line)


def lines(report: Report) -> list[str]:
    """The report in plain words, trouble alone."""
    found = [f"{len(report.sums)} sums and {len(report.ratios)} shares checked; {len(report.trouble)} do not add up."]
    found += [_of_sum(check) if isinstance(check, SumCheck) else _of_ratio(check) for check in report.trouble]
    for version in report.versions:
        values = "; ".join(f"{figure.number:,.0f} in {figure.figure} ({figure.source})" for figure in version.figures)
        found.append(f"{version.year} {version.name} was published as {values}.")
    return found


def _of_sum(check: SumCheck) -> str:
    parts = " + ".join(f"{part.number:,.0f}" for part in check.parts)
    return (
        f"{check.total.year} {check.total.name}, by {check.group.partition('/')[2]}: {parts} = {check.computed:,.0f},"
        f" published {check.total.number:,.0f} ({check.total.figure}), difference {check.difference:+,.0f}."
    )


def _of_ratio(check: RatioCheck) -> str:
    return (
        f"{check.figure.year} {check.figure.name}, {check.figure.breakdown}: published {check.figure.value} percent"
        f" ({check.figure.figure}), computed {check.computed}."
    )
