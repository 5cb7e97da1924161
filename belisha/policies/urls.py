from django.urls import path

from belisha.policies.authoring import views as authoring
from belisha.policies.cards import door_views
from belisha.policies.cards import views as cards
from belisha.policies.directory import views as directory
from belisha.policies.documents import office_views
from belisha.policies.documents import views as documents
from belisha.policies.documents.related_policies import related_policies
from belisha.policies.own_document import views as own_document
from belisha.policies.own_words import views as own_words
from belisha.policies.printing import views as printing
from belisha.policies.statements import views as statements
from belisha.policies.versions import views as versions
from belisha.policies.website import views as website

app_name = "policies"
urlpatterns = [
    path("", documents.schools, name="schools"),
    path("s/<slug:school>/policy/", documents.whole, name="whole"),
    path("s/<slug:school>/policy.pdf", printing.policy_pdf, name="pdf"),
    path("s/<slug:school>/policy.docx", printing.policy_docx, name="docx"),
    path("s/<slug:school>/print/", printing.print_view, name="print"),
    path("s/<slug:school>/policy/versions/", versions.versions, name="versions"),
    path("s/<slug:school>/policy/versions/changes/", versions.version_changes, name="version_changes"),
    path("s/<slug:school>/policy/versions/<int:version>/", versions.version_page, name="version"),
    path("s/<slug:school>/policy/versions/<int:version>.pdf", printing.version_pdf, name="version_pdf"),
    path("s/<slug:school>/policy/versions/<int:version>.docx", printing.version_docx, name="version_docx"),
    path(
        "s/<slug:school>/policy/versions/<int:version>/print/",
        printing.version_print,
        name="version_print",
    ),
    path(
        "s/<slug:school>/policy/versions/<int:version>/clause/<slug:clause>/",
        versions.version_clause,
        name="version_clause",
    ),
    path(
        "s/<slug:school>/policy/versions/<int:version>/document/",
        own_document.download,
        name="own_document_file",
    ),
    path(
        "s/<slug:school>/policy/versions/<int:version>/own-document/",
        own_document.own_document,
        name="own_document",
    ),
    path(
        "s/<slug:school>/policy/versions/<int:version>/own-document/remove/",
        own_document.remove,
        name="remove_own_document",
    ),
    path("s/<slug:school>/policy/<slug:clause>/", documents.clause, name="clause"),
    path("s/<slug:school>/cards/", cards.cards, name="cards"),
    path("s/<slug:school>/cards/print/", cards.cards_print, name="cards_print"),
    path("s/<slug:school>/cards.pdf", cards.all_cards_pdf, name="cards_pdf"),
    path("s/<slug:school>/card/<slug:role>/", cards.card, name="card"),
    path("s/<slug:school>/card/<slug:role>/easy/", cards.card_easy, name="card_easy"),
    path("s/<slug:school>/card/<slug:role>/print/", cards.card_print, name="card_print"),
    path("s/<slug:school>/card/<slug:role>.pdf", cards.card_pdf, name="card_pdf"),
    path("s/<slug:school>/card/<slug:role>/qr.svg", cards.card_qr, name="card_qr"),
    path("s/<slug:school>/embed/", website.embed, name="embed"),
    path("s/<slug:school>/website/", website.website, name="website"),
    path("s/<slug:school>/for/", documents.who, name="who"),
    path("s/<slug:school>/for/<slug:role>/", documents.for_role, name="for_role"),
    path("s/<slug:school>/people/", documents.offices, name="offices"),
    path("s/<slug:school>/offices/", office_views.offices_held, name="offices_held"),
    path("s/<slug:school>/school/", documents.school_duties, name="school_duties"),
    path("s/<slug:school>/door/", door_views.door, name="door"),
    path("s/<slug:school>/door.pdf", door_views.door_poster, name="door_poster"),
    path("s/<slug:school>/door/print/", door_views.door_print, name="door_print"),
    path("s/<slug:school>/door/qr.svg", door_views.door_qr, name="door_qr"),
    path("s/<slug:school>/other-policies/", related_policies, name="related_policies"),
    path("s/<slug:school>/words/", own_words.own_words, name="own_words"),
    path("s/<slug:school>/words/<int:word>/remove/", own_words.remove, name="remove_own_word"),
    path("s/<slug:school>/directory/", directory.directory, name="directory"),
    path("s/<slug:school>/directory/add/<slug:word>/", directory.add_contact, name="add_contact"),
    path("s/<slug:school>/directory/<int:contact>/", directory.change_contact, name="change_contact"),
    path("s/<slug:school>/directory/<int:contact>/end/", directory.end_contact, name="end_contact"),
    path("s/<slug:school>/privacy-settings/", directory.privacy_settings, name="privacy_settings"),
    path("s/<slug:school>/help/", directory.help_page, name="help"),
    path("s/<slug:school>/examine/", authoring.examine_page, name="examine"),
    path("s/<slug:school>/lint/", authoring.lint_page, name="lint"),
    path("privacy/", statements.privacy, name="privacy"),
    path("accessibility/", statements.accessibility, name="accessibility"),
    path("s/<slug:school>/contact/", statements.contact, name="contact"),
    path("compare/", authoring.compare_page, name="compare"),
]
