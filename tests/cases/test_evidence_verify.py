"""Reading everything again finds one flipped bit, a cut, a swap, an older version and a loss, and says so where it is seen."""

import os
import time
from datetime import date
from io import StringIO

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import DatabaseError, transaction

from actip.accounts import person
from actip.records import actions, digest
from cases.evidence import checks, custody, reading, sealed, store
from cases.management.commands import verify_evidence
from cases.models import Evidence, EvidenceAlarm, EvidenceCheck, EvidenceFile
from tests.access.conftest import sql
from tests.cases import files
from tests.cases.desk import lying

pytestmark = pytest.mark.django_db
SUBMIT = {"submitted_on": date(2026, 2, 1), "court_receipt": "ศาล 5/2569"}
BIG = files.pdf(b"x" * 200_000)


def verify() -> str:
    out = StringIO()
    call_command("verify_evidence", no_progress=True, stdout=out)
    return out.getvalue()


def flipped(content: bytes, at: int) -> bytes:
    return content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]


DAMAGE = {
    "one bit of the content": lambda content: flipped(content, 70_000),
    "one bit of the last tag": lambda content: flipped(content, len(content) - 1),
    "one bit of the header": lambda content: flipped(content, 13),
    "cut within a chunk": lambda content: content[:-1],
    "cut at the end of a chunk": lambda content: content[: sealed.HEADER.size + 2 * (sealed.CHUNK + sealed.TAG)],
    "cut to the header": lambda content: content[: sealed.HEADER.size],
    "empty": lambda content: b"",
    "a chunk twice": lambda content: content[:19] + content[19 : 19 + 65552] * 2 + content[19 + 65552 :],
    "a byte more": lambda content: content + b"x",
}


def test_each_kind_of_damage_is_found_and_what_is_whole_is_not_blamed(desk, store):
    kept = desk.kept(BIG)
    (place,) = lying(store)
    good = place.read_bytes()
    with person.as_user(desk.officer):
        for name, damage in DAMAGE.items():
            place.write_bytes(damage(good))
            assert reading.state(kept) == "altered", name
            place.write_bytes(good)
            assert reading.state(kept) == "sound", name
        place.unlink()
        assert reading.state(kept) == "missing"


def test_two_files_that_were_swapped_and_an_older_version_do_not_open(desk, store):
    one, two = desk.kept(files.pdf(b"1" * 99)), desk.kept(files.pdf(b"2" * 99))
    first, second = (store / kept.stored_as[:2] / kept.stored_as for kept in (one, two))
    older, newer = first.read_bytes(), second.read_bytes()
    first.write_bytes(newer)
    second.write_bytes(older)

    with person.as_user(desk.officer):
        assert [reading.state(one), reading.state(two)] == ["altered", "altered"]
        first.write_bytes(older)
        assert [reading.state(one), reading.state(two)] == ["sound", "altered"]


def test_other_content_under_the_very_key_is_told_by_its_hash(desk, store):
    """Whoever holds the keys could write a file that opens; its hash was taken on arrival."""
    kept = desk.kept(BIG)
    with person.as_user(desk.officer), (store / kept.stored_as[:2] / kept.stored_as).open("wb") as out:
        forged = sealed.Sealer(out, reading.key_of(kept).unwrap(), kept.pk)
        forged.write(files.pdf(b"forged"))
        forged.finish()
    with person.as_user(desk.officer):
        assert reading.state(kept) == "altered"


