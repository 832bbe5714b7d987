"""A statement as a file: CSV with a byte order mark, or a workbook written row by row. What may leave: docs/decisions/0022."""

import io
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

import xlsxwriter
from django.utils import timezone
from django.utils.translation import gettext as _

from actip.access import matrix
from actip.records.export import Table
from actip.thai.times import format_datetime
from compensation.models.ledger import CODES

NO_PERSON = 4  # tier of a regime from which on no file tells of single people
OF_PEOPLE = ("person", "defendant", "shelter")


def may_leave(regime: str, per: str, *, is_narrow: bool, lines: bool) -> bool:
    """Whether a statement may leave in a file. Of regimes of tier 4 and higher only sums over everybody, by month or head."""
    if matrix.tier(CODES[regime]) < NO_PERSON:
        return True
    return not (lines or is_narrow or per in OF_PEOPLE)


@dataclass(frozen=True)
class Sheet:
    """A title, a mark of who took it away, a header and rows of texts, dates and amounts (Decimal)."""

    title: str
    mark: str
    header: Sequence[str]
    rows: Sequence[Sequence]

    def csv(self) -> str:
        """The mark is the first line, so that no copy of the whole file is without it."""
        return Table([self.mark], [list(self.header), *self.rows]).text()

    def xlsx(self) -> bytes:
        """Rows go to a temporary file as they come (constant_memory); amounts are numbers, dates are dates, texts never formulas."""
        with io.BytesIO() as made, tempfile.TemporaryDirectory() as folder:
            options = {
                "constant_memory": True,
                "tmpdir": folder,
                "strings_to_formulas": False,
                "strings_to_urls": False,
            }
            with xlsxwriter.Workbook(made, options) as book:
                self._write(book)
            return made.getvalue()

    def _write(self, book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet()
        sheet.set_footer(f"&L&8{self.mark.replace('&', '&&')[:200]}&R&8&P/&N")
        sheet.set_column(0, max(len(self.header) - 1, 0), 18)
        bold = book.add_format({"bold": True})
        head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True})
        looks = {
            Decimal: book.add_format({"num_format": "#,##0.00"}),
            date: book.add_format({"num_format": "yyyy-mm-dd"}),
        }
        sheet.write_string(0, 0, self.mark)
        sheet.write_string(1, 0, self.title, bold)
        for column, label in enumerate(self.header):
            sheet.write_string(3, column, str(label), head)
        for number, row in enumerate(self.rows, 4):
            for column, value in enumerate(row):
                if isinstance(value, Decimal):
                    sheet.write_number(number, column, float(value), looks[Decimal])
                elif isinstance(value, date):
                    sheet.write_datetime(number, column, value, looks[date])
                elif value not in (None, ""):
                    sheet.write_string(number, column, str(value))


def mark(user, purpose: str, at: datetime | None = None) -> str:
    """Who took it, when and what for; in every copy."""
    return _("Taken by %(who)s, %(agency)s, %(when)s. Purpose: %(purpose)s") % {
        "who": user.username, "agency": user.agency.code, "when": format_datetime(at or timezone.now()), "purpose": purpose,
    }  # fmt: skip


def of_table(table: dict, title: str, mark: str) -> Sheet:
    """The figures of a statement."""
    header = [table["by"], *(_("%(label)s (THB)") % {"label": label} for label in table["columns"])]
    rows = [[row["label"], *(cell["amount"] for cell in row["cells"])] for row in table["rows"]]
    return Sheet(title, mark, header, [*rows, [_("Total"), *(cell["amount"] for cell in table["totals"])]])


def of_trial(trial: dict, title: str, mark: str) -> Sheet:
    """The accounts of a trial balance, their sums, and the sentence that says whether they are equal."""
    header = [_("Account"), _("Debit (THB)"), _("Credit (THB)"), _("Balance (THB)")]
    rows = [[one.label, one.debits, one.credits, one.balance] for one in trial["accounts"]]
    total = [_("Total"), trial["debits"], trial["credits"], trial["difference"]]
    return Sheet(title, mark, header, [*rows, total, [trial["sentence"], "", "", ""]])


def of_lines(rows: Iterable[dict], title: str, mark: str) -> Sheet:
    """The lines behind a figure: payee code, and no head, no shelter, no free text beside it."""
    header = [_("On"), _("Entry"), _("Account"), _("Payee code"), _("Residence at payment"), _("Debit (THB)"), _("Credit (THB)")]  # fmt: skip
    names = ("on", "kind", "account", "code", "residence", "debit", "credit")
    return Sheet(title, mark, header, [[row[name] for name in names] for row in rows])
