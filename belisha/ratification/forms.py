from typing import Any

from django import forms

from belisha.base.fields import LineField

LONGEST = 2000


def words_field(label: str, missing: str, *, required: bool = True, hint: str = "") -> forms.CharField:
    """Return a field for a few sentences."""
    errors = {"required": missing, "max_length": f"Write at most {LONGEST} letters"}
    return forms.CharField(
        label=label, required=required, max_length=LONGEST, error_messages=errors, help_text=hint
    )


def line_field(label: str, missing: str, *, longest: int = 60, hint: str = "") -> forms.CharField:
    """Return a field for one line."""
    errors = {"required": missing, "max_length": f"Write at most {longest} letters"}
    return LineField(label=label, max_length=longest, error_messages=errors, help_text=hint)


class PlainForm(forms.Form):
    """A form whose fields' ids are their names, as our templates write them."""

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, auto_id="%s", **kwargs)
