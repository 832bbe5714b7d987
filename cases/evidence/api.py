"""The API of evidence files: attached as multipart/form-data, taken out as an attachment; all else as every record type."""

from contextlib import nullcontext

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import UnsupportedMediaType
from rest_framework.parsers import MultiPartParser
from rest_framework.response import Response

from actip.records.api import schema
from actip.records.api.authentication import Token
from actip.records.api.problems import Problem
from actip.records.api.renderers import JsonParser
from actip.records.api.serializers import read
from actip.records.api.views import Records
from actip.records.pages import door
from cases.evidence import serving, sniff, upload

MULTIPART = "multipart/form-data"


@extend_schema_field({"type": "string", "format": "binary"})
class Binary(serializers.FileField):
    """The bytes themselves."""


class EvidenceFileSent(serializers.Serializer):
    evidence = serializers.UUIDField()
    label = serializers.CharField(max_length=200)
    file = Binary()


class Schema(schema.Schema):
    """As of every record type, but for what is sent and what is taken out."""

    def get_summary(self):
        said = {"content": "Take the file out, as an attachment; written to the audit trail", "create": "Attach a file"}
        return said.get(self.view.action) or super().get_summary()

    def get_override_parameters(self):
        own: dict[str, list] = {"create": [schema.ETAG, schema.LOCATION], "content": [schema.FILE]}
        return own[self.view.action] if self.view.action in own else super().get_override_parameters()

    def get_request_serializer(self):
        return EvidenceFileSent if self.view.action == "create" else super().get_request_serializer()

    def get_response_serializers(self):
        if self.view.action != "content":
            return super().get_response_serializers()
        return {(200, "application/octet-stream"): bytes} | schema.refusals((*schema.READING, 409))

    def map_parsers(self):
        return [MULTIPART] if self.view.action == "create" else super().map_parsers()


class Files(Records):
    """Sent by programs with a token: a session's CSRF check would read the file before anybody is known to be allowed."""

    parser_classes = [JsonParser, MultiPartParser]
    schema = Schema()

    @property
    def is_upload(self) -> bool:
        asked = self.request
        return asked is not None and asked.method == "POST" and str(asked.content_type).startswith(MULTIPART)

    @classmethod
    def as_view(cls, *args, **kwargs):
        return transaction.non_atomic_requests(super().as_view(*args, **kwargs))

    def dispatch(self, request, *args, **kwargs):
        """Every call is one transaction, as elsewhere, but for an upload: see `create`."""
        if self.is_upload:
            return super().dispatch(request, *args, **kwargs)
        with transaction.atomic():
            return super().dispatch(request, *args, **kwargs)

    def get_authenticators(self):
        return [Token()] if self.is_upload else super().get_authenticators()

    def initial(self, request, *args, **kwargs):
        with transaction.atomic() if self.is_upload else nullcontext():
            super().initial(request, *args, **kwargs)
            if self.action == "create":
                self._require("create")
                if not self.is_upload:
                    raise UnsupportedMediaType(request.content_type, _("Send the file as multipart/form-data."))

    def create(self, request, **_kwargs) -> Response:
        """Who may was asked before a byte was read; no transaction is open while the file arrives."""
        plain = request._request
        try:
            receiver = upload.receive(plain)
        except sniff.Unaccepted as error:
            raise Problem(413, "too_large", " ".join(error.messages)) from error
        try:
            sent = request.data
            try:
                upload.check(plain, receiver)
            except sniff.Unaccepted as error:
                raise ValidationError({"file": [error]}) from error
            values = {name: sent[name] for name in sent if name != "file"}
            with transaction.atomic():
                values = read(self.kind, self.kind.fields, values, partial=False)
                file = upload.keep(receiver, **values, by=request.user)
                answer = self._answer(file, 201)
            receiver.kept()
            return answer
        finally:
            receiver.close()

    def content(self, request, pk, **_kwargs):
        """A program must have been given this very record type by name."""
        if self.client and self.kind.slug not in self.client.record_types:
            raise PermissionDenied(_("This client was not given this kind of record."))
        file = door.fetch(self.kind, pk)
        try:
            return serving.attachment(file)
        except serving.Unreadable as error:
            raise Problem(409, "unreadable", str(error)) from error
