from django.urls import path

from belisha.connections import views
from belisha.connections.api.views import VIEWS, openapi

app_name = "connections"
urlpatterns = [
    path("s/<slug:school>/connections/", views.tokens, name="tokens"),
    path("s/<slug:school>/connections/webhooks/", views.webhooks, name="webhooks"),
    path("s/<slug:school>/connections/webhooks/<int:webhook>/", views.webhook, name="webhook"),
    path("s/<slug:school>/api/openapi.json", openapi, name="openapi"),
    path("s/<slug:school>/api/policy/", VIEWS["policy"], name="api_policy"),
    path("s/<slug:school>/api/ask/", VIEWS["ask"], name="api_ask"),
    path("s/<slug:school>/api/check/", VIEWS["check"], name="api_check"),
    path("s/<slug:school>/api/figures/", VIEWS["figures"], name="api_figures"),
]
