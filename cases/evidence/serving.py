"""Giving a file of evidence out: whole and checked, as an attachment that no browser opens in place."""

from django.http import HttpResponse
from django.utils.translation import gettext as _

from actip.records import actions
from cases.evidence import reading, sealed, store

HEADERS = {
    "Content-Security-Policy": "sandbox; default-src 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}
EXTENSION = {"jpeg": "jpg"}


class Unreadable(Exception):
    """The file cannot be given out, and why, in a sentence."""


def attachment(file) -> HttpResponse:
    """The answer that holds a file's content.

    Everything is read and checked first, so that an altered file never leaves, not even in part: see
    docs/decisions/0011-files-are-served-whole.md. The name says nothing of the case. Raises Unreadable, NotAudited.
    """
    if file.status in ("quarantined", "destroyed"):
        raise Unreadable(_("This file is listed as child-abuse material. It is locked and will be destroyed."))
    try:
        content = reading.whole(file)
    except (store.Missing, sealed.Altered):
        raise Unreadable(
            _(
                "This file cannot be read back as it arrived: it was altered or is missing. Tell the custodian; the nightly check raises the alarm."
            )
        ) from None
    actions.served(file, size=file.size)
    name = f"evidence-{file.pk.hex[:8]}.{EXTENSION.get(file.media, file.media)}"
    response = HttpResponse(content, content_type="application/octet-stream", headers=HEADERS)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
