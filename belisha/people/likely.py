"""Who of a school is likely to be named for an office."""

from belisha.access.sign_in import sign_in_rules
from belisha.base.clock import today
from belisha.people.models import Membership, School, User
from belisha.people.roles import is_group, is_office
from belisha.rules.vocabulary import load_vocabulary, narrower, wider

MOST_MANAGERS = 200


def likely_for(school: School, office: str, most: int) -> list[User]:
    """People with what the office lies within, the nearest first: leaders for the head, then teachers.

    An office that lies within nothing but words for everybody is likely with those who hold another office.
    Whoever holds it already is left out.
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


def likely_managers(school: School) -> list[User]:
    """Those of the school who may be somebody's line manager, by name, for a list to choose from."""
    roles = load_vocabulary().roles
    above = {word for office in sign_in_rules().personal_offices for word in wider(roles, office)}
    words = {role for word in above if not is_group(word) for role in narrower(roles, word)}
    held = Membership.objects.filter(school=school, user__is_active=True, role__in=words).on(today())
    return list(User.objects.filter(pk__in=held.values("user")).order_by("name", "pk")[:MOST_MANAGERS])
