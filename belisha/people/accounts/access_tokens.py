"""Tokens of other systems: what each scope opens, who may make one, and whether one holds today."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from types import MappingProxyType

from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from belisha.access.actor import Actor
from belisha.access.rights import load_rights
from belisha.audit.actions import record
from belisha.base.guards import guard
from belisha.people.accounts.tokens import hash_token, new_token
from belisha.people.actor import actor_from
from belisha.people.models import School
from belisha.people.models.tokens import KEEP, AccessToken
from belisha.people.record import PeopleEvent

SEE_REPORT = "see-governors-report"
MOST_A_MINUTE = 120
"""How many requests one token has in a minute."""
NOTED_EVERY = timedelta(minutes=1)


class TokenScope(StrEnum):
    """What a token is for."""

    READ_FIGURES = "read:figures"
    READ_POLICY = "read:policy"
    ASK = "ask"
    CHECK = "check"
    PUSH_PEOPLE = "push:people"


@dataclass(frozen=True, slots=True)
class ScopeRule:
    """What a scope lets a system do, in words, and the rights that whoever makes the token must have."""

    label: str
    rights: tuple[str, ...]


SCOPES: Mapping[TokenScope, ScopeRule] = MappingProxyType(
    {
        TokenScope.READ_POLICY: ScopeRule("read the policy in force", (KEEP,)),
        TokenScope.ASK: ScopeRule("ask what the policy says", (KEEP,)),
        TokenScope.CHECK: ScopeRule("check a post before it goes out", (KEEP,)),
        TokenScope.READ_FIGURES: ScopeRule(
            "read the figures that governors see", (KEEP, "see-governors-report")
        ),
        TokenScope.PUSH_PEOPLE: ScopeRule("send the school’s people every night", ("look-after-people",)),
    }
)


class UnknownTokenError(PermissionDenied):
    """No token of the school has this secret, or it has ended."""


class TooManyRequestsError(Exception):
    """The token was used too often within a minute."""


@guard
def can_make_token(actor: Actor, school: School, scopes: Collection[str]) -> None:
    """Raise PermissionDenied unless the actor has every right that the scopes need."""
    needed = {right for scope in scopes for right in SCOPES[TokenScope(scope)].rights}
    for right in sorted(needed):
        if not actor.may(right, school.pk):
            message = f"This needs somebody who may themselves {load_rights()[right].label}."
            raise PermissionDenied(message)


@guard
def can_see_tokens(actor: Actor, school: School) -> None:
    """Raise PermissionDenied unless the actor may make some token at the school."""
    if not any(can_make_token(actor, school, [scope]) for scope in SCOPES):
        message = "Only those who look after the school’s connections to other systems see this."
        raise PermissionDenied(message)


@transaction.atomic
def make_token(
    *, by: Actor, school: School, name: str, scopes: Collection[TokenScope]
) -> tuple[AccessToken, str]:
    """Return a new token and its secret, which is shown once. Raise PermissionDenied, or ValueError without a
    scope.
    """
    if not scopes:
        raise ValueError("a token without a scope opens nothing: give at least one")
    can_make_token.check(by, school, scopes)
    secret, ordered = new_token(), [scope.value for scope in SCOPES if scope in scopes]
    made = AccessToken.objects.create(
        school=school, name=name, scopes=ordered, token_hash=hash_token(secret), made_by_id=by.user_id
    )
    record(
        school_id=school.pk,
        by=by.user_id,
        verb=PeopleEvent.MADE_ACCESS_TOKEN,
        subject=f"access token {made.pk}",
        detail={"scopes": ordered},
    )
    return made, secret


@transaction.atomic
def end_token(*, by: Actor, token: AccessToken) -> None:
    """End a token: nothing can be done with it any more. Raise PermissionDenied."""
    can_end_token.check(by, token)
    if AccessToken.objects.filter(pk=token.pk, ended_at=None).update(ended_at=timezone.now()):
        record(
            school_id=token.school_id,
            by=by.user_id,
            verb=PeopleEvent.ENDED_ACCESS_TOKEN,
            subject=f"access token {token.pk}",
        )


@guard
def can_end_token(actor: Actor, token: AccessToken) -> None:
    """Raise PermissionDenied unless the actor keeps the connections, or might have made this token."""
    if not actor.may(KEEP, token.school_id):
        can_make_token.check(actor, token.school, token.scopes)


def token_of(school: School, secret: str, scope: TokenScope) -> AccessToken:
    """Return the token of the school with this secret, if it opens `scope` today, and note its use.

    Raise UnknownTokenError if there is none that holds, PermissionDenied if it is not for this or its maker
    no longer has the rights that it needs, TooManyRequestsError if it was used too often.
    """
    rows = AccessToken.objects.in_use().filter(school=school, token_hash=hash_token(secret))
    found: AccessToken | None = rows.select_related("school", "made_by").first()
    if found is None or found.made_by is None or not found.made_by.is_active:
        raise UnknownTokenError("The token is not known, or has ended.")
    _count(found)
    if scope not in found.scopes:
        raise PermissionDenied(f"The token is not for “{scope}”. Make one that is.")
    if not can_make_token(maker_of(found), school, [scope]):
        raise PermissionDenied(f"Whoever made the token may no longer {SCOPES[scope].label} themselves.")
    now = timezone.now()
    if found.used_at is None or now - found.used_at >= NOTED_EVERY:
        AccessToken.objects.filter(pk=found.pk).update(used_at=now)
    return found


def maker_of(token: AccessToken) -> Actor:
    """Return whoever made the token, with the rights that they have today."""
    maker = token.made_by
    return actor_from(maker.pk, maker.name) if maker else Actor()


def _count(token: AccessToken) -> None:
    """Count a use within this minute. Raise TooManyRequestsError."""
    key = f"access-token-{token.pk}-{int(timezone.now().timestamp()) // 60}"
    if cache.add(key, 1, timeout=120):
        return
    try:
        count = cache.incr(key)
    except ValueError:  # it has ended in between
        return
    if count > MOST_A_MINUTE:
        raise TooManyRequestsError(
            f"At most {MOST_A_MINUTE} requests a minute are answered. Try again in a minute."
        )
