"""Identities: names really encrypted (a few data keys serve all of them) and really in the blind index."""

from collections.abc import Iterator
from datetime import timedelta
from functools import lru_cache

from actip.thai import names as thai_names
from actip.vault import blind, sealing
from actip.vault.models import DataKey
from benchmarks import names, world
from benchmarks.world import Counts, Dice, identity

KEYS = 16


_keys: list[tuple[str, bytes, bytes]] = []  # id, secret, reference; filled before the processes part


def use_keys(found: list[DataKey]) -> None:
    _keys[:] = [(str(key.id), key.unwrap(), key.id.bytes[:4]) for key in found]


def new_keys() -> list[DataKey]:
    return [DataKey.fresh() for _ in range(KEYS)]


def name_of(kind: str, place: int) -> str:
    """The name of the victim (kind "victim") or suspect with this number."""
    return names.full_name(Dice(f"{kind} name", place).left)


def document_of(kind: str, place: int) -> str:
    return f"{1_000_000_000_000 + Dice(f'{kind} document', place).below(8_000_000_000_000)}"


def phone_of(place: int) -> str:
    return f"08{Dice('phone', place).below(100_000_000):08d}"


def has_identity(kind: str, place: int) -> bool:
    return Dice(f"{kind} identity", place).chance(90 if kind == "victim" else 60)


def _sealed(table: str, column: str, row: str, key: tuple[str, bytes, bytes], text: str) -> str:
    blob = sealing.seal(key[1], key[2], text.encode(), f"{table}|{column}|{row}|{key[0]}".encode())
    return f"\\\\x{blob.hex()}"


def _shared(place: int) -> tuple:
    at = world.NOW - timedelta(days=30, seconds=place)
    return 1, at, at


def suspect_identities(counts: Counts, start: int, stop: int) -> Iterator[tuple]:
    table = "cases_suspectidentity"
    for place in range(start, stop):
        if has_identity("suspect", place):
            row, key = identity("suspect identity", place), _keys[place % KEYS]
            case = identity("case", world.case_of_suspect(place, counts.cases))
            yield (
                row, *_shared(place), case, identity("suspect", place), key[0],
                _sealed(table, "full_name", row, key, name_of("suspect", place)),
                _sealed(table, "document", row, key, document_of("suspect", place)),
            )  # fmt: skip


def victim_identities(counts: Counts, start: int, stop: int) -> Iterator[tuple]:
    table = "victims_victimidentity"
    for place in range(start, stop):
        if has_identity("victim", place):
            row, key, person = identity("victim identity", place), _keys[place % KEYS], identity("person", place)
            yield (
                row, *_shared(place), person, person, key[0], "pink_card",
                _sealed(table, "full_name", row, key, name_of("victim", place)),
                _sealed(table, "document", row, key, document_of("victim", place)),
                _sealed(table, "phone", row, key, phone_of(place)), "unknown",
            )  # fmt: skip


_blind = lru_cache(maxsize=500_000)(blind.blind)


def _array(code: str, kind: str, strings) -> str:
    """As blind.hashes does, with the hashes of common pieces kept."""
    return "{" + ",".join(map(str, sorted({_blind(f"{code}.{kind}", text) for text in strings}))) + "}"


def suspect_tokens(counts: Counts, start: int, stop: int) -> Iterator[tuple]:
    for place in range(start, stop):
        if has_identity("suspect", place):
            row, case = (
                identity("suspect identity", place),
                identity("case", world.case_of_suspect(place, counts.cases)),
            )
            yield row, "name", "SUS", case, _array("SUS", "name", thai_names.keys(name_of("suspect", place)))
            yield row, "document", "SUS", case, _array("SUS", "document", [document_of("suspect", place)])


def victim_tokens(counts: Counts, start: int, stop: int) -> Iterator[tuple]:
    for place in range(start, stop):
        if has_identity("victim", place):
            row, person = identity("victim identity", place), identity("person", place)
            yield row, "name", "VID", person, _array("VID", "name", thai_names.keys(name_of("victim", place)))
            yield row, "document", "VID", person, _array("VID", "document", [document_of("victim", place)])
            yield row, "phone", "VID", person, _array("VID", "phone", [phone_of(place)])
