"""Reading all evidence again: every file against its hash and tags, every chain of custody for gaps; what fails raises an alarm."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from actip.accounts import person
from actip.accounts.backend import prepared
from actip.records import actions
from actip.vault.models import erase
from cases.evidence import custody, reading, store
from cases.models import Evidence, EvidenceAlarm, EvidenceCheck, EvidenceFile

REASON = "verify evidence"
STEPS = {"altered": "find_altered", "missing": "find_missing", "sound": "find_sound"}
ALARM_OF = {"altered": "file_altered", "missing": "file_missing"}
DAY = timedelta(hours=24)
# What lies on disk without a row may be an upload under way; after this long it is none.
GRACE = timedelta(hours=24)


FEW_LEFT = 20


class Unsure(Exception):
    """Nothing is removed, since it may be that everything would be."""


@dataclass
class Found:
    """What one reading has seen so far."""

    files: int = 0
    bytes: int = 0
    items: int = 0
    faults: int = 0


def count() -> int:
    """How many files and items there are to read."""
    with person.as_system(REASON), transaction.atomic():
        return EvidenceFile.objects.exclude(status="destroyed").count() + Evidence.objects.count()


def run(found: Found) -> Iterator[Found]:
    """Read everything, each file and item in a transaction of its own; yields after each. Records the reading at the end."""
    started = timezone.now()
    with person.as_system(REASON):
        with transaction.atomic():
            files = list(EvidenceFile.objects.exclude(status="destroyed").order_by("pk").values_list("pk", flat=True))
            items = list(Evidence.objects.order_by("pk").values_list("pk", flat=True))
        for key in files:
            with transaction.atomic():
                file = EvidenceFile.objects.get(pk=key)
                found.faults += file_again(file) != "sound"
                found.files, found.bytes = found.files + 1, found.bytes + file.size
            yield found
        for key in items:
            with transaction.atomic():
                found.faults += not custody_again(Evidence.objects.get(pk=key))
                found.items += 1
            yield found
        with transaction.atomic():
            EvidenceCheck.objects.create(started_at=started, ended_at=timezone.now(), **vars(found))


def file_again(file: EvidenceFile) -> str:
    """Read one file; what changed is recorded, what is wrong raises an alarm once. What is listed as abuse is destroyed."""
    if file.status == "quarantined":
        destroy(file)
        return "sound"
    state = reading.state(file)
    if state != file.status:
        actions.move(file, STEPS[state], by=None)
    if state in ALARM_OF:
        alarm(file.evidence, ALARM_OF[state], file)
    return state


def custody_again(evidence: Evidence) -> bool:
    """Whether the chain of an item is whole; a gap raises an alarm once."""
    if custody.is_whole(evidence):
        return True
    alarm(evidence, "custody_gap")
    return False


def alarm(evidence: Evidence, kind: str, file: EvidenceFile | None = None) -> None:
    """Raise an alarm, unless the same one is open."""
    if not EvidenceAlarm.objects.filter(evidence=evidence, kind=kind, file=file, status="raised").exists():
        actions.save(EvidenceAlarm(evidence=evidence, kind=kind, file=file), by=None)


def destroy(file: EvidenceFile) -> None:
    """Child-abuse material that was found among the files: its key and its bytes go, the row says so."""
    actions.move(file, "destroy", by=None)
    erase(file.key_id)
    transaction.on_commit(lambda: store.remove(file.stored_as))


def last_reading() -> EvidenceCheck | None:
    """The newest complete reading."""
    with person.as_system(REASON), transaction.atomic():
        return EvidenceCheck.objects.order_by("-ended_at").first()


def is_due() -> bool:
    """Whether the last complete reading is older than a day."""
    last = last_reading()
    return last is None or timezone.now() - last.ended_at > DAY


def sweep() -> int:
    """Remove files that no row knows, left by an upload that was killed; returns how many.

    Raises Unsure, and removes nothing, where the database does not take this for the program itself, or knows so few of the files
    that it is hardly the one they belong to (a new one, an old backup): they would be lost for good.
    """
    old = list(store.older_than(GRACE))
    with person.as_system("sweep evidence"), transaction.atomic():
        if prepared.rows("SELECT actip.is_system()") != [(True,)]:
            raise Unsure("The database does not accept the program's ACTIP_CONTEXT_KEY; no file was removed.")
        known = set(
            EvidenceFile.objects.filter(stored_as__in=old)
            .exclude(status="destroyed")
            .values_list("stored_as", flat=True)
        )
    left = [name for name in old if name not in known]
    if len(left) > max(FEW_LEFT, len(known)):
        raise Unsure(f"No record knows {len(left)} of {len(old)} files: is this their database? None was removed.")
    return sum(map(store.remove, left))
