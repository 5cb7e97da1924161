from django.urls import include, path

urlpatterns = [
    path("account/", include("belisha.people.account_urls")),
    path("", include("belisha.people.urls")),
    path("", include("belisha.policies.urls")),
    path("", include("belisha.answers.urls")),
]

handler400 = "belisha.base.views.bad_request"
handler403 = "belisha.base.views.refused"
handler404 = "belisha.base.views.not_found"
handler500 = "belisha.base.views.server_error"
