from django.urls import path

from belisha.training import keeping_views, lesson_views, views

app_name = "training"
urlpatterns = [
    path("s/<slug:school>/training/", views.mine, name="mine"),
    path("s/<slug:school>/training/all/", keeping_views.state, name="state"),
    path("s/<slug:school>/training/all/<slug:clause>/", keeping_views.not_yet, name="not_yet"),
    path("s/<slug:school>/training/enter/", keeping_views.enter, name="enter"),
    path("s/<slug:school>/training/of/<int:person>/", keeping_views.person, name="person"),
    path("s/<slug:school>/training/entry/<int:entry>/withdraw/", views.withdraw, name="withdraw"),
    path("s/<slug:school>/training/<slug:clause>/", views.item, name="item"),
    path("s/<slug:school>/lessons/", lesson_views.lessons, name="lessons"),
]
