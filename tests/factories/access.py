"""Factories of what access is given by."""

from actip.access import models
from tests.factories.base import Base, of


@of("assignments")
class Assignment(Base):
    class Meta:
        model = models.Assignment

    basis = "case_team"
