from django.urls import include, path

from belisha.dashboard.monitoring import healthz, metrics

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("metrics", metrics, name="metrics"),
    path("account/", include("belisha.people.accounts.urls")),
    path("", include("belisha.people.urls")),
    path("", include("belisha.policies.urls")),
    path("", include("belisha.answers.urls")),
    path("", include("belisha.checks.urls")),
    path("", include("belisha.channels.urls")),
    path("", include("belisha.registers.urls")),
    path("", include("belisha.drafting.urls")),
    path("", include("belisha.ratification.urls")),
    path("", include("belisha.acknowledgements.urls")),
    path("", include("belisha.training.urls")),
    path("", include("belisha.complaints.urls")),
    path("", include("belisha.cases.urls")),
    path("", include("belisha.duties.urls")),
    path("", include("belisha.outbox.urls")),
    path("", include("belisha.imports.urls")),
    path("", include("belisha.audit.urls")),
    path("", include("belisha.connections.urls")),
    path("", include("belisha.governance.urls")),
    path("", include("belisha.reputation.urls")),
    path("", include("belisha.retention.urls")),
    path("", include("belisha.dashboard.urls")),
]

handler400 = "belisha.base.views.bad_request"
handler403 = "belisha.people.refused.permission_denied"
handler404 = "belisha.base.views.page_not_found"
handler500 = "belisha.base.views.server_error"
