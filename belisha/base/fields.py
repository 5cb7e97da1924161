"""Form fields that several apps use."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.dateparse import parse_date


class LineField(forms.CharField):
    """One line of text. Line breaks and repeated spaces are replaced by one space.

    Names and references go into mail subjects and into lines of a policy file, where a line break would
    change the meaning.
    """

    def to_python(self, value: Any) -> str:
        """Return the text with single spaces between words."""
        return " ".join((super().to_python(value) or "").split())


class DayInput(forms.DateInput):
    """Three boxes for the day, the month and the year. One value under the field's own name is taken too."""

    PARTS = ("day", "month", "year")

    def value_from_datadict(
        self, data: Mapping[str, Any], files: MultiValueDict[str, Any], name: str
    ) -> str | None:
        """Return the date as it was typed, such as `5/9/2026`; empty if every box is."""
        if name in data:
            whole: str | None = super().value_from_datadict(data, files, name)
            return whole
        parts = [str(data.get(f"{name}-{part}", "")).strip() for part in self.PARTS]
        return "/".join(parts) if any(parts) else ""

    def value_omitted_from_data(
        self,
        data: Mapping[str, Any],
        files: MultiValueDict[str, Any],  # noqa: ARG002 - as Django calls it
        name: str,
    ) -> bool:
        """Tell whether neither the field nor any of its boxes was sent."""
        return not any(each in data for each in (name, *(f"{name}-{part}" for part in self.PARTS)))

    def boxes(self, value: Any) -> list[tuple[str, str]]:
        """Return each box with what stands in it, also where no date can be read."""
        day = value if isinstance(value, date) else _parsed(str(value or ""))
        if day is not None:
            typed = [str(day.day), str(day.month), str(day.year)]
        else:
            typed = [*str(value or "").split("/"), "", "", ""][:3]
        return list(zip(self.PARTS, typed, strict=True))


def _parsed(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None


class DayField(forms.DateField):
    """A date, in the form that a browser sends or that people in Britain write."""

    widget = DayInput
    default_error_messages = {"required": "Enter a date", "invalid": "Enter a date, such as 21/11/2026"}
    input_formats = (
        *("%Y-%m-%d", "%d/%m/%Y", "%d/%m/%y", "%d.%m.%Y", "%d %B %Y", "%d %b %Y"),
        *("%d/%B/%Y", "%d/%b/%Y"),  # a month's name in its box
    )
