from django import forms

from belisha.base.fields import DayField
from belisha.ratification.forms import PlainForm, line_field, words_field


class MeetingForm(PlainForm):
    """The meeting that ratified a text."""

    met_on = DayField(label="Day of the meeting")
    body = line_field("Which body or committee?", "Say which body ratified it", longest=100)
    minute = line_field("Reference of the minute", "Give the reference of the minute")


class MinuteForm(PlainForm):
    """A corrected minute reference."""

    minute = line_field("The right reference", "Give the right reference")
    reason = words_field("Why was the first one wrong?", "Say why the first one was wrong")


class CorrectionForm(MeetingForm):
    """A corrected record of the meeting, before anyone has signed."""

    reason = words_field("What was wrong in the record?", "Say what was wrong in the record")


class SignForm(PlainForm):
    """A signature: for which party, and that the words were agreed to."""

    part = forms.ChoiceField(choices=[("school", ""), ("governors", "")])
    checksum = forms.CharField(max_length=64)
    read = forms.CharField(required=False)
    agreed = forms.BooleanField(error_messages={"required": "Tick that you agree to the words, to sign them"})
