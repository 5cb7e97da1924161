from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from belisha.base.options import Groups
from belisha.base.text import capital
from belisha.imports.files.fields import FIELDS
from belisha.imports.files.file_types import too_large
from belisha.imports.files.limits import LARGEST_FILE, MOST_TITLES
from belisha.imports.files.people import NOBODY, titles_used
from belisha.imports.files.row import shortened
from belisha.imports.files.table import Table
from belisha.imports.files.titles import titles_in
from belisha.imports.models import Roll
from belisha.imports.planning.role_categories import importable_roles
from belisha.people.roles import role_label

CHOOSE_A_FILE = "Choose the file that your system exported"


class ImportFileForm(forms.Form):
    """The file of an import."""

    roll = forms.FileField(
        label="The file",
        allow_empty_file=True,
        error_messages={"required": CHOOSE_A_FILE, "missing": CHOOSE_A_FILE, "invalid": CHOOSE_A_FILE},
    )

    def clean_roll(self) -> Any:
        """Return the file if it is not too large to be read."""
        file = self.cleaned_data["roll"]
        if file.size > LARGEST_FILE:
            raise forms.ValidationError(too_large(file.size))
        return file


class ColumnMappingForm(forms.Form):
    """Which column holds what: a field for each value that a file may hold."""

    role_of_all = forms.CharField(required=False, label="Everybody in this file is")
    date_order = forms.ChoiceField(
        required=False, label="Dates such as 03/04/2026 have", choices=[("", ""), ("day", ""), ("month", "")]
    )

    def __init__(self, *args: Any, table: Table, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.table = table
        for field in FIELDS:
            self.fields[field.id] = forms.CharField(required=False, label=field.label)

    def clean(self) -> dict[str, Any]:
        """Return the columns and what was chosen beside them. Each column is for one thing; name and role are
        needed.
        """
        columns: dict[str, int] = {}
        for field in FIELDS:
            text = self.cleaned_data.get(field.id, "")
            if not text:
                continue
            if text not in map(str, range(len(self.table.headings))):
                self.add_error(field.id, "Choose a column of the file")
            elif int(text) in columns.values():
                self.add_error(
                    field.id,
                    f"“{self.table.headings[int(text)]}” is chosen twice: leave one of the two empty",
                )
            else:
                columns[field.id] = int(text)
        self._check(columns)
        return {
            "columns": columns,
            "role_of_all": self.cleaned_data.get("role_of_all", ""),
            "date_order": self.cleaned_data.get("date_order", ""),
        }

    def _check(self, columns: dict[str, int]) -> None:
        if not {"name", "family", "preferred_family"} & columns.keys():
            self.add_error("family", "Choose the column with the last names, or the one with whole names")
        role = self.cleaned_data.get("role_of_all", "")
        if role and role not in importable_roles():
            self.add_error("role_of_all", "Choose a role from the list")
        if "role" not in columns and not role:
            self.add_error(
                "role", "Choose the column with the roles or job titles, or say below what everybody is"
            )
        if "role" in columns and len(titles_of_table(self.table, columns)) > MOST_TITLES:
            heading = self.table.headings[columns["role"]]
            message = (
                f"“{heading}” holds more than {MOST_TITLES} different values: choose the column with the "
                "job titles"
            )
            self.add_error("role", message)


class JobTitlesForm(forms.Form):
    """Which role each job title means, and which school of the file is meant if it has several."""

    def __init__(
        self, *args: Any, titles: Sequence[str], schools: Sequence[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.titles, self.schools = titles, schools
        for place, title in enumerate(titles):
            self.fields[f"title-{place}"] = forms.CharField(required=False, label=title)
            self.fields[f"also-{place}"] = forms.CharField(required=False, label=f"{title}: a second role")
        if len(schools) > 1:
            self.fields["school"] = forms.CharField(
                required=False, label="Which school of the file is yours?"
            )

    def clean(self) -> dict[str, Any]:
        """Return a role for every title, two with a space between, or the word that such people
        are left out.
        """
        roles = []
        for place, title in enumerate(self.titles):
            role = self.cleaned_data.get(f"title-{place}", "")
            if role != NOBODY and role not in importable_roles():
                words = shortened(title) or "an empty cell"
                self.add_error(
                    f"title-{place}", f"Choose what “{words}” means here, or leave these people out"
                )
            also = self.cleaned_data.get(f"also-{place}", "")
            if also and (also not in importable_roles() or role == NOBODY):
                self.add_error(f"also-{place}", "Choose the second role from the list, or none")
            roles.append(f"{role} {also}" if also and also != role else role)
        school = self.cleaned_data.get("school", "")
        if len(self.schools) > 1 and school not in dict(self.schools):
            self.add_error("school", "Choose the school whose people you bring in")
        return {"roles": roles, "school": school}


class ConfirmImportForm(forms.Form):
    """What happens to people who are not in the file, and whether joiners are invited."""

    plan = forms.CharField(required=False)
    missing = forms.ChoiceField(required=False, choices=[("stay", "stay"), ("leave", "leave")])
    is_whole = forms.BooleanField(required=False)
    invites = forms.BooleanField(required=False)


def titles_of_table(table: Table, columns: Mapping[str, int]) -> dict[str, str]:
    """Return the different job titles of the people of a table, by their folded form."""
    return dict(titles_in(titles_used(table, columns)))


def column_options(table: Table) -> Groups:
    """Return the columns to choose from, by their headings; with their number where two have the same one."""
    headings = table.headings
    return (
        (
            "",
            tuple(
                (str(place), f"{heading} (column {place + 1})" if headings.count(heading) > 1 else heading)
                for place, heading in enumerate(headings)
            ),
        ),
    )


def office_counts(roll: Roll) -> list[str]:
    """Return the offices that the import would give, with how many people: they may bring
    rights with them.
    """
    return [
        f"{capital(role_label(role))}: {count}"
        for role, count in sorted(roll.counts.get("offices", {}).items())
    ]
