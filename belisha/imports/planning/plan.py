"""Work out what a file would do to the people of a school: joiners, changes, leavers. Nothing is written
here.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from belisha.imports.files.row import LineFault, PersonRow
from belisha.imports.planning.comparison import (
    CAME_BACK,
    LEFT_BEFORE,
    ROLE,
    ExistingPerson,
    HeldRole,
    may_take_address,
)
from belisha.imports.planning.effects import (
    Effects,
    Scope,
    Statements,
    changing,
    joining,
    leaving,
    said_of_manager,
    statements_for,
)
from belisha.imports.planning.line_managers import ManagerIndex
from belisha.imports.planning.matching import Matcher, PersonMatch
from belisha.imports.planning.name_matching import NameMatcher

JOINER, CHANGE, LEAVER, MISSING, SAME, ERROR, NOTE = (
    "joiner", "change", "leaver", "missing", "same", "error", "note",
)  # fmt: skip
SAME_PERSON, ANOTHER = "same", "another"
PART_OF = 3  # more than one in so many missing looks like part of the roll


@dataclass(slots=True)
class PlanLine:
    """One line of the dry run. `statements`: what, was, becomes; of an error column, value, expected, advice.

    `effects` is what the import writes for it. `likely_id` is somebody whom it may be about, and `answer`
    what was said to that.
    """

    kind: str
    line: int = 0
    name: str = ""
    row: PersonRow | None = None
    statements: Statements = field(default_factory=list)
    user_id: int | None = None
    likely_id: int | None = None
    answer: str = ""
    where: str = ""
    effects: Effects = field(default_factory=Effects)


@dataclass(frozen=True, slots=True)
class PlanInput:
    """What a plan is made from. `elsewhere` are accounts by address whose people are not at this school.

    `answers` are by line and file: who it may be about, and whether it is. `can_give` says whether whoever
    imports may give a role, and so take it away; `can_lend` the same of rights beside a role.
    """

    known: Sequence[ExistingPerson]
    elsewhere: Mapping[str, int]
    scope: Scope
    label: Callable[[str], str]
    can_give: Callable[[str], bool] = lambda role: True  # noqa: ARG005
    can_lend: Callable[[tuple[str, ...]], bool] = lambda rights: True  # noqa: ARG005
    own_id: int | None = None
    answers: Mapping[tuple[int, str], tuple[int, str]] = field(default_factory=dict)

    def can_end(self, held: HeldRole) -> bool:
        """Return whether whoever imports may take away what somebody holds, with the rights beside it."""
        return self.can_give(held.role) and self.can_lend(held.extra_rights)


@dataclass(slots=True)
class Plan:
    """The dry run. `missing_share` is by kind of people: how many would leave, of how many."""

    lines: list[PlanLine] = field(default_factory=list)
    missing_share: dict[str, tuple[int, int]] = field(default_factory=dict)

    @property
    def counts(self) -> Counter[str]:
        """Return how many lines of each kind there are."""
        return Counter(line.kind for line in self.lines)

    @property
    def looks_partial(self) -> bool:
        """Return whether more than a third of a kind of people is missing: then it may be a
        part of the roll.
        """
        return any(gone * PART_OF > all_of for gone, all_of in self.missing_share.values())


def make_plan(rows: Iterable[PersonRow], faults: Iterable[LineFault], given: PlanInput) -> Plan:
    """Return the plan for these people and faults."""
    return _Planner(given).plan(list(rows), faults)


class _Planner:
    def __init__(self, given: PlanInput) -> None:
        self.given, self.scope = given, given.scope
        self.matcher = Matcher(given.known, given.elsewhere)
        self.managers = ManagerIndex()
        self.taken: set[int] = set()

    def plan(self, rows: list[PersonRow], faults: Iterable[LineFault]) -> Plan:
        plan = Plan([_fault_line(fault) for fault in faults])
        matches = self.matcher.match(rows)
        self.taken = {match.user_id for match in matches if match.user_id}
        if any(row.line_manager for row in rows):
            lines = [(match.row, match.user_id) for match in matches if not match.clash]
            self.managers = ManagerIndex.of(self.given.known, self.scope.today, lines)
        free = [person for person in self.given.known if person.user_id not in self.taken]
        self.names = NameMatcher(free, self.scope.category_of)
        for match in matches:
            line = self._line(match)
            plan.lines.append(line)
            plan.lines += self._notes(match.row, line)
        if not self.scope.is_delta:
            self._add_missing(plan)
        return plan

    def _line(self, match: PersonMatch) -> PlanLine:
        row = match.row
        if match.clash:
            return _error(row, match.clash)
        if match.user_id is None:
            return self._newcomer(row, match.doubt)
        person = self.matcher.by_id.get(match.user_id)
        return self._joiner(row, None, match.user_id) if person is None else self._known(row, person)

    def _newcomer(self, row: PersonRow, doubt: ExistingPerson | None) -> PlanLine:
        """Return the line of somebody of whom it is not certain whether the school has them:
        that is asked.
        """
        likely = doubt or self.names.of(row)
        asked, answer = self.given.answers.get((row.line, row.where), (0, ""))
        if likely and answer == SAME_PERSON and likely.user_id == asked and asked not in self.taken:
            self.taken.add(asked)
            line = self._known(row, likely)
            line.likely_id, line.answer = asked, answer
            return line
        line = self._joiner(row, None, None)
        if likely and likely.user_id not in self.taken and line.kind == JOINER:
            line.likely_id = likely.user_id
            line.answer = answer if asked == likely.user_id else ""
        return line

    def _known(self, row: PersonRow, person: ExistingPerson) -> PlanLine:
        """Return the line of somebody whom the school has or had."""
        has_left = row.is_gone or bool(row.posts)
        if has_left and not row.current_posts(self.scope.today):
            return self._leaver(row, person)
        holds = person.holding(self.scope.today)
        if not holds:
            if not row.posts:
                return PlanLine(SAME, row.line, row.name, row, [], person.user_id, where=row.where)
            line = self._joiner(row, person, person.user_id)
            line.statements.append([CAME_BACK, "", ""])
            return line
        keeps = person.user_id == self.given.own_id
        effects = changing(row, person, self.scope, keeps_roles=keeps)
        effects.take = self.matcher.taken_keys(row, person.user_id)
        beyond = set() if keeps else self._beyond(row, person, effects)
        if beyond:
            return self._not_yours(row, beyond)
        says = statements_for(effects, row, person, self.given.label)
        says += self._manager(effects, row, person)
        kind = CHANGE if says else SAME
        name = row.name or person.name
        return PlanLine(kind, row.line, name, row, says, person.user_id, where=row.where, effects=effects)

    def _beyond(self, row: PersonRow, person: ExistingPerson, effects: Effects) -> set[str]:
        """Return the roles that the line gives or takes and whoever imports may not.

        Another address to sign in with touches all that the person holds: whoever has it can become them.
        """
        new = {each.role for each in effects.begin}
        moved = {pk for pk, fields in effects.adjust.items() if "to_on" in fields}
        touched = effects.end.keys() | moved
        takes_address = may_take_address(row, person, self.scope.others)
        held = [each for each in person.holding(self.scope.today) if takes_address or each.id in touched]
        if all(map(self.given.can_give, new)) and all(map(self.given.can_end, held)):
            return set()
        return new | {each.role for each in held}

    def _leaver(self, row: PersonRow, person: ExistingPerson) -> PlanLine:
        scope, given = self.scope, self.given
        categories = {scope.category_of(post.role) for post in row.posts}
        categories = categories or {scope.category_of(role) for role in person.roles}
        ending, is_all = person.leaving(categories, scope.today, scope.category_of)
        name = row.name or person.name
        if not ending:
            return PlanLine(SAME, row.line, name, row, [], person.user_id, where=row.where)
        if person.user_id == given.own_id:
            advice = "You cannot take yourself off the roll: ask a colleague to do it."
            return _error(row, ["", name, "somebody else", advice])
        if not all(map(given.can_end, ending)):
            return self._not_yours(row, {held.role for held in ending})
        effects = leaving(row, person, ending, scope, is_all=is_all)
        says = [[ROLE, given.label(held.role), ""] for held in ending]
        return PlanLine(LEAVER, row.line, name, row, says, person.user_id, where=row.where, effects=effects)

    def _joiner(self, row: PersonRow, person: ExistingPerson | None, user_id: int | None) -> PlanLine:
        posts = row.current_posts(self.scope.today)
        if not posts:
            says = [[LEFT_BEFORE, "", ""]]
            return PlanLine(SAME, row.line, row.name, None, says, user_id, where=row.where)
        if not row.name:
            advice = "Export the whole list once, then the changes."
            return _error(
                row, ["", row.key.partition(":")[2], "somebody whom the school has, or a name", advice]
            )
        if not all(map(self.given.can_give, row.roles)):
            return self._not_yours(row, {post.role for post in posts})
        if person is None and user_id is not None:  # an account of somebody at another school
            person = ExistingPerson(user_id, row.name, row.email, is_elsewhere=True)
        is_free = row.email not in self.matcher.by_email and row.email not in self.given.elsewhere
        effects = joining(row, person, self.scope, email=row.email if is_free else "")
        effects.take = self.matcher.taken_keys(row, user_id)
        self._manager(effects, row, person)
        says = [[ROLE, "", self.given.label(role)] for role in dict.fromkeys(post.role for post in posts)]
        return PlanLine(JOINER, row.line, row.name, row, says, user_id, where=row.where, effects=effects)

    def _manager(self, effects: Effects, row: PersonRow, person: ExistingPerson | None) -> Statements:
        """Note the line manager whom the line names; return what is said of it where it is another."""
        named = self.managers.named(row.line_manager) if row.line_manager else None
        if named is None or named == (person.user_id if person else row.key):
            return []
        held = [each for each in person.holding(self.scope.today) if each.role in row.roles] if person else []
        is_new = any(each.line_manager != named for each in held)
        if is_new or effects.begin:
            effects.manager, effects.managed = named, list(row.roles)
        was = next((each.line_manager for each in held if each.line_manager), None)
        return (
            [said_of_manager(self.managers.names.get(was or 0, ""), self.managers.names[named])]
            if is_new
            else []
        )

    def _not_yours(self, row: PersonRow, roles: set[str]) -> PlanLine:
        """Return the error that a role with rights is given and taken only by those who have these rights."""
        beyond = {role for role in roles if not self.given.can_give(role)} or roles
        labels = " and ".join(sorted(map(self.given.label, beyond)))
        expected = (
            "a role that you may give and take yourself: with this one come rights that you do not have"
        )
        advice = (
            "Ask somebody with these rights, such as the head, to import the file, or do this one by hand."
        )
        return _error(row, [row.name, labels, expected, advice])

    def _notes(self, row: PersonRow, line: PlanLine) -> Iterable[PlanLine]:
        """Yield what is pointed out of a line without stopping it."""
        if not row.email and not row.line_manager:
            return
        person = self.matcher.by_id.get(line.user_id or 0)
        said = [*self._note_of_address(row, person, line), *self.managers.notes(row, line.user_id)]
        for each in said:
            yield PlanLine(NOTE, row.line, row.name, None, [each], where=row.where)

    def _note_of_address(self, row: PersonRow, person: ExistingPerson | None, line: PlanLine) -> Statements:
        if not row.email:
            return []
        if person is None:
            if line.kind != JOINER or line.user_id or line.effects.email:
                return []
            advice = "Somebody else at the school has it. Give this person one of their own, if they sign in."
            return [["E-mail address", row.email, "an address that nobody else has", advice]]
        if row.email == person.email or may_take_address(row, person, self.scope.others):
            return []
        expected = f"{person.email or 'no address'}, as before"
        return [
            [
                "E-mail address",
                row.email,
                expected,
                "An import does not change the address that somebody signs in with.",
            ]
        ]

    def _add_missing(self, plan: Plan) -> None:
        scope, given = self.scope, self.given
        likely = {line.likely_id for line in plan.lines if line.likely_id and line.answer != ANOTHER}
        everybody: Counter[str] = Counter()
        gone: Counter[str] = Counter()
        for person in given.known:
            holds = person.holding(scope.today) if person.is_rolled else ()
            rolled = {scope.category_of(held.role) for held in holds if held.role in person.roles}
            categories = rolled & scope.categories
            if not categories:
                continue
            everybody.update(categories)
            if person.user_id in self.taken or person.user_id == given.own_id or person.user_id in likely:
                continue
            ending, is_all = person.leaving(categories, scope.today, scope.category_of)
            if not ending or not all(map(given.can_end, ending)):
                continue
            gone.update(categories)
            says = [[ROLE, given.label(held.role), ""] for held in ending]
            effects = leaving(None, person, ending, scope, is_all=is_all)
            plan.lines.append(PlanLine(MISSING, 0, person.name, None, says, person.user_id, effects=effects))
        plan.missing_share = {sort: (count, everybody[sort]) for sort, count in gone.items()}


def _fault_line(fault: LineFault) -> PlanLine:
    says = [[fault.column, fault.value, fault.expected, fault.advice]]
    return PlanLine(ERROR if fault.stops else NOTE, fault.line, fault.name, None, says, where=fault.where)


def _error(row: PersonRow, said: list[str]) -> PlanLine:
    return PlanLine(ERROR, row.line, row.name, None, [said], where=row.where)
