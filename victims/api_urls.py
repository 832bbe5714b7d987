"""Addresses in the API of what is no record's: beds that are free."""

from django.urls import path

from victims import api

urlpatterns = [path("free-beds/", api.FreeBeds.as_view(), name="api-free-beds")]
