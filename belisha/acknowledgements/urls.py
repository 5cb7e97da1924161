from django.urls import path

from belisha.acknowledgements import overview_views, paper_views, receipt_views, reminder_views, views

app_name = "acknowledgements"
urlpatterns = [
    path("s/<slug:school>/acknowledge/", overview_views.state, name="state"),
    path("s/<slug:school>/acknowledge/not-yet.csv", overview_views.not_yet_csv, name="not_yet_csv"),
    path("s/<slug:school>/acknowledge/mine/", views.own, name="mine"),
    path("s/<slug:school>/acknowledge/paper/", paper_views.paper, name="paper"),
    path("s/<slug:school>/acknowledge/paper/<int:version>/sheet/", paper_views.sheet, name="sheet"),
    path("s/<slug:school>/acknowledge/paper/<int:version>/", paper_views.enter, name="enter_paper"),
    path("s/<slug:school>/acknowledge/<int:version>/", views.acknowledge, name="acknowledge"),
    path("s/<slug:school>/acknowledge/<int:version>/signed/", overview_views.signed, name="signed"),
    path("s/<slug:school>/acknowledge/<int:version>/remind/", reminder_views.remind, name="remind"),
    path(
        "s/<slug:school>/acknowledge/receipt/<int:receipt>/set-aside/",
        paper_views.set_aside,
        name="set_aside",
    ),
    path("s/<slug:school>/acknowledge/<int:version>/check/", views.check, name="check"),
    path("s/<slug:school>/acknowledge/<int:version>/text/", views.text, name="text"),
    path("s/<slug:school>/acknowledge/receipt/<int:receipt>/", receipt_views.receipt, name="receipt"),
    path(
        "s/<slug:school>/acknowledge/receipt/<int:receipt>.pdf", receipt_views.receipt_pdf, name="receipt_pdf"
    ),
    path(
        "s/<slug:school>/acknowledge/receipt/<int:receipt>.json",
        receipt_views.receipt_json,
        name="receipt_json",
    ),
    path("s/<slug:school>/seal/", receipt_views.seals, name="seals"),
]
