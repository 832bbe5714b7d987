"""Files from elsewhere are exactly those that vendor.toml lists, byte for byte, each with its licence beside it."""

import hashlib
import tomllib
from pathlib import Path

import pytest

VENDOR = Path(__file__).parents[2] / "static" / "vendor"
ENTRIES = tomllib.loads((VENDOR / "vendor.toml").read_text(encoding="utf-8"))["vendor"]
HASHES = [(entry["folder"], name, digest) for entry in ENTRIES for name, digest in entry["files"].items()]


@pytest.mark.parametrize(("folder", "name", "digest"), HASHES)
def test_a_file_from_elsewhere_is_unchanged(folder, name, digest):
    assert hashlib.sha256((VENDOR / folder / name).read_bytes()).hexdigest() == digest


def test_no_file_from_elsewhere_is_unlisted():
    found = {path.relative_to(VENDOR).as_posix() for path in VENDOR.rglob("*") if path.is_file()}

    assert found == {f"{folder}/{name}" for folder, name, _digest in HASHES} | {"vendor.toml"}


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry["folder"])
def test_each_says_its_source_and_licence(entry):
    assert all(entry[key] for key in ("name", "version", "source", "licence", "use", "integrity"))
    assert entry["licence_file"] in entry["files"]
