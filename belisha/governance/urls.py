from django.urls import path

from belisha.governance import report_views, views

app_name = "governance"
urlpatterns = [
    path("s/<slug:school>/governors/", report_views.report_page, name="report"),
    path("s/<slug:school>/governors/report.<slug:kind>", report_views.export, name="export"),
    path("s/<slug:school>/governors/actions/", views.actions_page, name="actions"),
    path("s/<slug:school>/governors/pack/", views.pack_page, name="pack"),
    path("s/<slug:school>/governors/schools/", views.schools_page, name="schools"),
    path("s/<slug:school>/governors/sharing/", views.sharing, name="sharing"),
    path("s/<slug:school>/governors/change/<int:version>/", views.change_page, name="change"),
]
