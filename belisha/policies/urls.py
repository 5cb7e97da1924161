from django.urls import path

from belisha.policies import (
    offices_views,
    views,
    views_cards,
    views_print,
    views_versions,
    views_website,
    writers_views,
)

app_name = "policies"
urlpatterns = [
    path("", views.schools, name="schools"),
    path("s/<slug:school>/policy/", views.whole, name="whole"),
    path("s/<slug:school>/policy.pdf", views_print.policy_pdf, name="pdf"),
    path("s/<slug:school>/policy.docx", views_print.policy_docx, name="docx"),
    path("s/<slug:school>/print/", views_print.print_view, name="print"),
    path("s/<slug:school>/policy/versions/", views_versions.versions, name="versions"),
    path("s/<slug:school>/policy/versions/changes/", views_versions.version_changes, name="version_changes"),
    path("s/<slug:school>/policy/versions/<int:version>/", views_versions.version_page, name="version"),
    path("s/<slug:school>/policy/versions/<int:version>.pdf", views_print.version_pdf, name="version_pdf"),
    path("s/<slug:school>/policy/versions/<int:version>.docx", views_print.version_docx, name="version_docx"),
    path(
        "s/<slug:school>/policy/versions/<int:version>/print/",
        views_print.version_print,
        name="version_print",
    ),
    path(
        "s/<slug:school>/policy/versions/<int:version>/clause/<slug:clause>/",
        views_versions.version_clause,
        name="version_clause",
    ),
    path("s/<slug:school>/policy/<slug:clause>/", views.clause, name="clause"),
    path("s/<slug:school>/cards/", views_cards.cards, name="cards"),
    path("s/<slug:school>/cards/print/", views_cards.cards_print, name="cards_print"),
    path("s/<slug:school>/cards.pdf", views_cards.all_cards_pdf, name="cards_pdf"),
    path("s/<slug:school>/card/<slug:role>/", views_cards.card, name="card"),
    path("s/<slug:school>/card/<slug:role>/easy/", views_cards.card_easy, name="card_easy"),
    path("s/<slug:school>/card/<slug:role>/print/", views_cards.card_print, name="card_print"),
    path("s/<slug:school>/card/<slug:role>.pdf", views_cards.card_pdf, name="card_pdf"),
    path("s/<slug:school>/card/<slug:role>/qr.svg", views_cards.card_qr, name="card_qr"),
    path("s/<slug:school>/embed/", views_website.embed, name="embed"),
    path("s/<slug:school>/website/", views_website.website, name="website"),
    path("s/<slug:school>/for/", views.who, name="who"),
    path("s/<slug:school>/for/<slug:role>/", views.for_role, name="for_role"),
    path("s/<slug:school>/people/", views.offices, name="offices"),
    path("s/<slug:school>/offices/", offices_views.offices_held, name="offices_held"),
    path("s/<slug:school>/help/", views.help_page, name="help"),
    path("s/<slug:school>/examine/", writers_views.examine_page, name="examine"),
    path("s/<slug:school>/lint/", writers_views.lint_page, name="lint"),
    path("compare/", writers_views.compare_page, name="compare"),
]
