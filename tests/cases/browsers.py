"""Who looks at pages in English."""

import pytest
from django.test import Client


@pytest.fixture
def browse(world):
    def sign_in(role_or_user) -> Client:
        user = world.user(role_or_user) if isinstance(role_or_user, str) else role_or_user
        client = Client(headers={"Accept-Language": "en"})
        client.force_login(user, backend="actip.accounts.authentication.Backend")
        return client

    return sign_in
