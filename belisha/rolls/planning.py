"""What a roll would do to the people of a school: joiners, changes, leavers. Nothing is written here."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from belisha.rolls.comparing import CAME_BACK, Held, Known, changes_for, notes_for, touched
from belisha.rolls.likeness import Likeness
from belisha.rolls.managers import Managers
from belisha.rolls.reading.row import Fault, RollRow

Says = list[list[str]]
JOINER, CHANGE, LEAVER, MISSING, SAME, ERROR, NOTE = (
    "joiner", "change", "leaver", "missing", "same", "error", "note",
)  # fmt: skip
SAME_PERSON, ANOTHER = "same", "another"
PART_OF = 3  # more than one in so many missing looks like part of the roll


@dataclass(slots=True)
class Planned:
    """One line of the dry run. `says`: what, was, becomes; for an error column, value, expected, advice."""

    kind: str
    line: int = 0
    name: str = ""
    row: RollRow | None = None
    says: Says = field(default_factory=list)
    user_id: int | None = None
    likely_id: int | None = None
    answer: str = ""
    where: str = ""


@dataclass(frozen=True, slots=True)
class Given:
    """What a plan is made from. `elsewhere` are accounts by address whose people are not at this school.

    `stated` are the fields that the file has at all: what it does not state is not changed. `answers` are by
    line and file: who it may be about, and whether it is. `sort_of` tells staff from pupils, governors and
    others: those of a sort that the file does not hold never leave by it. `may_give` says whether whoever
    imports may give a role, and so take it away; `may_lend` the same of rights beside a role.
    `managers` is what the plan fills in.
    """

    today: date
    known: Sequence[Known]
    elsewhere: Mapping[str, int]
    stated: frozenset[str]
    sort_of: Callable[[str], str]
    label: Callable[[str], str]
    may_give: Callable[[str], bool] = lambda role: True  # noqa: ARG005
    may_lend: Callable[[tuple[str, ...]], bool] = lambda rights: True  # noqa: ARG005
    own_id: int | None = None
    answers: Mapping[tuple[int, str], tuple[int, str]] = field(default_factory=dict)
    managers: Managers = field(default_factory=Managers)

    def may_end(self, held: Held) -> bool:
        """Whether whoever imports may take away what somebody holds, with the rights beside it."""
        return self.may_give(held.role) and self.may_lend(held.extra_rights)


@dataclass(slots=True)
class Plan:
    """The dry run. `missing_share` is by sort: how many would leave, of how many."""

    lines: list[Planned] = field(default_factory=list)
    missing_share: dict[str, tuple[int, int]] = field(default_factory=dict)

    @property
    def counts(self) -> Counter[str]:
        """How many lines of each kind there are."""
        return Counter(line.kind for line in self.lines)

    @property
    def looks_partial(self) -> bool:
        """Whether more than a third of a sort of people is missing: then the file may be a part of the
        roll.
        """
        return any(gone * PART_OF > all_of for gone, all_of in self.missing_share.values())


def plan_roll(rows: Iterable[RollRow], faults: Iterable[Fault], given: Given) -> Plan:
    """The plan for these people and faults."""
    plan = Plan([_fault_line(fault) for fault in faults])
    matcher = _Matcher(given)
    found = [(row, *matcher.match(row)) for row in rows]
    lines = [(row, user_id) for row, user_id, clash in found if not clash]
    given = replace(given, managers=Managers.of(given.known, given.today, lines))
    taken = {user_id for _, user_id, _ in found if user_id}
    likeness = Likeness([person for person in given.known if person.user_id not in taken], given.sort_of)
    for row, user_id, clash in found:
        if clash:
            plan.lines.append(Planned(ERROR, row.line, row.name, None, [clash], where=row.where))
            continue
        if user_id is None:
            line = _newcomer(row, given, likeness, taken)
        else:
            line = _line_for(row, user_id, matcher, given)
        plan.lines.append(line)
        plan.lines += [
            Planned(NOTE, row.line, row.name, None, [said], where=row.where)
            for said in (
                *notes_for(row, matcher.by_id.get(line.user_id or 0), given.elsewhere),
                *given.managers.notes(row, line.user_id),
            )
        ]
    _add_missing(plan, given, [row for row, _, _ in found], taken)
    return plan


def _fault_line(fault: Fault) -> Planned:
    says = [[fault.column, fault.value, fault.expected, fault.advice]]
    return Planned(ERROR if fault.stops else NOTE, fault.line, fault.name, None, says, where=fault.where)


class _Matcher:
    """Finds who a row is about: by the school's own numbers, then by address."""

    def __init__(self, given: Given) -> None:
        self.given = given
        self.by_id = {person.user_id: person for person in given.known}
        self.lines: dict[int, int] = {}
        self.by_key = {key: person.user_id for person in given.known for key in person.keys}
        self.by_email = {person.email: person.user_id for person in given.known if person.email}

    def match(self, row: RollRow) -> tuple[int | None, list[str]]:
        """The user, if there is one, and what is wrong where the file's numbers are of two people."""
        user_id, clash = self._find(row)
        if user_id in self.lines:
            value = row.email or row.name
            expected = (
                f"another person than on line {self.lines[user_id]}: both are the same one on the "
                "school’s roll"
            )
            return None, ["", value, expected, "Look at both lines in your system, and take one out."]
        if user_id:
            self.lines[user_id] = row.line
        return user_id, clash

    def _find(self, row: RollRow) -> tuple[int | None, list[str]]:
        users = {self.by_key[key] for key in row.keys if key in self.by_key}
        by_email = self.by_email.get(row.email)
        if len(users) > 1 or (users and by_email and by_email not in users):
            advice = "Look at both people in your system: a number or an address stands with the wrong one."
            value = row.email if by_email else row.key.partition(":")[2]
            return None, ["", value, "one person; on the school’s roll it belongs to two", advice]
        if users:
            return users.pop(), []
        return by_email or self.given.elsewhere.get(row.email), []


