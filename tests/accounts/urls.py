"""The addresses of accounts, beside a few that answer with what a test wants to know."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import Http404, JsonResponse
from django.urls import include, path
from rest_framework.response import Response
from rest_framework.views import APIView

from actip.accounts import person


def who_acts(request):
    """The person as Python sees her and as PostgreSQL verified her."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT actip.me_user(), actip.me_agency(), actip.me_role()")
        database = cursor.fetchone()
    acting = person.current()
    return JsonResponse({"python": acting.user_id if acting else None, "database": database})


@login_required
def private(request):
    return JsonResponse({"user": request.user.username})


def status(request, code: int):
    if code == 403:
        raise PermissionDenied
    if code == 404:
        raise Http404
    raise RuntimeError("a fault on purpose")


class ApiWho(APIView):
    def get(self, request):
        answer = who_acts(request).content.decode()
        return Response(
            {"user": request.user.username, "client": getattr(request.auth, "client_id", None), "who": answer}
        )


urlpatterns = [
    path("", include("actip.accounts.urls")),
    path("", private),
    path("who/", who_acts),
    path("private/", private),
    path("status/<int:code>/", status),
    path("api/v1/who/", ApiWho.as_view()),
    path("", include("actip.urls")),  # the pages link to the rest of the site
]
