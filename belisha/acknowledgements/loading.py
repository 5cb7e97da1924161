"""What the views load: a document of one's own school as it concerns the person who looks."""

from dataclasses import dataclass
from datetime import date

from django.http import Http404
from django.shortcuts import get_object_or_404

from belisha.access.actor import Actor
from belisha.acknowledgements.models import Acknowledgement, Understanding
from belisha.acknowledgements.queries import (
    Binding,
    binding_of,
    counting,
    earlier_acknowledgement,
    roles_here,
    text_of,
)
from belisha.acknowledgements.quizzing import Question, questions
from belisha.acknowledgements.showing import Showing, show_changes, show_for_roles
from belisha.people.models import School
from belisha.people.sources import own_school_or_404
from belisha.policies.models import PolicyVersion
from belisha.policies.states import PUBLIC
from belisha.rules.errors import PolicyError
from belisha.rules.vocabulary import load_vocabulary


@dataclass(frozen=True)
class Mine:
    """A document in force and somebody whom it may bind: in which roles, what they did, what is shown."""

    school: School
    binding: Binding
    roles: tuple[str, ...]
    counting: Acknowledgement | None
    earlier: Acknowledgement | None
    showing: Showing
    questions: tuple[Question, ...]
    is_understood: bool

    @property
    def since(self) -> PolicyVersion | None:
        """The version that the person acknowledged before, where only what changed since is shown."""
        return self.earlier.version if self.earlier and self.showing.changes is not None else None


def own_version_or_404(actor: Actor, slug: str, pk: int) -> PolicyVersion:
    """A version that was published, at a school that the actor belongs to."""
    school = own_school_or_404(actor, slug)
    versions = PolicyVersion.objects.visible_to(actor).filter(school=school, state__in=PUBLIC)
    found: PolicyVersion = get_object_or_404(
        versions.select_related("school", "document").defer("source"), pk=pk
    )
    return found


def binding_or_404(school: School, version: PolicyVersion) -> Binding:
    """The document of the version, as it is in force; a 404 where it was withdrawn."""
    found = binding_of(school, version)
    if found is None:
        raise Http404
    return found


def mine(actor: Actor, binding: Binding, on: date) -> Mine:
    """The document as it concerns the actor on a day."""
    school, person = binding.version.school, actor.user_id or 0
    roles = binding.audience(on).bound(roles_here(school, person, on))
    earlier = earlier_acknowledgement(binding, person)
    showing = _showing(binding, roles, earlier, on)
    asked = _questions(binding, roles, showing, person, on)
    passed = Understanding.objects.filter(
        version=binding.version, person=person, passed_at__isnull=False
    ).exists()
    return Mine(
        school=school,
        binding=binding,
        roles=roles,
        counting=counting(binding, person),
        earlier=earlier,
        showing=showing,
        questions=asked,
        is_understood=passed or not asked,
    )


def _showing(binding: Binding, roles: tuple[str, ...], earlier: Acknowledgement | None, on: date) -> Showing:
    """Only what changed, for whoever acknowledged an earlier version that can still be read."""
    if earlier is not None and earlier.version_id not in binding.accepted:
        try:
            return show_changes(text_of(earlier.version), binding.policy, roles, on)
        except PolicyError:
            pass
    return show_for_roles(binding.policy, roles, on)


def _questions(
    binding: Binding, roles: tuple[str, ...], showing: Showing, person: int, on: date
) -> tuple[Question, ...]:
    """The check for the first of the roles; of a changed document, only about what changed."""
    if not roles:
        return ()
    seed = f"{binding.version.checksum} {person}"
    among = showing.clauses if showing.changes is not None else None
    return questions(binding.policy, roles[0], load_vocabulary(), on, seed=seed, among=among)
