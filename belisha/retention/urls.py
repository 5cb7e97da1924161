from django.urls import path

from belisha.retention import breach_views, disposal_views, request_views, statement_views

app_name = "retention"
urlpatterns = [
    path("cookies/", statement_views.cookie_page, name="cookies"),
    path("s/<slug:school>/privacy-notice/", statement_views.privacy_notice, name="notice"),
    path("s/<slug:school>/data/", statement_views.front, name="front"),
    path("s/<slug:school>/data/record/", statement_views.processing_record, name="processing"),
    path("s/<slug:school>/data/assessment/", statement_views.impact_assessment, name="assessment"),
    path("s/<slug:school>/data/looks/", statement_views.looks_page, name="looks"),
    path("s/<slug:school>/data/periods/", disposal_views.periods, name="periods"),
    path("s/<slug:school>/data/periods/<slug:kind>/", disposal_views.period, name="period"),
    path("s/<slug:school>/data/holds/", disposal_views.holds, name="holds"),
    path("s/<slug:school>/data/disposals/", disposal_views.disposals, name="disposals"),
    path("s/<slug:school>/data/disposals/<int:disposal>/", disposal_views.disposal_page, name="disposal"),
    path(
        "s/<slug:school>/data/disposals/<int:disposal>/certificate.json",
        disposal_views.certificate,
        name="certificate",
    ),
    path("s/<slug:school>/data/requests/", request_views.requests, name="requests"),
    path("s/<slug:school>/data/requests/<int:asked>/", request_views.request_page, name="request"),
    path("s/<slug:school>/data/requests/<int:asked>/data.json", request_views.data_file, name="data"),
    path("s/<slug:school>/data/breaches/", breach_views.breaches, name="breaches"),
    path("s/<slug:school>/data/breaches/<int:breach>/", breach_views.breach_page, name="breach"),
]
