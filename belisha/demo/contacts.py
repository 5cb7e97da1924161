"""How the demonstration's schools are reached: invented numbers that nobody has."""

from datetime import date

from belisha.directory.models import SchoolContact
from belisha.people.models import School

SINCE = date(2026, 9, 1)
HOURS = "Monday to Friday, 8am to 4pm"
# Telephone numbers that Ofcom keeps for drama: 01632 960xxx. Only one school has filled everything in.
CONTACTS = {
    "grange": (
        ("school", "960 100"),
        ("dsl", "960 101"),
        ("headteacher", "960 102"),
        ("lado", "960 103"),
        ("chair-of-governors", "960 104"),
        ("slt", "960 105"),
        ("education-personnel", "960 106"),
    ),
    "barley-lane": (
        ("school", "960 200"),
        ("dsl", "960 201"),
        ("headteacher", "960 202"),
        ("lado", "960 203"),
    ),
    "hr-cooperative": (("school", "960 300"),),
    "coads-green": (("school", "960 400"), ("dsl", "960 401"), ("headteacher", "960 402")),
    "calcot": (("school", "960 500"), ("dsl", "960 501"), ("headteacher", "960 502"), ("lado", "960 503")),
}


def add_contacts(school: School) -> None:
    """Give a school of the demonstration its contacts, if it has none yet."""
    if SchoolContact.objects.filter(school=school).exists():
        return
    SchoolContact.objects.bulk_create(
        SchoolContact(school=school, word=word, phone=f"01632 {number}", reachable=HOURS, from_on=SINCE)
        for word, number in CONTACTS.get(school.slug, ())
    )
