"""What the page of a case asks for beside its own facts."""

from django import template

from cases import overview, story

register = template.Library()


@register.simple_tag(takes_context=True)
def charges_matrix(context, case) -> dict:
    """Suspects, charges and outcomes of a case, as whoever looks may see them; see cases/story.py."""
    return story.charges_matrix(case, context["request"].user)


@register.simple_tag(takes_context=True)
def interviewers_url(context, case) -> str:
    """Where interviewers are proposed; "" for whoever records no interviews here."""
    return story.interviewers_url(case, context["request"].user)


@register.simple_tag(takes_context=True)
def links_url(context, case) -> str:
    """Where the links of a case to others are drawn; "" for whoever does not read cases."""
    return story.links_url(case, context["request"].user)


@register.simple_tag(takes_context=True)
def case_overview(context, case) -> dict:
    """People, evidence and last events of a case; see cases/overview.py."""
    return overview.of_case(case, context["request"].user)


@register.simple_tag(takes_context=True)
def people_of_case(context, case_id) -> dict:
    """The people of a case whom whoever looks may open; see cases/overview.py."""
    return overview.people_of(case_id, context["request"].user)


@register.filter
def at(values: list, place: int):
    """The value at a place of a list."""
    return values[place]
