"""Suggest people of a school for an office, or as line managers."""

from belisha.access.sign_in import sign_in_rules
from belisha.base.clock import today
from belisha.people.models import Membership, School, User
from belisha.people.roles import is_group, is_office
from belisha.rules.vocabulary.loading import load_vocabulary, narrower, wider

MOST_MANAGERS = 200


def office_candidates(school: School, office: str, most: int) -> list[User]:
    """Return people with a role that the office belongs to, the nearest first (leaders before teachers).

    For an office that belongs to no such role, return people who hold other offices. Leave out its holders.
    """
    roles = load_vocabulary().roles
    rows = Membership.objects.filter(school=school, user__is_active=True).on(today())
    holders = rows.filter(role=office).values("user")
    found: dict[int, User] = {}
    above = [word for word in wider(roles, office) if word != office and not is_group(word)]
    tiers = [narrower(roles, word) for word in above] or [tuple(role for role in roles if is_office(role))]
    for words in tiers:
        held = rows.filter(role__in=words).values("user")
        people = User.objects.filter(pk__in=held).exclude(pk__in=holders).order_by("name", "pk")
        found |= {user.pk: user for user in people.exclude(pk__in=found.keys())[: most - len(found)]}
        if len(found) >= most:
            break
    return list(found.values())


def line_manager_candidates(school: School) -> list[User]:
    """Return people of the school who could be line managers, sorted by name."""
    roles = load_vocabulary().roles
    above = {word for office in sign_in_rules().personal_offices for word in wider(roles, office)}
    words = {role for word in above if not is_group(word) for role in narrower(roles, word)}
    held = Membership.objects.filter(school=school, user__is_active=True, role__in=words).on(today())
    return list(User.objects.filter(pk__in=held.values("user")).order_by("name", "pk")[:MOST_MANAGERS])
