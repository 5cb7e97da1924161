from django.urls import include, path

urlpatterns = [
    path("account/", include("belisha.people.account_urls")),
    path("", include("belisha.people.urls")),
    path("", include("belisha.policies.urls")),
    path("", include("belisha.answers.urls")),
    path("", include("belisha.drafting.urls")),
    path("", include("belisha.ratification.urls")),
    path("", include("belisha.acknowledgements.urls")),
    path("", include("belisha.training.urls")),
    path("", include("belisha.complaints.urls")),
    path("", include("belisha.duties.urls")),
    path("", include("belisha.notices.urls")),
    path("", include("belisha.rolls.urls")),
    path("", include("belisha.audit.urls")),
    path("", include("belisha.desk.urls")),
]

handler400 = "belisha.base.views.bad_request"
handler403 = "belisha.base.views.refused"
handler404 = "belisha.base.views.not_found"
handler500 = "belisha.base.views.server_error"
