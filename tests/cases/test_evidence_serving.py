"""A file is given out whole or not at all, as an attachment, to whoever reads the item, and never without an audit event."""

import uuid
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from actip.access.models import Assignment
from actip.accounts import person
from actip.audit import trail
from actip.audit.models import Event
from actip.records import actions
from cases.models import EvidenceFile
from tests.api.conftest import Caller
from tests.cases import files
from tests.cases.desk import lying
from tests.factories import make

pytestmark = pytest.mark.django_db


def path(file) -> str:
    return f"/evidence-files/{file.pk}/content/"


@pytest.fixture
def file(desk):
    return desk.kept(name="ชื่อผู้เสียหาย.pdf")


def test_it_is_an_attachment_that_no_browser_opens_in_place(desk, file):
    answer = desk.browser().get(path(file))

    assert answer.status_code == 200
    assert answer.content == files.pdf()
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"] == f'attachment; filename="evidence-{file.pk.hex[:8]}.pdf"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"].startswith("sandbox")
    assert answer["Cache-Control"] == "no-store"


def test_every_accepted_file_is_served_as_attachment_only(desk):
    for name, content in {
        "a.png": files.png(),
        "b.jpg": files.jpeg(),
        "c.mp4": files.movie(),
        "d.docx": files.docx(),
    }.items():
        answer = desk.browser().get(path(desk.kept(content, name=name)))

        assert answer["Content-Disposition"].startswith("attachment")
        assert answer["Content-Type"] == "application/octet-stream"


def test_each_download_is_an_event(world, desk, file):
    desk.browser().get(path(file))
    desk.browser(world.user("POL")).get(path(file))

    with person.as_user(world.user("AUD")):
        found = Event.objects.filter(record_id=str(file.pk), verb="export")
        assert [event.user_id for event in found] == [desk.officer.pk] * 2


def test_without_the_event_nothing_is_served(desk, file, monkeypatch):
    def fails(*args, **more):
        raise trail.NotAudited("no")

    monkeypatch.setattr(trail, "record", fails)
    answer = desk.browser().get(path(file))

    assert answer.status_code == 503
    assert b"%PDF" not in answer.content


def test_an_altered_file_never_leaves_not_even_in_part(desk, store):
    file = desk.kept(files.pdf(b"x" * 300_000))
    (place,) = lying(store)
    content = bytearray(place.read_bytes())
    content[-100] ^= 1
    place.write_bytes(content)

    answer = desk.browser().get(path(file))

    assert answer.status_code == 409
    assert b"%PDF" not in answer.content


def test_who_does_not_reach_the_item_gets_nothing_at_any_address(world, desk, file):
    """By id from another agency, before and after assignment, with a declined offer; lists, CSV, history, API."""
    visitor = world.add_user("POL", "police_two")
    addresses = [
        path(file), f"/evidence-files/{file.pk}/", f"/evidence-files/{file.pk}/history/", f"/evidence-files/{file.pk}/change/",
        f"/evidence/{desk.item.pk}/", f"/evidence-files/new/?evidence={desk.item.pk}",
        f"/api/v1/evidence-files/{file.pk}/content/", f"/api/v1/evidence-files/{file.pk}/", f"/api/v1/evidence-files/{file.pk}/history/",
    ]  # fmt: skip

    def tried() -> set[int]:
        browser = desk.browser(visitor)
        for listed in (
            "/evidence-files/",
            "/evidence-files.csv",
            "/api/v1/evidence-files/",
            "/evidence/",
            "/evidence.csv",
        ):
            assert file.sha256[:12] not in browser.get(listed).content.decode()
        return {browser.get(address).status_code for address in addresses}

    assert tried() == {404}
    with person.as_user(desk.officer):
        given = actions.assign(desk.case.matter, by=desk.officer, agency=visitor.agency, basis="case_team")
    assert tried_ok(desk, visitor, addresses)
    with person.as_user(visitor):
        actions.move(given, "end", by=visitor)
    assert tried() == {404}
    with person.as_user(desk.officer):
        offer = actions.assign(desk.case.matter, by=desk.officer, agency=visitor.agency, basis="referral", note="x")
    with person.as_user(visitor):
        actions.move(offer, "decline", by=visitor, facts={"reason": "not ours"})
    assert tried() == {404}
    with person.as_system("time passes"):
        Assignment.objects.create(
            matter=desk.case.matter, agency=visitor.agency, basis="case_team",
            starts_at=timezone.now() - timedelta(days=2), until=timezone.now() - timedelta(days=1),
        )  # fmt: skip
    assert tried() == {404}
    with person.as_user(world.user("AUD")):
        taken = Event.objects.filter(record_id=str(file.pk), verb="export")
        assert taken.count() == 2  # the visitor's while it was hers to see, over page and API


def tried_ok(desk, visitor, addresses) -> bool:
    browser = desk.browser(visitor)
    return {browser.get(address).status_code for address in addresses} == {200}


def test_a_role_without_evidence_is_refused_at_the_door(world, desk, file):
    for role in ("PMJ", "HOT", "NGO", "FND", "AUD", "ADM", "DAT"):
        assert desk.browser(world.user(role)).get(path(file)).status_code == 403, role


