"""Fields of forms that several parts of the site have."""

from typing import Any

from django import forms


class LineField(forms.CharField):
    """One line of text. A browser sends no more; what came otherwise is put on one line, without odd spaces.

    Names and references go into subjects of mails and into lines of a policy file: a second line in them
    would say something else there.
    """

    def to_python(self, value: Any) -> str:
        """The words with one space between them."""
        return " ".join((super().to_python(value) or "").split())


class DayField(forms.DateField):
    """A day, as a browser's date box sends it or people in Britain write it."""

    default_error_messages = {"required": "Enter the day", "invalid": "Enter a day like 21/11/2026"}
    input_formats = ("%Y-%m-%d", "%d/%m/%Y", "%d/%m/%y", "%d.%m.%Y", "%d %B %Y", "%d %b %Y")
