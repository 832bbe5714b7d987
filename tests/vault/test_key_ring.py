"""The key ring: read from the settings, refused in a sentence, separate keys for separate purposes."""

import runpy

import pytest
from django.apps import apps
from django.core.exceptions import ImproperlyConfigured

from actip.vault import keys, sealing
from actip.vault.blind import blind

ONE = "key1:" + "A" * 43 + "="
TWO = "key2:" + "C" * 42 + "A="
INDEX = "index:" + "B" * 42 + "E="


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "is missing, and without it nothing protected"),
        (" \n", "is missing"),
        ("nonsense", "Line 1 of ACTIP_MASTER_KEY is not"),
        (f"{ONE}\nkey2:AAAA", "Line 2 of ACTIP_MASTER_KEY is not"),
        (f"{ONE}\n{ONE}", "names the key 'key1' twice"),
        (INDEX, "needs a master key as well"),
        ("key1:%%%", "Line 1"),
        ("key1:A", "Line 1"),
        ("key1:AB-_", "Line 1"),
    ],
)
def test_the_program_does_not_start_without_a_usable_ring(settings, text, sentence):
    settings.ACTIP_MASTER_KEY = text

    with pytest.raises(ImproperlyConfigured, match=sentence) as refused:
        apps.get_app_config("vault").ready()

    assert not any(part in str(refused.value) for part in ("AAAA", "BBBB"))


def test_the_program_starts_with_the_ring_that_the_module_prints(settings, capsys):
    runpy.run_path(keys.__file__, run_name="__main__")
    settings.ACTIP_MASTER_KEY = capsys.readouterr().out

    apps.get_app_config("vault").ready()

    assert keys.ring().current == "key1"


def test_a_fresh_ring_is_usable_and_never_the_same(settings):
    rings = {keys.new_ring() for _ in range(3)}

    for settings.ACTIP_MASTER_KEY in rings:
        assert keys.ring().wrapping("key1") != keys.ring().tokens()
    assert len(rings) == 3


def test_a_ring_never_shows_its_keys(settings):
    assert "AAAA" not in repr(keys.ring())
    assert "\\x00" not in repr(keys.ring())


def test_each_purpose_and_each_master_has_a_key_of_its_own(settings):
    settings.ACTIP_MASTER_KEY = f"{TWO}\n{ONE}\n{INDEX}"
    ring = keys.ring()

    found = {ring.wrapping("key1"), ring.wrapping("key2"), ring.drafts("key1"), ring.drafts("key2"), ring.tokens()}

    assert len(found) == 5


def test_tokens_differ_under_another_index_key_and_survive_a_new_master(settings):
    settings.ACTIP_MASTER_KEY = f"{ONE}\n{INDEX}"
    before = blind("VID.name", "somchai")

    settings.ACTIP_MASTER_KEY = f"{TWO}\n{INDEX}"
    assert blind("VID.name", "somchai") == before
    settings.ACTIP_MASTER_KEY = ONE
    assert blind("VID.name", "somchai") != before


def test_without_an_index_line_the_oldest_master_keeps_the_tokens(settings):
    settings.ACTIP_MASTER_KEY = ONE
    before = blind("VID.name", "somchai")

    settings.ACTIP_MASTER_KEY = f"{TWO}\n{ONE}"

    assert blind("VID.name", "somchai") == before


def test_a_token_is_a_positive_bigint_and_differs_by_kind():
    hashes = {blind(kind, value) for kind in ("VID.name", "SUS.name") for value in ("สมชาย", "สมหญิง", "\ud800")}

    assert len(hashes) == 6
    assert all(0 <= hash_ < 2**63 for hash_ in hashes)


def test_a_draft_opens_in_its_own_place_only(settings):
    blob = sealing.seal_bytes("ชื่อ".encode(), place="draft|1|case")

    assert sealing.open_bytes(memoryview(blob), place="draft|1|case").decode() == "ชื่อ"
    with pytest.raises(sealing.CannotOpenError):
        sealing.open_bytes(blob, place="draft|2|case")


def test_a_draft_still_opens_after_rotation_while_the_old_line_is_there(settings):
    blob = sealing.seal_bytes(b"draft", place="here")

    settings.ACTIP_MASTER_KEY = f"{TWO}\n{ONE}"
    assert sealing.open_bytes(blob, place="here") == b"draft"
    settings.ACTIP_MASTER_KEY = TWO
    with pytest.raises(ImproperlyConfigured, match="lacks the line 'key1'"):
        sealing.open_bytes(blob, place="here")


@pytest.mark.parametrize("place", range(0, 48, 3))
def test_a_changed_byte_is_noticed(place):
    blob = bytearray(sealing.seal(b"k" * 32, b"ref1", b"some plain text here", b"here"))
    blob[place % len(blob)] ^= 1

    with pytest.raises(sealing.CannotOpenError):
        sealing.unseal(b"k" * 32, bytes(blob), b"here")


@pytest.mark.parametrize("blob", [b"", b"\x01", b"\x02\x00" + b"x" * 40, b"\x01\x04refe" + b"short"])
def test_what_was_never_sealed_is_refused(blob):
    with pytest.raises(sealing.CannotOpenError):
        sealing.unseal(b"k" * 32, blob, b"here")
