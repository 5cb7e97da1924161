"""Where the other policies are that a policy is to be read with: their addresses, one for each."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from belisha.access.actor import Actor
from belisha.audit.actions import record
from belisha.base.clock import today
from belisha.people.actor import actor_of
from belisha.people.shortcuts import bound_data, own_school_or_404
from belisha.policies.documents.guidance_editions import linked_policies
from belisha.policies.documents.views import in_force_or_404
from belisha.policies.models import PolicyDocument
from belisha.policies.record import PolicyEvent


def check_can_set_addresses(actor: Actor, school_id: int) -> None:
    """Raise PermissionDenied, with a sentence, unless the actor publishes the school’s policy."""
    if not actor.may("publish-policy", school_id):
        message = "Only people who publish the policy can say where other policies are."
        raise PermissionDenied(message)


class RelatedPoliciesForm(forms.Form):
    """An address for each policy that is named; none where it is not known."""

    def __init__(self, *args: Any, names: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number, name in enumerate(names):
            self.fields[f"address-{number}"] = forms.URLField(
                required=False,
                label=name,
                assume_scheme="https",
                max_length=300,
                error_messages={
                    "invalid": f"{name}: enter a web address, such as https://www.example.sch.uk/policies"
                },
            )
        self.names = names

    def addresses(self) -> dict[str, str]:
        """Return the addresses by name, without those left empty."""
        found = {name: self.cleaned_data[f"address-{number}"] for number, name in enumerate(self.names)}
        return {name: address for name, address in found.items() if address}


@transaction.atomic
def set_addresses(*, by: Actor, document: PolicyDocument, addresses: dict[str, str]) -> None:
    """Set where the policies named in a document are. Raise PermissionDenied."""
    check_can_set_addresses(by, document.school_id)
    row = PolicyDocument.objects.select_for_update(no_key=True).get(pk=document.pk)
    if row.linked_addresses == addresses:
        return
    row.linked_addresses = addresses
    row.save(update_fields=["linked_addresses"])
    record(
        school_id=row.school_id,
        by=by.user_id,
        verb=PolicyEvent.CHANGED_ADDRESSES_OF_OTHER_POLICIES,
        subject=f"document {row.pk}",
        detail={"count": len(addresses)},
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def related_policies(request: HttpRequest, school: str) -> HttpResponse:
    """Show and change where the policies are that the policy in force is to be read with."""
    actor = actor_of(request)
    place = own_school_or_404(actor, school)
    check_can_set_addresses(actor, place.pk)
    in_force = in_force_or_404(school)
    document = in_force.version.document
    names = tuple(dict.fromkeys(each.name for each in in_force.policy.control.linked))
    initial = {
        f"address-{number}": document.linked_addresses.get(name, "") for number, name in enumerate(names)
    }
    form = RelatedPoliciesForm(bound_data(request), names=names, initial=initial)
    if request.method == "POST" and form.is_valid():
        set_addresses(by=actor, document=document, addresses=form.addresses())
        messages.success(request, "Addresses saved.")
        return redirect("policies:related_policies", school=school)
    shown = {each.name: each for each in linked_policies(in_force.policy.control, today())}
    context = {"school": place, "form": form, "shown": shown}
    return render(request, "policies/related_policies.html", context, status=400 if form.errors else 200)
