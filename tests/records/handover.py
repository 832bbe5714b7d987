"""A case of the police, offered to another agency, and browsers: for tests of what is handed over."""

import pytest
from django.test import Client

from actip.access.models import Assignment
from actip.records import actions
from actip.setup.secrets import new_key
from tests.factories import make

NOTE = "ส่งสำนวนเพื่อพิจารณาสั่งฟ้อง"
NAME = "สมศักดิ์ นามสกุลลับ"


@pytest.fixture(autouse=True)
def _settings(settings):
    settings.ACTIP_PACKET_KEY = new_key()
    settings.WHITENOISE_AUTOREFRESH = True
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }


@pytest.fixture
def case(world):
    with world.as_("POL"):
        case = make("cases", by=world.user("POL"))
        suspect = make("suspects", by=world.user("POL"), case=case)
        make("suspect-identities", by=world.user("POL"), suspect=suspect, full_name=NAME)
        return case


@pytest.fixture
def offer(world, case):
    return offered(world, case, world.prosecutor)


def offered(world, case, agency, **more) -> Assignment:
    with world.as_("POL"):
        return actions.assign(case.matter, by=world.user("POL"), agency=agency, basis="referral", note=NOTE, **more)


def browser(user) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.cookies["django_language"] = "en"
    client.force_login(user)
    return client
