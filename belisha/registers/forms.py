"""Forms made from the description of a register."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from django import forms

from belisha.base.fields import DayField, LineField
from belisha.evidence.file_types import LOOKED_AT, FileRefusedError, file_type
from belisha.people.accounts.tokens import new_token
from belisha.registers.ages import least_age
from belisha.registers.descriptions import EntryField, RegisterDescription
from belisha.registers.files import LARGEST
from belisha.rules.language.policy import Policy
from belisha.rules.vocabulary.loading import load_vocabulary

LONGEST_LINE, LONGEST_TEXT = 200, 3000
YES_NO = (("yes", "Yes"), ("no", "No"))
OTHER_PLATFORM = ("other", "Another, or not online")
# What these fields are called in the row itself, where a list or a ruling looks for them.
COLUMNS = {"platform": "channel"}


def platform_choices() -> list[tuple[str, str]]:
    """Return every platform to choose from, by name."""
    rows = sorted((each.label, each.id) for each in load_vocabulary().platforms.values())
    return [("", "Choose"), *((word, label) for label, word in rows), OTHER_PLATFORM]


def field_of(spec: EntryField, known: Iterable[tuple[str, str]] = ()) -> forms.Field:
    """Return the form field of a described field. `known` are the choices of one of the kind "entry"."""
    missing = f"Fill in: {spec.label.rstrip('?')}"
    common: dict[str, Any] = {
        "label": spec.label,
        "help_text": spec.hint,
        "required": spec.required,
        "error_messages": {"required": missing},
    }
    if spec.kind == "text":
        return forms.CharField(max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 3}), **common)
    if spec.kind == "day":
        common.pop("error_messages")
        return DayField(**common)
    if spec.kind == "number":
        common["error_messages"]["invalid"] = f"{spec.label.rstrip('?')}: enter a whole number"
        return forms.IntegerField(min_value=0, max_value=120, **common)
    if spec.kind == "url":
        common["error_messages"]["invalid"] = "Enter a full address, such as https://www.example.org"
        return forms.URLField(max_length=300, assume_scheme="https", **common)
    if spec.kind in ("yes-no", "choice"):
        choices = YES_NO if spec.kind == "yes-no" else spec.choices
        return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, **common)
    if spec.kind == "platform":
        return forms.ChoiceField(choices=platform_choices(), **common)
    if spec.kind == "entry":
        return forms.ChoiceField(choices=[("", "Choose"), *known], **common)
    return LineField(max_length=LONGEST_LINE, **common)


Known = Mapping[str, Iterable[tuple[str, str]]]


class EntryForm(forms.Form):
    """An entry of a register. `key` is the stamp of the form: a second click makes no second entry.

    Where the register records several people at once, each is ticked; a change is of one (`is_change`).
    `alike` returns what earlier entries have where this one has to agree with them (see `EntrySame`).
    """

    key = forms.CharField(max_length=64, widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        register: RegisterDescription,
        data: Any = None,
        files: Any = None,
        *,
        people: Known | None = None,
        initial: Mapping[str, Any] | None = None,
        policy: Policy | None = None,
        alike: Callable[[str], str | None] | None = None,
        is_change: bool = False,
    ) -> None:
        given = {"key": new_token()} | dict(initial or {})
        super().__init__(data, files, initial=given)
        self.register, self.policy, self.alike = register, policy, alike
        self.takes_several = register.several and not is_change
        known = people or {}
        parts = [self._add_people, self._add_title, self._add_topics]
        # Whoever has nothing to declare chooses that first, and is done.
        for add in reversed(parts) if register.yearly else parts:
            add(register, known)
        for spec in register.fields:
            self.fields[spec.name] = field_of(spec, known.get(spec.name, ()))
        if register.begins == "asked":
            self.fields["file"] = forms.FileField(
                label="A file that helps to decide",
                required=False,
                help_text="For example a draft or a picture of it.",
                error_messages={"empty": "The file is empty. Choose it again, or leave it out."},
            )
        if register.has_form and not register.yearly:
            for field in self.fields.values():
                if not field.required and field.label:
                    field.label = f"{field.label.rstrip('?')} (optional)"

    def _add_people(
        self, register: RegisterDescription, known: Mapping[str, Iterable[tuple[str, str]]]
    ) -> None:
        for name, kind, label in (
            ("person", register.person, register.person_label),
            ("other", register.other, register.other_label),
        ):
            missing = {"required": f"Choose: {label.rstrip('?')}"}
            if kind and name in known and name == "person" and self.takes_several:
                self.fields[name] = forms.MultipleChoiceField(
                    choices=tuple(known[name]),
                    label=label,
                    help_text="Tick everybody. Each gets an entry of their own.",
                    widget=forms.CheckboxSelectMultiple,
                    error_messages=missing,
                )
            elif kind and name in known:
                choices = [("", "Choose"), *known[name]]
                self.fields[name] = forms.ChoiceField(
                    required=not register.yearly,
                    choices=choices,
                    label=label,
                    error_messages=missing,
                )

    def _add_title(self, register: RegisterDescription, _: Known) -> None:
        if register.title_label:
            self.fields["title"] = LineField(
                label=register.title_label,
                max_length=120,
                error_messages={"required": f"Fill in: {register.title_label.rstrip('?')}"},
            )

    def _add_topics(self, register: RegisterDescription, _: Known) -> None:
        if register.topics:
            self.fields["topic"] = forms.ChoiceField(
                label=register.topic_label or "Which?",
                choices=register.topics,
                widget=forms.RadioSelect,
                error_messages={"required": f"Choose: {register.topic_label.rstrip('?')}"},
            )

    @property
    def visible(self) -> list[Any]:
        """Return the fields to show, in order."""
        return [self[name] for name in self.fields if name != "key"]

    def clean_file(self) -> Any:
        """Refuse a file that is too large, or of a kind that is not taken."""
        found = self.cleaned_data.get("file")
        if not found:
            return None
        if found.size > LARGEST:
            message = "The file is larger than 20 MB. Choose a smaller one, or leave it out"
            raise forms.ValidationError(message)
        try:
            file_type(next(iter(found.chunks()), b"")[:LOOKED_AT])
        except FileRefusedError as error:
            raise forms.ValidationError(str(error)) from error
        return found

    def clean(self) -> dict[str, Any]:
        """Require whom a link is with, unless there is none to declare."""
        given = super().clean() or self.cleaned_data
        yearly = self.register.yearly
        self._refuse(given)
        first, last = given.get("from_on"), given.get("to_on")
        if first and last and last < first:
            self.add_error("to_on", "The last day is before the first. Choose a later last day")
        has_link = yearly is not None and given.get("topic") not in (None, yearly.nil)
        if has_link and not any(given.get(name) for name in ("other", "name", "how")):
            self.add_error("how", "Choose with whom, or say how you are linked")
        return given

    def _refuse(self, given: Mapping[str, Any]) -> None:
        """Refuse what the register never takes, and an audience too young for the platform (H40c)."""
        for each in self.register.refuses:
            if given.get(each.field) == each.equals:
                self.add_error(each.field, each.says)
        apart = self.register.apart
        if apart and _fold(str(given.get(apart.field, ""))) in {
            _fold(name) for name in str(given.get(apart.of, "")).split(",")
        }:
            self.add_error(apart.field, apart.says)
        same = self.register.same
        there = self.alike(str(given.get(same.by, ""))) if same and self.alike else None
        if same and there and _fold(there) != _fold(str(given.get(same.field, ""))):
            self.add_error(same.field, f"{same.says}: {there}")
        age, platform = given.get(self.register.youngest), given.get("platform")
        least = least_age(self.policy, str(platform)) if self.register.youngest and platform else None
        if least is not None and isinstance(age, int) and age < least:
            name = load_vocabulary().platforms[str(platform)].label
            self.add_error(
                "platform", f"{name} is from age {least}. Choose another service, or another audience"
            )

    def said(self) -> dict[str, Any]:
        """Return what the described fields hold, as JSON can hold it."""
        found = {}
        for spec in self.register.fields:
            value = self.cleaned_data.get(spec.name)
            found[spec.name] = value.isoformat() if isinstance(value, date) else value
        return found

    @property
    def stamp(self) -> str:
        """Return the stamp of the form, or a new one where the browser sent none."""
        return self.cleaned_data.get("key") or new_token()

    def person_id(self, name: str) -> int | None:
        """Return the id of the person chosen in a field, or of the first who is ticked, or None."""
        return next(iter(self.person_ids(name)), None)

    def person_ids(self, name: str) -> list[int]:
        """Return the ids of the people chosen in a field, each once."""
        value = self.cleaned_data.get(name, "")
        chosen = value if isinstance(value, list) else [str(value)]
        return [int(each) for each in dict.fromkeys(chosen) if each.isdecimal()]


def _fold(words: str) -> str:
    return " ".join(words.casefold().replace(",", " ").split())


class EntryWordsForm(forms.Form):
    """Some words about an entry: an answer, a reason, a note."""

    words = forms.CharField(
        label="Your words",
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Write what you want to say"},
    )


class GrantForm(forms.Form):
    """How a request is granted."""

    from_on = DayField(label="From")
    to_on = DayField(
        label="Until, and including",
        error_messages={"required": "Enter the last day", "invalid": "Enter a date, such as 21/11/2026"},
    )
    channel = forms.ChoiceField(label="Only on this service", required=False)
    conditions = forms.CharField(
        label="On these conditions",
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="For example “only in the newsletter of this term”.",
    )
    form = forms.ChoiceField(
        label="How do you give it?",
        choices=[
            ("written", "In writing: it becomes a sealed document"),
            ("spoken", "I gave it by word of mouth, and record that here"),
        ],
        widget=forms.RadioSelect,
        initial="written",
    )
    advice = forms.CharField(
        label="What did Education Personnel advise?",
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(
        self, data: Any = None, *, has_advice: bool = False, may_last: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        if may_last:
            self.fields["to_on"].required = False
            self.fields["to_on"].help_text = "Leave it empty if it holds until it is withdrawn."
        choices = platform_choices()
        self.fields["channel"].choices = [("", "On any"), *choices[1:-1]]  # type: ignore[attr-defined]
        if not has_advice:
            del self.fields["advice"]


class RegisterSettingsForm(forms.Form):
    """Within how many working days a request is decided, and when pupils go home."""

    days = forms.IntegerField(
        label="Working days to decide a request",
        min_value=1,
        max_value=60,
        error_messages={"required": "Enter a number of days", "invalid": "Enter a number of days"},
    )
    home_time = forms.TimeField(
        label="When do pupils go home?",
        help_text="What was to be given back by then, such as a phone, is shown in red afterwards.",
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"required": "Enter a time", "invalid": "Enter a time, such as 15:15"},
    )
