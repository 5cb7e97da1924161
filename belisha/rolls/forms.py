from collections.abc import Sequence
from typing import Any

from django import forms

from belisha.base.options import Groups
from belisha.base.words import capital
from belisha.people.roles import role_label
from belisha.rolls.models import Roll
from belisha.rolls.reading.fields import FIELDS
from belisha.rolls.reading.kinds import too_large
from belisha.rolls.reading.limits import LARGEST_FILE, MOST_TITLES
from belisha.rolls.reading.people import NOBODY
from belisha.rolls.reading.row import shown
from belisha.rolls.reading.table import Table
from belisha.rolls.reading.titles import titles_in
from belisha.rolls.sorts import roll_roles

CHOOSE_A_FILE = "Choose the file that your system exported"


class RollForm(forms.Form):
    """The file of a roll."""

    roll = forms.FileField(
        label="The file",
        allow_empty_file=True,
        error_messages={"required": CHOOSE_A_FILE, "missing": CHOOSE_A_FILE, "invalid": CHOOSE_A_FILE},
    )

    def clean_roll(self) -> Any:
        """A file that is not too large to be read."""
        file = self.cleaned_data["roll"]
        if file.size > LARGEST_FILE:
            raise forms.ValidationError(too_large(file.size))
        return file


class ColumnsForm(forms.Form):
    """Which column holds what. A field stands for each thing that a roll may hold."""

    role_of_all = forms.CharField(required=False, label="Everybody in this file is")

    def __init__(self, *args: Any, table: Table, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.table = table
        for field in FIELDS:
            self.fields[field.id] = forms.CharField(required=False, label=field.label)

    def clean(self) -> dict[str, Any]:
        """Columns that are there, each for one thing; a name; and roles from somewhere."""
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
        return {"columns": columns, "role_of_all": self.cleaned_data.get("role_of_all", "")}

    def _check(self, columns: dict[str, int]) -> None:
        if not {"name", "family", "preferred_family"} & columns.keys():
            self.add_error("family", "Choose the column with the last names, or the one with whole names")
        role = self.cleaned_data.get("role_of_all", "")
        if role and role not in roll_roles():
            self.add_error("role_of_all", "Choose a role from the list")
        if "role" not in columns and not role:
            self.add_error(
                "role", "Choose the column with the roles or job titles, or say below what everybody is"
            )
        if "role" in columns and len(titles_of_table(self.table, columns["role"])) > MOST_TITLES:
            heading = self.table.headings[columns["role"]]
            message = (
                f"“{heading}” holds more than {MOST_TITLES} different values: choose the column with the "
                "job titles"
            )
            self.add_error("role", message)


class TitlesForm(forms.Form):
    """Which role each job title means, and which school of the file is meant where it holds several."""

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
        """A role for every title, or two with a space between, or the word that such people are left out."""
        roles = []
        for place, title in enumerate(self.titles):
            role = self.cleaned_data.get(f"title-{place}", "")
            if role != NOBODY and role not in roll_roles():
                words = shown(title) or "an empty cell"
                self.add_error(
                    f"title-{place}", f"Choose what “{words}” means here, or leave these people out"
                )
            also = self.cleaned_data.get(f"also-{place}", "")
            if also and (also not in roll_roles() or role == NOBODY):
                self.add_error(f"also-{place}", "Choose the second role from the list, or none")
            roles.append(f"{role} {also}" if also and also != role else role)
        school = self.cleaned_data.get("school", "")
        if len(self.schools) > 1 and school not in dict(self.schools):
            self.add_error("school", "Choose the school whose people you bring in")
        return {"roles": roles, "school": school}


class BeginForm(forms.Form):
    """What is to become of those who are missing, and whether joiners get an invitation."""

    plan = forms.CharField(required=False)
    missing = forms.ChoiceField(required=False, choices=[("stay", "stay"), ("leave", "leave")])
    is_whole = forms.BooleanField(required=False)
    invites = forms.BooleanField(required=False)


def titles_of_table(table: Table, place: int) -> dict[str, str]:
    """The different job titles of a column, by their folded form."""
    return dict(titles_in(row.cells[place] for row in table.rows))


def column_options(table: Table) -> Groups:
    """The columns to choose from, by their headings; with their number where two have the same one."""
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


def offices_said(roll: Roll) -> list[str]:
    """Offices that the import would give, with how many people: they may bring rights with them."""
    return [
        f"{capital(role_label(role))}: {count}"
        for role, count in sorted(roll.counts.get("offices", {}).items())
    ]
