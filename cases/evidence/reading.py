"""Reading a file of evidence back: whole and checked, or not at all."""

import hashlib
import threading
from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from actip.vault.fields import key_of
from actip.vault.sealing import CannotOpenError
from cases.evidence import sealed, store

# How many files one process holds in memory at once; further readers wait.
AT_ONCE = threading.BoundedSemaphore(2)


def chunks(file) -> Iterator[bytes]:
    """The content as it arrived; raises store.Missing or sealed.Altered, the latter also when size or hash differ at the end."""
    try:
        secret = key_of(file).unwrap()
    except CannotOpenError:
        raise store.Missing from None
    total, size = hashlib.sha256(), 0
    for chunk in store.content(file.stored_as, secret, file.pk):
        total.update(chunk)
        size += len(chunk)
        yield chunk
    if total.hexdigest() != file.sha256 or size != file.size:
        raise sealed.Altered


def state(file) -> str:
    """What reading it again says: sound, altered or missing."""
    try:
        for _chunk in chunks(file):
            pass
    except store.Missing:
        return "missing"
    except sealed.Altered:
        return "altered"
    return "sound"


def whole(file) -> bytes:
    """All of it, only if every tag and the hash held. Memory: the size of the file, which EVIDENCE_MAX_MB bounds, and AT_ONCE."""
    with AT_ONCE:
        return b"".join(chunks(file))


def is_whole(evidence) -> None:
    """Raise ValidationError unless every file of the item reads back as it arrived, now."""
    for file in evidence.files.exclude(status="destroyed"):
        if state(file) != "sound":
            raise ValidationError(
                _(
                    "A file of this item cannot be read back as it arrived. It stays here until it was restored and checked again."
                ),
                code="evidence_file",
            )
