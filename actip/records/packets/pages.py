"""Pages of packets: choose for which role of the receiver, see what goes along, take the file."""

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from actip.access import matrix
from actip.records import export, shapes
from actip.records.packets import contents, making, sealing
from actip.records.pages import assign


class RoleForm(forms.Form):
    role = forms.ChoiceField()

    def __init__(self, *args, offer, **kwargs):
        super().__init__(*args, **kwargs)
        names = [(role, matrix.label(matrix.roles()[role])) for role in making.roles(offer)]
        self.fields["role"].choices = names if len(names) == 1 else [("", _("Choose")), *names]
        self.fields["role"].label = _("Who receives it")
        self.fields["role"].help_text = _("The packet holds what this role may see, and nothing else.")


def page(request: HttpRequest, slug: str, pk, offer) -> HttpResponse:
    """For whoever may assign the matter, while her agency's offer of it waits for an answer; otherwise there is no such page."""
    _kind, record, _ways = assign.enter(request, slug, pk)
    found = next((one for one in making.offers(record.matter, request.user) if str(one.pk) == str(offer)), None)
    if found is None:
        raise Http404
    form = RoleForm(request.POST or None, offer=found)
    chosen = form.cleaned_data["role"] if form.is_bound and form.is_valid() else ""
    try:
        if chosen and "make" in request.POST:
            data, packet = making.make(found, chosen, by=request.user)
            return export.attachment(data, f"packet-{str(packet.pk)[:8]}.zip", "application/zip")
        parts = contents.collect(record.matter, chosen, request.user) if chosen else None
    except sealing.TooLarge:
        form.add_error(None, _("This matter holds more than a packet can. Let the receiver read it here."))
        parts = None
    context = {
        "title": _("Packet for %(agency)s") % {"agency": found.agency}, "form": form, "record": record, "offer": found,
        "parts": parts, "back_url": shapes.address(record), "number": record.matter.number,
    }  # fmt: skip
    return render(request, "records/packet.html", context, status=422 if form.errors else 200)
