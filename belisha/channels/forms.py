from datetime import date
from typing import Any

from django import forms

from belisha.base.clock import today
from belisha.base.fields import DayField, LineField
from belisha.channels.models import OfficialAccount
from belisha.channels.pictures import clean_picture
from belisha.checking.draft import LONGEST
from belisha.checking.photos import PhotoError
from belisha.people.models import Membership, School
from belisha.people.roles import with_ancestors
from belisha.registers.consents import consents_register


class OfficialPostForm(forms.Form):
    """What an official post says, and what goes with it."""

    account = forms.ChoiceField(label="Which account is it for?", required=False, choices=())
    channel = LineField(
        label="Which account is it for?",
        max_length=80,
        required=False,
        help_text="For example: the school’s Facebook page.",
    )
    text = forms.CharField(
        label="What does it say?",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": "6"}),
        error_messages={"required": "Write what it says"},
    )
    picture = forms.FileField(
        label="The picture, where this site sends the post",
        required=False,
        max_length=200,
        help_text="A photo of at most 40 MB. Place, device and time are taken out of the copy that is sent.",
    )
    shows_children = forms.BooleanField(label="It names or shows children", required=False)
    has_picture = forms.BooleanField(label="A picture goes with it", required=False)
    alt_text = forms.CharField(
        label="What does the picture show?",
        max_length=300,
        required=False,
        help_text="For people who cannot see it.",
    )
    picture_source = forms.CharField(
        label="Whose picture is it, and who allowed its use?", max_length=200, required=False
    )
    purpose = forms.ChoiceField(
        label="Where does it go?",
        required=False,
        choices=lambda: consents_register().topics,
        error_messages={"invalid_choice": "Choose where it goes"},
    )
    children = forms.CharField(
        label="Which children does it show?",
        required=False,
        max_length=4_000,
        help_text="One name a line, as on the roll. What their parents agreed to is looked up.",
        widget=forms.Textarea,
    )
    post_on = DayField(
        label="On which day should it be posted?",
        required=False,
        help_text="If nobody has approved it by then, it expires.",
    )
    post_time = forms.TimeField(
        label="At what time?",
        required=False,
        input_formats=["%H:%M", "%H.%M", "%I:%M%p", "%I.%M%p", "%I%p"],
        help_text="For example, 15:30. Without a time, this site sends it at 9:00 on that day.",
        error_messages={"invalid": "Enter a time, such as 15:30"},
    )
    seen = forms.CharField(required=False, max_length=64)

    def __init__(self, *args: object, school: School, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.school = school
        rows = OfficialAccount.objects.filter(school=school, ended_at=None)
        self.accounts = {str(each.pk): each for each in rows}
        named = [(key, each.channel) for key, each in self.accounts.items()]
        self.fields["account"].choices = [*named, ("", "Another, where I post it by hand")]  # type: ignore[attr-defined]
        self.picture_words = ""

    def clean_account(self) -> OfficialAccount | None:
        """Return the account that the site sends it to, None if it is posted by hand."""
        return self.accounts.get(str(self.cleaned_data["account"]))

    def clean_picture(self) -> bytes:
        """Return a clean copy of the photo, empty if none came. Raise ValidationError if it is no photo."""
        given = self.cleaned_data["picture"]
        if given is None:
            return b""
        try:
            jpeg, report = clean_picture(given.read())
        except PhotoError as error:
            raise forms.ValidationError(str(error)) from error
        self.picture_words = report.words
        return jpeg

    def clean(self) -> dict[str, Any]:
        """Return what was given. An account by hand needs its name, and a time needs its day."""
        found: dict[str, Any] = super().clean() or {}
        if not found.get("account") and not found.get("channel"):
            self.add_error("channel", "Enter which account it is for")
        if found.get("post_time") and not found.get("post_on") and "post_on" not in self.errors:
            self.add_error("post_on", "Enter the day, too")
        return found

    def clean_purpose(self) -> str:
        """Return the purpose: that of official posts, unless another was chosen."""
        return str(self.cleaned_data["purpose"]) or consents_register().official

    def clean_children(self) -> tuple[int, ...]:
        """Return the pupils named, all of those who share a name. Raise ValidationError if one is unknown."""
        names = {" ".join(line.split()) for line in str(self.cleaned_data["children"]).splitlines()} - {""}
        rows = Membership.objects.filter(school=self.school, user__name__in=names).on(today())
        known = [
            (user, name)
            for user, name, role in rows.values_list("user", "user__name", "role")
            if "pupil" in with_ancestors(role)
        ]
        if unknown := sorted(names - {name for _, name in known}):
            message = f"No pupil here is called {', '.join(unknown)}. Write the names as on the roll"
            raise forms.ValidationError(message)
        return tuple(sorted({user for user, _ in known}))

    def clean_post_on(self) -> date | None:
        """Return the day. Raise ValidationError if it is over."""
        day: date | None = self.cleaned_data["post_on"]
        if day and day < today():
            raise forms.ValidationError("Choose today or a day to come")
        return day


class OverrideForm(forms.Form):
    """Why a finding may stand."""

    key = forms.CharField(max_length=16)
    reason = forms.CharField(
        label="Why may it stand?", max_length=500, error_messages={"required": "Write why it may stand"}
    )


class LinkForm(forms.Form):
    """Where a post is found."""

    link = forms.URLField(
        label="Paste the link to the post",
        max_length=400,
        assume_scheme="https",
        error_messages={
            "required": "Paste the link to the post",
            "invalid": "Paste a full address, such as https://www.example.org/posts/1",
        },
    )


class NoteForm(forms.Form):
    """A note for the author, or why a post was taken down."""

    note = forms.CharField(label="Why?", max_length=300, error_messages={"required": "Write why"})


class PauseForm(forms.Form):
    """Why all posts are stopped."""

    reason = LineField(
        label="Why? Nobody outside sees it.", max_length=200, error_messages={"required": "Write why"}
    )
