"""docker-compose.yml, Dockerfile, .env.example and the settings say the same thing."""

import re
import subprocess
import sys
import tomllib

import pytest
import yaml
from django.core.management import get_commands

from actip.setup.places import ROOT
from actip.vault import keys

COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES = COMPOSE["services"]
PROGRAM = ("web", "worker", "evidence", "migrate")
READ_BY_POSTGRES = {"POSTGRES_PASSWORD_FILE", "POSTGRES_INITDB_ARGS"}


def settings_read() -> set[str]:
    """Every environment variable that the program asks for."""
    files = [ROOT / "actip/settings.py", *ROOT.glob("actip/**/management/commands/*.py")]
    source = "\n".join(path.read_text() for path in files)
    asked = re.findall(r'(?:env(?:\.\w+)?|_database)\(\s*"([A-Z_]+)"', source)
    return {*asked, *re.findall(r'"([A-Z]+_DATABASE_URL)"', source)}


def test_every_setting_is_explained_in_the_example():
    explained = set(re.findall(r"^([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.M))

    assert explained == settings_read()


def test_the_database_is_the_newest_supported_postgresql_and_the_program_its_own_image():
    assert SERVICES["db"]["image"] == "postgres:18"
    assert {SERVICES[name]["image"] for name in PROGRAM} == {"actip-case-tracker"}
    assert all(SERVICES[name]["build"] == "." for name in PROGRAM)


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_reads_its_secrets_from_files_that_it_is_given(name):
    service = SERVICES[name]

    mounted = {f"/run/secrets/{secret}" for secret in service["secrets"]}
    read = {key: value for key, value in service["environment"].items() if key.endswith("_FILE")}

    assert set(read.values()) == mounted
    assert all(secret in COMPOSE["secrets"] for secret in service["secrets"])
    if name != "db":
        known = settings_read()
        assert {key.removesuffix("_FILE") for key in service["environment"]} <= known


def test_no_service_holds_a_secret_in_its_environment():
    for service in SERVICES.values():
        for key in service["environment"]:
            assert not re.search(r"(KEY|PASSWORD|PEPPER|DATABASE_URL)$", key), key


def test_web_and_worker_do_not_know_the_owner_of_the_tables():
    for name in ("web", "worker", "evidence"):
        assert not {"owner_database_url", "superuser_database_url"} & set(SERVICES[name]["secrets"])


def test_the_services_run_commands_that_exist():
    commands = get_commands()

    said = [SERVICES[name]["command"] for name in ("worker", "evidence")]
    said += [SERVICES[name]["healthcheck"]["test"][1:] for name in ("worker", "evidence")]
    said += [line.split() for line in (ROOT / "deploy/migrate").read_text().splitlines() if line.startswith("python ")]

    assert len(said) == 7
    for words in said:
        assert words[:2] == ["python", "manage.py"]
        assert words[2] in commands


def test_every_service_that_stays_up_has_a_health_check_and_waits_for_the_migrations():
    for name in ("db", "web", "worker", "evidence"):
        assert SERVICES[name]["healthcheck"]["test"][0] == "CMD"
    assert SERVICES["migrate"]["depends_on"]["db"]["condition"] == "service_healthy"
    for name in ("web", "worker", "evidence"):
        assert SERVICES[name]["depends_on"]["migrate"]["condition"] == "service_completed_successfully"


def test_evidence_lies_on_a_volume_that_web_writes_and_the_nightly_reading_reads():
    place = SERVICES["web"]["environment"]["EVIDENCE_DIR"]

    assert "evidence" in COMPOSE["volumes"]
    for name in ("web", "evidence"):
        assert f"evidence:{place}" in SERVICES[name]["volumes"]
        assert SERVICES[name]["environment"]["EVIDENCE_DIR"] == place
    assert f"install -d -o 10001 -g 10001 -m 700 {place}" in (ROOT / "Dockerfile").read_text()


def test_the_database_is_reachable_from_inside_only():
    assert "ports" not in SERVICES["db"]
    assert COMPOSE["networks"]["inside"]["internal"] is True
    assert SERVICES["web"]["ports"] == ["127.0.0.1:8000:8000"]


def test_the_image_is_not_root_and_installs_from_the_hashed_lock():
    lines = (ROOT / "Dockerfile").read_text()

    assert re.search(r"^USER 10001$", lines, re.M)
    assert "--require-hashes" in lines
    python = tuple(int(part) for part in re.search(r"^FROM python:(\d+)\.(\d+)-slim$", lines, re.M).groups())
    assert python >= (3, 11)


def test_the_server_takes_orders_from_no_socket_in_somebodys_home():
    """Newer gunicorns open one, the same for all sites of a person: the second site would take it from the first."""
    printed = subprocess.run(
        [sys.executable, "-m", "gunicorn", "--print-config", "wsgiref.simple_server:demo_app"],
        cwd=ROOT, capture_output=True, text=True, check=True, timeout=60,
    ).stdout  # fmt: skip

    assert re.search(r"^control_socket_disable += True$", printed, re.M)


def test_make_secrets_makes_every_file_that_compose_mounts_and_keeps_what_is_there(tmp_path):
    make = [ROOT / "deploy/make-secrets", tmp_path / "secrets"]

    subprocess.run(make, check=True, capture_output=True)
    first = {path.name: path.read_text() for path in (tmp_path / "secrets").iterdir()}
    subprocess.run(make, check=True, capture_output=True)
    second = {path.name: path.read_text() for path in (tmp_path / "secrets").iterdir()}

    assert first == second
    assert set(first) == {secret["file"].removeprefix("deploy/secrets/") for secret in COMPOSE["secrets"].values()}
    assert (tmp_path / "secrets").stat().st_mode & 0o777 == 0o700
    assert first["postgres_password"] in first["superuser_database_url"]


def test_a_made_key_ring_is_one_that_the_vault_reads(settings):
    from actip.setup.secrets import new_ring

    settings.ACTIP_MASTER_KEY = new_ring()

    assert keys.ring().current == "key1"


def test_psycopg_3_is_not_installed():
    import importlib.util

    assert importlib.util.find_spec("psycopg") is None
    assert importlib.util.find_spec("psycopg2") is not None


def test_every_dependency_says_what_it_is_for():
    text = (ROOT / "pyproject.toml").read_text()
    project = tomllib.loads(text)["project"]
    named = [*project["dependencies"], *(name for group in project["optional-dependencies"].values() for name in group)]

    for requirement in named:
        assert re.search(re.escape(f'"{requirement}",') + r"\s+# \w+", text), requirement


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_the_lock_has_a_hash_for_everything_and_names_no_index(name):
    text = (ROOT / name).read_text()
    pinned = re.findall(r"^[\w.\[\]-]+==.*\\\n    --hash=sha256:", text, re.M)

    assert len(pinned) == len(re.findall(r"^[\w.\[\]-]+==", text, re.M)) > 40
    assert "://" not in text
    assert "index" not in text.replace("--hash", "")
