"""Pages for everybody: the real accounts, what platforms are, and the acceptance at the door."""

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from belisha.people.models import School
from belisha.people.shortcuts import bound_data
from belisha.policies.queries import policy_in_force
from belisha.registers.actions import Recorded, save_entry
from belisha.registers.descriptions import RegisterDescription
from belisha.registers.forms import EntryForm
from belisha.registers.list_views import register_or_404
from belisha.registers.models import RegisterEntry
from belisha.registers.states import STANDING
from belisha.registers.text import value_words

VISITORS = "visitors"
SHOWN = 200


@require_safe
def public_list(request: HttpRequest, school: str, register: str) -> HttpResponse:
    """Show what everybody may see of a register: its public fields, and nobody's name."""
    place = get_object_or_404(School, slug=school)
    found = register_or_404(register)
    if not found.is_public:
        raise Http404
    rows = RegisterEntry.objects.filter(school=place, register=found.name, state__in=STANDING)
    context = {
        "school": place,
        "register": found,
        "rows": [(row, _public(found, row)) for row in rows.order_by("title", "pk")[:SHOWN]],
    }
    return render(request, "registers/public.html", context)


def _public(register: RegisterDescription, row: RegisterEntry) -> list[tuple[str, str, str]]:
    """Return label, words and link of each public field that is filled in."""
    values = row.values
    found = []
    for spec in register.fields:
        words = value_words(spec, values.get(spec.name)) if spec.is_public else ""
        if words:
            found.append((spec.label.rstrip("?"), words, words if spec.kind == "url" else ""))
    return found


class VisitForm(EntryForm):
    """What a visitor agrees to before they come in."""

    def __init__(self, register: RegisterDescription, data: object = None) -> None:
        super().__init__(register, data)
        self.fields["agreed"] = forms.BooleanField(
            label="I have read what applies to me here, and keep to it",
            error_messages={
                "required": "Tick the box if you agree. If you do not, speak to the school office."
            },
        )


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def visit(request: HttpRequest, school: str) -> HttpResponse:
    """Agree before coming in, by the code at the door or a link before arrival; no account is needed."""
    place = get_object_or_404(School, slug=school)
    in_force = policy_in_force(school)
    register = register_or_404(VISITORS)
    form = VisitForm(register, bound_data(request))
    context = {"school": place, "register": register, "form": form, "in_force": in_force, "entry": None}
    if in_force is None:
        raise Http404
    if request.method == "POST" and form.is_valid():
        recorded = Recorded(
            values=form.said(),
            key=form.stamp,
            topic=form.cleaned_data["topic"],
            situation={"version": in_force.version.checksum, "label": in_force.version.label},
        )
        entry = save_entry(by=None, school=place, register=register, recorded=recorded)
        return render(request, "registers/visit.html", {**context, "entry": entry})
    return render(request, "registers/visit.html", context, status=400 if form.errors else 200)
