"""Drafts: what somebody has typed and not yet saved, encrypted, kept for her alone until it is saved or discarded.

A draft is named after its form's address (with the links that fill it), so that the form finds it again on any machine.
"""

import json
from dataclasses import dataclass
from datetime import datetime

from django.http import QueryDict

from actip.records.models import Draft
from actip.records.shapes import is_key
from actip.vault import sealing

LARGEST = 200_000
MOST = 40
LEFT_OUT = ("csrfmiddlewaretoken", "_language", "next", "checked")


class TooLarge(Exception):
    """The draft is larger than any form asks for."""


@dataclass(frozen=True)
class Found:
    """A draft: the address of its form, when it was saved, and what was typed."""

    form: str
    saved_at: datetime
    typed: QueryDict

    @property
    def url(self) -> str:
        return url(self.form)


def name(request, path: str | None = None) -> str:
    """The name of the draft of a form: its path, and the records that it was opened from."""
    links = sorted(f"{key}={value}" for key, value in request.GET.items() if is_key(value))[:2]
    return (path or request.path).lstrip("/")[:110] + ("?" + "&".join(links) if links else "")[:90]


def keep(user, form: str, typed: QueryDict) -> datetime:
    """Save a draft, in place of the one before; the oldest of very many go. Raises TooLarge."""
    kept = {key: typed.getlist(key) for key in typed if key not in LEFT_OUT and not key.startswith("pick-")}
    content = json.dumps(kept).encode()
    if len(content) > LARGEST:
        raise TooLarge
    blob = sealing.seal_bytes(content, place=_place(user, form))
    draft, _made = Draft.objects.update_or_create(user=user, form=form, defaults={"content": blob})
    surplus = Draft.objects.filter(user=user).order_by("-saved_at").values_list("pk", flat=True)[MOST : MOST + 20]
    Draft.objects.filter(pk__in=list(surplus)).delete()
    return draft.saved_at


def find(user, form: str) -> Found | None:
    """The draft of a form, or None; one that cannot be opened any more is no draft."""
    draft = Draft.objects.filter(user=user, form=form).first()
    if draft is None:
        return None
    try:
        kept = json.loads(sealing.open_bytes(draft.content, place=_place(user, form)))
    except sealing.CannotOpenError:
        return None
    typed = QueryDict(mutable=True)
    for key, values in kept.items():
        typed.setlist(key, values)
    return Found(form, draft.saved_at, typed)


def url(form: str) -> str:
    """Where typing goes on."""
    return f"/{form}{'&' if '?' in form else '?'}draft=continue"


def discard(user, form: str) -> None:
    Draft.objects.filter(user=user, form=form).delete()


def of(user) -> list[tuple[str, datetime]]:
    """Names and times of a person's drafts, newest first."""
    return list(Draft.objects.filter(user=user).order_by("-saved_at").values_list("form", "saved_at")[:MOST])


def _place(user, form: str) -> str:
    return f"records_draft|{user.pk}|{form}"