def test_a_flipped_bit_stops_submission_and_raises_an_alarm_where_it_is_seen(world, desk, store):
    kept = desk.kept(BIG)
    assert "all of it holds" in verify()
    (place,) = lying(store)
    good = place.read_bytes()
    place.write_bytes(flipped(good, 70_000))

    with person.as_user(desk.officer), pytest.raises(ValidationError):  # before any nightly reading
        actions.move(Evidence.objects.get(), "submit", by=desk.officer, facts=SUBMIT)
    for _night in range(2):
        with pytest.raises(CommandError, match="1 do not hold"):
            verify()

    with person.as_user(desk.officer):
        assert EvidenceFile.objects.get().status == "altered"
        assert [alarm.kind for alarm in EvidenceAlarm.objects.all()] == ["file_altered"]
        assert custody.fault(desk.item) == "file"
        with pytest.raises(DatabaseError, match="only what is whole"), transaction.atomic():
            sql("UPDATE cases_evidence SET status = 'submitted_to_court' WHERE id = %s", [desk.item.pk])
    for user in (desk.officer, world.user("SPV")):
        home = desk.browser(user).get("/").content.decode()
        assert "A file was altered" in home, user
        assert "Stops submission to court" in home
    page = desk.browser().get(f"/evidence/{desk.item.pk}/").content.decode()
    assert 'class="error-summary" role="alert"><h2>A file was altered' in page
    colleague, elsewhere = world.add_user("POL", "police", "colleague"), world.add_user("SPV", "police_two")
    assert "A file was altered" not in desk.browser(colleague).get("/").content.decode()  # not the custodian
    assert "A file was altered" not in desk.browser(elsewhere).get("/").content.decode()
    with person.as_user(world.user("AUD")):
        events = sql("SELECT verb, detail ->> 'move' FROM audit_event WHERE record_id = %s", [str(kept.pk)])
        assert ("move", "find_altered") in events
        assert sql("SELECT count(*) FROM audit_event WHERE record_type = 'evidence-alarms' AND verb = 'create'") == [
            (1,)
        ]

    with person.as_system("an address"):
        type(desk.officer).objects.filter(pk=desk.officer.pk).update(email="officer@example.org")
    digest.run()
    assert "1 alarm is unanswered" in mail.outbox[0].body  # no word of what, and of which case
    assert desk.case.matter.number not in mail.outbox[0].body

    place.write_bytes(good)
    assert "all of it holds" in verify()
    with person.as_user(desk.officer):
        alarm = EvidenceAlarm.objects.get()
        actions.move(alarm, "answer", by=desk.officer, facts={"answer": "กู้คืนจากสำเนาสำรอง"})
        assert (
            actions.move(Evidence.objects.get(), "submit", by=desk.officer, facts=SUBMIT).status == "submitted_to_court"
        )


def test_each_reading_is_recorded_and_known_to_be_due(desk, world):
    desk.kept()
    assert checks.is_due()
    with pytest.raises(CommandError):
        call_command("verify_evidence", is_due=True)
    verify()
    assert not checks.is_due()
    call_command("verify_evidence", is_due=True, stdout=StringIO())
    last = checks.last_reading()
    assert (last.files, last.items, last.faults, last.bytes) == (1, 1, 0, len(files.pdf()))
    with person.as_user(desk.officer):
        assert not EvidenceCheck.objects.exists()


def test_a_reading_touches_nothing_that_holds(desk):
    desk.kept()
    with person.as_user(desk.officer):
        before = sql("SELECT touched_at FROM access_matter WHERE id = %s", [desk.case.matter_id])
        events = sql("SELECT count(*) FROM cases_evidencefile WHERE version = 1")
    verify()
    with person.as_user(desk.officer):
        assert sql("SELECT touched_at FROM access_matter WHERE id = %s", [desk.case.matter_id]) == before
        assert sql("SELECT count(*) FROM cases_evidencefile WHERE version = 1") == events


def test_the_sweep_removes_what_no_row_knows_once_it_is_old(desk, store, settings):
    kept = desk.kept()
    left = store / "ab" / ("ab" + "0" * 30)
    left.parent.mkdir(exist_ok=True)
    left.write_bytes(b"half an upload")
    out = StringIO()

    call_command("sweep_evidence", stdout=out)
    assert left.exists()
    aged(store)
    call_command("sweep_evidence", stdout=out)

    assert [path.name for path in lying(store)] == [kept.stored_as]
    assert "1 files" in out.getvalue()


def aged(store) -> None:
    for path in lying(store):
        os.utime(path, (time.time() - 90_000,) * 2)


def test_a_program_that_the_database_does_not_know_removes_no_evidence(desk, store, settings):
    """With another key it sees no row: every file of the country would be taken for what a killed upload left."""
    kept = desk.kept()
    aged(store)
    settings.ACTIP_CONTEXT_KEY = "another key than the database has"
    with pytest.raises(CommandError, match="ACTIP_CONTEXT_KEY"):
        call_command("sweep_evidence")

    assert [path.name for path in lying(store)] == [kept.stored_as]


def test_files_of_which_the_database_knows_none_are_not_removed(desk, store):
    """A database made anew, or an old backup, beside the files of the one that was lost."""
    for number in range(checks.FEW_LEFT + 1):
        path = store / "ab" / f"ab{number:030x}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"sealed")
    desk.kept()
    aged(store)
    with pytest.raises(CommandError, match="is this their database"):
        call_command("sweep_evidence")
    stderr = StringIO()
    verify_evidence.Command(stderr=stderr, stdout=StringIO()).sweep_and_read()

    assert len(lying(store)) == checks.FEW_LEFT + 2
    assert "is this their database" in stderr.getvalue()
    assert not checks.is_due(), "they are read all the same"


def test_a_stored_name_never_leads_elsewhere():
    for name in ("../../etc/passwd", "A" * 32, "0" * 31, "", "0" * 32 + "/x"):
        with pytest.raises(ValueError):
            store.place(name)