def test_a_prosecutor_who_was_given_the_case_reads_and_does_not_add(world, desk, file):
    prosecutor = world.user("PRO")
    assert desk.browser(prosecutor).get(path(file)).status_code == 404
    with person.as_user(desk.officer):
        actions.assign(desk.case.matter, by=desk.officer, agency=prosecutor.agency, basis="case_team")

    assert desk.browser(prosecutor).get(path(file)).status_code == 200
    assert desk.attach(user=prosecutor, content=files.jpeg(), name="a.jpg").status_code == 403


def multipart(evidence, name="report.pdf", content=None, **more) -> tuple[bytes, str]:
    parts = {"evidence": str(evidence), "label": "ภาพ"} | more
    edge = uuid.uuid4().hex
    body = b"".join(
        f'--{edge}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode()
        for key, value in parts.items()
    )
    head = f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\nContent-Type: application/pdf\r\n\r\n'
    return body + head.encode() + (
        files.pdf() if content is None else content
    ) + f"\r\n--{edge}--\r\n".encode(), f"multipart/form-data; boundary={edge}"


def send(caller: Caller, *sent, **more):
    body, kind = multipart(*sent, **more)
    return caller.browser.generic("POST", "/api/v1/evidence-files/", body, content_type=kind, headers=caller.headers)


def test_a_program_attaches_and_takes_out(world, desk, store, caller):
    police = caller("POL")

    made = send(police, desk.item.pk)
    again = send(police, desk.item.pk)
    wrong = send(police, desk.item.pk, "a.pdf", files.HTML)
    other = send(police, desk.item.pk, "b.pdf", files.pdf(b"1"), label="")
    got = police.get(f"evidence-files/{made.json()['id']}/content/")

    assert made.status_code == 201
    assert made.json()["media"] == "pdf"
    assert made["ETag"] == '"1"'
    assert [again.status_code, wrong.status_code, other.status_code] == [400, 400, 400]
    assert got.status == 200
    assert got.response.content == files.pdf()
    assert len(lying(store)) == 1


def test_a_program_without_the_record_type_by_name_takes_nothing_out(world, desk, file, caller):
    everything = caller("POL", record_types=["*"])
    assert everything.get(f"evidence-files/{file.pk}/").status == 200
    assert everything.get(f"evidence-files/{file.pk}/content/").status == 403

    other = caller("POL", record_types=["cases", "evidence"])
    assert other.get(f"evidence-files/{file.pk}/content/").status == 403
    assert send(other, desk.item.pk, "b.pdf", files.pdf(b"1")).status_code == 403


def test_an_upload_over_the_api_needs_a_token_and_reach(world, desk, store, caller):
    session, stranger = caller("POL", session=True), caller(user=world.add_user("POL", "police_two"))
    reader = caller("PRO")
    anybody = Caller.__new__(Caller)
    anybody.browser, anybody.headers = session.browser.__class__(), {}

    assert send(session, desk.item.pk).status_code == 401
    assert send(anybody, desk.item.pk).status_code == 401
    assert send(reader, desk.item.pk).status_code == 403
    assert send(stranger, desk.item.pk).status_code == 400  # no such item, as for one that never was
    assert session.post("evidence-files/", {"evidence": str(desk.item.pk)}).status == 415
    assert lying(store) == []


def test_a_program_that_sends_too_much_is_told_so(desk, store, caller, settings):
    settings.EVIDENCE_MAX_MB = 1
    police = caller("POL")

    assert send(police, desk.item.pk, "a.pdf", files.pdf(b"x" * 2_000_000)).status_code == 413
    assert send(police, desk.item.pk, "a.pdf", files.pdf(b"x" * 1_060_000)).status_code == 400
    assert lying(store) == []


def test_no_list_export_or_history_tells_the_name_of_a_file(desk, file):
    browser = desk.browser()
    for address in ("/evidence-files/", "/evidence-files.csv", "/api/v1/evidence-files/", f"/evidence-files/{file.pk}/",
                    f"/evidence-files/{file.pk}/history/", f"/evidence/{desk.item.pk}/?tab=evidence-files"):  # fmt: skip
        answer = browser.get(address)
        assert answer.status_code == 200, address
        assert "ชื่อผู้เสียหาย" not in answer.content.decode(), address
    shown = browser.post(f"/evidence-files/{file.pk}/reveal/", {"reason": "เพื่อเทียบกับบัญชีของกลาง"})
    assert "ชื่อผู้เสียหาย" in shown.content.decode()


def test_what_was_hashed_never_changes_by_hand(desk, file):
    from tests.access.conftest import refuses, tried

    with person.as_user(desk.officer), transaction.atomic():
        other = make("evidence", by=desk.officer, case=desk.case)
        for change in (
            f"evidence_id = '{other.pk}'",
            "name = name || name",
            "key_id = gen_random_uuid()",
            "sha256 = repeat('0', 64)",
            "size = 1",
            "stored_as = repeat('0', 32)",
            "status = 'missing'",
            "media = 'png'",
        ):
            assert refuses(f"UPDATE cases_evidencefile SET {change} WHERE id = %s", [file.pk]), change
        assert tried("UPDATE cases_evidencefile SET label = 'x' WHERE id = %s", [file.pk])
        assert EvidenceFile.objects.count() == 1
