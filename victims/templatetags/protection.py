"""What pages of the protection side ask of the matrix."""

from django import template
from django.urls import reverse
from django.utils.text import capfirst

from actip.access.decide import decide
from actip.records import catalogue
from victims import glass

register = template.Library()


@register.simple_tag(takes_context=True)
def may(context, code: str, verb: str) -> bool:
    """Whether the role of whoever reads the page may use a verb on records of a code at most."""
    return decide(context["request"].user, code, verb)


@register.inclusion_tag("victims/_safety.html", takes_context=True)
def safety_of(context, person) -> dict:
    """What threatens a person and stands, for whoever reads her record whole; a masked reader learns nothing of it."""
    reads = decide(context["request"].user, catalogue.of(person).code, "read")
    return {"notes": person.safety_notes.filter(status="standing").order_by("-noted_on", "pk") if reads else ()}


@register.simple_tag(takes_context=True)
def emergencies(context, person) -> list[dict]:
    """What the reader may open of a person in an emergency: [{label, glass_url, glass}], `glass` being the hour that runs."""
    user = context["request"].user
    return [
        {
            "label": capfirst(catalogue.get(slug).plural),
            "glass_url": reverse("glass", args=[person.pk, slug]),
            "glass": glass.now_open(user, person.matter_id, catalogue.get(slug).code),
        }
        for slug in glass.BEHIND
        if decide(user, catalogue.get(slug).code, "break")
    ]
