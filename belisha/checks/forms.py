from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from belisha.checking.draft import LONGEST
from belisha.checking.rulings import audiences
from belisha.people.roles import is_known_role

MOST_ANSWERS = 2


class CheckDraftForm(forms.Form):
    """A draft to be checked: words, a photo or both, who writes, and who would read it."""

    text = forms.CharField(
        label="What do you want to post?",
        required=False,
        max_length=LONGEST,
        strip=False,
        widget=forms.Textarea,
        error_messages={"max_length": f"Check at most {LONGEST:,} characters at once"},
    )
    role = forms.CharField(max_length=60, required=False)
    audience = forms.ChoiceField(
        label="Who will see it?",
        required=False,
        choices=lambda: [(each.id, each.label) for each in audiences().values()],
        error_messages={"invalid_choice": "Choose who will see it"},
    )
    photo = forms.FileField(label="A photo, if one goes with it", required=False, allow_empty_file=True)

    def clean_role(self) -> str:
        """Return the role. Raise ValidationError if it is none that the site knows."""
        role = str(self.cleaned_data["role"])
        if not role:
            raise forms.ValidationError("Choose who you are")
        if not is_known_role(role):
            raise forms.ValidationError(f"“{role}” is not a role that this site knows. Choose who you are")
        return role

    def clean_audience(self) -> str:
        """Return the audience: everybody, unless another was chosen."""
        return str(self.cleaned_data["audience"]) or "public"

    def clean(self) -> dict[str, Any]:
        """Require words or a photo."""
        given = super().clean() or self.cleaned_data
        if not str(given.get("text", "")).strip() and not given.get("photo") and "text" not in self.errors:
            self.add_error("text", "Write what you want to post, or choose a photo")
        return given

    @property
    def photo_bytes(self) -> bytes:
        """The photo; empty if there is none."""
        photo: UploadedFile[Any] | None = self.cleaned_data.get("photo")
        return photo.read() if photo else b""

    @property
    def answers(self) -> dict[str, bool]:
        """The answers to questions of the check before, by question."""
        found = {}
        for number in range(1, MOST_ANSWERS + 1):
            question, reply = self.data.get(f"question-{number}", ""), self.data.get(f"answer-{number}", "")
            if question and reply in ("yes", "no"):
                found[str(question)[:300]] = reply == "yes"
        return found