def _newcomer(row: RollRow, given: Given, likeness: Likeness, taken: set[int]) -> Planned:
    """Somebody whom no number or address tells: perhaps somebody whom the school has, which is asked."""
    likely = likeness.of(row)
    asked, answer = given.answers.get((row.line, row.where), (0, ""))
    if likely and answer == SAME_PERSON and likely.user_id == asked and asked not in taken:
        taken.add(asked)
        line = _compared(row, likely, given)
        line.likely_id, line.answer = asked, answer
        return line
    line = _joiner(row, None, given)
    if likely and likely.user_id not in taken:
        line.likely_id = likely.user_id
        line.answer = answer if asked == likely.user_id else ""
    return line


def _line_for(row: RollRow, user_id: int, matcher: _Matcher, given: Given) -> Planned:
    person = matcher.by_id.get(user_id)
    if person is None:
        return _joiner(row, user_id, given)
    return _compared(row, person, given)


def _compared(row: RollRow, person: Known, given: Given) -> Planned:
    holds = person.holding(given.today)
    if row.to_on and row.to_on < given.today:
        return (
            _gone(row, person, given) if holds else Planned(SAME, row.line, row.name, row, [], person.user_id)
        )
    if not holds:
        line = _joiner(row, person.user_id, given)
        line.says.append([CAME_BACK, "", ""])
        return line
    keeps = person.user_id == given.own_id
    new, held = touched(row, person, given.today, given.stated, given.elsewhere)
    if not keeps and not (all(map(given.may_give, new)) and all(map(given.may_end, held))):
        return _not_yours(row, {*new, *(each.role for each in held)}, given)
    says = changes_for(
        row, person, given.today, given.stated, given.label, keeps_roles=keeps, others=given.elsewhere
    )
    says += given.managers.changes(row, person, given.today)
    return Planned(CHANGE if says else SAME, row.line, row.name, row, says, person.user_id, where=row.where)


def _gone(row: RollRow, person: Known, given: Given) -> Planned:
    if person.user_id == given.own_id:
        said = [
            "",
            row.name,
            "somebody else",
            "You cannot take yourself off the roll: let a colleague do it.",
        ]
        return Planned(ERROR, row.line, row.name, None, [said], where=row.where)
    holds = person.holding(given.today)
    if not all(map(given.may_end, holds)):
        return _not_yours(row, {held.role for held in holds}, given)
    says = [["role", given.label(held.role), ""] for held in holds]
    return Planned(LEAVER, row.line, row.name, row, says, person.user_id, where=row.where)


def _joiner(row: RollRow, user_id: int | None, given: Given) -> Planned:
    if row.to_on and row.to_on < given.today:
        return Planned(SAME, row.line, row.name, None, [["left before", "", ""]], user_id, where=row.where)
    if not all(map(given.may_give, row.roles)):
        return _not_yours(row, set(row.roles), given)
    says = [["role", "", given.label(role)] for role in row.roles]
    return Planned(JOINER, row.line, row.name, row, says, user_id, where=row.where)


def _not_yours(row: RollRow, roles: set[str], given: Given) -> Planned:
    """A role with rights over the school is given and taken by those who have these rights."""
    beyond = {role for role in roles if not given.may_give(role)} or roles
    labels = " and ".join(sorted(map(given.label, beyond)))
    expected = "a role that you may give and take yourself: with this one come rights that you do not have"
    advice = "Let somebody with these rights, such as the head, bring the roll in, or do this one by hand."
    return Planned(ERROR, row.line, row.name, None, [[row.name, labels, expected, advice]], where=row.where)


def _add_missing(plan: Plan, given: Given, rows: Sequence[RollRow], taken: set[int]) -> None:
    covered = {given.sort_of(role) for row in rows for role in row.roles}
    likely = {line.likely_id for line in plan.lines if line.likely_id and line.answer != ANOTHER}
    everybody: Counter[str] = Counter()
    gone: Counter[str] = Counter()
    for person in given.known:
        holds = person.holding(given.today)
        sorts = {given.sort_of(role) for role in person.roles} & covered
        if not person.is_rolled or not holds or not sorts:
            continue
        everybody.update(sorts)
        if person.user_id in taken or person.user_id == given.own_id or person.user_id in likely:
            continue
        if not all(map(given.may_end, holds)):
            continue
        gone.update(sorts)
        says = [["role", given.label(held.role), ""] for held in holds]
        plan.lines.append(Planned(MISSING, 0, person.name, None, says, person.user_id))
    plan.missing_share = {sort: (count, everybody[sort]) for sort, count in gone.items()}
