"""Whatever one school does with any address, nothing changes at another, and nothing of it shows."""

import re
from contextlib import suppress
from datetime import timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from belisha.audit.models import Event
from belisha.base.clock import today
from belisha.imports import actions as imports
from belisha.people.accounts import invitations
from belisha.people.accounts.actions import link_to_new_password, rename_person, reset_second_factor
from belisha.people.actor import actor_from
from belisha.people.devices.actions import make_card
from belisha.people.memberships import actions
from belisha.people.memberships.essential_rights import LastHolderError
from belisha.people.memberships.role_transitions import leave_on, move_to_role
from belisha.people.models import Absence, Invitation, Membership, PersonalCard, School, User
from belisha.people.queries import people_at
from tests.demo_fixtures import ClientFor
from tests.imports.steps import bring_in

HERE, THERE = "grange", "calcot"
PASSWORD = "kerb-lantern-puffin"
REFUSED = (
    PermissionDenied,
    LastHolderError,
    actions.RoleRefusedError,
    invitations.HasAccountError,
    invitations.InvitationClosedError,
    invitations.SignInFirstError,
    imports.ImportRefusedError,
)
ROLES = ["teacher", "governor", "parent", "dsl", "headteacher"]
WORDS = ["headteacher", "teacher", "dsl", "parent"]
ADDRESSES = [*(f"{word}@{THERE}.example" for word in WORDS), "teacher@grange.example", "new@example.org"]
NAMES = ["Robin Vale", "Jo Heron", "Ash Kestrel"]


def people_of(slug: str) -> Any:
    return User.objects.filter(memberships__school__slug=slug).distinct()


def everything_at(slug: str) -> list[Any]:
    """All that a school has about its people and their ways to sign in."""
    school, people = School.objects.get(slug=slug), people_of(slug).values("pk")
    rows: list[Any] = [
        User.objects.filter(pk__in=people),
        *(model.objects.filter(school=school) for model in (Membership, Absence, PersonalCard, Invitation)),
        Authenticator.objects.filter(user__in=people),
        Event.objects.filter(chain=school.pk),
    ]
    return [list(each.order_by("pk").values()) for each in rows]


class OneSchool(RuleBasedStateMachine):
    """The headteacher of one school tries every verb, on their own people and on another school's."""

    def __init__(self) -> None:
        super().__init__()
        self.undo = transaction.atomic()
        self.undo.__enter__()
        self.school = School.objects.get(slug=HERE)
        head = User.objects.get(email=f"headteacher@{HERE}.example")
        self.head = actor_from(head.pk, head.name)
        self.before = everything_at(THERE)
        self.names = set(people_of(THERE).values_list("name", flat=True))
        self.tokens: list[str] = []

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.undo.__exit__(None, None, None)

    def somebody(self, number: int) -> User:
        """A person of either school."""
        found = list(User.objects.filter(memberships__school__slug__in=[HERE, THERE]).distinct())
        return found[number % len(found)]

    @rule(email=st.sampled_from(ADDRESSES), name=st.sampled_from(NAMES), role=st.sampled_from(ROLES))
    def invites(self, email: str, name: str, role: str) -> None:
        with suppress(*REFUSED), transaction.atomic():
            _, token = invitations.invite_person(
                by=self.head, school=self.school, email=email, name=name, role=role
            )
            self.tokens.append(token)

    @rule(number=st.integers(0, 9))
    def follows_its_own_link(self, number: int) -> None:
        if self.tokens:
            with suppress(*REFUSED), transaction.atomic():
                token = self.tokens[number % len(self.tokens)]
                invitations.accept_invitation(token=token, password=PASSWORD)

    @rule(
        email=st.sampled_from(ADDRESSES),
        name=st.sampled_from(NAMES),
        role=st.sampled_from(["teacher", "cook"]),
    )
    def imports(self, email: str, name: str, role: str) -> None:
        with suppress(*REFUSED), transaction.atomic():
            # By the head as a person: an earlier step may have taken the head's address away.
            bring_in(f"name,role,email\n{name},{role},{email}\n", school=HERE, by=self.head)

    @rule(name=st.sampled_from(NAMES))
    def adds_a_person(self, name: str) -> None:
        actions.add_person(by=self.head, school=self.school, name=name, role="support-staff", from_on=today())

    @rule(who=st.integers(0, 99), name=st.sampled_from(NAMES), email=st.sampled_from([*ADDRESSES, None]))
    def renames(self, who: int, name: str, email: str | None) -> None:
        user = self.somebody(who)
        with suppress(*REFUSED), transaction.atomic():
            rename_person(by=self.head, school=self.school, user=user, name=name, email=email)

    @rule(
        who=st.integers(0, 99), verb=st.sampled_from(["password", "factor", "card", "leave", "back", "later"])
    )
    def does(self, who: int, verb: str) -> None:
        about: dict[str, Any] = {"by": self.head, "school": self.school, "user": self.somebody(who)}
        with suppress(*REFUSED), transaction.atomic():
            if verb == "password":
                link_to_new_password(**about)
            elif verb == "factor":
                reset_second_factor(**about)
            elif verb == "card":
                make_card(**about)
            elif verb == "leave":
                actions.leave(**about)
            elif verb == "back":
                actions.come_back(**about)
            else:
                leave_on(**about, last_on=today() + timedelta(days=9))

    @rule(
        who=st.integers(0, 99),
        role=st.sampled_from(ROLES),
        verb=st.sampled_from(["change", "move", "remove"]),
    )
    def changes_a_role(self, who: int, role: str, verb: str) -> None:
        rows = Membership.objects.filter(user=self.somebody(who)).select_related("school", "user")
        membership = rows.first()
        with suppress(*REFUSED), transaction.atomic():
            if membership is None:
                return
            if verb == "change":
                actions.change_role(by=self.head, membership=membership, to_on=today())
            elif verb == "move":
                move_to_role(by=self.head, membership=membership, role=role, from_on=today())
            else:
                actions.remove_role(by=self.head, membership=membership)

    @invariant()
    def nothing_changes_there(self) -> None:
        assert everything_at(THERE) == self.before

    @invariant()
    def nothing_of_there_shows_here(self) -> None:
        assert not people_of(HERE).filter(pk__in=people_of(THERE).values("pk")).exists()
        shown = people_at(self.head, self.school, who="all").values_list("name", flat=True)
        assert not self.names & set(shown)


