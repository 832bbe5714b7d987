"""The file of a packet checked offline: whatever is changed in it is found, and named."""

import base64
import io
import json
import zipfile

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.core.management import CommandError, call_command

from actip.records.packets import sealing

KEY = Ed25519PrivateKey.generate()
PARTS = {
    "records/cases.json": b'{"a": 1}',
    "records/suspects.json": b'{"b": "\xe0\xb8\x81"}',
    "print.html": b"<p>1</p>",
}


def sealed(parts=None, key=KEY, **facts) -> bytes:
    return sealing.seal(parts or PARTS, {"packet": "1", "made_at": "2026-11-25"} | facts, key)[0]


def faults(data: bytes, key=KEY) -> list[str]:
    return sealing.check(data, key.public_key()).faults


def unpacked(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def test_an_untouched_packet_holds_and_is_the_same_each_time():
    assert faults(sealed()) == []
    assert sealed() == sealed()


@pytest.mark.parametrize("name", PARTS)
def test_a_part_with_one_bit_changed_is_named(name):
    parts = unpacked(sealed())
    parts[name] = bytes([parts[name][0] ^ 1]) + parts[name][1:]

    assert faults(sealing.wrap(parts)) == [f"{name} was changed."]


@pytest.mark.parametrize("name", PARTS)
def test_a_bit_changed_in_the_file_itself_is_named_too(name):
    data = bytearray(sealed())
    data[data.index(PARTS[name])] ^= 1

    assert faults(bytes(data)) == [f"{name} was changed."]


def test_no_bit_of_the_whole_file_changes_unseen():
    data = sealed()
    for place in range(len(data)):
        changed = bytearray(data)
        changed[place] ^= 1 << place % 8
        assert faults(bytes(changed)), place


def test_a_part_removed_and_a_part_added_are_named():
    parts = unpacked(sealed())
    fewer = {name: part for name, part in parts.items() if name != "records/suspects.json"}

    assert faults(sealing.wrap(fewer)) == ["records/suspects.json is missing."]
    assert faults(sealing.wrap(parts | {"records/more.json": b"{}"})) == ["records/more.json was added."]


def test_a_manifest_signed_again_with_another_key_is_refused():
    other = Ed25519PrivateKey.generate()

    assert faults(sealed(key=other)) == ["The manifest was changed, or it was not signed with this key."]
    assert faults(sealed(key=other), other) == []


def test_a_changed_manifest_is_refused():
    parts = unpacked(sealed())
    manifest = json.loads(parts["manifest.json"]) | {"to": "somebody else"}

    found = faults(sealing.wrap(parts | {"manifest.json": json.dumps(manifest).encode()}))
    assert found == ["The manifest was changed, or it was not signed with this key."]


def test_a_format_to_come_is_not_taken_for_ours():
    assert faults(sealed(format="actip-packet/2")) == ["The manifest is of a format that this program does not know."]


def test_the_manifest_of_an_older_packet_does_not_cover_newer_parts():
    older = unpacked(sealed(PARTS | {"records/cases.json": b'{"a": 0}'}, made_at="2026-11-01"))
    signed = {name: older[name] for name in ("manifest.json", "signature.json")}

    assert faults(sealing.wrap(unpacked(sealed()) | signed)) == ["records/cases.json was changed."]


@pytest.mark.parametrize("data", [b"", b"no zip", sealing.wrap({"a": b"b"})])
def test_what_is_no_packet_is_said_to_be_none(data):
    assert faults(data)[0].startswith("This is no packet")


def test_a_manifest_that_is_none_is_said_to_be_unreadable():
    parts = unpacked(sealed()) | {"manifest.json": b"[]"}

    assert faults(sealing.wrap(parts))[-1] == "The manifest cannot be read."


@pytest.mark.parametrize("bound", ["MOST", "LARGEST"])
def test_what_would_unfold_to_more_than_a_packet_holds_is_not_read(monkeypatch, bound):
    data = sealed()
    monkeypatch.setattr(sealing, bound, 1)

    assert faults(data)[0].startswith("This is no packet")


def test_more_than_a_packet_holds_is_not_sealed():
    with pytest.raises(sealing.TooLarge):
        sealed({"a": b"x" * (sealing.LARGEST + 1)})


def test_a_zip_that_names_a_part_twice_is_no_packet():
    file = io.BytesIO(sealed())
    with zipfile.ZipFile(file, "a") as packed, pytest.warns(UserWarning, match="Duplicate"):
        packed.writestr("print.html", b"other")

    assert faults(file.getvalue())[0].startswith("This is no packet")


def test_the_command_checks_without_a_database(settings, tmp_path, capsys):
    settings.ACTIP_PACKET_KEY = base64.b64encode(KEY.private_bytes_raw()).decode()
    file = tmp_path / "packet.zip"
    file.write_bytes(sealed())
    call_command("packet_key")
    public = capsys.readouterr().out.strip()
    settings.ACTIP_PACKET_KEY = ""

    call_command("verify_packet", str(file), public_key=public)
    assert "The packet holds: 3 parts" in capsys.readouterr().out
    file.write_bytes(sealed()[:-1] + b"x")
    with pytest.raises(CommandError, match="does not hold"):
        call_command("verify_packet", str(file), public_key=public)
    with pytest.raises(CommandError, match="Give --public-key"):
        call_command("verify_packet", str(file))
    with pytest.raises(CommandError, match="32 bytes"):
        call_command("verify_packet", str(file), public_key="AAAA")
