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
    maker.config["filters"] = {
        name: maker.configure_filter(dict(maker.config["filters"][name])) for name in maker.config["filters"]
    }
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
    own, text = io.StringIO(), logging.LogRecord("a", 30, "", 0, "Not Found: %s", ("/search/?q=Khaing",), None)
    [handler] = [each for each in configured() if isinstance(each, logging.StreamHandler)]
    handler.setStream(own)

    handler.handle(text)

    assert own.getvalue() == "Not Found: /search/\n"


def test_the_image_serves_from_where_the_settings_of_gunicorn_lie():
    dockerfile = (ROOT / "Dockerfile").read_text()

    assert 'CMD ["gunicorn", "actip.wsgi:application"' in dockerfile
    assert "COPY . ." in dockerfile
    assert "gunicorn.conf.py" not in (ROOT / ".dockerignore").read_text()
    assert "--access-logformat" not in dockerfile
    assert "--config" not in dockerfile
