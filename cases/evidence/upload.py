"""Receiving a file: looked at, hashed and encrypted while it arrives; never in the clear on disk, never whole in memory."""

import io
import logging
import uuid
from typing import NoReturn

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.utils.translation import gettext as _

from actip.records import actions
from actip.vault.models import DataKey
from cases.arriving import announced
from cases.evidence import sniff, store
from cases.models import EvidenceFile
from cases.models.evidence import random_name

log = logging.getLogger(__name__)


class Received(UploadedFile):
    """A file that has arrived: it has a name and a size, and its bytes are in the store, not here."""

    def __init__(self, name: str, size: int):
        super().__init__(io.BytesIO(b""), name, "application/octet-stream", size)


class Receiver(FileUploadHandler):
    """Django's handler of one upload. After parsing, `trouble` says why nothing was kept, or `arrived` what was.

    Whoever made the receiver calls `close` at the end: what was not kept by then is removed.
    """

    def __init__(self, request=None):
        super().__init__(request)
        self.trouble: sniff.Unaccepted | None = None
        self.arrived: store.Arrived | None = None
        self.incoming: store.Incoming | None = None
        self.row = EvidenceFile(stored_as=random_name())
        self.row.pk = uuid.uuid4()
        self.row.key = DataKey.fresh()
        self.is_kept = False

    def new_file(self, field_name, file_name, content_type, content_length, charset=None, content_type_extra=None):
        super().new_file(field_name, file_name, content_type, content_length, charset, content_type_extra)
        try:
            if self.incoming is not None or field_name != "file":
                raise sniff.Unaccepted(_("Send one file at a time."), code="one")
            self.sniffer = sniff.Sniffer(sniff.declared(file_name))
            self.row.name, self.row.media = file_name, self.sniffer.media
            self.incoming = store.Incoming(self.row.stored_as, self.row.key.unwrap(), self.row.pk)
        except (sniff.Unaccepted, OSError) as error:
            self._stop(error)

    def receive_data_chunk(self, raw_data, start):
        assert self.incoming is not None  # noqa: S101  Django calls new_file first
        try:
            if start + len(raw_data) > limit():
                raise too_large()
            self.sniffer.see(raw_data)
            self.incoming.write(raw_data)
        except (sniff.Unaccepted, OSError) as error:
            self._stop(error)

    def file_complete(self, file_size):
        assert self.incoming is not None  # noqa: S101
        try:
            self.sniffer.check_end()
            self.arrived = self.incoming.finish()
        except (sniff.Unaccepted, OSError) as error:
            self._stop(error)
        return Received(str(self.file_name), file_size)

    def upload_interrupted(self):
        self.close()

    def _stop(self, error: sniff.Unaccepted | OSError) -> NoReturn:
        """Keep nothing; what is left of the body is read to its end, so that the sender hears why. OSError: the disk is full, or away."""
        if isinstance(error, OSError):
            log.error("a file of evidence could not be stored: %s", error)
            words = _(
                "The server could not store the file; nothing was kept. Tell your administrator, and send it again later."
            )
            error = sniff.Unaccepted(words, code="not_stored")
        self.trouble = error
        self.close()
        raise StopUpload(connection_reset=False)

    def kept(self) -> None:
        """The row is committed: the bytes stay."""
        self.is_kept = True

    def close(self) -> None:
        """Remove what was not kept."""
        if self.incoming is not None and not self.is_kept:
            self.incoming.discard()
            self.arrived = None


class Counted:
    """The body of a request, counted: a body that ends before the length that was announced has been cut off."""

    def __init__(self, stream):
        self.stream, self.seen = stream, 0

    def read(self, *args):
        data = self.stream.read(*args)
        self.seen += len(data)
        return data

    def readline(self, *args):
        data = self.stream.readline(*args)
        self.seen += len(data)
        return data

    def close(self):
        """Of a body that is no form with a file; Django closes those itself."""


def receive(request) -> Receiver:
    """Set the handler before anything of the body is read. Raises Unaccepted for a body that is too long to be read at all."""
    if announced(request) > limit() + 100_000:
        raise too_large()
    receiver = Receiver(request)
    request.upload_handlers = [receiver]
    request._stream = Counted(request._stream)
    return receiver


def check(request, receiver: Receiver) -> None:
    """After parsing: raises Unaccepted unless one file came, whole."""
    if receiver.trouble:
        raise receiver.trouble
    if receiver.arrived is None:
        raise sniff.Unaccepted(_("Choose a file."), code="required")
    if request._stream.seen < announced(request):
        raise sniff.Unaccepted(_("The file did not arrive whole; nothing was kept. Please send it again."), code="cut")


def keep(receiver: Receiver, *, evidence, label: str, by) -> EvidenceFile:
    """The row of a file that has arrived, saved through the actions; the caller's transaction decides whether it stays."""
    row, arrived = receiver.row, receiver.arrived
    assert arrived is not None  # noqa: S101  `check` was called
    row.evidence, row.label, row.size, row.sha256 = evidence, label, arrived.size, arrived.sha256
    actions.save(row, by=by)
    return row


def limit() -> int:
    """Bytes that one file may have."""
    return settings.EVIDENCE_MAX_MB * 1024 * 1024


def too_large() -> sniff.Unaccepted:
    words = _(
        "The file is larger than %(limit)s MB; nothing was kept. Keep the image in the forensic store and enter its hash here."
    )
    return sniff.Unaccepted(words % {"limit": settings.EVIDENCE_MAX_MB}, code="too_large")
