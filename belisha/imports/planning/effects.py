"""What a line does to a person, worked out once: the dry run shows it, and the import writes it."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from belisha.imports.files.row import PersonRow, Post
from belisha.imports.planning.comparison import (
    EMAIL,
    GROUP,
    LAST_DAY,
    MANAGER,
    NAME,
    ROLE,
    YEAR,
    ExistingPerson,
    HeldRole,
    is_new_name,
    may_take_address,
)

DAY = timedelta(days=1)
Statements = list[list[str]]


@dataclass(slots=True)
class NewRole:
    """A role that begins."""

    role: str
    from_on: date
    to_on: date | None = None


@dataclass(slots=True)
class Effects:
    """What a line writes. What is None or empty stays as it is.

    `name` and `email` are of somebody new, or what changes. `begin` are roles that begin, `end` the last day
    of those that end, by the id of the membership, `adjust` other fields of those that go on. `manager` is
    the id of a user, or the key of another line, in the roles `managed`. `keys` are numbers that are new for
    the
    person, `take` those of them that somebody else had. `roles` are all that imports have given, from now on.
    `leaves`: nothing is
    left, and access ends.
    """

    name: str | None = None
    email: str | None = None
    begin: list[NewRole] = field(default_factory=list)
    end: dict[int, date] = field(default_factory=dict)
    adjust: dict[int, dict[str, Any]] = field(default_factory=dict)
    manager: int | str | None = None
    managed: list[str] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    take: list[str] = field(default_factory=list)
    roles: list[str] | None = None
    leaves: bool = False
    year_group: str = ""
    group: str = ""

    def as_json(self) -> dict[str, Any]:
        """Return the effects as values that JSON can hold; only what there is."""
        made: dict[str, Any] = {
            "name": self.name,
            "email": self.email,
            "begin": [[new.role, new.from_on.isoformat(), _iso(new.to_on)] for new in self.begin],
            "end": {str(pk): day.isoformat() for pk, day in self.end.items()},
            "adjust": {
                str(pk): {**fields, **({"to_on": _iso(fields["to_on"])} if "to_on" in fields else {})}
                for pk, fields in self.adjust.items()
            },
            "manager": self.manager,
            "managed": self.managed if self.manager else [],
            "keys": self.keys,
            "take": self.take,
            "roles": self.roles,
            "leaves": self.leaves,
            "year_group": self.year_group if self.begin else "",
            "group": self.group if self.begin else "",
        }
        return {name: value for name, value in made.items() if value not in (None, "", [], {}, False)} | (
            {"roles": []} if self.roles == [] else {}
        )

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Effects":
        """Return the effects that `as_json` wrote."""
        adjust = {
            int(pk): {**fields, **({"to_on": _day(fields["to_on"])} if "to_on" in fields else {})}
            for pk, fields in stored.get("adjust", {}).items()
        }
        return cls(
            name=stored.get("name"),
            email=stored.get("email"),
            begin=[
                NewRole(role, date.fromisoformat(from_on), _day(to_on))
                for role, from_on, to_on in stored.get("begin", ())
            ],
            end={int(pk): date.fromisoformat(day) for pk, day in stored.get("end", {}).items()},
            adjust=adjust,
            manager=stored.get("manager"),
            managed=stored.get("managed", []),
            keys=stored.get("keys", []),
            take=stored.get("take", []),
            roles=stored.get("roles"),
            leaves=stored.get("leaves", False),
            year_group=stored.get("year_group", ""),
            group=stored.get("group", ""),
        )


@dataclass(frozen=True, slots=True)
class Scope:
    """What a file can change at all: the fields that it states, and the kinds of people that it holds.

    `is_delta`: it holds only changes, and ends nothing by not naming it. `others` are addresses that are
    somebody else's.
    """

    today: date
    stated: frozenset[str]
    categories: frozenset[str]
    category_of: Callable[[str], str]
    is_delta: bool = False
    others: Collection[str] = ()

    @property
    def yesterday(self) -> date:
        """Return the day before the import."""
        return self.today - DAY


def joining(row: PersonRow, person: ExistingPerson | None, scope: Scope, *, email: str) -> Effects:
    """Return what brings somebody to the school: somebody new, or somebody without a role there."""
    known = person or ExistingPerson(0, "")
    effects = Effects(year_group=row.year_group, group=row.group)
    if person is None:
        effects.name, effects.email = row.name, email
    else:
        _rename(effects, row, person, scope)
    effects.begin = [_new_role(post, known, scope, trusted=True) for post in row.current_posts(scope.today)]
    _register(effects, row, known, scope)
    return effects


def changing(row: PersonRow, person: ExistingPerson, scope: Scope, *, keeps_roles: bool) -> Effects:
    """Return what the line changes of somebody at the school. `keeps_roles`: whoever imports,
    of themselves.
    """
    effects = Effects(year_group=row.year_group, group=row.group)
    _rename(effects, row, person, scope)
    holds = person.holding(scope.today)
    held = {each.role for each in holds}
    posts = row.current_posts(scope.today)
    if not keeps_roles:
        effects.end = {each.id: day for each in holds if (day := ending_day(row, person, each, scope))}
    used: set[int] = set()
    for each in holds:
        post = _post_of(each, posts)
        if post is not None:
            used.add(id(post))
            if fields := _adjusted(row, post, each, scope, keeps_last_day=keeps_roles):
                effects.adjust[each.id] = fields
    is_trusted = len(row.posts) > 1 and "from_on" in scope.stated
    for post in posts:
        if id(post) not in used and (post.role not in held or post.from_on):
            effects.begin.append(_new_role(post, person, scope, trusted=is_trusted))
    _register(effects, row, person, scope)
    return effects


def ending_day(row: PersonRow, person: ExistingPerson, held: HeldRole, scope: Scope) -> date | None:
    """Return the last day of a role that the line ends; None where it goes on.

    It ends what an import gave: where the file marks it as ended, or holds this kind of people without it.
    """
    if held.role not in person.roles or any(
        post.role == held.role for post in row.current_posts(scope.today)
    ):
        return None
    over = [post.to_on or scope.yesterday for post in row.posts if post.role == held.role]
    if over:
        return min(max(over), scope.yesterday)
    is_covered = bool(row.posts) and scope.category_of(held.role) in scope.categories
    return scope.yesterday if is_covered and not scope.is_delta else None


def leaving(
    row: PersonRow | None, person: ExistingPerson, ending: list[HeldRole], scope: Scope, *, is_all: bool
) -> Effects:
    """Return what ends for somebody who leaves, on the last day of the line or yesterday."""
    last = min(row.to_on, scope.yesterday) if row and row.to_on else scope.yesterday
    effects = Effects(end=dict.fromkeys([held.id for held in ending], last), leaves=is_all)
    if not is_all:
        gone = {held.role for held in ending}
        effects.roles = [role for role in person.roles if role not in gone]
    return effects


def statements_for(
    effects: Effects, row: PersonRow, person: ExistingPerson, label: Callable[[str], str]
) -> Statements:
    """Return what changes in words: what, was, becomes."""
    says: Statements = []
    if effects.name is not None:
        says.append([NAME, person.name, effects.name])
    if effects.email is not None:
        says.append([EMAIL, person.email, effects.email])
    says += [[ROLE, "", label(new.role)] for new in effects.begin]
    held = {each.id: each for each in person.held}
    says += [[ROLE, label(held[pk].role), ""] for pk in effects.end]
    for pk, fields in effects.adjust.items():
        was = held[pk]
        if "year_group" in fields:
            says.append([YEAR, was.year_group, row.year_group])
        if "group" in fields:
            says.append([GROUP, was.group, row.group])
        if "to_on" in fields:
            says.append([LAST_DAY, _words(was.to_on), _words(fields["to_on"])])
    return says


def said_of_manager(was: str, becomes: str) -> list[str]:
    """Return the statement that somebody gets another line manager."""
    return [MANAGER, was, becomes]


def _rename(effects: Effects, row: PersonRow, person: ExistingPerson, scope: Scope) -> None:
    if is_new_name(row, person):
        effects.name = row.name
    if may_take_address(row, person, scope.others):
        effects.email = row.email


def _register(effects: Effects, row: PersonRow, person: ExistingPerson, scope: Scope) -> None:
    """Note numbers that are new for the person, and what imports have given them from now on."""
    effects.keys = [key for key in row.keys if key not in person.keys]
    now = list(dict.fromkeys(post.role for post in row.current_posts(scope.today)))
    over = {post.role for post in row.posts} - set(now)
    keeps = [
        role
        for role in person.roles
        if role not in over
        and role not in now
        and (scope.is_delta or not row.posts or scope.category_of(role) not in scope.categories)
    ]
    roles = [*now, *keeps]
    if not person.is_rolled or set(roles) != set(person.roles):
        effects.roles = roles


def _adjusted(
    row: PersonRow, post: Post, held: HeldRole, scope: Scope, *, keeps_last_day: bool
) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    if "year_group" in scope.stated and row.year_group != held.year_group:
        fields["year_group"] = row.year_group
    if "group" in scope.stated and row.group != held.group:
        fields["group"] = row.group
    to_on = max(post.to_on, held.from_on) if post.to_on else None
    if "to_on" in scope.stated and not keeps_last_day and to_on != held.to_on:
        fields["to_on"] = to_on
    return fields


def _post_of(held: HeldRole, posts: Sequence[Post]) -> Post | None:
    """Return the post that a role is: that of the same first day, else the first of the same role."""
    own = [post for post in posts if post.role == held.role]
    return next((post for post in own if post.from_on == held.from_on), own[0] if own else None)


def _new_role(post: Post, person: ExistingPerson, scope: Scope, *, trusted: bool) -> NewRole:
    first = _first_day(post, person, scope, trusted=trusted)
    return NewRole(post.role, first, max(post.to_on, first) if post.to_on else None)


def _first_day(post: Post, person: ExistingPerson, scope: Scope, *, trusted: bool) -> date:
    """Return the day on which a role begins: the file's for somebody new, today for a change.

    A file that gives each post its own days is believed, as is a day to come.
    """
    lasts = [held.to_on for held in person.held if held.to_on]
    is_new = not person.holding(scope.today) and (not lasts or (post.from_on and post.from_on > max(lasts)))
    is_believed = is_new if not trusted or not person.held else is_new or bool(person.holding(scope.today))
    if post.from_on and (post.from_on > scope.today or is_believed) and _is_free(post, person, post.from_on):
        return post.from_on
    return scope.today


def _is_free(post: Post, person: ExistingPerson, day: date) -> bool:
    """Return whether no role of the person began on that day: one that ended then is not begun again."""
    return not any(held.role == post.role and held.from_on == day for held in person.held)


def _words(day: date | None) -> str:
    return f"{day.day} {day:%B %Y}" if day else ""


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
