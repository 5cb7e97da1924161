from django import forms

from belisha.duties.queries import SHOWS, Chosen


class DoneForm(forms.Form):
    """How a duty was done."""

    how = forms.CharField(
        label="How was it done?",
        max_length=300,
        help_text="What, when and where it can be seen. For example: settings looked through on 12 November. "
        "Where there was nothing to do or to declare, write that.",
        error_messages={
            "required": "Write how it was done, so that somebody else can follow it",
            "max_length": "Write at most 300 characters",
        },
    )


class NarrowForm(forms.Form):
    """What a list of duties is narrowed to. What cannot be read counts as nothing."""

    show = forms.CharField(required=False)
    office = forms.SlugField(required=False)
    group = forms.CharField(required=False, max_length=60)
    person = forms.IntegerField(required=False, min_value=1, max_value=2**62)
    mail = forms.CharField(required=False)

    def chosen(self) -> Chosen:
        """The choice, of what could be read."""
        self.full_clean()
        data = self.cleaned_data
        show = data.get("show", "")
        return Chosen(
            show=show if show in SHOWS else "open",
            office=data.get("office", ""),
            group=data.get("group", ""),
            person=data.get("person"),
            without_mail=data.get("mail") == "none",
        )