def test_whatever_one_school_does_nothing_changes_or_shows_elsewhere(demo: None) -> None:
    run_state_machine_as_test(
        OneSchool,
        settings=settings(
            max_examples=20, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )


def link_in(page: str) -> str:
    found = re.search(r"http://testserver(/join/[\w-]+/)", page)
    assert found, page
    return found[1]


def invite(head: Client, email: str) -> tuple[str, str]:
    """The page after inviting, without what is of this one invitation, and its link."""
    form = {"name": "Robin Vale", "email": email, "role": "teacher"}
    response = head.post(f"/s/{HERE}/people/invite/", form)
    page = response.content.decode()
    link = link_in(page)
    return plain(page, email), link


def plain(page: str, email: str) -> str:
    """A page without tokens, pictures of codes, and the address."""
    page = re.sub(r"<svg.*?</svg>|<path[^>]*>", "", page, flags=re.DOTALL)
    page = re.sub(
        r'/join/[\w-]+/|name="csrfmiddlewaretoken" value="\w+"|nonce="[^"]+"|/(people|role)/\d+', "", page
    )
    return page.replace(email, "ADDRESS")


def test_an_address_with_an_account_elsewhere_looks_like_any_other(client_for: ClientFor) -> None:
    head = client_for(f"headteacher@{HERE}")
    pages = []
    for email in ("teacher@calcot.example", "somebody@calcot.example"):
        invited, link = invite(head, email)
        joining = Client().get(link).content.decode()
        chosen = Client().post(link, {"password": PASSWORD})
        person = User.objects.get(email=email, memberships__school__slug=HERE)
        own = head.get(f"/s/{HERE}/people/{person.pk}/").content.decode()
        pages.append((invited, plain(joining, email), chosen.headers["Location"], plain(own, email)))
    assert pages[0] == pages[1]


def test_two_schools_two_passwords_and_each_opens_its_own_school(client_for: ClientFor) -> None:
    _, link = invite(client_for(f"headteacher@{HERE}"), "teacher@calcot.example")
    Client().post(link, {"password": PASSWORD})
    client = Client()
    client.post("/account/sign-in/", {"login": "teacher@calcot.example", "password": PASSWORD})
    assert client.get(f"/s/{HERE}/directory/").status_code == 200
    assert client.get(f"/s/{THERE}/directory/").status_code == 404


def test_who_is_signed_in_joins_with_that_account_and_each_school_has_its_own_name_for_them(
    client_for: ClientFor,
) -> None:
    _, link = invite(client_for(f"headteacher@{HERE}"), "teacher@calcot.example")
    teacher = client_for("teacher@calcot")
    name = User.objects.get(email="teacher@calcot.example").name
    assert "adds the school to your account" in teacher.get(link).content.decode()
    assert teacher.post(link).headers["Location"] == "/me/"
    here, there = teacher.get(f"/s/{HERE}/directory/"), teacher.get(f"/s/{THERE}/directory/")
    assert (here.status_code, there.status_code) == (200, 200)
    people = User.objects.filter(email="teacher@calcot.example").order_by("pk")
    assert [person.name for person in people] == [name, "Robin Vale"]
    assert people[1].account == people[0]
    assert not people[1].has_usable_password()


def test_my_page_is_of_the_school_last_visited_and_leads_to_the_other(client_for: ClientFor) -> None:
    _, link = invite(client_for(f"headteacher@{HERE}"), "teacher@calcot.example")
    teacher = client_for("teacher@calcot")
    teacher.post(link)
    teacher.get(f"/s/{HERE}/directory/")
    page = teacher.get("/me/").content.decode()
    assert "Robin Vale" in page
    assert f'href="{reverse("dashboard:school", args=[THERE])}"' in page
    teacher.get(f"/s/{THERE}/directory/")
    assert "Robin Vale" not in teacher.get("/me/").content.decode()


def test_the_same_password_at_two_schools_opens_both(client_for: ClientFor) -> None:
    other = User.objects.get(email="teacher@calcot.example")
    other.set_password(PASSWORD)
    other.save()
    _, link = invite(client_for(f"headteacher@{HERE}"), other.email or "")
    Client().post(link, {"password": PASSWORD})
    client = Client()
    client.post("/account/sign-in/", {"login": other.email, "password": PASSWORD})
    assert client.get(f"/s/{HERE}/directory/").status_code == 200
    assert client.get(f"/s/{THERE}/directory/").status_code == 200


def test_a_second_factor_that_one_school_requires_binds_there_only(
    client_for: ClientFor, settings: Any
) -> None:
    settings.BELISHA_SECOND_FACTOR = "required"
    head = User.objects.get(email=f"headteacher@{HERE}.example")
    school = School.objects.get(slug=HERE)
    by = actor_from(head.pk, head.name)
    _, token = invitations.invite_person(
        by=by, school=school, email="teacher@calcot.example", name="Robin Vale", role="dsl"
    )
    teacher = client_for("teacher@calcot")
    teacher.post(f"/join/{token}/")
    assert teacher.get(f"/s/{THERE}/directory/").status_code == 200
    assert (
        teacher.get(f"/s/{HERE}/directory/").headers["Location"].startswith("/account/second-factor/needed/")
    )
    assert teacher.get(f"/s/{THERE}/directory/").status_code == 200


def test_one_row_at_two_schools_is_held_back_at_the_school_that_requires_a_second_factor(
    client_for: ClientFor, settings: Any
) -> None:
    settings.BELISHA_SECOND_FACTOR = "required"
    user = User.objects.get(email="teacher@calcot.example")
    Membership.objects.create(user=user, school=School.objects.get(slug=HERE), role="dsl", from_on=today())
    teacher = client_for("teacher@calcot")
    assert teacher.get(f"/s/{THERE}/directory/").status_code == 200
    assert (
        teacher.get(f"/s/{HERE}/directory/").headers["Location"].startswith("/account/second-factor/needed/")
    )
    assert teacher.get("/me/").status_code == 200


def test_what_a_school_resets_is_its_own(client_for: ClientFor) -> None:
    _, link = invite(client_for(f"headteacher@{HERE}"), "teacher@calcot.example")
    teacher = client_for("teacher@calcot")
    teacher.post(link)
    account = User.objects.get(email="teacher@calcot.example", memberships__school__slug=THERE)
    Authenticator.objects.create(user=account, type=Authenticator.Type.TOTP, data={"secret": "x"})
    person = User.objects.get(account=account)
    head = client_for(f"headteacher@{HERE}")
    assert head.post(f"/s/{HERE}/people/{person.pk}/second-factor/reset/").status_code == 302
    page = head.post(f"/s/{HERE}/people/{person.pk}/password/").content.decode()
    found = re.search(r"http://testserver(/account/password/reset/key/\S+?/)<", page)
    assert found
    stranger = Client()
    form = stranger.get(found[1], follow=True)
    stranger.post(form.request["PATH_INFO"], {"password1": PASSWORD, "password2": PASSWORD})
    account.refresh_from_db()
    assert not account.check_password(PASSWORD)
    assert Authenticator.objects.filter(user=account).exists()
    stranger.post("/account/sign-in/", {"login": "teacher@calcot.example", "password": PASSWORD})
    assert stranger.get(f"/s/{THERE}/directory/").status_code == 404
