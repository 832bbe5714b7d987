"""A case with an item of evidence, held by one officer of the police; files lie in a directory of the test's own."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from actip.accounts import person
from tests.api.conftest import caller  # noqa: F401  programs that call the API
from tests.cases import files
from tests.factories import make


@pytest.fixture(autouse=True)
def store(settings, tmp_path) -> Path:
    """Where the files of this test lie."""
    settings.EVIDENCE_DIR = tmp_path / "evidence"
    settings.WHITENOISE_AUTOREFRESH = True
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    return settings.EVIDENCE_DIR


def lying(store: Path) -> list[Path]:
    """Every file on disk."""
    return sorted(path for path in store.rglob("*") if path.is_file())


class Desk:
    """`desk.item` and its officer; `desk.attach(...)` as a page does it, `desk.file` the row that came of it."""

    def __init__(self, world):
        self.world, self.officer = world, world.user("POL")
        with person.as_user(self.officer):
            self.case = make("cases", by=self.officer)
            self.item = make("evidence", by=self.officer, case=self.case)

    def browser(self, user=None, **options) -> Client:
        user = user or self.officer
        type(user).objects.filter(pk=user.pk).update(language="en")
        client = Client(headers={"Accept-Language": "en"}, **options)
        client.force_login(user, backend="actip.accounts.authentication.Backend")
        return client

    def attach(self, name: str = "report.pdf", content: bytes | None = None, *, user=None, label="ภาพ", item=None):
        sent = SimpleUploadedFile(name, files.pdf() if content is None else content)
        sent._name = name  # as a hostile client would write it: Django would clean it here
        path = f"/evidence-files/new/?evidence={(item or self.item).pk}"
        return self.browser(user).post(path, {"label": label, "file": sent})

    def kept(self, content: bytes | None = None, **more):
        """A file that was attached; the row."""
        from cases.models import EvidenceFile

        answer = self.attach(content=content, **more)
        assert answer.status_code == 302, answer.content.decode()
        with person.as_system("look"):
            return EvidenceFile.objects.get(pk=answer["Location"].split("/")[2])


@pytest.fixture
def desk(world) -> Desk:
    return Desk(world)
