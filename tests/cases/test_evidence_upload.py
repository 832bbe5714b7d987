"""A file is looked at, hashed and encrypted while it arrives; what is refused or cut off leaves nothing."""

import errno
import hashlib
import io
import os

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import RequestFactory

from actip.accounts import person
from cases.evidence import reading, upload
from cases.models import EvidenceFile
from tests.access.conftest import sql
from tests.cases import files
from tests.cases.desk import Desk, lying
from tests.worlds import World

pytestmark = pytest.mark.django_db


def test_a_file_of_an_accepted_type_is_kept_as_it_arrived(desk, store):
    for number, (name, content) in enumerate(files.GOOD.items()):
        content += (
            b"" if name.endswith(("x", "g")) else b"%%EOF" + bytes([number])
        )  # the same file is attached once only

        kept = desk.kept(content, name=name)

        assert (kept.sha256, kept.size) == (hashlib.sha256(content).hexdigest(), len(content)), name
        with person.as_user(desk.officer):
            assert reading.whole(kept) == content
        assert kept.stored_as in [path.name for path in lying(store)]


def test_what_is_hostile_damaged_or_misnamed_is_refused_and_leaves_nothing(desk, store):
    wrongly = []
    for name, content in files.HOSTILE:
        answer = desk.attach(name, content)
        if answer.status_code != 422 or "error" not in answer.content.decode() or lying(store):
            wrongly.append((name, content[:30], answer.status_code))

    assert wrongly == []
    with person.as_system("look"):
        assert not EvidenceFile.objects.exists()


def test_on_disk_is_no_clear_byte_and_in_the_row_no_clear_name(desk, store):
    secret = b"A NAME THAT NOBODY MUST READ " * 9000

    kept = desk.kept(files.pdf(secret), name="ชื่อผู้เสียหาย.pdf")

    (path,) = lying(store)
    assert b"NOBODY" not in path.read_bytes()
    assert path.stat().st_mode & 0o077 == 0
    with person.as_user(desk.officer):
        row = sql("SELECT f::text FROM cases_evidencefile f WHERE id = %s", [kept.pk])[0][0]
    assert "ชื่อผู้เสียหาย" not in row
    assert "ชื่อผู้เสียหาย".encode().hex() not in row


def test_a_file_above_the_limit_is_not_read(desk, store, settings):
    settings.EVIDENCE_MAX_MB = 1

    below = desk.attach(content=files.pdf(b"x" * 900_000))
    just_above = desk.attach(content=files.pdf(b"x" * 1_060_000))
    far_above = desk.attach(content=files.pdf(b"y" * 2_000_000))

    assert [below.status_code, just_above.status_code, far_above.status_code] == [302, 422, 413]
    assert len(lying(store)) == 1


def test_an_upload_that_is_cut_off_leaves_nothing(desk, store):
    """As much as came, without the end that was announced: the client went away."""
    whole = RequestFactory().post("/", {"label": "x", "file": upload.io.BytesIO(b"")})
    whole = whole.body.replace(b'filename=""', b'filename="a.pdf"')
    head, _end = whole.rsplit(b"\r\n--", 1)
    body = head + files.pdf(b"x" * 300_000)
    for announced in (len(body), len(body) + 5000):
        request = RequestFactory().generic(
            "POST", "/", body[: len(body) - 10], content_type="multipart/form-data; boundary=BoUnDaRyStRiNg"
        )
        request.META["CONTENT_LENGTH"] = str(announced)
        receiver = upload.receive(request)
        assert request.POST is not None
        with pytest.raises(upload.sniff.Unaccepted):
            upload.check(request, receiver)
        receiver.close()
    assert lying(store) == []


class FullDisk(io.FileIO):
    """As a file on a disk that takes some bytes and then none."""

    def write(self, data):
        if self.tell() + len(data) > 10_000:
            raise OSError(errno.ENOSPC, "No space left on device")
        return super().write(data)


@pytest.mark.parametrize("size", [9_990, 500_000])
def test_a_full_disk_keeps_nothing_and_says_so(desk, store, monkeypatch, caller, size):
    monkeypatch.setattr(
        os, "fdopen", lambda handle, mode: io.BufferedWriter(FullDisk(handle, "wb"), buffer_size=20_000)
    )
    content = files.pdf(b"x" * size)

    answer = desk.attach(content=content)
    program = caller("POL")
    body = {"evidence": str(desk.item.pk), "label": "x", "file": SimpleUploadedFile("report.pdf", content)}
    told = program.browser.post("/api/v1/evidence-files/", body, headers=program.headers)

    assert (answer.status_code, told.status_code) == (422, 400)
    assert "could not store the file" in answer.content.decode()
    assert "could not store the file" in told.content.decode()
    assert lying(store) == []


def test_a_row_that_is_refused_takes_its_file_along(desk, store):
    desk.kept()

    again = desk.attach()
    unsaid = desk.attach(content=files.jpeg(), name="a.jpg", label="")

    assert again.status_code == unsaid.status_code == 422
    assert "attached to the item already" in again.content.decode()
    assert len(lying(store)) == 1


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_no_transaction_is_open_while_the_file_arrives(monkeypatch):
    with transaction.atomic():
        desk = Desk(World())
    seen = []
    write = upload.store.Incoming.write

    def spy(self, data):
        seen.append(connection.in_atomic_block)
        write(self, data)

    monkeypatch.setattr(upload.store.Incoming, "write", spy)
    answer = desk.attach()

    assert answer.status_code == 302
    assert seen == [False]
    with person.as_user(desk.officer), transaction.atomic():
        assert EvidenceFile.objects.count() == 1


def test_csrf_is_checked_and_the_file_removed(desk, store):
    browser = desk.browser(enforce_csrf_checks=True)
    path = f"/evidence-files/new/?evidence={desk.item.pk}"
    sent = upload.io.BytesIO(files.pdf())
    sent.name = "a.pdf"

    refused = browser.post(path, {"label": "x", "file": sent})
    page = browser.get(path)
    token = page.content.decode().split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    sent.seek(0)
    let_in = browser.post(path, {"csrfmiddlewaretoken": token, "label": "x", "file": sent})

    assert [refused.status_code, let_in.status_code] == [403, 302]
    assert len(lying(store)) == 1


def test_nobody_without_the_right_sends_a_byte(desk, store, world):
    stranger = world.add_user("POL", "police_two")

    answers = {
        user.username: desk.attach(user=user).status_code
        for user in (stranger, world.user("SPV"), world.user("PRO"), world.user("HOT"), world.user("PMJ"))
    }

    assert answers == {
        "pol-police_two": 404,
        "spv-police": 403,
        "pro-prosecutor": 403,
        "hot-hotline": 403,
        "pmj-province": 403,
    }
    assert lying(store) == []
    assert desk.attach().status_code == 302


def test_without_an_item_it_is_asked_which_one_a_file_belongs_to(desk, world):
    """Only items that she may add files to are offered, and each of them opens."""
    path, other = "/evidence-files/new/", world.add_user("POL", "police_two")

    page = desk.browser().get(path)

    assert [task["url"] for task in page.context["tasks"]] == [f"?evidence={desk.item.pk}"]
    assert desk.browser().get(path + page.context["tasks"][0]["url"]).status_code == 200
    assert desk.browser(other).get(path).context["tasks"] == []
    assert desk.browser(world.user("PRO")).get(path).status_code == 403
    assert desk.browser().post(path, {"label": "x"}).status_code == 404
