from django.urls import path

from belisha.checks import views, word_views

app_name = "checks"
urlpatterns = [
    path("s/<slug:school>/check/", views.check_page, name="check"),
    path("s/<slug:school>/check/share/", views.share_page, name="share"),
    path("s/<slug:school>/check/words/", word_views.words_page, name="words"),
    path("s/<slug:school>/check/app.webmanifest", views.manifest, name="manifest"),
]
