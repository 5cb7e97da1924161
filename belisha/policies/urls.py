from django.urls import path

from belisha.policies import views, writers_views

app_name = "policies"
urlpatterns = [
    path("", views.schools, name="schools"),
    path("s/<slug:school>/policy/", views.whole, name="whole"),
    path("s/<slug:school>/policy/<slug:clause>/", views.clause, name="clause"),
    path("s/<slug:school>/for/", views.who, name="who"),
    path("s/<slug:school>/for/<slug:role>/", views.for_role, name="for_role"),
    path("s/<slug:school>/people/", views.offices, name="offices"),
    path("s/<slug:school>/help/", views.help_page, name="help"),
    path("s/<slug:school>/examine/", writers_views.examine_page, name="examine"),
    path("s/<slug:school>/lint/", writers_views.lint_page, name="lint"),
    path("compare/", writers_views.compare_page, name="compare"),
]
