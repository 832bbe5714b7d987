"""What the dashboards read: cells of counts per access token, kept right by what changed since (see sql/10_cells.sql).

Nothing here is written by the application: triggers note which matters changed, functions recount them.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models


class Figures(models.Model):
    """One number of one indicator: a year, a breakdown ("" = total), a category; a count and a sum in THB."""

    indicator = models.CharField(max_length=40)
    code = models.CharField(max_length=3)
    year = models.IntegerField()
    breakdown = models.CharField(max_length=20)
    category = models.CharField(max_length=40)
    n = models.BigIntegerField()
    amount = models.DecimalField(max_digits=20, decimal_places=2)

    class Meta:
        abstract = True


class Cell(Figures):
    """Everything counted for whoever holds a token; token 0 is the whole country."""

    pk = models.CompositePrimaryKey("token", "code", "indicator", "year", "breakdown", "category")
    token = models.IntegerField()
    # In how many matters its rows stand: of what is paid to people, how many people they are.
    matters = models.BigIntegerField(default=0, db_default=0)


class Fact(Figures):
    """What one matter has contributed to the cells."""

    matter_id = models.UUIDField()

    class Meta:
        indexes = [models.Index(fields=["matter_id"], name="fact_of_matter")]


class Counted(models.Model):
    """For which tokens a matter's facts stand in the cells."""

    matter_id = models.UUIDField(primary_key=True)
    tokens = ArrayField(models.IntegerField())


class Dirty(models.Model):
    """A matter that changed since its facts were counted."""

    matter_id = models.UUIDField(primary_key=True)
    since = models.DateTimeField(db_index=True)
