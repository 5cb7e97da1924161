from django.urls import path

from belisha.acknowledgements import own_views, paper_views, receipt_views, state_views

app_name = "acknowledgements"
urlpatterns = [
    path("s/<slug:school>/acknowledge/", state_views.state, name="state"),
    path("s/<slug:school>/acknowledge/not-yet.csv", state_views.not_yet_csv, name="not_yet_csv"),
    path("s/<slug:school>/acknowledge/mine/", own_views.own, name="mine"),
    path("s/<slug:school>/acknowledge/paper/", paper_views.paper, name="paper"),
    path("s/<slug:school>/acknowledge/paper/<int:version>/sheet/", paper_views.sheet, name="sheet"),
    path("s/<slug:school>/acknowledge/paper/<int:version>/", paper_views.enter, name="enter_paper"),
    path("s/<slug:school>/acknowledge/<int:version>/", own_views.acknowledge, name="acknowledge"),
    path("s/<slug:school>/acknowledge/<int:version>/signed/", state_views.signed, name="signed"),
    path("s/<slug:school>/acknowledge/<int:version>/check/", own_views.check, name="check"),
    path("s/<slug:school>/acknowledge/<int:version>/text/", own_views.text, name="text"),
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
