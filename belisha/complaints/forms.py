from django import forms

REQUIRED = {"required": "Say what it is about"}


class MatterForm(forms.Form):
    """What somebody brings. A name is never needed."""

    # Made anew with each form that is shown, so that a second click is known for one.
    sending = forms.CharField(max_length=64, required=False)
    words = forms.CharField(
        label="What do you want to tell us?", max_length=5000, error_messages=REQUIRED, widget=forms.Textarea
    )
    about_the_school = forms.BooleanField(required=False)
    name = forms.CharField(label="Your name, if you like", max_length=150, required=False)
    contact = forms.CharField(label="How to reach you, if you like", max_length=200, required=False)


class WordsForm(forms.Form):
    """Words that are added to a matter."""

    words = forms.CharField(
        label="Your words",
        max_length=5000,
        error_messages={"required": "Write something first"},
        widget=forms.Textarea,
    )


class ReceiptForm(forms.Form):
    """The code that somebody was given."""

    code = forms.CharField(
        label="Your receipt",
        max_length=60,
        error_messages={"required": "Enter the code that you were given"},
        help_text="Four groups of five letters and digits.",
    )
