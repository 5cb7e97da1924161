from django.urls import path

from belisha.complaints import hearing_views, public_views

app_name = "complaints"
urlpatterns = [
    path("s/<slug:school>/tell/", public_views.tell, name="tell"),
    path("s/<slug:school>/tell/receipt/", public_views.come_back, name="come_back"),
    path("s/<slug:school>/tell/leave/", public_views.leave, name="leave"),
    path("s/<slug:school>/tell/<str:kind>/", public_views.bring, name="bring"),
    path("s/<slug:school>/matters/", hearing_views.matters, name="matters"),
    path("s/<slug:school>/matters/procedure/", hearing_views.procedure, name="procedure"),
    path("s/<slug:school>/matters/<slug:matter>/", hearing_views.matter_page, name="matter"),
]
