from django.urls import path

from belisha.duties import feed_views, reminder_views, views

app_name = "duties"
urlpatterns = [
    path("duties/<int:duty>/done/", views.done, name="done"),
    path("duties/<int:duty>/undo/", views.undo, name="undo"),
    path("duties/calendar/", feed_views.make, name="make_feed"),
    path("duties/calendar/<int:feed>/end/", feed_views.end, name="end_feed"),
    path("duties/calendar/<str:token>.ics", feed_views.calendar, name="calendar"),
    path("s/<slug:school>/duties/", views.school, name="school"),
    path("s/<slug:school>/duties/remind/", reminder_views.remind, name="remind"),
    path("s/<slug:school>/duties/reminders/", reminder_views.frequency, name="frequency"),
]
