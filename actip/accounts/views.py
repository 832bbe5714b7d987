"""The pages of one's own account: profile, language, the list of personas, and the notice of a locked account."""

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from allauth.account.views import reauthenticate
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods, require_POST

from actip.accounts import language, personas
from actip.accounts.forms import ProfileForm
from actip.accounts.models import User


class SeeOther(HttpResponseRedirect):
    """303: whatever was sent, the answer is read with GET."""

    status_code = 303


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request):
    """Language and shortcuts of the person signed in, with the ways to password and second factor."""
    form = ProfileForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, gettext("Your profile was saved."))
        response = SeeOther(request.path)
        language.choose(request, response, form.cleaned_data["language"])
        return response
    return render(request, "accounts/profile.html", {"form": form})


@require_POST
def set_language(request):
    """Switch the language of this browser and of the person, and go back to the page.

    The form of a page may be sent here whole; pages that keep drafts put a view of theirs in front.
    """
    response = SeeOther(_next(request) or _ours(request, request.headers.get("Referer", "")) or "/")
    language.choose(request, response, request.POST.get("_language", ""))
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def persona_list(request):
    """Everybody of the demonstration, by agency; one click signs in. Outside demonstration mode there is no such page."""
    if not settings.DEMO:
        raise Http404
    if request.method == "POST":
        return _become(request, request.POST.get("username", ""))
    return render(
        request, "accounts/personas.html", {"stages": personas.by_stage(), "next": request.GET.get("next", "")}
    )


def _become(request, username: str) -> HttpResponse:
    if username not in personas.usernames():
        raise Http404
    user = get_object_or_404(User.objects.select_related("agency"), username=username, is_active=True, is_client=False)
    adapter = get_adapter()
    adapter.login(request, user)
    record_authentication(request, user, method="persona")
    target = adapter.post_login(
        request,
        user,
        email_verification="none",
        signal_kwargs=None,
        email=None,
        signup=False,
        redirect_url=_next(request) or settings.LOGIN_REDIRECT_URL,
    )
    response = SeeOther(target.url)
    language.choose(request, response, get_language())
    return response


def locked(request, response=None, credentials=None, *args, **kwargs) -> HttpResponse:
    """Too many wrong passwords for this account from this address: 429 with how long to wait."""
    wait = settings.AXES_COOLOFF_TIME
    page = render(request, "account/locked.html", {"minutes": int(wait.total_seconds() // 60)}, status=429)
    page["Retry-After"] = str(int(wait.total_seconds()))
    return page


@login_required
def again(request):
    """Allauth's question who is there, for whoever has a way to answer; it would refuse everybody else in English."""
    ways = get_adapter().get_reauthentication_methods(request.user)
    return reauthenticate(request) if ways else no_password(request)


def no_password(request):
    """Where allauth sends someone who has no password to change: only the administrator gives one."""
    messages.info(request, gettext("This account has no password. Please ask your administrator."))
    return redirect("profile")


def _next(request) -> str:
    """The page that the form names, when it is one of ours."""
    return _ours(request, request.POST.get("_next") or request.POST.get("next", ""))


def _ours(request, address: str) -> str:
    return address if url_has_allowed_host_and_scheme(address, {request.get_host()}, request.is_secure()) else ""
