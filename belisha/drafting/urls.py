from django.urls import path

from belisha.drafting.views import (
    clause,
    clause_text,
    draft,
    drafts,
    file_check,
    imported,
    merging,
    models,
    reading_run,
)

app_name = "drafting"
DRAFT = "s/<slug:school>/drafts/<int:version>/"
MERGING = "s/<slug:school>/drafts/merging/<int:merging>/"
urlpatterns = [
    path("s/<slug:school>/drafts/", drafts.drafts, name="drafts"),
    path("s/<slug:school>/drafts/begin/", drafts.start, name="start"),
    path("s/<slug:school>/drafts/begin/<slug:way>/", drafts.start_by, name="start_by"),
    path("s/<slug:school>/drafts/reading/<str:run>/", reading_run.reading_run, name="reading_run"),
    path("s/<slug:school>/drafts/merge/<int:document>/", merging.start, name="merge"),
    path(MERGING, merging.merging_page, name="merging"),
    path(f"{MERGING}theirs/", merging.all_theirs, name="all_theirs"),
    path(f"{MERGING}finish/", merging.finish, name="finish"),
    path(f"{MERGING}clauses/<slug:clause>/", merging.decide, name="decide"),
    path(DRAFT, draft.draft, name="draft"),
    path(f"{DRAFT}review/", imported.review, name="review"),
    path(f"{DRAFT}original/", imported.original, name="original"),
    path(f"{DRAFT}original/of-record/", imported.original_of_record, name="original_of_record"),
    path(f"{DRAFT}mend/", draft.issues, name="issues"),
    path(f"{DRAFT}control/", draft.control, name="control"),
    path(f"{DRAFT}file/", draft.file, name="file"),
    path(f"{DRAFT}sections/", draft.section, name="section"),
    path(f"{DRAFT}add/", clause.add, name="add"),
    path(f"{DRAFT}reading/", clause.preview, name="preview"),
    path(f"{DRAFT}clauses/<slug:clause>/", clause.edit, name="edit"),
    path(f"{DRAFT}clauses/<slug:clause>/text/", clause_text.as_text, name="text"),
    path(f"{DRAFT}clauses/<slug:clause>/change/", clause_text.change, name="change"),
    path(
        "s/<slug:school>/policy/versions/<int:version>/check-file/",
        file_check.check_file_page,
        name="check_file",
    ),
    path("s/<slug:school>/models/", models.models, name="models"),
    path("s/<slug:school>/models/<int:document>/", models.issue, name="issue"),
]
