from django.urls import path

from belisha.registers import (
    consent_views,
    contact_views,
    entry_views,
    list_views,
    public_views,
    request_views,
)

app_name = "registers"
urlpatterns = [
    path("s/<slug:school>/registers/", list_views.registers, name="registers"),
    path("s/<slug:school>/registers/settings/", list_views.settings_page, name="settings"),
    path("s/<slug:school>/registers/<slug:register>/", list_views.register_page, name="register"),
    path("s/<slug:school>/registers/<slug:register>/export.csv", list_views.export, name="export"),
    path("s/<slug:school>/registers/<slug:register>/new/", entry_views.new, name="new"),
    path("s/<slug:school>/registers/<slug:register>/<int:number>/", entry_views.entry_page, name="entry"),
    path(
        "s/<slug:school>/registers/<slug:register>/<int:number>/change/",
        entry_views.change_page,
        name="change",
    ),
    path("s/<slug:school>/public/<slug:register>/", public_views.public_list, name="public"),
    path("s/<slug:school>/visit/", public_views.visit, name="new_visitors"),
    path("s/<slug:school>/registers/<slug:register>/year/", list_views.year, name="year"),
    path("s/<slug:school>/consents/", consent_views.own_consents, name="new_consents"),
    path("s/<slug:school>/consents/children/", consent_views.children, name="children"),
    path("s/<slug:school>/consents/children/<int:number>/", consent_views.child, name="child"),
    path("s/<slug:school>/consents/import/", consent_views.import_file, name="consent_import"),
    path("s/<slug:school>/contact-attempt/", contact_views.new_contact, name="new_contacts"),
    path(
        "s/<slug:school>/registers/<slug:register>/<int:number>/certificate.json",
        entry_views.certificate_file,
        name="certificate",
    ),
    path(
        "s/<slug:school>/registers/<slug:register>/<int:number>/permission.pdf",
        entry_views.certificate_pdf,
        name="certificate_pdf",
    ),
    path(
        "s/<slug:school>/registers/<slug:register>/<int:number>/files/<int:file>/",
        entry_views.attached_file,
        name="attached_file",
    ),
    path("s/<slug:school>/requests/", request_views.requests, name="requests"),
    path("s/<slug:school>/requests/ask/", request_views.ask, name="ask"),
]
