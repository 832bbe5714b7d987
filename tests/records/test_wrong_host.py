"""A request for a host that is not ours is refused, before anybody asks who it is."""

import pytest

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", ["/", "/api/v1/cases/"])
def test_a_wrong_host_is_refused_and_no_failure(client, address):
    assert client.get(address, headers={"host": "elsewhere.example"}).status_code == 400


def test_the_right_host_is_answered(client):
    assert client.get("/healthz/", headers={"host": "localhost"}).status_code != 400
