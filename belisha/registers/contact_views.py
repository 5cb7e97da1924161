"""Report in under a minute that somebody tried to make contact on social media."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from belisha.access.actor import Actor
from belisha.base.clock import today
from belisha.outbox.actions import queue_notice
from belisha.outbox.links import absolute
from belisha.people.actor import actor_of
from belisha.people.models import School
from belisha.people.roles import role_matches
from belisha.people.shortcuts import bound_data, own_school_or_404
from belisha.policies.queries import policy_in_force
from belisha.registers.actions import Recorded, record_entry
from belisha.registers.descriptions import RegisterDescription
from belisha.registers.forms import EntryForm
from belisha.registers.list_views import register_or_404
from belisha.registers.models import RegisterEntry
from belisha.registers.people import Choices, choices_for, filled_by_name
from belisha.registers.permissions import can_make
from belisha.registers.routing import route_of

CONTACTS = "contacts"
WHO = (
    ("pupil", "A pupil"),
    ("ex-pupil", "A former pupil"),
    ("parent", "A parent or carer"),
    ("staff", "A member of staff"),
    ("other", "Somebody else"),
)


class AttemptForm(EntryForm):
    """A contact attempt: who tried, by which name, where, what was tried, and what was done."""

    def __init__(self, register: RegisterDescription, data: Any = None, **named: Any) -> None:
        super().__init__(register, data, **named)
        who = forms.ChoiceField(
            label="Who tried?",
            choices=WHO,
            widget=forms.RadioSelect,
            error_messages={"required": "Choose who tried"},
        )
        described = dict(self.fields)
        self.fields.clear()
        self.fields["key"], self.fields["who"] = described.pop("key"), who
        self.fields["name"] = described.pop("name")
        self.fields |= described

    def clean(self) -> dict[str, Any]:
        """Require a name of a person or of an account."""
        given = super().clean()
        if not given.get("name") and "name" not in self.errors:
            self.add_error("name", "Enter a name or an account name")
        return given


@login_required
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def new_contact(request: HttpRequest, school: str) -> HttpResponse:
    """Report a contact attempt: it goes to whom the policy names, by who began."""
    actor = actor_of(request)
    place = own_school_or_404(actor, school)
    register = register_or_404(CONTACTS)
    can_make.check(actor, place, register)
    own = actor.roles_at(school)
    is_staff = any(role_matches(role, ["staff", "governor", "volunteer"]) for role in own)
    people = choices_for(actor, place, register, today()) if is_staff else {}
    form = AttemptForm(register, bound_data(request), initial={"done": "nothing"})
    if request.method == "POST" and form.is_valid():
        entry = _record(actor, place, register, form, own, people)
        messages.success(request, "Thank you. It is reported.")
        return redirect("registers:entry", school, CONTACTS, entry.pk)
    names = [words for _, words in people.get("person", ())]
    context = {"school": place, "register": register, "form": form, "names": names}
    return render(request, "registers/contact.html", context, status=400 if form.errors else 200)


def _record(
    actor: Actor,
    school: School,
    register: RegisterDescription,
    form: AttemptForm,
    own: tuple[str, ...],
    people: Mapping[str, Choices],
) -> RegisterEntry:
    data, values = form.cleaned_data, form.said()
    found = policy_in_force(school.slug)
    person = filled_by_name(school, register, values, people).get("person")
    concerned = {each for each in (person, actor.user_id) if each}
    route = route_of(
        school,
        found.policy if found else None,
        register,
        reporter=own[0],
        began=data["who"],
        concerned=concerned,
        on=today(),
    )
    recorded = Recorded(
        values=values,
        key=form.stamp,
        topic=data["topic"],
        channel=str(values.get("platform") or ""),
        office=route.office,
        person_id=person,
        situation={"role": own[0], "towards": data["who"]},
        clauses=route.clauses,
    )
    entry = record_entry(by=actor, school=school, register=register, recorded=recorded)
    for each in route.decider.people:
        _notify(entry, each.user_id)
    return entry


def _notify(entry: RegisterEntry, user_id: int) -> None:
    """Send a mail that leads to the page; it says neither who nor what."""
    link = absolute(reverse("registers:entry", args=[entry.school.slug, entry.register, entry.pk]))
    queue_notice(
        school_id=entry.school_id,
        to_id=user_id,
        key=f"{entry.register} {entry.pk} to {user_id}",
        subject="Something was reported to you",
        text=f"Something was reported to you at {entry.school.name}.\n\nRead it here: {link}\n",
    )
