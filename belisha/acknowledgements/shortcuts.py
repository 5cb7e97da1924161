"""Loaders for views: a document of one's own school, as it concerns the reader."""

from dataclasses import dataclass
from datetime import date

from django.http import Http404
from django.shortcuts import get_object_or_404

from belisha.access.actor import Actor
from belisha.acknowledgements.models import Acknowledgement, Understanding
from belisha.acknowledgements.presented_text import PresentedText, text_for_roles, text_of_changes
from belisha.acknowledgements.queries import (
    Binding,
    binding_of,
    earlier_acknowledgement,
    roles_at_school,
    text_of,
    valid_acknowledgement,
)
from belisha.acknowledgements.quiz import QuizQuestion, quiz_questions
from belisha.people.models import School
from belisha.people.shortcuts import own_school_or_404
from belisha.policies.models import PolicyVersion
from belisha.policies.states import PUBLIC
from belisha.rules.errors import PolicyError
from belisha.rules.vocabulary.loading import load_vocabulary


@dataclass(frozen=True)
class OwnDocument:
    """A document in force for one person: the bound roles, what they have done, and the text shown."""

    school: School
    binding: Binding
    roles: tuple[str, ...]
    counting: Acknowledgement | None
    earlier: Acknowledgement | None
    showing: PresentedText
    questions: tuple[QuizQuestion, ...]
    is_understood: bool

    @property
    def since(self) -> PolicyVersion | None:
        """Return the version acknowledged before, if only changes since then are shown."""
        return self.earlier.version if self.earlier and self.showing.changes is not None else None


def own_version_or_404(actor: Actor, slug: str, pk: int) -> PolicyVersion:
    """Return a published version at a school that the actor belongs to, or raise Http404."""
    school = own_school_or_404(actor, slug)
    versions = PolicyVersion.objects.visible_to(actor).filter(school=school, state__in=PUBLIC)
    found: PolicyVersion = get_object_or_404(
        versions.select_related("school", "document").defer("source"), pk=pk
    )
    return found


def binding_or_404(school: School, version: PolicyVersion) -> Binding:
    """Return the document of the version as in force; raise Http404 if it was withdrawn."""
    found = binding_of(school, version)
    if found is None:
        raise Http404
    return found


def own_document(actor: Actor, binding: Binding, on: date) -> OwnDocument:
    """Return the document as it concerns the actor on a day."""
    school, person = binding.version.school, actor.user_id or 0
    roles = binding.audience(on).bound(roles_at_school(school, person, on))
    earlier = earlier_acknowledgement(binding, person)
    showing = _showing(binding, roles, earlier, on)
    asked = _questions(binding, roles, showing, person, on)
    passed = Understanding.objects.filter(
        version=binding.version, person=person, passed_at__isnull=False
    ).exists()
    return OwnDocument(
        school=school,
        binding=binding,
        roles=roles,
        counting=valid_acknowledgement(binding, person),
        earlier=earlier,
        showing=showing,
        questions=asked,
        is_understood=passed or not asked,
    )


def _showing(
    binding: Binding, roles: tuple[str, ...], earlier: Acknowledgement | None, on: date
) -> PresentedText:
    """Return only what changed, for someone who acknowledged an earlier version that can still be read."""
    if earlier is not None and earlier.version_id not in binding.accepted:
        try:
            return text_of_changes(text_of(earlier.version), binding.policy, roles, on)
        except PolicyError:
            pass
    return text_for_roles(binding.policy, roles, on)


def _questions(
    binding: Binding, roles: tuple[str, ...], showing: PresentedText, person: int, on: date
) -> tuple[QuizQuestion, ...]:
    """Return the check for the first of the roles; for a changed document, only about the changes."""
    if not roles:
        return ()
    seed = f"{binding.version.checksum} {person}"
    among = showing.clauses if showing.changes is not None else None
    return quiz_questions(binding.policy, roles[0], load_vocabulary(), on, seed=seed, among=among)
