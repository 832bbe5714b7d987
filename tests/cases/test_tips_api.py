"""The pool over the API: read and answered by programs of the agency that took the tips in, and by nobody else."""

import pytest

pytestmark = pytest.mark.django_db
