"""Addresses of signing in and of one's own account."""

from allauth.account import views as account
from django.conf import settings
from django.urls import include, path

from actip.accounts import views

sign_in = account.LoginView.as_view(extra_context={"is_demonstration": lambda: settings.DEMO})

urlpatterns = [
    path("sign-in/", sign_in, name="account_login"),
    path("sign-in/again/", views.again, name="account_reauthenticate"),
    path("sign-in/closed/", account.account_inactive, name="account_inactive"),
    path("sign-out/", account.logout, name="account_logout"),
    path("profile/", views.profile, name="profile"),
    path("profile/password/", account.password_change, name="account_change_password"),
    path("profile/no-password/", views.no_password, name="account_set_password"),
    path("second-factor/", include("allauth.mfa.urls")),
    path("language/", views.set_language, name="language"),
    path("personas/", views.persona_list, name="personas"),
]
