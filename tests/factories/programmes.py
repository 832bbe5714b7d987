"""Factories of programmes and published figures."""

from decimal import Decimal

import factory

from programmes import models
from tests.factories.base import Base, of


@of("published-figures")
class PublishedFigure(Base):
    class Meta:
        model = models.PublishedFigure

    figure = factory.Sequence(lambda n: f"PF-T{n}")
    source = "A test"
    year = "2022"
    name = "Victims identified"
    breakdown = "total"
    value = "444"
    number = Decimal(444)
    unit = "persons"
    pillar = "protection"
