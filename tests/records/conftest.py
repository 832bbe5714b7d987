"""Programs that call the API, and a case to hand over, for tests of the machinery that go through them."""

from tests.api.conftest import caller  # noqa: F401
from tests.records.handover import case, offer  # noqa: F401  fixtures
