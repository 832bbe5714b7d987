"""Pages of the protection side beside those of records: is she known already, and consent forms to print."""

import tomllib
from functools import cache
from pathlib import Path

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables

from actip.access.decide import decide
from actip.records import catalogue, shapes
from actip.records.pages import door
from victims.forms import KnownForm
from victims.matching import known, private

FORMS = Path(__file__).parents[1] / "data" / "consent_forms"
LANGUAGES = (
    ("th", "ไทย"),
    ("en", "English"),
    ("my", "မြန်မာ"),
    ("km", "ខ្មែរ"),
    ("lo", "ລາວ"),
    ("vi", "Tiếng Việt"),
)


@sensitive_post_parameters()
@sensitive_variables()
def known_already(request: HttpRequest) -> HttpResponse:
    """Before a person is entered: possible matches within reach, and the question beyond it. Nothing typed stands in an address."""
    door.enter(request, "identities", "read")
    form = KnownForm(request.POST or None)
    can_ask = decide(request.user, "VID", "create")
    context: dict = {
        "title": _("Is this person known?"),
        "form": form,
        "can_ask": can_ask,
        "found": None,
        "answer": None,
    }
    if decide(request.user, "VPR", "create"):
        context["add_url"] = reverse("records:add", args=["people"])
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        if request.POST.get("what") == "ask" and can_ask:
            try:
                context["answer"] = private.ask(
                    by=request.user,
                    **{name: typed[name] for name in ("purpose", "full_name", "birth_date", "nationality", "document")},
                )
            except ValidationError as error:
                form.add_error("purpose" if hasattr(error, "error_dict") else None, error.messages)
        else:
            context["found"] = _found(typed)
    response = render(request, "victims/known.html", context, status=422 if form.errors else 200)
    response["Cache-Control"] = "no-store"
    return response


@sensitive_variables()
def _found(typed: dict) -> list[dict]:
    asked = {name: typed[name] for name in ("full_name", "other_names", "document", "phone")}
    kind = catalogue.get("people")
    return [
        {
            "label": f"{capfirst(kind.name)} {shapes.title(match.person)}",
            "url": shapes.address(match.person),
            "hint": f"{match.percent}% – {match.why}",
            "state": shapes.display(match.person, "status"),
        }
        for match in known.possible(**asked)
    ]


def consent_form(request: HttpRequest, language: str) -> HttpResponse:
    """A blank form in one of six languages, for paper."""
    if language not in dict(LANGUAGES):
        raise Http404
    return render(
        request,
        "victims/consent_sheet.html",
        {"language": language, "languages": LANGUAGES, "text": text_of(language)},
    )


@cache
def text_of(language: str) -> dict:
    """The sentences of the form in a language."""
    return tomllib.loads((FORMS / f"{language}.toml").read_text(encoding="utf-8"))
