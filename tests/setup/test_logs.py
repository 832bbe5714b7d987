"""No log of the site holds what was asked for after a question mark: it may be a name."""

import io
import logging
import logging.config
import os
import socket
import subprocess
import sys
import time

import pytest
from django.conf import settings
from django.db import ProgrammingError, connection, transaction

from actip.access.management.commands import create_roles
from actip.setup import demo
from actip.setup.places import ROOT

NAME = "Khaing"
APPLICATION = """
def application(environ, start_response):
    if environ["PATH_INFO"] == "/broken":
        raise RuntimeError("on purpose")
    start_response("200 OK", [("Content-Length", "2")])
    return [b"ok"]
"""


def said_to(port: int, text: str) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=5) as line:
        line.sendall(text.encode())
        line.recv(1000)


def configured() -> list[logging.Handler]:
    """The handlers that the settings make, as Django makes them."""
    maker = logging.config.DictConfigurator(settings.LOGGING)
    for part, make in (("filters", maker.configure_filter), ("formatters", maker.configure_formatter)):
        maker.config[part] = {name: make(dict(of)) for name, of in settings.LOGGING[part].items()}
    return [maker.configure_handler(dict(maker.config["handlers"][name])) for name in settings.LOGGING["handlers"]]


@pytest.fixture
def logged(tmp_path):
    """Serve with gunicorn as the site is served; function(requests) gives what was logged of them."""
    (tmp_path / "logged.py").write_text(APPLICATION)

    def serve(*requests: str) -> str:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        web = [arg for arg in demo.PROGRAMS["web"] if arg != "actip.wsgi:application"]
        command = [sys.executable, *web, "logged:application", "--bind", f"127.0.0.1:{port}"]
        log = tmp_path / "log"
        with log.open("w") as file:
            environment = os.environ | {"PYTHONPATH": str(tmp_path), "GUNICORN_CMD_ARGS": "--workers 1"}
            server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=file, stderr=file)
            try:
                deadline = time.monotonic() + 20
                while "Booting worker" not in log.read_text() and time.monotonic() < deadline:
                    time.sleep(0.05)
                for request in requests:
                    said_to(port, request)
            finally:
                server.terminate()
                server.wait(20)
        return log.read_text()

    return serve


def test_the_web_servers_log_has_the_path_and_no_name(logged):
    asked = "Host: localhost\r\nReferer: http://localhost/search/?q=Khaing\r\nConnection: close\r\n\r\n"
    found = logged(
        f"GET /search/?q=Khaing HTTP/1.1\r\n{asked}",
        f"GET /broken?q=Khaing HTTP/1.1\r\n{asked}",
        f"GET /search/?q=Ma Aye Khaing HTTP/1.1\r\n{asked}",
    )

    assert '"GET /search/ HTTP/1.1" 200' in found
    assert "on purpose" in found, "what broke is still told"
    assert NAME not in found, found


def test_the_programs_own_log_has_none_either():
    missed = logging.LogRecord("a", 30, "", 0, "Not Found: %s", ("/search/?q=Khaing",), None)

    assert logged_by_the_program(missed) == "Not Found: /search/\n"


def logged_by_the_program(record: logging.LogRecord) -> str:
    own = io.StringIO()
    [handler] = [each for each in configured() if isinstance(each, logging.StreamHandler)]
    handler.setStream(own)
    handler.handle(record)
    return own.getvalue()


def raised(error: Exception):
    try:
        raise error
    except type(error):
        return sys.exc_info()


def test_a_failure_is_told_without_the_row_that_the_database_tells_of():
    row = 'violates check constraint "c"\nDETAIL:  Failing row contains (1, Ma Aye Khaing).\nLINE 1: SELECT Khaing\n'
    failed = logging.LogRecord("a", 40, "", 0, "Internal Server Error: %s", ("/cases/",), raised(ValueError(row)))

    found = logged_by_the_program(failed)

    assert 'violates check constraint "c"' in found
    assert "Traceback" in found
    assert NAME not in found
    assert NAME in logging.Formatter().formatException(failed.exc_info), "the control: without ours it would be"


def test_a_row_of_several_lines_is_left_out_to_its_end():
    row = 'violates "c"\nDETAIL:  Failing row contains (1, house of\nMa Aye Khaing).\nHINT:  Ask Khaing.\nCONTEXT:  SQL\n  of Khaing\n'
    failed = logging.LogRecord("a", 40, "", 0, "Internal Server Error: %s", ("/cases/",), raised(ValueError(row)))

    found = logged_by_the_program(failed)

    assert NAME not in found, found
    assert 'violates "c"' in found


def test_a_sentence_that_quotes_a_failure_has_no_row_either():
    row = 'violates "c"\nDETAIL:  Key (name)=(Ma Aye\nKhaing) already exists.'
    found = logged_by_the_program(logging.LogRecord("a", 40, "", 0, "It failed: %s", (ValueError(row),), None))

    assert found.startswith('It failed: violates "c"')
    assert NAME not in found, found


def test_after_a_row_the_cause_of_the_failure_is_still_told():
    row = f'violates "c"\nDETAIL:  Failing row contains ({NAME}).'
    try:
        try:
            raise ValueError(row)
        except ValueError as error:
            raise KeyError("what came of it") from error
    except KeyError:
        failed = logging.LogRecord("a", 40, "", 0, "Internal Server Error", (), sys.exc_info())

    found = logged_by_the_program(failed)

    assert "what came of it" in found
    assert NAME not in found


def test_what_was_refused_is_one_line():
    refused = logging.LogRecord("a", 30, "", 0, "Forbidden: %s", ("/cases/",), raised(PermissionError("not hers")))
    refused.status_code = 403

    assert logged_by_the_program(refused) == "Forbidden: /cases/\n"


@pytest.mark.django_db
def test_the_servers_log_holds_no_statement_of_the_program_and_no_row():
    """A statement that fails stands in it otherwise, with what it was to write; of a broken constraint the whole row."""
    with connection.cursor() as cursor:
        for name, wanted in create_roles.SILENT.items():
            cursor.execute("SELECT current_setting(%s)", [name])
            assert cursor.fetchone() == (wanted,), name
            with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
                cursor.execute(f"SET {name} = DEFAULT")


def test_the_image_serves_from_where_the_settings_of_gunicorn_lie():
    dockerfile = (ROOT / "Dockerfile").read_text()

    assert 'CMD ["gunicorn", "actip.wsgi:application"' in dockerfile
    assert "COPY . ." in dockerfile
    assert "gunicorn.conf.py" not in (ROOT / ".dockerignore").read_text()
    assert "--access-logformat" not in dockerfile
    assert "--config" not in dockerfile
