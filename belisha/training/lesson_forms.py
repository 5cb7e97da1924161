from typing import Any

from django import forms

from belisha.training.forms import LessonForm


class AnyonesLessonForm(LessonForm):
    """A lesson with its teacher, for those who keep the record."""

    taught_by = forms.TypedChoiceField(
        label="Who taught it", coerce=int, error_messages={"required": "Choose who taught it"}
    )

    def __init__(self, *args: Any, people: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["taught_by"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = people
