"""Tips as programs send them: one a line."""

import json
import uuid

import pytest
from django.test import Client

from actip.accounts import clients, person

TIP = {"external_id": "100", "received_at": "2026-11-20T09:00:00Z", "summary": "ภาพที่รายงานโดยผู้ให้บริการ"}


def lines(*tips: dict) -> bytes:
    return "".join(json.dumps(TIP | tip, ensure_ascii=False) + "\n" for tip in tips).encode()


@pytest.fixture
def send(world):
    """send("TIC", body, record_types=[...]): POST as a program of that role's agency."""

    def post(role: str, body: bytes, *, record_types=("*",), kind="application/x-ndjson", query="", user=None):
        with person.as_system("a client"):
            client = clients.register(
                client_id=f"{role.lower()}-{uuid.uuid4()}", like=user or world.user(role), purpose="tips",
                record_types=list(record_types),
            )  # fmt: skip
            token = clients.issue(client)
        browser = Client(headers={"Authorization": f"Bearer {token}", "Accept-Language": "en"})
        return browser.post(f"/api/v1/reports/batch/{query}", body, content_type=kind)

    return post
