"""What leaves in a file: a list for a spreadsheet, without what must not leave, and no cell that a spreadsheet would run."""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpResponse
from django.utils.translation import gettext as _

from actip.access import matrix
from actip.access.decide import ANY_ROOT
from actip.records.catalogue import RecordType
from actip.vault.fields import EncryptedField

CSV = "text/csv; charset=utf-8"
LONGEST = 10_000  # rows of one file
FORMULA = tuple(
    "=+-@\t\r\n\uff1d\uff0b\uff0d\uff20"
)  # the last four: the same signs as East Asian keyboards write them


def tier(kind: RecordType) -> int:
    """Sensitivity, 0 to 5; an assignment says as much as the matter it opens."""
    return 2 if kind.code == ANY_ROOT else max(kind.tier, matrix.tier(kind.code))


def check(kind: RecordType) -> None:
    """Raise PermissionDenied for records of tier 3 and higher."""
    if tier(kind) >= 3:
        raise PermissionDenied(_("Records of this kind are too sensitive to leave the system in a file."))


def names(kind: RecordType, verbs) -> list[str]:
    """The columns of a file: those of the list, without protected fields and free text."""
    shown = kind.shown(verbs)
    return [name for name in kind.columns if name in shown and not _is_free_text(kind, name)]


def _is_free_text(kind: RecordType, name: str) -> bool:
    field = kind.model._meta.get_field(name)
    long = isinstance(field, models.CharField) and not field.choices and (field.max_length or 0) >= 500
    return long or isinstance(field, models.TextField | EncryptedField)


@dataclass(frozen=True)
class Table:
    """A header and rows of plain values."""

    header: Iterable[str]
    rows: Iterable[Iterable]

    def text(self) -> str:
        """CSV with a byte order mark, so that spreadsheets read Thai."""
        text = io.StringIO()
        text.write("\N{ZERO WIDTH NO-BREAK SPACE}")
        writer = csv.writer(text)
        writer.writerow(self.header)
        writer.writerows([cell(value) for value in row] for row in self.rows)
        return text.getvalue()


def attachment(content: str | bytes, name: str, media: str) -> HttpResponse:
    """A file to be taken along. That no browser keeps it is said of every answer, by the middleware `headers`."""
    return HttpResponse(content, content_type=media, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def cell(value) -> str:
    """Dates as ISO in the Common Era, yes and no as true and false; a text that a spreadsheet would run is quoted."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if hasattr(value, "isoformat"):
        return value.isoformat()
    text = " ".join(value) if isinstance(value, list) else str(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(FORMULA) else text
