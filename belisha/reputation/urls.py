from django.urls import path

from belisha.reputation import mention_views, place_views

app_name = "reputation"
urlpatterns = [
    path("s/<slug:school>/reputation/", place_views.front, name="front"),
    path("s/<slug:school>/reputation/places/add/", place_views.add, name="add_place"),
    path("s/<slug:school>/reputation/places/<int:place>/", place_views.place_page, name="place"),
    path("s/<slug:school>/reputation/mentions/add/", mention_views.add, name="add_mention"),
    path("s/<slug:school>/reputation/mentions/<int:mention>/", mention_views.mention_page, name="mention"),
]
