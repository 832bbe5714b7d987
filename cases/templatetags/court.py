"""Blocks about the court for the pages of a case and of a person."""

from django import template
from django.db import connection
from django.utils import timezone

from cases.calendar.hearings import next_of_case
from cases.calendar.pages import line
from cases.milestones import of_person

register = template.Library()


@register.inclusion_tag("cases/_next_hearing.html")
def next_hearing(case) -> dict:
    """`{% next_hearing record %}`: the next hearing of a case; nothing for whoever does not read hearings."""
    found = next_of_case(case)
    return {"task": line(found) if found else None}


@register.inclusion_tag("cases/_milestones.html")
def milestones(person) -> dict:
    """`{% milestones record %}`: how far the criminal case of a person is; nothing where she has none."""
    return {"milestones": of_person(person.pk, connection), "today": timezone.localdate()}
