from django.urls import path

from belisha.answers import draft_views, views

app_name = "answers"
urlpatterns = [
    path("s/<slug:school>/", views.front, name="front"),
    path("s/<slug:school>/ask/", views.ask_page, name="ask"),
    path("s/<slug:school>/asked/", views.asked, name="asked"),
    path("s/<slug:school>/drafts/<int:version>/try/", draft_views.try_draft, name="try_draft"),
]
