from django.urls import path

from belisha.ratification.views import (
    approval,
    beginning_and_end,
    consultation,
    publication,
    record,
    scenarios,
    versions,
)

app_name = "ratification"
AT = "s/<slug:school>/versions/<int:version>/"
urlpatterns = [
    path("s/<slug:school>/versions/", versions.versions, name="versions"),
    path(AT, versions.version_page, name="version"),
    path(f"{AT}changes/", publication.changes, name="changes"),
    path(f"{AT}consultation/", consultation.consultation, name="consultation"),
    path(f"{AT}comments/", consultation.comments, name="comments"),
    path(f"{AT}comments/<int:comment>/", consultation.answer, name="answer"),
    path(f"{AT}comments/<int:comment>/back/", consultation.take_back, name="take_back"),
    path(f"{AT}approval/", approval.approval, name="approval"),
    path(f"{AT}equality/", record.equality, name="equality"),
    path(f"{AT}ratification/", record.ratification, name="ratification"),
    path(f"{AT}ratification/sign/", record.sign, name="sign"),
    path(f"{AT}ratification/minute/", record.minute, name="minute"),
    path(f"{AT}publication/", publication.publication, name="publication"),
    path(f"{AT}scenarios/<int:scenario>/", publication.meant, name="meant"),
    path(f"{AT}withdrawal/", publication.withdrawal, name="withdrawal"),
    path(f"{AT}review/", publication.review, name="review"),
    path(f"{AT}back/", publication.back, name="back"),
    path(f"{AT}discard/", beginning_and_end.discard, name="discard"),
    path(f"{AT}again/", beginning_and_end.again, name="again"),
    path("s/<slug:school>/consultation/<str:token>/", consultation.by_link, name="by_link"),
    path("s/<slug:school>/scenarios/", scenarios.scenarios, name="scenarios"),
    path("s/<slug:school>/scenarios/<int:scenario>/retire/", scenarios.retire, name="retire"),
]
