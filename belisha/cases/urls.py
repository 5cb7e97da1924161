from django.urls import path

from belisha.cases import case_views, evidence_views, public_views, work_views

app_name = "cases"
urlpatterns = [
    path("s/<slug:school>/report/", public_views.report, name="report"),
    path("s/<slug:school>/report/receipt/", public_views.come_back, name="come_back"),
    path("s/<slug:school>/report/attach/", evidence_views.attach, name="attach"),
    path("s/<slug:school>/reports/", case_views.listed, name="list"),
    path("s/<slug:school>/reports/<slug:report>/", case_views.report_page, name="report_page"),
    path(
        "s/<slug:school>/matters/<slug:matter>/to-safeguarding/", case_views.from_matter, name="from_matter"
    ),
    path(
        "s/<slug:school>/registers/<slug:register>/<int:number>/case/",
        case_views.from_register,
        name="from_register",
    ),
    path("s/<slug:school>/looks/", case_views.looks, name="looks"),
    path("s/<slug:school>/cases/<slug:case>/", work_views.case_page, name="case"),
    path("s/<slug:school>/cases/<slug:case>/chronology/", work_views.chronology, name="chronology"),
    path("s/<slug:school>/cases/<slug:case>/people/", work_views.case_people, name="case_people"),
    path("s/<slug:school>/cases/<slug:case>/referrals/", work_views.referrals_page, name="referrals"),
    path("s/<slug:school>/cases/<slug:case>/outcome/", work_views.outcome_page, name="outcome"),
    path("s/<slug:school>/cases/<slug:case>/evidence/", evidence_views.evidence, name="evidence"),
    path("s/<slug:school>/cases/<slug:case>/evidence/<slug:item>/", evidence_views.item_page, name="item"),
    path(
        "s/<slug:school>/cases/<slug:case>/evidence/<slug:item>/file/",
        evidence_views.item_file,
        name="item_file",
    ),
    path("s/<slug:school>/cases/<slug:case>/export/", evidence_views.export, name="export"),
]
