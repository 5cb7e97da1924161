"""Find sign-ins on which an import put somebody else's name, because a number had been given again.

Imports ask since this was noticed. Earlier ones took a staff code or an address for proof, so that the old
holder's record, acknowledgements and sign-in went to the new one.
"""

import re
from collections.abc import Iterable, Iterator

from django.db.models import Q

from belisha.imports.files.names import fold_name
from belisha.imports.models import RollPerson
from belisha.imports.planning.comparison import are_alike
from belisha.people.models import Invitation, User

BETWEEN = re.compile(r"[._-]+")
# An address of these words is one of a post, and says nothing of a name.
OF_A_POST = frozenset(
    (
        "office", "head", "headteacher", "deputy", "principal", "admin", "info", "school", "class",
        "year", "staff", "team", "teacher", "teaching", "reception", "secretary", "governor", "governors",
        "clerk", "chair", "senco", "dsl", "safeguarding", "finance", "site", "caretaker", "kitchen",
        "ict", "support", "enquiries", "contact", "exams", "attendance", "assistant", "manager",
        "business", "slt", "lead", "officer", "post", "mail",
    )
)  # fmt: skip
WHAT_TO_DO = (
    "If they are two people, end this person’s roles and sessions, give the name back, "
    "and import the list again"
)


def check_names_of_sign_ins(
    *, using: str, schools: Iterable[int] | None = None, signed: Iterable[tuple[int, str]] = ()
) -> Iterator[tuple[str, str]]:
    """Yield each person of an import who can sign in, with what is wrong with their name ("": nothing).

    `signed` are names under which people signed something, by user. `schools` limits it, by id.
    """
    persons = RollPerson.objects.using(using)
    if schools is not None:
        persons = persons.filter(school__in=list(schools))
    has_account = Q(account__isnull=False) | Q(last_login__isnull=False) | ~Q(password__startswith="!")
    users = User.objects.using(using).filter(has_account, pk__in=persons.values("user")).order_by("pk")
    earlier: dict[int, set[str]] = {}
    accepted = Invitation.objects.using(using).filter(accepted_by__in=users)
    for user_id, name in (*accepted.values_list("accepted_by", "name"), *signed):
        earlier.setdefault(user_id or 0, set()).add(name)
    for user in users.iterator(chunk_size=1000):
        yield f"person {user.pk}", _problem(user, earlier.get(user.pk, set()))


def _problem(user: User, earlier: Iterable[str]) -> str:
    """Return what shows that the sign-in was somebody else's; empty if nothing does."""
    others = sorted(name for name in earlier if not are_alike(user.name, name))
    if others:
        return f"is called “{user.name}” and was “{others[0]}” at an invitation or signature. {WHAT_TO_DO}"
    words = _name_in_address(user.email or "")
    if words and not are_alike(user.name, words):
        return f"is called “{user.name}” and signs in as {user.email}. {WHAT_TO_DO}"
    return ""


def _name_in_address(email: str) -> str:
    """Return the first and last name that an address is made of; empty if it is not made of a name."""
    words = BETWEEN.split(email.partition("@")[0])
    is_name = len(words) == 2 and all(word.isalpha() and len(word) > 2 for word in words)
    return fold_name(" ".join(words)) if is_name and not OF_A_POST & set(words) else ""
