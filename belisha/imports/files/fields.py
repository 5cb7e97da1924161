"""The columns that a file of people may have, and the headings that the systems of schools give them."""

from collections.abc import Sequence
from dataclasses import dataclass

from belisha.imports.files.record_states import is_state_heading
from belisha.imports.files.text_cleaning import fold_heading

LEFT_OUT = ""


@dataclass(frozen=True, slots=True)
class ImportField:
    """A value that a column may hold. `headings` are folded: lower case, without marks."""

    id: str
    label: str
    headings: tuple[str, ...]


FIELDS = (
    ImportField("title", "Title (Miss, Mr, Dr)", ("title", "salutation", "prefix")),
    ImportField(
        "given",
        "First name",
        ("forename", "first name", "given name", "firstname", "givenname", "legal forename",
         "legal first name", "forenames", "first names"),
    ),
    ImportField(
        "family",
        "Last name",
        ("surname", "last name", "family name", "lastname", "familyname", "legal surname", "legal last name"),
    ),
    ImportField(
        "preferred_given",
        "First name they go by",
        ("preferred forename", "preferred first name", "chosen name", "known as", "preferred name",
         "chosen forename", "preferred given name"),
    ),
    ImportField(
        "preferred_family",
        "Last name they go by",
        ("preferred surname", "preferred last name", "chosen surname", "preferred family name"),
    ),
    ImportField(
        "name",
        "Whole name",
        ("name", "full name", "fullname", "display name", "student name", "pupil name", "staff name",
         "legal name", "surname forename", "student", "pupil", "person", "staff member", "employee name"),
    ),
    ImportField(
        "person_id",
        "Number in your system",
        ("person id", "personid", "arbor id", "arbor student id", "arbor staff id", "sims id", "bromcom id",
         "mis id", "external id", "sourcedid", "sis id", "id", "student id", "staff id", "unique id",
         "person identifier", "unique identifier", "employee id", "user id"),
    ),
    ImportField(
        "staff_code",
        "Staff code",
        ("staff code", "staffcode", "employee code", "employee number", "payroll number", "staff initials",
         "staff number", "code", "short code"),
    ),
    ImportField(
        "admission",
        "Admission number",
        ("admission number", "adno", "admission no", "adm no", "admno", "admissions number", "admission num",
         "admissionnumber"),
    ),
    ImportField("upn", "Unique pupil number (UPN)", ("upn", "unique pupil number", "pupil upn")),
    ImportField(
        "role",
        "Role or job title",
        ("role", "job title", "jobtitle", "post", "post title", "position", "staff type", "job",
         "employee type", "staff role", "person type", "type", "main role", "role s", "roles", "job role",
         "business role", "occupation", "user type", "category"),
    ),
    ImportField(
        "year_group",
        "Year group",
        ("year group", "year", "yeargroup", "nc year", "ncyear", "curriculum year",
         "national curriculum year", "year grp", "yr", "year code", "nc year actual",
         "grade", "grades", "nc year group"),
    ),
    ImportField(
        "group",
        "Class or registration group",
        ("reg group", "reg", "registration group", "tutor group", "form", "class", "registration form",
         "form group", "tutorgroup", "reggroup", "registration", "team", "department", "house form"),
    ),
    ImportField(
        "line_manager",
        "Line manager (name, e-mail address or staff code)",
        ("line manager", "linemanager", "manager", "reports to", "line manager name", "line manager email",
         "line manager e mail", "line manager code", "manager name", "manager email", "managed by",
         "reporting manager", "supervised by"),
    ),
    ImportField(
        "email",
        "E-mail address",
        ("email", "e mail", "email address", "work email", "primary email", "main email", "work e mail",
         "e mail address", "school email", "default email", "email primary", "work email address",
         "primary email address", "emailaddress", "staff email"),
    ),
    ImportField(
        "state",
        "State (current, left)",
        ("status", "enrolment status", "enrollment status", "employment status", "on roll status",
         "active", "is active", "active status", "current", "is current", "on roll", "is on roll", "enabled",
         "account enabled", "currently employed", "in post", "leaver", "is leaver", "has left", "inactive",
         "is inactive", "archived", "is archived", "is deleted", "deleted", "left school", "off roll",
         "leaver status", "record status", "staff status", "student status", "pupil status"),
    ),
    ImportField(
        "from_on",
        "First day",
        ("start date", "startdate", "date of arrival", "doa", "date of admission", "admission date",
         "start", "from", "joined", "join date", "date joined", "employment start date", "entry date",
         "date started", "employment start", "enrolment date", "contract start date", "on roll date",
         "role start date", "post start date", "contract start", "commenced", "continuous service date"),
    ),
    ImportField(
        "to_on",
        "Last day",
        ("leaving date", "date of leaving", "dol", "end date", "enddate", "leave date", "left", "date left",
         "to", "leaver date", "employment end date", "employment end", "contract end date", "until",
         "date of departure", "off roll date", "role end date", "post end date", "contract end",
         "leavingdate", "termination date"),
    ),
)  # fmt: skip
BY_ID = {field.id: field for field in FIELDS}
KEYS = ("person_id", "staff_code", "admission", "upn")
_BY_HEADING = {heading: field.id for field in FIELDS for heading in field.headings}


def known_headings(cells: Sequence[str]) -> int:
    """Return how many of the cells are headings that we know."""
    return sum(fold_heading(cell) in _BY_HEADING for cell in cells)


def guess_columns(headings: Sequence[str]) -> dict[str, int]:
    """Return the column that most likely holds each field: the first of two with a known heading."""
    found: dict[str, int] = {}
    for place, heading in enumerate(headings):
        folded = fold_heading(heading)
        field = _BY_HEADING.get(folded) or ("state" if is_state_heading(folded) else LEFT_OUT)
        if field:
            found.setdefault(field, place)
    return found
