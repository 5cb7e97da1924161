from django.urls import path

from belisha.ratification.approval import views as approval_views
from belisha.ratification.consultation import views as consultation_views
from belisha.ratification.equality import views as equality_views
from belisha.ratification.lifecycle import draft_views
from belisha.ratification.lifecycle import views as lifecycle_views
from belisha.ratification.meeting import views as meeting_views
from belisha.ratification.publication import views as publication_views
from belisha.ratification.scenarios import views as scenarios_views

app_name = "ratification"
AT = "s/<slug:school>/versions/<int:version>/"
urlpatterns = [
    path("s/<slug:school>/versions/", lifecycle_views.versions, name="versions"),
    path(AT, lifecycle_views.version_page, name="version"),
    path(f"{AT}changes/", publication_views.changes, name="changes"),
    path(f"{AT}consultation/", consultation_views.consultation, name="consultation"),
    path(f"{AT}comments/", consultation_views.comments, name="comments"),
    path(f"{AT}comments/<int:comment>/", consultation_views.answer, name="answer"),
    path(f"{AT}comments/<int:comment>/back/", consultation_views.take_back, name="take_back"),
    path(f"{AT}approval/", approval_views.approval, name="approval"),
    path(f"{AT}equality/", equality_views.equality, name="equality"),
    path(f"{AT}ratification/", meeting_views.ratification, name="ratification"),
    path(f"{AT}ratification/sign/", meeting_views.sign, name="sign"),
    path(f"{AT}ratification/minute/", meeting_views.minute, name="minute"),
    path(f"{AT}publication/", publication_views.publication, name="publication"),
    path(f"{AT}scenarios/<int:scenario>/", publication_views.meant, name="meant"),
    path(f"{AT}withdrawal/", publication_views.withdrawal, name="withdrawal"),
    path(f"{AT}review/", publication_views.review, name="review"),
    path(f"{AT}back/", publication_views.back, name="back"),
    path(f"{AT}discard/", draft_views.discard, name="discard"),
    path(f"{AT}again/", draft_views.again, name="again"),
    path("s/<slug:school>/consultation/<str:token>/", consultation_views.by_link, name="by_link"),
    path("s/<slug:school>/scenarios/", scenarios_views.scenarios, name="scenarios"),
    path("s/<slug:school>/scenarios/<int:scenario>/retire/", scenarios_views.retire, name="retire"),
]
